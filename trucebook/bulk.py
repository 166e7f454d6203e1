"""Many documents at once, over one process or several. In come documents, out go outcomes in the same order.

Each process loads one :class:`~trucebook.reader.Reader` and keeps it. A document on which the reader fails is an outcome with an
error; the rest goes on. Documents are taken from their iterator as they are needed: a stream of any length fits in memory.

>>> for outcome in read_bulk(documents, Recipe(), processes=2):      # doctest: +SKIP
...     print(outcome.document.id, outcome.error or len(outcome.reading.records))
"""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from trucebook.errors import LexiconError, PipelineError
from trucebook.ledger.identity import reader_version
from trucebook.records import Document, Reading

if TYPE_CHECKING:
    from trucebook.reader import Reader

BATCH = 16  # documents that go to a process together
AHEAD = 2  # batches that wait for each process


@dataclass(frozen=True)
class Recipe:
    """How a process makes its reader. It travels to the processes, the reader never does."""

    pipeline: str | None = None
    lexicon: str | None = None
    threads: int | None = None
    rules_only: bool = False

    @property
    def version(self) -> str:
        """What tells this reader's readings from another's."""
        return reader_version(pipeline=self.pipeline, lexicon=self.lexicon, rules_only=self.rules_only)

    def make_reader(self) -> Reader:
        """Load the reader (seconds)."""
        from trucebook.reader import Reader

        return Reader(pipeline=self.pipeline, lexicon=self.lexicon, threads=self.threads, learned=not self.rules_only)


@dataclass(frozen=True)
class Outcome:
    """A document and its reading, or the error in its place (one line) and where in the program it came from."""

    document: Document
    reading: Reading | None = None
    error: str | None = None
    trace: str | None = None


def read_bulk(
    documents: Iterable[Document], recipe: Recipe, *, processes: int = 1, reader: Reader | None = None
) -> Iterator[Outcome]:
    """Read ``documents`` in order. With one process they are read here, by ``reader`` when it is given.

    A reader that cannot be made (a missing pipeline, a malformed lexicon) raises; a document that cannot be read does not.
    """
    batches = _batches(documents, BATCH)
    if processes > 1:
        yield from _read_in_processes(batches, recipe, processes)
        return
    for batch in batches:
        reader = reader or recipe.make_reader()
        yield from read_batch(batch, reader)


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, size)):
        yield batch


def read_batch(batch: list[Document], reader: Reader) -> list[Outcome]:
    """Read a batch together; when that fails, one by one, so that only what fails is lost."""
    try:
        return [Outcome(document, reading) for document, reading in zip(batch, reader.read_many(batch), strict=True)]
    except (LexiconError, PipelineError):  # a lexicon is checked when it is first needed; it would fail each document
        raise
    except Exception:  # a fault in one document, whichever it is, must not cost the others
        return [_read_alone(document, reader) for document in batch]


def _read_alone(document: Document, reader: Reader) -> Outcome:
    try:
        return Outcome(document, reader.read(document))
    except Exception as error:
        message = " ".join(f"{type(error).__name__}: {error}".split())
        return Outcome(document, error=message[:200], trace=traceback.format_exc())


@cache
def _own_reader(recipe: Recipe) -> Reader:
    """The one reader of this process."""
    return recipe.make_reader()


def _read_in_child(batch: list[Document], recipe: Recipe) -> list[Outcome]:
    return read_batch(batch, _own_reader(recipe))


def _read_in_processes(batches: Iterator[list[Document]], recipe: Recipe, processes: int) -> Iterator[Outcome]:
    pool = _make_pool(processes)
    waiting: deque[tuple[list[Document], Future[list[Outcome]]]] = deque()
    try:
        while True:
            for batch in islice(batches, processes * AHEAD - len(waiting)):
                waiting.append((batch, _submit(pool, batch, recipe)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            yield from _outcomes(batch, future, recipe)
    finally:
        pool.shutdown(cancel_futures=True)


def _make_pool(processes: int) -> ProcessPoolExecutor:
    # spawn, because a forked child would inherit the locks of the encoder's threads
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    """Ctrl-C is for the parent: it stops handing out work, and the children end without tracebacks of their own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _submit(pool: ProcessPoolExecutor, batch: list[Document], recipe: Recipe) -> Future[list[Outcome]]:
    try:
        return pool.submit(_read_in_child, batch, recipe)
    except BrokenProcessPool as error:
        future: Future[list[Outcome]] = Future()
        future.set_exception(error)
        return future


def _outcomes(batch: list[Document], future: Future[list[Outcome]], recipe: Recipe) -> list[Outcome]:
    """What came of a batch. When a process died (the system ran out of memory, say), each document gets a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        return [_read_apart(document, recipe) for document in batch]


def _read_apart(document: Document, recipe: Recipe) -> Outcome:
    with _make_pool(1) as pool:
        try:
            return pool.submit(_read_in_child, [document], recipe).result()[0]
        except BrokenProcessPool:
            return Outcome(document, error="the process that read it died (out of memory?); give it less text")
