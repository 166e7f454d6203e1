"""Who is meant: tests/examples/actors.yaml on frozen trees, and what the tables of parties must hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.frozen import read_parses, read_sources
from tests.resolution.test_dates import LEXICON, PUBLISHED, read_table
from trucebook.language.names import is_same_name, words_of_text
from trucebook.language.quotes import Quotes
from trucebook.language.tokens import Doc, Token
from trucebook.records import Actor, Document
from trucebook.resolution.actors import ActorIndex
from trucebook.resolution.parties import party_table
from trucebook.resolution.titles import vocabulary

PARSES = read_parses("actors")


def index_of(doc: Doc, *, title: str | None = None) -> ActorIndex:
    document = Document(text=doc.text, published=PUBLISHED, title=title)
    return ActorIndex(doc, document=document, lexicon=LEXICON, quotes=Quotes(doc))


def token_of(doc: Doc, word: str) -> Token:
    """The token of ``word`` (``word@2`` is its second place)."""
    text, _, place = word.partition("@")
    return [token for token in doc if token.text == text][int(place or 1) - 1]


def written(actor: Actor) -> str:
    return str(actor.party) if actor.kind == "party" else f"{actor.party or ''}/{actor.name}"


@pytest.mark.parametrize("case", read_table("actors"), ids=lambda case: case["id"])
def test_who_is_meant(case: dict[str, Any]) -> None:
    doc = PARSES[case["id"]]
    index = index_of(doc)
    for word, expected in case["who"].items():
        found = sorted(written(actor) for actor in index.resolve(token_of(doc, word)))
        assert found == sorted(expected if isinstance(expected, list) else [expected]), word


def test_every_token_may_be_asked() -> None:
    for doc in PARSES.values():
        index = index_of(doc)
        assert all(isinstance(index.resolve(token), tuple) for token in doc)


def test_title_of_the_document_tells_whose_army() -> None:
    doc = Doc(read_sources("actors")["army_alone"][5:].as_doc())
    assert [a.party for a in index_of(doc, title="Peace talks in Mali").resolve(token_of(doc, "army"))] == ["MLI"]


@pytest.mark.parametrize(
    "text, code, sense",
    [
        ("Côte d’Ivoire", "CIV", "name"),
        ("Ivorian", "CIV", "adjective"),
        ("DR Congo", "COD", "name"),
        ("Republic of the Congo", "COG", "name"),
        ("U.S.", "USA", "name"),
        ("UK", "GBR", "name"),
        ("Downing Street", "GBR", "seat"),
        ("Beijing", "CHN", "capital"),
        ("al-Shabaab", "AL_SHABAAB", "name"),
        ("al Shabaab", "AL_SHABAAB", "name"),
        ("Ba’athist", "BAATH", "adjective"),
        ("Tigray People’s Liberation Front", "TPLF", "name"),
        ("Sudanese Armed Forces", "SDN", "forces"),
        ("Central Command", "USA", "body"),
        ("Agence France-Presse", None, "outlet"),
    ],
)
def test_names_of_parties(text: str, code: str | None, sense: str) -> None:
    found = party_table(LEXICON).lookup(text)
    assert found is not None
    assert (found.party, found.sense) == (code, sense)


@pytest.mark.parametrize("text", ["us", "who", "is", "united nations of words", "mali", "Turkeys"])
def test_words_that_are_no_parties(text: str) -> None:
    assert party_table(LEXICON).lookup(text) is None


def test_every_state_of_the_world_has_a_name() -> None:
    table = party_table(LEXICON)
    assert len(table.states) > 240
    assert all(table.actor(code).name for code in table.states)


@pytest.mark.parametrize(
    "one, two, same",
    [
        ("Volodymyr Zelenko", "Zelenko", True),
        ("Abdel Fattah al-Badri", "al-Badri", True),
        ("Kemal Yıldız", "Yildiz", True),
        ("Joe Walker", "Jill Walker", False),
        ("Amos Kibet", "Amos Otieno", False),
    ],
)
def test_forms_of_a_name(one: str, two: str, same: bool) -> None:
    assert is_same_name(one.split(), two.split()) is same


def test_titles_in_the_plural() -> None:
    found = vocabulary(LEXICON).find_titles(words_of_text("foreign ministers and spokesmen and chiefs of staff"))
    assert [(title.value.name, title.value.plural) for title in found] == [
        ("foreign minister", True), ("spokesman", True), ("chief of staff", True),
    ]  # fmt: skip
