"""Incidents in the making: whether an event of force is one, a new one, or more about the one before.

In come :class:`Draft` objects that ``incident.py`` reads from events, in text order; out go answers, and drafts made fuller.

>>> is_enough(draft)     # "attacks" alone is not     # doctest: +SKIP
False
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trucebook.kinds.force import TOLL_ROLES, Event
from trucebook.kinds.grounds import is_state
from trucebook.language.tree import base_dep, child, children, is_negated, is_passive, patient_of, preposition_of, subject_of
from trucebook.records import Actor, Count, DateRange, IncidentType, Modality, Place, Span

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

# Words so general that "the attack" may take up any event before it.
GENERAL = frozenset({"strike", "attack", "airstrike", "bombing", "explosion", "shooting", "shelling", "killing"})

# Types of which one side's strikes are told in a row.
STRIKES = frozenset({"air_strike", "drone_strike", "missile_strike", "shelling"})
# Words that say that nobody knows who it was.
UNKNOWN = frozenset({"unknown", "unidentified", "unclaimed", "suspected", "unclear", "mysterious"})


@dataclass
class Draft:
    """An incident being put together: what its event says, before it is split by place and perpetrator."""

    event: Event
    type: IncidentType
    perpetrators: list[Actor]
    targets: list[Actor]
    weapon: str | None
    killed: Count | None
    injured: Count | None
    places: list[Place]
    date: DateRange | None
    modality: Modality
    asserted_by: Actor | None
    evidence: list[Span] = field(default_factory=list)
    outbreak: bool = False
    dated: bool = False


def is_enough(draft: Draft) -> bool:
    """Whether the event says what its words need."""
    event = draft.event
    if _fighters_died(draft) or _people_were_taken(draft):
        return True
    if not event.of_role("event", "casualty", "impact", "launch", "interception") and not any(m.weapons for m in event.mentions):
        return False
    known = {
        "actor": bool(draft.perpetrators or draft.targets),
        "sides": bool(draft.perpetrators and draft.targets),
        "place": bool(draft.places),
        "toll": draft.killed is not None or draft.injured is not None,
        "day": draft.date is not None,
        "dated": draft.dated,
        "weapon": bool(event.weapons),
        "abroad": _is_abroad(draft),
        "unreal": draft.modality != "actual",
        "outbreak": bool(draft.places) and (draft.outbreak or bool(event.of_role("impact"))),
    }
    if _is_of_words(draft) or _is_state_of_war(draft):
        return False
    if _takes_up(draft) and not (draft.perpetrators or known["toll"]):
        return False
    if known["place"] and _is_in_passing(draft.event) and not (known["actor"] or known["toll"] or known["day"]):
        return False
    if any(m.weapons for m in event.of_role("toll")) and known["toll"]:
        return True
    telling = event.of_role("event", "casualty", "impact", "launch", "interception")
    return any(known[need] for m in telling for need in m.needs)


def _is_abroad(draft: Draft) -> bool:
    """Whether a state's forces act on another country's ground."""
    sides = [p.party for p in draft.perpetrators if is_state(p.party)]
    return bool(sides) and any(p.country is not None and p.country not in sides for p in draft.places)


def _is_of_words(draft: Draft) -> bool:
    """Whether a person attacks in words: "the senator attacked his rival"."""
    mentions = draft.event.mentions
    if any(m.is_noun or m.entry.id not in ("attack", "strike", "hit") for m in mentions) or draft.event.weapons:
        return False
    return bool(draft.perpetrators) and draft.perpetrators[0].kind == "person"


def _fighters_died(draft: Draft) -> bool:
    """Whether forces of a side are said to have died somewhere, though nothing tells how: "nine soldiers died near Gao"."""
    return draft.killed is not None and bool(draft.targets) and bool(draft.places)


def _people_were_taken(draft: Draft) -> bool:
    """Whether a number of people is said to have been abducted: "they seized 32 clerks"."""
    if draft.type != "abduction":
        return False
    taken = (patient_of(m.token) for m in draft.event.of_role("event") if not m.is_noun)
    return any(child(t, "nummod") is not None for t in taken if t is not None)


def _is_state_of_war(draft: Draft) -> bool:
    """Whether two sides are only said to be at war: "the group has been fighting the government since 2009"."""
    told = draft.event.mentions
    if any(m.entry.id != "fighting" or m.is_noun or not m.token.lower_.endswith("ing") for m in told):
        return False
    return draft.killed is None and draft.injured is None and not draft.places


def _is_in_passing(event: Event) -> bool:
    """Whether the event is a bare plural that no verb tells of: "comments on attacks inside Russia"."""
    main = event.main
    if not (main.is_noun and len(event.mentions) == 1 and main.token.lower_.endswith("s")):
        return False
    bare = all(base_dep(c) not in ("det", "amod", "nummod", "compound", "nmod:poss") for c in main.token.children)
    return bare and base_dep(main.token) in ("nmod", "obl")


def _distance(draft: Draft, before: Draft) -> int:
    """How many sentences ``draft`` begins behind the last of ``before``; 0 in the same one."""
    here, last = draft.event.mentions[0].token, before.event.mentions[-1].token
    return sum(1 for token in here.doc[last.i : here.i + 1] if token.is_sent_start and token.i > last.i)


def is_version(draft: Draft, before: Draft) -> bool:
    """Whether ``draft`` puts the incident ``before`` on someone: "the army blames the RSF", "the drone was sent by the RSF"."""
    if not draft.perpetrators or not 0 < _distance(draft, before) <= 3:
        return False
    if draft.event.of_role("charge"):
        return not (before.perpetrators and draft.perpetrators[0].party == before.perpetrators[0].party)
    if draft.asserted_by is not None and draft.asserted_by.party == draft.perpetrators[0].party:
        return False
    if draft.asserted_by is None or draft.killed is not None or draft.injured is not None:
        return False
    return _takes_up(draft) or (_takes_up_weapon(draft) and draft.weapon == before.weapon)


def version_of(draft: Draft, before: Draft) -> Draft:
    """``draft`` with what ``before`` says of the deed itself; the toll stays with ``before``."""
    main = draft.event.main
    asserted_by = draft.asserted_by
    return replace(
        draft,
        type=before.type,
        weapon=before.weapon,
        places=before.places,
        date=before.date,
        asserted_by=asserted_by,
        targets=[t for t in before.targets if all(t.party != p.party for p in draft.perpetrators)],
        modality="denied" if is_negated(main.token) else draft.modality,
    )


def _takes_up_weapon(draft: Draft) -> bool:
    """Whether the weapon is one told of before: "the drone", "the missiles", "them"."""
    weapons = draft.event.weapons
    return bool(weapons) and all(any(c.lower_ in ("the", "those", "these") for c in w.token.children) for w in weapons)


def goes_on(draft: Draft, before: Draft) -> bool:
    """Whether ``draft`` only says more of the incident ``before``: its toll, or "the attack" again."""
    distance = _distance(draft, before)
    if distance > 0 and before.modality == "denied" and draft.modality != "denied":
        return False  # what one side denies is not what the other tells
    if all(m.entry.role == "interception" for m in draft.event.mentions):
        parties = {a.party for a in (*draft.perpetrators[:1], *before.perpetrators[:1])}
        fresh = [p for p in draft.places if p not in before.places]
        again = distance == 0 or draft.asserted_by == before.asserted_by or _takes_up_weapon(draft)
        return again and distance <= 2 and draft.type == before.type and len(parties) <= 1 and not fresh
    if distance <= 1 and _is_aim_only(draft, before):
        return True
    if distance == 0:
        return False
    if all(m.entry.role == "toll" for m in draft.event.mentions):
        return distance <= 2 and not _is_of_another_day(draft, before)
    if draft.perpetrators and before.perpetrators and draft.perpetrators[0].party != before.perpetrators[0].party:
        return False
    if all(m.entry.role in TOLL_ROLES for m in draft.event.mentions):
        elsewhere = bool(draft.places) and draft.places != before.places
        counted = draft.killed is not None or draft.injured is not None
        plain = not elsewhere and not draft.perpetrators and before.killed is None and not _is_of_another_day(draft, before)
        return counted and distance <= 1 and plain
    if distance <= 2 and _adds_nothing(draft, before):
        return True
    return _takes_up(draft) and (not draft.places or draft.places[0] in before.places)


def _adds_nothing(draft: Draft, before: Draft) -> bool:
    """Whether ``draft`` is of the same sort and says neither where, when nor how many were hurt: the same once more."""
    bare = not draft.places and draft.date is None and draft.killed is None and draft.injured is None
    if not bare or draft.type != before.type or draft.modality != before.modality:
        return False
    again = ("another", "second", "third", "other", "also", "new", "further", "separate", "separately")
    told_by = {a.party for a in (draft.asserted_by, before.asserted_by) if a is not None}
    others = draft.targets and before.targets and draft.targets[0].party != before.targets[0].party
    return len(told_by) <= 1 and not others and all(t.lower_ not in again for t in draft.event.main.token.sent)


def _is_of_another_day(draft: Draft, before: Draft) -> bool:
    """Whether the two are told of different days: "In a week sixty were killed" is no toll of yesterday's raid."""
    return draft.date is not None and draft.date != before.date


def _is_aim_only(draft: Draft, before: Draft) -> bool:
    """Whether the one who struck only says at whom: "A raid killed nine. The army said that it targeted gunmen"."""
    told = draft.event.mentions
    if not all(m.entry.id == "hit" and not m.weapons and not m.is_noun for m in told) or not (
        draft.perpetrators and before.perpetrators
    ):
        return False
    bare = not draft.places and draft.killed is None and draft.injured is None
    return bare and draft.perpetrators[0].party == before.perpetrators[0].party and draft.asserted_by is not None


def _takes_up(draft: Draft) -> bool:
    """Whether every mention is a definite general noun: "the attack", "this strike"."""
    told = [m for m in draft.event.mentions if m.entry.role not in TOLL_ROLES or (m.is_noun and m.entry.role == "casualty")]
    for mention in told:
        general = mention.entry.id in GENERAL or mention.token.lemma_.lower() in ("assault", "onslaught", "raid", "incident")
        if not mention.is_noun or not general or mention.weapons:
            return False
        determiners = [c.lower_ for c in mention.token.children if c.dep_ == "det"]
        if not any(d in ("the", "this", "that", "these", "those", "both") for d in determiners) or _is_one_of(mention.token):
            return False
    return bool(told)


def _is_one_of(noun: Token) -> bool:
    """Whether one of several is told of by itself: "one of the strikes hit a school"."""
    return base_dep(noun) == "nmod" and preposition_of(noun) == "of" and noun.head.pos_ in ("NUM", "PRON", "DET")


def is_the_same_sort(draft: Draft, before: Draft) -> bool:
    """Whether "the latest assault", "the attack" says with no means of its own what was a strike before."""
    sides = {a.party for a in (*draft.perpetrators[:1], *before.perpetrators[:1])}
    if draft.type not in ("ground_attack", "other") or before.type not in STRIKES or draft.event.weapons or len(sides) > 1:
        return False
    nouns = [
        m.token
        for m in draft.event.mentions
        if m.is_noun and m.token.lemma_.lower() in ("assault", "attack", "onslaught", "barrage")
    ]
    return any(c.lower_ in ("the", "this", "that") for noun in nouns for c in children(noun, "det"))


def take_up(before: Draft, draft: Draft) -> None:
    """Let ``before`` say what ``draft`` adds."""
    before.event.mentions.extend(draft.event.mentions)
    before.evidence.extend(draft.evidence)
    before.perpetrators = before.perpetrators or draft.perpetrators
    before.targets = before.targets or draft.targets
    before.weapon = before.weapon or draft.weapon
    before.killed = draft.killed if before.killed is None else before.killed
    before.injured = draft.injured if before.injured is None else before.injured
    before.places = before.places or draft.places


def go_along(draft: Draft, before: Draft) -> None:
    """Where "they" did more in the next sentence, it was there, then, and by the same: "They seized nine clerks"."""
    main = draft.event.main
    subject = None if main.is_noun or is_passive(main.token) else subject_of(main.token)
    if subject is None or subject.lower_ != "they" or _distance(draft, before) != 1:
        return
    if draft.places or draft.date is not None or before.event.main.entry.two_sided or draft.modality != before.modality:
        return
    if draft.perpetrators and before.perpetrators and draft.perpetrators[0].party != before.perpetrators[0].party:
        return
    draft.places, draft.date = before.places[:1], before.date
    draft.perpetrators = draft.perpetrators or before.perpetrators


def give_striker(drafts: list[Draft]) -> None:
    """Where one side only is told to strike, the strikes that the text tells of without a name are its too.

    "Israeli strikes killed nine. ... Another strike hit a tent": but not on that side's own people or ground.
    """
    strikers = {d.perpetrators[0].party: d.perpetrators[0] for d in drafts if d.perpetrators and d.type in STRIKES}
    if len(strikers) != 1:
        return
    party, striker = next(iter(strikers.items()))
    first = next(n for n, d in enumerate(drafts) if d.perpetrators and d.type in STRIKES)
    for draft in drafts[first + 1 :]:
        foreign = all(t.party != party for t in draft.targets) and all(p.country != party for p in draft.places)
        unknown = any(t.lower_ in UNKNOWN for t in draft.event.main.token.sent)
        if draft.type in STRIKES and not draft.perpetrators and draft.modality == "actual" and foreign and not unknown:
            draft.perpetrators = [striker]
