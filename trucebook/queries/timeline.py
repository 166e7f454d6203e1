"""What happened when: the dated records of a book in the order of their days. In come a view and a filter, out goes a timeline.

>>> [entry.record.kind for entry in find_timeline(view).entries]     # doctest: +SKIP
['incident', 'proposal', 'position']
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from trucebook.ledger import StoredRecord, View
from trucebook.queries.records import Filter, find_records


@dataclass(frozen=True)
class Timeline:
    """The dated records by day, and how many more would belong there but have no day."""

    entries: tuple[StoredRecord, ...]
    undated: int


def find_timeline(view: View, wanted: Filter | None = None) -> Timeline:
    """The timeline of the records that ``wanted`` asks for. What lies in a longer span stands at the span's first day."""
    wanted = wanted or Filter()
    found = find_records(view, replace(wanted, dated=True))
    everything = find_records(view, replace(wanted, since=None, until=None))
    entries = sorted(found, key=lambda s: (s.record.date.start, s.record.date.end) if s.record.date else ())
    return Timeline(tuple(entries), sum(s.record.date is None for s in everything))
