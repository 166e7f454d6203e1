"""Between records and rows: the common columns, the checked JSON of a kind's own slots, the evidence and the actors.

In comes a record of a document, out go its rows; and back: a row with its evidence becomes the record, validated again.

>>> from trucebook.records import Incident, Span
>>> evidence_rows("ab12", Incident(type="clash", evidence=(Span(start=0, end=5),)), "Shots fell.")[0]["quote"]
'Shots'
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from trucebook.errors import InputError, LedgerError, RecordError
from trucebook.records import Actor, AnyRecord, DateRange, Place, Reading, Record, record_adapter
from trucebook.sources.checks import check_characters

if TYPE_CHECKING:
    import sqlalchemy as sa

COLUMNS = {"evidence", "date", "modality", "place", "confidence", "kind"}
"""The fields of a record that have columns or rows of their own; all others are slots."""


@dataclass(frozen=True)
class StoredRecord:
    """A record of the book: its id, itself, its quotes, and the document and the clocks it hangs on."""

    id: str
    record: AnyRecord
    quotes: tuple[str, ...]
    document_id: str
    document_name: str
    title: str | None
    publisher: str | None
    published: datetime.date
    learned_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        """Its JSON: the record as in the codebook, with id, quotes and source."""
        source = {
            "id": self.document_id,
            "name": self.document_name,
            "title": self.title,
            "publisher": self.publisher,
            "published": self.published.isoformat(),
        }
        return {
            "id": self.id,
            **self.record.to_dict(),
            "quotes": list(self.quotes),
            "document": {k: v for k, v in source.items() if v is not None},
            "learned_at": self.learned_at.isoformat(timespec="seconds") + "Z",
        }


def check_storable(reading: Reading) -> None:
    """Refuse a document whose text a database would alter: control characters, half surrogates."""
    try:
        check_characters(reading.document.text, source=f"document {reading.document.id}")
    except InputError as error:
        raise LedgerError(f"not kept: {error}") from error


def record_row(key: str, document: str, record: Record, learned_at: datetime.datetime) -> dict[str, Any]:
    """The row of ``record`` in the table of records."""
    day, place = record.date, record.place
    return {
        "id": key,
        "document_id": document,
        "kind": record.model_dump(include={"kind"})["kind"],
        "date_start": day.start if day else None,
        "date_end": day.end if day else None,
        "modality": record.modality,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "confidence": record.confidence,
        "slots": record.model_dump(mode="json", exclude=COLUMNS, exclude_none=True),
        "learned_at": learned_at,
    }


def evidence_rows(key: str, record: Record, text: str, quotes: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of a record's evidence. Refused (RecordError) unless ``text[start:end]`` is the quote of each span."""
    rows = []
    for position, span in enumerate(record.evidence):
        quote = text[span.start : span.end]
        given = quotes[position] if quotes is not None else quote
        if given != quote or len(quote) != span.end - span.start:
            raise RecordError(f"record {key}: evidence {span.start}:{span.end} is {quote!r} in the text, not {given!r}")
        rows.append({"record_id": key, "position": position, "start": span.start, "end": span.end, "quote": quote})
    return rows


def actors_of(record: Record) -> Iterable[tuple[str, int, Actor]]:
    """Every actor of ``record`` with its slot and its position there."""
    for slot in type(record).model_fields:
        value = getattr(record, slot)
        for position, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(item, Actor):
                yield slot, position, item


def actor_rows(key: str, record: Record) -> list[dict[str, Any]]:
    """The rows of a record's actors, by which it is found."""
    return [
        {"record_id": key, "slot": slot, "position": position, "party": actor.party, "name": actor.name, "kind": actor.kind}
        for slot, position, actor in actors_of(record)
    ]


def stored_record(row: sa.RowMapping, evidence: Sequence[sa.RowMapping]) -> StoredRecord:
    """The record of a row, validated. Raises :class:`~trucebook.errors.LedgerError` when the book was tampered with."""
    place = row["place"] and Place(name=row["place"], country=row["country"], lat=row["lat"], lon=row["lon"])
    date = row["date_start"] and DateRange(start=row["date_start"], end=row["date_end"])
    common = {"kind": row["kind"], "date": date, "place": place, "modality": row["modality"], "confidence": row["confidence"]}
    spans = [{"start": span["start"], "end": span["end"]} for span in evidence]
    try:
        record = record_adapter.validate_python({**row["slots"], **common, "evidence": spans})
    except ValidationError as error:
        raise LedgerError(f"record {row['id']} does not hold what the codebook asks for ({error.errors()[0]['msg']})") from error
    return StoredRecord(
        row["id"], record, tuple(span["quote"] for span in evidence), row["document_id"], row["name"], row["title"],
        row["publisher"], row["published"], row["learned_at"],
    )  # fmt: skip
