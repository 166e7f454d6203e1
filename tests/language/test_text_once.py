"""Reading time grows with the length of a text: a document's text is put together once. No model is needed."""

from __future__ import annotations

import re
from pathlib import Path

import spacy

import trucebook
from trucebook.language.tree import text_of


def test_the_text_of_a_document_is_put_together_once() -> None:
    doc = spacy.blank("en")("Oman hosted talks. Nobody came.")
    assert text_of(doc) == doc.text
    assert text_of(doc) is text_of(doc)


def test_no_rule_asks_spacy_for_the_whole_text() -> None:
    package = Path(trucebook.__file__).parent
    asking = [
        str(path.relative_to(package))
        for folder in ("kinds", "resolution", "language")
        for path in sorted((package / folder).rglob("*.py"))
        if re.search(r"\bdoc\.text\b", path.read_text("utf-8"))
    ]
    assert asking == ["language/tree.py"]
