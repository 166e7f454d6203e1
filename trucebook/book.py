"""A book as one object, for programs: what the ledger keeps and what the queries answer. In come readings, out come answers.

>>> with Book("andes.book") as book:      # doctest: +SKIP
...     book.add(trucebook.read("Peru rejected the Brazilian plan on Sunday.", published="2031-03-04"))
...     book.positions().parties
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

from trucebook.ledger import Added, StoredDocument, StoredRecord, open_view, open_writer
from trucebook.ledger.identity import reader_version
from trucebook.queries import Context, Filter, Matrix, Timeline, find_context, find_positions, find_records, find_timeline
from trucebook.records import Document, Reading


class Book:
    """The book at ``path``, made when missing (``must_exist`` refuses that). Use it in a ``with``, or close it."""

    def __init__(self, path: Path | str, *, must_exist: bool = False) -> None:
        if must_exist:
            open_view(path).close()
        self.store = open_writer(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    def add(self, reading: Reading, *, reader: str | None = None) -> Added:
        """Keep a reading; the same one again changes nothing. ``reader`` is the version that read, this program's by default."""
        return self.store.add(reading, reader=reader or reader_version())

    def add_many(self, readings: Iterable[Reading], *, reader: str | None = None) -> Iterator[Added]:
        """Keep readings one by one, each when it is asked for: loop over the outcome."""
        return self.store.add_many(readings, reader=reader or reader_version())

    def has(self, document: Document, *, reader: str | None = None) -> bool:
        """Whether the document is in the book, as read by this version."""
        return self.store.has_reading(document, reader=reader or reader_version())

    def documents(self) -> list[StoredDocument]:
        """Every document, by day of publication."""
        return self.store.list_documents()

    def records(self, **wanted: Any) -> list[StoredRecord]:
        """The records that meet the keywords of :class:`~trucebook.queries.Filter`."""
        return find_records(self.store, Filter(**wanted))

    def timeline(self, **wanted: Any) -> Timeline:
        """The dated records by day; keywords as for :meth:`records`."""
        return find_timeline(self.store, Filter(**wanted))

    def positions(self, *, as_of: datetime.date | None = None) -> Matrix:
        """Proposals by parties, each cell the latest stance, as told by ``as_of``."""
        return find_positions(self.store, as_of=as_of)

    def get(self, key: str) -> StoredRecord:
        """The record whose id begins with ``key``."""
        return self.store.get_record(key)

    def context(self, key: str) -> Context:
        """The record whose id begins with ``key``, its evidence among the sentences around it."""
        return find_context(self.store, key)
