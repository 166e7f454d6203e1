"""Scoring against gold: slots, pairs, files, and the same figures as the scorer beside the gold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from trucebook.errors import InputError
from trucebook.evaluation import GoldFile, Tally, pair_records, read_gold
from trucebook.evaluation.slots import compare_actor, compare_actors, compare_date, compare_duration, compare_place, is_filled
from trucebook.reader import Reader

TEXT = "Chad accused Libya of shelling Wour. Libya denied it."
ACCUSES = {"kind": "statement", "speaker": "TCD", "act": "accuse", "target": "LBY", "modality": "actual", "evidence": [TEXT[:36]]}
DENIES = {"kind": "statement", "speaker": "LBY", "act": "deny", "modality": "actual", "evidence": ["Libya denied it"]}


@pytest.mark.parametrize(
    ("gold", "found", "score"),
    [
        ("TCD", "TCD", 1.0),
        ("TCD", "LBY", 0.0),
        ("TCD/Idris Abakar", "TCD/Mr Abakar", 1.0),
        ("TCD/Idris Abakar", "TCD", 0.5),
        ("TCD", "TCD/Idris Abakar", 0.8),
        ("TCD/Idris Abakar", "LBY/Idris Abakar", 0.5),
        ("TCD/Idris Abakar", "TCD/Saleh Kebir", 0.3),
        ("/Idris Abakar", "TCD/Abakar", 1.0),
        ({"party": "TCD", "name": "Chad", "kind": "party"}, "TCD", 1.0),
    ],
)
def test_actors_are_compared_by_party_then_name(gold: Any, found: Any, score: float) -> None:
    assert compare_actor(gold, found) == score


def test_other_slots() -> None:
    assert compare_actors(["TCD", "LBY"], ["LBY"]) == pytest.approx(2 / 3)
    assert compare_date({"start": "2031-03-01", "end": "2031-03-04"}, {"start": "2031-03-04", "end": "2031-03-04"}) == 0.25
    assert compare_date("2031-03-01", "yesterday") == 0
    assert compare_duration("P2W", "P14D") == 1
    assert compare_duration("P14D", "P15D") == 0
    assert compare_place("Wour", {"name": "the town of Wour"}) == 1
    assert compare_place("Wour", "Sebha") == 0
    assert [is_filled(v) for v in (0, False, None, "", [], "x")] == [True, False, False, False, False, True]


def test_records_pair_only_in_one_sentence_and_of_one_kind() -> None:
    pairs = pair_records([ACCUSES, DENIES], [DENIES, {**ACCUSES, "act": "say"}], text=TEXT)
    assert {(m.gold, m.found) for m in pairs} == {(0, 1), (1, 0)}
    assert pair_records([ACCUSES], [DENIES], text=TEXT) == []


def test_a_wrong_bold_slot_makes_a_record_wrong() -> None:
    tally = Tally()
    tally.add([ACCUSES, DENIES], [{**ACCUSES, "act": "say"}, DENIES], text=TEXT)
    row = tally.table()["statement"]
    assert row.records == (0.5, 0.5, 0.5)
    assert row.slots == pytest.approx((8 / 9, 8 / 9, 8 / 9))


def write(folder: Path, name: str, value: object) -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


DOCUMENT = {"published": "2031-03-04", "text": TEXT}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{", "not JSON"),
        ({"records": []}, "no gold file"),
        ({"document": {"text": TEXT}, "records": []}, "no publication date"),
        ({"document": {**DOCUMENT, "published": "soon"}, "records": []}, "document.published"),
        ({"document": DOCUMENT, "records": [{**ACCUSES, "kind": "rumour"}]}, "record 1: kind 'rumour'; allowed: proposal"),
        ({"document": DOCUMENT, "records": [{**ACCUSES, "modality": "sure"}]}, "modality 'sure'; allowed: actual"),
        ({"document": DOCUMENT, "records": [{**ACCUSES, "speaker": None}]}, "a statement without speaker"),
        ({"document": DOCUMENT, "records": [{**ACCUSES, "evidence": ["Chad denied"]}]}, "not in the text: 'Chad denied'"),
        ({"document": DOCUMENT, "records": [{**ACCUSES, "evidence": [{"start": 0, "end": 999}]}]}, "no evidence inside the text"),
    ],
)
def test_a_bad_gold_file_is_told_and_the_others_are_read(tmp_path: Path, value: object, message: str) -> None:
    write(tmp_path, "a.json", value)
    write(tmp_path, "b.json", {"document": DOCUMENT, "records": [ACCUSES]})
    bad, good = read_gold(tmp_path)
    assert isinstance(bad, InputError)
    assert message in str(bad)
    assert "a.json" in str(bad)
    assert isinstance(good, GoldFile)


def test_a_folder_without_gold_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="without gold files"):
        list(read_gold(tmp_path))


@pytest.mark.shared
def test_the_figures_are_those_of_the_scorer_beside_the_gold(shared: Path, reader: Reader, tmp_path: Path) -> None:
    tally = Tally()
    for gold in read_gold(shared / "gold" / "weblog"):
        assert isinstance(gold, GoldFile)
        found = [record.to_dict() for record in reader.read(gold.document).records]
        (tmp_path / f"{gold.name}.json").write_text(json.dumps({"records": found}), "utf-8")
        tally.add(gold.records, found, text=gold.document.text)
    command = [sys.executable, str(shared / "score.py"), str(shared / "gold" / "weblog"), str(tmp_path), "--json"]
    table = json.loads(subprocess.check_output(command, text=True))
    for kind, row in tally.table().items():
        assert table[kind]["slot"] == pytest.approx(row.slots)
        assert table[kind]["record"] == pytest.approx(row.records)
