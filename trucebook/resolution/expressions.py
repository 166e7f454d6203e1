"""Expressions of time: "last Sunday", "11-17 March", "two days later", as ranges of whole days.

In come a text and the day it was published, out come :class:`Expression` objects with character offsets. A day of the week or a
month without a year is read twice, as past and as future; which of them holds is for the clause to say (:mod:`.dates`).

>>> [e.past for e in find_expressions("talks on Sunday", published=date(2025, 3, 20))]     # doctest: +SKIP
[DateRange(start=datetime.date(2025, 3, 16), end=datetime.date(2025, 3, 16))]
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from dateutil.relativedelta import MO, relativedelta

from trucebook.records import DateRange

Anchor = Literal["published", "event"]


@dataclass(frozen=True)
class Expression:
    """One expression of time in a text: characters ``start`` to ``end`` without its preposition.

    ``past`` and ``future`` are its two readings (equal where it has one). With ``anchor`` "event" it counts from the event before it by
    ``offset``; ``name`` is the pattern that found it.
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

MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY = r"(?:" + "|".join(DAYS) + r")"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[89]\d\d|20\d\d)"
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r"|a couple of|several|a few)"
UNIT = r"(?:hour|day|week|weekend|month|year|decade)"
TO = r"(?:\s*[-–—]\s*|\s+(?:to|until|through|till)\s+|(?P<and>\s+and\s+))"
OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}|(?:last|this|next|that|the same|the previous|the following)\s+year))?"
ON_WEEKDAY = rf"(?:{WEEKDAY},?\s+(?:the\s+)?)?"

Builder = Callable[[re.Match[str], date], "Expression | None"]


def _days(start: date, end: date) -> DateRange | None:
    return DateRange(start=start, end=end) if start <= end else None


def _month(year: int, month: int) -> DateRange:
    return DateRange(start=date(year, month, 1), end=date(year, month, calendar.monthrange(year, month)[1]))


def _year(year: int) -> DateRange:
    return DateRange(start=date(year, 1, 1), end=date(year, 12, 31))


def _safe_day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _made(match: re.Match[str], past: DateRange | None, future: DateRange | None = None) -> Expression | None:
    if past is None and future is None:
        return None
    return Expression(match.start(), match.end(), "", past or future, future or past)


def _number(text: str) -> int | None:
    text = text.lower().strip()
    return int(text) if text.isdigit() else {"a couple of": 2}.get(text, NUMBERS.get(text))


def _day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _months_of(match: re.Match[str], group: str = "month") -> int:
    return MONTHS[match.group(group).rstrip(".").title()]


def _year_said(match: re.Match[str], published: date) -> int | None:
    said = match.groupdict().get("year")
    if not said:
        return None
    if said.isdigit():
        return int(said)
    words = re.sub(r"\s+year$", "", said.lower())
    before = re.findall(rf"\b{YEAR}\b", match.string[: match.start()])
    anchor = int(before[-1]) if before and words not in ("last", "this", "next") else published.year
    return anchor + {"last": -1, "next": 1, "the previous": -1, "the following": 1}.get(words, 0)


def _nearest(make: Callable[[int], DateRange | None], published: date) -> tuple[DateRange | None, DateRange | None]:
    """The last such range that has begun by ``published`` and the first that has not ended before it, over the years around."""
    made = [r for year in range(published.year - 2, published.year + 3) if (r := make(year)) is not None]
    past = next((r for r in reversed(made) if r.start <= published), None)
    future = next((r for r in made if r.end >= published), None)
    return past, future


# --- explicit days -----------------------------------------------------------------------------------------------------------


def _iso(match: re.Match[str], published: date) -> Expression | None:
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12 or (found := _safe_day(year, month, day)) is None:
        return None
    return _made(match, DateRange.day(found))


def _day_range(match: re.Match[str], published: date) -> Expression | None:
    """"11 March 2025", "March 11-17", "from 28 February to 3 March"; the year is the nearest where none is told."""
    groups = match.groupdict()
    month = _months_of(match)
    first = _day_number(groups["day"])
    last = _day_number(groups["day2"]) if groups.get("day2") else first
    month2 = _months_of(match, "month2") if groups.get("month2") else month

    def make(year: int) -> DateRange | None:
        start, end = _safe_day(year, month, first), _safe_day(year + (month2 < month), month2, last)
        return _days(start, end) if start and end else None

    year = _year_said(match, published)
    if year is not None:
        return _made(match, make(year))
    return _made(match, *_nearest(make, published))


def _weekday(match: re.Match[str], published: date) -> Expression | None:
    day = DAYS[match.group("weekday").title()]
    which = (match.group("which") or "").lower()
    back = (published.weekday() - day) % 7
    past, future = published - timedelta(back), published + timedelta((day - published.weekday()) % 7)
    if which in ("last", "this past", "past", "the previous") and back == 0:
        past -= timedelta(7)
    if which in ("last", "this past", "past"):
        return _made(match, DateRange.day(past))
    if which in ("next", "the coming", "coming", "this coming", "the following"):
        future += timedelta(7 if future == published else 0)
        return _made(match, DateRange.day(future))
    return _made(match, DateRange.day(past), DateRange.day(future))


def _weekdays(match: re.Match[str], published: date) -> Expression | None:
    """"between Friday and Monday": the last such days that have ended, or the next."""
    first, last = DAYS[match.group("weekday").title()], DAYS[match.group("weekday2").title()]
    length = (last - first) % 7
    end = published - timedelta((published.weekday() - last) % 7)
    start = published + timedelta((first - published.weekday()) % 7)
    return _made(match, _days(end - timedelta(length), end), _days(start, start + timedelta(length)))


def _decade(match: re.Match[str], published: date) -> Expression | None:
    first, part = int(match.group("decade")), (match.group("part") or "").lower()
    whole = DateRange(start=date(first, 1, 1), end=date(first + 9, 12, 31))
    years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part)
    return _made(match, whole if years is None else _days(date(first + years[0], 1, 1), date(first + years[1], 12, 31)))


def _day_word(match: re.Match[str], published: date) -> Expression | None:
    words = re.sub(r"\s+", " ", match.group().lower())
    back = {"yesterday": 1, "the day before yesterday": 2, "last evening": 1, "tomorrow": -1, "the day after tomorrow": -2}
    if words in ("overnight", "last night"):
        return _made(match, _days(published - timedelta(1), published))
    shift = next((n for word, n in sorted(back.items(), key=lambda w: -len(w[0])) if words.startswith(word)), 0)
    return _made(match, DateRange.day(published - timedelta(shift)))


def _at_once(match: re.Match[str], published: date) -> Expression | None:
    return Expression(match.start(), match.end(), "", None, DateRange.day(published))


# --- periods -----------------------------------------------------------------------------------------------------------------


def _period(unit: str, published: date, shift: int) -> DateRange:
    """The calendar week, weekend, month, year or decade of ``published``, ``shift`` of them on."""
    monday = published + relativedelta(weekday=MO(-1), weeks=shift)
    if unit == "week":
        return DateRange(start=monday, end=monday + timedelta(6))
    if unit == "weekend":
        return DateRange(start=monday + timedelta(5), end=monday + timedelta(6))
    if unit == "month":
        other = published + relativedelta(months=shift)
        return _month(other.year, other.month)
    if unit == "decade":
        first = published.year // 10 * 10 + shift * 10
        return DateRange(start=date(first, 1, 1), end=date(first + 9, 12, 31))
    return _year(published.year + shift)


def _this_period(match: re.Match[str], published: date) -> Expression | None:
    """"this week", "earlier this month", "late last year", "the end of next month"."""
    groups = match.groupdict()
    which, unit = re.sub(r"^the\s+", "", groups["which"].lower()), groups["unit"].lower()
    part = re.sub(r"\s+", " ", (groups.get("part") or "").lower())
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    whole = _period(unit, published, shift)
    if unit == "weekend" and shift == 0:
        before = _period(unit, published, -1) if published.weekday() < 5 else whole
        return _made(match, _capped(before, published), whole)
    if unit == "weekend" and which in ("last", "past"):
        return _made(match, _period(unit, published, -1))
    if part in ("early", "late", "mid", "mid-", "middle of", "end of", "start of", "beginning of"):
        return _made(match, _part_of(whole, part, unit))
    if shift == 0:
        ahead = published + timedelta(6) if unit == "week" and part != "later" else whole.end
        past = None if part == "later" else _days(whole.start, published)
        return _made(match, past, None if part == "earlier" else _days(published, max(ahead, published)))
    return _made(match, whole)


def _capped(whole: DateRange, published: date) -> DateRange | None:
    return _days(whole.start, min(whole.end, published))


def _part_of(whole: DateRange, part: str, unit: str = "month") -> DateRange | None:
    """The early, middle or late third of a month; of a longer or shorter period its first, middle or last third."""
    part = re.sub(r"\s+in$", "", part.strip(" -"))
    third = {"early": 0, "start of": 0, "beginning of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2}[part]
    if unit == "month":
        first, last = ((1, 10), (11, 20), (21, whole.end.day))[third]
        return DateRange(start=whole.start.replace(day=first), end=whole.start.replace(day=last))
    length = (whole.end - whole.start).days + 1
    edges = [whole.start + timedelta(length * i // 3) for i in range(4)]
    return _days(edges[third], edges[third + 1] - timedelta(1))


def _month_name(match: re.Match[str], published: date) -> Expression | None:
    """"in March", "last October", "early November 2024", "October last year"."""
    groups = match.groupdict()
    month, part = _months_of(match), re.sub(r"\s+", " ", (groups.get("part") or "").lower())
    which = (groups.get("which") or "").lower()

    def make(year: int) -> DateRange | None:
        whole = _month(year, month)
        return _part_of(whole, part) if part else whole

    year = _year_said(match, published)
    if year is not None:
        return _made(match, make(year))
    past, future = _nearest(make, published)
    if which in ("last", "past"):
        before = make(published.year) if published.month > month else make(published.year - 1)
        return _made(match, before)
    if which in ("next", "coming"):
        return _made(match, make(published.year) if published.month < month else make(published.year + 1))
    return _made(match, past, future)


def _months_between(match: re.Match[str], published: date) -> Expression | None:
    """"between September 2002 and March 2003", "from January to March"."""
    first, last = _months_of(match), _months_of(match, "month2")
    year1, year2 = match.group("year1"), match.group("year2")
    end_year = int(year2) if year2 else None
    if end_year is None:
        past, future = _nearest(lambda y: _days(_month(y - (first > last), first).start, _month(y, last).end), published)
        return _made(match, past, future)
    start_year = int(year1) if year1 else end_year - (first > last)
    return _made(match, _days(_month(start_year, first).start, _month(end_year, last).end))


def _season(match: re.Match[str], published: date) -> Expression | None:
    month = SEASONS[match.group("season").lower()]
    which = (match.group("which") or "").lower()

    def make(year: int) -> DateRange | None:
        start = date(year, month, 1)
        return DateRange(start=start, end=start + relativedelta(months=3, days=-1))

    year = _year_said(match, published)
    if year is not None:
        return _made(match, make(year))
    past, future = _nearest(make, published)
    if which == "last" and past is not None and past.end >= published:
        past = make(past.start.year - 1)
    return _made(match, past, past if which == "last" else future)


def _year_alone(match: re.Match[str], published: date) -> Expression | None:
    first = int(match.group("year"))
    if match.group("year2"):
        last = match.group("year2")
        return _made(match, _days(_year(first).start, _year(int(last) if len(last) == 4 else first // 100 * 100 + int(last)).end))
    part = re.sub(r"\s+", " ", (match.group("part") or "").lower())
    whole = _year(first)
    return _made(match, _part_of(whole, part, "year") if part else whole)


# --- counted from a day ------------------------------------------------------------------------------------------------------


def _shift(number: int, unit: str) -> relativedelta:
    if unit == "hour":
        return relativedelta(days=round(number / 24))
    if unit == "decade":
        return relativedelta(years=10 * number)
    return relativedelta(**{f"{'week' if unit == 'weekend' else unit}s": number})  # type: ignore[arg-type]


def _ago(match: re.Match[str], published: date) -> Expression | None:
    number, unit = _number(match.group("number")), match.group("unit").lower()
    if number is None:
        return None
    day = published - _shift(number, unit)
    if unit in ("month", "year", "decade"):
        return _made(match, _month(day.year, day.month) if unit == "month" else _year(day.year))
    return _made(match, DateRange.day(day))


def _past_span(match: re.Match[str], published: date) -> Expression | None:
    """"the past ten days", "over the last week", "for three days now"."""
    number, unit = _number(match.group("number") or "one"), match.group("unit").lower()
    if number is None:
        return None
    return _made(match, _days(published - _shift(number, unit), published))


def _coming_span(match: re.Match[str], published: date) -> Expression | None:
    number, unit = _number(match.group("number") or "one"), match.group("unit").lower()
    if number is None:
        return None
    found = _days(published, published + _shift(number, unit))
    return _made(match, None, found)


def _in_time(match: re.Match[str], published: date) -> Expression | None:
    number, unit = _number(match.group("number")), match.group("unit").lower()
    if number is None or unit == "hour":
        return None
    return _made(match, None, DateRange.day(published + _shift(number, unit)))


def _from_event(match: re.Match[str], published: date) -> Expression | None:
    """"two days later", "the day before", "the same day": counted from the event before it in the text."""
    words = re.sub(r"\s+", " ", match.group().lower())
    groups = match.groupdict()
    number = _number(groups.get("number") or "one") or 0
    unit = (groups.get("unit") or "day").lower()
    back = re.search(r"\b(earlier|before|previous|prior|preceding|beforehand)\b", words) is not None
    if re.search(r"\b(same|that)\b", words):
        number = 0
    if groups.get("number") and _number(groups["number"]) is None:
        return None
    offset = _shift(-number if back else number, unit)
    default = DateRange.day(published + offset) if back or number == 0 else None
    return Expression(match.start(), match.end(), "from_event", default, default, anchor="event", offset=offset)


def _holiday(match: re.Match[str], published: date) -> Expression | None:
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

    year = _year_said(match, published)
    return _made(match, make(year)) if year is not None else _made(match, *_nearest(make, published))


PART = r"(?P<part>(?i:early|late|mid)(?:\s+in)?[\s-]+|(?i:middle|end|start|beginning)\s+of\s+)"
HOLIDAY = r"(?:Orthodox\s+)?(?:New\s+Year['’]s\s+(?:Eve|Day)|Christmas(?:\s+(?:Eve|Day))?|Boxing\s+Day|May\s+Day|Good\s+Friday|Palm\s+Sunday|Easter(?:\s+(?:Sunday|Monday))?)\b"
PATTERNS: tuple[tuple[str, str, Builder], ...] = (
    ("iso", r"\b(\d{4})-(\d\d)-(\d\d)\b", _iso),
    ("days", rf"\b{ON_WEEKDAY}(?P<day>{DAY})(?:\s+of)?\s+(?P<month>{MONTH}){TO}{ON_WEEKDAY}(?P<day2>{DAY})(?:\s+of)?\s+(?P<month2>{MONTH}){OF_YEAR}", _day_range),
    ("days", rf"\b{ON_WEEKDAY}(?P<month>{MONTH})\s+(?P<day>{DAY}){TO}{ON_WEEKDAY}(?P<month2>{MONTH})\s+(?P<day2>{DAY})(?!\d){OF_YEAR}", _day_range),
    ("days", rf"\b{ON_WEEKDAY}(?P<day>{DAY}){TO}(?P<day2>{DAY})(?:\s+of)?\s+(?P<month>{MONTH}){OF_YEAR}", _day_range),
    ("days", rf"\b{ON_WEEKDAY}(?P<month>{MONTH})\s+(?P<day>{DAY}){TO}(?P<day2>{DAY})(?![\d:]){OF_YEAR}", _day_range),
    ("months", rf"(?P<month>{MONTH})(?:\s+(?P<year1>{YEAR}))?{TO}(?P<month2>{MONTH})(?:\s+(?P<year2>{YEAR}))?(?!\s*\d)", _months_between),
    ("day", rf"\b{ON_WEEKDAY}(?P<day>{DAY})(?:\s+of)?\s+(?P<month>{MONTH}){OF_YEAR}", _day_range),
    ("day", rf"\b{ON_WEEKDAY}(?P<month>{MONTH})\s+(?P<day>{DAY})(?![\d:%]){OF_YEAR}", _day_range),
    ("holiday", rf"\b(?P<holiday>{HOLIDAY}){OF_YEAR}", _holiday),
    ("month", rf"\b{PART}?(?:(?P<which>(?i:last|past|this|next|coming))\s+)?(?P<month>{MONTH}){OF_YEAR}", _month_name),
    ("season", rf"\b(?:(?P<which>last|this|next|the|in)\s+)?(?P<season>spring|summer|autumn|winter){OF_YEAR}\b", _season),
    ("days", rf"\b(?P<weekday>{WEEKDAY}){TO}(?P<weekday2>{WEEKDAY})\b", _weekdays),
    ("decade", r"\b(?:the\s+)?(?P<part>early|mid|late)?[\s-]*(?P<decade>(?:19|20)\d0)['’]?s\b", _decade),
    ("weekday", rf"\b(?:(?P<which>(?i:last|this past|past|next|this coming|the coming|coming|the following|the previous|this))\s+)?(?P<weekday>{WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?\b", _weekday),
    ("word", r"\b(?:the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|yesterday|tomorrow|today|tonight|overnight|last\s+(?:night|evening)|this\s+(?:morning|afternoon|evening))\b", _day_word),
    ("at_once", r"\b(?:immediately|instantly|with\s+immediate\s+effect)\b(?!\s+(?:after|before|following|clear|available|known))", _at_once),
    ("ago", rf"\b(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?\s+ago\b", _ago),
    ("span", rf"\b(?:the\s+|these\s+)?(?:past|last|previous)\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?\b", _past_span),
    ("span", r"\bthe\s+(?:past|last)\s+(?P<number>)(?P<unit>week|month|year|decade)\b", _past_span),
    ("span", rf"\bfor\s+(?:the\s+past\s+)?(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?\s+now\b", _past_span),
    ("ahead", rf"\b(?:the\s+)?(?:next|coming|following)\s+(?P<number>\d{{1,3}}|t\w+|four|five|six|seven|eight|nine|eleven)\s+(?P<unit>{UNIT})s?\b", _coming_span),
    ("ahead", rf"\bwithin\s+(?:the\s+next\s+)?(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?\b", _coming_span),
    ("in_time", rf"\bin\s+(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?(?:['’]\s+time)\b", _in_time),
    ("event", rf"\b(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?\s+(?:later|earlier|afterwards?|before(?:hand)?)\b", _from_event),
    ("event", r"\b(?:the\s+)?(?:next|following|same|previous|preceding)\s+(?P<unit>day)\b|\bthe\s+day\s+before\b|\bthe\s+day\s+after\b|\bthat\s+(?:same\s+)?day\b", _from_event),
    ("period", r"\b(?:(?P<part>earlier|later|early|late|mid-?|end\s+of|start\s+of|beginning\s+of|middle\s+of)\s*)?\b(?P<which>this|last|next|past|(?:the\s+)?previous|(?:the\s+)?coming|(?:the\s+)?following|the)\s+(?P<unit>week(?:end)?|month|year|decade)\b", _this_period),
    ("year", rf"\b{PART}?(?<![$€£.,\d-])(?P<year>{YEAR})(?:\s*[-–—/]\s*(?P<year2>{YEAR}|\d\d))?(?![\d,.]*\d|\s*(?:%|percent|km|troops|people|soldiers))\b", _year_alone),
)  # fmt: skip
CASED = frozenset({"days", "day", "months", "month", "weekday", "holiday", "iso"})
"""Names of months and days are written with a capital; words around them may begin a sentence."""
_COMPILED: tuple[tuple[str, re.Pattern[str], Builder], ...] = tuple(
    (n, re.compile(p, 0 if n in CASED else re.IGNORECASE), b) for n, p, b in PATTERNS
)
MONTH_LIKE = re.compile(r"(?:May|March|Mar|Jan|Sun|Dec|Oct|Nov|Jun|Jul|Apr|Aug|Sep|Sept|Feb)\b\.?$")
BEFORE_MONTH = re.compile(r"(?:\b(?:in|since|of|by|until|till|from|to|last|next|this|and|during|before|after|late|early|mid|or|every|each|for|the)|mid-)\s*$", re.I)


def find_expressions(text: str, *, published: date) -> Iterator[Expression]:
    """The expressions of time in ``text``, in order, the longest at each place; those that mean no certain day are left out."""
    taken: list[tuple[int, int]] = []
    found: list[Expression] = []
    for name, pattern, build in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if name == "month" and not _is_month(text, match):
                continue
            if match.groupdict().get("and") and not re.search(r"\bbetween\s+(?:\w+,?\s+)?$", text[: match.start()], re.IGNORECASE):
                continue
            expression = _built(build, match, published)
            if expression is not None:
                taken.append(match.span())
                found.append(replace(expression, name=name))
    yield from sorted(found, key=lambda e: e.start)


def _built(build: Builder, match: re.Match[str], published: date) -> Expression | None:
    try:
        return build(match, published)
    except (ValueError, OverflowError):
        return None


def _is_month(text: str, match: re.Match[str]) -> bool:
    """"May" and "March" alone are months only after a word that months follow, or with a part or year of their own."""
    groups = match.groupdict()
    if groups["part"] or groups["which"] or groups["year"]:
        return True
    if groups["month"].rstrip(".") in ("May", "March", "Mar", "Jan", "Dec") or len(groups["month"]) <= 4:
        return BEFORE_MONTH.search(text[max(0, match.start() - 12) : match.start()]) is not None
    return True
