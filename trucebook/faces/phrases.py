"""A record in a few words: who, what, when, where, on whose word. In come records, out go short texts for tables.

>>> from trucebook.records import Actor, Incident, Span
>>> say_what(Incident(type="drone_strike", killed=2, evidence=(Span(start=0, end=1),)))
'drone strike: 2 killed'
"""

from __future__ import annotations

from collections.abc import Iterable

from trucebook.queries.matters import length_of
from trucebook.records import (
    Actor,
    Agreement,
    AnyRecord,
    Contact,
    Control,
    CountRange,
    DateRange,
    Incident,
    Measure,
    Place,
    Position,
    Proposal,
    Statement,
)

NOBODY = "–"
STANCE = {
    "accepts": "accepts the {}", "accepts_conditionally": "accepts the {} with conditions", "undecided": "undecided on the {}",
    "rejects": "rejects the {}",
}  # fmt: skip
SPEECH = {
    "say": "says", "accuse": "accuses", "demand": "demands", "threaten": "threatens", "warn": "warns", "pledge": "pledges",
    "deny": "denies", "praise": "praises",
}  # fmt: skip


def say_actor(actor: Actor | None) -> str:
    """``UKR``, ``Ministry of Defence (UKR)``, ``Salma Idris (SDN)``, ``S D Muni``."""
    if actor is None:
        return NOBODY
    if actor.kind == "party":
        return actor.party or actor.name or NOBODY
    return f"{actor.name} ({actor.party})" if actor.name and actor.party else actor.name or actor.party or NOBODY


def say_actors(actors: Iterable[Actor], *, sep: str = ", ") -> str:
    """Several actors; a dash for none."""
    return sep.join(map(say_actor, actors)) or NOBODY


def say_who(record: AnyRecord) -> str:
    """Who does it, and to whom."""
    match record:
        case Proposal():
            return _toward(say_actors(record.proposers), say_actors(record.parties))
        case Position():
            return say_actor(record.actor)
        case Contact():
            return say_actors(record.participants, sep=" – ")
        case Statement():
            return _toward(say_actor(record.speaker), say_actor(record.target))
        case Agreement():
            return say_actors(record.parties, sep=" – ")
        case Measure():
            return _toward(say_actor(record.actor), say_actor(record.target))
        case Incident():
            return _toward(say_actor(record.perpetrator), say_actor(record.target))
        case Control():
            return _toward(say_actor(record.actor), say_actor(record.against))


def _toward(source: str, target: str) -> str:
    return source if target == NOBODY else f"{source} → {target}"


def say_what(record: AnyRecord) -> str:
    """What is done, in the words of the codebook."""
    match record:
        case Proposal():
            return _plan(_type(record.type, "plan"), record.duration, record.scope)
        case Position():
            return STANCE[record.stance].format(_type(record.on, "plan"))
        case Contact():
            return record.mode + (f" (through {say_actors(record.mediators)})" if record.mediators else "")
        case Statement():
            return _with(SPEECH[record.act], record.venue)
        case Agreement():
            return f"{_plan(_type(record.type, 'agreement'), record.duration, record.scope)} {say_word(record.state)}"
        case Measure():
            return _type(record.type, "other measure")
        case Incident():
            tolls = [
                f"{say_count(n)} {word}" for n, word in ((record.killed, "killed"), (record.injured, "injured")) if n is not None
            ]
            return _type(record.type, "use of force") + (f": {', '.join(tolls)}" if tolls else "")
        case Control():
            return _with(record.change, record.extent)


def _type(value: str, otherwise: str) -> str:
    return otherwise if value == "other" else say_word(value)


def _plan(name: str, duration: str | None, scope: str | None) -> str:
    """``21-day energy ceasefire``."""
    kind = scope if scope != "full" else None
    return " ".join(word for word in (length_of(duration), kind, name) if word)


def _with(head: str, *more: str | None) -> str:
    told = [part for part in more if part]
    return f"{head} ({', '.join(told)})" if told else head


def say_word(value: str) -> str:
    """A value of the codebook for a reader: ``drone_strike`` as ``drone strike``."""
    return value.replace("_", " ")


def say_count(count: int | CountRange) -> str:
    """``3``, ``3–5``, ``3+`` (at least), ``≤5`` (at most)."""
    if isinstance(count, int):
        return str(count)
    if count.max is None:
        return f"{count.min}+"
    return f"≤{count.max}" if count.min is None else f"{count.min}–{count.max}"


def say_day(date: DateRange | None) -> str:
    """``2031-03-04``, ``2031-03-01 to 04``, ``2031-02-27 to 03-04``; nothing for no day."""
    if date is None:
        return ""
    start, end = date.start.isoformat(), date.end.isoformat()
    if start == end:
        return start
    if start[:7] == end[:7]:
        return f"{start} to {end[8:]}"
    return f"{start} to {end[5:]}" if start[:4] == end[:4] else f"{start} to {end}"


def say_place(place: Place | None) -> str:
    """``El Fasher, SDN``; nothing for no place."""
    if place is None:
        return ""
    return f"{place.name}, {place.country}" if place.country else place.name


def say_told(record: AnyRecord, quote: str = "", *, limit: int = 70) -> str:
    """Who and what in one phrase; of a statement also its words, cut at ``limit`` characters.

    >>> from trucebook.records import Span, Statement
    >>> say_told(Statement(speaker=Actor(party="PER", kind="party"), act="deny", evidence=(Span(start=0, end=1),)), "We did not.")
    'PER denies “We did not.”'
    """
    who, what = say_who(record), say_what(record)
    if isinstance(record, Statement):
        words = " ".join(quote.split())
        cut = words if len(words) <= limit else words[: words.rfind(" ", 0, limit)] + " …"
        return f"{who} {what}" + (f" {in_quotes(cut)}" if cut else "")
    return what if who == NOBODY else f"{who}: {what}"


def in_quotes(words: str) -> str:
    """Words in quotation marks, unless they bring their own."""
    return words if words[:1] in '“"‘«' else f"“{words}”"


def say_modality(record: AnyRecord) -> str:
    """The modality, and nothing for what is actual."""
    return "" if record.modality == "actual" else say_word(record.modality)


def say_source(record: AnyRecord) -> str:
    """On whose word it stands; nothing for the publisher's own voice."""
    return "" if record.asserted_by is None else say_actor(record.asserted_by)
