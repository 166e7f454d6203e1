"""Expressions of time: "last Sunday", "11-17 March", "two days later", as ranges of whole days.

In come a text and the day it was published, out come :class:`Expression` objects with character offsets. A day of the week or a
month without a year is read twice, as past and as future; which of them holds is for the clause to say (:mod:`.dates`).

>>> [e.past for e in find_expressions("talks on Sunday", published=date(2025, 3, 20))]     # doctest: +SKIP
[DateRange(start=datetime.date(2025, 3, 16), end=datetime.date(2025, 3, 16))]
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from trucebook.resolution.counted import (
    resolve_ago,
    resolve_coming_span,
    resolve_from_event,
    resolve_in_time,
    resolve_past_span,
    resolve_same_day,
)
from trucebook.resolution.named_days import (
    resolve_at_once,
    resolve_day_word,
    resolve_days,
    resolve_holiday,
    resolve_iso,
    resolve_weekday,
    resolve_weekdays,
)  # fmt: skip
from trucebook.resolution.periods import (
    resolve_decade,
    resolve_month,
    resolve_months,
    resolve_period,
    resolve_season,
    resolve_year,
)
from trucebook.resolution.ranges import DAYS, MONTHS, NUMBERS, YEAR, Builder, Expression

__all__ = ["Expression", "find_expressions"]

MONTH = (
    r"(?:(?:"
    + "|".join(m for m in MONTHS if len(m) > 4 or m in ("May", "June", "July"))
    + r")\b|(?:"
    + "|".join(m for m in MONTHS if len(m) <= 4)
    + r")\b\.?)"
)
WEEKDAY = r"(?:" + "|".join(DAYS) + r")"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r"|a couple of|several|a few)"
UNIT = r"(?:hour|day|week|weekend|month|year|decade)"
COUNTED = rf"(?P<number>{NUMBER})\s+(?P<unit>{UNIT})s?"
TO = r"(?:\s*[-–—]\s*|\s+(?:to|until|through|till)\s+|(?P<and>\s+and\s+))"
OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}|(?:last|this|next|that|the same|the previous|the following)\s+year))?"
ON_WEEKDAY = rf"(?:{WEEKDAY},?\s+(?:the\s+)?)?"
DAY_MONTH = rf"(?P<day>{DAY})(?:\s+of)?\s+(?P<month>{MONTH})"
DAY_MONTH2 = rf"(?P<day2>{DAY})(?:\s+of)?\s+(?P<month2>{MONTH})"
MONTH_DAY = rf"(?P<month>{MONTH})\s+(?P<day>{DAY})"
MONTH_DAY2 = rf"(?P<month2>{MONTH})\s+(?P<day2>{DAY})"
PART = r"(?P<part>(?i:early|late|mid)(?:\s+in)?[\s-]+|(?i:middle|end|start|beginning|first\s+half|second\s+half)\s+of\s+)"
PERIOD_PART = r"(?:(?P<part>earlier|later|early|late|mid-?|(?:end|start|beginning|middle)\s+of)\s*)?"
WHICH_PERIOD = r"(?P<which>this|last|next|past|(?:the\s+)?(?:previous|coming|following)|the)"
WHICH_DAY = r"(?P<which>(?i:last|this past|past|next|this coming|the coming|coming|the following|the previous|this))"
WHICH_MONTH = r"(?P<which>(?i:last|past|this|next|coming))"
NEW_YEAR = r"New\s+Year['’]s\s+(?:Eve|Day)"
HOLIDAY = (
    rf"(?:Orthodox\s+)?(?:{NEW_YEAR}|Christmas(?:\s+(?:Eve|Day))?|Boxing\s+Day|May\s+Day|Good\s+Friday|Palm\s+Sunday|"
    r"Easter(?:\s+(?:Sunday|Monday))?)\b"
)
MOVEMENT = r"(?:Movement|Alliance|Brigades?|Revolution|Martyrs|Forces|Front|Division)"
"""Words that make a day the name of a group: "the April 19 Movement"."""
NOT_OF = r"(?!\s+(?:the|an?|his|her|its|their|that|this|he|she|it|they)\b)"
"""What follows "the day before" where it is counted from an event of its own sentence."""
COUNTS = r"\s*(?:%|percent|per\s+cent|km|kilomet\w+|miles|troops|people|soldiers|civilians|tons|tonnes)"
PATTERNS: tuple[tuple[str, str, Builder], ...] = (
    ("iso", r"\b(\d{4})-(\d\d)-(\d\d)\b", resolve_iso),
    ("days", rf"\b{ON_WEEKDAY}{DAY_MONTH}{TO}{ON_WEEKDAY}{DAY_MONTH2}{OF_YEAR}", resolve_days),
    ("days", rf"\b{ON_WEEKDAY}{MONTH_DAY}{TO}{ON_WEEKDAY}{MONTH_DAY2}(?!\d){OF_YEAR}", resolve_days),
    ("days", rf"\b{ON_WEEKDAY}(?P<day>{DAY}){TO}{DAY_MONTH2.replace('month2', 'month')}{OF_YEAR}", resolve_days),
    ("days", rf"\b{ON_WEEKDAY}{MONTH_DAY}{TO}(?P<day2>{DAY})(?![\d:]){OF_YEAR}", resolve_days),
    (
        "months",
        rf"(?P<month>{MONTH})(?:\s+(?P<year1>{YEAR}))?{TO}(?P<month2>{MONTH})(?:\s+(?P<year2>{YEAR}))?(?!\s*\d)",
        resolve_months,
    ),
    ("day", rf"\b{ON_WEEKDAY}{DAY_MONTH}{OF_YEAR}", resolve_days),
    ("day", rf"\b{ON_WEEKDAY}{MONTH_DAY}(?![\d:%])(?!\s+{MOVEMENT}){OF_YEAR}", resolve_days),
    ("holiday", rf"\b(?P<holiday>{HOLIDAY}){OF_YEAR}", resolve_holiday),
    ("month", rf"\b{PART}?(?:{WHICH_MONTH}\s+)?(?P<month>{MONTH})(?!\s+\d+\s+{MOVEMENT}){OF_YEAR}", resolve_month),
    ("season", rf"\b(?:(?P<which>last|this|next|the|in)\s+)?(?P<season>spring|summer|autumn|winter){OF_YEAR}\b", resolve_season),
    ("days", rf"\b(?P<weekday>{WEEKDAY}){TO}(?P<weekday2>{WEEKDAY})\b", resolve_weekdays),
    ("decade", r"\b(?:the\s+)?(?P<part>early|mid|late)?[\s-]*(?P<decade>(?:19|20)\d0)['’]?s\b", resolve_decade),
    ("weekday", rf"\b(?:{WHICH_DAY}\s+)?(?P<weekday>{WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?\b", resolve_weekday),
    ("word", r"\bthe\s+day\s+(?:before\s+yesterday|after\s+tomorrow)\b", resolve_day_word),
    ("word", r"\b(?:yesterday|tomorrow|today|tonight|overnight|last\s+(?:night|evening))\b", resolve_day_word),
    ("word", r"\bthis\s+(?:morning|afternoon|evening)\b", resolve_day_word),
    (
        "at_once",
        r"\b(?:immediately|instantly|with\s+immediate\s+effect)\b(?!\s+(?:after|before|following|clear|available|known))",
        resolve_at_once,
    ),
    ("ago", rf"\b{COUNTED}\s+ago\b", resolve_ago),
    ("span", rf"\b(?:the\s+|these\s+)?(?:past|last|previous)\s+{COUNTED}\b", resolve_past_span),
    ("span", r"\bthe\s+(?:past|last)\s+(?P<number>)(?P<unit>week|month|year|decade)\b", resolve_past_span),
    ("span", rf"\bfor\s+(?:the\s+past\s+)?{COUNTED}\s+now\b", resolve_past_span),
    ("ahead", rf"\b(?:the\s+)?(?:next|coming|following)\s+(?!(?:a|an)\s){COUNTED}\b", resolve_coming_span),
    ("ahead", rf"\bwithin\s+(?:the\s+next\s+)?{COUNTED}\b", resolve_coming_span),
    ("in_time", rf"\bin\s+{COUNTED}(?:['’]\s+time)\b", resolve_in_time),
    ("event", rf"\b{COUNTED}\s+(?:later|earlier|afterwards?|beforehand|before{NOT_OF}|prior)\b(?!\s+to\b)", resolve_from_event),
    ("event", r"\b(?:\w+\s+)?(?:hours|minutes|moments)\s+(?:later|earlier|afterwards?)\b", resolve_same_day),
    ("event", r"\b(?:the\s+)?(?:next|following|same|previous|preceding)\s+(?P<unit>day)\b", resolve_from_event),
    ("event", rf"\bthe\s+day\s+(?:before|after|prior)\b{NOT_OF}|\bthat\s+(?:same\s+)?day\b", resolve_from_event),
    ("period", rf"\b{PERIOD_PART}\b{WHICH_PERIOD}\s+(?P<unit>week(?:end)?|month|year|decade)\b", resolve_period),
    (
        "year",
        rf"\b{PART}?(?<![$€£.,\d-])(?P<year>{YEAR})(?:\s*[-–—/]\s*(?P<year2>{YEAR}|\d\d))?(?![\d,.]*\d|{COUNTS})\b",
        resolve_year,
    ),
)
CASED = frozenset({"days", "day", "months", "month", "weekday", "holiday", "iso"})
"""Names of months and days are written with a capital; words around them may begin a sentence."""
_A_MONTH, _A_WEEKDAY, _A_UNIT = re.compile(MONTH), re.compile(WEEKDAY), re.compile(UNIT, re.IGNORECASE)
_A_SEASON, _A_NUMBER = re.compile("spring|summer|autumn|winter", re.IGNORECASE), re.compile(r"\d")
CUES: dict[Builder, re.Pattern[str]] = {
    resolve_months: _A_MONTH,
    resolve_month: _A_MONTH,
    resolve_days: _A_MONTH,
    resolve_weekday: _A_WEEKDAY,
    resolve_weekdays: _A_WEEKDAY,
    resolve_season: _A_SEASON,
    resolve_iso: _A_NUMBER,
    resolve_decade: _A_NUMBER,
    resolve_year: _A_NUMBER,
    resolve_ago: _A_UNIT,
    resolve_past_span: _A_UNIT,
    resolve_coming_span: _A_UNIT,
    resolve_in_time: _A_UNIT,
    resolve_from_event: _A_UNIT,
    resolve_period: _A_UNIT,
}
"""What a text must have somewhere for an expression to be in it: most texts name no month, so nine patterns need not be tried."""
_COMPILED: tuple[tuple[str, re.Pattern[str], Builder], ...] = tuple(
    (n, re.compile(p, 0 if n in CASED else re.IGNORECASE), b) for n, p, b in PATTERNS
)
BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|last|next|this|and|during|before|after|late|early|mid|or|every|each|for|the)|mid-)\s*$",
    re.I,
)


@lru_cache(maxsize=1)
def find_expressions(text: str, *, published: date) -> tuple[Expression, ...]:
    """The expressions of time in ``text``, in order, the longest at each place; those that mean no certain day are left out.

    The last answer is kept: sections are looked for in the whole text, which most often is the only section.
    """
    cued = {cue: cue.search(text) is not None for cue in set(CUES.values())}
    taken: list[tuple[int, int]] = []
    found: list[Expression] = []
    for name, pattern, build in _COMPILED:
        if build in CUES and not cued[CUES[build]]:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if name == "month" and not _is_month(text, match):
                continue
            expression = _built(build, match, published)
            if expression is not None and not (match.groupdict().get("and") and _are_two(text, match, expression)):
                taken.append(match.span())
                found.append(replace(expression, name=name))
    return tuple(sorted(found, key=lambda e: e.start))


def _are_two(text: str, match: re.Match[str], expression: Expression) -> bool:
    """ "on May 2 and May 9" are two days; "between ... and ..." and two days that follow each other are one range."""
    if re.search(r"\bbetween\s+(?:\w+,?\s+)?$", text[: match.start()], re.IGNORECASE):
        return False
    days = expression.past or expression.future
    following = match.groupdict().get("month2") if "day2" not in match.groupdict() else None
    longest = 61 if following else 1
    return days is None or (days.end - days.start).days > longest


def _built(build: Builder, match: re.Match[str], published: date) -> Expression | None:
    try:
        return build(match, published)
    except (ValueError, OverflowError):
        return None


def _is_month(text: str, match: re.Match[str]) -> bool:
    """ "May" and "March" alone are months only after a word that months follow, or with a part or year of their own."""
    groups = match.groupdict()
    if groups["part"] or groups["which"] or groups["year"]:
        return True
    if groups["month"].rstrip(".") in ("May", "March", "Mar", "Jan", "Dec") or len(groups["month"]) <= 4:
        return BEFORE_MONTH.search(text[max(0, match.start() - 12) : match.start()]) is not None
    return True
