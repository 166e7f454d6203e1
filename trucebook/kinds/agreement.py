"""Finds agreements: two or more parties have bound themselves, signed, extended, broken or ended a pact.

In comes a scene, out go :class:`Agreement` records. What is done with a pact stands in ``data/agreement.yaml`` (verbs and
nouns by the state that they bring about), what the pact is about in ``data/plans.yaml``. The parties are the subject ("Kenya
and Chad signed"), whom "between" or "with" brings in, or those of the same pact named before.

>>> [(r.type, r.state) for r in find_agreements(scene)]    # "Kenya and Chad signed a peace treaty."     # doctest: +SKIP
[('peace_plan', 'signed')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucebook.kinds.arguments import Arguments, is_attributive, unique, words_of
from trucebook.kinds.bound import Bound, is_known, sides_of
from trucebook.kinds.durations import duration_of
from trucebook.kinds.pact_mentions import PLANNED, AgreementEntry, Mentions, Pact, Told, pact_of
from trucebook.kinds.pact_types import PactTypes
from trucebook.kinds.plans import PACTS, Plans
from trucebook.kinds.triggers import Trigger, find_triggers, trigger_index
from trucebook.language.tree import (
    antecedent,
    auxiliaries,
    base_dep,
    child,
    children,
    has_feature,
    is_negated,
    is_passive,
    modifiers,
    preposition_of,
    subject_of,
)
from trucebook.records import Actor, Agreement, DateRange, PactType, Place

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

# A plan of these types is a pact only when a word for a pact heads it: "a withdrawal deal", not "its withdrawal from the treaty".
DEEDS = frozenset({"withdrawal", "peacekeeping", "humanitarian_access"})
# Verbs whose "it" is seldom a pact.
VAGUE_VERBS = frozenset(
    {"reach", "stand", "continue", "fail", "end", "start", "begin", "hold", "break", "last", "achieve", "get"}
)
FUTURE = frozenset({"will", "wo", "would", "shall", "'ll", "’ll"})
OFFERING = frozenset(
    {"include", "provide", "envisage", "foresee", "propose", "offer", "suggest", "demand", "seek", "discuss", "reject"}
)
AIMING = frozenset({"at", "of", "on", "for", "toward", "towards", "about"})
TELLING = frozenset({"announce", "confirm", "declare"})
UNDECIDED = frozenset({"until", "if", "unless", "once", "when", "whether"})
RESULTS = frozenset({"breakthrough", "progress", "result", "consensus", "outcome", "resolution", "success", "conclusion"})
SIDES = frozenset({"side", "party", "delegation", "negotiator", "neighbour", "neighbor", "rival", "foe", "belligerent"})
"""Plurals for those who are bound, where the text names them before."""
WHERE = ("in", "around", "along", "near")
MODIFYING = ("amod", "compound", "nmod", "acl")


def find_agreements(scene: Scene) -> Iterator[Agreement]:
    """The agreements that ``scene`` tells, in text order."""
    yield from _Finder(scene).find()


class _Finder:
    """The search for agreements in one scene; remembers who is bound by which pact."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.ask = Arguments(scene)
        self.plans = Plans.of(scene)
        self.entries = scene.lexicon.entries("agreement", AgreementEntry)
        self.index = trigger_index(scene.lexicon, "agreement", AgreementEntry)
        self.bound = Bound(scene, self.ask)
        self.types = PactTypes(self.plans, self.ask)
        self.mentions = Mentions(self.plans, self.bound, self.index, self.entries)

    def find(self) -> Iterator[Agreement]:
        told_nouns: set[int] = set()
        seen: set[tuple[str, str, int]] = set()
        for told in self._told():
            key = (told.pact.type, told.entry.state, told.trigger.sent.start)
            if told.pact.noun is not None:
                told_nouns.add(told.pact.noun.i)
            record = self._record(told) if key not in seen else None
            if record is not None:
                seen.add(key)
                yield record
        for told in self.mentions.find(told_nouns):
            if not any(start == told.trigger.sent.start and kind == told.pact.type for kind, _, start in seen):
                record = self._record(told)
                if record is not None:
                    yield record

    def _told(self) -> Iterator[Told]:
        for found in find_triggers(self.scene.doc, self.index):
            # "has been in place": the tree hangs the verb on the noun
            trigger = replace(found, token=found.token.head) if found.token.dep_ == "cop" else found
            if trigger.part == "verb" and self._is_only_meant(trigger):
                continue
            pact = self._left(trigger) if trigger.entry.id == "leave" else self._pact(trigger)
            if pact is None:
                continue
            parties, is_whole = self._parties(trigger, pact)
            if trigger.entry.id == "keep" and not self._is_kept(trigger, parties):
                continue
            if len(parties) > 1 and is_whole:
                self.bound.remember(pact.type, parties)
            yield Told(trigger.token, self._entry_of(trigger), pact, parties, is_whole)

    def _is_kept(self, trigger: Trigger[AgreementEntry], parties: tuple[Actor, ...]) -> bool:
        """Whether a pact is kept by its sides together or by nobody named; what one side keeps to is its stance."""
        token = trigger.token
        modality = self.scene.modality(token)
        return modality == "called_for" or (modality == "actual" and (is_passive(token) or len(sides_of(parties)) > 1))

    def _entry_of(self, trigger: Trigger[AgreementEntry]) -> AgreementEntry:
        """The entry that gives the state: of "agreed to extend the truce" that of "extend"."""
        if trigger.entry.pact == "clause":
            for clause in children(trigger.token, "xcomp", "ccomp", "advcl"):
                for inner in self.index.match(clause):
                    changes = inner.entry.state in ("extended", "suspended", "ended") and inner.entry.pact == "object"
                    if changes and self._pact_at(children(clause, "obj")) is not None:
                        return inner.entry
            for noun in modifiers(trigger.token, "to", "on"):
                if any(c.lemma_ in ("extend", "extended", "renew", "renewed", "prolong") for c in children(noun, "amod")):
                    return next((e for e in self.entries if e.state == "extended"), trigger.entry)
        return trigger.entry

    def _is_only_meant(self, trigger: Trigger[AgreementEntry]) -> bool:
        """Whether a verb tells no pact of its own: an aim ("in order to reach a deal"), or what the parties agree to do."""
        verb = trigger.token
        if is_negated(verb) and any(c.lower_ in ("if", "unless") for c in children(verb, "mark")):
            return True  # "if they did not agree"
        if is_negated(verb) and FUTURE & set(auxiliaries(verb)):
            return True  # "will not sign": a stance
        inner = verb
        while verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not children(verb, "nsubj", "mark"):
            verb = verb.head  # of "a proposal to widen and extend the truce" the first
        head = verb.head
        for _ in range(3):
            above = inner.head
            if base_dep(inner) not in ("xcomp", "advcl", "ccomp", "conj") or above.i >= inner.i:
                break
            if above.lemma_ == "agree" and any(t.entry.pact == "clause" for t in self.index.match(above)):
                return True
            inner = above
        if (
            trigger.entry.state != "violated"
            and any(c.lower_ in AIMING for c in children(verb, "mark", "case"))
            and verb.lower_.endswith("ing")
        ):
            return True  # "talks aimed at reaching a ceasefire"
        if any(c.lower_ == "to" for c in children(verb, "mark")):
            is_asked = trigger.entry.id in ("keep", "sign", "sign_to") and self.scene.modality(verb) == "called_for"
            is_seen = trigger.entry.pact == "subject" and head.lemma_ in ("appear", "seem")
            return not (is_asked or is_seen) and head.lemma_.lower() not in self.ask.roles["foreseen"]
        return is_attributive(verb)

    # what the pact is

    def _pact(self, trigger: Trigger[AgreementEntry]) -> Pact | None:
        token, entry = trigger.token, trigger.entry
        if entry.state == "violated" and token.head.lemma_ in self.ask.roles["charges"]:
            return None
        if trigger.part == "noun":
            if token.head.lemma_ in OFFERING:
                return None  # "the proposal includes an extension of the truce"
            if entry.state == "violated" and preposition_of(token) != "in":
                return None  # only "in breach of": a breach by itself is charged, looked into, feared
            return self._pact_at([*modifiers(token, "of", "to", "in"), *children(token, "compound")])
        if entry.pact == "object":
            if is_passive(token) or _is_bare_participle(token):
                places = children(token, "nsubj:pass") or ([token.head] if base_dep(token) in ("acl", "amod") else [])
            else:
                objects = [antecedent(o) for o in children(token, "obj")]
                places = objects or ([token.head] if token.dep_ == "acl:relcl" else [])
            if token.dep_ == "xcomp" and token.head.lemma_ in ("remain", "stay"):  # "the treaty remains suspended"
                places = children(token.head, "nsubj")
            return self._pact_at([*places, *(modifiers(token, *entry.prepositions) if entry.prepositions else [])])
        if entry.pact == "subject":
            if any(c not in trigger.words for c in children(token, "obj", "xcomp")):
                return None  # "began shelling the town"
            heads = [token.head] if base_dep(token) == "acl" else []
            is_named = token.dep_ == "xcomp" and trigger.part == "adjective"  # "declared the truce dead"
            subject = (child(token.head, "obj") if is_named else None) or subject_of(token)
            pact = self._pact_at([*([subject] if subject is not None else []), *heads])
            return None if pact is None or pact.noun is None or pact.noun.lemma_.lower() in PLANNED else pact
        if entry.pact == "without":
            return self._missed(token)
        if entry.pact == "talks":
            noun = token.head if trigger.part == "adjective" else child(token, "nsubj")
            plan = self.plans.at(noun) if noun is not None else None
            return Pact("other", noun, f"agreement.yaml#{entry.id}") if plan is not None and plan.type == "talks" else None
        return self._agreed(trigger) if entry.pact == "clause" else None

    def _left(self, trigger: Trigger[AgreementEntry]) -> Pact | None:
        """The pact that a side leaves, called so: "withdrew from the treaty", not "left the ceasefire talks"."""
        places = [*children(trigger.token, "obj"), *modifiers(trigger.token, *trigger.entry.prepositions)]
        return self._pact_at([place for place in places if place.lemma_.lower() in PACTS])

    def _pact_at(self, places: list[Token]) -> Pact | None:
        for place in places:
            for noun in (place, *children(place, "conj"), *(modifiers(place, "of") if self.ask.is_frame(place) else [])):
                plan = self.plans.resolve(noun) if noun.pos_ != "PRON" or _may_stand_for_pact(noun) else None
                is_pact = noun.lemma_.lower() in PACTS
                if plan is not None and plan.type == "talks" and is_pact:
                    return Pact("other", noun, plan.because)
                if plan is not None and plan.type != "talks" and (plan.type not in DEEDS or is_pact):
                    return pact_of(plan)
        return None

    def _type(self, told: Told, parties: tuple[Actor, ...]) -> PactType:
        noun, entry = told.pact.noun, told.entry
        if told.pact.type != "other" or noun is None or entry.modality is not None:
            return told.pact.type
        return self.types.of_noun(noun, told.trigger, parties, is_new=entry.state == "agreed")

    def _missed(self, verb: Token) -> Pact | None:
        """The pact that did not come about: "ended without a deal", "left without agreeing on a truce"."""
        for m in modifiers(verb, "without"):
            plan = self.plans.resolve(m)
            if plan is not None and plan.type != "talks":
                return pact_of(plan)
            if plan is not None or m.lemma_.lower() in RESULTS:
                return Pact("other", m, "agreement.yaml#without")
        for clause in children(verb, "advcl"):
            if any(c.lower_ == "without" for c in children(clause, "mark", "case")) and clause.lemma_ in (
                "agree",
                "reach",
                "sign",
            ):
                found = self._pact_at([*children(clause, "obj"), *modifiers(clause, "on", "to")])
                return found or Pact("other", None, "agreement.yaml#without")
        return None

    def _agreed(self, trigger: Trigger[AgreementEntry]) -> Pact | None:
        """What the parties agree to, on or that: a noun or a clause."""
        verb, because = trigger.token, f"agreement.yaml#{trigger.entry.id}"
        for framed in modifiers(verb, *trigger.entry.prepositions):
            noun = framed
            while self.plans.resolve(noun) is None and (inner := next(iter(modifiers(noun, "of")), None)) is not None:
                noun = inner  # "agreed on the first phase of a plan"
            plan = self.plans.resolve(noun)
            if plan is not None:
                return pact_of(plan)
            is_moot = is_negated(verb) and noun.ent_type_ == "PLACE"  # "did not agree on Sebha"
            if is_moot or (noun.ent_type_ not in ("TIME", "PLACE", "PERSON") and not self.scene.actors(noun)):
                return Pact("cooperation" if words_of(noun, *MODIFYING) & self.ask.roles["joint"] else "other", None, because)
        for clause in children(verb, "xcomp", "ccomp", "advcl"):
            opened = {c.lower_ for c in children(clause, "mark", "case")}
            if base_dep(clause) == "advcl" and not opened & {"to", "on", "upon"}:
                continue
            objects = [o for inner in (clause, *children(clause, "xcomp")) for o in children(inner, "obj")]
            pact = self._pact_at(objects)
            is_typed = pact is not None and pact.type != "other"
            return Pact(pact.type if pact and is_typed else self.types.of_clause(clause), None, because)
        return None

    # who is bound

    def _parties(self, trigger: Trigger[AgreementEntry], pact: Pact) -> tuple[tuple[Actor, ...], bool]:
        """The parties, and whether the words name them all."""
        token, entry, noun = trigger.token, trigger.entry, pact.noun
        named = self.bound.of_noun(noun) if noun is not None else ()
        doers: tuple[Actor, ...] = ()
        if trigger.part != "noun" and entry.pact in ("object", "clause", "without"):
            doers = self.ask.agents(token)
            with_other = noun is not None and bool(modifiers(noun, "with")) and len(doers) == 1
            only_tells = (
                not with_other and token.lemma_ in ("announce", "confirm", "secure") and (len(named) > 1 or len(doers) < 2)
            )
            if only_tells or token.lemma_ in self.ask.roles["brokers"]:
                doers = ()
        partners = self.ask.oblique(token, "between", "with", "among") if trigger.part == "verb" else self.bound.of_noun(token)
        if len(named) > 1 and entry.state not in ("signed", "agreed"):
            return named, True
        found = unique((*doers, *partners, *(named if entry.pact != "clause" or len(sides_of(doers)) > 1 else ())))
        if entry.pact == "without" and len(found) < 2:
            subject = child(token, "nsubj")
            found = unique((*found, *(self.bound.of_noun(subject) if subject is not None else ())))
        return found, len(found) > 1

    def _filled(self, told: Told) -> tuple[Actor, ...]:
        """The parties, those that the words leave out taken from the text around them."""
        parties, noun, entry = told.parties, told.pact.noun, told.entry
        if len(sides_of(parties)) < 2 and entry.pact == "clause" and self._is_joint(told.trigger):
            parties = self.bound.around(told.trigger) or parties
        if len(sides_of(parties)) > 1 or noun is None:
            return parties
        if entry.pact != "clause" and is_known(noun):
            parties = self.bound.known(told.pact.type) or parties
        if len(sides_of(parties)) < 2:
            parties = self.bound.of_clause(noun) or parties
        in_text = entry.state in ("in_force", "violated", "ended", "suspended", "extended") or entry.pact == "dated"
        if len(sides_of(parties)) < 2 and (in_text or entry.modality == "possible"):
            parties = self.bound.completed(parties, told.trigger) or self.bound.around(told.trigger) or parties
            if not parties and entry.state == "violated":
                parties = self.bound.only_one(told.trigger)
        elif len(sides_of(parties)) < 2 and (entry.modality == "denied" or (entry.state == "agreed" and is_negated(noun))):
            parties = self.bound.around(told.trigger) or parties  # "no agreement was reached"
        elif len(sides_of(parties)) < 2 and entry.pact == "object" and self._is_done(told.trigger):
            brokers = self.ask.agents(told.trigger) if told.trigger.lemma_ in self.ask.roles["brokers"] else ()
            parties = self.bound.in_sentence(told.trigger, without=sides_of(brokers)) or self._main_sides(brokers) or parties
        return parties

    def _is_joint(self, verb: Token) -> bool:
        """Whether unnamed sides do it together: "the two neighbours agreed to a truce", "the delegations agreed to meet"."""
        subject = child(verb, "nsubj")
        if subject is None or self.scene.actors(subject):
            return False
        counted = any(c.lower_ in ("two", "both") for c in children(subject, "nummod", "det"))
        return counted or (has_feature(subject, "Number", "Plur") and subject.lemma_.lower() in SIDES)

    def _main_sides(self, brokers: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The two sides of the whole text, where neither only brokered the pact."""
        found = self.bound.main_sides()
        return () if sides_of(found) & sides_of(brokers) else found

    def _is_done(self, verb: Token) -> bool:
        """Whether ``verb`` tells a pact that came about, so that the sides of its sentence may be its parties."""
        opened = {c.lower_ for c in children(verb, "mark", "advmod")}
        return verb.lemma_ not in TELLING and not opened & UNDECIDED and self.scene.modality(verb) == "actual"

    def _place(self, told: Told) -> Place | None:
        """Where the pact is to hold, as its noun says, or where it was made; not where things happen while it holds."""
        noun = told.pact.noun
        if noun is not None and any(m.ent_type_ == "PLACE" for m in modifiers(noun, *WHERE)):
            return self.scene.place(noun) or self.scene.place(told.trigger)
        return self.scene.place(told.trigger) if told.entry.state in ("agreed", "signed") else None

    def _is_own_voice(self, word: Token, teller: Actor) -> bool:
        """Whether a breach is the text's own remark on what is told: "Chad said that it had shelled Sebha, breaking the truce".

        What one side tells of the other's deed is a charge.
        """
        is_remark = (base_dep(word) == "advcl" and word.lower_.endswith("ing")) or (
            base_dep(word) in ("obl", "nmod") and preposition_of(word) == "in"
        )
        doers = {a.party for a in self.ask.agents(word.head)} if word.head.pos_ == "VERB" else set()
        return is_remark and (teller.party in doers or not self.bound.may_fight(teller.party or ""))

    def _record(self, told: Told) -> Agreement | None:
        scene, token, entry = self.scene, told.trigger, told.entry
        noun = told.pact.noun
        parties = self._filled(told)
        known = sum(a.party is not None for a in parties)
        enough = 1 if entry.state in ("violated", "ended") and noun is not None and known else 2  # who breaks it is told
        if len(sides_of(parties)) < enough or known < (1 if noun is not None else 2):
            return None
        asserted_by = scene.asserted_by(token)
        if asserted_by is None and token.lemma_ in TELLING:  # "Chad announced a ceasefire with Libya"
            tellers = self.ask.agents(token)
            asserted_by = tellers[0] if len(tellers) == 1 else None
        if entry.state == "violated" and asserted_by is not None:
            if not self._is_own_voice(token, asserted_by):
                return None
            asserted_by = None
        is_named = entry.pact in ("none", "dated")
        modality = "actual" if is_named else scene.modality(token)
        date = scene.date(token)
        clauses = children(noun, "acl") if noun is not None and noun.head.i == token.i else []
        if any(scene.date(c) == date and any(t.ent_type_ == "TIME" for t in c.subtree) for c in clauses):
            date = None  # "the truce signed in June collapsed": the day is that of the signing
        if entry.pact == "dated" and date is not None and date.start > scene.document.published:
            date = _a_year_before(date)  # a day to come is not the day of a pact that is there
        if not is_named and modality == "actual" and date is not None and date.start > scene.document.published:
            modality = "planned"  # "the truce begins on Friday"
        return Agreement(
            evidence=(scene.evidence(token),),
            date=date,
            modality=entry.modality if entry.modality and modality == "actual" else modality,
            asserted_by=None if is_named else asserted_by,
            place=self._place(told),
            confidence=0.6 if told.is_whole else 0.4,
            because=(f"agreement.{entry.pact}", f"agreement.yaml#{entry.id}", told.pact.because),
            type=self._type(told, parties),
            parties=parties,
            state=entry.state,
            duration=duration_of(noun) if noun is not None else None,
            scope=self.plans.words.scope_of(noun) if noun is not None else None,
        )


def _is_bare_participle(verb: Token) -> bool:
    """Whether a verb behind its noun is a participle that was misread as a past tense: "a truce signed in June"."""
    is_clause = verb.dep_ == "acl" and not children(verb, "nsubj", "obj", "mark", "aux")
    return is_clause and verb.lower_.endswith(("ed", "en", "ck", "de", "ut"))


def _a_year_before(days: DateRange) -> DateRange:
    start, end = (
        day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day) for day in (days.start, days.end)
    )
    return DateRange(start=start, end=end)


def _may_stand_for_pact(pronoun: Token) -> bool:
    """Whether "it" may be a pact: "it took effect", "they signed it", but not "did not reach it", "where it stands"."""
    if pronoun.lower_ not in ("it", "this", "which", "that"):
        return False
    return pronoun.head.lemma_ not in VAGUE_VERBS or (pronoun.dep_ == "nsubj:pass" and pronoun.head.lemma_ == "break")
