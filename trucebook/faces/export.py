"""Readings and answers as JSON and CSV. In come readings and stored records, out go texts and rows.

>>> to_json_line({"b": "é"})
'{"b": "é"}'
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from trucebook.faces import phrases
from trucebook.ledger import StoredDocument, StoredRecord
from trucebook.queries import Matrix
from trucebook.records import Reading

COLUMNS = (
    "id", "kind", "who", "what", "date_start", "date_end", "place", "country", "lat", "lon", "modality", "asserted_by",
    "confidence", "evidence", "document", "publisher", "title", "published",
)  # fmt: skip


def to_json_line(value: Any) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """``{"document", "actors", "records"}`` as in the codebook; a kind's slots that are not filled are left out."""
    return {
        "document": reading.document.model_dump(mode="json"),
        "actors": [actor.model_dump(mode="json") for actor in reading.actors],
        "records": [record.to_dict() for record in reading.records],
    }


def records_to_csv(records: Iterable[StoredRecord]) -> str:
    """A table with a header line, one line for each record; its evidence is quoted, several spans joined by `` … ``."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for stored in records:
        writer.writerow(_flat(stored))
    return out.getvalue()


def _flat(stored: StoredRecord) -> dict[str, Any]:
    record = stored.record
    date, place = record.date, record.place
    return {
        "id": stored.id,
        "kind": record.kind,
        "who": phrases.say_who(record),
        "what": phrases.say_what(record),
        "date_start": date and date.start,
        "date_end": date and date.end,
        "place": place and place.name,
        "country": place and place.country,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "modality": record.modality,
        "asserted_by": phrases.say_source(record),
        "confidence": record.confidence,
        "evidence": " … ".join(stored.quotes),
        "document": stored.document_id,
        "publisher": stored.publisher,
        "title": stored.title,
        "published": stored.published,
    }


def matrix_to_dict(matrix: Matrix) -> dict[str, Any]:
    """The matrix as JSON: its proposals, each with the parties' cells."""
    return {
        "as_of": matrix.as_of and matrix.as_of.isoformat(),
        "parties": list(matrix.parties),
        "proposals": [
            {
                "id": row.matter.id,
                "label": row.matter.label,
                "type": row.matter.family,
                "proposers": row.matter.proposers,
                "parties": row.matter.parties,
                "duration": row.matter.duration,
                "scope": row.matter.scope,
                "records": [stored.id for stored in row.matter.proposals],
                "cells": {
                    party: {
                        "stance": cell.stance,
                        "day": cell.day and cell.day.isoformat(),
                        "published": cell.published.isoformat(),
                        "record": cell.record_id,
                    }
                    for party, cell in row.cells.items()
                },
            }
            for row in matrix.rows
        ],
    }


def matrix_to_csv(matrix: Matrix) -> str:
    """One line for each cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["proposal", "proposal_id", "party", "stance", "day", "published", "record"])
    for row in matrix.rows:
        for party, cell in row.cells.items():
            writer.writerow([row.matter.label, row.matter.id, party, cell.stance, cell.day, cell.published, cell.record_id])
    return out.getvalue()


def document_to_dict(stored: StoredDocument) -> dict[str, Any]:
    """A document of a book without its text, and what is known of its current reading."""
    return {
        **stored.document.model_dump(mode="json", exclude={"text"}, exclude_none=True),
        "id": stored.id,
        "name": stored.document.id,
        "records": stored.records,
        "readings": stored.readings,
        "reader": stored.reader,
        "learned_at": stored.learned_at.isoformat(timespec="seconds") + "Z",
    }


def documents_to_csv(documents: Iterable[StoredDocument]) -> str:
    """One line for each document."""
    columns = ("id", "name", "published", "publisher", "title", "url", "records", "readings", "reader", "learned_at")
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(map(document_to_dict, documents))
    return out.getvalue()
