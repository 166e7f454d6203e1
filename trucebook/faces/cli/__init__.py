"""The command line. :func:`main` runs it and turns whatever goes wrong into one line on standard error and an exit status.

Status 0: all went well. 1: some input could not be read. 2: nothing could be read, or the command was used wrongly. 70: a
fault of the program. In comes ``sys.argv``, out goes the status.

>>> main(["read", "no-such-file.txt"])
2
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.main import get_command

from trucebook.errors import TrucebookError
from trucebook.faces.cli.app import app
from trucebook.faces.cli.output import say

INTERRUPTED = 130
BROKEN_PIPE = 1
USAGE = 2
FAULT = 70


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line with ``args`` (``sys.argv`` without them); returns the exit status."""
    given = list(sys.argv[1:] if args is None else args) or ["--help"]
    debug = "--debug" in given
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows no Unicode gets escapes, not a fault
            stream.reconfigure(errors="backslashreplace")
    try:
        status = get_command(app).main(given, prog_name="trucebook", standalone_mode=False)
        sys.stdout.flush()
        if status == INTERRUPTED:  # Typer has turned the interrupt into its status
            return _fail("interrupted", INTERRUPTED, debug=False)
        return status if isinstance(status, int) else 0
    except TrucebookError as error:
        return _fail(str(error), USAGE, debug)
    except typer.TyperException as error:
        return _fail(_usage_error(error), USAGE, debug)
    except typer.Abort:
        return _fail("interrupted", INTERRUPTED, debug=False)
    except BrokenPipeError:  # what reads our output has had enough: "trucebook records | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        message = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return _fail(f"a fault of the program ({message}); run it again with --debug and report what it prints", FAULT, debug)


def _usage_error(error: typer.TyperException) -> str:
    """The message of a wrong use in our form, with the help to look at."""
    message = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "trucebook"
    return f"{message[:1].lower()}{message[1:]}; see {command} --help"


def _fail(message: str, status: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    say(message)
    return status
