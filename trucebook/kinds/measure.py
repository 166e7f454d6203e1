"""Finds measures: material acts short of force, from sanctions and aid to releases, deployments and closures.

In comes a scene, out go :class:`Measure` records, one for each side that acts. The words stand in ``data/measure.yaml``: a verb
with what it is done to ("lift" + sanctions), or the act as a noun ("the deployment of troops"); classes of such objects in
``data/measure_objects.yaml``.

>>> [(r.type, r.actor.party) for r in find_measures(scene)]    # "Spain recalled its ambassador to Israel."     # doctest: +SKIP
[('withdrawal', 'ESP')]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from trucebook.kinds.arguments import Arguments, is_attributive, unique
from trucebook.kinds.measure_places import find_place
from trucebook.kinds.measure_sorts import (
    ANNOUNCING,
    EACH,
    ENDING,
    FIRING,
    FLYING,
    FRESH,
    HANDING,
    HELPING,
    LEAVING,
    MOST,
    OFFICIAL,
    PERSONAL,
    PLEDGING,
    REPORTED,
    STANDING,
)
from trucebook.kinds.measure_words import MeasureEntry, MeasureWords, candidates, is_among
from trucebook.kinds.triggers import Trigger, find_triggers
from trucebook.kinds.unnamed import is_organ, local_state, lone_group
from trucebook.language.tree import (
    agent_of,
    base_dep,
    child,
    children,
    conjuncts,
    controlled_subject_of,
    is_passive,
    modifiers,
    patient_of,
    subject_of,
)
from trucebook.records import Actor, Measure, MeasureType, Modality
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene


def find_measures(scene: Scene) -> Iterator[Measure]:
    """The measures that ``scene`` tells, in text order, one for each actor."""
    yield from _Finder(scene).find()


class _Finder:
    """The search for measures in one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.arguments = Arguments(scene)
        self.last: dict[MeasureType, tuple[Actor, ...]] = {}
        self.sides: dict[MeasureType, tuple[Actor, ...]] = {}
        self.captors: dict[str, Actor] = {}
        self.words = scene.lexicon.made(MeasureWords, lambda: MeasureWords.of(scene.lexicon))

    def find(self) -> Iterator[Measure]:
        seen: set[tuple[object, ...]] = set()
        told: set[int] = set()
        for trigger in find_triggers(self.scene.doc, self.words.index):
            if trigger.token.i in told:
                continue
            for record in self._records(trigger):
                if trigger.token.i not in told:
                    self.last[record.type], self.sides[record.type] = (record.actor,), ()
                told.add(trigger.token.i)
                self.last[record.type] = (record.actor,)
                self.sides[record.type] = unique((*self.sides[record.type], record.actor))
                if record.type == "arrest" and record.target is not None and record.target.name:
                    self.captors[record.target.name] = record.actor
                target = record.target and (record.target.party, record.target.name)
                deed = (record.type, record.actor.party, trigger.token.sent.start)
                if (deed if target is None else (*deed, target)) not in seen:
                    seen |= {deed, (*deed, target)}
                    yield record

    def _records(self, trigger: Trigger[MeasureEntry]) -> Iterator[Measure]:
        if trigger.part == "verb":
            fits, thing = self._object(trigger)
            if not fits:
                return
            actors, targets = self._verb_actors(trigger, thing), self._verb_targets(trigger, thing)
        else:
            fits, thing = self._complement(trigger)
            in_name = trigger.token.pos_ == "PROPN" and trigger.token.ent_type_ == "ORGANISATION"
            if not fits or in_name or self._is_object(trigger.token):
                return
            actors, targets = self._noun_actors(trigger, thing), self._noun_targets(trigger, thing)
        actors = actors or self._recalled(trigger) or self._holder(trigger) or self._authority(trigger)
        if trigger.entry.organisations:
            actors = tuple(a for a in actors if a.kind == "body" or not self.arguments.is_state(a))
        if trigger.entry.type in ("prisoner_release", "hostage_release") and not actors:
            actors = self._captors(trigger, targets)
        if self._is_mutual(trigger) and len(actors) > 1 and not targets:
            targets = actors
        stands = targets or not trigger.entry.needs_target or trigger.token.lemma_ in HANDING
        if stands and not self._is_agreed(trigger, actors):
            yield from self._make(trigger, thing, actors, targets)

    def _recalled(self, trigger: Trigger[MeasureEntry]) -> tuple[Actor, ...]:
        """Who did the same before, where nobody is named now: "the blockade", "the hostages were freed"."""
        token = trigger.token
        unnamed = is_passive(token) if trigger.part == "verb" else child(token, "det") is not None
        return self.last.get(trigger.entry.type, ()) if unnamed and trigger.entry.type not in FRESH else ()

    def _is_mutual(self, trigger: Trigger[MeasureEntry]) -> bool:
        """Whether each of two sides does it for the other: "each freed 40 soldiers", "both sides will release"."""
        subject = subject_of(trigger.token) if trigger.part == "verb" else None
        if subject is None or trigger.entry.type != "prisoner_release":
            return False
        words = {subject.lower_, *(c.lower_ for c in subject.children), *(c.lower_ for c in trigger.token.children)}
        return bool(words & EACH)

    def _captors(self, trigger: Trigger[MeasureEntry], targets: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Who lets people go where that is not said: both sides of the swap before, or who is told to have arrested them."""
        if self._is_mutual(trigger):
            return self.sides.get(trigger.entry.type, ())
        return unique(self.captors[t.name] for t in targets if t.name in self.captors)

    def _holder(self, trigger: Trigger[MeasureEntry]) -> tuple[Actor, ...]:
        """Who lets hostages go where nobody is said to: the one armed group that the text names."""
        token = trigger.token
        unnamed = trigger.part == "noun" or (is_passive(token) and not self.arguments.doers(token))
        return self._armed if trigger.entry.type == "hostage_release" and unnamed else ()

    @cached_property
    def _armed(self) -> tuple[Actor, ...]:
        """The armed group of the text, where it names one only."""
        group = lone_group(self.scene)
        return (group,) if group is not None else ()

    def _authority(self, trigger: Trigger[MeasureEntry]) -> tuple[Actor, ...]:
        """Who does what only an authority does, where nobody or "the police" does it: the state in whose country it is."""
        verb = trigger.token
        if trigger.entry.type not in OFFICIAL or trigger.entry.id not in OFFICIAL[trigger.entry.type]:
            return ()
        if trigger.part != "verb":
            told = trigger.entry.id in STANDING and self.scene.place(verb) is not None
            state = local_state(verb, self.scene) if told else None
            return (state,) if state is not None else ()
        doer = agent_of(verb)
        if doer is None if is_passive(verb) else doer is not None and is_organ(doer):
            state = local_state(verb, self.scene)
            return (state,) if state is not None else ()
        return ()

    def _modality(self, trigger: Trigger[MeasureEntry]) -> Modality:
        """How the act is meant; a blockade that should end is there."""
        entry, token = trigger.entry, trigger.token
        if trigger.part == "noun" and entry.state and token.head.lemma_.lower() in ENDING and base_dep(token) in ("obj", "nsubj"):
            return "actual"
        if token.lemma_ in PLEDGING and trigger.part == "verb":
            return "planned"
        modality = self.scene.modality(
            token.head if token.head.lemma_ == "use" and base_dep(token) in ("xcomp", "advcl") else token
        )
        return entry.modality if entry.modality and modality == "actual" else modality

    def _asserted_by(self, trigger: Trigger[MeasureEntry]) -> Actor | None:
        """On whose word it stands; what is only announced or pledged stands on the word of whoever does so."""
        token = trigger.token
        told = self.scene.asserted_by(token)
        verb = token if trigger.part == "verb" else self.arguments.governor(token)
        if told is not None or verb is None or verb.lemma_ not in (*PLEDGING, *ANNOUNCING):
            return told
        return next((a for a in self.arguments.agents(verb) if a.party), None)

    def _only_watches(self, teller: Actor, trigger: Trigger[MeasureEntry]) -> bool:
        """Whether the teller holds nobody whom it could let go: the Red Cross tells of releases, and makes none."""
        holds = self.arguments.is_state(teller) or party_table(self.scene.lexicon).is_armed(teller.party)
        return trigger.entry.type in ("prisoner_release", "hostage_release", "arrest") and not holds

    def _make(
        self, trigger: Trigger[MeasureEntry], thing: Token | None, actors: tuple[Actor, ...], targets: tuple[Actor, ...]
    ) -> Iterator[Measure]:
        entry, token, scene = trigger.entry, trigger.token, self.scene
        modality, asserted_by = self._modality(trigger), self._asserted_by(trigger)
        for actor, target in _pairs(actors, (*targets, *actors) if entry.mutual else targets):
            yield Measure(
                evidence=(scene.evidence(token),),
                date=scene.date(token),
                modality=modality,
                asserted_by=asserted_by,
                place=find_place(trigger, thing, scene),
                confidence=0.6 if trigger.part == "verb" else 0.5,
                because=(f"measure.{trigger.part}", f"measure.yaml#{entry.id}"),
                type=entry.type,
                actor=actor,
                target=target,
            )

    def _is_agreed(self, trigger: Trigger[MeasureEntry], actors: tuple[Actor, ...]) -> bool:
        """Whether several sides agree to do it: that is an agreement, but for what each side does for the other."""
        head = trigger.token.head
        return trigger.entry.type == "other" and head.lemma_ == "agree" and len({a.party for a in actors}) > 1

    def _object(self, trigger: Trigger[MeasureEntry]) -> tuple[bool, Token | None]:
        """Whether the verb has an object that the entry allows, and that object; ``None`` where none is needed."""
        verb, entry = trigger.token, trigger.entry
        if is_attributive(verb) or (entry.type == "arrest" and verb.lemma_ == "hold" and verb.dep_ == "acl"):
            return False, None  # "hostages held by the group" tells of no arrest
        wanted = self.words.objects[entry.id]
        patient = patient_of(verb)
        subjects = trigger.entry.subjects
        if trigger.entry.ordered and not self._is_ordered(verb):
            return False, None
        if entry.id == "indict" and children(verb, "ccomp"):
            return False, None  # "which the government charges is backed by"
        is_fired = entry.type == "deployment" and verb.lemma_ in FIRING and patient is not None and patient.lemma_ in FLYING
        if is_fired and not modifiers(verb, "to", "in", "near", "along"):
            return False, None  # "sent the drones": they struck
        leaves = any(c.lemma_.lower() in LEAVING for c in children(verb, "xcomp", "advcl", "ccomp", "acl"))
        if trigger.entry.orders_out and not leaves:
            return False, None
        mover = subject_of(verb)
        if subjects and not (mover is not None and is_among(mover, frozenset(tuple(w.split()) for w in subjects))):
            return False, None
        if not wanted or (() in wanted and len(trigger.words) > 1):
            return True, patient
        for candidate in candidates(verb, patient, entry):
            if any(self._is_wanted(noun, wanted) for noun in self.arguments.heads(candidate, phases=False)):
                return True, candidate
        if ("@actor",) in wanted and patient is not None and self._is_somebody(patient):
            return True, patient
        return False, None

    def _is_ordered(self, verb: Token) -> bool:
        """Whether somebody tells others to do it: "told residents to leave"."""
        head = verb.head
        told = child(head, "obj", "iobj") or child(head, "nsubj:pass")
        is_order = head.lemma_ in self.arguments.roles["orders"] and base_dep(verb) in ("xcomp", "advcl")
        left = child(verb, "obj")
        if left is not None and left.lemma_ == "country":
            return False  # those are expelled
        return is_order and told is not None and not self.scene.actors(told)

    def _is_wanted(self, noun: Token, wanted: frozenset[tuple[str, ...]]) -> bool:
        """Whether ``noun`` is among the words, itself or, where it is a general one, by the noun before it."""
        if is_among(noun, wanted):
            return True
        if noun.lemma_.lower() not in self.arguments.roles["heads"]:
            return False
        return any(is_among(c, wanted) for c in children(noun, "compound"))

    def _is_somebody(self, token: Token) -> bool:
        """Whether ``token`` names people, not ground: a person, a group, a nationality."""
        return token.ent_type_ != "PLACE" and self.scene.actor(token) is not None

    def _verb_actors(self, trigger: Trigger[MeasureEntry], thing: Token | None) -> tuple[Actor, ...]:
        verb = trigger.token
        if trigger.entry.type == "evacuation" and self._is_ordered(verb):
            return self.arguments.agents(verb.head)
        asked = child(verb, "iobj", "obj") if trigger.entry.asks else None
        if asked is not None and (thing is None or asked.i != thing.i) and self.scene.actors(asked):
            return self.scene.actors(asked)
        if trigger.entry.reverse:
            return (*self.arguments.oblique(verb, "from"), *(self.arguments.oblique(thing, "from") if thing is not None else ()))
        if trigger.entry.mutual and thing is not None:
            sides = self.arguments.oblique(thing, "between", "among")
            if sides:
                return sides
        found = self._listed(verb) or self.arguments.agents(verb)
        if not found and trigger.entry.own and thing is not None:
            found = unique(self.scene.actors(thing)) or self.arguments.inner(thing)
        if not found and trigger.entry.subjects and trigger.entry.own and (mover := subject_of(verb)) is not None:
            found = self.arguments.inner(mover)
        by_others = is_passive(verb) or trigger.entry.id == "relief_arrives"
        if not found and by_others and trigger.entry.type in REPORTED and verb.lemma_ != "hold":
            by_word = self.scene.asserted_by(verb)
            found = (by_word,) if by_word is not None and by_word.party and not self._only_watches(by_word, trigger) else ()
        if not found and base_dep(verb) == "acl" and not is_passive(verb):
            found = self.arguments.people(verb.head)
        return found

    def _listed(self, verb: Token) -> tuple[Actor, ...]:
        """Those of a group that are named: "several states, including Chad and Kenya, ruled out sending troops"."""
        subject = None if is_passive(verb) else controlled_subject_of(verb)
        named = modifiers(subject, "including", "such as") if subject is not None else ()
        return unique(a for noun in named for t in conjuncts(noun) for a in self.scene.actors(t))

    def _verb_targets(self, trigger: Trigger[MeasureEntry], thing: Token | None) -> tuple[Actor, ...]:
        verb, entry = trigger.token, trigger.entry
        found: list[Actor] = list(self.arguments.agents(verb)) if entry.reverse else []
        for where in entry.target:
            if where == "iobj":
                found.extend(self.arguments.people(child(verb, "iobj")))
            elif where in ("obj", "before", "poss"):
                found.extend(self._targets_at(thing, where))
            elif where == "patient":
                patient = patient_of(verb)
                given = patient is None or (thing is not None and patient.i == thing.i)
                found.extend(() if given else self.arguments.people(patient))
            else:
                found.extend(self._beside(verb, where))
                found.extend(self._beside(thing, where) if thing is not None and thing.i != verb.i else ())
        if not found and thing is not None and thing.i != verb.i:  # "pounds in aid to Sudan", "a ban on exports to Israel"
            deeper = [m for m in modifiers(thing, "in", "of", "on", "for") if not self.scene.actors(m)]
            prepositions = [w for w in entry.target if w in ("to", "for", "against")]
            found.extend(a for m in deeper for w in prepositions for a in self._beside(m, w))
        if not found and entry.type in PERSONAL:
            found.extend(self._targets_at(thing, "obj") or self._targets_at(thing, "before"))
        if not found and entry.type == "deployment":  # "sent jets to help Chad"
            aims = (c for c in children(verb, "advcl", "xcomp", "acl") if c.lemma_ in HELPING)
            found.extend(a for c in aims for a in self.arguments.people(child(c, "obj")))
        return unique(found)

    def _targets_at(self, thing: Token | None, where: str) -> tuple[Actor, ...]:
        """The target that the object is (``obj``), or that its words name (``before``, ``poss``)."""
        if thing is None:
            return ()
        if where == "before":
            return self.arguments.inner(thing, possessor=False)
        return self.scene.actors(child(thing, "nmod:poss") if where == "poss" else thing)

    def _complement(self, trigger: Trigger[MeasureEntry]) -> tuple[bool, Token | None]:
        """As :meth:`_object`, for the complement of an event noun."""
        noun, wanted = trigger.token, self.words.complements[trigger.entry.id]
        if not wanted:
            return True, None
        for candidate in (*modifiers(noun, "of", "for", "from"), *children(noun, "compound", "nmod:poss")):
            if any(is_among(head, wanted) for head in self.arguments.heads(candidate)):
                return True, candidate
        return () in wanted, None

    def _is_object(self, noun: Token) -> bool:
        """Whether ``noun`` is what a verb of a measure is done to: "imposed sanctions" is one measure, told by its verb."""
        verb = self.arguments.governor(noun)
        if verb is None or self.arguments.relation(noun) not in ("obj", "obl"):
            return False
        others = [t.entry for t in self.words.index.match(verb) if t.part == "verb"]
        return any(is_among(noun, self.words.objects[other.id]) for other in others)

    def _noun_actors(self, trigger: Trigger[MeasureEntry], thing: Token | None) -> tuple[Actor, ...]:
        noun, ask = trigger.token, self.arguments
        found: list[Actor] = []
        for carrier in ask.carriers(noun):
            found.extend(self.scene.actors(child(carrier, "nmod:poss")))
            found.extend(ask.doers(carrier))
            found.extend(ask.oblique(carrier, "between", "among", deep=True) if trigger.entry.mutual else ())
            for clause in children(carrier, "acl"):
                found.extend(ask.agents(clause) if is_passive(clause) else ())
        if not found:
            found.extend(ask.inner(noun, possessor=False))
        verb = ask.governor(noun)
        if not found and verb is not None:
            found.extend(self._doers(trigger, verb))
        if not found and trigger.entry.own and thing is not None:
            found.extend(self.scene.actors(thing))
        return unique(found)

    def _doers(self, trigger: Trigger[MeasureEntry], verb: Token) -> tuple[Actor, ...]:
        """Who does the act that the verb's object or complement names: "approved the deployment", "answered with sanctions"."""
        ask, noun = self.arguments, trigger.token
        does, relation = verb.lemma_ in ask.roles["doers"], ask.relation(noun)
        if does and relation == "obj":
            return ask.agents(verb)
        if relation == "obl" and (does or (trigger.entry.state and verb.lemma_ in ask.roles["answers"])):
            prepositions = ("with", "for", "to", "in") if does else ("with",)
            return ask.subjects(verb) if ask.preposition(noun) in prepositions else ()
        return ()

    def _noun_targets(self, trigger: Trigger[MeasureEntry], thing: Token | None) -> tuple[Actor, ...]:
        found: list[Actor] = []
        for where in trigger.entry.target:
            if where == "obj":
                # A verb of a headline that was read as a noun keeps its object: "Police arrest two members of".
                found.extend(self._targets_at(thing or child(trigger.token, "obj"), where))
            elif where not in ("iobj", "before", "poss", "patient"):
                for carrier in self.arguments.carriers(trigger.token):
                    found.extend(self._beside(carrier, where))
        return unique(found)

    def _beside(self, token: Token, where: str) -> tuple[Actor, ...]:
        """The target after a preposition: itself, or the side that its words name ("on Russian oil exports")."""
        found: list[Actor] = []
        for noun in modifiers(token, where):
            found.extend(self.arguments.people(noun) or self.arguments.inner(noun))
        for clause in children(token, "acl"):
            aimed = child(clause, "obj") if where in ("on", "against") and clause.lemma_ in ("target", "hit") else None
            if aimed is not None:
                found.extend(self.arguments.people(aimed) or self.arguments.inner(aimed))
        return unique(found)


def _pairs(actors: tuple[Actor, ...], targets: tuple[Actor, ...]) -> Iterator[tuple[Actor, Actor | None]]:
    """Who does it to whom: every side with every other; only those who act for a party count as actors."""
    for actor in [a for a in actors if a.party][:MOST]:
        others = [t for t in targets if t.party != actor.party or not t.party]
        if not others:
            yield actor, None
        for target in others[:MOST]:
            yield actor, target
