"""The command ``explain``: why a report was read as it was. In comes a file, out go trees, chains and the grounds of records."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from trucebook.errors import InputError
from trucebook.faces.cli import options as o
from trucebook.faces.cli.output import say, show, write_line
from trucebook.records import Document
from trucebook.settings import Settings
from trucebook.sources import find_sources, read_items

ExplanationFormat = Literal["table", "json"]


def explain(
    file: Annotated[str, typer.Argument(help="A report: .txt, .json, or - for standard input.", metavar="FILE")],
    record: Annotated[
        str | None,
        typer.Option("--record", help="Only this record: its number in the text (1, 2 ...) or its id.", metavar="ID"),
    ] = None,
    published: o.Published = None,
    format_: Annotated[
        ExplanationFormat, typer.Option("--format", help="Tables, or one JSON object.", metavar="table|json")
    ] = "table",
    pipeline: o.Pipeline = None,
    lexicon: o.LexiconFolder = None,
    rules_only: o.RulesOnly = False,
    debug: o.Debug = False,
) -> None:
    """Show the tree, the names and the rules behind a report's records."""
    settings = Settings.from_environment()
    document = _document(file, published, settings)
    from trucebook import explanation
    from trucebook.faces.explaining import explanation_table, explanation_to_dict, ids_of
    from trucebook.faces.export import to_json_line
    from trucebook.reader import Reader

    by_rules = rules_only or settings.rules_only
    reader = Reader(pipeline=pipeline or settings.pipeline, lexicon=lexicon or settings.lexicon, learned=not by_rules)
    explained = explanation.explain(document, reader)
    numbers = _numbers(record, ids_of(explained), file)
    if format_ == "json":
        write_line(to_json_line(explanation_to_dict(explained, numbers=numbers)))
    else:
        show(explanation_table(explained, numbers=numbers))


def _document(file: str, published: o.Published, settings: Settings) -> Document:
    """The one document of ``file``; of several the first, which is told."""
    items = list(read_items(list(find_sources([file])), published=published, settings=settings))
    if not items:
        raise InputError(f"{file}: holds no report; give a file with one")
    if items[0].document is None:
        raise items[0].error or InputError(f"{file}: cannot be read")
    if len(items) > 1:
        say(f"{file}: holds {len(items)} reports; only the first is explained")
    return items[0].document


def _numbers(wanted: str | None, ids: list[str], file: str) -> list[int]:
    """The places of the wanted records among all: by number from 1, or by the beginning of an id."""
    if wanted is None:
        return list(range(len(ids)))
    if wanted.isdigit() and 1 <= int(wanted) <= len(ids):
        return [int(wanted) - 1]
    found = [number for number, key in enumerate(ids) if key.startswith(wanted)]
    if not found:
        raise InputError(
            f"{file}: no record {wanted!r}; it has {len(ids)}: give a number from 1 on, or an id ({', '.join(ids[:3])} ...)"
        )
    return found
