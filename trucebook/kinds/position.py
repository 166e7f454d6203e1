"""Positions: where a party stands on a plan, a pact or a demand that others put forward.

In comes the scene, out go :class:`Position` records: the word decides the stance ("rejected", "has yet to reply"), its
complement names the plan, a condition makes a yes conditional. A proposer's own stance is no position, nor is what several
parties agree among themselves (an agreement).

>>> [(p.on, p.stance) for p in find_positions(scene)]      # doctest: +SKIP
[('ceasefire', 'accepts_conditionally')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.plans import Plan, Plans
from trucebook.kinds.proposal import proposers_named_in
from trucebook.kinds.triggers import Trigger, TriggerEntry, find_triggers, trigger_index
from trucebook.language.tree import (
    agent_of,
    auxiliaries,
    base_dep,
    child,
    children,
    is_negated,
    is_passive,
    preposition_of,
    span_of,
    subject_of,
    tense_of,
)
from trucebook.lexicon import Entry
from trucebook.records import Modality, PactType, Position, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.resolution.scene import Scene

Needs = Literal["plan", "proposal", "weighed", "act", "any", "none", "talks", "pending", "negated", "under"]
PROPOSAL_WORDS = frozenset(
    {"proposal", "plan", "offer", "initiative", "draft", "text", "idea", "demand", "ultimatum", "request", "call", "formula",
     "framework", "roadmap", "invitation", "suggestion", "bid", "overture", "blueprint", "document", "paper", "terms"}
)  # fmt: skip
NOT_PLANS = frozenset(
    {"claim", "report", "accusation", "allegation", "charge", "rumour", "rumor", "suggestion", "criticism", "statement"}
)
WILL = frozenset({"will", "wo", "would", "'ll", "’ll"})
HYPOTHETICAL = frozenset(
    {"before", "by", "without", "after", "for", "if", "unless", "until", "should", "whether", "when", "once"}
)
ANSWERS = frozenset(
    {"respond", "reply", "answer", "react", "decide", "give", "send", "say", "accept", "agree", "refuse", "reject", "commit"}
)
NEGATIVE_SUBJECTS = frozenset({"neither", "none", "nobody", "no"})


class PositionEntry(TriggerEntry):
    """A word of stance; see the head of ``data/position.yaml``."""

    stance: Stance
    negated: Stance | Literal[""] = ""
    plan: tuple[str, ...] = ()
    needs: Needs = "plan"
    adverbs: tuple[str, ...] = ()
    joint: bool = False


class ConditionEntry(Entry):
    """What makes a yes conditional; see the head of ``data/conditions.yaml``."""

    marks: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


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
    subject = _subject_of_position(trigger, plans) if not _is_hypothetical(trigger.token) and _has_adverb(trigger) else None
    if subject is None:
        return
    stance = _stance_of(trigger)
    modality = _modality_of(trigger, scene)
    holder = _holder_of(trigger)
    if stance is None or modality is None or holder is None:
        return
    holders = scene.actors(holder)
    if trigger.entry.joint and not _is_proposal(subject) and (len(holders) > 1 or _is_joint(trigger.token, holder)):
        return
    spans = tuple(_conditions_of(trigger, conditions))
    is_only_if = trigger.entry.needs == "weighed" and any(scene.document.text.startswith("only", span.start) for span in spans)
    if is_only_if or (stance == "accepts" and (spans or _is_qualified(trigger, conditions))):
        stance = "accepts_conditionally"
    proposers = proposers_named_in(subject.plan.head, scene) if subject.plan else ()
    for actor in holders:
        if any(actor.party and actor.party == p.party for p in proposers):
            continue
        yield Position(
            actor=actor,
            on=subject.on,
            stance=stance,
            conditions=spans,
            date=scene.date(trigger.token),
            modality=modality,
            asserted_by=scene.asserted_by(trigger.token),
            evidence=(scene.evidence(_finite(trigger.token)),),
            confidence=0.6,
            because=(f"position.{trigger.part}", f"position.yaml#{trigger.entry.id}", subject.because),
        )


# --- the plan -----------------------------------------------------------------------------------------------------------


def _subject_of_position(trigger: Trigger[PositionEntry], plans: Plans) -> _Subject | None:
    entry, word = trigger.entry, trigger.token
    if entry.needs == "pending" and not _is_pending(word):
        return None
    if entry.needs == "negated":
        return _Subject("talks", None, "plans.yaml#talks") if _is_denied(word) and WILL & set(auxiliaries(word)) else None
    for c in _complements(trigger):
        found = _subject_at(c, entry.needs, plans)
        if found:
            return found
    if entry.needs in ("none", "pending") and not _has_other_object(trigger):
        before = plans.antecedent(word, any_type=True) if word.lemma_.lower() in ANSWERS else None
        if before is not None and _is_near(before.head, word):
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
        return _act_at(token, needs, plans)
    if needs == "any" and token.pos_ == "NOUN":
        return _Subject("other", token, "plans.yaml#other")
    if needs in ("none", "act") and token.pos_ == "NOUN" and _is_act_of_another(token):
        return _Subject("other", token, "plans.yaml#other")
    return None


def _act_at(verb: Token, needs: Needs, plans: Plans) -> _Subject | None:
    entry = plans.words.find_verb(verb)
    if entry is not None:
        return _Subject(entry.type, verb, f"plans.yaml#{entry.id}")
    inner = next((c for c in children(verb, "obj", "obl", "xcomp") if plans.resolve(c)), None)
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
    return any(c.i not in inside for c in children(trigger.token, "obj", "xcomp", "ccomp", "iobj", "csubj")) or any(
        preposition_of(c) in ("to", "with", "on", "by", "for") and c.i not in inside and not c.ent_type_
        for c in children(trigger.token, "obl")
    )


def _is_near(plan: Token, word: Token) -> bool:
    """Whether a plan was named in this sentence or one of the two before it."""
    between = word.doc[plan.i : word.i]
    return sum(1 for t in between if t.is_sent_start and not t.is_space) <= 3


def _finite(word: Token) -> Token:
    """The verb whose clause tells it: "has" in "has yet to reply"."""
    return word.head if word.dep_ == "xcomp" and word.head.lemma_ in ("have", "be") else word


# --- holder, stance, modality ---------------------------------------------------------------------------------------------


def _holder_of(trigger: Trigger[PositionEntry]) -> Token | None:
    word = trigger.token
    if trigger.entry.needs == "under":
        return child(word, "nmod:poss")
    if trigger.part == "verb":
        return agent_of(word) if is_passive(word) else subject_of(word)
    if trigger.part == "adjective":
        return subject_of(word)
    owner = child(word, "nmod:poss") or next((m for m in children(word, "nmod") if preposition_of(m) in ("by", "from")), None)
    if owner is not None:
        return owner
    before = next((c for c in children(word, "compound", "amod") if c.ent_type_), None)
    if before is not None:
        return before
    return subject_of(word.head) if word.dep_ == "obj" and word.head.pos_ == "VERB" else None


def _stance_of(trigger: Trigger[PositionEntry]) -> Stance | None:
    entry, word = trigger.entry, trigger.token
    if entry.needs in ("pending", "negated", "under"):
        return entry.stance
    if _is_pending(word) and entry.stance in ("accepts", "undecided"):
        return "undecided"
    if _is_denied(word):
        if entry.stance == "accepts" and tense_of(word) == "perfect":
            return "undecided"
        return entry.negated or None
    return entry.stance


def _is_denied(word: Token) -> bool:
    """Whether a word is negated, by its own "not", its auxiliary's, or its subject ("neither side")."""
    if is_negated(word) or (word.dep_ == "xcomp" and is_negated(word.head) and word.head.lemma_ in ("be", "seem", "appear")):
        return True
    subject = child(word, "nsubj", "nsubj:pass")
    return subject is not None and (
        subject.lower_ in NEGATIVE_SUBJECTS or any(c.lower_ in NEGATIVE_SUBJECTS for c in children(subject, "det"))
    )


def _is_hypothetical(word: Token) -> bool:
    """ "before agreeing", "if it accepts": no stance that is held."""
    return base_dep(word) in ("advcl", "acl") and any(c.lower_ in HYPOTHETICAL for c in children(word, "mark", "case", "advmod"))


def _has_adverb(trigger: Trigger[PositionEntry]) -> bool:
    wanted = trigger.entry.adverbs
    return not wanted or any(c.lower_ in wanted for c in children(trigger.token, "advmod"))


def _is_joint(word: Token, holder: Token) -> bool:
    """Whether several parties agree with each other: "both sides", "A and B", "agreed with C"."""
    plural = child(holder, "conj") is not None or any(c.lower_ in ("both", "two") for c in holder.children)
    return (
        plural
        or holder.lower_ in ("both", "they", "sides", "parties")
        or any(preposition_of(o) == "with" for o in children(word, "obl"))
    )


def _is_pending(word: Token) -> bool:
    """ "has yet to answer", "has not replied", "still has not said"."""
    governor = word.head if word.dep_ == "xcomp" else word
    words = {c.lower_ for t in (word, governor) for c in t.children if base_dep(c) in ("advmod", "aux", "mark", "det")}
    if "yet" in words and ("to" in words or _is_denied(word)):
        return True
    perfect = bool(
        {"has", "have", "'ve", "’ve"} & (set(auxiliaries(word)) | ({governor.lower_} if governor.i != word.i else set()))
    )
    return perfect and _is_denied(word)


def _modality_of(trigger: Trigger[PositionEntry], scene: Scene) -> Modality | None:
    """``actual``, ``denied`` under a denial; ``None`` for a stance that is only asked for or possible."""
    for speech in scene.attributions.speeches_over(trigger.token):
        if speech.act == "deny" and speech.head is not None:
            return "denied"
        if speech.act == "demand":
            return None
        break
    words = set(auxiliaries(trigger.token))
    if words & {"may", "might", "should", "must", "would"} and trigger.entry.stance == "accepts" and "would" not in words:
        return None
    return "actual"


# --- conditions ---------------------------------------------------------------------------------------------------------


def _conditions_of(trigger: Trigger[PositionEntry], entries: tuple[ConditionEntry, ...]) -> Iterator[Span]:
    """The clauses that set a condition on the stance: they open with such a mark behind the word, in its sentence."""
    marks = sorted((mark.split() for entry in entries for mark in entry.marks), key=len, reverse=True)
    word, end = trigger.words[-1], trigger.token.sent.end
    doc, i = word.doc, word.i + 1
    while i < end:
        mark = next((m for m in marks if [t.lower_ for t in doc[i : i + len(m)]] == m), None)
        if mark is not None and not _is_aside(doc[i]):
            last = _end_of_condition(doc[i], end)
            first = i - 1 if doc[i - 1].lower_ in ("only", "but") else i
            yield span_of(list(doc[first:last]))
            i = last
        i += 1


def _is_aside(mark: Token) -> bool:
    return mark.lower_ == "once" and base_dep(mark) == "advmod"


def _end_of_condition(mark: Token, end: int) -> int:
    """The end of the clause that ``mark`` opens; its sentence's end where the tree does not say."""
    clause = mark.head if mark.head.i > mark.i else None
    last = clause.right_edge.i + 1 if clause is not None else end
    while last > mark.i + 1 and mark.doc[last - 1].is_punct:
        last -= 1
    return min(max(last, mark.i + 1), end)


def _is_qualified(trigger: Trigger[PositionEntry], entries: tuple[ConditionEntry, ...]) -> bool:
    said = "".join(t.text_with_ws for t in trigger.token.subtree).lower()
    return any(re.search(rf"\b{re.escape(p)}\b", said) for entry in entries for p in entry.phrases)
