"""The questions to a tree, on frozen trees: sentence, token, answer."""

from __future__ import annotations

import pytest

from tests.frozen import read_parses
from trucebook.language import tree
from trucebook.language.tokens import Doc, Token

PARSES = read_parses("tree")


def word(sentence: str, text: str) -> Token:
    doc: Doc = PARSES[sentence]
    return next(token for token in doc if token.text == text)


def text_of(sentence: str, start: int, end: int) -> str:
    return PARSES[sentence].text[start:end]


@pytest.mark.parametrize(
    ("sentence", "verb", "agent", "patient"),
    [
        ("reported_attack", "backs", "Rwanda", "rebels"),
        ("reported_attack", "urged", "Rwanda", "Kinshasa"),
        ("reported_attack", "withdraw", "Kinshasa", "forces"),
        ("passive_agent", "destroyed", "soldiers", "bridges"),
        ("coordination", "called", "Egypt", None),
        ("by_participle", "advancing", "Forces", None),
        ("by_participle", "taken", "Forces", "airfield"),
        ("two_clauses", "fired", "rebels", None),
        ("because_of", "delivered", None, "aid"),
    ],
)
def test_who_does_what_to_whom(sentence: str, verb: str, agent: str | None, patient: str | None) -> None:
    found_agent, found_patient = tree.agent_of(word(sentence, verb)), tree.patient_of(word(sentence, verb))
    assert (found_agent and found_agent.text) == agent
    assert (found_patient and found_patient.text) == patient


@pytest.mark.parametrize(
    ("sentence", "verb", "tense"),
    [
        ("future", "meet", "future"),
        ("future", "set", "perfect"),
        ("reported_attack", "backs", "present"),
        ("reported_attack", "urged", "past"),
        ("reported_attack", "withdraw", "none"),
        ("by_participle", "taken", "perfect"),
        ("event_noun", "planned", "past"),
    ],
)
def test_tense(sentence: str, verb: str, tense: str) -> None:
    assert tree.tense_of(word(sentence, verb)) == tense


@pytest.mark.parametrize(
    ("sentence", "token", "negated"),
    [
        ("by_participle", "taken", True),
        ("by_participle", "advancing", False),
        ("future", "date", True),
        ("future", "meet", False),
        ("because_of", "delivered", True),
    ],
)
def test_negation(sentence: str, token: str, negated: bool) -> None:
    assert tree.is_negated(word(sentence, token)) is negated


def test_conjuncts_are_all_found_in_text_order() -> None:
    assert [t.text for t in tree.conjuncts(word("coordination", "Egypt"))] == ["Egypt", "Qatar", "Turkey"]


def test_a_fixed_preposition_is_one() -> None:
    assert tree.preposition_of(word("because_of", "shelling")) == "because of"
    assert tree.preposition_of(word("because_of", "aid")) == ""


@pytest.mark.parametrize(
    ("sentence", "token", "clause"),
    [
        ("two_clauses", "shelled", "The army shelled the port"),
        ("two_clauses", "fired", "the rebels fired on the airport"),
        ("event_noun", "attack", "that Chad's attack on the market was planned"),
        ("future", "meet", "The ministers will meet in Nairobi"),
        ("coordination", "called", "called for restraint"),
    ],
)
def test_the_clause_is_a_verbatim_stretch(sentence: str, token: str, clause: str) -> None:
    span = tree.clause_of(word(sentence, token))
    assert text_of(sentence, span.start, span.end) == clause


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    assert tree.antecedent(word("reported_attack", "which")).text == "Rwanda"
    assert tree.antecedent(word("reported_attack", "Kinshasa")).text == "Kinshasa"
