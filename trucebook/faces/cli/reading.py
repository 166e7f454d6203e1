"""The commands that read: ``read``, ``add``, ``schema``. In come files, out go tables, JSON, or a book that holds more."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

import typer

from trucebook.bulk import Outcome, Recipe, read_bulk
from trucebook.errors import InputError
from trucebook.faces.cli import options as o
from trucebook.faces.cli.output import Progress, console, say, write_line
from trucebook.records import Document, Reading
from trucebook.settings import Settings
from trucebook.sources import Item, Source, find_sources, read_items

ReadFormat = Literal["table", "json"]


@dataclass
class Run:
    """One run over files: the documents flow through :meth:`documents`, their sources wait, errors are told and counted."""

    settings: Settings
    recipe: Recipe
    processes: int
    debug: bool
    progress: Progress
    read: int = 0
    failed: int = 0
    waiting: deque[Item] = field(default_factory=deque)

    @classmethod
    def of(
        cls,
        sources: list[Source | Item],
        *,
        pipeline: str | None,
        lexicon: str | None,
        rules_only: bool,
        processes: int | None,
        debug: bool,
    ) -> Run:
        """A run over ``sources`` by the options, and by the settings where an option is not given."""
        settings = Settings.from_environment()
        count = processes or settings.processes
        # several processes share the cores: one thread of the encoder for each
        threads = settings.threads if count == 1 else 1
        by_rules = rules_only or settings.rules_only
        recipe = Recipe(pipeline or settings.pipeline, lexicon or settings.lexicon, threads, by_rules)
        counts = [1 if isinstance(source, Item) else source.count() for source in sources]
        known = [n for n in counts if n is not None]
        progress = Progress("reading", total=sum(known) if len(known) == len(counts) else None)
        return cls(settings, recipe, count, debug, progress)

    def documents(self, items: Iterable[Item]) -> Iterator[Document]:
        """The documents of ``items``; an item without one is told and counted."""
        for item in items:
            if item.document is None:
                self._refuse(item)
            else:
                self.waiting.append(item)
                yield item.document

    def from_first_readable(self, items: Iterator[Item]) -> Iterator[Item]:
        """``items`` from the first with a document on, those before it told. Ends the command where there is none."""
        for item in items:
            if item.document is not None:
                return chain([item], items)
            self._refuse(item)
        self.leave()
        return items

    def readings(self, items: Iterable[Item]) -> Iterator[tuple[Item, Reading]]:
        """Read ``items``; what cannot be read is told and counted."""
        for outcome in read_bulk(self.documents(items), self.recipe, processes=self.processes):
            item = self.waiting.popleft()
            if outcome.reading is None:
                self._fault(item, outcome)
            else:
                self.read += 1
                yield item, outcome.reading

    def fail(self, message: str) -> None:
        """Tell an error and count it."""
        self.failed += 1
        say(message)

    def _refuse(self, item: Item) -> None:
        self.fail(str(item.error))
        self.progress.advance()

    def _fault(self, item: Item, outcome: Outcome) -> None:
        if self.debug and outcome.trace:
            sys.stderr.write(outcome.trace)
        self.fail(f"{item.source}: not read ({outcome.error}); a fault of the program: run again with --debug and report it")
        self.progress.advance()

    def leave(self) -> None:
        """End the command with its exit status: 2 when nothing could be read, 1 when some could not."""
        if self.failed:
            raise typer.Exit(1 if self.read else 2)


def read(
    files: o.Files,
    published: o.Published = None,
    format_: Annotated[
        ReadFormat, typer.Option("--format", help="A table, or one JSON object for each document.", metavar="table|json")
    ] = "table",
    out: Annotated[Path | None, typer.Option("--out", help="Write NAME.json for each document here.", metavar="DIR")] = None,
    processes: o.Processes = None,
    pipeline: o.Pipeline = None,
    lexicon: o.LexiconFolder = None,
    rules_only: o.RulesOnly = False,
    debug: o.Debug = False,
) -> None:
    """Read reports and show their records, each with its evidence."""
    from trucebook.faces.export import reading_to_dict, to_json_line
    from trucebook.faces.tables import reading_table

    sources = list(find_sources(files))
    run = Run.of(sources, pipeline=pipeline, lexicon=lexicon, rules_only=rules_only, processes=processes, debug=debug)
    items = read_items(sources, published=published, settings=run.settings)
    names: dict[Path, str] = {}
    with run.progress:
        for item, reading in run.readings(items):
            with run.progress.aside():
                if out is not None:
                    _write(run, out, item, reading, names)
                elif format_ == "json":
                    write_line(to_json_line(reading_to_dict(reading)))
                else:
                    terminal = console()
                    terminal.print(reading_table(reading, source=item.source, width=terminal.width))
            run.progress.advance()
    if out is not None:
        say(f"{run.read} document{'s' * (run.read != 1)} read, written to {out}")
    run.leave()


def _write(run: Run, out: Path, item: Item, reading: Reading, names: dict[Path, str]) -> None:
    """Write ``NAME.json``; ``NAME.txt.json`` where a ``NAME.json`` and a ``NAME.txt`` were both read."""
    from trucebook.faces.export import reading_to_dict, to_json_line

    path = out / f"{item.name}.json"
    if path in names and Path(names[path]).suffix != Path(item.source).suffix:
        path = out / f"{item.name}{Path(item.source).suffix}.json"
    if path in names:
        run.read -= 1
        run.fail(f"{item.source}: not written, {path} is from {names[path]}; give the folder that holds both")
        return
    names[path] = item.source
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_json_line(reading_to_dict(reading)) + "\n", "utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); give --out another folder") from error


def add(
    files: o.Files,
    book: o.BookPath = None,
    published: o.Published = None,
    processes: o.Processes = None,
    again: Annotated[bool, typer.Option("--again", help="Read also what this version has read into the book before.")] = False,
    pipeline: o.Pipeline = None,
    lexicon: o.LexiconFolder = None,
    rules_only: o.RulesOnly = False,
    debug: o.Debug = False,
) -> None:
    """Read reports and keep their records in a book. A report that is already in it changes nothing."""
    from trucebook.ledger import open_writer

    sources = list(find_sources(files))
    run = Run.of(sources, pipeline=pipeline, lexicon=lexicon, rules_only=rules_only, processes=processes, debug=debug)
    path = book or Path(run.settings.book)
    version = run.recipe.version
    counts = {"new": 0, "superseded": 0, "unchanged": 0, "records": 0}
    # a mistyped path must not leave an empty book behind
    items = run.from_first_readable(read_items(sources, published=published, settings=run.settings))
    with open_writer(path) as writer, run.progress:

        def unread(items: Iterable[Item]) -> Iterator[Item]:
            for item in items:
                if not again and item.document and writer.has_reading(item.document, reader=version):
                    counts["unchanged"] += 1
                    run.read += 1
                    run.progress.advance()
                else:
                    yield item

        for _, reading in run.readings(unread(items)):
            added = writer.add(reading, reader=version)
            counts[added.status] += 1
            counts["records"] += added.records if added.status != "unchanged" else 0
            run.progress.advance()
    write_line(_summary(counts, path))
    run.leave()


def _summary(counts: dict[str, int], path: Path) -> str:
    parts = []
    if counts["new"] or counts["superseded"]:
        records = f"with {counts['records']} record{'s' * (counts['records'] != 1)}"
        new, anew = counts["new"], counts["superseded"]
        told = [f"{new} new document{'s' * (new != 1)}"] * bool(new) + [f"{anew} read anew"] * bool(anew)
        parts.append(f"{' and '.join(told)} {records}")
    if counts["unchanged"]:
        parts.append(f"{counts['unchanged']} already in the book")
    return f"{path}: {'; '.join(parts) or 'nothing added'}"


def schema() -> None:
    """Print the JSON Schema of a reading, as read writes it."""
    import json

    write_line(json.dumps(Reading.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False))
