"""Runs every case table: ``tests/examples/<kind>.yaml`` is a list of cases, a sentence with the records it must yield.

    - id: strike_with_toll                # unique in the file
      text: "A drone killed two people in Kosti."
      published: 2025-03-16               # optional, this is the default
      expect:                             # the records of this kind, in any order; [] for a sentence that must yield none
        - {type: drone_strike, killed: 2, place: Kosti}

Only the slots that a case names are compared (``null``: must be empty). Short forms: an actor is ``UKR`` or ``UKR/First Last``, a
day ``2025-03-16`` or ``2025-03-16/2025-03-20``, a place its name, a span its words, a count a number or ``{min: 3}``.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from trucebook.kinds import KINDS
from trucebook.lexicon import WordLoader
from trucebook.reader import Reader
from trucebook.records import Actor, CountRange, DateRange, Document, Place, Record, Span

EXAMPLES = Path(__file__).parent.parent / "examples"
PUBLISHED = datetime.date(2025, 3, 16)


def read_cases(kind: str) -> list[dict[str, Any]]:
    path = EXAMPLES / f"{kind}.yaml"
    return yaml.load(path.read_text("utf-8"), Loader=WordLoader) or [] if path.exists() else []


CASES = [pytest.param(kind.name, case, id=f"{kind.name}-{case['id']}") for kind in KINDS for case in read_cases(kind.name)]


def is_same(wanted: Any, found: Any, text: str) -> bool:
    """Whether the short form of a case table stands for the value of a slot."""
    if isinstance(found, Actor):
        party, _, name = str(wanted).partition("/")
        return (found.party or "") == party and (not name or found.name == name)
    if isinstance(found, DateRange):
        start, _, end = str(wanted).partition("/")
        return (str(found.start), str(found.end)) == (start, end or start)
    if isinstance(found, Place):
        return found.name == wanted
    if isinstance(found, Span):
        return text[found.start : found.end] == wanted
    if isinstance(found, CountRange):
        return found.model_dump(exclude_none=True) == wanted
    if isinstance(found, tuple):
        return len(found) == len(wanted or ()) and all(any(is_same(w, f, text) for f in found) for w in wanted or ())
    return bool(found == wanted)


def fits(wanted: dict[str, Any], record: Record, text: str) -> bool:
    return all(is_same(value, getattr(record, slot), text) for slot, value in wanted.items())


def pair_up(wanted: list[dict[str, Any]], records: list[Record], text: str) -> bool:
    """Whether every wanted record can be given a record of its own."""
    if not wanted:
        return not records
    first, *rest = wanted
    return any(fits(first, r, text) and pair_up(rest, records[:i] + records[i + 1 :], text) for i, r in enumerate(records))


@pytest.mark.parametrize("kind, case", CASES)
def test_case(rules: Reader, kind: str, case: dict[str, Any]) -> None:
    published = case.get("published", PUBLISHED)
    reading = rules.read(Document(text=case["text"], published=published))
    records: list[Record] = [r for r in reading.records if r.kind == kind]
    shown = [r.model_dump(mode="json", exclude_none=True, exclude={"confidence"}) for r in records]
    assert len(records) == len(case["expect"]), shown
    assert pair_up(case["expect"], records, case["text"]), shown


def test_every_kind_has_a_case_table_with_both_sorts() -> None:
    for kind in KINDS:
        cases = read_cases(kind.name)
        assert any(case["expect"] for case in cases), f"tests/examples/{kind.name}.yaml: no case that must yield a record"
        assert any(not case["expect"] for case in cases), f"tests/examples/{kind.name}.yaml: no case that must yield none"
        assert len({case["id"] for case in cases}) == len(cases), f"tests/examples/{kind.name}.yaml: an id stands twice"
