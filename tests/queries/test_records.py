"""What the filters let through, the order of the timeline, and the sentences around evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories import Story, party, person
from trucebook.book import Book
from trucebook.queries.context import passage
from trucebook.records import Span

TEXT = "A bomb fell on Loja. Colonel Chirinos warned Quito. Lima and Quito will meet in Tumbes."


@pytest.fixture
def book(tmp_path: Path, story: Story) -> Iterator[Book]:
    loja = {"name": "Loja", "country": "ECU"}
    bomb = {"words": "A bomb fell on Loja", "kind": "incident", "type": "bombing", "place": loja, "at_day": 2, "confidence": 0.9}
    warned = {
        "words": "warned Quito",
        "kind": "statement",
        "speaker": person("Rubén Chirinos", "PER"),
        "act": "warn",
        "target": party("ECU"),
    }
    sides = [party("PER"), party("ECU")]
    meet = {
        "words": "Lima and Quito will meet in Tumbes", "kind": "contact", "mode": "meeting", "participants": sides,
        "at_day": 9, "modality": "planned", "place": {"name": "Tumbes", "country": "PER"}, "confidence": 0.4,
    }  # fmt: skip
    with Book(tmp_path / "test.book") as made:
        made.add(story.reading(TEXT, meet, warned, bomb, published=3))
        yield made


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        ({}, ["incident", "statement", "contact"]),
        ({"kinds": ("incident", "contact")}, ["incident", "contact"]),
        ({"parties": ("PER",)}, ["statement", "contact"]),
        ({"parties": ("per",)}, ["statement", "contact"]),
        ({"parties": ("chirinos",)}, ["statement"]),
        ({"parties": ("%",)}, []),
        ({"places": ("loj",)}, ["incident"]),
        ({"places": ("PER",)}, ["contact"]),
        ({"places": ("_",)}, []),
        ({"min_confidence": 0.5}, ["incident", "statement"]),
        ({"modalities": ("planned",)}, ["contact"]),
    ],
)
def test_filters(book: Book, wanted: dict[str, Any], kinds: list[str]) -> None:
    assert [stored.record.kind for stored in book.records(**wanted)] == kinds


def test_days(book: Book, story: Story) -> None:
    assert [s.record.kind for s in book.records(since=story.day(3))] == ["contact"]
    assert [s.record.kind for s in book.records(until=story.day(3))] == ["incident"]
    assert book.records(as_of=story.day(2)) == []


def test_the_timeline_is_in_order_and_counts_what_has_no_day(book: Book, story: Story) -> None:
    timeline = book.timeline()
    assert [entry.record.kind for entry in timeline.entries] == ["incident", "contact"]
    assert timeline.undated == 1
    assert book.timeline(kinds=("statement",)).undated == 1
    assert [entry.record.kind for entry in book.timeline(since=story.day(5)).entries] == ["contact"]


def test_context_shows_the_sentences_around(book: Book) -> None:
    stored = book.records(kinds=("statement",))[0]
    context = book.context(stored.id)
    (only,) = context.passages
    assert only.text == TEXT
    ((start, end),) = only.highlights
    assert only.text[start:end] == "warned Quito"


@pytest.mark.parametrize(
    ("text", "spans", "texts"),
    [
        ("One. Two. Three. Four. Five.", [(10, 15)], ["Two. Three. Four."]),
        ("One. Two. Three. Four. Five. Six. Seven.", [(0, 3), (34, 39)], ["One. Two.", "Six. Seven."]),
        ("One. Two. Three. Four.", [(0, 3), (17, 21)], ["One. Two. Three. Four."]),
        ("No end", [(0, 2)], ["No end"]),
        ("One.\n\nTwo lines\nhere.", [(6, 9)], ["One.\n\nTwo lines\nhere."]),
    ],
)
def test_passages(text: str, spans: list[tuple[int, int]], texts: list[str]) -> None:
    found = passage(text, [Span(start=a, end=b) for a, b in spans])
    assert [p.text for p in found] == texts
    marked = [p.text[a:b] for p in found for a, b in p.highlights]
    assert marked == [text[a:b] for a, b in spans]
