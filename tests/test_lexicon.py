"""Lexicons: a user's own laid over the shipped ones, what is refused and how that is told, the examples of the plans."""

from __future__ import annotations

import re
from pathlib import Path

import pycountry
import pytest

import docs
from trucebook.errors import LexiconError
from trucebook.kinds.plans import PlanEntry
from trucebook.lexicon import DATA, Entry, Lexicon, read_entries
from trucebook.reader import Reader
from trucebook.records import Document, Incident

GUIDE = (Path(docs.__file__).parent / "guide" / "lexicons.md").read_text("utf-8")
PLANS = [
    pytest.param(entry.id, sort, text, id=f"{entry.id}-{sort}{i}")
    for entry in Lexicon().entries("plans", PlanEntry)
    for sort in ("yes", "no")
    for i, text in enumerate(getattr(entry, sort))
]


@pytest.mark.parametrize(("entry", "sort", "text"), PLANS)
def test_the_examples_of_the_plans(reader: Reader, entry: str, sort: str, text: str) -> None:
    records = reader.read(Document.model_validate({"text": text, "published": "2025-03-16"})).records
    assert any(f"plans.yaml#{entry}" in record.because for record in records) == (sort == "yes"), records


def test_an_entry_of_the_users_replaces_or_is_added(tmp_path: Path) -> None:
    (tmp_path / "plans.yaml").write_text(
        "- {id: ceasefire, gloss: mine, type: ceasefire, nouns: [hush]}\n- {id: new, gloss: x, type: other, nouns: [zzz]}\n"
    )
    shipped = {entry.id: entry for entry in Lexicon().entries("plans", PlanEntry)}
    laid = {entry.id: entry for entry in Lexicon(tmp_path).entries("plans", PlanEntry)}
    assert set(laid) == {*shipped, "new"}
    assert laid["ceasefire"].gloss == "mine"
    assert laid["truce"] == shipped["truce"]


def test_the_example_of_the_guide_teaches_the_reader_a_group(tmp_path: Path) -> None:
    example, *_ = re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)
    (tmp_path / "parties.yaml").write_text(example)
    document = Document.model_validate({"text": "The River Front shelled Goma on Monday.", "published": "2031-03-04"})
    (incident,) = Reader(lexicon=tmp_path).read(document).records
    assert isinstance(incident, Incident)
    assert incident.perpetrator is not None
    assert incident.perpetrator.party == "RIVER_FRONT"


def test_the_error_in_the_guide_is_the_error_that_comes(tmp_path: Path) -> None:
    from trucebook.resolution.parties import Party

    (tmp_path / "parties.yaml").write_text("- id: river_front\n  gloss: a group\n")
    with pytest.raises(LexiconError) as caught:
        Lexicon(tmp_path).entries("parties", Party)
    assert str(caught.value).replace(str(tmp_path), "my-words") in GUIDE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- id: a\n  gloss: x\n- id: a\n  gloss: y\n", ":3: the id 'a' stands twice"),
        ("- id: a\n  gloss: x\n  colour: red\n", ":1: colour: "),
        ("id: a\n", ":1: expected a list of entries"),
        ("", ":1: expected a list of entries"),
        ("- id: [a\n", ":2: not YAML"),
    ],
)
def test_a_malformed_file_is_one_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "speech.yaml"
    path.write_text(content)
    with pytest.raises(LexiconError) as caught:
        read_entries(path, Entry)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_none_and_a_name_that_lies_over_nothing(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such folder"):
        Lexicon(tmp_path / "nowhere")
    (tmp_path / "speeech.yaml").write_text("- {id: a, gloss: x}")
    with pytest.raises(LexiconError, match=r"speeech\.yaml: lies over no shipped lexicon.*speech\.yaml"):
        Lexicon(tmp_path)
    assert not (DATA / "speeech.yaml").exists()


def test_no_group_has_the_code_of_a_state_that_is_not_its_own() -> None:
    from trucebook.resolution.parties import Party

    states = {country.alpha_3 for country in pycountry.countries}
    codes = {entry.id: (entry.code or entry.id.upper(), entry.of) for entry in Lexicon().entries("parties", Party)}
    assert {name: code for name, (code, of) in codes.items() if code in states and of not in (None, code)} == {}


def test_a_name_is_not_both_a_partys_and_an_outlets() -> None:
    from trucebook.resolution.parties import BodyEntry, Party

    outlets = {name for entry in Lexicon().entries("bodies", BodyEntry) if entry.acts_as == "outlet" for name in entry.names}
    assert outlets
    assert not outlets & {name for entry in Lexicon().entries("parties", Party) for name in entry.names}
