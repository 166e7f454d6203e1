"""The sample reports that ship with the package: all of them can be read, and together they show every kind of record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import trucebook
from trucebook.records import KindName
from trucebook.settings import Settings
from trucebook.sources import Item, find_sources, read_items

if TYPE_CHECKING:
    from trucebook.reader import Reader

SAMPLES = Path(trucebook.__file__).parent / "data" / "samples"


def samples() -> list[Item]:
    return list(read_items(find_sources([SAMPLES]), settings=Settings()))


def test_samples_are_dated_named_and_in_order() -> None:
    documents = [item.document for item in samples()]
    assert len(documents) >= 10
    assert all(document and document.title and document.publisher for document in documents)
    days = [document.published for document in documents if document]
    assert days == sorted(days)
    assert (days[-1] - days[0]).days >= 20
    assert len({document.publisher for document in documents if document}) >= 5


def test_samples_show_every_kind_of_record(reader: Reader) -> None:
    readings = list(reader.read_many(item.document for item in samples() if item.document))
    assert {record.kind for reading in readings for record in reading.records} == set(get_args(KindName))
    assert all(reading.records for reading in readings)
