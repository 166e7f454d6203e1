"""Whatever is added: adding it twice, or in another order, changes nothing in what the book answers."""

from __future__ import annotations

import datetime
import sqlite3
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from trucebook.ledger import open_writer
from trucebook.records import Document, Reading, record_adapter

PARTIES = st.sampled_from(["ECU", "PER", "BRA", "RSF", "M23"])
ACTORS = st.builds(lambda party, name: {"party": party, "name": name, "kind": "person" if name else "party"}, PARTIES,
                   st.none() | st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=9))  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=4, max_size=60)
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 1, 1))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(TEXTS)
    document = Document(
        text=text, published=draw(DAYS), publisher=draw(st.none() | st.sampled_from(["Andes Wire", "Pacific Desk"]))
    )
    return Reading(document=document, records=tuple(draw(st.lists(records(len(text)), max_size=4))))


@st.composite
def records(draw: st.DrawFn, length: int) -> object:
    start = draw(st.integers(0, length - 1))
    end = draw(st.integers(start + 1, length))
    day = draw(st.none() | DAYS)
    common = {
        "evidence": [{"start": start, "end": end}],
        "confidence": draw(st.floats(0, 1)),
        "date": day and {"start": day, "end": day + datetime.timedelta(days=draw(st.integers(0, 9)))},
        "modality": draw(st.sampled_from(["actual", "planned", "denied"])),
    }
    kind = draw(
        st.sampled_from(
            [
                {"kind": "statement", "speaker": draw(ACTORS), "act": "say", "quoted": draw(st.booleans())},
                {"kind": "incident", "type": "clash", "killed": draw(st.none() | st.integers(0, 99))},
                {
                    "kind": "proposal",
                    "type": "truce",
                    "proposers": draw(st.lists(ACTORS, min_size=1, max_size=3)),
                    "duration": "P3D",
                },
                {"kind": "control", "change": "holds", "actor": draw(ACTORS), "place": {"name": "Loja", "lat": -4.0}},
            ]
        )
    )
    return record_adapter.validate_python({**common, **kind})


@settings(max_examples=25, deadline=None)
@given(st.lists(readings(), min_size=1, max_size=3))
def test_adding_twice_changes_nothing(batch: list[Reading]) -> None:
    latest = {r.document.id + str(r.document.publisher): r for r in batch}  # one reading of each document
    with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "test.book") as book:
        for reading in latest.values():
            assert book.add(reading, reader="v1").status == "new"
        before = content(Path(folder) / "test.book")
        for reading in reversed(latest.values()):
            assert book.add(reading, reader="v1").status == "unchanged"
        assert content(Path(folder) / "test.book") == before
        for stored in book.list_records():
            text = book.get_document(stored.document_id).text
            assert [text[span.start : span.end] for span in stored.record.evidence] == list(stored.quotes)
        told = {record.model_dump_json() for reading in latest.values() for record in reading.records}
        assert {stored.record.model_dump_json() for stored in book.list_records()} == told


def content(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())
