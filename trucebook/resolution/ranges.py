"""What the readers of time expressions share: the expression itself, the words for numbers, months and days, ranges of days.

In come matches of a pattern, out go :class:`Expression` objects with a past and a future reading.

>>> month_range(2025, 2)
DateRange(start=datetime.date(2025, 2, 1), end=datetime.date(2025, 2, 28))
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

from trucebook.records import DateRange

Anchor = Literal["published", "event"]


@dataclass(frozen=True)
class Expression:
    """One expression of time in a text: characters ``start`` to ``end`` without its preposition.

    ``past`` and ``future`` are its two readings (equal where it has one). With ``anchor`` "event" it counts from the event before
    it by ``offset``; ``name`` is the pattern that found it.
    """

    start: int
    end: int
    name: str
    past: DateRange | None
    future: DateRange | None
    anchor: Anchor = "published"
    offset: relativedelta | None = None


NUMBERS = {
    word: number
    for number, words in enumerate(
        ("zero", "one a an", "two couple", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
    )
    for word in words.split()
}  # fmt: skip
MONTHS = {name: i for i, name in enumerate(calendar.month_name) if name} | {
    name: i for i, name in enumerate(calendar.month_abbr) if name and name != "May"
}
MONTHS |= {"Sept": 9}
DAYS = {name: i for i, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

YEAR = r"(?:1[89]\d\d|20\d\d)"

Builder = Callable[[re.Match[str], date], Expression | None]


def day_range(start: date, end: date) -> DateRange | None:
    """From ``start`` to ``end``; ``None`` when it would run backwards."""
    return DateRange(start=start, end=end) if start <= end else None


def month_range(year: int, month: int) -> DateRange:
    """The whole month."""
    return DateRange(start=date(year, month, 1), end=date(year, month, calendar.monthrange(year, month)[1]))


def year_range(year: int) -> DateRange:
    """The whole year."""
    return DateRange(start=date(year, 1, 1), end=date(year, 12, 31))


def day_of(year: int, month: int, day: int) -> date | None:
    """That day; ``None`` where the month has no such day."""
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def made(match: re.Match[str], past: DateRange | None, future: DateRange | None = None) -> Expression | None:
    """The expression that ``match`` found, with its readings (equal where one is missing); ``None`` without any."""
    if past is None and future is None:
        return None
    return Expression(match.start(), match.end(), "", past or future, future or past)


def number_of(text: str) -> int | None:
    """ "12", "twelve" and "a" as numbers; ``None`` for "several"."""
    text = text.lower().strip()
    return int(text) if text.isdigit() else {"a couple of": 2}.get(text, NUMBERS.get(text))


def day_number_of(text: str) -> int:
    """ "3rd" as 3."""
    return int(re.sub(r"\D", "", text))


def month_of(match: re.Match[str], group: str = "month") -> int:
    """The number of the month in ``group`` of ``match``."""
    return MONTHS[match.group(group).rstrip(".").title()]


def year_said(match: re.Match[str], published: date) -> int | None:
    """The year told with it, "last year" and "that year" resolved; ``None`` where none is told."""
    said = match.groupdict().get("year")
    if not said:
        return None
    if said.isdigit():
        return int(said)
    words = re.sub(r"\s+year$", "", said.lower())
    before = re.findall(rf"\b{YEAR}\b", match.string[: match.start()])
    anchor = int(before[-1]) if before and words not in ("last", "this", "next") else published.year
    return anchor + {"last": -1, "next": 1, "the previous": -1, "the following": 1}.get(words, 0)


def nearest(make: Callable[[int], DateRange | None], published: date) -> tuple[DateRange | None, DateRange | None]:
    """The last such range that has begun by ``published`` and the first that has not ended before it, over the years around."""
    made = [r for year in range(published.year - 2, published.year + 3) if (r := make(year)) is not None]
    past = next((r for r in reversed(made) if r.start <= published), None)
    future = next((r for r in made if r.end >= published), None)
    return past, future
