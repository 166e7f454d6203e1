"""The commands that ask a book: ``positions``, ``timeline``, ``records``, ``show``, ``documents``. They load no model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from trucebook.faces.cli import options as o
from trucebook.faces.cli.output import console, show, write_line
from trucebook.faces.export import document_to_dict, documents_to_csv, matrix_to_csv, matrix_to_dict, records_to_csv, to_json_line
from trucebook.faces.tables import context_view, documents_table, positions_table, records_table, timeline_table
from trucebook.ledger import View, open_view
from trucebook.queries import Filter, find_context, find_positions, find_records, find_timeline
from trucebook.settings import Settings


def open_book(path: Path | None) -> View:
    """The book at ``path``, or the one of the settings."""
    return open_view(path or Settings.from_environment().book)


def positions(
    book: o.BookPath = None, party: o.Parties = None, as_of: o.AsOf = None, format_: o.Format = "table", debug: o.Debug = False
) -> None:
    """Show where each party stands on each proposal; with --party, on those of which that party says something."""
    with open_book(book) as view:
        matrix = find_positions(view, parties=tuple(party or ()), as_of=as_of)
    if format_ == "json":
        write_line(to_json_line(matrix_to_dict(matrix)))
    elif format_ == "csv":
        write_line(matrix_to_csv(matrix).rstrip("\n"))
    else:
        terminal = console()
        terminal.print(positions_table(matrix, width=terminal.width))


def timeline(
    book: o.BookPath = None,
    since: o.Since = None,
    until: o.Until = None,
    kind: o.Kinds = None,
    party: o.Parties = None,
    place: o.Places = None,
    modality: o.Modalities = None,
    as_of: o.AsOf = None,
    min_confidence: o.MinConfidence = 0.0,
    format_: o.Format = "table",
    debug: o.Debug = False,
) -> None:
    """Show the records that have a day, in the order of their days."""
    wanted = _filter(kind, party, place, modality, since=since, until=until, as_of=as_of, min_confidence=min_confidence)
    with open_book(book) as view:
        found = find_timeline(view, wanted)
    if format_ == "table":
        terminal = console()
        terminal.print(timeline_table(found, width=terminal.width))
    else:
        _write_records(list(found.entries), format_)


def records(
    book: o.BookPath = None,
    since: o.Since = None,
    until: o.Until = None,
    kind: o.Kinds = None,
    party: o.Parties = None,
    place: o.Places = None,
    modality: o.Modalities = None,
    as_of: o.AsOf = None,
    min_confidence: o.MinConfidence = 0.0,
    format_: o.Format = "table",
    debug: o.Debug = False,
) -> None:
    """List records, in the order in which they were published."""
    wanted = _filter(kind, party, place, modality, since=since, until=until, as_of=as_of, min_confidence=min_confidence)
    with open_book(book) as view:
        found = find_records(view, wanted)
    if format_ == "table":
        terminal = console()
        terminal.print(records_table(found, width=terminal.width) if found else "no such records in this book")
    else:
        _write_records(found, format_)


def _filter(kind: Any, party: Any, place: Any, modality: Any, **rest: Any) -> Filter:
    kinds, modalities = tuple(kind or ()), tuple(modality or ())
    return Filter(kinds=kinds, parties=tuple(party or ()), places=tuple(place or ()), modalities=modalities, **rest)


def _write_records(found: list[Any], format_: o.OutputFormat) -> None:
    if format_ == "csv":
        write_line(records_to_csv(found).rstrip("\n"))
        return
    for stored in found:
        write_line(to_json_line(stored.to_dict()))


def show_record(
    key: Annotated[str, typer.Argument(metavar="ID", help="The id of a record, or its first four characters or more.")],
    book: o.BookPath = None,
    format_: o.Format = "table",
    debug: o.Debug = False,
) -> None:
    """Show one record and its evidence in context."""
    with open_book(book) as view:
        context = find_context(view, key)
    if format_ == "table":
        terminal = console()
        terminal.print(context_view(context, colour=bool(terminal.color_system) and not terminal.no_color))
    else:
        _write_records([context.stored], format_)


def documents(book: o.BookPath = None, format_: o.Format = "table", debug: o.Debug = False) -> None:
    """List the documents of a book."""
    with open_book(book) as view:
        found = view.list_documents()
    if format_ == "table":
        show(documents_table(found))
    elif format_ == "csv":
        write_line(documents_to_csv(found).rstrip("\n"))
    else:
        for stored in found:
            write_line(to_json_line(document_to_dict(stored)))
