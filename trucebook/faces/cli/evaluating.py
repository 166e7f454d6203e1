"""The command ``evaluate``: how well the reader reads the user's own gold files, or how well two annotators agree.

In come gold files (and, with ``--against``, a second reading of the same texts), out go slot F1 and record F1 by kind, or the
differences record by record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from trucebook.bulk import Recipe, read_bulk
from trucebook.errors import InputError
from trucebook.evaluation import GoldFile, Tally, read_gold
from trucebook.faces.cli import options as o
from trucebook.faces.cli.output import Progress, say, show, write_line
from trucebook.settings import Settings

EvaluationFormat = Literal["table", "json"]


def evaluate(
    gold: Annotated[Path, typer.Argument(help="A gold file, or a folder of them: a text with its records.", metavar="GOLD")],
    against: Annotated[
        Path | None,
        typer.Option("--against", help="Score these readings (same file names) instead of reading.", metavar="DIR"),
    ] = None,
    kind: o.Kinds = None,
    errors: Annotated[bool, typer.Option("--errors", help="Print what is missing, wrong and too much.")] = False,
    format_: Annotated[
        EvaluationFormat, typer.Option("--format", help="A table, or one JSON object.", metavar="table|json")
    ] = "table",
    processes: o.Processes = None,
    pipeline: o.Pipeline = None,
    lexicon: o.LexiconFolder = None,
    rules_only: o.RulesOnly = False,
    debug: o.Debug = False,
) -> None:
    """Score the reader against texts with records by an expert."""
    from trucebook.faces.evaluation import evaluation_table, evaluation_to_dict, say_differences
    from trucebook.faces.export import to_json_line

    settings = Settings.from_environment()
    files, failed = _usable(gold)
    tally = Tally()
    by_rules = rules_only or settings.rules_only
    recipe = Recipe(pipeline or settings.pipeline, lexicon or settings.lexicon, settings.threads, by_rules)
    found = _second_readings(files, gold, against) if against else _readings(files, recipe, processes or settings.processes)
    for file, records in found:
        golds, others = ([r for r in side if not kind or r["kind"] in kind] for side in (file.records, records))
        matches = tally.add(golds, others, text=file.document.text)
        if errors:
            for line in say_differences(golds, others, matches):
                write_line(f"{file.name}: {line}")
    rows = tally.table()
    if format_ == "json":
        write_line(to_json_line(evaluation_to_dict(rows)))
    elif not errors:
        show(evaluation_table(rows, texts=len(files)))
    if failed:
        raise typer.Exit(1)


def _usable(gold: Path) -> tuple[list[GoldFile], int]:
    """The gold files that can be used; what is wrong with the others is told. Ends the command where there is none."""
    files: list[GoldFile] = []
    failed = 0
    for item in read_gold(gold):
        if isinstance(item, GoldFile):
            files.append(item)
        else:
            failed += 1
            say(str(item))
    if not files:
        raise typer.Exit(2)
    return files, failed


def _readings(files: list[GoldFile], recipe: Recipe, processes: int) -> Iterator[tuple[GoldFile, list[dict[str, Any]]]]:
    """What the reader takes from each text."""
    with Progress("reading", total=len(files)) as progress:
        outcomes = read_bulk((file.document for file in files), recipe, processes=processes)
        for file, outcome in zip(files, outcomes, strict=True):
            progress.advance()
            if outcome.reading is None:
                say(f"{file.name}: not read ({outcome.error}); a fault of the program: run again with --debug and report it")
            records = outcome.reading.records if outcome.reading else ()
            yield file, [record.to_dict() for record in records]


def _second_readings(files: list[GoldFile], gold: Path, against: Path) -> Iterator[tuple[GoldFile, list[dict[str, Any]]]]:
    """The records of the files of the same names in ``against``; raises `InputError` where one is missing."""
    for file in files:
        path = against / f"{file.name}.json" if gold.is_dir() else against
        try:
            yield file, json.loads(path.read_text("utf-8"))["records"]
        except OSError as error:
            raise InputError(
                f"{path}: no second reading of {file.name} ({error.strerror}); give a folder of the same names"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f'{path}: not a reading ({error}); it must hold {{"records": [...]}}') from error
