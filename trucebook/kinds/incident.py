"""Incidents: force is used. Finds strikes, attacks, shelling, clashes, shootings, bombings, killings and abductions.

In comes a scene, out go :class:`~trucebook.records.Incident`: one for each event of force (see ``force.py``), or one for each of
the places and perpetrators that the text lists. Words: ``data/incident.yaml``, ``incident_context.yaml``, ``weapons.yaml``.

>>> next(find_incidents(scene)).type     # doctest: +SKIP
'drone_strike'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucebook.kinds.aims import find_defenders, find_forces_of_ground, find_targets
from trucebook.kinds.counts import resolve_count
from trucebook.kinds.drafts import (
    Draft,
    give_striker,
    go_along,
    goes_on,
    is_enough,
    is_the_same_sort,
    is_version,
    take_up,
    version_of,
)
from trucebook.kinds.events import find_events
from trucebook.kinds.force import TOLL_ROLES, Context, Event, Mention
from trucebook.kinds.grounds import find_grounds, is_state, list_places, place_by_name, place_within
from trucebook.kinds.retellings import joined_retellings
from trucebook.kinds.sides import (
    CHARGES,
    find_perpetrators,
    find_two_sides,
    is_by_fighters,
    is_mutual,
)
from trucebook.kinds.tolls import find_toll, victims_of
from trucebook.kinds.weapons import name_weapons
from trucebook.language.tree import base_dep, children, patient_of, preposition_of, subject_of
from trucebook.records import Actor, Count, DateRange, Incident, IncidentType, Place, Span
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

# Types that the means told beside them do not change.
FIXED = frozenset({"clash", "abduction", "invasion", "sabotage", "ground_attack"})
# Verbs of ruin, which tell no means: "destroyed four tunnels".
RUINING = frozenset({"destroy", "damage", "level", "flatten"})

# Prepositions that spread one event over several places: "across Nabatieh, Tibnin and Harouf".
SPREAD = frozenset({"across", "throughout", "between", "from", "around", "over"})


def find_incidents(scene: Scene) -> Iterator[Incident]:
    """The incidents of ``scene`` in text order."""
    context = Context.of(scene)
    drafts: list[Draft] = []
    for event in find_events(scene, context):
        draft = _draft(event, scene, context)
        before = drafts[-1] if drafts else None
        if before is not None and is_the_same_sort(draft, before):
            draft.type = before.type
        if before is not None and is_version(draft, before):
            drafts.append(version_of(draft, before))
        elif before is not None and goes_on(draft, before):
            take_up(before, draft)
        elif is_enough(draft):
            if before is not None:
                go_along(draft, before)
            drafts.append(draft)
            drafts.extend(_shares(draft, scene))
    drafts = joined_retellings(drafts)
    give_striker(drafts)
    for draft in drafts:
        yield from _records(draft)


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
    places = _places_of(event, scene, context)
    if not targets:
        targets = find_defenders(event, perpetrators, places, scene)
    if not targets and all(not is_state(p.party) for p in perpetrators):
        targets = find_forces_of_ground(event, places, scene, context)
    return Draft(
        event=event,
        type=_type_of(event, context, perpetrators, killed),
        perpetrators=perpetrators,
        targets=targets,
        weapon=name_weapons(event.weapons),
        killed=killed,
        injured=injured,
        places=places,
        date=_date_of(event, scene),
        modality=scene.modality(_told_by(main.token)),
        asserted_by=_asserted_by(main, scene),
        evidence=_evidence_of(event, scene),
        outbreak=context.has(main.token.head, "outbreak") and base_dep(main.token) == "nsubj",
        dated=_has_own_day(event, scene),
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
        if place is None:
            continue
        if draft.places == [place] and c.head.i not in victims:
            draft.places = []  # the parser hung the share on the strikes: its place is not theirs
        if place not in draft.places:
            yield replace(draft, places=[place], killed=resolve_count(c), injured=None, evidence=[*draft.evidence])


def _owning_up(event: Event, targets: list[Actor], scene: Scene) -> list[Actor]:
    """The state on whose word a foe was killed, where the text names no other: "Israel said a Hamas man was killed in a raid"."""
    speaker = scene.asserted_by(event.main.token)
    if (
        speaker is None
        or speaker.party is None
        or not is_state(speaker.party)
        or not event.of_role("casualty")
        or not event.of_role("event")
    ):
        return []
    foes = [t for t in targets if t.party != speaker.party and not is_state(t.party)]
    return [party_table(scene.lexicon).actor(speaker.party)] if foes and len(foes) == len(targets) else []


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


def _has_own_day(event: Event, scene: Scene) -> bool:
    """Whether the text dates an event noun itself ("fighting last weekend"), and not only the clause that it stands in."""
    below = {t.i for m in event.mentions if m.is_noun for t in m.token.subtree}
    return any(placed.head.i in below for placed in scene.date_index.placed)


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
        return "killing" if event.of_role("casualty") or killed else "other"
    told = next((m for m in (*event.of_role("event"), *event.of_role("launch", "impact")) if m.entry.otherwise), None)
    if told is None:
        return "killing" if event.of_role("casualty") or killed else "other"
    entry = told.entry
    if perpetrators:
        by_group = not is_state(perpetrators[0].party)
    else:
        by_group = is_by_fighters(told, event, context)
    if by_group and entry.by_group and (killed or not told.is_noun or context.has(told.token.head, "deed")):
        return entry.by_group
    return entry.with_toll if killed and entry.with_toll else entry.otherwise or "other"


# ---- records


def _records(draft: Draft) -> Iterator[Incident]:
    """One record, or one for each perpetrator and each place of a list; the toll stands with the first place."""
    because = ("incident.event", *dict.fromkeys(f"incident.yaml#{m.entry.id}" for m in draft.event.mentions))
    perpetrators: list[Actor | None] = [*draft.perpetrators] or [None]
    places: list[Place | None] = [*draft.places] or [None]
    mutual = len(draft.perpetrators) == 2 and is_mutual(draft.event)
    for perpetrator in perpetrators:
        others = [p for p in draft.perpetrators if p != perpetrator] if mutual else draft.targets
        for n, place in enumerate([None] if mutual else places):
            yield Incident(
                type=draft.type,
                evidence=tuple(draft.evidence),
                date=draft.date,
                modality=draft.modality,
                asserted_by=draft.asserted_by,
                place=place,
                because=because,
                perpetrator=perpetrator,
                target=others[0] if others else None,
                weapon=draft.weapon,
                killed=draft.killed if n == 0 else None,
                injured=draft.injured if n == 0 else None,
            )
