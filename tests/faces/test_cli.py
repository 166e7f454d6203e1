"""The command line as a user meets it: what it prints, where, and with which status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import trucebook
from tests.stories import Story
from trucebook.book import Book
from trucebook.bulk import Recipe
from trucebook.faces.cli import main
from trucebook.version import __version__

if TYPE_CHECKING:
    from trucebook.reader import Reader
    from trucebook.resolution.scene import Scene

SAMPLES = Path(trucebook.__file__).parent / "data" / "samples"
REPORT = (
    "date 2031-03-03\nBrazil proposed a 21-day ceasefire to Ecuador and Peru on Sunday. Ecuador accepted the plan on Monday.\n"
)
SECOND = "date 2031-03-05\nA drone strike on the town of Machala killed two people. Peru rejected the ceasefire.\n"


@pytest.fixture(autouse=True)
def _one_reader(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Commands that read take the session's reader: loading it again would cost seconds each time."""
    if "folder" in request.fixturenames:
        reader: Reader = request.getfixturevalue("reader")
        monkeypatch.setattr(Recipe, "make_reader", lambda self: reader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two reports, one in a subfolder."""
    made = tmp_path / "reports"
    (made / "later").mkdir(parents=True)
    (made / "one.txt").write_text(REPORT)
    (made / "later" / "two.txt").write_text(SECOND)
    return made


@pytest.fixture
def book(tmp_path: Path, story: Story) -> Path:
    """A book of three readings made by hand."""
    path = tmp_path / "made.book"
    with Book(path) as made:
        for reading in (
            story.proposal(at_day=0),
            story.position("ECU", "accepts", 1, at_day=1),
            story.position("PER", "rejects", 2),
        ):
            made.add(reading)
    return path


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    status = main([str(arg) for arg in args])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"trucebook {__version__}\n", "")
    status, out, _ = run(capsys, "--help")
    assert status == 0
    for command in ("read", "add", "positions", "timeline", "records", "show", "documents", "schema"):
        assert f"  {command} " in out


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys) == run(capsys, "--help")


def test_schema_is_of_the_readings_that_read_writes(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "schema")
    assert set(json.loads(out)["properties"]) == {"document", "actors", "records"}


def test_read_prints_a_table(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, err = run(capsys, "read", folder / "one.txt")
    assert (status, err) == (0, "")
    assert "2031-03-03" in out
    assert "proposal" in out
    assert max(map(len, out.splitlines())) <= 80


def test_read_writes_json_lines(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    status, out, err = run(capsys, "read", folder, "--format", "json")
    assert (status, err) == (0, "")
    values = [json.loads(line) for line in out.splitlines()]
    assert [set(value) for value in values] == [{"document", "actors", "records"}] * 2
    for value in values:
        assert value["records"]
        for record in value["records"]:
            assert all(0 <= span["start"] < span["end"] <= len(value["document"]["text"]) for span in record["evidence"])


def test_out_keeps_subfolders_and_both_of_a_name(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    document = {"text": "Peru rejected the ceasefire.", "published": "2031-03-04"}
    (folder / "one.json").write_text(json.dumps({"document": document}))
    status, out, err = run(capsys, "read", folder, "--out", tmp_path / "out")
    assert (status, out) == (0, "")
    assert "3 documents read, written to" in err
    written = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.json")}
    assert written == {"one.json", "one.txt.json", "later/two.json"}
    assert json.loads((tmp_path / "out" / "one.json").read_text("utf-8"))["document"]["text"] == document["text"]


def test_two_files_of_one_name_are_told(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    (folder / "later" / "one.txt").write_text(SECOND)
    status, _, err = run(capsys, "read", folder / "one.txt", folder / "later" / "one.txt", "--out", tmp_path / "out")
    assert status == 1
    assert f"later/one.txt: not written, {tmp_path / 'out' / 'one.json'} is from {folder / 'one.txt'};" in err


def test_some_bad_files_are_status_1_and_all_bad_2(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "bad.txt").write_text("Nobody fired.")
    status, out, err = run(capsys, "read", folder / "bad.txt", folder / "one.txt", "--format", "json")
    assert (status, len(out.splitlines())) == (1, 1)
    assert (
        err == f"trucebook: {folder / 'bad.txt'}: no publication date; give a first line 'date YYYY-MM-DD' or --date YYYY-MM-DD\n"
    )
    assert run(capsys, "read", folder / "bad.txt")[0] == 2
    assert run(capsys, "read", folder / "bad.txt", "--date", "2031-03-04")[0] == 0


def test_add_twice_and_ask(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.book"
    status, out, err = run(capsys, "add", folder, "--book", path)
    assert (status, err) == (0, "")
    assert "2 new documents with" in out
    status, out, _ = run(capsys, "add", folder, "--book", path)
    assert status == 0
    assert "2 already in the book" in out
    status, out, _ = run(capsys, "add", folder, "--book", path, "--again")
    assert "2 already in the book" in out
    _, out, _ = run(capsys, "positions", "--book", path)
    assert "BRA" in out
    assert "proposes" in out


def test_a_mistyped_path_leaves_no_book(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Nobody fired.")
    given = [tmp_path / name for name in ("nope.txt", "nope.json", "undated.txt")]
    status, out, err = run(capsys, "add", *given, "--book", tmp_path / "new.book")
    assert (status, out, err.count("\n")) == (2, "", 3)
    assert not (tmp_path / "new.book").exists()


def test_a_fault_in_one_document_costs_that_one_only(
    capsys: pytest.CaptureFixture[str], folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = type(reader)._reading

    def faulty(self: Reader, source: object, scene: Scene) -> object:
        if "Machala" in scene.document.text:
            raise IndexError("list index out of range")
        return real(self, source, scene)

    monkeypatch.setattr(type(reader), "_reading", faulty)
    status, out, err = run(capsys, "read", folder, "--format", "json")
    assert (status, len(out.splitlines())) == (1, 1)
    assert "two.txt: not read (IndexError: list index out of range); a fault of the program" in err
    assert main(["read", str(folder), "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_positions_and_timeline(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    _, out, _ = run(capsys, "positions", "--book", book)
    assert "21-day ceasefire" in out
    assert "by 5 Mar" in out
    _, out, _ = run(capsys, "positions", "--book", book, "--as-of", "2031-03-04")
    assert "rejects" not in out
    _, out, _ = run(capsys, "timeline", "--book", book)
    assert "2031-03-03" in out
    assert "1 more record has no day of its own" in out
    _, out, _ = run(capsys, "timeline", "--book", book, "--from", "2031-03-04")
    assert "2031-03-03" not in out


def test_records_in_every_format(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    _, out, _ = run(capsys, "records", "--book", book, "--kind", "positions", "--format", "json")
    values = [json.loads(line) for line in out.splitlines()]
    assert [value["stance"] for value in values] == ["accepts", "rejects"]
    assert values[0]["quotes"] == ["ECU answered the plan on day 1: accepts"]
    _, out, _ = run(capsys, "records", "--book", book, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["kind"] for row in rows] == ["proposal", "position", "position"]
    _, out, _ = run(capsys, "records", "--book", book, "--party", "NOBODY")
    assert out.strip() == "no such records in this book"
    for command in ("positions", "timeline", "documents"):
        for format_ in ("json", "csv"):
            status, out, _ = run(capsys, command, "--book", book, "--format", format_)
            assert status == 0
            assert out


def test_only_what_is_meant_so(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    _, out, _ = run(capsys, "records", "--book", book, "--modality", "actual", "--modality", "called-for", "--format", "json")
    assert len(out.splitlines()) == 3
    _, out, _ = run(capsys, "timeline", "--book", book, "--modality", "planned")
    assert out.strip() == "no such records in this book"


def test_an_empty_answer_is_told_in_words(capsys: pytest.CaptureFixture[str], book: Path, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "timeline", "--book", book, "--from", "2040-01-01")
    assert out.splitlines()[0] == "no such records with a day in this book"
    Book(tmp_path / "empty.book").close()
    for command, words in (("documents", "no documents"), ("timeline", "no such records"), ("positions", "No proposal")):
        _, out, _ = run(capsys, command, "--book", tmp_path / "empty.book")
        assert out.startswith(words)


def test_show_highlights_evidence_in_its_context(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    with Book(book) as made:
        key = made.records(kinds=("proposal",))[0].id
    status, out, _ = run(capsys, "show", key[:6], "--book", book)
    assert status == 0
    for words in (key, "Andes Wire", "BRA, CHL → ECU, PER", "[[Brazil and Chile proposed", "the publisher"):
        assert words in out


WRONG_USE = [
    (["read"], "missing argument 'FILE'"),
    (["frob"], "no such command 'frob'"),
    (["read", "x.txt", "--date", "2025-02-30"], "2025-02-30 is no day of the calendar"),
    (["read", "x.txt", "--date", "tomorrow"], "write it YYYY-MM-DD"),
    (["read", "x.txt", "--format", "xml"], "'xml' is not one of 'table', 'json'"),
    (["read", "x.txt", "--processes", "0"], "'--processes'"),
    (["read", "x.txt", "--frob"], "no such option: --frob"),
    (["read", "no-such.txt"], "no-such.txt: no such file"),
    (["records", "--modality", "maybe"], "'maybe' is no modality; give actual, planned"),
    (["positions", "--book", "."], ".: a folder, not a book"),
    (["records", "--kind", "birds"], "'birds' is no kind of record; give proposal, position"),
    (["records", "--min-confidence", "7"], "'--min-confidence'"),
    (["positions"], "no such book; make one with: trucebook add"),
    (["show", "abcd", "--book", "nowhere.book"], "nowhere.book: no such book"),
    (["add", str(SAMPLES), "--book", "/no/such/folder/a.book"], "its folder does not exist"),
]


@pytest.mark.parametrize(("args", "message"), WRONG_USE, ids=[" ".join(args)[:30] for args, _ in WRONG_USE])
def test_wrong_use_is_one_line(capsys: pytest.CaptureFixture[str], args: list[str], message: str) -> None:
    status, out, err = run(capsys, *args)
    assert (status, out) == (2, "")
    assert err.startswith("trucebook: ")
    assert message in err
    assert err.count("\n") == 1


def test_a_bad_setting_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRUCEBOOK_THREADS", "many")
    status, _, err = run(capsys, "read", tmp_path / "x.txt")
    assert status == 2
    assert "TRUCEBOOK_THREADS='many'" in err


def test_a_fault_of_the_program_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("trucebook.faces.cli.asking.open_view", fault)
    status, _, err = run(capsys, "positions")
    assert status == 70
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err


def test_an_interrupt_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("trucebook.faces.cli.asking.open_view", interrupt)
    assert run(capsys, "positions") == (130, "", "trucebook: interrupted\n")


def test_as_a_process_with_a_pipe_that_closes(book: Path) -> None:
    """``trucebook records | head`` ends quietly."""
    command = [sys.executable, "-m", "trucebook", "records", "--book", str(book), "--format", "json"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (0, 1)


def test_evaluate_scores_gold_and_tells_bad_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "Peru rejected the Brazilian plan on Sunday. Brazil said talks would go on."
    record = {
        "kind": "statement",
        "speaker": "BRA",
        "act": "say",
        "modality": "actual",
        "evidence": ["Brazil said talks would go on"],
    }
    gold = {"document": {"published": "2031-03-04", "text": text}, "records": [record]}
    (tmp_path / "one.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / "two.json").write_text("{}", "utf-8")
    assert main(["evaluate", str(tmp_path), "--kind", "statement", "--format", "json"]) == 1
    captured = capsys.readouterr()
    assert "two.json: no gold file" in captured.err
    assert json.loads(captured.out)["statement"]["records"]["recall"] == 1.0
    assert main(["evaluate", str(tmp_path / "one.json"), "--errors"]) == 0
    assert "one: too much: position" in capsys.readouterr().out
    second = tmp_path / "second"
    second.mkdir()
    (second / "one.json").write_text(json.dumps({"records": [{**record, "act": "deny"}]}), "utf-8")
    assert main(["evaluate", str(tmp_path / "one.json"), "--against", str(second / "one.json"), "--errors"]) == 0
    assert "act say read as deny" in capsys.readouterr().out
    assert main(["evaluate", str(tmp_path), "--against", str(tmp_path / "nowhere")]) == 2
    assert "no second reading of one" in capsys.readouterr().err


def test_explain_shows_tree_names_and_grounds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = tmp_path / "note.txt"
    report.write_text(
        "date 2031-03-06\n\nKenyan envoy Amina Wario met Chad's president in Nairobi on Tuesday. She said the talks would go on.",
        "utf-8",
    )
    assert main(["explain", str(report)]) == 0
    out = capsys.readouterr().out
    for words in ("nsubj", "“Tuesday”", "“She” · “Amina Wario”", "contact.yaml#meet: to come together", "Who is who"):
        assert words in out
    assert main(["explain", str(report), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    statement = next(r for r in told["records"] if r["record"]["kind"] == "statement")
    assert {"slot": "speaker", "value": "KEN/Amina Wario", "words": ["She", "Amina Wario"]} in statement["grounds"]
    assert main(["explain", str(report), "--record", statement["id"][:6]]) == 0
    assert "contact.yaml" not in capsys.readouterr().out
    assert main(["explain", str(report), "--record", "99"]) == 2
    assert "no record '99'; it has" in capsys.readouterr().err
