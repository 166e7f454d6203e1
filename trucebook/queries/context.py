"""A record's evidence where it stands: the sentences around it, with the spans to highlight. In come a view and an id.

>>> passage("One. Two here. Three.", [Span(start=9, end=13)])
(Passage(text='One. Two here. Three.', highlights=((9, 13),)),)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucebook.ledger import StoredRecord, View
from trucebook.records import Document, Span

SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*[^\S\n]+(?=[\"“‘(\[]?[A-Z0-9])|\n+")


@dataclass(frozen=True)
class Passage:
    """A stretch of a text, and the stretches of it (offsets into the passage) that are evidence."""

    text: str
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Context:
    """A record, its document, and the passages its evidence stands in."""

    stored: StoredRecord
    document: Document
    passages: tuple[Passage, ...]


def find_context(view: View, key: str) -> Context:
    """The record whose id begins with ``key`` in its context. Raises :class:`~trucebook.errors.LedgerError`."""
    stored = view.get_record(key)
    document = view.get_document(stored.document_id)
    return Context(stored, document, passage(document.text, stored.record.evidence))


def passage(text: str, spans: Sequence[Span]) -> tuple[Passage, ...]:
    """The sentences of ``spans`` with one more before and after, those that touch run together."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    cuts = [0, *ends, len(text)]
    windows: list[list[int]] = []
    for span in sorted(spans, key=lambda s: s.start):
        first = max(i for i, cut in enumerate(cuts) if cut <= span.start)
        last = min(i for i, cut in enumerate(cuts) if cut >= span.end)
        start, end = cuts[max(0, first - 1)], cuts[min(len(cuts) - 1, last + 1)]
        if windows and start <= windows[-1][1]:
            windows[-1][1] = max(end, windows[-1][1])
        else:
            windows.append([start, end])
    return tuple(_passage(text, start, end, spans) for start, end in windows)


def _passage(text: str, start: int, end: int, spans: Sequence[Span]) -> Passage:
    inside = tuple((s.start - start, s.end - start) for s in spans if start <= s.start and s.end <= end)
    return Passage(text[start:end].rstrip(), inside)
