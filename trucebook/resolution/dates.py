"""When an event happens: which expression of time dates which verb or noun, and what the tense says where there is none.

In come a parsed ``Doc`` and the day it was published, out goes a :class:`DateRange` for the token that tells an event.
The event's own clause is asked first, then the clause that it is one event with; a verb of saying never dates what is said. Without an
expression the narrative present is the day of publication (or of the entry, in a timeline); everything else is ``None``.

>>> index = DateIndex(doc, published=date(2025, 3, 16), lexicon=lexicon)     # doctest: +SKIP
>>> index.resolve(doc[4])                                                    # doctest: +SKIP
DateRange(start=datetime.date(2025, 3, 15), end=datetime.date(2025, 3, 15))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from trucebook.language.quotes import Quotes
from trucebook.language.tree import auxiliaries, base_dep, child, preposition_of
from trucebook.lexicon import Entry, Lexicon
from trucebook.records import DateRange
from trucebook.resolution.expressions import Expression, find_expressions
from trucebook.resolution.headers import Section, find_sections, is_dateline
from trucebook.resolution.modality import resolve_modality
from trucebook.resolution.speech import openers_of
from trucebook.resolution.tenses import Register, clause_tense, is_infinitive, is_predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Role = Literal["state", "raising", "telling", "performing", "ahead", "order"]
ROLES: tuple[Role, ...] = ("state", "raising", "telling", "performing", "ahead", "order")
WITH_TIME = ("in", "at", "on", "during", "with", "to", "by", "near", "outside", "inside", "", "between", "into", "through", "within")
WITH_SAYING = ("in", "at", "on", "during", "to", "via", "")
SAME_TIME = frozenset({"when", "as", "while", "whereupon", "by"})
SUPERLATIVES = frozenset({"first", "worst", "most", "only", "least"})
DEPTH = 8
"""How far from clause to clause a date is sought."""
FAR = 100
"""A named day without a year that lies further back than this, in days, names an event of no certain year ("the October 7 attacks")."""


class TimeEntry(Entry):
    """An entry of ``times.yaml``: words that decide how a date reaches them."""

    role: Role
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Placed:
    """An expression in the tree: its head token, the token that it modifies, its preposition."""

    expression: Expression
    head: Token
    governor: Token
    preposition: str
    anchor: date


class DateIndex:
    """The days of a document, asked by token."""

    def __init__(
        self, doc: Doc, *, published: date, lexicon: Lexicon | None = None, quotes: Quotes | None = None
    ) -> None:
        self.doc, self.published = doc, published
        self._lexicon = lexicon or Lexicon()
        self._roles = _roles(self._lexicon)
        self._register = Register(doc, quotes or Quotes(doc))
        self._sections = find_sections(doc.text, published=published)
        self._is_timeline = sum(section.day is not None for section in self._sections) > 1
        self._known: dict[int, DateRange | None] = {}
        self._placed = list(self._place())
        self._by_governor: defaultdict[int, list[_Placed]] = defaultdict(list)
        for placed in self._placed:
            self._by_governor[placed.governor.i].append(placed)

    # --- asking ----------------------------------------------------------------------------------------------------------

    def resolve(self, token: Token) -> DateRange | None:
        """When the event told by ``token`` (a verb or an event noun) happens; ``None`` where the text does not say."""
        if token.i not in self._known:
            told = self._told(token, DEPTH)
            self._known[token.i] = told if told is not None else self._untold(token)
        return self._known[token.i]

    def turn_day(self, token: Token) -> DateRange:
        """The day of words in a transcript, release or post: of the header that they stand under, else of publication."""
        day = self._section_of(token).day
        return day if day is not None else DateRange.day(self.published)

    def _untold(self, token: Token) -> DateRange | None:
        """The narrative present: the day of publication, or of a timeline's entry."""
        if resolve_modality(token, lexicon=self._lexicon) != "actual" or not self._narrated(token, DEPTH):
            return None
        day = self._section_of(token).day if self._is_timeline else None
        return day if day is not None else DateRange.day(self.published)

    # --- placing expressions in the tree ---------------------------------------------------------------------------------

    def _section_of(self, token: Token) -> Section:
        return next((s for s in reversed(self._sections) if s.start <= token.idx), self._sections[0])

    def _place(self) -> Iterator[_Placed]:
        text = self.doc.text
        for section in self._sections:
            anchor = section.day.end if section.day is not None and self._is_timeline else self.published
            for found in find_expressions(text[section.body : section.end], published=anchor):
                expression = replace(found, start=found.start + section.body, end=found.end + section.body)
                if not is_dateline(text, expression) and (placed := self._placed_in_tree(expression, anchor)) is not None:
                    yield placed

    def _placed_in_tree(self, expression: Expression, anchor: date) -> _Placed | None:
        span = self.doc.char_span(expression.start, expression.end, alignment_mode="expand")
        if span is None or not len(span):
            return None
        head = span.root
        governor = head.head
        if governor.i == head.i or span.start <= governor.i < span.end:
            governor = head
        before = self.doc[span.start - 1] if span.start else None
        beside = before.lower_ if before is not None and before.pos_ in ("ADP", "SCONJ") else ""
        neighbour = self.doc[span.start - 1 - bool(beside)] if span.start > bool(beside) else None
        if neighbour is not None and neighbour.pos_ == "VERB" and span[0].is_sent_start is not True and beside in ("", "on", "in"):
            governor = neighbour
        return _Placed(expression, head, governor, preposition_of(head) or beside, anchor)

    # --- told by expressions ---------------------------------------------------------------------------------------------

    def _told(self, token: Token, depth: int) -> DateRange | None:
        """The token's own expression, else one of what it is one event with: above it, or a clause below that tells its time."""
        own = self._own(token) or self._below(token, depth)
        if own is not None or depth == 0 or token.head.i == token.i:
            return own
        above = self._same_event(token)
        return self._told(above, depth - 1) if above is not None else None

    def _own(self, token: Token) -> DateRange | None:
        return next((r for p in self._candidates(token) if (r := self._range_of(p, token)) is not None), None)

    def _below(self, token: Token, depth: int) -> DateRange | None:
        """"died when a drone hit on Wednesday", "a truce that they signed in May", "killed since it began in June"."""
        if depth == 0 or self._is(token, "telling"):
            return None
        for c in token.children:
            relation, opened = base_dep(c), openers_of(c)
            if relation == "advcl" and "since" in opened and (began := self._own(c)) is not None and began.start <= self.published:
                return DateRange(start=began.start, end=self.published)
            if (relation == "advcl" and (opened | {a.lower_ for a in c.children if a.dep_ == "advmod"}) & SAME_TIME) or (relation == "acl" and token.pos_ == "NOUN" and not is_infinitive(c) and not self._is(c, "telling")) or (c.dep_ == "conj" and is_predicate(token) and _shares_subject(c) and clause_tense(c) == clause_tense(token)):
                found = self._own(c)
            else:
                continue
            if found is not None:
                return found
        return None

    def _candidates(self, token: Token) -> Iterator[_Placed]:
        """The expressions that date ``token``, best first: its own modifiers, then those inside its noun phrases."""
        yield from (p for p in self._by_governor.get(token.i, ()) if base_dep(p.head) != "nsubj" and not self._is_topic(p))
        telling = self._is(token, "telling")
        for c in sorted(token.children, key=lambda c: abs(c.i - token.i)):
            if self._shares_time(token, c, telling):
                for t in _phrase(c, self._roles["order"]):
                    yield from (p for p in self._by_governor.get(t.i, ()) if not self._is_topic(p) and not self._names(p, token))

    def _names(self, placed: _Placed, token: Token) -> bool:
        """A year or month before a noun ("the 2026 summit") is part of that noun's name and dates no verb."""
        return is_predicate(token) and placed.preposition == "" and placed.expression.name in ("year", "month", "day", "days", "decade")

    def _is_topic(self, placed: _Placed) -> bool:
        """A day in the name of an event long past ("the October 7 attacks") is of no certain year."""
        if placed.expression.name not in ("day", "days") or placed.head.dep_ not in ("compound", "nummod", "nmod", "nmod:unmarked"):
            return False
        past, future = placed.expression.past, placed.expression.future
        certain = past == future or past is None
        return not certain and placed.preposition == "" and (placed.anchor - past.end).days > FAR  # type: ignore[union-attr]

    def _shares_time(self, token: Token, c: Token, telling: bool) -> bool:
        relation = base_dep(c)
        if openers_of(c) & self._roles["order"]:
            return False
        if not is_predicate(token):
            return relation in ("nmod", "appos", "compound", "amod", "flat", "nummod", "conj") and not is_predicate(c)
        if relation == "obl":
            return preposition_of(c) in (WITH_SAYING if telling else WITH_TIME)
        return relation in ("obj", "nsubj") and not telling

    def _range_of(self, placed: _Placed, token: Token) -> DateRange | None:
        expression = placed.expression
        if expression.anchor == "event":
            return self._from_event(placed)
        ahead = self._is_ahead(token) or (self._is(token, "ahead") and placed.preposition in ("to", "for", "until", "till"))
        found = expression.future if ahead else expression.past
        if found is None:
            return None
        first = placed.preposition.split(" ")[0]
        if first == "since":
            return self._since(found, placed, token)
        if first in ("by", "before", "until", "till"):
            deadline = expression.future or found
            return DateRange(start=placed.anchor, end=deadline.end) if ahead and deadline.end >= placed.anchor else None
        return None if first in ("after", "than") else found

    def _since(self, found: DateRange, placed: _Placed, token: Token) -> DateRange | None:
        """From then to now, where something has lasted; not "the largest since 2014"."""
        if found.start > placed.anchor or (is_predicate(token) and clause_tense(token) in ("past", "future")):
            return None
        if any(t.lower_.endswith("est") or t.lower_ in SUPERLATIVES for t in self.doc[max(0, placed.head.i - 10) : placed.head.i]):
            return None
        return DateRange(start=found.start, end=placed.anchor)

    def _is_ahead(self, token: Token) -> bool:
        words = auxiliaries(token)
        if is_predicate(token) and clause_tense(token) in ("past", "perfect"):
            return False
        if any(w in ("was", "were") for w in words) and is_infinitive(token):
            return False
        if self._is(token, "ahead") and is_predicate(token):
            return True
        if resolve_modality(token, lexicon=self._lexicon) in ("planned", "called_for", "possible"):
            return True
        return any(a in ("will", "'ll", "’ll", "would", "wo") for a in words)

    def _from_event(self, placed: _Placed) -> DateRange | None:
        """"two days later": from the last day told before it in the text."""
        expression = placed.expression
        before = [p for p in self._placed if p.expression.end <= expression.start and p.head.i != placed.head.i]
        last = max(before, key=lambda p: p.expression.end, default=None)
        start = None if last is None else (self._from_event(last) if last.expression.anchor == "event" else last.expression.past)
        if start is None or expression.offset is None:
            return expression.past
        return DateRange.day((start.start if expression.offset.days < 0 else start.end) + expression.offset)

    # --- one event -------------------------------------------------------------------------------------------------------

    def _same_event(self, token: Token) -> Token | None:
        """The word above ``token`` whose time is its own, if any."""
        head, relation = token.head, base_dep(token)
        if head.i == token.i:
            return None
        if not is_predicate(token):
            return self._event_of_noun(token)
        if token.dep_ == "conj":
            return head if is_predicate(head) and clause_tense(token) == clause_tense(head) else None
        if relation == "xcomp":
            return head if self._is(head, "raising") else None
        if relation == "acl":
            return head if head.pos_ == "NOUN" and not is_infinitive(token) else None
        if relation == "advcl" and not openers_of(token) & (self._roles["order"] | {"to"}):
            return head
        return None

    def _event_of_noun(self, noun: Token) -> Token | None:
        head, relation = noun.head, base_dep(noun)
        if openers_of(noun) & self._roles["order"]:
            return None
        if is_predicate(head):
            with_it = ("in", "during", "by", "at", "with", "to", "")
            if relation in ("nsubj", "obj") or (relation == "obl" and preposition_of(noun) in with_it):
                return None if self._is(head, "telling") and not self._is(head, "performing") else head
            return None
        if relation in ("nmod", "conj", "appos", "compound") and preposition_of(noun) in ("of", "in", "between", "with", ""):
            return head
        return None

    # --- tense -----------------------------------------------------------------------------------------------------------

    def _narrated(self, token: Token, depth: int) -> bool:
        """Whether ``token`` is told in the narrative present, by itself or with what it is one event with."""
        if depth == 0 or not self._register.is_narrative(token):
            return False
        if is_predicate(token):
            if openers_of(token) & {"if", "unless", "whether"}:
                return False
            tense = clause_tense(token)
            if tense == "present":
                return not (token.dep_ == "acl:relcl" and (self._is(token, "state") or child(token, "cop") is not None))
            if tense != "none":
                return False
        above = self._same_event(token)
        return above is not None and self._narrated(above, depth - 1)

    def _is(self, token: Token, role: Role) -> bool:
        return token.lemma_.lower() in self._roles[role]


@lru_cache(maxsize=8)
def _roles(lexicon: Lexicon) -> Mapping[Role, frozenset[str]]:
    roles: defaultdict[Role, set[str]] = defaultdict(set)
    for entry in lexicon.entries("times", TimeEntry):
        roles[entry.role] |= {*entry.verbs, *entry.words}
    return {role: frozenset(roles[role]) for role in ROLES}


def _phrase(token: Token, order: frozenset[str]) -> Iterator[Token]:
    """``token`` and the nominal modifiers below it, without clauses and without what only stands before or after it in time."""
    yield token
    for c in token.children:
        if base_dep(c) in ("nmod", "compound", "amod", "appos", "nummod", "flat", "obl") and not openers_of(c) & order:
            yield from _phrase(c, order)


def _shares_subject(conjunct: Token) -> bool:
    return child(conjunct, "nsubj", "nsubj:pass") is None
