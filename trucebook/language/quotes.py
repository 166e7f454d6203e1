"""Quotation marks: which tokens stand between them, and which quotations belong together.

In comes a tokenised ``Doc``, out come :class:`Quote` spans of tokens: straight and curly double marks, single curly marks,
guillemets; nested; quotations of several paragraphs that open anew in each; quotations that their verb splits.
Marks that stay open end with their paragraph.

>>> quotes = Quotes(nlp("“We will sign,” he said, “but not today.”"))    # doctest: +SKIP
>>> [quote.run for quote in quotes.spans]                                 # doctest: +SKIP
[0, 0]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

OPENERS = {"“": "”", "«": "»", "„": "“", "‘": "’", "‘‘": "’’"}
MARKS = re.compile(r"‘‘|’’|‘’|``|''|[\"“”„«»‘’']")
EITHER_WAY = frozenset({"’’", "‘’", "''"})
"""Doubled single marks, which some papers' sites put at both ends of a quotation."""
PARAGRAPH_END = re.compile(r"\n\s*\n|(?<=[.!?:…\"”’])[ \t]*\n+")
SENTENCE_MARK = re.compile(r"[.!?…]")
SCARE_WORDS = 4
SPLIT_GAP = 120
"""The longest gap, in characters, between the two parts of a quotation that its verb splits."""


@dataclass(frozen=True)
class Quote:
    """One quotation: tokens ``start`` to ``end`` (half open) with their marks, ``depth`` 0 unless it stands inside another.

    Quotes of one ``run`` are one utterance. A scare quote is one term in marks, not words that someone said.
    """

    start: int
    end: int
    depth: int = 0
    run: int = 0
    is_scare: bool = False
    is_closed: bool = True

    def covers(self, index: int) -> bool:
        """Whether the token at ``index`` stands in this quotation."""
        return self.start <= index < self.end


@dataclass
class _Open:
    mark: str
    at: int


class Quotes:
    """The quotations of a document, asked by token."""

    def __init__(self, doc: Doc) -> None:
        self._starts = [token.idx for token in doc]
        found = sorted(_find_quotes(doc.text), key=lambda q: (q[0], -q[1]))
        spans = [quote for start, end, depth, closed in found if (quote := self._quote(doc, start, end, depth, closed))]
        self.spans: tuple[Quote, ...] = tuple(_with_runs(doc, spans))
        self._of: dict[int, Quote] = {}
        self._outer: dict[int, Quote] = {}
        self._runs: dict[int, list[Quote]] = {}
        for quote in self.spans:
            self._runs.setdefault(quote.run, []).append(quote)
            for i in range(quote.start, quote.end) if quote.depth == 0 else ():
                self._outer.setdefault(i, quote)
        for quote in sorted(self.spans, key=lambda q: q.depth):
            self._of.update(dict.fromkeys(range(quote.start, quote.end), quote))

    def _quote(self, doc: Doc, start: int, end: int, depth: int, closed: bool) -> Quote | None:
        first = max(0, bisect_left(self._starts, start + 1) - 1)
        last = bisect_left(self._starts, end)
        if last - first < 2:
            return None
        return Quote(first, last, depth=depth, is_closed=closed, is_scare=_is_scare(doc, first, last))

    def contains(self, token: Token) -> bool:
        """Whether ``token`` stands in quotation marks, scare quotes included."""
        return token.i in self._of

    def quote_of(self, token: Token) -> Quote | None:
        """The innermost quotation around ``token``."""
        return self._of.get(token.i)

    def outermost_of(self, token: Token) -> Quote | None:
        """The outermost quotation around ``token``."""
        return self._outer.get(token.i)

    def run_of(self, quote: Quote) -> tuple[Quote, ...]:
        """All quotations that are one utterance with ``quote``, in text order."""
        return tuple(self._runs.get(quote.run, ()))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The character ranges of the paragraphs of ``text``: cut at blank lines, and at line ends that close a sentence."""
    cuts = sorted({0, len(text)} | {match.end() for match in re.finditer(PARAGRAPH_END, text)})
    yield from ((start, end) for start, end in pairwise(cuts) if text[start:end].strip())


def _find_quotes(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """(start, end, depth, closed) in characters, marks included."""
    for start, end in paragraphs(text):
        stack: list[_Open] = []
        for match in MARKS.finditer(text, start, end):
            mark, at = match.group(), match.start()
            opened = next((o for o in reversed(stack) if _closes(o.mark, mark, text, at, end)), None)
            if opened is not None:
                while stack[-1] is not opened:
                    stack.pop()
                stack.pop()
                yield opened.at, match.end(), len(stack), True
            elif _opens(mark, text, at, start):
                stack.append(_Open(mark, at))
        for depth, opened in enumerate(stack):
            if opened.mark not in ("'", "‘"):
                yield opened.at, len(text[:end].rstrip()), depth, False


def _opens(mark: str, text: str, at: int, start: int) -> bool:
    after = text[at + len(mark) : at + len(mark) + 1]
    before = text[at - 1] if at > start else " "
    if mark in EITHER_WAY:
        return before.isspace() and after.isalnum()
    if mark in ("”", "»"):
        return False
    if mark in ("“", "„", "«", "‘‘", "``"):
        return True
    if mark in ("‘", "'", "’"):
        return mark != "’" and not before.isalnum() and after.isalpha()
    return not after.isspace() and after != "" and (before.isspace() or before in "([{—–-/‘'“:,")


def _closes(opener: str, mark: str, text: str, at: int, end: int) -> bool:
    after = text[at + len(mark) : at + len(mark) + 1] if at + len(mark) < end else " "
    before = text[at - 1] if at else " "
    if opener in ("'", "‘"):
        wanted = "'" if opener == "'" else "’"
        return mark == wanted and not after.isalnum() and not before.isspace() and _is_last_apostrophe(mark, text, at, end)
    if opener == '"':
        return mark in ('"', "”")
    if opener == "“":
        return mark in ("”", '"')
    if opener in EITHER_WAY or opener in ("‘‘", "``"):
        return (mark in EITHER_WAY and not before.isspace()) or mark in ('"', "”")
    return mark == OPENERS.get(opener, opener)


def _is_last_apostrophe(mark: str, text: str, at: int, end: int) -> bool:
    """A plural's apostrophe ("the rebels’ camp’") does not close a single-marked quotation that closes later."""
    if text[at - 1] != "s" or not text[at + 1 : at + 3].strip()[:1].islower():
        return True
    rest = text[at + 1 : end]
    later = re.search(rf"{mark}(?![\w])", rest)
    opened = re.search(r"(?<!\w)[‘'](?=\w)", rest)
    return later is None or (opened is not None and opened.start() < later.start())


def _is_scare(doc: Doc, first: int, last: int) -> bool:
    """Few words, no finite verb, no sentence mark or comma before the closing mark."""
    inner = [token for token in doc[first:last] if not token.is_punct and not token.is_space and not token.is_quote]
    if not inner or len(inner) > SCARE_WORDS:
        return False
    if any("Fin" in token.morph.get("VerbForm", []) for token in inner):
        return False
    closing = doc[max(first, last - 2)].text
    return closing not in (",", ".", "!", "?", "…")


def _with_runs(doc: Doc, spans: list[Quote]) -> Iterator[Quote]:
    """Number the runs: a part goes on with the run before when it reopens in the next paragraph or after its split verb."""
    run, previous = -1, None
    for quote in spans:
        if previous is not None and quote.depth == 0 and _goes_on(doc, previous, quote):
            yield replace(quote, run=run)
        else:
            run += 1
            yield replace(quote, run=run)
        if quote.depth == 0:
            previous = quote


def _goes_on(doc: Doc, before: Quote, after: Quote) -> bool:
    gap = doc[before.end : after.start].text
    if not before.is_closed and not gap.strip():
        return True
    if before.is_scare or len(gap) > SPLIT_GAP or "\n" in gap.strip(" "):
        return False
    closing = doc[max(before.start, before.end - 2)].text
    return closing in (",", "—", "–") and not SENTENCE_MARK.search(gap) and gap.rstrip().endswith((",", "—", "–"))
