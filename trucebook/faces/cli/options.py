"""The arguments and options that several commands share, each defined once with its line of help.

In come strings from the command line, out go checked values.

>>> parse_date("2031-03-04")
datetime.date(2031, 3, 4)
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from trucebook.errors import InputError
from trucebook.records import KindName, Modality
from trucebook.sources.files import parse_day

OutputFormat = Literal["table", "json", "csv"]


def parse_date(value: str) -> datetime.date:
    """A day given as ``YYYY-MM-DD``."""
    try:
        return parse_day(value, source=value)
    except InputError as error:
        raise typer.BadParameter(str(error).partition(": ")[2]) from error


def parse_kind(value: str) -> str:
    """A kind of record; the plural will do."""
    kind = value.lower().removesuffix("s")
    if kind not in get_args(KindName):
        raise typer.BadParameter(f"{value!r} is no kind of record; give {', '.join(get_args(KindName))}")
    return kind


def parse_modality(value: str) -> str:
    """A modality of a record."""
    modality = value.lower().replace("-", "_")
    if modality not in get_args(Modality):
        raise typer.BadParameter(f"{value!r} is no modality; give {', '.join(get_args(Modality))}")
    return modality


FILES_HELP = "Reports: .txt, .json, .jsonl, folders of them, or - for standard input."
Files = Annotated[list[str], typer.Argument(help=FILES_HELP, metavar="FILE")]
BookPath = Annotated[
    Path | None,
    typer.Option("--book", help="The book; without it TRUCEBOOK_BOOK, or trucebook.book here.", metavar="PATH"),
]
Published = Annotated[
    datetime.date | None,
    typer.Option("--date", parser=parse_date, help="Publication day of the reports that give none.", metavar="YYYY-MM-DD"),
]
Processes = Annotated[int | None, typer.Option("--processes", min=1, help="Processes that read side by side.", metavar="N")]
Pipeline = Annotated[
    str | None, typer.Option("--pipeline", help="A spaCy package or path that sets Universal Dependencies.", metavar="NAME")
]
LexiconFolder = Annotated[
    str | None, typer.Option("--lexicon", help="A folder of lexicons laid over the shipped ones.", metavar="DIR")
]
RulesOnly = Annotated[
    bool, typer.Option("--rules-only", help="Read by rules alone, without what is learned: faster, but fewer records.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")]
Since = Annotated[
    datetime.date | None,
    typer.Option("--from", parser=parse_date, help="What happened on this day or later.", metavar="YYYY-MM-DD"),
]
Until = Annotated[
    datetime.date | None,
    typer.Option("--to", parser=parse_date, help="What happened on this day or before.", metavar="YYYY-MM-DD"),
]
AsOf = Annotated[
    datetime.date | None,
    typer.Option("--as-of", parser=parse_date, help="Only what was published by this day.", metavar="YYYY-MM-DD"),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", parser=parse_kind, help="Records of this kind; may be given again for more kinds.", metavar="KIND"),
]
Parties = Annotated[
    list[str] | None,
    typer.Option("--party", help="A party (its code, or part of an actor name); may be given again.", metavar="PARTY"),
]
Places = Annotated[
    list[str] | None,
    typer.Option("--place", help="A place (part of its name, or an ISO code); may be given again.", metavar="PLACE"),
]
Modalities = Annotated[
    list[str] | None,
    typer.Option(
        "--modality",
        parser=parse_modality,
        help="How it is meant: actual, planned, called_for, possible, denied; may be given again.",
        metavar="MODALITY",
    ),
]
MinConfidence = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, help="Leave out records less certain than this.", metavar="0..1")
]
Format = Annotated[OutputFormat, typer.Option("--format", help="How to write the answer.", metavar="table|json|csv")]
