"""Days that are named: "11 March", "2025-03-11", "last Sunday", "yesterday", "New Year's Eve".

In come a match and the day of publication, out goes an :class:`Expression`.

>>> resolve_day_word(re.match("yesterday", "yesterday"), date(2025, 3, 16)).past.start
datetime.date(2025, 3, 15)
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from trucebook.records import DateRange
from trucebook.resolution.ranges import (
    DAYS,
    Expression,
    day_number_of,
    day_of,
    day_range,
    made,
    month_of,
    nearest,
    year_said,
)  # fmt: skip


def resolve_iso(match: re.Match[str], published: date) -> Expression | None:
    """ "2025-03-11"."""
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12 or (found := day_of(year, month, day)) is None:
        return None
    return made(match, DateRange.day(found))


def resolve_days(match: re.Match[str], published: date) -> Expression | None:
    """ "11 March 2025", "March 11-17", "from 28 February to 3 March"; the year is the nearest where none is told."""
    groups = match.groupdict()
    month = month_of(match)
    first = day_number_of(groups["day"])
    last = day_number_of(groups["day2"]) if groups.get("day2") else first
    month2 = month_of(match, "month2") if groups.get("month2") else month

    def make(year: int) -> DateRange | None:
        start, end = day_of(year, month, first), day_of(year + (month2 < month), month2, last)
        return day_range(start, end) if start and end else None

    year = year_said(match, published)
    if year is not None:
        return made(match, make(year))
    return made(match, *nearest(make, published))


def resolve_weekday(match: re.Match[str], published: date) -> Expression | None:
    """ "Sunday": the nearest one not after and not before the day of publication; "last", "next" leave that day out."""
    day = DAYS[match.group("weekday").title()]
    which = (match.group("which") or "").lower()
    back = (published.weekday() - day) % 7
    past, future = published - timedelta(back), published + timedelta((day - published.weekday()) % 7)
    if which in ("last", "this past", "past", "the previous") and back == 0:
        past -= timedelta(7)
    if which in ("last", "this past", "past"):
        return made(match, DateRange.day(past))
    if which == "this":  # of the week of publication, to come where it is not over
        return made(
            match,
            DateRange.day(future if future.isocalendar()[:2] == published.isocalendar()[:2] else past),
            DateRange.day(future),
        )
    if which in ("next", "the coming", "coming", "this coming", "the following"):
        future += timedelta(7 if future == published else 0)
        return made(match, DateRange.day(future))
    return made(match, DateRange.day(past), DateRange.day(future))


def resolve_weekdays(match: re.Match[str], published: date) -> Expression | None:
    """ "between Friday and Monday": the last such days that have ended, or the next."""
    first, last = DAYS[match.group("weekday").title()], DAYS[match.group("weekday2").title()]
    length = (last - first) % 7
    end = published - timedelta((published.weekday() - last) % 7)
    start = published + timedelta((first - published.weekday()) % 7)
    return made(match, day_range(end - timedelta(length), end), day_range(start, start + timedelta(length)))


def resolve_day_word(match: re.Match[str], published: date) -> Expression | None:
    """ "yesterday", "overnight"."""
    words = re.sub(r"\s+", " ", match.group().lower())
    back = {"yesterday": 1, "the day before yesterday": 2, "last evening": 1, "tomorrow": -1, "the day after tomorrow": -2}
    if words in ("overnight", "last night"):
        return made(match, day_range(published - timedelta(1), published))
    shift = next((n for word, n in sorted(back.items(), key=lambda w: -len(w[0])) if words.startswith(word)), 0)
    return made(match, DateRange.day(published - timedelta(shift)))


def resolve_at_once(match: re.Match[str], published: date) -> Expression | None:
    """ "immediately": of what is yet to come, the day of publication."""
    return Expression(match.start(), match.end(), "", None, DateRange.day(published))


def resolve_holiday(match: re.Match[str], published: date) -> Expression | None:
    """ "New Year's Eve", "Good Friday", "Orthodox Easter"."""
    name = re.sub(r"\s+", " ", match.group("holiday").lower().replace("’", "'"))
    fixed = {"new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25),
             "christmas": (12, 25), "boxing day": (12, 26), "may day": (5, 1), "orthodox christmas": (1, 7)}  # fmt: skip
    moving = {"easter sunday": 0, "easter": 0, "good friday": -2, "easter monday": 1, "palm sunday": -7}

    def make(year: int) -> DateRange | None:
        if name in fixed:
            return DateRange.day(date(year, *fixed[name]))
        orthodox = name.startswith("orthodox ")
        day = easter(year, EASTER_ORTHODOX if orthodox else EASTER_WESTERN)
        return DateRange.day(day + timedelta(moving[name.removeprefix("orthodox ")]))

    year = year_said(match, published)
    return made(match, make(year)) if year is not None else made(match, *nearest(make, published))
