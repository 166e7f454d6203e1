"""The quality gate: floors on the annotated texts, and no crash on thousands of real reports. Needs ../shared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.quality import OURS, missed_floors, read_texts, score
from bench.texts import annotated_texts
from trucebook.reader import Reader
from trucebook.records import Document

pytestmark = pytest.mark.shared


def test_no_floor_is_missed(shared: Path) -> None:
    texts = [text for text in annotated_texts() if text.part not in OURS]
    assert list(missed_floors(score(texts, read_texts(texts), set()))) == []


@pytest.mark.parametrize("name", ["current-events", "wikinews"])
def test_every_real_report_is_read_and_its_evidence_is_verbatim(shared: Path, reader: Reader, name: str) -> None:
    lines = (shared / "data" / "news" / f"{name}.jsonl").read_text("utf-8").splitlines()
    known = set(Document.model_fields)
    documents = [Document.model_validate({k: v for k, v in json.loads(line).items() if k in known and v}) for line in lines]
    count = records = 0
    for reading in reader.read_many(documents):
        count += 1
        text = reading.document.text
        for record in reading.records:
            records += 1
            assert all(text[span.start : span.end].strip() for span in record.evidence)
    assert count == len(lines)
    assert records > count
