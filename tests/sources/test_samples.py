"""The sample reports that ship with the package: all can be read, they tell of two peace processes and show every kind of
record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import trucebook
from trucebook.ledger import open_view
from trucebook.queries import find_positions
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
    assert len(documents) >= 15
    assert all(document and document.title and document.publisher for document in documents)
    days = [document.published for document in documents if document]
    assert days == sorted(days)
    assert (days[-1] - days[0]).days >= 20
    assert len({document.publisher for document in documents if document}) >= 5


def test_samples_tell_of_two_peace_processes(reader: Reader, tmp_path: Path) -> None:
    with trucebook.Book(tmp_path / "samples.book") as book:
        for reading in reader.read_many(item.document for item in samples() if item.document):
            book.add(reading)
    with open_view(tmp_path / "samples.book") as view:
        first, second = (find_positions(view, parties=sides) for sides in (("ECU", "PER"), ("MWI", "SVF")))
    for matrix, sides, year in ((first, {"ECU", "PER"}, 2031), (second, {"MWI", "SVF"}, 2032)):
        assert len(matrix.rows) >= 3
        assert sides <= set(matrix.parties)
        assert {cell.published.year for row in matrix.rows for cell in row.cells.values()} == {year}
    assert not {row.matter.id for row in first.rows if row.matter.proposals} & {row.matter.id for row in second.rows}
    stances = {row.cells[party].stance for row in second.rows for party in ("MWI", "SVF") if party in row.cells}
    assert {"in_force", "agreed", "accepts", "undecided"} <= stances


def test_samples_show_every_kind_of_record(reader: Reader) -> None:
    readings = list(reader.read_many(item.document for item in samples() if item.document))
    assert {record.kind for reading in readings for record in reading.records} == set(get_args(KindName))
    assert all(reading.records for reading in readings)
