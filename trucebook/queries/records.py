"""The records of a book that meet conditions. In come a view and a :class:`Filter`, out go records in order of publication.

>>> find_records(view, Filter(kinds=("incident",), parties=("RSF",)))     # doctest: +SKIP
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from trucebook.ledger import StoredRecord, View, tables
from trucebook.records import KindName, Modality


@dataclass(frozen=True)
class Filter:
    """Which records are wanted; what is left out asks nothing.

    ``parties`` are codes (``RSF``) or parts of names (``harlow``), ``places`` parts of names (``fasher``) or ISO codes of
    states; any of several will do. ``since`` and ``until`` ask when it happened: a record without a day meets neither.
    ``as_of`` asks what was published by that day.
    """

    kinds: tuple[KindName, ...] = ()
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    as_of: datetime.date | None = None
    min_confidence: float = 0.0
    dated: bool = False


def find_records(view: View, wanted: Filter | None = None) -> list[StoredRecord]:
    """The records that ``wanted`` asks for, those of superseded readings left out."""
    return view.list_records(*_conditions(wanted or Filter()))


def _conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    r = tables.records.c
    if wanted.kinds:
        yield r.kind.in_(wanted.kinds)
    if wanted.modalities:
        yield r.modality.in_(wanted.modalities)
    if wanted.parties:
        yield r.id.in_(_with_actor(wanted.parties))
    if wanted.places:
        named = [r.place.icontains(place, autoescape=True) for place in wanted.places]
        yield sa.or_(*named, r.country.in_([place.upper() for place in wanted.places]))
    if wanted.since:
        yield r.date_end >= wanted.since
    if wanted.until:
        yield r.date_start <= wanted.until
    if wanted.dated:
        yield r.date_start.is_not(None)
    if wanted.as_of:
        yield tables.documents.c.published <= wanted.as_of
    if wanted.min_confidence:
        yield r.confidence >= wanted.min_confidence


def _with_actor(parties: tuple[str, ...]) -> sa.Select[tuple[str]]:
    """The ids of records in which one of ``parties`` plays any part, as a side, a body or a person."""
    a = tables.record_actors.c
    codes = [party.upper().replace(" ", "_").replace("-", "_") for party in parties]
    return sa.select(a.record_id).where(sa.or_(a.party.in_(codes), *(a.name.icontains(p, autoescape=True) for p in parties)))
