"""Headers that date what stands under them: entries of a timeline, posts, releases, dispatches.

In come a text and its day of publication, out come :class:`Section` stretches of the text with their own day. A text with one
header only (a release, a transcript) keeps its day of publication as anchor; the header still dates what is said in it.

>>> find_sections("12 May – Talks open.\\n\\n14 May – They end.", published=date(2025, 6, 1))[0].day.start     # doctest: +SKIP
datetime.date(2025, 5, 12)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from trucebook.records import DateRange
from trucebook.resolution.expressions import Expression, find_expressions

HEADER_WORDS = 14
DATES = frozenset({"day", "days", "iso", "month", "weekday"})
DATELINE = re.compile(r"^\W*[A-Z][\w .,'’()/-]{1,60}$")


@dataclass(frozen=True)
class Section:
    """Characters ``start`` to ``end`` that stand under one header, ``body`` where its own text begins.

    ``day`` is ``None`` before any header.

    ``is_entry``: the header opens the paragraph ("12 May – ...").
    """

    start: int
    body: int
    end: int
    day: DateRange | None
    is_entry: bool = False


@dataclass(frozen=True)
class _Header:
    start: int
    end: int
    day: DateRange
    is_entry: bool


def find_sections(text: str, *, published: date) -> list[Section]:
    """The sections of ``text``, in order, covering all of it."""
    headers = [h for e in find_expressions(text, published=published) if (h := _header_of(text, e)) is not None]
    sections, at = [], 0
    for header, following in zip(headers, [*headers[1:], None], strict=False):
        if text[at : header.start].strip():
            sections.append(Section(at, at, header.start, None))
        at = _end_of_entry(text, header) if header.is_entry else len(text)
        at = min(at, following.start) if following is not None else at
        sections.append(Section(header.start, header.end, at, header.day, header.is_entry))
    if text[at:].strip() or not sections:
        sections.append(Section(at, at, len(text), None))
    return sections


def _end_of_entry(text: str, header: _Header) -> int:
    """An entry "12 May – ..." ends with its paragraph; what stands under a line of its own goes on to the next header."""
    end = text.find("\n", header.end)
    return len(text) if end < 0 else end


def _header_of(text: str, expression: Expression) -> _Header | None:
    """A header, when the expression opens an entry ("12 May – ...") or stands on a line without a sentence."""
    if expression.name not in DATES or expression.past is None:
        return None
    start = text.rfind("\n", 0, expression.start) + 1
    end = text.find("\n", expression.end)
    end = len(text) if end < 0 else end
    before, after = text[start : expression.start].strip(), text[expression.end : end].strip()
    entry = re.match(r"\s*(?:\([^)]{1,30}\)\s*)?(?:[–—:]|-\s)", text[expression.end : end])
    if not before and entry and expression.name != "weekday":
        return _Header(start, expression.end + entry.end(), expression.past, True)
    if DATELINE.match(before + " ") and re.match(r"(?:\([^)]*\)\s*)?[-–—]", after) and expression.name == "day":
        return None
    line = f"{before} {after}"
    if len(line.split()) <= HEADER_WORDS and _is_bare(before, after, expression):
        return _Header(start, end, expression.past, False)
    return None


def _is_bare(before: str, after: str, expression: Expression) -> bool:
    """No sentence around the date: almost nothing else, or a source in brackets or capitals, or a place."""
    if after.endswith((".", "!", "?", "”", '"')) and len(f"{before} {after}".split()) > 4:
        return False
    if expression.name in ("month", "weekday"):
        return len(before.split()) + len(after.split()) <= 1
    few = len(before.split()) + len(after.split()) <= 3
    bracketed = before.rfind("(") > before.rfind(")") and ")" in after
    return few or bracketed or before.isupper() or (before.endswith(",") and not after)


def is_dateline(text: str, expression: Expression) -> bool:
    """ "ANTALYA, Turkey, June 17 -": the day of the dispatch, not of what it tells."""
    start = text.rfind("\n", 0, expression.start) + 1
    before = text[start : expression.start]
    after = text[expression.end : expression.end + 40]
    return expression.name == "day" and bool(DATELINE.match(before)) and bool(re.match(r"\s*(?:\([^)]*\)\s*)?[-–—]", after))
