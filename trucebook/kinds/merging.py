"""The same fact told twice in one document becomes one record with several evidence spans.

In come the records of one document in any order, out go fewer, in text order. Two records are one fact when they are of one
kind and modality, their bold slots agree and none of their other slots conflicts: a slot that one leaves empty agrees with
any value, and the fuller value is kept. Statements must say nearly the same words too, incidents must share what sets an
incident apart: its place, its count of dead or its evidence.

>>> from trucebook.records import Actor, Position, Span
>>> chad = Actor(party="TCD", kind="party")
>>> told = [Position(actor=chad, on="talks", stance="rejects", evidence=(Span(start=s, end=s + 9),)) for s in (0, 40)]
>>> [len(record.evidence) for record in merge_records(told, text="")]
[2]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from trucebook.kinds.counts import low_of
from trucebook.records import Actor, CountRange, DateRange, Incident, KindName, Place, Record, Span, Statement

SAME_WORDS = 0.8
"""The share of the shorter telling's words that two statements must have in common."""
SAME_WORDS_AS_HEADLINE = 0.6
"""As above, where one of them stands in the headline: headlines rephrase."""
HEADLINE = 160
"""A longer first line is a paragraph."""
WORD = re.compile(r"[^\W_]{3,}")
STOPWORDS = frozenset(
    WORD.findall(
        "the and that has have had was were with for from its his her their they not but are said says say told added "
        "will would been this which who into over after also"
    )
)


@dataclass(frozen=True)
class Sameness:
    """What two records of a kind must agree on: ``bold`` slots are always filled, ``other`` ones may be empty on one side."""

    bold: tuple[str, ...]
    other: tuple[str, ...] = ()


SAMENESS: dict[KindName, Sameness] = {
    "proposal": Sameness(("type", "proposers"), ("parties", "duration", "scope")),
    "position": Sameness(("actor", "on", "stance")),
    "contact": Sameness(("mode", "participants")),
    "statement": Sameness(("speaker", "act"), ("target", "venue")),
    "agreement": Sameness(("type", "parties", "state"), ("duration", "scope")),
    "measure": Sameness(("type", "actor"), ("target",)),
    "incident": Sameness(("type",), ("perpetrator", "target", "killed", "injured")),
    "control": Sameness(("change", "actor", "place"), ("against", "extent")),
}
COMMON = ("date", "place", "asserted_by")
NARROWER = frozenset({"proposers", "participants", "parties"})


def merge_records(records: list[Record], *, text: str) -> list[Record]:
    """Merge what ``records`` of one document tell twice; ``text`` is the document's. In text order."""
    merged: list[Record] = []
    blocks: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for record in sorted(records, key=_order):
        alike = blocks[_block(record)]
        at = next((i for i in alike if is_same_fact(merged[i], record, text=text)), None)
        if at is None:
            alike.append(len(merged))
            merged.append(record)
        else:
            merged[at] = _merged(merged[at], record)
    return sorted(merged, key=_order)


def _block(record: Record) -> tuple[object, ...]:
    """What two records of one fact have in common to the letter, so that only such are compared."""
    rule = SAMENESS[record.kind]  # type: ignore[attr-defined]
    values = (getattr(record, slot) for slot in rule.bold)
    return (type(record), record.modality, *(value for value in values if isinstance(value, str)))


def _order(record: Record) -> tuple[int, int, str]:
    first = min(record.evidence, key=lambda span: (span.start, span.end))
    return first.start, first.end, type(record).__name__


def is_same_fact(one: Record, two: Record, *, text: str) -> bool:
    """Whether two records of one document tell the same fact."""
    if type(one) is not type(two) or one.modality != two.modality:
        return False
    rule = SAMENESS[one.kind]  # type: ignore[attr-defined]
    if not all(_agrees(slot, getattr(one, slot), getattr(two, slot)) for slot in (*rule.bold, *rule.other, *COMMON)):
        return False
    if isinstance(one, Statement) and isinstance(two, Statement):
        return _says_the_same(one, two, text)
    if isinstance(one, Incident) and isinstance(two, Incident):
        return _is_same_incident(one, two)
    return True


def _agrees(slot: str, one: Any, two: Any) -> bool:
    if _is_empty(one) or _is_empty(two):
        return True
    if slot in NARROWER:
        return _is_narrower(one, two) or _is_narrower(two, one)
    for kind, agree in AGREE:
        if isinstance(one, kind):
            return agree(one, two)
    return bool(one == two)


def _is_empty(value: Any) -> bool:
    return value is None or value == () or value is False


def is_same_actor(one: Actor, two: Actor) -> bool:
    """Whether two actors may be one: of one side, and not two different names of it."""
    if one.party and two.party and one.party != two.party:
        return False
    if one.party and two.party and "party" in (one.kind, two.kind):
        return True
    names = [WORD.findall((actor.name or "").lower()) for actor in (one, two)]
    return bool(names[0] and names[1]) and (names[0][-1] == names[1][-1] or set(names[0]) == set(names[1]))


def _is_narrower(few: Sequence[Actor], many: Sequence[Actor]) -> bool:
    return all(any(is_same_actor(actor, other) for other in many) for actor in few)


def is_same_time(one: DateRange, two: DateRange) -> bool:
    """Whether one of two dates lies within the other."""
    return (one.start <= two.start and two.end <= one.end) or (two.start <= one.start and one.end <= two.end)


def is_same_place(one: Place, two: Place) -> bool:
    """Whether two places share their name, or one is named within the other's name."""
    a, b = (set(WORD.findall(place.name.lower())) or {place.name.lower()} for place in (one, two))
    return a <= b or b <= a


def _is_same_count(one: int | CountRange, two: int | CountRange) -> bool:
    return low_of(one) == low_of(two)


AGREE: tuple[tuple[type | tuple[type, ...], Callable[[Any, Any], bool]], ...] = (
    (Actor, is_same_actor),
    (DateRange, is_same_time),
    (Place, is_same_place),
    ((int, CountRange), _is_same_count),
)


def _says_the_same(one: Statement, two: Statement, text: str) -> bool:
    is_headline = min(s.start for s in one.evidence) < _end_of_headline(text)
    if one.speaker.name != two.speaker.name and not is_headline:
        return False
    if _overlap(one, two):
        return one.speaker.name == two.speaker.name
    a, b = _words(one, text), _words(two, text)
    if min(len(a), len(b)) < 2:
        return False
    return len(a & b) / min(len(a), len(b)) >= (SAME_WORDS_AS_HEADLINE if is_headline else SAME_WORDS)


def _words(record: Statement, text: str) -> set[str]:
    named = set(WORD.findall((record.speaker.name or "").lower()))
    told = (text[span.start : span.end].lower() for span in record.evidence)
    return {word for part in told for word in WORD.findall(part)} - STOPWORDS - named


def _end_of_headline(text: str) -> int:
    """Where the headline ends: a short first line without a full stop; 0 in a text without one."""
    end = text.find("\n")
    return end if 0 < end < HEADLINE and text[end - 1] not in '.!?”"' else 0


def _is_same_incident(one: Incident, two: Incident) -> bool:
    if (one.asserted_by is None) != (two.asserted_by is None) and (one.perpetrator is None) != (two.perpetrator is None):
        return False  # a side's own version of who did it stands beside what the text tells
    if _overlap(one, two):
        return True
    shared = (one.place and two.place) or (one.killed and two.killed) or (one.injured and two.injured)
    return bool(shared)


def _overlap(one: Record, two: Record) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.evidence for b in two.evidence)


def _merged(one: Record, two: Record) -> Record:
    """``one`` with the evidence of ``two`` added and its empty slots filled from there."""
    change: dict[str, Any] = {
        name: fuller
        for name in type(one).model_fields
        if name not in ("evidence", "because", "confidence", "kind")
        and (fuller := _fuller(getattr(one, name), getattr(two, name))) is not getattr(one, name)
    }
    # what the publisher tells in its own voice stands on nobody else's word; where a learned record sees no source, a rule may
    tellings = [record for record in (one, two) if not _is_learned(record)] or [one, two]
    if any(telling.asserted_by is None for telling in tellings):
        change["asserted_by"] = None
    change["evidence"] = _spans(one.evidence + two.evidence)
    change["because"] = tuple(dict.fromkeys(one.because + two.because))
    change["confidence"] = max(one.confidence, two.confidence)
    return one.model_copy(update=change)


def _is_learned(record: Record) -> bool:
    """Whether no rule made the record."""
    return bool(record.because) and all(reason.startswith("learned.") for reason in record.because)


def _fuller(one: Any, two: Any) -> Any:
    if _is_empty(one):
        return two if not _is_empty(two) else one
    if isinstance(one, tuple) and len(two) > len(one):
        return two
    return one


def _spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in text order, those inside another left out."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)
