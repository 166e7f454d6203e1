"""Time counted from a day: "two weeks ago", "the past ten days", "within 30 days", "two days later".

In come a match and the day of publication, out goes an :class:`Expression`; one counted from an event keeps its offset.
"""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from trucebook.records import DateRange
from trucebook.resolution.ranges import Expression, day_range, made, month_range, number_of, year_range


def _shift(number: int, unit: str) -> relativedelta:
    if unit == "hour":
        return relativedelta(days=round(number / 24))
    if unit == "decade":
        return relativedelta(years=10 * number)
    return relativedelta(**{f"{'week' if unit == 'weekend' else unit}s": number})  # type: ignore[arg-type]


def resolve_ago(match: re.Match[str], published: date) -> Expression | None:
    """ "two weeks ago": that day; of months and years, the month or year."""
    number, unit = number_of(match.group("number")), match.group("unit").lower()
    if number is None:
        return None
    day = published - _shift(number, unit)
    if unit in ("month", "year", "decade"):
        return made(match, month_range(day.year, day.month) if unit == "month" else year_range(day.year))
    return made(match, DateRange.day(day))


def resolve_past_span(match: re.Match[str], published: date) -> Expression | None:
    """ "the past ten days", "over the last week", "for three days now"."""
    number, unit = number_of(match.group("number") or "one"), match.group("unit").lower()
    if number is None:
        return None
    return made(match, day_range(published - _shift(number, unit), published))


def resolve_coming_span(match: re.Match[str], published: date) -> Expression | None:
    """ "within 30 days", "the next two weeks": from the day of publication on."""
    number, unit = number_of(match.group("number") or "one"), match.group("unit").lower()
    if number is None:
        return None
    found = day_range(published, published + _shift(number, unit))
    return made(match, None, found)


def resolve_in_time(match: re.Match[str], published: date) -> Expression | None:
    """ "in two weeks' time": that day."""
    number, unit = number_of(match.group("number")), match.group("unit").lower()
    if number is None or unit == "hour":
        return None
    return made(match, None, DateRange.day(published + _shift(number, unit)))


def resolve_from_event(match: re.Match[str], published: date) -> Expression | None:
    """ "two days later", "the day before", "the same day": counted from the event before it in the text."""
    words = re.sub(r"\s+", " ", match.group().lower())
    groups = match.groupdict()
    number = number_of(groups.get("number") or "one") or 0
    unit = (groups.get("unit") or "day").lower()
    back = re.search(r"\b(earlier|before|previous|prior|preceding|beforehand)\b", words) is not None
    if re.search(r"\b(same|that)\b", words):
        number = 0
    if groups.get("number") and number_of(groups["number"]) is None:
        return None
    offset = _shift(-number if back else number, unit)
    default = DateRange.day(published + offset) if back or number == 0 else None
    return Expression(match.start(), match.end(), "from_event", default, default, anchor="event", offset=offset)


def resolve_same_day(match: re.Match[str], published: date) -> Expression | None:
    """ "hours later": still the day of the event before it in the text."""
    return Expression(match.start(), match.end(), "same_day", None, None, anchor="event", offset=relativedelta())
