"""Confidence: a record gets the share that its rule has earned, drawn towards its kind's."""

from __future__ import annotations

import pytest

from trucebook.kinds.confidence import PRIOR_WEIGHT, UNMEASURED, ShareEntry, confidence_of, share_of, with_confidence
from trucebook.lexicon import Lexicon
from trucebook.records import Incident, Span

RECORD = Incident(type="shelling", evidence=(Span(start=0, end=4),), because=("incident.event", "incident.yaml#shelling"))


def share(name: str, right: int, of: int) -> ShareEntry:
    return ShareEntry(id=name, gloss="", right=right, of=of)


def test_without_any_measure_it_is_even() -> None:
    assert share_of(RECORD, {}) == UNMEASURED


def test_an_unmeasured_rule_takes_its_kinds_share() -> None:
    assert share_of(RECORD, {"incident": share("incident", 79, 98)}) == pytest.approx(0.8)


def test_a_rule_with_few_records_stays_near_its_kind() -> None:
    shares = {"incident": share("incident", 79, 98), "incident.yaml#shelling": share("incident.yaml#shelling", 0, 1)}
    assert share_of(RECORD, shares) == pytest.approx(PRIOR_WEIGHT * 0.8 / (PRIOR_WEIGHT + 1))


def test_a_rule_with_many_records_speaks_for_itself() -> None:
    shares = {"incident": share("incident", 79, 98), "incident.yaml#shelling": share("incident.yaml#shelling", 300, 1000)}
    assert share_of(RECORD, shares) == pytest.approx(0.3, abs=0.01)


def test_the_share_alone_is_the_confidence_until_the_record_itself_counts() -> None:
    shares = {"incident": share("incident", 79, 98)}
    assert confidence_of(RECORD, shares, {"share": 1.0}) == pytest.approx(0.8)
    planned = RECORD.model_copy(update={"modality": "planned"})
    weights = {"share": 1.0, "not_actual": -0.5}
    assert confidence_of(planned, shares, weights) < confidence_of(RECORD, shares, weights)


def test_the_shipped_table_is_used() -> None:
    confident = with_confidence(RECORD, Lexicon())
    assert 0 < confident.confidence < 1
    assert confident.model_copy(update={"confidence": RECORD.confidence}) == RECORD
