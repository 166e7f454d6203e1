"""Periods: weeks, months, seasons, years and their parts: "this week", "late last year", "early November", "the mid-1990s".

In come a match and the day of publication, out goes an :class:`Expression`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import MO, relativedelta

from trucebook.records import DateRange
from trucebook.resolution.ranges import (
    SEASONS,
    Expression,
    day_range,
    made,
    month_of,
    month_range,
    nearest,
    year_range,
    year_said,
)


def _period(unit: str, published: date, shift: int) -> DateRange:
    """The calendar week, weekend, month, year or decade of ``published``, ``shift`` of them on."""
    monday = published + relativedelta(weekday=MO(-1), weeks=shift)
    if unit == "week":
        return DateRange(start=monday, end=monday + timedelta(6))
    if unit == "weekend":
        return DateRange(start=monday + timedelta(5), end=monday + timedelta(6))
    if unit == "month":
        other = published + relativedelta(months=shift)
        return month_range(other.year, other.month)
    if unit == "decade":
        first = published.year // 10 * 10 + shift * 10
        return DateRange(start=date(first, 1, 1), end=date(first + 9, 12, 31))
    return year_range(published.year + shift)


def resolve_period(match: re.Match[str], published: date) -> Expression | None:
    """ "this week", "earlier this month", "late last year", "the end of next month"."""
    groups = match.groupdict()
    which, unit = re.sub(r"^the\s+", "", groups["which"].lower()), groups["unit"].lower()
    part = re.sub(r"\s+", " ", (groups.get("part") or "").lower())
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    whole = _period(unit, published, shift)
    if unit == "weekend" and shift == 0:
        before = _period(unit, published, -1) if published.weekday() < 5 else whole
        return made(match, _capped(before, published), whole)
    if unit == "weekend" and which in ("last", "past"):
        return made(match, _period(unit, published, -1))
    if part in ("early", "late", "mid", "mid-", "middle of", "end of", "start of", "beginning of"):
        return made(match, _part_of(whole, part, unit))
    if shift == 0:
        ahead = published + timedelta(6) if unit == "week" and part != "later" else whole.end
        past = None if part == "later" else day_range(whole.start, published)
        return made(match, past, None if part == "earlier" else day_range(published, max(ahead, published)))
    return made(match, whole)


def _capped(whole: DateRange, published: date) -> DateRange | None:
    return day_range(whole.start, min(whole.end, published))


def _part_of(whole: DateRange, part: str, unit: str = "month") -> DateRange | None:
    """The early, middle or late third of a month; of a longer or shorter period its first, middle or last third."""
    part = re.sub(r"\s+in$", "", part.strip(" -"))
    if part in ("first half of", "second half of"):
        middle = whole.start + timedelta(15 if unit == "month" else (whole.end - whole.start).days // 2)
        return day_range(whole.start, middle - timedelta(1)) if part.startswith("first") else day_range(middle, whole.end)
    third = {"early": 0, "start of": 0, "beginning of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2}[part]
    if unit == "month":
        first, last = ((1, 10), (11, 20), (21, whole.end.day))[third]
        return DateRange(start=whole.start.replace(day=first), end=whole.start.replace(day=last))
    length = (whole.end - whole.start).days + 1
    edges = [whole.start + timedelta(length * i // 3) for i in range(4)]
    return day_range(edges[third], edges[third + 1] - timedelta(1))


def resolve_month(match: re.Match[str], published: date) -> Expression | None:
    """ "in March", "last October", "early November 2024", "October last year"."""
    groups = match.groupdict()
    month, part = month_of(match), re.sub(r"\s+", " ", (groups.get("part") or "").lower())
    which = (groups.get("which") or "").lower()

    def make(year: int) -> DateRange | None:
        whole = month_range(year, month)
        return _part_of(whole, part) if part else whole

    year = year_said(match, published)
    if year is not None:
        return made(match, make(year))
    past, future = nearest(make, published)
    if which in ("last", "past"):
        before = make(published.year) if published.month > month else make(published.year - 1)
        return made(match, before)
    if which in ("next", "coming"):
        return made(match, make(published.year) if published.month < month else make(published.year + 1))
    return made(match, past, future)


def resolve_months(match: re.Match[str], published: date) -> Expression | None:
    """ "between September 2002 and March 2003", "from January to March"."""
    first, last = month_of(match), month_of(match, "month2")
    year1, year2 = match.group("year1"), match.group("year2")
    end_year = int(year2) if year2 else None
    if end_year is None:
        past, future = nearest(
            lambda y: day_range(month_range(y - (first > last), first).start, month_range(y, last).end), published
        )
        return made(match, past, future)
    start_year = int(year1) if year1 else end_year - (first > last)
    return made(match, day_range(month_range(start_year, first).start, month_range(end_year, last).end))


def resolve_season(match: re.Match[str], published: date) -> Expression | None:
    """ "last winter", "summer 2023": three months, as north of the equator."""
    month = SEASONS[match.group("season").lower()]
    which = (match.group("which") or "").lower()

    def make(year: int) -> DateRange | None:
        start = date(year, month, 1)
        return DateRange(start=start, end=start + relativedelta(months=3, days=-1))

    year = year_said(match, published)
    if year is not None:
        return made(match, make(year))
    past, future = nearest(make, published)
    if which == "last" and past is not None and past.end >= published:
        past = make(past.start.year - 1)
    return made(match, past, past if which == "last" else future)


def resolve_year(match: re.Match[str], published: date) -> Expression | None:
    """ "2022", "late 2019", "2020-2022"."""
    first = int(match.group("year"))
    if match.group("year2"):
        last = match.group("year2")
        return made(
            match,
            day_range(year_range(first).start, year_range(int(last) if len(last) == 4 else first // 100 * 100 + int(last)).end),
        )
    part = re.sub(r"\s+", " ", (match.group("part") or "").lower())
    whole = year_range(first)
    return made(match, _part_of(whole, part, "year") if part else whole)


def resolve_decade(match: re.Match[str], published: date) -> Expression | None:
    """ "the 1990s", "the mid-1990s"."""
    first, part = int(match.group("decade")), (match.group("part") or "").lower()
    whole = DateRange(start=date(first, 1, 1), end=date(first + 9, 12, 31))
    years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part)
    return made(match, whole if years is None else day_range(date(first + years[0], 1, 1), date(first + years[1], 12, 31)))
