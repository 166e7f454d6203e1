"""Who is recognised by the list of office holders, and who is not: with invented persons, laid over the shipped list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from trucebook.lexicon import Lexicon
from trucebook.reader import Reader
from trucebook.records import Document, Statement
from trucebook.resolution.officeholders import OfficeHolder, OfficeHolders, office_holders
from trucebook.resolution.parties import party_table

OVERLAY = """
- id: ilmar_tosk
  gloss: president of Estonia
  party: EST
  gender: m
  names: [Ilmar Tosk, Tosk]
  offices: [president]
  since: 2024-05-01
  until: 2025
- {id: dora_venn, gloss: envoy of Norway, party: NOR, names: [Dora Vennskyy], since: 2020}
- {id: dora_venn_2, gloss: chief of the OSCE, party: OSCE, names: [Dora Vennskyy], since: 2026}
"""


@pytest.fixture(scope="module")
def overlaid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "officeholders.yaml").write_text(OVERLAY, "utf-8")
    return folder


@pytest.mark.parametrize(
    "name, day, party",
    [
        ("Ilmar Tosk", date(2025, 3, 16), "EST"),
        ("Tosk", date(2025, 3, 16), "EST"),
        ("Tosk", date(2024, 5, 1), "EST"),
        ("Tosk", date(2024, 4, 30), None),  # not yet
        ("Tosk", date(2025, 12, 31), "EST"),
        ("Tosk", date(2026, 1, 1), None),  # no longer
        ("Jaan Tosk", date(2025, 3, 16), None),  # another first name
        ("Ilmar", date(2025, 3, 16), None),
        ("Dora Vennsky", date(2025, 3, 16), "NOR"),  # another spelling
        ("Dora Vennskyy", date(2026, 3, 16), None),  # two offices that day: not for a list to say
    ],
)
def test_found_by_name_and_day(overlaid: Path, name: str, day: date, party: str | None) -> None:
    holders = OfficeHolders(Lexicon(overlaid).entries("officeholders", OfficeHolder))
    found = holders.find(tuple(name.split()), day=day)
    assert (found.party if found else None) == party


@pytest.fixture(scope="module")
def overlaid_reader(overlaid: Path) -> Reader:
    return Reader(lexicon=overlaid)


@pytest.mark.parametrize(
    "text, party",
    [
        ("Tosk said on Sunday that talks would resume.", "EST"),
        ("Ilmar Tosk said talks would resume. The president added that a truce was near.", "EST"),
        ("Latvian general Ilmar Tosk said talks would resume.", "LVA"),  # the text goes first
        ("Analyst Ilmar Tosk said talks would resume.", None),  # speaks for nobody
        ("Jaan Tosk, a resident of Tartu, said he heard a blast. Tosk said it shook the house.", None),
    ],
)
def test_the_text_goes_first(overlaid_reader: Reader, text: str, party: str | None) -> None:
    reading = overlaid_reader.read(Document(text=text, published=date(2025, 3, 16)))
    speakers = [r.speaker for r in reading.records if isinstance(r, Statement)]
    assert speakers
    assert all(speaker is not None and speaker.party == party for speaker in speakers)


def test_the_shipped_list_is_sound() -> None:
    lexicon = Lexicon()
    entries, parties = lexicon.entries("officeholders", OfficeHolder), party_table(lexicon)
    assert len(entries) > 300
    for entry in entries:
        assert entry.since <= entry.until, entry.id
        assert entry.party in parties.display or entry.party == "SISTANI", f"{entry.id}: {entry.party} is no party we know"
        found = office_holders(lexicon).find(tuple(entry.names[0].split()), day=entry.since)
        assert found is None or found.names[0] == entry.names[0], entry.id
