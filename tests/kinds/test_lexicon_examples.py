"""Runs the ``yes:`` and ``no:`` sentences of every kind's lexicon: yes must yield a record because of that entry, no must not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml

from trucebook.kinds import KINDS
from trucebook.lexicon import DATA, WordLoader
from trucebook.reader import Reader
from trucebook.records import Document

PUBLISHED = datetime.date(2025, 3, 16)


def read_lexicon(kind: str) -> list[dict[str, Any]]:
    path = DATA / f"{kind}.yaml"
    return yaml.load(path.read_text("utf-8"), Loader=WordLoader) or [] if path.exists() else []


EXAMPLES = [
    pytest.param(kind.name, entry["id"], sort, text, id=f"{kind.name}-{entry['id']}-{sort}{i}")
    for kind in KINDS
    for entry in read_lexicon(kind.name)
    for sort in ("yes", "no")
    for i, text in enumerate(entry.get(sort, ()))
]


@pytest.mark.parametrize("kind, entry, sort, text", EXAMPLES)
def test_example(rules: Reader, kind: str, entry: str, sort: str, text: str) -> None:
    reading = rules.read(Document(text=text, published=PUBLISHED))
    reason = f"{kind}.yaml#{entry}"
    found = [r.model_dump(mode="json", exclude_none=True) for r in reading.records if r.kind == kind]
    because = {reason for record in found for reason in record["because"]}
    assert (reason in because) == (sort == "yes"), found


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_entry_has_an_example(kind: str) -> None:
    for entry in read_lexicon(kind):
        assert entry.get("yes"), f"{kind}.yaml: {entry['id']} has no yes: sentence"
