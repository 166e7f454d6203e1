"""The matrix: which plan a stance is about, and which stance is the latest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories import Story, party, person
from trucebook.book import Book
from trucebook.queries import Matrix


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book(tmp_path / "test.book") as made:
        yield made


def stances(matrix: Matrix) -> dict[str, dict[str, str]]:
    return {row.matter.label: {party: cell.stance for party, cell in row.cells.items()} for row in matrix.rows}


PLAN = "21-day ceasefire by BRA, CHL"


def test_the_latest_stance_counts(book: Book, story: Story) -> None:
    for reading in (
        story.proposal(),
        story.position("PER", "rejects", 1),
        story.position("ECU", "accepts", 0),
        story.position("PER", "accepts_conditionally", 4),
    ):
        book.add(reading)
    assert stances(book.positions()) == {
        PLAN: {"BRA": "proposes", "CHL": "proposes", "PER": "accepts_conditionally", "ECU": "accepts"}
    }
    assert stances(book.positions(as_of=story.day(2)))[PLAN]["PER"] == "rejects"
    assert stances(book.positions(as_of=story.day(-1))) == {}


def test_a_dated_stance_told_later_is_still_the_earlier_one(book: Book, story: Story) -> None:
    for reading in (
        story.proposal(),
        story.position("PER", "accepts", 5, at_day=5),
        story.position("PER", "rejects", 6, at_day=1),
    ):
        book.add(reading)
    cell = book.positions().rows[0].cells["PER"]
    assert (cell.stance, cell.day) == ("accepts", story.day(5))


def test_only_what_is_actual_counts(book: Book, story: Story) -> None:
    for reading in (story.proposal(), story.position("PER", "accepts", 1, modality="called_for")):
        book.add(reading)
    assert "PER" not in book.positions().rows[0].cells


def test_one_plan_told_twice_is_one_row(book: Book, story: Story) -> None:
    book.add(story.proposal())
    book.add(story.proposal(3, duration=None, type="truce", proposers=[person("Helena Prado", "BRA")]))
    assert list(stances(book.positions())) == [PLAN]


def test_other_terms_or_other_proposers_are_other_plans(book: Book, story: Story) -> None:
    book.add(story.proposal())
    book.add(story.proposal(1, duration="P5D"))
    book.add(story.proposal(2, duration=None, proposers=[party("OAS")]))
    book.add(story.proposal(3, type="prisoner_exchange", duration=None))
    book.add(story.proposal(4, modality="denied", proposers=[party("USA")]))
    labels = [PLAN, "5-day ceasefire by BRA, CHL", "ceasefire by OAS", "prisoner exchange by BRA, CHL"]
    assert list(stances(book.positions())) == labels


def test_a_stance_is_about_the_plan_of_its_own_text(book: Book, story: Story) -> None:
    book.add(story.proposal())
    text = "The OAS proposed a truce. Peru rejected it."
    told = {"words": "The OAS proposed a truce", "kind": "proposal", "type": "truce", "proposers": [party("OAS")]}
    answer = {"words": "Peru rejected it", "kind": "position", "actor": party("PER"), "on": "truce", "stance": "rejects"}
    book.add(story.reading(text, told, answer, published=1))
    book.add(story.position("ECU", "accepts", 1))
    found = stances(book.positions())
    assert found["ceasefire by OAS"]["PER"] == "rejects"
    assert "PER" not in found[PLAN]


def test_a_stance_without_any_plan_has_a_row_of_its_own(book: Book, story: Story) -> None:
    book.add(story.position("PER", "rejects", 1, on="peacekeeping"))
    assert stances(book.positions()) == {"peacekeeping": {"PER": "rejects"}}


def test_a_pact_binds_its_parties(book: Book, story: Story) -> None:
    book.add(story.proposal())
    text = "Ecuador and Peru signed the ceasefire."
    pact = {
        "words": text[:-1],
        "kind": "agreement",
        "type": "ceasefire",
        "parties": [party("ECU"), party("PER")],
        "state": "signed",
    }
    book.add(story.reading(text, pact, published=2))
    assert stances(book.positions())[PLAN] == {"BRA": "proposes", "CHL": "proposes", "ECU": "signed", "PER": "signed"}
