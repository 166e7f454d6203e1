"""PLACEHOLDER, being written."""
from __future__ import annotations
from trucebook.records import Record

def merge_records(records: list[Record], *, text: str) -> list[Record]:
    return records
