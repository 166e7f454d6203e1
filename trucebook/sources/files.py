"""Dated documents from files: ``.txt``, ``.json``, ``.jsonl``, folders of them, and ``-`` for standard input.

In come paths, out go :class:`Item` in order, one for each document, each with a document or with the error that keeps it from
being read; one bad file never stops the others.

A ``.txt`` file opens with ``date YYYY-MM-DD`` (its own line, or a prefix of the first), which is no part of the text; lines
``title: ...``, ``publisher: ...`` and ``url: ...`` may follow it. The ends of lines become ``\\n`` and blanks at both ends of
the text go: offsets count in what remains. A text that comes in JSON is taken character by character as it is.

>>> document = parse_report("date 2031-03-04\\ntitle: Quiet night\\n\\nNo shots were heard.", source="note.txt")
>>> document.title, document.text
('Quiet night', 'No shots were heard.')
"""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from trucebook.errors import InputError, UndatedError
from trucebook.records import Document
from trucebook.settings import Settings
from trucebook.sources.checks import (
    MEGABYTE,
    check_characters,
    check_document,
    check_is_text,
    check_not_empty,
    check_size,
    decode,
)

STDIN = "-"
EXTENSIONS = (".txt", ".json", ".jsonl")
DATE_HEADER = re.compile(r"\s*date(?::|[ \t])[ \t]*(\S*\d\S*)[ \t]*", re.IGNORECASE)
ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
FIELD_HEADER = re.compile(r"[ \t]*(title|publisher|url):[ \t]*(.*?)[ \t]*(?:\n|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A file to read: how messages call it, and the name of what is written for it (no ending; subfolders kept)."""

    path: str
    name: str

    def count(self) -> int | None:
        """How many documents it seems to hold, for a progress bar; ``None`` for standard input."""
        if self.path == STDIN:
            return None
        if not self.path.lower().endswith(".jsonl"):
            return 1
        try:
            with Path(self.path).open("rb") as file:
                return sum(bool(line.strip()) for line in file)
        except OSError:
            return 1  # the error that it gives when it is read


@dataclass(frozen=True)
class Item:
    """One document that a source holds, or the error in its place. ``source`` is ``FILE`` or ``FILE:LINE``."""

    source: str
    name: str
    document: Document | None = None
    error: InputError | None = None


def find_sources(paths: Iterable[str | Path]) -> Iterator[Source | Item]:
    """Files as they are given, folders as the files in them at any depth; an unusable path is an :class:`Item` with its error."""
    for given in map(str, paths):
        if given == STDIN:
            yield Source(given, "stdin")
            continue
        try:
            yield from _sources_at(given)
        except OSError as error:  # a folder above it may not be entered, a name is too long
            yield _unreadable(given, error)


def _sources_at(given: str) -> Iterator[Source | Item]:
    path = Path(given)
    if path.is_dir():
        yield from _sources_in(path, given)
    elif not path.exists():
        yield Item(given, path.stem, error=InputError(f"{given}: no such file; check the path"))
    elif path.suffix.lower() not in EXTENSIONS:
        yield Item(given, path.stem, error=InputError(f"{given}: an unknown kind of file; give {', '.join(EXTENSIONS)} or -"))
    else:
        yield Source(given, path.stem)


def _sources_in(folder: Path, given: str) -> Iterator[Source | Item]:
    """The reports in a folder at any depth; a folder within it that may not be listed is an error of its own."""
    refused: list[OSError] = []
    files = (Path(base, name) for base, _, names in os.walk(folder, onerror=refused.append) for name in names)
    found = sorted(p for p in files if p.suffix.lower() in EXTENSIONS and not _is_device(p))
    yield from (_unreadable(str(error.filename), error) for error in refused)
    if not found and not refused:
        wanted = ", ".join(EXTENSIONS)
        yield Item(given, folder.name, error=InputError(f"{given}: a folder without reports; it must hold {wanted} files"))
    yield from (Source(str(p), p.relative_to(folder).with_suffix("").as_posix()) for p in found)


def _is_device(path: Path) -> bool:
    """Whether it is a pipe, a socket or the like. What may not be looked at is none: it is told when it is opened."""
    try:
        return path.exists() and not path.is_file()
    except OSError:
        return False


def _unreadable(path: str, error: OSError, name: str | None = None) -> Item:
    message = f"{path}: cannot be read ({error.strerror}); check its permissions"
    return Item(path, Path(path).stem if name is None else name, error=InputError(message))


def read_items(
    sources: Iterable[Source | Item],
    *,
    published: datetime.date | None = None,
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Item]:
    """Every document of ``sources``, in order. ``published`` dates the documents that give no day of their own.

    A ``.jsonl`` file may be of any size, its lines are read one by one; a line or another file over the limit of ``settings``
    is refused, unread as far as that can be.
    """
    limit = (settings or Settings.from_environment()).max_megabytes
    for source in sources:
        if isinstance(source, Item):
            yield source
            continue
        try:
            with _open(source, stdin) as file:
                yield from _items_in(file, source, published, limit)
        except OSError as error:
            yield _unreadable(source.path, error, source.name)


def _open(source: Source, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    return nullcontext(stdin or sys.stdin.buffer) if source.path == STDIN else Path(source.path).open("rb")


def _items_in(file: BinaryIO, source: Source, published: datetime.date | None, limit: float) -> Iterator[Item]:
    most = int(limit * MEGABYTE) + 1
    ending = Path(source.path).suffix.lower()
    first = file.readline(most) if ending == ".jsonl" or source.path == STDIN else b""
    if ending == ".jsonl" or _is_json_object(first):
        yield from _json_lines(file, first, source, published, limit)
        return
    try:
        if source.path != STDIN:
            check_size(Path(source.path).stat().st_size, source=source.path, max_megabytes=limit)
        data = first + file.read(most - len(first))
        check_size(len(data), source=source.path, max_megabytes=limit)
        check_not_empty(data, source=source.path)
        text = decode(data, source=source.path)
    except InputError as error:
        yield Item(source.path, source.name, error=error)
        return
    is_json = ending == ".json" or (source.path == STDIN and text.lstrip().startswith("{"))
    parse = parse_document if is_json else parse_report
    yield _item(source.path, source.name, lambda: parse(text, source=source.path, published=published))


def _is_json_object(line: bytes) -> bool:
    """Whether a line of standard input is a JSON object by itself, so that others like it may follow."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_lines(file: BinaryIO, first: bytes, source: Source, published: datetime.date | None, limit: float) -> Iterator[Item]:
    try:
        check_is_text(first[:4096], source=source.path)
    except InputError as error:
        yield Item(source.path, source.name, error=error)
        return
    is_empty = True
    for number, line in enumerate(_lines(file, first, int(limit * MEGABYTE) + 1), start=1):
        if line.strip():
            is_empty = False
            where = f"{source.path}:{number}"

            def parse(line: bytes = line, where: str = where) -> Document:
                check_size(len(line), source=where, max_megabytes=limit)
                return parse_document(decode(line.rstrip(), source=where), source=where, published=published)

            yield _item(where, f"{source.name}-{number}", parse)
    if is_empty:
        yield Item(source.path, source.name, error=InputError(f"{source.path}: the file is empty; give a report to read"))


def _lines(file: BinaryIO, first: bytes, most: int) -> Iterator[bytes]:
    """The lines of ``file`` from ``first`` on, each cut at ``most`` bytes."""
    line = first
    while line:
        yield line
        while len(line) == most and not line.endswith(b"\n"):
            line = file.readline(most)
        line = file.readline(most)


def _item(source: str, name: str, parse: Callable[[], Document]) -> Item:
    try:
        document = parse()
        check_document(document, source=source)
    except InputError as error:
        return Item(source, name, error=error)
    return Item(source, name, document=document)


def parse_report(text: str, *, source: str, published: datetime.date | None = None) -> Document:
    """The document of a plain text with its header (see the module). Raises :class:`~trucebook.errors.InputError`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, str] = {}
    day = published
    if header := DATE_HEADER.match(text):
        line = text[header.start(1) :].partition("\n")[0].strip()
        day = parse_day(header[1] if ISO_DAY.match(header[1]) else line, source=source)
        text = text[header.end() :].removeprefix("\n")
        while field := FIELD_HEADER.match(text):
            fields[field[1].lower()] = field[2]
            text = text[field.end() :]
    if day is None:
        raise UndatedError.for_source(source)
    known = {key: value for key, value in fields.items() if value}
    return Document.model_validate({**known, "published": day, "text": text.strip()})


def parse_document(text: str, *, source: str, published: datetime.date | None = None) -> Document:
    """The document of one JSON object: the document itself, or ``{"document": {...}}``. Unknown keys are left out."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        where = source if error.lineno == 1 else f"{source}:{error.lineno}"
        raise InputError(f"{where}: not JSON ({error.msg}, column {error.colno}); mend the line or leave it out") from error
    except RecursionError as error:
        raise InputError(f"{source}: not a document (nested too deep); give a document as JSON") from error
    inner = value.get("document", value) if isinstance(value, dict) else value
    if not isinstance(inner, dict) or not isinstance(inner.get("text"), str):
        raise InputError(f"{source}: no document: an object with 'text' and 'published' is expected; see trucebook schema")
    return _document_of(inner, source, published)


def _document_of(value: dict[str, Any], source: str, published: datetime.date | None) -> Document:
    known = {key: value[key] for key in Document.model_fields if value.get(key) not in (None, "")}
    day = known.pop("published", None)
    if day is not None:
        known["published"] = parse_day(day, source=source)
    elif published is not None:
        known["published"] = published
    else:
        raise UndatedError(f"{source}: no publication date; give the document a 'published': 'YYYY-MM-DD' or --date YYYY-MM-DD")
    if isinstance(known.get("id"), int):
        known["id"] = str(known["id"])
    for key, text in known.items():
        if isinstance(text, str):
            check_characters(text, source=f"{source}: {key}")
    try:
        return Document.model_validate({"text": "", **known})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "document"
        raise InputError(f"{source}: {key}: {first['msg']}; see trucebook schema") from error


def parse_day(value: object, *, source: str) -> datetime.date:
    """The day that ``value`` writes as ``YYYY-MM-DD`` (a time of day after it is dropped)."""
    text = str(value)
    found = ISO_DAY.fullmatch(text)
    if not found:
        raise InputError(f"{source}: {text[:40]!r} is no date; write it YYYY-MM-DD, e.g. 2031-03-04")
    try:
        return datetime.date.fromisoformat(found[1])
    except ValueError as error:
        raise InputError(f"{source}: {found[1]} is no day of the calendar ({error}); write it YYYY-MM-DD") from error
