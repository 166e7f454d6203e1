"""Frozen trees: CoNLL-U files of our own sentences, corrected by hand, as Docs. No model is needed to test rules on them.

In comes the path of a ``.conllu`` file, out go Docs by ``sent_id``. The ninth column may name entities (B-PERSON, I-PERSON).
"""

from __future__ import annotations

from pathlib import Path

import spacy
import spacy.tokens

from trucebook.language.tokens import Doc

PARSES = Path(__file__).parent / "parses"


def read_parses(name: str) -> dict[str, Doc]:
    """The Docs of ``tests/parses/<name>.conllu`` by ``sent_id``."""
    return {sent_id: Doc(source) for sent_id, source in read_sources(name).items()}


def read_sources(name: str) -> dict[str, spacy.tokens.Doc]:
    """The same as spaCy has them."""
    vocab = spacy.blank("en").vocab
    found = {}
    for block in (PARSES / f"{name}.conllu").read_text("utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        sent_id = next(line.split(" = ")[1] for line in lines if line.startswith("# sent_id"))
        found[sent_id] = spacy.tokens.Doc(
            vocab,
            words=[row[1] for row in rows],
            spaces=[row[9] != "SpaceAfter=No" for row in rows],
            lemmas=[row[2] for row in rows],
            pos=[row[3] for row in rows],
            morphs=["" if row[5] == "_" else row[5] for row in rows],
            heads=[int(row[6]) - 1 if row[6] != "0" else i for i, row in enumerate(rows)],
            deps=[row[7] for row in rows],
            ents=["O" if row[8] == "_" else row[8] for row in rows],
        )
    return found
