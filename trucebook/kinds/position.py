"""Positions: where a party stands on a plan, a pact or a demand that others put forward.

In comes the scene, out go :class:`Position` records: the word decides the stance ("rejected", "has yet to reply"), its
complement names the plan, a condition makes a yes conditional. A proposer's own stance is no position, nor is what several
parties agree among themselves (an agreement).

>>> [(p.on, p.stance) for p in find_positions(scene)]      # doctest: +SKIP
[('ceasefire', 'accepts_conditionally')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.kinds.plans import Plan, Plans
from trucebook.kinds.proposers import proposers_named_in
from trucebook.kinds.stances import (
    WILL,
    ConditionEntry,
    Needs,
    PositionEntry,
    find_conditions,
    has_adverb,
    is_denied,
    is_hypothetical,
    is_pending,
    is_qualified,
    is_to_come,
    resolve_day,
    resolve_stance,
    resolve_stance_modality,
)
from trucebook.kinds.triggers import Trigger, find_triggers, trigger_index
from trucebook.language.tree import (
    agent_of,
    auxiliaries,
    base_dep,
    child,
    children,
    controlled_subject_of,
    is_passive,
    preposition_of,
    subject_of,
)
from trucebook.records import Actor, PactType, Position

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.resolution.scene import Scene

PROPOSAL_WORDS = frozenset(
    {"proposal", "plan", "offer", "initiative", "draft", "text", "idea", "demand", "ultimatum", "request", "call", "formula",
     "framework", "roadmap", "invitation", "suggestion", "bid", "overture", "blueprint", "document", "paper", "terms"}
)  # fmt: skip
NOT_PLANS = frozenset(
    {"claim", "report", "accusation", "allegation", "charge", "rumour", "rumor", "suggestion", "criticism", "statement"}
)
REACH, PENDING_REACH = 4, 9
ANSWERS = frozenset(
    {"respond", "reply", "answer", "react", "decide", "give", "send", "say", "accept", "agree", "refuse", "reject", "commit"}
)
TERMS = frozenset(
    {
        "condition",
        "principle",
        "term",
        "reservation",
        "day",
        "week",
        "month",
        "hour",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "end",
        "writing",
        "public",
    }
)
REFUSING = frozenset({"refuse", "decline"})
NO_ACTS = frozenset(
    {"comment", "say", "rule", "disclose", "confirm", "name", "give", "answer", "discuss", "elaborate", "be", "speak", "identify",
     "provide", "tell", "reveal", "speculate", "respond", "reply", "die", "eat", "visit"}
)  # fmt: skip
LINKING = frozenset({"remain", "stay", "be", "seem", "appear", "become"})


@dataclass(frozen=True)
class _Subject:
    """What a position is on: the plan or, for "refused to negotiate", the act."""

    on: PactType
    token: Token | None
    because: str
    plan: Plan | None = None


def find_positions(scene: Scene) -> Iterator[Position]:
    """Every position of the document, one for each holder."""
    plans = Plans(scene.doc, scene.lexicon)
    index = trigger_index(scene.lexicon, "position", PositionEntry)
    conditions = scene.lexicon.entries("conditions", ConditionEntry)
    for trigger in find_triggers(scene.doc, index):
        yield from _positions_of(trigger, plans, conditions, scene)


def _positions_of(
    trigger: Trigger[PositionEntry], plans: Plans, conditions: tuple[ConditionEntry, ...], scene: Scene
) -> Iterator[Position]:
    subject = _subject_of_position(trigger, plans) if not is_hypothetical(trigger.token) and has_adverb(trigger) else None
    if subject is None:
        return
    stance = resolve_stance(trigger)
    modality = resolve_stance_modality(trigger, scene)
    holder = _holder_of(trigger, scene)
    if stance is None or modality is None or holder is None:
        return
    holders = scene.actors(holder) if plans.at(holder) is None else _speakers_over(trigger.token, scene)
    if trigger.entry.joint and not _is_proposal(subject) and (len(holders) > 1 or _is_joint(trigger.token, holder)):
        return
    spans = tuple(find_conditions(trigger, conditions))
    if trigger.entry.needs == "conditional" and not (spans and WILL & set(auxiliaries(trigger.token))):
        return
    is_only_if = trigger.entry.needs == "weighed" and any(scene.document.text.startswith("only", span.start) for span in spans)
    if is_only_if or (stance == "accepts" and (spans or is_qualified(trigger, conditions))):
        stance = "accepts_conditionally"
    proposers = proposers_named_in(subject.plan.head, scene) if _is_proposal(subject) and subject.plan else ()
    for actor in holders:
        if any(actor.party and actor.party == p.party for p in proposers):
            continue
        yield Position(
            actor=actor,
            on=subject.on,
            stance=stance,
            conditions=spans,
            date=resolve_day(trigger, scene),
            modality=modality,
            asserted_by=scene.asserted_by(trigger.token),
            evidence=(scene.evidence(_finite(trigger.token)),),
            confidence=0.6,
            because=(f"position.{trigger.part}", f"position.yaml#{trigger.entry.id}", subject.because),
        )


# --- the plan -----------------------------------------------------------------------------------------------------------


def _subject_of_position(trigger: Trigger[PositionEntry], plans: Plans) -> _Subject | None:
    entry, word = trigger.entry, trigger.token
    if entry.needs == "pending" and not is_pending(word):
        return None
    if entry.needs == "conditional":
        return _act_at(word, entry.needs, plans) or _Subject("other", word, "plans.yaml#other")
    if entry.needs == "future" and not is_to_come(word):
        return None
    if entry.needs == "negated":
        return _Subject("talks", None, "plans.yaml#talks") if is_denied(word) and WILL & set(auxiliaries(word)) else None
    for c in _complements(trigger):
        found = _subject_at(c, entry.needs, plans)
        if found:
            return found
    if entry.needs in ("none", "pending", "act", "future") and not _has_other_object(trigger):
        before = plans.antecedent(word, any_type=True) if word.lemma_.lower() in ANSWERS else None
        if before is not None and _is_near(before.head, word, PENDING_REACH if entry.needs == "pending" else REACH):
            return _Subject(before.type, None, before.because, before)
    return None


def _complements(trigger: Trigger[PositionEntry]) -> Iterator[Token]:
    """What may name the plan, in the order of the entry's ``plan`` list."""
    word = trigger.token
    particle = trigger.words[-1]
    for role in trigger.entry.plan:
        if role == "subject" or (role == "obj" and is_passive(word)):
            subject = subject_of(word)
            if subject is not None:
                yield subject
        for c in word.children:
            if c.dep_ == role or base_dep(c) == role or (base_dep(c) in ("obl", "nmod", "advcl") and _opens_with(c, role)):
                yield c
    if particle.i != word.i and particle.pos_ == "NOUN":
        yield from (c for c in particle.children if base_dep(c) in ("nmod", "acl"))
    if word.dep_ == "acl:relcl" and "obj" in trigger.entry.plan and not any(base_dep(c) == "obj" for c in word.children):
        yield word.head


def _opens_with(token: Token, role: str) -> bool:
    opening = preposition_of(token)
    return role in (opening, opening.rpartition(" ")[2]) or any(c.lower_ == role for c in children(token, "mark", "case"))


def _subject_at(token: Token, needs: Needs, plans: Plans) -> _Subject | None:
    if token.lemma_.lower() in NOT_PLANS and needs != "any":
        return None
    if needs in ("plan", "proposal") and token.pos_ == "PRON" and token.lower_ != "which":
        return None
    plan = plans.resolve(token)
    if plan is not None:
        if needs == "talks" and plan.type not in ("talks", "ceasefire", "truce", "peace_plan"):
            return None
        if needs in ("proposal", "weighed") and plan.head.lemma_.lower() not in PROPOSAL_WORDS and token.pos_ != "PRON":
            return None
        return _Subject(plan.type, token, plan.because, plan)
    if needs in ("act", "none", "pending", "any") and token.pos_ in ("VERB", "AUX"):
        found = _act_at(token, needs, plans)
        is_refused = token.head.lemma_ in REFUSING and token.dep_ == "xcomp" and token.lemma_ not in NO_ACTS
        return found or (_Subject("other", token, "plans.yaml#other") if is_refused else None)
    if needs == "any" and token.pos_ == "NOUN":
        return _Subject("other", token, "plans.yaml#other")
    if needs in ("none", "act") and token.pos_ == "NOUN" and _is_act_of_another(token):
        return _Subject("other", token, "plans.yaml#other")
    return None


def _act_at(verb: Token, needs: Needs, plans: Plans) -> _Subject | None:
    entry = plans.words.find_verb(verb)
    if entry is not None:
        return _Subject(entry.type, verb, f"plans.yaml#{entry.id}")
    inner = next((c for c in children(verb, "obj", "xcomp") if plans.resolve(c)), None)
    plan = plans.resolve(inner) if inner is not None else None
    return _Subject(plan.type, inner, plan.because, plan) if plan is not None else None


def _is_act_of_another(noun: Token) -> bool:
    """Whether a noun tells what somebody named would do: "Chad's suspension of the levy", "the Libyan deployment"."""
    if not noun.lemma_.lower().endswith(("ion", "ment", "al", "sal", "ance", "ure")):
        return False
    return any(c.dep_ == "nmod:poss" or (base_dep(c) in ("amod", "compound") and c.ent_type_) for c in noun.children)


def _is_proposal(subject: _Subject) -> bool:
    return subject.plan is not None and subject.plan.head.lemma_.lower() in PROPOSAL_WORDS


def _has_other_object(trigger: Trigger[PositionEntry]) -> bool:
    """Whether the word has a complement of its own that is no plan: "accepted a bouquet"."""
    inside = {t.i for t in trigger.words}
    whole = ("obj", "xcomp") if trigger.words[-1].lower_ == "whether" else ("obj", "xcomp", "ccomp", "csubj")
    return any(c.i not in inside for c in children(trigger.token, *whole)) or any(
        preposition_of(c) in ("to", "with", "on", "by", "for") and c.i not in inside and not c.ent_type_ and c.lemma_ not in TERMS
        for c in children(trigger.token, "obl")
    )


def _is_near(plan: Token, word: Token, reach: int) -> bool:
    """Whether a plan was named in this sentence or one of those ``reach`` before it."""
    between = word.doc[plan.i : word.i]
    return sum(1 for t in between if t.is_sent_start and not t.is_space) <= reach


def _finite(word: Token) -> Token:
    """The verb whose clause tells it: "has" in "has yet to reply"."""
    return word.head if word.dep_ == "xcomp" and word.head.lemma_ in ("have", "be") else word


# --- holder, stance, modality ---------------------------------------------------------------------------------------------


def _holder_of(trigger: Trigger[PositionEntry], scene: Scene) -> Token | None:
    word = trigger.token
    if trigger.entry.needs == "under":
        return child(word, "nmod:poss") or next((s.speaker for s in scene.attributions.speeches_over(word)), None)
    if trigger.part == "verb" and word.lower_ not in trigger.entry.adjectives and child(word, "aux:pass") is not None:
        return agent_of(word)
    if trigger.part in ("verb", "adjective"):
        return controlled_subject_of(word) or (subject_of(word.head) if word.head.lemma_ in LINKING else None)
    owner = child(word, "nmod:poss") or next((m for m in children(word, "nmod") if preposition_of(m) in ("by", "from")), None)
    if owner is not None:
        return owner
    before = next((c for c in children(word, "compound", "amod") if c.ent_type_), None)
    if before is not None:
        return before
    return subject_of(word.head) if word.dep_ == "obj" and word.head.pos_ == "VERB" else None


def _speakers_over(word: Token, scene: Scene) -> tuple[Actor, ...]:
    """Those who say it, for "talks would resume if": the stance is theirs."""
    return next((s.speakers for s in scene.attributions.speeches_over(word) if s.speakers), ())


def _is_joint(word: Token, holder: Token) -> bool:
    """Whether several parties agree with each other: "both sides", "A and B", "agreed with C"."""
    plural = child(holder, "conj") is not None or any(c.lower_ in ("both", "two") for c in holder.children)
    return (
        plural
        or holder.lower_ in ("both", "they", "sides", "parties")
        or any(preposition_of(o) == "with" for o in children(word, "obl"))
    )


# --- conditions ---------------------------------------------------------------------------------------------------------
