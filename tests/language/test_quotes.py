"""Quotation marks: tests/examples/quotes.yaml. No parse is needed."""

from __future__ import annotations

from typing import Any

import pytest
import spacy

from tests.resolution.test_dates import read_table
from trucebook.language.quotes import Quotes, paragraphs
from trucebook.language.tokens import Doc

NLP = spacy.blank("en")


@pytest.mark.parametrize("case", read_table("quotes"), ids=lambda case: case["id"])
def test_quotes(case: dict[str, Any]) -> None:
    doc = Doc(NLP(case["text"]))
    found = [[doc[q.start : q.end].text, q.run, q.is_scare] for q in Quotes(doc).spans]
    assert found == case["quotes"]


def test_asked_by_token() -> None:
    doc = Doc(NLP("“She called it ‘a good day’ for us,” he said."))
    quotes = Quotes(doc)
    good, said = (next(t for t in doc if t.text == word) for word in ("good", "said"))
    assert quotes.contains(good)
    assert not quotes.contains(said)
    inner, outer = quotes.quote_of(good), quotes.outermost_of(good)
    assert inner is not None
    assert outer is not None
    assert (inner.depth, outer.depth) == (1, 0)


def test_paragraphs_end_at_blank_lines_and_after_sentences() -> None:
    text = "One line\ngoes on here.\nA second.\n\nA third."
    assert [text[a:b].strip() for a, b in paragraphs(text)] == ["One line\ngoes on here.", "A second.", "A third."]
