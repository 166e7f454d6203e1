"""Writes docs/reference from the program itself: its commands, its settings, the JSON Schema. ``make docs``.

In comes nothing, out go Markdown and JSON files; tests/test_docs.py fails when they are stale. ``--picture BOOK`` draws
docs/positions.svg from a book.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from typer.main import get_command

from trucebook.faces.cli.app import app
from trucebook.faces.tables import positions_table
from trucebook.ledger import open_view
from trucebook.queries import find_positions
from trucebook.records import Reading
from trucebook.settings import PREFIX, Settings

DOCS = Path(__file__).parent
PICTURED = datetime.date(2031, 3, 11)  # before the signature, when the stances differ
MADE = "<!-- Made by docs/generate.py (make docs); do not edit. -->\n\n"


def commands() -> str:
    """Every command with its arguments and options."""
    parts = [MADE + "# Commands\n"]
    group: Any = get_command(app)
    for name, command in group.commands.items():
        parts.append(f"\n## trucebook {name}\n\n{command.help}\n")
        rows = [row for param in command.params if (row := _parameter(param))]
        if rows:
            parts.append("\n| | |\n| --- | --- |\n" + "".join(rows))
    return "".join(parts)


def _parameter(param: Any) -> str:
    help_ = (getattr(param, "help", None) or "").replace("|", "\\|")
    if param.param_type_name == "argument":
        return f"| `{param.metavar}{'...' * (param.nargs == -1)}` | {help_} |\n"
    metavar = (param.metavar or "").replace("|", "\\|")
    default = f" Default: `{param.default}`." if param.default not in (None, False, 0.0) else ""
    return f"| `{' '.join(param.opts)}{' ' + metavar if metavar else ''}` | {help_}{default} |\n"


def settings() -> str:
    """Every setting with its default."""
    rows = [f"| `{PREFIX}{n.upper()}` | `{f.default}` | {f.description} |\n" for n, f in Settings.model_fields.items()]
    return MADE + "# Settings\n\n| environment variable | default | |\n| --- | --- | --- |\n" + "".join(rows)


def schema() -> str:
    """The JSON Schema of a reading."""
    return json.dumps(Reading.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n"


PAGES = {"commands.md": commands, "settings.md": settings, "schema.json": schema}


def draw_positions(book: str, path: Path) -> None:
    """The matrix of ``book`` as a picture."""
    console = Console(record=True, width=104, file=sys.stderr, force_terminal=True)
    with open_view(book) as view:
        console.print(positions_table(find_positions(view, as_of=PICTURED), width=104))
    picture = console.export_svg(title="trucebook positions --as-of 2031-03-11")
    path.write_text(re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL), "utf-8")  # no fonts from the network


def main() -> None:
    """Write every page, and the picture when a book is given."""
    (DOCS / "reference").mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (DOCS / "reference" / name).write_text(make(), "utf-8")
    if sys.argv[1:2] == ["--picture"]:
        draw_positions(sys.argv[2], DOCS / "positions.svg")


if __name__ == "__main__":
    main()
