"""Who says what: tests/examples/attribution.yaml on frozen trees, and turns of a transcript."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language

from tests.frozen import read_parses
from tests.resolution.test_dates import LEXICON, read_table
from trucebook.language.quotes import Quotes
from trucebook.language.tokens import Doc, Token
from trucebook.records import Actor
from trucebook.resolution.attribution import Attributions
from trucebook.resolution.speech import SpeechEntry
from trucebook.resolution.turns import find_turns

PARSES = read_parses("attribution")


class ByWord:
    """An index of actors in which every word is an actor of that name."""

    def resolve(self, token: Token) -> tuple[Actor, ...]:
        return (Actor(name=token.text, kind="person"),)


@pytest.mark.parametrize("case", read_table("attribution"), ids=lambda case: case["id"])
def test_who_says_what(case: dict[str, Any]) -> None:
    doc = PARSES[case["id"]]
    attributions = Attributions(doc, actors=ByWord(), quotes=Quotes(doc), lexicon=LEXICON)
    found = [[str(s.head), s.speakers[0].name if s.speakers else None, s.act] for s in attributions.speech_acts]
    assert found == case["speeches"]
    for word, speaker in case["asserted"].items():
        token = next(t for t in doc if t.text == word)
        actor = attributions.asserted_by(token)
        assert (actor.name if actor is not None else None) == speaker, word


def test_turns_of_a_transcript() -> None:
    doc = Doc(spacy.blank("en")("MR. OKORO: Good day.\n\nQUESTION: Who pays?\n\nMR. OKORO: Nobody.\n\nAnd that is that."))
    turns = find_turns(doc)
    assert [str(turn.speaker) for turn in turns] == ["OKORO", "OKORO"]
    assert " ".join(doc[i].text for i in sorted(turns[1].content)) == "Nobody . And that is that ."


def test_one_label_is_no_transcript() -> None:
    assert find_turns(Doc(spacy.blank("en")("Note: the road is closed."))) == []


def test_every_speech_entry_has_an_example() -> None:
    for entry in LEXICON.entries("speech", SpeechEntry):
        assert entry.yes, entry.id


EXAMPLES = [
    pytest.param(entry.id, sort, text, id=f"{entry.id}-{sort}{i}")
    for entry in LEXICON.entries("speech", SpeechEntry)
    for sort in ("yes", "no")
    for i, text in enumerate(getattr(entry, sort))
    if not entry.vehicles
]


@pytest.mark.parametrize("entry, sort, text", EXAMPLES)
def test_example_of_the_lexicon(nlp: Language, entry: str, sort: str, text: str) -> None:
    doc = Doc(nlp(text))
    attributions = Attributions(doc, actors=ByWord(), quotes=Quotes(doc), lexicon=LEXICON)
    assert (f"speech.yaml#{entry}" in {s.entry for s in attributions.speech_acts}) == (sort == "yes")
