"""The words said beside a verb of saying: a clause it tells or is put into, and quotations next to it.

In comes a verb of saying with the quotations of its document, out come token indices of what is said.

>>> sorted(direct_speech(verb, quotes))     # doctest: +SKIP
[0, 1, 2, 3, 4]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.language.quotes import Quote, Quotes
from trucebook.language.tree import child, children, clause_head_of
from trucebook.resolution.speech import clause_behind, openers_of

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

NEAR = 14
"""The most tokens between direct speech and its verb."""
NOT_TOLD = frozenset({"as", "after", "before", "while", "since", "because", "although", "though"})
SENTENCE_ENDS = frozenset({".", "!", "?", "…"})


def told_clauses(verb: Token) -> list[Token]:
    """The clauses that ``verb`` tells; one that opens with "as" or "after" tells its time, whatever the tree says."""
    found = [c for c in children(verb, "ccomp", "csubj:pass") if not openers_of(c) & NOT_TOLD]
    behind = clause_behind(verb)
    return [*found, behind] if behind is not None else found


def direct_speech(verb: Token, quotes: Quotes) -> set[int]:
    """What is said beside the verb: the clause it is inserted in ("..., he said"), what a colon opens, quotations next to it."""
    own = {t.i for t in verb.subtree}
    if not told_clauses(verb) and _is_inserted(verb):
        head = clause_head_of(verb.head)
        host = {t.i for t in head.subtree} - own
        quote = quotes.outermost_of(head)
        if quote is not None and not quote.is_scare and not quote.covers(verb.i):
            host = {i for q in quotes.run_of(quote) for i in range(q.start, q.end)}  # what follows the verb is not said
        if host:
            return host | _beside(verb, quotes)
    after: set[int] = set()
    for c in children(verb, "parataxis"):
        between = list(verb.doc[verb.i + 1 : c.left_edge.i + 1])
        if (any(t.text == ":" or quotes.contains(t) for t in between) and not quotes.contains(verb)) or (
            c.i < verb.i and (quote := quotes.quote_of(c)) is not None and not quote.covers(verb.i)
        ):
            after |= {t.i for t in c.subtree}
    return after or _beside(verb, quotes)


def _is_inserted(verb: Token) -> bool:
    """ "..., he said" or "..., as he said": a clause of its own inside or after another, with a subject."""
    if verb.dep_ == "parataxis":
        between_commas = verb.i + 1 < len(verb.doc) and verb.nbor().text == "," and verb.doc[verb.i - 1].dep_ == "appos"
        told = between_commas or child(verb, "nsubj", "nsubj:pass") is not None or verb.i > verb.head.i
        return verb.head.pos_ != "PUNCT" and told
    return verb.dep_ == "advcl" and "as" in openers_of(verb) and child(verb, "nsubj") is not None


def _beside(verb: Token, quotes: Quotes) -> set[int]:
    """The tokens of the quotation that ends before the verb's clause or begins after it."""
    if quotes.contains(verb):
        return set()
    doc = verb.doc
    for quote in reversed(quotes.spans):
        gap = doc[quote.end : verb.i]
        if quote.depth == 0 and not quote.is_scare and quote.end <= verb.i and len(gap) <= NEAR:
            if _closes_sentence(doc, quote):
                break
            if not any(t.text in (*SENTENCE_ENDS, ";", ":") or "\n" in t.text or t.pos_ == "VERB" for t in gap):
                return set(range(quote.start, quote.end))
            break
    for quote in quotes.spans:
        gap = doc[verb.i + 1 : quote.start]
        if quote.depth == 0 and not quote.is_scare and quote.start > verb.i and len(gap) <= NEAR:
            introduced = not len(gap) or gap[-1].text in (":", ",") or gap[-1].lower_ == "that"
            if introduced and not any(t.text in SENTENCE_ENDS or t.pos_ == "VERB" for t in gap):
                return set(range(quote.start, quote.end))
            break
    return set()


def _closes_sentence(doc: Doc, quote: Quote) -> bool:
    """Whether the quotation is the end of a clause that began before it: "called it a “first step.” The envoy said ..."."""
    last = doc[max(quote.start, quote.end - 2)].text
    before = next((t for t in reversed(doc[max(0, quote.start - 3) : quote.start]) if not t.is_space), None)
    begun = before is not None and (before.is_alpha or before.text == ",") and "\n" not in doc[before.i : quote.start].text
    return last in SENTENCE_ENDS and last not in ("!", "?") and begun
