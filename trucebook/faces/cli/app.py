"""The commands of ``trucebook``, put together. In comes nothing, out goes the Typer application."""

from __future__ import annotations

from typing import Annotated

import typer

from trucebook.faces.cli import asking, evaluating, explaining, reading
from trucebook.faces.cli.output import write_line
from trucebook.version import __version__

app = typer.Typer(
    name="trucebook",
    help="Reads dated reports on wars and peace processes and keeps the book: who said and did what, on whose word.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(value: bool) -> None:
    if value:
        write_line(f"trucebook {__version__}")
        raise typer.Exit


@app.callback()
def trucebook(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")] = False,
) -> None:
    """Options of all commands."""


app.command("read")(reading.read)
app.command("add")(reading.add)
app.command("positions")(asking.positions)
app.command("timeline")(asking.timeline)
app.command("records")(asking.records)
app.command("show")(asking.show_record)
app.command("documents")(asking.documents)
app.command("explain")(explaining.explain)
app.command("evaluate")(evaluating.evaluate)
app.command("schema")(reading.schema)
