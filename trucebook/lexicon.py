"""Reads and checks the words in ``data/``: YAML lexicons of entries, laid over by a user's own folder.

In comes the name of a lexicon and the pydantic model of its entries, out go checked entries. An error names file, line, key and
what is allowed. Every entry has an ``id``, a ``gloss``, and ``yes:``/``no:`` sentences that are run as tests
(tests/kinds/test_lexicon_examples.py).

>>> lexicon = Lexicon()
>>> lexicon.entries("modality", Entry)[0].id     # doctest: +SKIP
'planned_verbs'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from trucebook.errors import LexiconError

DATA = Path(__file__).parent / "data"


class WordLoader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """YAML whose words are words: yes, no, on and off are text, as in YAML 1.2; only true and false are not."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


WordLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), list("tf"))


class Entry(BaseModel):
    """One entry of a lexicon; a lexicon's own model adds its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    gloss: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


EntryT = TypeVar("EntryT", bound=Entry)
MadeT = TypeVar("MadeT")


class Lexicon:
    """The shipped lexicons, with those of ``overlay`` laid over them: same id replaces, a new id is added."""

    def __init__(self, overlay: Path | str | None = None) -> None:
        self.overlay = find_overlay(Path(overlay)) if overlay else {}
        self._read: dict[tuple[str, type[Entry]], tuple[Any, ...]] = {}
        self._made: dict[Hashable, object] = {}

    def entries(self, name: str, model: type[EntryT]) -> tuple[EntryT, ...]:
        """The entries of ``data/<name>.yaml`` as ``model``, overlay applied, in file order. Raises LexiconError."""
        key = (name, model)
        if key not in self._read:
            found = read_entries(DATA / f"{name}.yaml", model)
            if name in self.overlay:
                found |= read_entries(self.overlay[name], model)
            self._read[key] = tuple(found.values())
        return self._read[key]

    def made(self, key: Hashable, make: Callable[[], MadeT]) -> MadeT:
        """What ``make`` returns, made once and kept under ``key``: an index over entries costs more than reading a document."""
        if key not in self._made:
            self._made[key] = make()
        return cast(MadeT, self._made[key])

    def gloss(self, reason: str) -> str | None:
        """What an entry says of itself, by the name that records give (``incident.yaml#airstrike``); ``None`` for a rule."""
        file, _, entry = reason.partition("#")
        path = DATA / file
        if not entry or not path.is_file():
            return None
        return self.made(("glosses", file), lambda: _glosses(path) | _glosses(self.overlay.get(path.stem))).get(entry)


def _glosses(path: Path | None) -> dict[str, str]:
    """The glosses of a lexicon's entries by id, whatever their model."""
    values = yaml.load(path.read_text("utf-8"), Loader=WordLoader) if path else []
    return {value["id"]: value["gloss"] for value in values}


def find_overlay(folder: Path) -> dict[str, Path]:
    """The lexicons in a user's folder by name. Refused (LexiconError): no folder, or a YAML file that would lie over nothing."""
    if not folder.is_dir():
        raise LexiconError(f"{folder}: no such folder; give --lexicon a folder of YAML files named as in {DATA}")
    try:
        given = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError as error:
        raise LexiconError(f"{folder}: cannot be read ({error.strerror}); check its permissions") from error
    names = sorted(path.name for path in DATA.glob("*.yaml"))
    for path in given:
        if path.name not in names:
            raise LexiconError(f"{path}: lies over no shipped lexicon; its name must be one of {', '.join(names)}")
    return {path.stem: path for path in given}


def read_entries(path: Path, model: type[EntryT]) -> dict[str, EntryT]:
    """Read one YAML file (a list of mappings) into entries by id. Raises LexiconError with file and line."""
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, Loader=WordLoader)
        values = yaml.load(text, Loader=WordLoader)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); see docs/guide/lexicons.md") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path}:{line}: not YAML ({error.problem}); entries are a list of mappings") from error
    if node is None or not isinstance(values, list):
        raise LexiconError(f"{path}:1: expected a list of entries, each with id and gloss")
    found: dict[str, EntryT] = {}
    for child, value in zip(node.value, values, strict=True):
        line = child.start_mark.line + 1
        entry = _check_entry(path, line, value, model)
        if entry.id in found:
            raise LexiconError(f"{path}:{line}: the id {entry.id!r} stands twice; ids are unique in a file")
        found[entry.id] = entry
    return found


def _check_entry(path: Path, line: int, value: object, model: type[EntryT]) -> EntryT:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(entry)"
        allowed = ", ".join(sorted(model.model_fields))
        raise LexiconError(f"{path}:{line}: {key}: {first['msg']}; allowed keys: {allowed}") from error
