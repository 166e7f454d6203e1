"""Merging: the same fact told twice is one record; what differs stays apart. No model is needed."""

from __future__ import annotations

import datetime

import pytest

from trucebook.kinds.merging import is_same_fact, merge_records
from trucebook.records import (
    Actor,
    Contact,
    Control,
    CountRange,
    DateRange,
    Incident,
    Measure,
    Place,
    Position,
    Proposal,
    Record,
    Span,
    Statement,
)

CHAD = Actor(party="TCD", kind="party")
LIBYA = Actor(party="LBY", kind="party")
QATAR = Actor(party="QAT", kind="party")
MINISTER = Actor(party="TCD", name="Idriss Barka", kind="person")
ENVOY = Actor(party="TCD", name="Moussa Doungous", kind="person")
MONDAY = DateRange.day(datetime.date(2025, 3, 10))
TUESDAY = DateRange.day(datetime.date(2025, 3, 11))
WEEK = DateRange(start=datetime.date(2025, 3, 10), end=datetime.date(2025, 3, 16))
SEBHA = Place(name="Sebha", country="LBY")
MURZUQ = Place(name="Murzuq", country="LBY")


def at(start: int, length: int = 10) -> tuple[Span, ...]:
    return (Span(start=start, end=start + length),)


def position(start: int, **slots: object) -> Position:
    return Position.model_validate({"actor": CHAD, "on": "ceasefire", "stance": "rejects", "evidence": at(start), **slots})


def proposal(start: int, **slots: object) -> Proposal:
    return Proposal.model_validate({"type": "truce", "proposers": (QATAR,), "evidence": at(start), **slots})


def incident(start: int, **slots: object) -> Incident:
    return Incident.model_validate({"type": "air_strike", "evidence": at(start), **slots})


SAME = [
    pytest.param(position(0), position(50, date=MONDAY), id="a date is filled in"),
    pytest.param(position(0), position(50, actor=MINISTER), id="a party and its person"),
    pytest.param(position(0, date=MONDAY), position(50, date=WEEK), id="a day within a week"),
    pytest.param(proposal(0), proposal(50, duration="P30D", scope="energy"), id="a proposal told more fully"),
    pytest.param(proposal(0), proposal(50, proposers=(QATAR, LIBYA)), id="one more proposer"),
    pytest.param(incident(0, place=SEBHA), incident(50, place=SEBHA, killed=4), id="an incident of one place"),
    pytest.param(incident(0, killed=4), incident(50, killed=CountRange(min=4)), id="an incident of one toll"),
    pytest.param(
        Contact(mode="talks", participants=(CHAD, LIBYA), evidence=at(0)),
        Contact(mode="talks", participants=(LIBYA, CHAD), evidence=at(50), date=MONDAY),
        id="participants in another order",
    ),
    pytest.param(
        Control(change="captured", actor=CHAD, place=SEBHA, evidence=at(0)),
        Control(change="captured", actor=CHAD, place=SEBHA, extent="all", evidence=at(50)),
        id="ground taken, told twice",
    ),
]

APART = [
    pytest.param(position(0), position(50, stance="accepts"), id="another stance"),
    pytest.param(position(0, date=MONDAY), position(50, date=TUESDAY), id="a stance at another date"),
    pytest.param(position(0), position(50, on="talks"), id="on another plan"),
    pytest.param(position(0, actor=MINISTER), position(50, actor=ENVOY), id="two persons"),
    pytest.param(position(0), position(50, modality="denied"), id="another modality"),
    pytest.param(proposal(0, duration="P30D"), proposal(50, duration="P7D"), id="another duration"),
    pytest.param(proposal(0), proposal(50, proposers=(LIBYA,)), id="another proposer"),
    pytest.param(incident(0), incident(50), id="two strikes of which nothing is known"),
    pytest.param(incident(0, place=SEBHA), incident(50, place=MURZUQ), id="another place"),
    pytest.param(incident(0, place=SEBHA, killed=3), incident(50, place=SEBHA, killed=4), id="another toll"),
    pytest.param(incident(0, place=SEBHA), position(50), id="another kind"),
    pytest.param(
        Measure(type="aid", actor=CHAD, target=LIBYA, evidence=at(0)),
        Measure(type="aid", actor=CHAD, target=QATAR, evidence=at(50)),
        id="another target",
    ),
]


@pytest.mark.parametrize("one, two", SAME)
def test_same_fact_is_one_record(one: Record, two: Record) -> None:
    merged = merge_records([two, one], text="x" * 80)
    assert len(merged) == 1
    assert len(merged[0].evidence) == 2


@pytest.mark.parametrize("one, two", APART)
def test_different_facts_stay_apart(one: Record, two: Record) -> None:
    assert not is_same_fact(one, two, text="x" * 80)
    assert len(merge_records([one, two], text="x" * 80)) == 2


def test_the_fuller_value_is_kept() -> None:
    merged = merge_records([proposal(0), proposal(50, parties=(CHAD, LIBYA), duration="P30D")], text="x" * 80)[0]
    assert isinstance(merged, Proposal)
    assert (merged.parties, merged.duration) == ((CHAD, LIBYA), "P30D")


def test_reasons_are_joined_and_the_surer_one_counts() -> None:
    one, two = position(0, because=("a",), confidence=0.4), position(50, because=("a", "b"), confidence=0.7)
    merged = merge_records([one, two], text="x" * 80)[0]
    assert (merged.because, merged.confidence) == (("a", "b"), 0.7)


def said(text: str, words: str, **slots: object) -> Statement:
    start = text.index(words)
    return Statement.model_validate({"speaker": MINISTER, "act": "say", "evidence": at(start, len(words)), **slots})


def test_a_headline_and_its_sentence_are_one_statement() -> None:
    text = "Barka says border closed to lorries\n\nIdriss Barka said on Monday that the border was closed to all lorries."
    first, second = text.split("\n\n")
    assert len(merge_records([said(text, first), said(text, second, date=MONDAY)], text=text)) == 1


def test_two_statements_of_one_speaker_stay_apart() -> None:
    text = "Barka said the border was closed. He said that talks would go on in Doha."
    first, second = "Barka said the border was closed", "He said that talks would go on in Doha"
    assert len(merge_records([said(text, first), said(text, second)], text=text)) == 2


def test_the_same_words_by_two_speakers_stay_apart() -> None:
    text = "Barka and Doungous said the border was closed."
    both = [said(text, text[:-1]), said(text, text[:-1], speaker=ENVOY)]
    assert len(merge_records(both, text=text)) == 2


def test_records_come_in_text_order() -> None:
    merged = merge_records([position(90), incident(0), proposal(40)], text="x" * 120)
    assert [record.evidence[0].start for record in merged] == [0, 40, 90]


def test_nested_evidence_is_kept_once() -> None:
    merged = merge_records([position(0), position(0, evidence=at(2, 4))], text="x" * 20)
    assert [record.evidence for record in merged] == [at(0)]


def test_facts_of_different_sorts_are_never_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def count(one: Record, two: Record, *, text: str) -> bool:
        compared.append(1)
        return is_same_fact(one, two, text=text)

    monkeypatch.setattr("trucebook.kinds.merging.is_same_fact", count)
    stances = ("accepts", "rejects")
    told = [
        Position.model_validate({"actor": CHAD, "on": on, "stance": stance, "evidence": (Span(start=at, end=at + 5),)})
        for at, (on, stance) in enumerate(
            [(on, stance) for _ in range(10) for on in ("talks", "ceasefire", "withdrawal") for stance in stances]
        )
    ]
    assert len(merge_records(told, text="")) == 6
    assert len(compared) == len(told) - 6  # each only with the one that tells the same


def test_the_publishers_own_voice_stands_over_somebodys_word() -> None:
    told = Position(actor=CHAD, on="ceasefire", stance="accepts", evidence=at(0))
    said = Position(actor=CHAD, on="ceasefire", stance="accepts", asserted_by=QATAR, evidence=at(50))
    for records in ([told, said], [said.model_copy(update={"evidence": at(0)}), told.model_copy(update={"evidence": at(50)})]):
        merged = merge_records(records, text="")
        assert [record.asserted_by for record in merged] == [None]


def test_what_two_tell_on_one_word_stays_on_that_word() -> None:
    said = [Position(actor=CHAD, on="ceasefire", stance="accepts", asserted_by=QATAR, evidence=at(k)) for k in (0, 50)]
    assert [record.asserted_by for record in merge_records(said, text="")] == [QATAR]
