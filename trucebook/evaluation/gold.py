"""Gold files: texts with the records that an expert wrote, ``{"document": {...}, "records": [...]}``, one text a file.

In comes a file or a folder, out go :class:`GoldFile` in order. Records may be written short: actors as ``UKR/Olena Petrenko``,
evidence as a verbatim string. A file that is none is an :class:`~trucebook.errors.InputError` that says what and where.

>>> for gold in read_gold("corpus"): ...     # doctest: +SKIP
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from trucebook.errors import InputError, RecordError, UndatedError
from trucebook.evaluation.pairing import spans_of
from trucebook.evaluation.slots import BOLD, Values, is_filled
from trucebook.records import Document, KindName, Modality

FORM = 'a gold file is {"document": {"published", "text", ...}, "records": [...]}'
KINDS: tuple[str, ...] = get_args(KindName)
MODALITIES: tuple[str, ...] = get_args(Modality)


@dataclass(frozen=True)
class GoldFile:
    """A text and its expert records, in plain JSON values."""

    name: str
    document: Document
    records: list[Values]


def read_gold(path: Path | str) -> Iterator[GoldFile | InputError]:
    """Every gold file at ``path`` (a file, or a folder at any depth) in order; a bad one as its error, in its place.

    Raises `InputError` where there is no file at all.
    """
    path = Path(path)
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: a folder without gold files; it must hold .json files, and {FORM}")
    for file in files:
        name = file.relative_to(path).with_suffix("").as_posix() if path.is_dir() else file.stem
        try:
            yield _gold_file(file, name)
        except InputError as error:
            yield error


def _gold_file(file: Path, name: str) -> GoldFile:
    try:
        value = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{file}:{error.lineno}: not JSON ({error.msg}); {FORM}") from error
    if not isinstance(value, dict) or not isinstance(value.get("document"), dict) or not isinstance(value.get("records"), list):
        raise InputError(f"{file}: no gold file; {FORM}")
    document = _document(value["document"], file, name)
    for number, record in enumerate(value["records"], 1):
        _check(record, document.text, where=f"{file}: record {number}")
    return GoldFile(name, document, value["records"])


def _document(value: dict[str, Any], file: Path, name: str) -> Document:
    known = {key: v for key, v in value.items() if key in Document.model_fields and v is not None}
    if "published" not in known:
        raise UndatedError(f'{file}: no publication date; its document needs "published": "YYYY-MM-DD"')
    try:
        return Document.model_validate({"id": name, **known})
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{file}: document.{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _check(record: object, text: str, *, where: str) -> None:
    """Refuse a record that cannot be scored: an unknown kind or modality, a slot that makes it left out, no verbatim evidence."""
    kind = record.get("kind") if isinstance(record, dict) else None
    if not isinstance(record, dict) or kind not in KINDS:
        raise InputError(f"{where}: kind {kind!r}; allowed: {', '.join(KINDS)}")
    if record.get("modality") not in MODALITIES:
        raise InputError(f"{where}: modality {record.get('modality')!r}; allowed: {', '.join(MODALITIES)}")
    missing = [slot for slot in BOLD[str(kind)] if not is_filled(record.get(slot))]
    if missing:
        raise InputError(f"{where}: a {kind} without {' and '.join(missing)}; see docs/codebook.md")
    try:
        spans = spans_of(record, text)
    except (RecordError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{where}: {error}") from error
    if not spans or any(not 0 <= start < end <= len(text) for start, end in spans):
        raise InputError(f"{where}: no evidence inside the text of {len(text)} characters; give verbatim strings or spans")
