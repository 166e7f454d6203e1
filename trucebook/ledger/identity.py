"""The ids of the ledger: each hashes content, so the same thing kept twice has one id.

In come documents and records, out go short hexadecimal ids. That records of *different* documents tell of the same matter is not
decided here yet; :mod:`trucebook.queries.matters` does it, minimally, for proposals.

>>> from trucebook.records import Document
>>> document = Document(text="No shots.", published="2031-03-04", publisher="Andes Wire")
>>> document_id(document) == document.id
True
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from trucebook.errors import LexiconError
from trucebook.records import Document, Record, content_id, text_id
from trucebook.version import __version__


def document_id(document: Document) -> str:
    """The id of a document: its day, its text and, where known, its publisher. A name that its file gave it plays no part."""
    return text_id(document.published, document.text, document.publisher)


def canonical_json(value: Any) -> str:
    """JSON in one form only: sorted keys, no blanks, nothing escaped that need not be."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def record_id(document: str, record: Record) -> str:
    """The id of a record within the document of that id: its whole content counts."""
    return content_id(document, canonical_json(record.model_dump(mode="json", exclude_none=True)))


def reading_id(document: str, reader: str, records: list[str], supersedes: str | None) -> str:
    """The id of a reading: who read what, what came out, and which reading it follows on."""
    return content_id(document, reader, ",".join(records), supersedes or "")


def reader_version(*, pipeline: str | None = None, lexicon: Path | str | None = None, rules_only: bool = False) -> str:
    """What reads, for telling readings apart: the program's version, rules alone, another pipeline, a user's lexicons.

    >>> reader_version(pipeline="en_ud_large").endswith("; pipeline en_ud_large")
    True
    """
    parts = [f"trucebook {__version__}"]
    if rules_only:
        parts.append("rules only")
    if pipeline:
        parts.append(f"pipeline {pipeline}")
    if lexicon:
        try:
            files = [f"{path.name}\0{path.read_bytes().hex()}" for path in sorted(Path(lexicon).glob("*.yaml"))]
        except OSError as error:
            raise LexiconError(f"{error.filename}: cannot be read ({error.strerror}); check its permissions") from error
        parts.append("lexicon " + content_id(*files))
    return "; ".join(parts)
