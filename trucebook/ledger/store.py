"""What a book keeps and gives back: :class:`View` answers, :class:`Writer` adds. Nothing is ever updated or deleted.

In come readings, out go documents and records as they were stored. A new reading of a document supersedes the older one, which
stays; the same reading again changes nothing.

>>> writer.add(reading, reader="trucebook 0.1.0")    # doctest: +SKIP
Added(document_id='b0a1...', records=12, status='new')
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Self

import sqlalchemy as sa

from trucebook.errors import LedgerError
from trucebook.ledger import tables
from trucebook.ledger.identity import document_id, reading_id, record_id
from trucebook.ledger.rows import StoredRecord, actor_rows, check_storable, evidence_rows, record_row, stored_record
from trucebook.records import Document, Reading

Status = Literal["new", "superseded", "unchanged"]
"""Of a document that is added: new to the book, read anew with another outcome, or already there."""


@dataclass(frozen=True)
class Added:
    """What came of adding one reading."""

    document_id: str
    records: int
    status: Status


@dataclass(frozen=True)
class StoredDocument:
    """A document of the book with what is known of its current reading."""

    id: str
    document: Document
    learned_at: datetime.datetime
    reader: str
    readings: int
    records: int


class View:
    """A book to ask. Close it, or use it in a ``with``."""

    def __init__(self, engine: sa.Engine, *, path: str) -> None:
        self.engine = engine
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def list_documents(self) -> list[StoredDocument]:
        """Every document, by day of publication."""
        t, r = tables.documents, tables.readings
        counted = sa.select(sa.func.count()).where(tables.reading_records.c.reading_id == r.c.id).scalar_subquery()
        query = (
            sa.select(t, r.c.reader, r.c.number, counted.label("records"))
            .join(r, r.c.document_id == t.c.id)
            .where(r.c.id.in_(current_readings()))
            .order_by(t.c.published, t.c.learned_at, t.c.id)
        )
        with self.engine.connect() as connection:
            return [_stored_document(row) for row in connection.execute(query).mappings()]

    def get_document(self, key: str) -> Document:
        """The document with this id. Raises :class:`~trucebook.errors.LedgerError` when the book does not hold it."""
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(tables.documents).where(tables.documents.c.id == key)).mappings().first()
        if row is None:
            raise LedgerError(f"{self.path}: no document {key}; see trucebook documents")
        return _document(row)

    def has_reading(self, document: Document, *, reader: str) -> bool:
        """Whether the current reading of ``document`` is by this reader."""
        current = sa.select(tables.readings.c.id).where(
            tables.readings.c.id.in_(current_readings()),
            tables.readings.c.document_id == document_id(document),
            tables.readings.c.reader == reader,
        )
        with self.engine.connect() as connection:
            return connection.scalar(current) is not None

    def list_records(self, *conditions: sa.ColumnElement[bool], superseded: bool = False) -> list[StoredRecord]:
        """The records of current readings (of all, with ``superseded``) that meet ``conditions``, in order of publication."""
        d, r = tables.documents, tables.records
        query = sa.select(r, d.c.published, d.c.publisher, d.c.title, d.c.name).join(d, d.c.id == r.c.document_id)
        where = [] if superseded else [r.c.id.in_(current_records())]
        query = query.where(*where, *conditions).order_by(d.c.published, d.c.learned_at, d.c.id)
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            quotes = _evidence_of(connection, query.with_only_columns(r.c.id).order_by(None))
        found = [stored_record(row, quotes.get(row["id"], [])) for row in rows]
        return sorted(found, key=lambda s: (s.published, s.learned_at, s.document_id, s.record.evidence[0].start, s.id))

    def get_record(self, key: str) -> StoredRecord:
        """The record whose id begins with ``key`` (four characters or more), also one of a superseded reading."""
        if len(key) < 4 or not key.isalnum():
            raise LedgerError(f"{key!r} is no id of a record; give four or more of its characters, see trucebook records")
        found = self.list_records(tables.records.c.id.startswith(key.lower(), autoescape=True), superseded=True)
        if not found:
            raise LedgerError(f"{self.path}: no record {key}; see trucebook records")
        if len(found) > 1:
            ids = ", ".join(stored.id for stored in found[:5])
            raise LedgerError(f"{self.path}: {key} begins {len(found)} ids ({ids}); give more characters")
        return found[0]


class Writer(View):
    """A book to ask and to add to."""

    def add(self, reading: Reading, *, reader: str) -> Added:
        """Keep ``reading`` by the reader of this version, in one transaction. Raises :class:`~trucebook.errors.LedgerError`."""
        document = reading.document
        check_storable(reading)
        key = document_id(document)
        ids = list(dict.fromkeys(record_id(key, record) for record in reading.records))
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        with self._transaction() as connection:
            last = _last_reading(connection, key)
            if last is not None and last["reader"] == reader and _record_ids(connection, last["id"]) == ids:
                return Added(key, len(ids), "unchanged")
            if last is None:
                values = document.model_dump(exclude={"id"}) | {"id": key, "name": document.id, "learned_at": now}
                connection.execute(tables.documents.insert(), [values])
            self._add_records(connection, key, reading, now)
            supersedes = last["id"] if last else None
            new = {
                "id": reading_id(key, reader, ids, supersedes),
                "document_id": key,
                "number": last["number"] + 1 if last else 1,
                "supersedes": supersedes,
                "reader": reader,
                "learned_at": now,
            }
            connection.execute(tables.readings.insert(), [new])
            links = [{"reading_id": new["id"], "record_id": id_, "position": i} for i, id_ in enumerate(ids)]
            if links:
                connection.execute(tables.reading_records.insert(), links)
        return Added(key, len(ids), "superseded" if last else "new")

    def add_many(self, readings: Iterable[Reading], *, reader: str) -> Iterator[Added]:
        """Keep many readings, each in a transaction of its own: what was kept before an error stays."""
        for reading in readings:
            yield self.add(reading, reader=reader)

    def _add_records(self, connection: sa.Connection, key: str, reading: Reading, now: datetime.datetime) -> None:
        """Insert the records that the book does not hold yet; a record that another reading gave stands once."""
        records = {record_id(key, record): record for record in reading.records}
        t = tables.records
        known = set(connection.scalars(sa.select(t.c.id).where(t.c.document_id == key)))
        fresh = {id_: record for id_, record in records.items() if id_ not in known}
        text = reading.document.text
        for table, rows in (
            (t, [record_row(id_, key, record, now) for id_, record in fresh.items()]),
            (tables.evidence, [row for id_, record in fresh.items() for row in evidence_rows(id_, record, text)]),
            (tables.record_actors, [row for id_, record in fresh.items() for row in actor_rows(id_, record)]),
        ):
            if rows:
                connection.execute(table.insert(), rows)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        """All of it or nothing; what the database refuses (locked, disk full, false evidence) is a LedgerError."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            advice = "see that the book may be written and that the disk has room"
            raise LedgerError(f"{self.path}: not kept ({error.orig}); {advice}") from error


def current_readings() -> sa.Select[tuple[str]]:
    """The ids of the readings that nothing supersedes."""
    later = tables.readings.alias("later")
    superseded = sa.select(later.c.id).where(later.c.supersedes == tables.readings.c.id).exists()
    return sa.select(tables.readings.c.id).where(~superseded)


def current_records() -> sa.Select[tuple[str]]:
    """The ids of the records in current readings."""
    links = tables.reading_records
    return sa.select(links.c.record_id).where(links.c.reading_id.in_(current_readings()))


def _last_reading(connection: sa.Connection, document: str) -> sa.RowMapping | None:
    t = tables.readings
    query = sa.select(t).where(t.c.document_id == document).order_by(t.c.number.desc()).limit(1)
    return connection.execute(query).mappings().first()


def _record_ids(connection: sa.Connection, reading: str) -> list[str]:
    t = tables.reading_records
    return list(connection.scalars(sa.select(t.c.record_id).where(t.c.reading_id == reading).order_by(t.c.position)))


def _evidence_of(connection: sa.Connection, ids: sa.Select[tuple[str]]) -> dict[str, list[sa.RowMapping]]:
    t = tables.evidence
    found: dict[str, list[sa.RowMapping]] = {}
    query = sa.select(t).where(t.c.record_id.in_(ids)).order_by(t.c.record_id, t.c.position)
    for row in connection.execute(query).mappings():
        found.setdefault(row["record_id"], []).append(row)
    return found


def _document(row: sa.RowMapping) -> Document:
    values = {name: row[name] for name in Document.model_fields if name != "id"}
    return Document.model_validate({**values, "id": row["name"]})


def _stored_document(row: sa.RowMapping) -> StoredDocument:
    return StoredDocument(row["id"], _document(row), row["learned_at"], row["reader"], row["number"], row["records"])
