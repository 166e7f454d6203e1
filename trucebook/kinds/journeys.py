"""Who visits whom: the sides of a journey told by a verb ("flew to Chad") or by a noun ("a visit to Chad").

In come a trigger and those who may travel, out go :class:`Sides`: the travellers, persons or delegations who act for a party, and
the party of the place they go to. A trip within the traveller's own country is none.

>>> Journeys(scene, ask).told_by_noun(trigger)     # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trucebook.kinds.arguments import Arguments, unique
from trucebook.kinds.tellings import ContactEntry, Sides
from trucebook.kinds.triggers import Trigger
from trucebook.language.tree import (
    antecedent,
    child,
    children,
    controlled_subject_of,
    is_passive,
    modifiers,
    patient_of,
    preposition_of,
)
from trucebook.records import Actor
from trucebook.resolution.tenses import is_infinitive

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

WHILE = frozenset({"during", "on", "after", "before", "following", "ahead of", "at", "for", "amid"})
"""Prepositions with which a journey opens the clause of the one who makes it ("during a visit to Chad, he said")."""


class Journeys:
    """The journeys of one scene."""

    def __init__(self, scene: Scene, ask: Arguments) -> None:
        self.scene, self.ask = scene, ask

    def is_person(self, token: Token | None) -> bool:
        """Whether ``token`` is a person who acts for somebody, named or by the office ("the Kenyan president")."""
        if token is None:
            return False
        actors = self.scene.actors(antecedent(token))
        return any(a.kind == "person" for a in actors) or (bool(actors) and token.lemma_.lower() in self.ask.roles["offices"])

    def as_stay(self, trigger: Trigger[ContactEntry]) -> Trigger[ContactEntry] | None:
        """ "was in Chad on Monday", "will be in Chad for talks": the place as the word that tells it; else ``None``."""
        place = trigger.token.head
        if trigger.token.dep_ != "cop" or place.ent_type_ != "PLACE" or preposition_of(place) != "in":
            return None
        timed = any(c.ent_type_ == "TIME" for c in children(place, "obl", "nmod", "advmod"))
        aimed = any(preposition_of(m) in ("for", "on") for m in modifiers(place)) or any(
            is_infinitive(c) for c in children(place, "advcl", "acl", "xcomp")
        )
        return replace(trigger, token=place) if timed or aimed else None

    def told_by_verb(self, trigger: Trigger[ContactEntry], found: list[Actor]) -> Sides | None:
        """A visit: travellers who are somebody, and the party of the place they go to, unless it is their own."""
        verb, entry = trigger.token, trigger.entry
        if entry.object == "none" and "patient" not in entry.needs and child(verb, "obj") is not None and not is_passive(verb):
            return None
        if "bare" in entry.needs and children(verb, "xcomp", "ccomp"):
            return None
        if "patient" in entry.needs:  # "sent its envoy to Chad"
            found = list(self.ask.people(patient_of(verb))) if self.is_person(patient_of(verb)) else []
        is_office = "patient" in entry.needs or self.is_person(controlled_subject_of(verb))
        travellers = [a for a in found if a.kind == "person" or is_office]
        if not travellers:
            return None
        if entry.id == "be_there":
            return self._abroad(travellers, [verb])
        stops = [patient_of(verb)] if entry.object == "host" else modifiers(verb, *entry.hosts)
        return self._abroad(travellers, [s for s in stops if s is not None])

    def told_by_noun(self, trigger: Trigger[ContactEntry]) -> Sides | None:
        """The travellers of "the envoy's visit to Chad", "paid a visit to", "sent a delegation to"."""
        noun, entry = trigger.token, trigger.entry
        verb = self.ask.governor(noun)
        travellers = self._travellers(trigger, verb)
        stops = modifiers(noun, *entry.hosts)
        if not travellers:  # "the trip was called off": of whom it was told before
            return Sides(()) if not stops and "sent" not in entry.needs else None
        if not stops and verb is not None:
            stops = modifiers(verb, *entry.hosts)
        if stops:
            return self._abroad(travellers, stops)
        guests = [child(noun, "nmod:poss"), *modifiers(noun, *entry.partners)] if entry.partners else []
        is_somebody = any(a.kind == "person" for a in travellers) or any(self.is_person(g) for g in guests)
        return Sides(unique(travellers)) if is_somebody and "sent" not in entry.needs else None

    def _travellers(self, trigger: Trigger[ContactEntry], verb: Token | None) -> list[Actor]:
        noun, entry = trigger.token, trigger.entry
        found = list(self.scene.actors(child(noun, "nmod:poss")))
        if entry.partners:
            found.extend(self.ask.oblique(noun, *entry.partners))
        if not found and "sent" not in entry.needs:
            found.extend(self.ask.inner(noun, possessor=False))
        pays = verb is not None and self.ask.relation(noun) in ("obj", "obl") and verb.lemma_ in self.ask.roles["holders"]
        if not found and verb is not None and pays:
            found.extend(self.ask.agents(verb))
        if not found and verb is not None and self.ask.relation(noun) == "obl" and self.ask.preposition(noun) in WHILE:
            found.extend(self.ask.subjects(verb) if self.is_person(controlled_subject_of(verb)) else ())
        if not found and "sent" in entry.needs:
            found.extend(self.scene.actors(noun))
        return found

    def _abroad(self, travellers: list[Actor], stops: list[Token]) -> Sides | None:
        home = {a.party for a in travellers}
        hosts: list[Actor] = []
        for stop in stops:
            hosts.extend(self.scene.actors(antecedent(stop)))
        if not hosts and not any(stop.ent_type_ == "PLACE" for stop in stops):
            return None
        if any(host.party in home for host in hosts) or (not hosts and home == {None}):
            return None
        return Sides(unique((*travellers, *hosts)))
