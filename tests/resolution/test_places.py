"""Where it happens: tests/examples/places.yaml on frozen trees, and the gazetteer."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.frozen import read_parses
from tests.resolution.test_dates import LEXICON, PUBLISHED, read_table
from trucebook.language.tokens import Doc
from trucebook.records import Document
from trucebook.resolution.gazetteer import gazetteer
from trucebook.resolution.places import PlaceIndex

PARSES = read_parses("places")


def index_of(doc: Doc) -> PlaceIndex:
    return PlaceIndex(doc, document=Document(text=doc.text, published=PUBLISHED), lexicon=LEXICON)


@pytest.mark.parametrize("case", read_table("places"), ids=lambda case: case["id"])
def test_where_it_happens(case: dict[str, Any]) -> None:
    doc = PARSES[case["id"]]
    index = index_of(doc)
    for word, expected in case["at"].items():
        place = index.resolve(next(token for token in doc if token.text == word))
        assert ([place.name, place.country] if place else None) == expected, word


def test_names_of_places() -> None:
    doc = PARSES["town_before_region"]
    index = index_of(doc)
    assert [one.place.name for one in index.named] == ["Chuhuiv", "Kharkiv region"]
    assert index.is_place(doc[4])
    assert not index.is_place(doc[0])
    assert index.place_at(doc[0]) is None


@pytest.mark.parametrize(
    "name, countries, country",
    [
        ("Chuhuiv", (), "UKR"),
        ("Khan Younis", (), "PSE"),
        ("El Fasher", (), "SDN"),
        ("al-Qaim", (), "IRQ"),
        ("Tripoli", ("LBN",), "LBN"),
        ("Tripoli", (), "LBY"),
        ("Paris", ("USA",), "FRA"),
        ("Darfur", (), "SDN"),
        ("Kenya", (), "KEN"),
    ],
)
def test_gazetteer(name: str, countries: tuple[str, ...], country: str) -> None:
    spot = gazetteer(LEXICON).lookup(name, countries=countries)
    assert spot is not None
    assert spot.country == country


def test_gazetteer_does_not_know_everything() -> None:
    assert gazetteer(LEXICON).lookup("Umm Duwayla") is None


def test_lookups_are_quick() -> None:
    one = gazetteer(LEXICON)
    began = time.perf_counter()
    for _ in range(1000):
        one.lookup("Chuhuiv", countries=("UKR",))
    assert time.perf_counter() - began < 0.5
