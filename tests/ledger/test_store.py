"""The contract of the store: what goes in comes out, twice is once, nothing is changed, evidence is verbatim."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.stories import Story, party, person
from trucebook.errors import LedgerError, RecordError
from trucebook.ledger import View, Writer, open_view, open_writer, tables
from trucebook.ledger.rows import evidence_rows
from trucebook.records import CountRange, Incident, Reading, Span

TEXT = "Peru’s army shelled Zarumilla 😀 on Monday. At least two people died, Quito said."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.book"


@pytest.fixture
def book(path: Path) -> Iterator[Writer]:
    with open_writer(path) as writer:
        yield writer


def incident(story: Story, **slots: object) -> Reading:
    record = {
        "words": "Peru’s army shelled Zarumilla 😀 on Monday", "kind": "incident", "type": "shelling",
        "perpetrator": party("PER"),
        "killed": CountRange(min=2), "at_day": 0, "asserted_by": person("Inés Carrión", "ECU"), "because": ("incident.verb",),
        "place": {"name": "Zarumilla", "country": "PER", "lat": -3.5, "lon": -80.27}, "confidence": 0.75, **slots,
    }  # fmt: skip
    second = {"words": "Quito said", "kind": "statement", "speaker": party("ECU"), "act": "say"}
    return story.reading(TEXT, record, second, published=1, publisher="Andes Wire", title="A title")


def test_what_goes_in_comes_out(book: Writer, story: Story) -> None:
    reading = incident(story)
    added = book.add(reading, reader="v1")
    assert (added.status, added.records) == ("new", 2)
    stored = book.list_records()
    assert [s.record for s in stored] == list(reading.records)
    assert stored[0].quotes == ("Peru’s army shelled Zarumilla 😀 on Monday",)
    assert (stored[0].publisher, stored[0].title, stored[0].published) == ("Andes Wire", "A title", story.day(1))
    assert book.get_document(added.document_id) == reading.document


def test_the_same_reading_twice_changes_nothing(book: Writer, story: Story, path: Path) -> None:
    book.add(incident(story), reader="v1")
    before = dump(path)
    assert book.add(incident(story), reader="v1").status == "unchanged"
    assert dump(path) == before


def test_a_newer_reading_supersedes_and_the_older_stays(book: Writer, story: Story) -> None:
    book.add(incident(story), reader="v1")
    (old, _) = book.list_records()
    added = book.add(incident(story, killed=3), reader="v2")
    assert added.status == "superseded"
    now = book.list_records()
    assert len(now) == 2
    assert [s.record.killed for s in now if isinstance(s.record, Incident)] == [3]
    assert len(book.list_records(superseded=True)) == 3  # the statement is in both readings, and stands once
    assert book.get_record(old.id).record == old.record
    (document,) = book.list_documents()
    assert (document.readings, document.reader, document.records) == (2, "v2", 2)


def test_an_older_reading_may_come_back(book: Writer, story: Story) -> None:
    for reader, killed in (("v1", 2), ("v2", 3), ("v1", 2)):
        book.add(incident(story, killed=killed), reader=reader)
    assert [s.record.killed for s in book.list_records() if isinstance(s.record, Incident)] == [2]
    assert book.list_documents()[0].readings == 3


def test_has_reading_asks_for_the_current_reader(book: Writer, story: Story) -> None:
    reading = incident(story)
    assert not book.has_reading(reading.document, reader="v1")
    book.add(reading, reader="v1")
    assert book.has_reading(reading.document, reader="v1")
    assert not book.has_reading(reading.document, reader="v2")


def test_a_document_without_records_is_kept(book: Writer, story: Story) -> None:
    assert book.add(story.reading("Nobody fired."), reader="v1").status == "new"
    assert book.add(story.reading("Nobody fired."), reader="v1").status == "unchanged"
    assert [d.records for d in book.list_documents()] == [0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET title = 'x'",
        "DELETE FROM documents",
        "UPDATE records SET confidence = 1",
        "DELETE FROM records",
        "UPDATE evidence SET quote = 'x'",
        "DELETE FROM evidence",
        "UPDATE readings SET reader = 'x'",
        "DELETE FROM reading_records",
        "UPDATE record_actors SET party = 'x'",
        "INSERT INTO evidence SELECT id, 9, 0, 4, 'Lima' FROM records LIMIT 1",
    ],
)
def test_the_book_itself_refuses(book: Writer, story: Story, path: Path, statement: str) -> None:
    book.add(incident(story), reader="v1")
    with pytest.raises(sqlite3.DatabaseError, match=r"append-only|not in the text"), sqlite3.connect(path) as connection:
        connection.execute(statement)


def test_a_false_quote_is_refused() -> None:
    record = Incident(type="clash", evidence=(Span(start=0, end=5),))
    with pytest.raises(RecordError, match="0:5 is 'Shots' in the text, not 'shots'"):
        evidence_rows("ab12", record, "Shots fell.", ["shots"])


def test_text_that_a_database_would_alter_is_refused(book: Writer, story: Story) -> None:
    with pytest.raises(LedgerError, match="control character"):
        book.add(story.reading("No\0body fired."), reader="v1")


def test_records_are_found_by_the_beginning_of_their_id(book: Writer, story: Story) -> None:
    book.add(incident(story), reader="v1")
    stored = book.list_records()[0]
    assert book.get_record(stored.id[:6]) == stored
    for key, message in (("ffffffffffff", "no record"), ("a", "no id of a record"), ("%%%%", "no id of a record")):
        with pytest.raises(LedgerError, match=message):
            book.get_record(key)


def test_two_writers_wait_for_each_other(path: Path, story: Story) -> None:
    with open_writer(path) as first, open_writer(path) as second:
        first.add(incident(story), reader="v1")
        assert second.add(incident(story), reader="v1").status == "unchanged"
        second.add(story.proposal(), reader="v1")
        assert len(first.list_documents()) == 2


def test_a_book_in_a_folder_that_cannot_be_written_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    """Root may write everywhere, so the folder is played."""
    path = tmp_path / "a % book?.book"
    with open_writer(path) as writer:
        writer.add(story.proposal(), reader="v1")
    monkeypatch.setattr("trucebook.ledger.opening.os.access", lambda *_: False)
    with open_view(path) as view:
        assert len(view.list_records()) == 1
        assert "immutable=1" in str(view.engine.url)
    assert list(tmp_path.iterdir()) == [path]


def test_opening_what_is_no_book(tmp_path: Path) -> None:
    text = tmp_path / "text.book"
    text.write_text("this is no database, though long enough to look like something" * 20)
    other = tmp_path / "other.book"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE birds (name)")
    newer = tmp_path / "newer.book"
    open_writer(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for path, message in (
        (text, "cannot be opened"),
        (other, "not a book"),
        (newer, "newer Trucebook"),
        (tmp_path / "none.book", "no such book"),
        (tmp_path, "a folder, not a book"),
    ):
        with pytest.raises(LedgerError, match=message):
            open_view(path)
    for path in (tmp_path, tmp_path / "no" / "folder.book"):
        with pytest.raises(LedgerError, match="folder"):
            open_writer(path)


def test_migrations_make_the_tables(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_writer(path) as book, book.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"


def test_a_view_answers_while_a_writer_writes(book: Writer, path: Path, story: Story) -> None:
    book.add(incident(story), reader="v1")
    with open_view(path) as view, book.engine.begin():
        assert type(view) is View
        assert len(view.list_records()) == 2


def dump(path: Path) -> list[str]:
    """The whole content of a book."""
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())
