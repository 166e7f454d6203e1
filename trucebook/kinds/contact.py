"""Finds contacts: parties talk to each other, by whatever means.

In comes a scene, out go :class:`Contact` records. The words stand in ``data/contact.yaml``: verbs ("met", "telephoned") and
nouns ("talks", "summit"). Participants are the subject, the object, whom "with" or "between" brings in, and whom the noun's own
words name; one who only hosts or mediates goes to ``mediators``. What one sentence tells by a verb and a noun is one record.

>>> [(r.mode, len(r.participants)) for r in find_contacts(scene)]    # "Kenya held talks with Chad."     # doctest: +SKIP
[('talks', 2)]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucebook.kinds.arguments import Arguments, is_attributive, unique, words_of
from trucebook.kinds.journeys import Journeys
from trucebook.kinds.tellings import ContactEntry, Sides, Told, joined_tellings
from trucebook.kinds.triggers import Trigger, find_triggers, trigger_index
from trucebook.language.tree import (
    FUTURE_AUX,
    ancestors,
    auxiliaries,
    base_dep,
    child,
    children,
    controlled_subject_of,
    is_negated,
    is_passive,
    modifiers,
    patient_of,
    preposition_of,
    span_of,
)
from trucebook.records import Actor, Contact, ContactMode, Span

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

PHONE = frozenset(
    {"phone", "telephone", "hotline", "videoconference", "video-link", "telephonically", "video", "cellphone", "line"}
)
TEMPORAL = frozenset(
    {"following", "after", "during", "at", "in", "before", "ahead of", "since", "for", "amid", "through", "to", "from"}
)
TOPICAL = frozenset({"on", "about", "over", "regarding", "concerning", "of", "for"})
PURPOSE = frozenset({"discuss", "negotiate", "review", "explore", "finalise", "finalize", "secure", "address", "revive", "end"})
REFUSING = frozenset({"refuse", "decline", "reject", "rule", "exclude", "oppose", "pull", "withdraw", "back"})
ONGOING = frozenset({"talk", "talks", "negotiation", "discussion", "dialogue"})
APART = ("call", "message")
"""Modes of parties who are not in one place: a place named beside is that of the topic."""
STOPPING = frozenset({"suspend", "halt", "pause", "freeze", "break", "abandon", "discontinue", "end"})
RIVALS = ("between", "among", "amongst", "of", "involving", "by")


def find_contacts(scene: Scene) -> Iterator[Contact]:
    """The contacts that ``scene`` tells, in text order."""
    for told in joined_tellings(_Finder(scene).find()):
        yield _record(told)


def _record(told: Told) -> Contact:
    trigger = told.trigger
    return Contact(
        evidence=told.evidence,
        date=told.date,
        modality=told.modality,
        asserted_by=told.asserted_by,
        place=told.place,
        confidence=0.6 if len(told.parties) > 1 else 0.45,
        because=(f"contact.{trigger.part}", f"contact.yaml#{trigger.entry.id}"),
        mode=told.mode,
        participants=told.sides.participants,
        mediators=told.sides.mediators,
        topics=told.topics,
    )


class _Finder:
    """The search for tellings of contacts in one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.ask = Arguments(scene)
        self.journeys = Journeys(scene, self.ask)
        self.index = trigger_index(scene.lexicon, "contact", ContactEntry)

    def find(self) -> Iterator[Told]:
        for found in find_triggers(self.scene.doc, self.index):
            trigger = self.journeys.as_stay(found) if found.entry.id == "be_there" else _as_noun(found)
            if trigger is None or self._is_ruled_out(trigger):
                continue
            sides = self._noun_sides(trigger) if trigger.part == "noun" else self._verb_sides(trigger)
            if sides is None:
                continue
            told = self._told(trigger, sides)
            if not _is_only_refused(told) and not _is_broken_off(told):
                yield told

    def _told(self, trigger: Trigger[ContactEntry], sides: Sides) -> Told:
        scene, token, mode = self.scene, trigger.token, self._mode(trigger, sides)
        return Told(
            trigger,
            Sides(_without_parties_of_members(sides.participants), sides.mediators),
            mode,
            "planned" if "planned" in trigger.entry.needs and scene.modality(token) == "actual" else scene.modality(token),
            scene.date(token),
            scene.place(token) if mode not in APART else None,
            scene.asserted_by(token),
            (scene.evidence(token),),
            tuple(_topics(trigger)),
        )

    def _is_ruled_out(self, trigger: Trigger[ContactEntry]) -> bool:
        token, entry = trigger.token, trigger.entry
        if trigger.part != "noun":
            beside = {form for o in children(token, "obj", "obl") for form in (o.lemma_.lower(), o.lower_)}
            return is_attributive(token) or bool(entry.unless & beside)
        beside = words_of(token, "compound", "amod")
        after = {preposition_of(m) for m in modifiers(token)}
        return bool(entry.unless & (beside | after)) or (token.dep_ in ("compound", "flat") and not self.ask.is_frame(token.head))

    def _mode(self, trigger: Trigger[ContactEntry], sides: Sides) -> ContactMode:
        token, entry = trigger.token, trigger.entry
        if sides.mediators and entry.id == "host_guest":
            return "talks" if "talks" in words_of(token, "obl") else "meeting"
        if entry.mode in ("call", "visit", "message", "summit") or (trigger.part == "noun" and not entry.media):
            return "talks" if entry.id == "speak" and not _is_phoned(token) and self.scene.place(token) else entry.mode
        verb = token if trigger.part == "verb" else self.ask.governor(token)
        phoned = _is_phoned(token) or (verb is not None and trigger.part == "verb" and _is_phoned(verb))
        return "call" if phoned else entry.mode

    # verbs

    def _verb_sides(self, trigger: Trigger[ContactEntry]) -> Sides | None:
        verb, entry = trigger.token, trigger.entry
        subject, awaited = controlled_subject_of(verb), "awaited" in entry.needs
        if awaited and not is_passive(verb):
            return None
        found = self._doers(verb, subject, awaited=awaited)
        patient = patient_of(verb) or (self._person_called(verb) if "bare" in entry.needs else None)
        if patient is None and "both_sides" in entry.needs:
            patient = child(verb, "iobj")
        others: list[Actor] = list(self.ask.oblique(verb, *entry.partners, deep=True)) if entry.partners else []
        if entry.object == "partner" and patient is not None and patient not in trigger.words:
            met = self._guests(patient) if "guest" in entry.needs else self.ask.people(patient)
            if not met and (entry.id != "meet" or not others) and not self._is_unnamed_side(trigger, patient, found):
                return None
            others.extend(met)
        elif entry.object == "topic" and patient is not None and not others:
            for thing in (patient, *children(verb, "obj")):
                others.extend(self.ask.oblique(thing, *entry.partners))
        if "abroad" in entry.needs:
            return self.journeys.told_by_verb(trigger, found)
        if not self._fits(trigger, [subject, patient], found, others):
            return None
        if entry.id == "host_guest" and len({a.party for a in others}) > 1:
            return Sides(unique(others), tuple(found))  # "hosted envoys of Kenya and Chad": he only brings them together
        return Sides(unique((*found, *others)))

    def _doers(self, verb: Token, subject: Token | None, *, awaited: bool) -> list[Actor]:
        """Who meets, speaks or travels: the subject, also of the clause of which ``verb`` tells the aim."""
        found = list(self.ask.agents(verb) if is_passive(verb) and not awaited else self.ask.people(subject))
        if found or is_passive(verb):
            return found
        if base_dep(verb) == "acl":
            return list(self.ask.people(verb.head))
        return list(self.ask.people(child(verb.head, "nsubj"))) if base_dep(verb) == "advcl" else []

    def _fits(self, trigger: Trigger[ContactEntry], named: list[Token | None], found: list[Actor], others: list[Actor]) -> bool:
        """Whether subject and object (``named``) and whom they stand for meet the needs of the entry."""
        needs, people = trigger.entry.needs, [self.journeys.is_person(token) for token in named]
        if not found and not others:
            return False
        if "person" in needs and not any(people) and not any(a.kind == "person" for a in (*found, *others)):
            return False
        if "both" in needs and not all(people):
            return False
        if "both_sides" in needs and not (found and {a.party for a in others} - {a.party for a in found}):
            return False
        if "bare" in needs and not self._is_bare(trigger.token):
            return False
        if trigger.entry.id == "meet" and not others and len(found) < 2:
            if self._is_unnamed_side(trigger, named[1], found):
                return True
            return bool(found) and all(a.kind == "body" or (a.party and not self.ask.is_state(a)) for a in found)
        return "partner" not in needs or len(unique((*found, *others))) > 1

    def _is_unnamed_side(self, trigger: Trigger[ContactEntry], patient: Token | None, found: list[Actor]) -> bool:
        """Whether a person met somebody in office who is not named: "the envoy met tribal leaders"."""
        if trigger.entry.id != "meet" or patient is None or patient.pos_ == "PROPN":
            return False
        return any(a.kind == "person" and a.party for a in found) and patient.lemma_.lower() in self.ask.roles["offices"]

    def _is_bare(self, verb: Token) -> bool:
        """Whether nothing is said of whom the verb has as object: "called the envoy", not "called the envoy a liar"."""
        called = self._person_called(verb)
        if len(children(verb, "obj", "xcomp", "ccomp")) > 1 or (children(verb, "xcomp", "ccomp") and called is None):
            return False
        for o in children(verb, "obl"):
            if preposition_of(o) in ("for", "upon") or (preposition_of(o) == "on" and o.ent_type_ != "TIME"):
                return False
        patient = called or child(verb, "obj")
        if patient is None:
            return True
        after = patient.right_edge.i + 1
        quoted = after < len(verb.doc) and verb.doc[after].text in ('"', "“", "‘", "'")
        return not quoted and patient.pos_ != "PRON" and self.journeys.is_person(patient)

    def _person_called(self, verb: Token) -> Token | None:
        """The person that a parser took for a predicate: "called his counterpart"."""
        noun = child(verb, "xcomp")
        if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
            return None
        return noun if self.journeys.is_person(noun) else None

    def _guests(self, patient: Token) -> tuple[Actor, ...]:
        """Those taken in, where they are persons: "received the envoy", not "received a loan"."""
        found = self.ask.people(patient)
        return tuple(a for a in found if a.kind == "person") or (found if self.journeys.is_person(patient) else ())

    # nouns

    def _noun_sides(self, trigger: Trigger[ContactEntry]) -> Sides | None:
        noun, entry = trigger.token, trigger.entry
        mediators = self._mediators(noun)
        if "abroad" in entry.needs:
            return self.journeys.told_by_noun(trigger)
        between: list[Actor] = []
        for carrier in self.ask.carriers(noun):
            between.extend(self.ask.oblique(carrier, *(p for p in RIVALS if p != "of" or carrier.i == noun.i)))
        inner = [] if between else list(self.ask.inner(noun, towns=False))
        if entry.mode == "meeting" and not between and self.ask.relation(noun) == "obl" and self.ask.preposition(noun) == "at":
            return None
        partners = self.ask.partners(noun, entry.partners) if entry.partners else ()
        if not partners and not between:
            partners = self._relative(noun, entry.partners)
        holders = self._holders(
            noun, has_partners=bool(partners) and entry.mode != "message", is_complete=bool(between) or len(inner) > 1
        )
        found = unique((*holders, *between, *inner, *partners))
        if "partner" in entry.needs and len(found) < 2:
            return None
        carried = [a for a in found if any(a.party and a.party == m.party for m in mediators)] if len(found) > 2 else []
        return Sides(tuple(a for a in found if a not in carried), mediators)

    def _relative(self, noun: Token, prepositions: tuple[str, ...]) -> tuple[Actor, ...]:
        """Those whom a clause on the noun names: "the talks that Kenya held with Chad", "talks held by Kenya"."""
        found: list[Actor] = []
        for clause in children(noun, "acl"):
            if clause.lemma_ in self.ask.roles["holders"]:
                found.extend(
                    a for a in self.ask.agents(clause) if (who := controlled_subject_of(clause)) is None or who.i != noun.i
                )
                found.extend(self.ask.oblique(clause, *prepositions))
        return unique(found)

    def _holders(self, noun: Token, *, has_partners: bool, is_complete: bool) -> tuple[Actor, ...]:
        """The subject of the verb that governs the noun, where that verb makes it take part."""
        verb, relation = self.ask.governor(noun), self.ask.relation(noun)
        if is_complete:
            return ()
        own = child(noun, "nsubj")
        if own is not None and preposition_of(noun) == "in":  # "Kenya is in talks with Chad"
            return self.ask.people(own)
        if verb is None:
            return self._owner_of_clause(noun)
        others = self.ask.roles["brokers" if has_partners else "carriers"]
        if relation == "nsubj" or verb.lemma_ in others:
            return ()
        if verb.lemma_ in ("send", "dispatch") and self.scene.actors(child(verb, "obj")):
            return self.ask.people(child(verb, "obj"))
        if verb.lemma_ in self.ask.roles["holders"] or has_partners:
            return self.ask.agents(verb)
        if self.ask.preposition(noun) == "in" and noun.lemma_ in ONGOING:  # "kept its word in the talks": of whomever
            return ()
        if relation == "obl" and self.ask.preposition(noun) in TEMPORAL and noun.lemma_ not in ("meeting", "session"):
            return self.ask.subjects(verb)
        return ()

    def _owner_of_clause(self, noun: Token) -> tuple[Actor, ...]:
        """Whose talks they are when the noun hangs on another noun: "the date of talks", "a delegation to Doha for talks"."""
        head = noun.head
        subject = child(head, "nsubj")
        if subject is not None and preposition_of(noun) == "for":  # "the envoy is in Doha for talks"
            return self.ask.people(subject)
        if base_dep(noun) == "nmod" and head.pos_ in ("NOUN", "PROPN") and preposition_of(noun) in ("for", "to"):
            return self.ask.people(head) if head.lemma_ in ("delegation", "team", "envoy", "negotiator") else ()
        return ()

    def _mediators(self, noun: Token) -> tuple[Actor, ...]:
        """Who brings the sides together: "hosted by Oman", "US-mediated", the subject of "hosted talks"."""
        found: list[Actor] = []
        for carrier in self.ask.carriers(noun):
            for clause in children(carrier, "acl", "amod"):
                if clause.lemma_ in self.ask.roles["carriers"] or clause.lower_.endswith(("mediated", "brokered", "backed")):
                    found.extend(self.ask.agents(clause) if base_dep(clause) == "acl" else ())
                    found.extend(a for c in children(clause, "compound", "obl", "advmod") for a in self.scene.actors(c))
        verb = self.ask.governor(noun)
        if verb is not None and verb.lemma_ in self.ask.roles["brokers"]:
            found.extend(self.ask.agents(verb))
        return unique(found)


def _is_broken_off(told: Told) -> bool:
    """Whether talks are only stopped: "suspended peace talks with the ELN" tells of a stance, not of a meeting."""
    token = told.trigger.token
    stopped = token.dep_ in ("obj", "nsubj:pass") and token.head.lemma_.lower() in STOPPING and not is_negated(token.head)
    return stopped and told.modality == "actual"


def _is_only_refused(told: Told) -> bool:
    """Whether no meeting was ever set that did not come about: "will not negotiate with the rebels", "refused to hold talks"."""
    if told.modality != "denied" or told.date is not None or told.place is not None:
        return False
    above = [told.trigger.token, *ancestors(told.trigger.token)][:4]
    return any(t.lemma_ in REFUSING or FUTURE_AUX & set(auxiliaries(t)) for t in above)


def _as_noun(trigger: Trigger[ContactEntry]) -> Trigger[ContactEntry] | None:
    """A noun that the tagger took for a verb ("Talks between ... opened") as a noun again; ``None`` for a verb matched as one."""
    if trigger.part != "verb" or trigger.token.lower_ != "talks":
        return trigger
    is_noun = not children(trigger.token, "nsubj", "aux")
    if is_noun == (trigger.token.lower_ in trigger.entry.nouns):
        return replace(trigger, part="noun") if is_noun else trigger
    return None


def _without_parties_of_members(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """``actors`` without a party of which a person or body is there: "US-Russia talks" held by their ministers."""
    members = {a.party for a in actors if a.kind != "party"}
    return tuple(a for a in actors if a.kind != "party" or a.party not in members)


def _is_phoned(token: Token) -> bool:
    return bool(PHONE & words_of(token, "obl", "advmod", "nmod", "compound", "amod"))


def _topics(trigger: Trigger[ContactEntry]) -> Iterator[Span]:
    """What the contact is about: "talks on a truce", "met to discuss the border"."""
    token = trigger.token
    if trigger.part == "verb" and trigger.entry.object == "topic" and (patient := child(token, "obj")) is not None:
        yield span_of(list(patient.subtree))
        return
    for m in modifiers(token, *TOPICAL):
        if preposition_of(m) != "of" and m.ent_type_ not in ("PLACE", "TIME", "PERSON") and m.pos_ == "NOUN":
            yield span_of([t for t in m.subtree if t.dep_ != "case" or t.head.i != m.i])
            return
    for clause in children(token, "acl", "advcl", "xcomp"):
        thing = child(clause, "obj")
        if clause.lemma_ in PURPOSE and thing is not None:
            yield span_of(list(thing.subtree))
            return
