"""Whom an event of force is meant for: its targets, by what it is aimed at, who stops it, on whose ground it is.

In come a scene, the context words of the document and an event of force, out go resolved actors, each once.

>>> find_targets(event, scene, context)     # doctest: +SKIP
[Actor(party='UKR', name='Ukraine', kind='party', role=None)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.force import Context, Event, Mention
from trucebook.kinds.grounds import is_state
from trucebook.kinds.sides import add_new, by_weight, core_of, doer_of, found_token, premodifiers_of
from trucebook.kinds.tolls import victims_of
from trucebook.language.tree import base_dep, child, children, patient_of, preposition_of, subject_of
from trucebook.records import Actor, Place
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

AGAINST = frozenset({"on", "against", "at", "targeting", "upon", "toward", "towards", "into", "versus"})


def find_targets(event: Event, scene: Scene, context: Context) -> list[Actor]:
    """The parties, forces or persons of a party that ``event`` is meant for; civilians are none."""
    found: list[Actor] = []
    for mention in by_weight(event):
        for token in _aims_of(mention):
            for part in [token, *children(token, "conj")]:
                add_new(found, _side(core_of(part), scene, context))
    return found


def find_defenders(event: Event, perpetrators: list[Actor], places: list[Place], scene: Scene) -> list[Actor]:
    """The state that stops what is sent at it: "Kuwait intercepted nine drones", but not "the US did over Iraq"."""
    for mention in event.of_role("interception"):
        actor = None if mention.is_noun else scene.actor(doer_of(mention.token))
        if actor is None or actor.party is None or not is_state(actor.party) or any(p.party == actor.party for p in perpetrators):
            continue
        if all(p.country in (None, actor.party) for p in places):
            return [party_table(scene.lexicon).actor(actor.party)]
    return []


def find_forces_of_ground(event: Event, places: Iterable[Place], scene: Scene, context: Context) -> list[Actor]:
    """The state on whose ground its nameless forces are hit: "rebels ambushed an army convoy near Bara"."""
    state = next((p.country for p in places if p.country), None) or _only_country(scene)
    if state is None:
        return []
    for mention in by_weight(event):
        for aim in _aims_of(mention):
            token = core_of(aim)
            words = (token, *premodifiers_of(token))
            if context.has(token, "force", "asset") and any(context.has(t, "state_force") for t in words):
                return [party_table(scene.lexicon).actor(state)]
    return []


def _only_country(scene: Scene) -> str | None:
    """The country in which all places that the text names lie, where it names any."""
    countries = {n.place.country for n in scene.place_index.named if n.place.country}
    return countries.pop() if len(countries) == 1 else None


def _aims_of(mention: Mention) -> Iterator[Token]:
    """The tokens that may name whom ``mention`` is meant for."""
    token, role = mention.token, mention.entry.role
    if mention.entry.type == "abduction":
        return
    if role in ("casualty", "toll"):
        yield from victims_of(mention)
        if token.lemma_.lower() == "lose":  # "Benin lost 28 soldiers"
            yield from found_token(subject_of(token))
    elif mention.is_noun:
        yield from (c for c in children(token, "nmod", "obl") if preposition_of(c) in AGAINST or preposition_of(c) == "of")
        yield from _aims_beside(token)
        yield from _aims_behind(token)
    else:
        if mention.entry.suffered:
            yield from found_token(subject_of(token))
        elif role in ("event", "impact"):
            yield from found_token(patient_of(token))
        yield from (c for c in children(token, "obl") if preposition_of(c) in AGAINST)


def _aims_beside(noun: Token) -> Iterator[Token]:
    """What a verb that carries the noun is aimed at: "launched strikes against Iran", "strikes hit the base"."""
    verb = noun.head
    if verb.pos_ != "VERB":
        return
    if base_dep(noun) == "obj":
        yield from (c for c in children(verb, "obl") if preposition_of(c) in AGAINST)
    if noun.dep_ == "nsubj" and (aim := child(verb, "obj")) is not None:
        yield aim


def _aims_behind(noun: Token) -> Iterator[Token]:
    """What a participle behind the noun, or behind the verb that carries it, is aimed at: "carried out raids targeting ..."."""
    clauses = [*children(noun, "acl"), *(children(noun.head, "advcl") if base_dep(noun) == "obj" else [])]
    for clause in clauses:
        if clause.lower_ in ("targeting", "hitting", "striking") and clause.i > noun.i:
            yield from children(clause, "obj")


def _is_part_of_name(token: Token, actor: Actor) -> bool:
    """Whether ``token`` only belongs to a place's name, and does not say whose it is: "the Abu Shouk camp"."""
    return token.ent_type_ == "PLACE" and (actor.kind != "party" or token.text not in (actor.name or ""))


def _side(token: Token, scene: Scene, context: Context) -> tuple[Actor, ...]:
    """The side that ``token`` stands for when it is hit: its forces and things of war, a person of it, or its own name."""
    if token.lemma_.lower() == "camp" and any(n.start <= token.i < n.end for n in scene.place_index.named):
        return ()  # a camp with a name of its own is a place to live in
    if context.has(token, "force", "leader", "asset"):
        owned = (a for t in premodifiers_of(token) for a in scene.actors(t) if not _is_part_of_name(t, a))
        return scene.actors(token)[:1] or tuple(owned)[:1]
    if context.has(token, "civilian", "civil") or token.pos_ != "PROPN":
        return ()
    actor = scene.actor(token)
    if actor is None or not actor.party:
        return ()
    if token.ent_type_ == "PLACE" and (actor.kind != "party" or token.text not in (actor.name or "")):
        return ()
    return (actor,)
