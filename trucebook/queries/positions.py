"""Where each party stands on each plan: the matrix of proposals by parties. In come a view and a day, out goes the matrix.

A cell is the latest that the book tells of a party's stance: its own ``proposes``, a position, or that it agreed or signed. Only
what is told as actual counts. Which plan a position is about is decided by :func:`find_matter`; a position or pact on a kind of
plan that nobody in the book proposed gets a row of its own.

>>> find_positions(view, as_of=datetime.date(2031, 3, 4)).parties      # doctest: +SKIP
('RSF', 'SDN')
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from trucebook.ledger import StoredRecord, View
from trucebook.queries.matters import Matter, family, find_matters, party_of
from trucebook.queries.records import Filter, find_records
from trucebook.records import Agreement, Position

RECENT = 60
"""For so many days after a plan was last told, a stance of a party that the plan does not name may be about it."""


@dataclass(frozen=True)
class Cell:
    """A party's stance: ``proposes``, a stance of the codebook, or the state of the pact that it is bound by.

    ``day`` is when it was taken, or ``None`` when the text does not say; it was then known on the day ``published``.
    """

    stance: str
    day: datetime.date | None
    published: datetime.date
    record_id: str

    @property
    def order(self) -> tuple[datetime.date, datetime.date]:
        """By this the latest cell is found: the day of the stance, else of the publication."""
        return self.day or self.published, self.published


@dataclass(frozen=True)
class Row:
    """One plan and what each party said of it, latest cells only."""

    matter: Matter
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Matrix:
    """The rows in the order in which plans were first told; the parties by how much they say, most first."""

    rows: tuple[Row, ...]
    parties: tuple[str, ...]
    as_of: datetime.date | None


def find_positions(view: View, *, parties: Sequence[str] = (), as_of: datetime.date | None = None) -> Matrix:
    """The matrix, as what was published by ``as_of`` tells it (everything without it).

    With ``parties``, only the plans of which one of them says something: one peace process of a book that holds several.
    """
    stored = find_records(view, Filter(kinds=("proposal", "position", "agreement"), as_of=as_of))
    matters = find_matters(stored)
    cells: dict[int, dict[str, Cell]] = {}
    for matter in matters:
        for proposal in matter.proposals:
            for party in matter.proposers:
                cells.setdefault(id(matter), {}).setdefault(party, _cell("proposes", proposal))
    for one in stored:
        for party, stance, type_ in _stances(one):
            about = find_matter(one, party, type_, matters)
            if about is None:
                about = Matter(family(type_))
                matters.append(about)
            _keep_latest(cells.setdefault(id(about), {}), party, _cell(stance, one))
    rows = tuple(Row(matter, cells.get(id(matter), {})) for matter in matters)
    if parties:
        rows = tuple(row for row in rows if row.cells.keys() & set(parties))
    return Matrix(rows, _parties(rows), as_of)


def _stances(stored: StoredRecord) -> list[tuple[str, str, str]]:
    """Party, stance and type of plan that a record tells of as actual."""
    record = stored.record
    if record.modality != "actual":
        return []
    if isinstance(record, Position):
        return [(party_of(record.actor), record.stance, record.on)]
    if isinstance(record, Agreement) and record.type != "contact" and record.state != "violated":
        return [(party_of(actor), record.state, record.type) for actor in record.parties]
    return []


def find_matter(stored: StoredRecord, party: str, type_: str, matters: Sequence[Matter]) -> Matter | None:
    """Which matter a stance on a plan of this type is about; ``None`` when none can be.

    Only matters of the type's family count that were put forward by then. First those that the same document tells of: one told
    by the very type, then the one told nearest to the stance in the text. Else those told elsewhere: by the very type, then the
    one told last, then one that would bind the party. A plan of long ago that does not name the party is another process's.
    """
    fitting = [m for m in matters if m.family == family(type_) and m.is_known_by(stored.published)]
    here = [m for m in fitting if m.is_told_in(stored.document_id)]
    if here:
        return min(here, key=lambda m: (type_ not in m.types(stored.document_id), _distance(stored, m)))
    fitting = [m for m in fitting if party in (*m.parties, *m.proposers) or _is_recent(m, stored.published)]
    if not fitting:
        return None
    return max(fitting, key=lambda m: (type_ in m.types(), m.last_told(stored.published), party in m.parties))


def _is_recent(matter: Matter, day: datetime.date) -> bool:
    return (day - matter.last_told(day)).days <= RECENT


def _distance(stored: StoredRecord, matter: Matter) -> int:
    at = stored.record.evidence[0].start
    told = [s for s in matter.proposals if s.document_id == stored.document_id]
    return min(abs(span.start - at) for s in told for span in s.record.evidence)


def _cell(stance: str, stored: StoredRecord) -> Cell:
    date = stored.record.date
    day = date.end if date and date.end <= stored.published else None
    return Cell(stance, day, stored.published, stored.id)


def _keep_latest(row: dict[str, Cell], party: str, cell: Cell) -> None:
    before = row.get(party)
    if before is not None and cell.order == before.order and (before.stance, cell.stance) == ("accepts_conditionally", "accepts"):
        return  # "accepts, if ...", then in the same report "we accept the idea"
    if before is None or cell.order >= before.order:
        row[party] = cell


def _parties(rows: Sequence[Row]) -> tuple[str, ...]:
    count = Counter(party for row in rows for party in row.cells)
    return tuple(party for party, _ in sorted(count.items(), key=lambda item: (-item[1], item[0])))
