"""Phrases and the progress bar."""

from __future__ import annotations

import datetime
import io
import sys
import time
from typing import Any

import pytest
from rich.console import Console

from tests.stories import Story, party, person
from trucebook.faces import phrases
from trucebook.faces.cli import output
from trucebook.faces.cli.output import Progress
from trucebook.faces.tables import reading_table
from trucebook.records import Actor, CountRange, DateRange

TEXT = "Somebody did something."
PER, ECU = party("PER"), party("ECU")

INES, BRA, LOJA = person("Inés Carrión", "ECU"), party("BRA"), {"name": "Loja"}
AT_LEAST, AT_MOST, BETWEEN = CountRange(min=3), CountRange(max=9), CountRange(min=3, max=5)

PHRASES: list[tuple[str, dict[str, Any], str]] = [
    ("proposal", {"type": "prisoner_exchange", "proposers": [PER], "parties": [ECU]}, "PER → ECU: prisoner exchange"),
    ("proposal", {"type": "truce", "proposers": [PER], "duration": "P2W", "scope": "energy"}, "PER: 2-week energy truce"),
    ("position", {"actor": INES, "on": "truce", "stance": "rejects"}, "Inés Carrión (ECU): rejects the truce"),
    ("position", {"actor": PER, "on": "other", "stance": "accepts_conditionally"}, "PER: accepts the plan with conditions"),
    ("contact", {"mode": "call", "participants": [PER, ECU], "mediators": [BRA]}, "PER – ECU: call (through BRA)"),
    ("statement", {"speaker": PER, "act": "accuse", "target": ECU, "venue": "CNN"}, "PER → ECU accuses (CNN) “Somebody did”"),
    ("agreement", {"type": "ceasefire", "parties": [PER, ECU], "state": "in_force"}, "PER – ECU: ceasefire in force"),
    ("measure", {"type": "sanctions", "actor": PER, "target": ECU}, "PER → ECU: sanctions"),
    ("incident", {"type": "air_strike"}, "air strike"),
    ("incident", {"type": "clash", "perpetrator": PER, "killed": BETWEEN}, "PER: clash: 3–5 killed"),
    ("incident", {"type": "clash", "killed": AT_LEAST, "injured": AT_MOST}, "clash: 3+ killed, ≤9 injured"),
    ("control", {"change": "holds", "actor": PER, "place": LOJA, "extent": "part"}, "PER: holds (part)"),
]


@pytest.mark.parametrize(("kind", "slots", "phrase"), PHRASES, ids=[phrase for _, _, phrase in PHRASES])
def test_a_record_in_one_phrase(story: Story, kind: str, slots: dict[str, Any], phrase: str) -> None:
    assert phrases.say_told(story.record(TEXT, "Somebody did", kind=kind, **slots), "Somebody did") == phrase


@pytest.mark.parametrize(
    ("start", "end", "phrase"),
    [
        ("2031-03-04", "2031-03-04", "2031-03-04"),
        ("2031-03-01", "2031-03-04", "2031-03-01 to 04"),
        ("2031-02-27", "2031-03-04", "2031-02-27 to 03-04"),
        ("2030-12-30", "2031-01-02", "2030-12-30 to 2031-01-02"),
    ],
)
def test_days(start: str, end: str, phrase: str) -> None:
    day = datetime.date.fromisoformat
    assert phrases.say_day(DateRange(start=day(start), end=day(end))) == phrase


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "shown"), [(Terminal, 0.01, True), (Terminal, 5, False), (io.StringIO, 0.01, False)], ids=str
)
def test_a_bar_only_on_a_terminal_and_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], patience: float, shown: bool
) -> None:
    monkeypatch.setattr(output, "PATIENCE_S", patience)
    monkeypatch.setattr(sys, "stderr", stream())
    monkeypatch.setenv("TERM", "xterm")
    with Progress("reading", total=2) as progress:
        progress.advance()
        time.sleep(0.2)
        assert ("reading" in sys.stderr.getvalue()) is shown  # type: ignore[attr-defined]
        progress.advance()


def test_a_bar_makes_room_for_a_table_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "PATIENCE_S", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", terminal)
    with Progress("reading", total=2) as progress:
        time.sleep(0.2)
        with progress.aside():
            terminal.write("| a table |")
            time.sleep(0.3)
        progress.advance()
        time.sleep(0.3)
    before, _, after = terminal.getvalue().partition("| a table |")
    assert "reading" in before
    assert "1/2" in after
    assert after.index("\x1b[?25l") == 0, "nothing comes between: the bar hides the cursor when it starts again"


@pytest.mark.parametrize("width", [80, 100, 131, 200])
def test_tables_fit_and_lose_no_word_of_the_evidence(story: Story, width: int) -> None:
    text = "In Quito on Monday Ecuador’s Foreign Minister Inés Carrión accepted the pause that Brazil had proposed."
    ministry = Actor(party="ECU", name="Ministry of Foreign Affairs and Human Mobility", kind="body")
    place = {"name": "San Francisco de Quito", "country": "ECU"}
    position = {
        "kind": "position",
        "words": text[:-1],
        "actor": INES,
        "on": "humanitarian_access",
        "stance": "accepts_conditionally",
    }
    reading = story.reading(text, {**position, "at_day": 0, "place": place, "asserted_by": ministry, "modality": "called_for"})
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(reading_table(reading, source="a.txt", width=width))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, shown.splitlines())) <= width
    assert all(word in shown for word in [*text[:-1].split(), "Mobility", "Francisco", "called", "2031-03-03", "conditions"])
