"""Files become documents: headers, encodings, folders, lines, and the text is the one the gold annotates."""

import datetime
import io
import json
from pathlib import Path

import pytest

from trucebook.settings import Settings
from trucebook.sources import Item, find_sources, read_items
from trucebook.sources.files import parse_report

DAY = datetime.date(2031, 3, 4)


def read_all(*paths: Path | str, stdin: bytes = b"", **options: object) -> list[Item]:
    return list(read_items(find_sources(paths), settings=Settings(), stdin=io.BytesIO(stdin), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        "date 2031-03-04\nThe guns fell silent.",
        "date 2031-03-04 The guns fell silent.",
        " date 2031-03-04 The guns fell silent.\n",
        "Date: 2031-03-04\n\nThe guns fell silent.\n\n",
        "date 2031-03-04\r\nThe guns fell silent.\r\n",
        "\ufeffdate 2031-03-04\nThe guns fell silent.",
        "\n\ndate 2031-03-04T06:00\nThe guns fell silent.",
    ],
)
def test_a_dated_text(tmp_path: Path, content: str) -> None:
    (tmp_path / "note.txt").write_bytes(content.encode())
    (item,) = read_all(tmp_path / "note.txt")
    assert item.document is not None, item.error
    assert (item.document.published, item.document.text) == (DAY, "The guns fell silent.")


def test_header_fields_are_no_text() -> None:
    document = parse_report(
        "date 2031-03-04\ntitle: Calm\npublisher: Andes Wire\nurl: https://a.example/1\n\nTitle: none.", source="x"
    )
    assert (document.title, document.publisher, document.url) == ("Calm", "Andes Wire", "https://a.example/1")
    assert document.text == "Title: none."


def test_a_text_without_header_takes_the_given_date(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Dates were sold in the market. Nobody fired.")
    (item,) = read_all(tmp_path / "note.txt", published=DAY)
    assert item.document is not None
    assert item.document.text.startswith("Dates were sold")


def test_own_date_wins_over_the_given_one(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("date 2031-03-01\nNobody fired.")
    (item,) = read_all(tmp_path / "note.txt", published=DAY)
    assert item.document is not None
    assert item.document.published == datetime.date(2031, 3, 1)


def test_json_text_is_taken_as_it_is(tmp_path: Path) -> None:
    text = " Two\r\nlines \u00e9 e\u0301 \U0001f54a "
    for name, value in (
        ("a", {"text": text, "published": "2031-03-04"}),
        ("b", {"document": {"text": text, "published": "2031-03-04"}}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(value))
    first, second = read_all(tmp_path)
    assert first.document is not None
    assert second.document is not None
    assert first.document.text == second.document.text == text


def test_folder_keeps_subfolders_in_names(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "one.txt").write_text("date 2031-03-04\nOne.")
    (tmp_path / "two.jsonl").write_text('{"text": "x", "published": "2031-03-04"}\n\n{"text": "y", "published": "2031-03-04"}\n')
    (tmp_path / "README.md").write_text("not a report")
    assert [item.name for item in read_all(tmp_path)] == ["a/b/one", "two-1", "two-3"]


@pytest.mark.parametrize(
    ("stdin", "texts"),
    [
        (b"date 2031-03-04\nOne.", ["One."]),
        (b'{"text": "One.", "published": "2031-03-04"}', ["One."]),
        (b'{\n"text": "One.",\n "published": "2031-03-04"}', ["One."]),
        (b'{"text": "One.", "published": "2031-03-04"}\n{"text": "Two.", "published": "2031-03-05"}\n', ["One.", "Two."]),
    ],
)
def test_standard_input(stdin: bytes, texts: list[str]) -> None:
    items = read_all("-", stdin=stdin)
    assert [item.document and item.document.text for item in items] == texts


def test_broken_line_of_jsonl_costs_that_line_only(tmp_path: Path) -> None:
    good = json.dumps({"text": "Nobody fired.", "published": "2031-03-04"})
    (tmp_path / "lines.jsonl").write_text("\n".join([good] * 6 + ['{"text": '] + [good]))
    items = read_all(tmp_path / "lines.jsonl")
    assert [item.document is not None for item in items] == [True] * 6 + [False, True]
    assert str(items[6].error).startswith(f"{tmp_path / 'lines.jsonl'}:7: not JSON")


def test_seed_text_is_the_gold_text(shared: Path) -> None:
    items = read_all(shared / "gold" / "seed" / "seed.txt", shared / "gold" / "seed" / "seed.json")
    first, second = [item.document for item in items]
    assert first is not None
    assert second is not None
    assert (first.text, first.published) == (second.text, second.published)


def test_no_gold_or_news_text_is_refused(shared: Path) -> None:
    items = read_all(shared / "gold", shared / "data" / "news")
    refused = [str(item.error) for item in items if item.error and "expected.jsonl" not in item.source]
    assert len(items) > 1000
    assert refused == []
