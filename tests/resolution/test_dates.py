"""When events happen: the words (examples/expressions.yaml), the binding (examples/dates.yaml, on frozen trees), headers."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import spacy
import spacy.tokens
import yaml

from tests.frozen import read_parses
from tests.kinds.test_cases import EXAMPLES
from trucebook.language.tokens import Doc
from trucebook.lexicon import Lexicon, WordLoader
from trucebook.records import DateRange
from trucebook.resolution.dates import DateIndex
from trucebook.resolution.expressions import find_expressions
from trucebook.resolution.headers import find_sections

PUBLISHED = datetime.date(2025, 3, 16)
LEXICON = Lexicon()
PARSES = read_parses("dates")


def read_table(name: str) -> list[dict[str, Any]]:
    return yaml.load((EXAMPLES / f"{name}.yaml").read_text("utf-8"), Loader=WordLoader)


def short(days: DateRange | None) -> str | None:
    if days is None:
        return None
    return str(days.start) if days.start == days.end else f"{days.start}/{days.end}"


@pytest.mark.parametrize("case", read_table("expressions"), ids=lambda case: case["text"])
def test_expression(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [[text[e.start : e.end], short(e.past), short(e.future)] for e in find_expressions(text, published=PUBLISHED)]
    wanted = [[words, str(past), str(future[0]) if future else str(past)] for words, past, *future in case["expect"]]
    assert found == wanted


@pytest.mark.parametrize("case", read_table("dates"), ids=lambda case: case["id"])
def test_event(case: dict[str, Any]) -> None:
    doc = PARSES[case["id"]]
    index = DateIndex(doc, published=PUBLISHED, lexicon=LEXICON)
    token = next(t for t in doc if t.text == case["word"])
    assert short(index.resolve(token)) == (None if case["date"] is None else str(case["date"]))


def test_sections_of_a_timeline() -> None:
    text = "How it went.\n\n12 May – Talks open in Oslo.\n\n14 May – They end.\n\nNobody was surprised."
    sections = find_sections(text, published=datetime.date(2025, 6, 1))
    assert [(short(s.day), text[s.body : s.end].strip()) for s in sections] == [
        (None, "How it went."),
        ("2025-05-12", "Talks open in Oslo."),
        ("2025-05-14", "They end."),
        (None, "Nobody was surprised."),
    ]


def test_a_dateline_dates_nothing() -> None:
    words = ["OSLO", ",", "March", "10", "-", "Rebels", "left", "."]
    doc = Doc(spacy.tokens.Doc(spacy.blank("en").vocab, words=words, heads=[6] * 8, deps=["dep"] * 8))
    index = DateIndex(doc, published=PUBLISHED, lexicon=LEXICON)
    assert index.resolve(doc[6]) is None


@pytest.mark.parametrize("text", ["", "\n", "On Sunday", "“", "1 2 3 March", "(Monday) – :", "31 February 2025, in 9999."])
def test_odd_texts_do_not_crash(text: str) -> None:
    doc = Doc(spacy.blank("en")(text))
    index = DateIndex(doc, published=PUBLISHED, lexicon=LEXICON)
    assert len([index.resolve(token) for token in doc]) == len(doc)
