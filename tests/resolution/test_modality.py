"""Whether events happened: tests/examples/modality.yaml on frozen trees."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from tests.frozen import read_parses
from tests.resolution.test_dates import LEXICON, read_table
from trucebook.language.tokens import Doc
from trucebook.resolution.modality import ModalityEntry, resolve_modality

PARSES = read_parses("modality")
ENTRIES = LEXICON.entries("modality", ModalityEntry)


@pytest.mark.parametrize("case", read_table("modality"), ids=lambda case: case["id"])
def test_modality(case: dict[str, Any]) -> None:
    token = next(t for t in PARSES[case["id"]] if t.text == case["word"])
    assert resolve_modality(token, lexicon=LEXICON) == case["modality"]


def test_every_governing_entry_says_where_what_it_governs_stands() -> None:
    for entry in ENTRIES:
        assert bool(entry.verbs or entry.nouns or entry.adjectives) == bool(entry.complements), entry.id


EXAMPLES = [
    pytest.param(entry, text, id=f"{entry.id}-{i}") for entry in ENTRIES for i, text in enumerate(entry.yes) if entry.complements
]


@pytest.mark.parametrize("entry, text", EXAMPLES)
def test_example_of_the_lexicon(nlp: Language, entry: ModalityEntry, text: str) -> None:
    assert entry.modality in {
        resolve_modality(token, lexicon=LEXICON) for token in Doc(nlp(text)) if token.pos_ in ("VERB", "NOUN")
    }
