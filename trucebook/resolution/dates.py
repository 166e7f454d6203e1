"""When an event happens: which expression of time dates which verb or noun, and what the tense says where there is none.

In come a parsed ``Doc`` and the day it was published, out goes a :class:`DateRange` for the token that tells an event.
The event's own clause is asked first, then the clause that it is one event with; a verb of saying never dates what is said.
Without an expression the narrative present is the day of publication, or of a timeline's entry; everything else is ``None``.

>>> index = DateIndex(doc, published=date(2025, 3, 16), lexicon=lexicon)     # doctest: +SKIP
>>> index.resolve(doc[4])                                                    # doctest: +SKIP
DateRange(start=datetime.date(2025, 3, 15), end=datetime.date(2025, 3, 15))
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from trucebook.language.quotes import Quotes
from trucebook.language.tree import auxiliaries, base_dep, child, children, preposition_of
from trucebook.lexicon import Lexicon
from trucebook.records import DateRange
from trucebook.resolution.expressions import find_expressions
from trucebook.resolution.gaps import find_gaps
from trucebook.resolution.headers import Section, find_sections, is_dateline
from trucebook.resolution.modality import resolve_modality
from trucebook.resolution.placement import Placed, place_expression
from trucebook.resolution.speech import openers_of
from trucebook.resolution.tenses import MAIN, Register, clause_tense, is_infinitive, is_predicate
from trucebook.resolution.timewords import Role, time_words

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

WITH_TIME = (
    "in",
    "at",
    "on",
    "during",
    "with",
    "to",
    "by",
    "near",
    "outside",
    "inside",
    "",
    "between",
    "into",
    "through",
    "within",
    "over",
)
SPANS = frozenset({"hour", "day", "night", "week", "weekend", "month"})
ASIDE = frozenset({"sideline", "sidelines", "margin", "margins"})
WITH_SAYING = ("in", "at", "on", "during", "to", "via", "")
SAME_TIME = frozenset({"when", "as", "while", "whereupon", "by"})
SUPERLATIVES = frozenset({"first", "worst", "most", "only", "least", "biggest", "largest", "deadliest", "heaviest", "highest"})
NUMBERED = re.compile(r"\s*(?:\d{1,2}[.)]|\([a-z]{1,4}\)|[a-z]\))\s")
DEPTH = 8
"""How far from clause to clause a date is sought."""
FAR = 100
"""A named day without a year that lies further back, in days, names an event of no certain year ("the October 7 attacks")."""


CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
RECENT = 8
"""The most days between what is said and the text that gives it: "Geneva, 3 May 2025. X sits on the commission."."""
LONG_PAST, SOON = 270, 60
"""Days: a day without a year that is so far back, and so near ahead, is ahead unless the tense is past."""


TIMETABLED = frozenset(
    {"take", "begin", "start", "come", "enter", "open", "expire", "end", "resume", "meet", "convene", "travel"}
)
"""Verbs whose present tells what is due, outside headlines and digests."""


class DateIndex:
    """The days of a document, asked by token."""

    def __init__(self, doc: Doc, *, published: date, lexicon: Lexicon | None = None, quotes: Quotes | None = None) -> None:
        self.doc, self.published = doc, published
        self._lexicon = lexicon or Lexicon()
        self._roles = time_words(self._lexicon)
        self._quotes = quotes or Quotes(doc)
        self._register = Register(doc, self._quotes)
        self._sections = find_sections(doc.text, published=published)
        self._is_timeline = sum(section.day is not None for section in self._sections) > 1
        self._known: dict[int, DateRange | None] = {}
        self.placed = list(self._place())
        self._by_governor: defaultdict[int, list[Placed]] = defaultdict(list)
        for placed in self.placed:
            self._by_governor[placed.governor.i].append(placed)
        self._gaps = list(find_gaps(doc))

    # --- asking ----------------------------------------------------------------------------------------------------------

    def resolve(self, token: Token) -> DateRange | None:
        """When the event told by ``token`` (a verb or an event noun) happens; ``None`` where the text does not say."""
        if token.i not in self._known:
            told = self._told(token, DEPTH)
            self._known[token.i] = told if told is not None else self._untold(token)
        return self._known[token.i]

    def turn_day(self, token: Token) -> DateRange | None:
        """The day of words in a transcript, release or post: of the header that they stand under, or that its lead names."""
        day = self._section_of(token).day
        if day is not None:
            return day
        text = CAPITALS.sub(lambda word: word.group().capitalize(), self.doc.text[: token.idx])
        found = (e.past for e in find_expressions(text, published=self.published) if e.name in ("day", "iso"))
        return next((day for day in found if day is not None and 0 <= (self.published - day.end).days < RECENT), None)

    def _untold(self, token: Token) -> DateRange | None:
        """The narrative present: the day of publication, or of a timeline's entry."""
        section = self._section_of(token)
        entry = section.day if self._is_timeline else None
        if resolve_modality(token, lexicon=self._lexicon) != "actual":
            return None
        if not self._narrated(token, DEPTH):
            main = base_dep(token) in MAIN and is_predicate(token) and clause_tense(token) == "past"
            if main and self._is(token, "resolving") and self._is_numbered(token):
                return section.day  # "3. The Summit condemned": done in the text itself, on the day of its header
            return entry if main and section.is_entry and base_dep(token) != "conj" else None
        day = entry
        return day if day is not None else DateRange.day(self.published)

    def _is_numbered(self, token: Token) -> bool:
        """Whether ``token`` stands in a numbered paragraph, as in communiqués and protocols."""
        text = self.doc.text
        return NUMBERED.match(text, text.rfind("\n", 0, token.idx) + 1) is not None and not self._register.is_quoted(token)

    # --- placing expressions in the tree ---------------------------------------------------------------------------------

    def _section_of(self, token: Token) -> Section:
        return next((s for s in reversed(self._sections) if s.start <= token.idx), self._sections[0])

    def _place(self) -> Iterator[Placed]:
        text = self.doc.text
        for section in self._sections:
            anchor = section.day.end if section.day is not None and self._is_timeline else self.published
            for found in find_expressions(text[section.body : section.end], published=anchor):
                expression = replace(found, start=found.start + section.body, end=found.end + section.body)
                placed = place_expression(self.doc, expression, anchor=anchor, telling=self._is_telling, quotes=self._quotes)
                if placed is not None and not is_dateline(text, expression):
                    yield placed

    # --- told by expressions ---------------------------------------------------------------------------------------------

    def _told(self, token: Token, depth: int) -> DateRange | None:
        """The token's own expression, else one of what it is one event with: above it, or a clause below that tells its time."""
        own = self._own(token) or self._by_gap(token, depth) or self._below(token, depth)
        if own is not None or depth == 0 or token.head.i == token.i:
            return own
        above = self._same_event(token)
        return self._told(above, depth - 1) if above is not None else None

    def _own(self, token: Token) -> DateRange | None:
        return next((r for p in self._candidates(token) if (r := self._range_of(p, token)) is not None), None)

    def _by_gap(self, token: Token, depth: int) -> DateRange | None:
        """ "a day after the raid": counted from the event beside it, either way."""
        if depth == 0:
            return None
        for gap in self._gaps:
            if gap.event.i == token.i:
                known = self._told(gap.counted_from, depth - 1) or self._untold(gap.counted_from)
                return gap.event_day(known)
            if gap.counted_from.i == token.i and (found := gap.counted_day(self._own(gap.event))) is not None:
                return found
        return None

    def _below(self, token: Token, depth: int) -> DateRange | None:
        """ "died when a drone hit on Wednesday", "a truce that they signed in May", "killed since it began in June"."""
        if depth == 0:
            return None
        if self._is(token, "telling"):
            return self._occasion(token)
        for c in token.children:
            relation, opened = base_dep(c), openers_of(c)
            if relation == "advcl" and "since" in opened:
                found = self._lasted(token, self._own(c), self.published, c.left_edge)
            if (
                (relation == "advcl" and (opened | {a.lower_ for a in c.children if a.dep_ == "advmod"}) & SAME_TIME)
                or (relation == "acl" and token.pos_ == "NOUN" and not is_infinitive(c) and not self._is(c, "telling"))
                or (c.dep_ == "conj" and is_predicate(token) and _shares_subject(c) and clause_tense(c) == clause_tense(token))
            ):
                found = self._own(c)
            else:
                continue
            if found is not None:
                return found
        return None

    def _occasion(self, verb: Token) -> DateRange | None:
        """When something is said: "speaking on Monday, he said"; "she also said" goes on from the sentence before."""
        subject = child(verb, "nsubj")
        beside = [*verb.children, *(subject.children if subject is not None else ())]
        beside += [c for o in children(verb, "obl") if preposition_of(o) in WITH_SAYING for c in o.children if c.dep_ == "acl"]
        for c in beside:
            if base_dep(c) in ("advcl", "acl") and self._is(c, "occasion") and (found := self._own(c)) is not None:
                return found
        goes_on = self._is(verb, "adding") or any(c.lower_ in ("also", "further") for c in verb.children)
        if not goes_on or base_dep(verb) not in ("root", "ROOT") or subject is None or subject.pos_ != "PRON":
            return None
        before = self.doc[max(0, verb.sent.start - 1)].sent.root
        together = "\n" not in self.doc.text[before.idx : verb.idx].strip()
        return self._own(before) if together and before.i < verb.i and self._is(before, "telling") else None

    def _candidates(self, token: Token) -> Iterator[Placed]:
        """The expressions that date ``token``, best first: its own modifiers, then those inside its noun phrases."""
        yield from (p for p in self._by_governor.get(token.i, ()) if base_dep(p.head) != "nsubj" and not self._is_topic(p))
        telling = self._is(token, "telling")
        yield from self._after_opening_noun(token)
        for c in sorted(token.children, key=lambda c: abs(c.i - token.i)):
            if not self._shares_time(token, c, telling):
                continue
            for t in _phrase(c, self._roles["order"]):
                if telling and t.i != c.i and t.pos_ != "PROPN":
                    continue  # "in a talk with state radio on Friday", but not "in response to an attack on Sunday"
                for placed in self._by_governor.get(t.i, ()):
                    if not self._is_topic(placed) and not (is_predicate(token) and _is_name(placed, c)):
                        yield placed

    def _after_opening_noun(self, noun: Token) -> Iterator[Placed]:
        """ "In a call with Chad on Friday, the premier urged restraint": the day before the comma dates the call as well."""
        verb = noun.head
        if is_predicate(noun) or base_dep(noun) != "obl" or noun.i > verb.i or not self._is(verb, "telling"):
            return
        comma = next((t.i for t in self.doc[noun.i : verb.i] if t.text == ","), noun.i)
        yield from (p for p in self._by_governor.get(verb.i, ()) if noun.i < p.head.i < comma)

    def _is_topic(self, placed: Placed) -> bool:
        """A day in the name of an event long past ("the October 7 attacks") is of no certain year."""
        if placed.expression.name not in ("day", "days") or placed.head.dep_ not in (
            "compound",
            "nummod",
            "nmod",
            "nmod:unmarked",
        ):
            return False
        past, future = placed.expression.past, placed.expression.future
        certain = past == future or past is None
        return not certain and placed.preposition == "" and (placed.anchor - past.end).days > FAR  # type: ignore[union-attr]

    def _shares_time(self, token: Token, c: Token, telling: bool) -> bool:
        relation = base_dep(c)
        if _order_words(c) & self._roles["order"] or c.lemma_.lower() in self._roles["order"]:
            return False
        if not is_predicate(token):
            return relation in ("nmod", "appos", "compound", "amod", "flat", "nummod", "conj") and not is_predicate(c)
        if relation == "obl":
            lasted = preposition_of(c) == "for" and c.lemma_.lower() in SPANS  # "for three days last week"
            return lasted or preposition_of(c) in (WITH_SAYING if telling else WITH_TIME)
        return relation in ("obj", "nsubj") and (not telling or (relation == "nsubj" and self._is(c, "text")))

    def _range_of(self, placed: Placed, token: Token) -> DateRange | None:
        expression = placed.expression
        if expression.anchor == "event":
            return self._from_event(placed)
        if expression.name == "at_once" and resolve_modality(token, lexicon=self._lexicon) != "planned":
            return None
        ahead = self._is_ahead(token) or (self._is(token, "ahead") and placed.preposition in ("to", "for", "until", "till"))
        found = expression.future if ahead or self._is_near_ahead(placed, token) else expression.past
        if found is None:
            return None
        first = placed.preposition.split(" ")[0]
        if first == "since":
            return self._lasted(token, found, placed.anchor, placed.head)
        if first in ("by", "before", "until", "till"):
            deadline = expression.future or found
            return DateRange(start=placed.anchor, end=deadline.end) if ahead and deadline.end >= placed.anchor else None
        return None if first in ("after", "than") else found

    def _lasted(self, token: Token, began: DateRange | None, until: date, since: Token) -> DateRange | None:
        """From then to now, where something has lasted; not "the largest since 2014"."""
        if began is None or began.start > until or (is_predicate(token) and clause_tense(token) in ("past", "future")):
            return None
        if any("Sup" in t.morph.get("Degree", []) or t.lower_ in SUPERLATIVES for t in self.doc[max(0, since.i - 14) : since.i]):
            return None
        return DateRange(start=began.start, end=until)

    def _is_near_ahead(self, placed: Placed, token: Token) -> bool:
        """ "the truce begins on 14 May": a present tense and a day soon to come, where the past one lies most of a year back."""
        past, future = placed.expression.past, placed.expression.future
        if (
            past is None
            or future is None
            or past == future
            or (is_predicate(token) and clause_tense(token) in ("past", "perfect"))
        ):
            return False
        return (placed.anchor - past.end).days > LONG_PAST and (future.start - placed.anchor).days < SOON

    def _is_ahead(self, token: Token) -> bool:
        words = auxiliaries(token)
        if is_predicate(token) and clause_tense(token) in ("past", "perfect"):
            return False
        if any(w in ("was", "were") for w in words) and is_infinitive(token):
            return False
        if self._is(token, "ahead") and is_predicate(token):
            return True
        if token.lemma_ in TIMETABLED and is_predicate(token) and clause_tense(token) == "present":
            return not self._register.is_narrative(token)  # "the truce takes effect on Sunday"
        if resolve_modality(token, lexicon=self._lexicon) in ("planned", "called_for", "possible"):
            return True
        return any(a in ("will", "'ll", "’ll", "would", "wo") for a in words)

    def _from_event(self, placed: Placed) -> DateRange | None:
        """ "two days later": from the last day told before it in the text."""
        expression = placed.expression
        before = [p for p in self.placed if p.expression.end <= expression.start and p.head.i != placed.head.i]
        days = [p for p in before if p.expression.past is not None and (p.expression.past.end - p.expression.past.start).days < 7]
        last = max(days or before, key=lambda p: p.expression.end, default=None)
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
            named = head.pos_ == "PROPN" and token.dep_ == "acl"  # "with minister X warning of war"
            return head if (head.pos_ == "NOUN" or named) and not is_infinitive(token) else None
        if relation == "advcl" and not openers_of(token) & (self._roles["order"] | {"to"}):
            return head
        return None

    def _event_of_noun(self, noun: Token) -> Token | None:
        head, relation = noun.head, base_dep(noun)
        if openers_of(noun) & self._roles["order"]:
            return None
        if is_predicate(head):
            with_it = ("in", "during", "by", "at", "with", "to", "")
            if relation in ("nsubj", "obj") and self._is(head, "ahead"):
                return head
            if relation == "obl" and preposition_of(noun) == "for" and self._is(head, "bound"):
                return head  # "will fly to Oslo on Monday for talks"
            if relation == "obl" and preposition_of(noun) in ("in", "by") and self._is(noun, "text"):
                return head  # "in a letter to Chad, proposes"
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
            tense = self._register.tense_of(token)
            if tense == "present":
                return not (token.dep_ == "acl:relcl" and (self._is(token, "state") or child(token, "cop") is not None))
            if tense != "none":
                return False
        above = self._same_event(token)
        return above is not None and self._narrated(above, depth - 1)

    def _is_telling(self, token: Token) -> bool:
        return self._is(token, "telling")

    def _is(self, token: Token, role: Role) -> bool:
        return token.lemma_.lower() in self._roles[role]


def _phrase(token: Token, order: frozenset[str]) -> Iterator[Token]:
    """``token`` and the nominal modifiers below it, without clauses and without what only stands before or after it in time."""
    yield token
    for c in token.children:
        if base_dep(c) in ("nmod", "compound", "amod", "appos", "nummod", "flat", "obl") and not _order_words(c) & order:
            yield from _phrase(c, order)


def _order_words(token: Token) -> set[str]:
    """The words that open ``token`` and may set it before or after something; "over the weekend" is no matter talked over."""
    words = openers_of(token)
    return words - {"over"} if token.lemma_.lower() in SPANS else words


def _is_name(placed: Placed, argument: Token) -> bool:
    """A year or month before a noun ("the 2026 summit") is part of its name; a month dates the verb as well in a subject, and in
    what the event goes with ("on the sidelines of the February summit").
    """
    if placed.preposition or placed.head.i > placed.governor.i:  # "in a statement yesterday" names nothing
        return False
    if placed.expression.name == "month" and (preposition_of(argument) == "during" or argument.lemma_.lower() in ASIDE):
        return False
    return placed.expression.name in ("year", "decade") or (
        placed.expression.name in ("month", "day", "days") and base_dep(argument) != "nsubj"
    )


def _shares_subject(conjunct: Token) -> bool:
    return child(conjunct, "nsubj", "nsubj:pass") is None
