"""Incidents: force is used. Finds strikes, attacks, shelling, clashes, shootings, bombings, killings and abductions.

In comes a scene, out go :class:`~trucebook.records.Incident`: one for each event of force (see ``force.py``), or one for each of
the places and perpetrators that the text lists. Words: ``data/incident.yaml``, ``incident_context.yaml``, ``weapons.yaml``.

>>> next(find_incidents(scene)).type     # doctest: +SKIP
'drone_strike'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from trucebook.kinds.counts import resolve_count
from trucebook.kinds.events import find_events
from trucebook.kinds.force import TOLL_ROLES, Context, Event, Mention
from trucebook.kinds.grounds import find_grounds, is_state, list_places, place_by_name, place_within
from trucebook.kinds.sides import CHARGES, find_perpetrators, find_targets, find_two_sides, is_by_fighters
from trucebook.kinds.tolls import find_toll, victims_of
from trucebook.kinds.weapons import name_weapons
from trucebook.language.tree import base_dep, children, is_negated, patient_of, preposition_of, subject_of
from trucebook.records import Actor, Count, DateRange, Incident, IncidentType, Modality, Place, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.resolution.scene import Scene

# Types that the means told beside them do not change.
FIXED = frozenset({"clash", "abduction", "invasion", "sabotage", "ground_attack"})
# Words so general that "the attack" may take up any event before it.
GENERAL = frozenset({"strike", "attack", "airstrike", "bombing", "explosion", "shooting", "shelling", "killing"})

# Types of which one side's strikes are told in a row.
STRIKES = frozenset({"air_strike", "drone_strike", "missile_strike", "shelling"})
# Words that say that nobody knows who it was.
UNKNOWN = frozenset({"unknown", "unidentified", "unclaimed", "suspected", "unclear", "mysterious"})

# Verbs of ruin, which tell no means: "destroyed four tunnels".
RUINING = frozenset({"destroy", "damage", "level", "flatten"})

# Prepositions that spread one event over several places: "across Nabatieh, Tibnin and Harouf".
SPREAD = frozenset({"across", "throughout", "between", "from", "around", "over"})


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


def find_incidents(scene: Scene) -> Iterator[Incident]:
    """The incidents of ``scene`` in text order."""
    context = Context.of(scene)
    drafts: list[Draft] = []
    for event in find_events(scene, context):
        draft = _draft(event, scene, context)
        before = drafts[-1] if drafts else None
        if before is not None and _is_the_same_sort(draft, before):
            draft.type = before.type
        if before is not None and _is_version(draft, before):
            drafts.append(_version(draft, before))
        elif before is not None and _goes_on(draft, before):
            _take_up(before, draft)
        elif _is_enough(draft):
            drafts.append(draft)
            drafts.extend(_shares(draft, scene))
    _give_striker(drafts)
    for draft in drafts:
        yield from _records(draft)


def _give_striker(drafts: list[Draft]) -> None:
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


# ---- reading one event


def _draft(event: Event, scene: Scene, context: Context) -> Draft:
    main = event.main
    if any(m.entry.two_sided for m in event.mentions):
        sides = find_two_sides(event, scene, context)
        perpetrators, targets = [s for s in sides[:1] if s is not None], [s for s in sides[1:] if s is not None]
    else:
        perpetrators = find_perpetrators(event, scene, context)
        targets = [t for t in find_targets(event, scene, context) if all(t.party != p.party for p in perpetrators)]
    if not perpetrators:
        perpetrators = _owning_up(event, targets, scene)
    killed, injured = find_toll(event)
    return Draft(
        event=event,
        type=_type_of(event, context, perpetrators, killed),
        perpetrators=perpetrators,
        targets=targets,
        weapon=name_weapons(event.weapons),
        killed=killed,
        injured=injured,
        places=_places_of(event, scene, context),
        date=_date_of(event, scene),
        modality=scene.modality(_told_by(main.token)),
        asserted_by=_asserted_by(main, scene),
        evidence=_evidence_of(event, scene),
        outbreak=context.has(main.token.head, "outbreak") and base_dep(main.token) == "nsubj",
    )


def _told_by(token: Token) -> Token:
    """The verb that says whether it happened: "used bombs to destroy the site" did."""
    return token.head if base_dep(token) in ("advcl", "xcomp") and token.head.lemma_.lower() == "use" else token


def _shares(draft: Draft, scene: Scene) -> Iterator[Draft]:
    """What fell on single places: "strikes killed 60 people, including 12 in Khan Younis"."""
    casualties = draft.event.of_role("casualty")
    if draft.killed is None or not casualties:
        return
    victims = {v.i for m in casualties for v in victims_of(m)}
    heads = victims | {m.token.i for m in draft.event.mentions}
    for c in casualties[0].token.sent:
        if c.head.i not in heads or preposition_of(c) != "including" or not (c.pos_ == "NUM" or children(c, "nummod")):
            continue
        below = [*children(c, "nmod"), *(o for a in children(c, "acl") for o in children(a, "obl"))]
        where = [m for m in below if preposition_of(m) in ("in", "near", "at") and m.i > c.i]
        place = next((p for m in where if (p := scene.place_index.place_at(m)) is not None), None)
        if place is not None and place not in draft.places:
            yield replace(draft, places=[place], killed=resolve_count(c), injured=None, evidence=[*draft.evidence])


def _owning_up(event: Event, targets: list[Actor], scene: Scene) -> list[Actor]:
    """The state on whose word a foe was killed, where the text names no other: "Israel said a Hamas man was killed in a raid"."""
    speaker = scene.asserted_by(event.main.token)
    if speaker is None or not is_state(speaker.party) or not event.of_role("casualty") or not event.of_role("event"):
        return []
    foes = [t for t in targets if t.party != speaker.party and not is_state(t.party)]
    return [Actor(party=speaker.party, name=speaker.party, kind="party")] if foes and len(foes) == len(targets) else []


def _asserted_by(main: Mention, scene: Scene) -> Actor | None:
    """On whose word it stands; a charge stands on the word of the one who makes it."""
    if main.entry.role == "charge" and main.token.lemma_.lower() in CHARGES:
        return scene.actor(subject_of(main.token))
    return scene.asserted_by(main.token)


def _evidence_of(event: Event, scene: Scene) -> list[Span]:
    return [scene.evidence(event.main.token)]


def _date_of(event: Event, scene: Scene) -> DateRange | None:
    main = event.main
    found = scene.date(main.token)
    if found is not None:
        return found
    return next((d for m in event.mentions if m is not main and (d := scene.date(m.token)) is not None), None)


def _places_of(event: Event, scene: Scene, context: Context) -> list[Place]:
    """The place of the event, or the places of a list each of which is hit; where people died is one place."""
    for mention in sorted(event.mentions, key=lambda m: (m.entry.role in TOLL_ROLES, m.token.i)):
        place = scene.place(mention.token) or _place_hit(mention, scene)
        if place is None:
            continue
        if mention.entry.role in TOLL_ROLES or mention.entry.two_sided:
            return [place]
        named = next((n for n in scene.place_index.named if n.place == place and n.head.sent == mention.token.sent), None)
        if named is None or preposition_of(named.head) in SPREAD:
            return [place]
        return list_places(named, scene)
    deeper = (place_within(m.token, scene) for m in event.mentions)
    suffering = (_place_suffering(m, scene, context) for m in event.mentions)
    return [place for place in (*deeper, *suffering) if place is not None][:1]


def _place_suffering(mention: Mention, scene: Scene, context: Context) -> Place | None:
    """The place that suffers the event: "Kherson experiences shelling", "the city of Sumy endured an attack"."""
    verb = mention.token.head
    if not mention.is_noun or base_dep(mention.token) != "obj" or not context.has(verb, "suffered"):
        return None
    subject = subject_of(verb)
    grounds = find_grounds(subject, scene) if subject is not None else []
    return grounds[0].place if grounds else None


def _place_hit(mention: Mention, scene: Scene) -> Place | None:
    """The place that the object of "shelled" or "struck" names, though it was not read as one."""
    if mention.is_noun or mention.entry.role not in ("event", "impact"):
        return None
    patient = subject_of(mention.token) if mention.entry.suffered else patient_of(mention.token)
    return place_by_name(patient, scene) if patient is not None else None


def _type_of(event: Event, context: Context, perpetrators: list[Actor], killed: Count | None) -> IncidentType:
    """By the means first named; else by the words of the event; else by who did it and whether someone died."""
    proper = event.of_role("event")
    fixed = next((m.entry.type for m in proper if m.entry.type in FIXED), None)
    means = event.weapons[0] if event.weapons else None
    if fixed and not (fixed == "ground_attack" and means and means.entry.type not in ("shooting", "bombing")):
        return fixed
    if means is not None:
        dropped = any(m.token.lemma_.lower() == "drop" for m in event.mentions)
        if dropped and any(w.entry.type == "drone_strike" for w in event.weapons):
            return "drone_strike"
        return "air_strike" if dropped and means.entry.type == "bombing" else means.entry.type
    told = next((m for m in proper if m.entry.type), None)
    if told is not None and told.entry.type is not None:
        by_state = bool(perpetrators) and is_state(perpetrators[0].party)
        return "air_strike" if told.entry.bombs and by_state and told.entry.id == "bombing" else told.entry.type
    return _type_untold(event, context, perpetrators, killed)


def _type_untold(event: Event, context: Context, perpetrators: list[Actor], killed: Count | None) -> IncidentType:
    """The type where neither weapon nor word tells the means: fighters who are no state's attack on the ground."""
    if all(m.entry.id == "hit" and m.token.lemma_.lower() in RUINING for m in event.of_role("event", "launch", "impact")):
        return "killing" if event.of_role("casualty") else "other"
    told = next((m for m in event.of_role("event", "launch", "impact") if m.entry.otherwise), None)
    if told is None:
        return "killing" if event.of_role("casualty") else "other"
    entry = told.entry
    if perpetrators:
        by_group = not is_state(perpetrators[0].party)
    else:
        by_group = is_by_fighters(told, event, context)
    if by_group and entry.by_group and (killed or not told.is_noun):
        return entry.by_group
    return entry.with_toll if killed and entry.with_toll else entry.otherwise or "other"


# ---- is it an incident, and a new one?


def _is_enough(draft: Draft) -> bool:
    """Whether the event says what its words need."""
    event = draft.event
    if not event.of_role("event", "casualty", "impact", "launch", "interception") and not any(m.weapons for m in event.mentions):
        return False
    known = {
        "actor": bool(draft.perpetrators or draft.targets),
        "sides": bool(draft.perpetrators and draft.targets),
        "place": bool(draft.places),
        "toll": draft.killed is not None or draft.injured is not None,
        "day": draft.date is not None,
        "weapon": bool(event.weapons),
        "abroad": _is_abroad(draft),
        "unreal": draft.modality != "actual",
        "outbreak": bool(draft.places) and draft.outbreak,
    }
    if _is_of_words(draft):
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


def _is_version(draft: Draft, before: Draft) -> bool:
    """Whether ``draft`` puts the incident ``before`` on someone: "the army blames the RSF", "the drone was sent by the RSF"."""
    if not draft.perpetrators or not 0 < _distance(draft, before) <= 3:
        return False
    if draft.event.of_role("charge"):
        return True
    if draft.asserted_by is not None and draft.asserted_by.party == draft.perpetrators[0].party:
        return False
    if draft.asserted_by is None or draft.killed is not None or draft.injured is not None:
        return False
    return _takes_up(draft) or (_takes_up_weapon(draft) and draft.weapon == before.weapon)


def _version(draft: Draft, before: Draft) -> Draft:
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


def _goes_on(draft: Draft, before: Draft) -> bool:
    """Whether ``draft`` only says more of the incident ``before``: its toll, or "the attack" again."""
    distance = _distance(draft, before)
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
        fresh = not elsewhere and not draft.perpetrators and before.killed is None and not _is_of_another_day(draft, before)
        return counted and distance <= 1 and fresh
    return _takes_up(draft) and (not draft.places or draft.places[0] in before.places)


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


def _is_the_same_sort(draft: Draft, before: Draft) -> bool:
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


def _take_up(before: Draft, draft: Draft) -> None:
    """Let ``before`` say what ``draft`` adds."""
    before.event.mentions.extend(draft.event.mentions)
    before.evidence.extend(draft.evidence)
    before.perpetrators = before.perpetrators or draft.perpetrators
    before.targets = before.targets or draft.targets
    before.weapon = before.weapon or draft.weapon
    before.killed = draft.killed if before.killed is None else before.killed
    before.injured = draft.injured if before.injured is None else before.injured
    before.places = before.places or draft.places


# ---- records


def _records(draft: Draft) -> Iterator[Incident]:
    """One record, or one for each perpetrator and each place of a list; the toll stands with the first place."""
    because = ("incident.event", *dict.fromkeys(f"incident.yaml#{m.entry.id}" for m in draft.event.mentions))
    perpetrators: list[Actor | None] = [*draft.perpetrators] or [None]
    places: list[Place | None] = [*draft.places] or [None]
    for perpetrator in perpetrators:
        for n, place in enumerate(places):
            yield Incident(
                type=draft.type,
                evidence=tuple(draft.evidence),
                date=draft.date,
                modality=draft.modality,
                asserted_by=draft.asserted_by,
                place=place,
                because=because,
                perpetrator=perpetrator,
                target=draft.targets[0] if draft.targets else None,
                weapon=draft.weapon,
                killed=draft.killed if n == 0 else None,
                injured=draft.injured if n == 0 else None,
            )
