"""The documentation is true: every command, option, setting and kind is in it, the reference is fresh, the examples run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_command

from docs import generate
from trucebook.book import Book
from trucebook.bulk import Recipe
from trucebook.faces.cli import main
from trucebook.faces.cli.app import app
from trucebook.records import KindName
from trucebook.settings import PREFIX, Settings

DOCS = Path(generate.__file__).parent
GUIDE = {path.name: path.read_text("utf-8") for path in sorted((DOCS / "guide").glob("*.md"))}
GROUP: Any = get_command(app)
PARAMS = [param for command in GROUP.commands.values() for param in command.params]
OPTIONS = sorted({name for param in PARAMS for name in param.opts if name.startswith("--")})


@pytest.mark.parametrize("command", GROUP.commands)
def test_every_command_is_in_the_guide(command: str) -> None:
    assert any(f"trucebook {command}" in text for text in GUIDE.values())


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_in_the_guide(option: str) -> None:
    assert any(option in text for text in GUIDE.values())


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_in_the_guide(setting: str) -> None:
    assert PREFIX + setting.upper() in GUIDE["install.md"]


@pytest.mark.parametrize("kind", get_args(KindName))
def test_every_kind_is_in_the_guide(kind: str) -> None:
    assert f"`{kind}`" in GUIDE["reading.md"]


@pytest.mark.parametrize("page", generate.PAGES)
def test_the_reference_is_fresh(page: str) -> None:
    assert (DOCS / "reference" / page).read_text("utf-8") == generate.PAGES[page](), "stale: run make docs"


@pytest.mark.parametrize("page", ["README.md", "docs/guide/reading.md"])
def test_the_example_runs_and_shows_records(
    reader: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str
) -> None:
    monkeypatch.setattr("trucebook.reader.Reader", lambda: reader)  # one reader for all tests
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", (DOCS.parent / page).read_text("utf-8"), flags=re.DOTALL)
    exec(example, {})
    out = capsys.readouterr().out
    assert "position" in out
    assert "Peru rejected" in out


def test_the_commands_of_the_readme_run(
    reader: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Recipe, "make_reader", lambda self: reader)
    monkeypatch.chdir(DOCS.parent)
    lines = re.findall(r"^trucebook (.*?)(?: +#.*)?$", (DOCS.parent / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    assert len(lines) >= 6
    for line in lines:
        args = line.replace("my.book", str(tmp_path / "my.book")).split()
        if "ID" in args:
            with Book(tmp_path / "my.book") as book:
                args[args.index("ID")] = book.records()[0].id
        assert main(args) == 0, line
    assert len(capsys.readouterr().out) > 10_000


def test_links_between_documents_lead_somewhere() -> None:
    root = DOCS.parent
    pages = [*root.glob("*.md"), *DOCS.rglob("*.md")]
    broken = []
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(root)}: {target}")
    assert broken == []
