"""Which word an expression of time modifies: the tree's answer, put right by the order of words where parsers often err.

In come an expression and a parsed ``Doc``, out goes :class:`Placed`: its head token, the token it modifies, its preposition.

>>> place_expression(doc, expression, anchor=day, telling=telling).governor      # doctest: +SKIP
killed
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trucebook.language.tree import base_dep, child, children, preposition_of
from trucebook.resolution.expressions import Expression
from trucebook.resolution.speech import openers_of
from trucebook.resolution.tenses import is_predicate

if TYPE_CHECKING:
    from trucebook.language.quotes import Quotes
    from trucebook.language.tokens import Doc, Span, Token

DAY_PARTS = frozenset({"morning", "afternoon", "evening", "night", "noon", "midday"})
BESIDE = ("", "on", "in")


@dataclass(frozen=True)
class Placed:
    """An expression in the tree; ``anchor`` is the day from which it counts."""

    expression: Expression
    head: Token
    governor: Token
    preposition: str
    anchor: date


def place_expression(
    doc: Doc, expression: Expression, *, anchor: date, telling: Callable[[Token], bool], quotes: Quotes
) -> Placed | None:
    """Place ``expression``; ``telling`` knows the verbs of saying. ``None`` where no token covers it."""
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    head = span.root
    if head.head.lower_ in DAY_PARTS and head.i < head.head.i and head.dep_ != "nsubj":  # "yesterday morning"
        head = head.head
    governor = head.head
    if governor.i == head.i or span.start <= governor.i < span.end:
        governor = head
    before = doc[span.start - 1] if span.start else None
    beside = before.lower_ if before is not None and before.pos_ in ("ADP", "SCONJ") else ""
    if (preposition_of(head) or beside) in ("on", "in", "at", "during"):
        governor = _above_name(governor)
    governor = _next_to(doc, span, beside) or _out_of_quote(span, governor, quotes) or _put_right(span, governor, telling)
    return Placed(expression, head, governor, preposition_of(head) or beside, anchor)


def _next_to(doc: Doc, span: Span, preposition: str) -> Token | None:
    """The verb right before ("said on Friday", "said Friday") or, inside a clause, right after it ("the army on Friday said")."""
    first = span.start - bool(preposition)
    before = doc[first - 1] if first > 0 else None
    if preposition not in BESIDE or before is None or doc[first].is_sent_start is True:
        return None
    if before.pos_ == "VERB":
        return before
    after = next((t for t in doc[span.end : span.end + 4] if t.pos_ not in ("AUX", "ADV", "PART")), None)
    inside = before.pos_ in ("NOUN", "PROPN", "PRON") or before.lower_ in ("late", "early")
    return (
        after
        if inside and after is not None and after.pos_ == "VERB" and child(after, "nsubj", "nsubj:pass") is not None
        else None
    )


def _above_name(governor: Token) -> Token:
    """A person or place has no date: "called Baraka on Sunday" dates the call, "an attack on Kyiv on Sunday" the attack."""
    while governor.pos_ == "PROPN" and governor.head.i != governor.i and not is_predicate(governor):
        governor = governor.head
    return governor


def _out_of_quote(span: Span, governor: Token, quotes: Quotes) -> Token | None:
    """ "“...,” he said in an interview on Sunday": what stands outside a quotation dates the saying, not what is quoted."""
    current = governor
    while not quotes.contains(current) and current.head.i != current.i:
        current = current.head
    quote = quotes.outermost_of(current)
    if quote is None or quote.is_scare or quote.covers(span.start) or quote.start > span.start:
        return None
    between = [t for t in span.doc[quote.end : span.start] if t.pos_ == "VERB"]
    return between[0] if between and "\n" not in span.doc[quote.end : span.start].text else None


def _put_right(span: Span, governor: Token, telling: Callable[[Token], bool]) -> Token:
    """Move an expression into the clause that it opens, or that is told, where it hangs on the verb outside."""
    doc = span.doc
    opener = next((t for t in reversed(doc[max(0, span.start - 2) : span.start]) if t.pos_ != "ADP"), None)
    if opener is not None and opener.text in (":", ";") and governor.i < opener.i:
        return next((t for t in doc[span.end : span.sent.end] if t.pos_ == "VERB" and is_predicate(t)), governor)
    if not telling(governor):
        return governor
    for c in children(governor, "ccomp", "xcomp", "advcl"):
        if not is_predicate(c):
            continue
        told = base_dep(c) != "advcl" or openers_of(c) & {"of", "for", "that"}
        if told and governor.i < c.left_edge.i < span.start:
            return c
        if base_dep(c) == "ccomp" and _is_inserted(governor) and span.end <= governor.i < c.i:
            return c
    return governor


def _is_inserted(verb: Token) -> bool:
    """ "Last week, he says, an envoy arrived": between commas."""
    subject = child(verb, "nsubj")
    first = min(verb.i, subject.left_edge.i) if subject is not None else verb.i
    last = max(verb.i, subject.right_edge.i) if subject is not None else verb.i
    doc = verb.doc
    return first > 0 and last + 1 < len(doc) and doc[first - 1].text == "," and doc[last + 1].text == ","
