"""Gaps between two events told in one sentence: "two days after the truce took effect", "hours after a barrage", "on the eve of".

In comes a parsed ``Doc``, out go :class:`Gap` objects: the later-named event, the event that it is counted from, and the days
between them. Either dates the other.

>>> find_gaps(doc)[0].days      # "a day after mortar fire killed two"     # doctest: +SKIP
-1
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from trucebook.records import DateRange
from trucebook.resolution.ranges import NUMBERS, number_of
from trucebook.resolution.tenses import is_predicate

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

LENGTHS = {"day": 1, "week": 7}
GAP = re.compile(
    rf"\b(?:(?:(?P<number>\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\s+(?:full\s+)?(?P<unit>day|week)s?"
    r"|the\s+(?P<the>day)|(?:\w+\s+)?(?P<short>hour|minute|moment)s)\s+(?P<order>after|before|prior\s+to|following|ahead\s+of)"
    r"|the\s+(?P<eve>eve)\s+of)\b",
    re.IGNORECASE,
)
LATER = frozenset({"before", "prior", "ahead"})


@dataclass(frozen=True)
class Gap:
    """``event`` lies ``days`` after ``counted_from`` (before it where negative)."""

    event: Token
    counted_from: Token
    days: int

    def event_day(self, known: DateRange | None) -> DateRange | None:
        """When the event happened, where the day of the other one is known."""
        return _moved(known, self.days)

    def counted_day(self, known: DateRange | None) -> DateRange | None:
        """When the other one happened, where the day of the event is known."""
        return _moved(known, -self.days)


def _moved(known: DateRange | None, days: int) -> DateRange | None:
    if known is None or known.start != known.end:
        return None
    return DateRange.day(known.start + timedelta(days))


def find_gaps(doc: Doc) -> Iterator[Gap]:
    """The gaps told in ``doc``, in text order."""
    for match in GAP.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        days = _days_of(match)
        if span is None or days is None or span.end >= len(doc):
            continue
        event = _event_after(doc, span.start, span.end)
        outer = event.head if event is not None else None
        while outer is not None and span.start - 1 <= outer.i < span.end and outer.head.i != outer.i:
            outer = outer.head
        if outer is not None and doc[span.start - 1].text == ",":  # after a comma the clause is counted from, not its object
            while not is_predicate(outer) and outer.head.i != outer.i:
                outer = outer.head
        if event is not None and outer is not None and outer.i != event.i and not span.start <= outer.i < span.end:
            yield Gap(event, outer, days)


def _days_of(match: re.Match[str]) -> int | None:
    if match["eve"]:
        return 1
    number = 0 if match["short"] else number_of(match["number"] or "one")
    if number is None:
        return None
    days = number * LENGTHS.get((match["unit"] or "day").lower(), 1)
    return days if match["order"].split()[0].lower() in LATER else -days


def _event_after(doc: Doc, start: int, end: int) -> Token | None:
    """The highest word after the gap that hangs, with all above it that follows the gap, on what stands outside."""
    token = doc[end]
    while token.head.i != token.i and token.head.i >= end and token.head.sent.start == token.sent.start:
        above = token.head
        opened = [c for c in above.children if c.i < start and c.dep_ != "punct"]
        if opened:  # the clause above begins before the gap, or is the one that the gap dates
            break
        if start <= above.left_edge.i and token.dep_ in ("advcl", "obl") and token.i < above.i:
            break  # "Two days after the raid, Kenya closed": the clause after the comma is counted from
        token = above
    return token
