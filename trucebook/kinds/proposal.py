"""Proposals: a plan that someone puts forward.

In comes the scene, out go :class:`Proposal` records: found by the verb ("proposed a truce", "offered to host talks", "declared a
ceasefire") or by the plan's own noun with its proposer ("the Egyptian plan", "the truce proposed by Oman"). A plan without a
proposer is none. Merging makes one of all mentions of a plan.

>>> [(p.type, p.duration) for p in find_proposals(scene)]      # doctest: +SKIP
[('ceasefire', 'P30D')]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.bound import Bound
from trucebook.kinds.durations import duration_in, duration_of, phrase_of
from trucebook.kinds.plans import Plan, Plans, to_plan_type
from trucebook.kinds.position import find_positions
from trucebook.kinds.proposers import find_proposers
from trucebook.kinds.triggers import Trigger, TriggerEntry, TriggerIndex, find_triggers
from trucebook.language.tree import (
    agent_of,
    base_dep,
    child,
    children,
    clause_of,
    has_feature,
    is_negated,
    modifiers,
    preposition_of,
    span_of,
    subject_of,
)
from trucebook.lexicon import Lexicon
from trucebook.records import Actor, Modality, Place, PlanType, Proposal, Span

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

ENDING = frozenset({"ceasefire", "truce", "peace_plan", "prisoner_exchange"})
BINDING = ENDING | {"talks", "withdrawal", "humanitarian_access", "peacekeeping"}
KINDNESSES = frozenset(
    {"help", "assist", "pay", "give", "provide", "send", "support", "resign", "share", "sell", "buy", "do", "be", "train", "have"}
)  # fmt: skip
"""What may be offered without being a plan."""
PROPOSING = frozenset({"propose", "suggest", "float", "moot", "table", "pitch"})
DEEDS = ("tion", "sion", "ment", "ance")
"""Endings of nouns for what is to be done: "proposed the demarcation of the border"."""
LOCAL = frozenset({"in", "around", "along", "near", "for", "across", "at"})
VAGUE = frozenset({"suggestion", "idea", "text", "paper", "draft", "framework", "overture"})
CARRIED = frozenset({"broker", "mediate", "facilitate", "back", "sponsor"})
MEANT = frozenset({"plan", "intention", "decision", "readiness", "willingness", "offer", "proposal"})
OWN_DOINGS = frozenset({"initiative", "framework", "plan", "paper", "text"})
"""What a union or state may simply run: "the EU's security initiative"."""
BROKERED = frozenset({"mediate", "facilitate"})


class ProposalEntry(TriggerEntry):
    """A word that puts a plan forward; see the head of ``data/proposal.yaml``."""

    plan: tuple[str, ...] = ()
    only: tuple[PlanType, ...] = ()
    heads: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    modality: Modality | None = None
    alone: bool = False
    acts: tuple[str, ...] = ()
    any_act: bool = False


def _verb_index(lexicon: Lexicon) -> TriggerIndex[ProposalEntry]:
    entries = lexicon.entries("proposal", ProposalEntry)
    return lexicon.made(ProposalEntry, lambda: TriggerIndex.of(e for e in entries if e.verbs or e.adjectives))


def find_proposals(scene: Scene) -> Iterator[Proposal]:
    """Every proposal of the document, by its verb or by its noun."""
    plans = Plans.of(scene)
    entries = scene.lexicon.entries("proposal", ProposalEntry)
    responders = _responders(scene)
    bound = Bound(scene)
    told: set[int] = set()
    for trigger in find_triggers(scene.doc, _verb_index(scene.lexicon)):
        for head, proposal in _by_verb(trigger, plans, scene):
            told.add(head.i)
            yield _with_parties(proposal, head, responders, bound)
    named = next((e for e in entries if e.id == "named"), None)
    for plan in plans:
        if named and plan.head.i not in told:
            for proposal in _by_noun(plan, named, plans, scene):
                yield _with_parties(proposal, plan.head, responders, bound)


def _responders(scene: Scene) -> dict[str, list[Actor]]:
    """The parties that take a position, by the type of the plan that it is on."""
    found: dict[str, list[Actor]] = {}
    for position in find_positions(scene):
        found.setdefault(position.on, []).append(position.actor)
    return found


def _with_parties(proposal: Proposal, head: Token, responders: dict[str, list[Actor]], bound: Bound) -> Proposal:
    """``proposal`` with those who answer to it as its parties, where they are more than the text names with the plan itself.

    A plan to end fighting that names nobody is for the two sides of whom its sentence speaks.
    """
    own = {actor.party for actor in proposal.proposers}
    answering = [actor for actor in _sides(tuple(responders.get(proposal.type, ()))) if actor.party not in own]
    if len(answering) > 1 and {actor.party for actor in proposal.parties} <= {actor.party for actor in answering}:
        return proposal.model_copy(update={"parties": tuple(answering)})
    if not proposal.parties and proposal.type in BINDING:
        found = bound.in_sentence(head, without=own) if proposal.type in ENDING else ()
        return proposal.model_copy(update={"parties": found or bound.main_sides() or bound.around(head, without=own)})
    return proposal


# --- by verb ------------------------------------------------------------------------------------------------------------


def _by_verb(trigger: Trigger[ProposalEntry], plans: Plans, scene: Scene) -> Iterator[tuple[Token, Proposal]]:
    entry, verb = trigger.entry, trigger.token
    agent = agent_of(verb) if trigger.part == "verb" else subject_of(verb)
    if agent is None or trigger.part == "noun" or is_negated(verb):
        return
    if entry.alone and any(c.pos_ == "ADJ" for c in children(verb, "xcomp")):
        return  # "declared the truce dead"
    if base_dep(verb) in ("xcomp", "advcl", "ccomp") and scene.modality(verb) == "called_for":
        return  # "urged them to declare a truce"
    if verb.dep_ == "acl" and any(c.lower_ == "to" for c in children(verb, "mark")) and verb.head.lemma_ not in MEANT:
        return  # "was given leave to negotiate a deal"
    proposers = scene.actors(agent)
    if not proposers or (entry.alone and len(proposers) > 1):
        return
    in_passing = base_dep(verb) == "acl" and verb.dep_ != "acl:relcl"  # "a truce proposed by Chad"
    for head, type_, because in _plans_of(trigger, plans):
        if entry.only and type_ not in entry.only:
            continue
        if type_ == "other" and _is_own_business(head, entry):
            continue
        if entry.alone and _is_shared(head, verb):
            continue
        proposal = Proposal(
            type=type_,
            proposers=proposers,
            parties=_parties_of(head, verb, entry, proposers, scene),
            duration=duration_of(head),
            scope=plans.words.scope_of(head) if head.pos_ in ("NOUN", "PROPN") else None,
            date=scene.date(verb) if not in_passing or _is_dated(verb) else None,
            modality=entry.modality or _modality_of(verb, scene),
            asserted_by=scene.asserted_by(verb) if not in_passing else None,
            place=_place_of(head, scene),
            evidence=(scene.evidence(verb),),
            confidence=0.6,
            because=("proposal.verb", f"proposal.yaml#{entry.id}", because),
        )
        yield head, proposal


def _is_own_business(head: Token, entry: ProposalEntry) -> bool:
    """Whether somebody tells what he means to do himself, or asks leave: "announced plans to expand", "a transfer request"."""
    if head.lower_ == "plans" and any(c.dep_ != "acl:relcl" for c in children(head, "acl")):
        return True
    asks = any(preposition_of(m) == "for" for m in children(head, "nmod")) or bool(children(head, "acl"))
    return "request" in entry.heads and head.lemma_.lower() == "request" and not asks


def _is_shared(head: Token, verb: Token) -> bool:
    """Whether a ceasefire is announced as one of two sides, and not declared by one: an agreement."""
    sides = {preposition_of(m) for m in (*children(head, "nmod"), *children(verb, "obl"))}
    return "between" in sides or (
        "with" in sides and verb.lemma_ == "announce" and all(c.lower_ != "unilateral" for c in children(head, "amod"))
    )


def _plans_of(trigger: Trigger[ProposalEntry], plans: Plans) -> Iterator[tuple[Token, PlanType, str]]:
    """The head of the plan that the verb puts forward, its type and the lexicon entry that types it."""
    entry, verb = trigger.entry, trigger.token
    complements = [c for role in entry.plan for c in verb.children if base_dep(c) == role or _opens_with(c, role)]
    if "obj" in entry.plan:
        complements += [c for c in children(verb, "nsubj:pass")]
        if base_dep(verb) == "acl" and not any(base_dep(c) in ("obj", "xcomp", "ccomp") for c in complements):
            complements += _nouns_above(verb)
    if any(has_feature(c, "PronType", "Rel") or c.lower_ == "which" for c in complements):
        complements += _nouns_above(verb)
    for c in complements:
        plan = plans.resolve(c) if c.pos_ not in ("VERB", "PRON") else None
        if plan is not None and (not entry.heads or plan.head.lemma_.lower() in entry.heads or _is_draft(plan.head)):
            yield plan.head, plan.plan_type, plan.because
            yield from () if entry.heads else _joined(plan, plans)
            return
        takes_things = (entry.any_act and verb.lemma_ in PROPOSING) or "peacekeeping" in entry.only
        thing = plans.words.find_object(c) if takes_things and c.pos_ == "NOUN" else None
        if thing is not None:
            yield c, to_plan_type(thing.type), f"plans.yaml#{thing.id}"
            return
        if c.pos_ == "NOUN" and verb.lemma_ == "propose" and c.lemma_.endswith(DEEDS):
            yield c, "other", "plans.yaml#other"
            return
        if c.pos_ == "VERB" and not entry.heads and (not entry.acts or c.lemma_ in entry.acts):
            if entry.modality == "called_for":
                yield from _asked_for(c, plans)
                return
            found = plans.words.find_verb(c)
            is_plan = verb.lemma_ == "propose" or (verb.lemma_ == "offer" and c.lemma_ not in KINDNESSES)
            if found is not None or (entry.any_act and is_plan and c.dep_ in ("xcomp", "ccomp")):
                yield c, to_plan_type(found.type) if found else "other", f"plans.yaml#{found.id if found else 'other'}"
                return


def _joined(plan: Plan, plans: Plans) -> Iterator[tuple[Token, PlanType, str]]:
    """The plans of other types beside ``plan``: "proposed a ceasefire and a prisoner swap"."""
    for other in (plans.at(t) for t in children(plan.head, "conj")):
        if other is not None and other.plan_type != plan.plan_type and not other.general:
            yield other.head, other.plan_type, other.because


def _asked_for(act: Token, plans: Plans) -> Iterator[tuple[Token, PlanType, str]]:
    """The plan that others are asked to agree to: "urged them to accept a truce", not "to respect the truce"."""
    for noun in (*children(act, "obj"), *modifiers(act, "to", "on")):
        plan, determiner = plans.at(noun), child(noun, "det")
        if plan is not None and (determiner is None or determiner.lower_ in ("a", "an")):
            yield plan.head, plan.plan_type, plan.because


def _is_draft(head: Token) -> bool:
    """Whether a pact is only drafted: "a draft treaty"."""
    return any(c.lower_ in ("draft", "proposed", "revised") for c in children(head, "compound", "amod"))


def _nouns_above(clause: Token) -> list[Token]:
    """The noun that a clause modifies and those that this noun modifies: "a pause in strikes on ports that Oman proposed"."""
    found = [clause.head]
    while base_dep(found[-1]) == "nmod" and found[-1].head.i < found[-1].i:
        found.append(found[-1].head)
    return found


def _opens_with(token: Token, role: str) -> bool:
    return base_dep(token) in ("obl", "nmod", "advcl") and preposition_of(token) == role


def _modality_of(verb: Token, scene: Scene) -> Modality:
    """What is put forward is put forward; only what is yet to be, or may be, is not."""
    found = scene.modality(verb)
    return found if found in ("planned", "possible", "denied") else "actual"


def _place_of(head: Token, scene: Scene) -> Place | None:
    """Where the plan is to hold: "a truce in Darfur", "a halt to attacks on ports in the Black Sea"."""
    if head.pos_ not in ("NOUN", "PROPN"):
        return None
    left_out = {
        t.i for c in children(head, "acl", "conj", "appos") if base_dep(c) != "acl" or c.dep_ == "acl:relcl" for t in c.subtree
    }
    for m in head.subtree:
        if m.i > head.i and m.i not in left_out and preposition_of(m) in LOCAL:
            place = scene.place_index.place_at(m)
            if place is not None:
                return place
    return None


def _parties_of(
    head: Token, verb: Token | None, entry: ProposalEntry, proposers: tuple[Actor, ...], scene: Scene
) -> tuple[Actor, ...]:
    """Whom the plan would bind: "between A and B", "with B" (and its proposer), "to A and B"."""
    bound: list[Actor] = []
    for m in children(head, "nmod", "obl"):
        if preposition_of(m) in ("between", "among"):
            return _sides(scene.actors(m))
        if preposition_of(m) == "with":
            bound += [*proposers, *scene.actors(m)]
    for m in children(verb, "obl", "iobj", "obj") if verb is not None else []:
        if preposition_of(m) == "between":
            return _sides(scene.actors(m))
        if (
            preposition_of(m) in ("to", "with", *entry.parties)
            or base_dep(m) == "iobj"
            or (base_dep(m) in entry.parties and m.i != head.i)
        ):
            actors = scene.actors(m)
            bound += [*(proposers if len(actors) == 1 and preposition_of(m) == "with" else ()), *actors]
    return _sides(tuple(bound))


def _sides(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The sides of ``actors`` once each: a plan binds parties, not persons."""
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.party:
            found.setdefault(
                actor.party, Actor(party=actor.party, name=actor.name if actor.kind == "party" else None, kind="party")
            )
    return tuple(found.values())


# --- by noun ------------------------------------------------------------------------------------------------------------


def _by_noun(plan: Plan, entry: ProposalEntry, plans: Plans, scene: Scene) -> Iterator[Proposal]:
    proposers, agent_verb = find_proposers(plan.head, scene, takes_owner=_takes_owner(plan.head, entry))
    if not proposers:
        return
    resolved = plans.resolve(plan.head) or plan
    word = plan.head.lemma_.lower()
    if resolved.type == "other" and (word in VAGUE or _is_own_business(plan.head, entry)):
        return
    if resolved.type in ("cooperation", "status_of_forces") and word in OWN_DOINGS:
        return
    carried = agent_verb is not None and agent_verb.lemma_ in CARRIED
    yield Proposal(
        type=resolved.plan_type,
        proposers=proposers,
        mediators=proposers if agent_verb is not None and agent_verb.lemma_ in BROKERED else (),
        parties=_parties_of(plan.head, None, entry, () if carried else proposers, scene),
        duration=duration_of(plan.head),
        scope=plans.words.scope_of(plan.head),
        date=scene.date(agent_verb) if agent_verb is not None and _is_dated(agent_verb) else None,
        place=_place_of(plan.head, scene),
        evidence=(_evidence_of(plan.head),),
        confidence=0.5,
        because=("proposal.noun", "proposal.yaml#named", resolved.because),
    )


def _takes_owner(head: Token, entry: ProposalEntry) -> bool:
    """Whether the owner of a noun is its proposer: "Oman's plan", "Oman's three-month truce", not "at Oman's request"."""
    word = head.lemma_.lower()
    if word in ("request", "suggestion", "idea"):
        told = (
            bool(children(head, "appos"))
            or any(c.dep_ != "acl:relcl" for c in children(head, "acl"))
            or any(preposition_of(m) == "for" for m in children(head, "nmod"))
        )
        return told or any(c.pos_ == "NOUN" for c in children(head, "compound"))
    return word in entry.nouns or (word in ("truce", "ceasefire", "pause") and duration_in(phrase_of(head)) is not None)


def _is_dated(verb: Token) -> bool:
    """Whether a clause on a plan tells a day of its own: "proposed by Chad on Friday"."""
    return base_dep(verb) == "acl" and any(t.ent_type_ == "TIME" for t in verb.subtree)


def _evidence_of(head: Token) -> Span:
    """The noun phrase of the plan, its relative clauses left out."""
    left_out = {t.i for c in head.children if base_dep(c) in ("parataxis", "conj", "appos") for t in c.subtree}
    words = [t for t in head.subtree if t.i not in left_out]
    return span_of(words) if words else clause_of(head)
