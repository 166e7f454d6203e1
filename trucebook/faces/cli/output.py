"""What the commands write: tables and JSON on standard output, messages and the progress bar on standard error.

A bar comes only on a terminal, and only when the work takes longer than two seconds.

>>> with Progress("reading", total=3) as progress:
...     progress.advance()
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

PATIENCE_S = 2.0


def say(message: str) -> None:
    """One line on standard error, after the program's name."""
    print(f"trucebook: {' '.join(message.splitlines())}", file=sys.stderr)  # noqa: T201


def show(renderable: RenderableType) -> None:
    """Print a table or a text on standard output; colours only on a terminal."""
    console().print(renderable)


def console() -> Console:
    """Standard output as it is now (a test or a pipe may have put another in its place)."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def write_line(line: str) -> None:
    """One line of data on standard output."""
    sys.stdout.write(line + "\n")


class Progress:
    """A bar that shows itself after two seconds; ``total=None`` when the amount of work is not known."""

    def __init__(self, label: str, *, total: int | None) -> None:
        err = Console(file=sys.stderr)
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        self._bar = RichProgress(*columns, console=err, transient=True, redirect_stdout=False, redirect_stderr=True)
        self._task = self._bar.add_task(label, total=total)
        self._turn = threading.Lock()  # the bar and a table must not be written at the same time
        self._timer = threading.Timer(PATIENCE_S, self._start)
        self._timer.daemon = True
        self._wanted = err.is_terminal

    def __enter__(self) -> Self:
        if self._wanted:
            self._timer.start()
        return self

    def _start(self) -> None:
        with self._turn:
            self._bar.start()

    def advance(self) -> None:
        """One more is done."""
        self._bar.advance(self._task)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bar away while something is written on standard output, where that is a terminal, too."""
        with self._turn:
            hidden = self._bar.live.is_started and sys.stdout.isatty()
            if hidden:
                self._bar.stop()
            yield
            if hidden:
                self._bar.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        with self._turn:
            if self._bar.live.is_started:
                self._bar.stop()
