"""The shared words: what is refused, and the JSON in which a record is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from trucebook.errors import RecordError
from trucebook.records import Actor, CountRange, DateRange, Document, Incident, Reading, Span, record_adapter

PER = {"party": "PER", "kind": "party"}
EVIDENCE = [{"start": 0, "end": 4}]


def test_json_has_the_kind_and_what_every_record_carries() -> None:
    actor = Actor(party="PER", name="Peru", kind="party")
    record = Incident(type="clash", perpetrator=actor, killed=CountRange(min=3), evidence=(Span(start=0, end=4),))
    assert record.to_dict() == {
        "kind": "incident",
        "evidence": [{"start": 0, "end": 4}],
        "date": None,
        "modality": "actual",
        "asserted_by": None,
        "place": None,
        "confidence": 0.5,
        "because": [],
        "type": "clash",
        "perpetrator": {"party": "PER", "name": "Peru", "kind": "party", "role": None},
        "killed": {"min": 3},
    }
    assert record_adapter.validate_python(record.to_dict()) == record


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "incident", "type": "clash", "evidence": []}, "at least 1 item"),
        ({"kind": "incident", "type": "clash", "evidence": [{"start": 4, "end": 4}]}, "an empty span"),
        ({"kind": "incident", "type": "clash", "evidence": EVIDENCE, "colour": "red"}, "Extra inputs"),
        ({"kind": "incident", "type": "clash", "evidence": EVIDENCE, "confidence": 1.1}, "less than or equal to 1"),
        ({"kind": "control", "change": "lost", "actor": PER, "evidence": EVIDENCE}, "needs a place"),
        ({"kind": "proposal", "type": "truce", "proposers": [], "evidence": EVIDENCE}, "at least 1 item"),
        ({"kind": "proposal", "type": "truce", "proposers": [PER], "duration": "30D", "evidence": EVIDENCE}, "no ISO 8601"),
        ({"kind": "measure", "type": "aid", "actor": {"kind": "person"}, "evidence": EVIDENCE}, "a party or a name"),
        ({"kind": "birds", "evidence": EVIDENCE}, "does not match any of the expected tags"),
    ],
)
def test_what_breaks_the_codebook_is_refused(values: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        record_adapter.validate_python(values)


def test_a_range_of_days_goes_forward() -> None:
    with pytest.raises(ValidationError, match="ends before it starts"):
        DateRange.model_validate({"start": "2031-03-04", "end": "2031-03-03"})


def test_evidence_outside_the_text_is_refused() -> None:
    document = Document.model_validate({"text": "Nobody fired.", "published": "2031-03-04"})
    record = Incident(type="clash", evidence=(Span(start=5, end=14),))
    with pytest.raises(RecordError, match="outside the text of 13 characters"):
        Reading(document=document, records=(record,))


def test_the_id_of_a_document_hashes_day_text_and_publisher() -> None:
    def made(**values: str) -> str:
        return Document.model_validate({"text": "Nobody fired.", "published": "2031-03-04", **values}).id

    assert len({made(), made(published="2031-03-05"), made(text="Nobody fell."), made(publisher="Andes Wire")}) == 4
    assert made() == made(title="Quiet night")
    assert made(id="mine") == "mine"
