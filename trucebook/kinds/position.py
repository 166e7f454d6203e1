"""Positions: where a party stands on a plan, a pact or a demand that others put forward.

In comes the scene, out go :class:`Position` records: the word decides the stance ("rejected", "has yet to reply"), its
complement names the plan, a condition makes a yes conditional. A proposer's own stance is no position, nor is what several
parties agree among themselves (an agreement).

>>> [(p.on, p.stance) for p in find_positions(scene)]      # doctest: +SKIP
[('ceasefire', 'accepts_conditionally')]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.ellipses import echo_of
from trucebook.kinds.holders import find_holders, holder_of, is_joint
from trucebook.kinds.plans import Plans, is_near
from trucebook.kinds.proposers import proposers_named_in
from trucebook.kinds.stances import (
    WILL,
    ConditionEntry,
    PositionEntry,
    find_conditions,
    has_adverb,
    is_hypothetical,
    is_qualified,
    resolve_day,
    resolve_stance,
    resolve_stance_modality,
)
from trucebook.kinds.subjects import Subject, subject_of_stance
from trucebook.kinds.triggers import Trigger, find_triggers, trigger_index
from trucebook.language.tree import auxiliaries
from trucebook.records import Actor, Position, Span, Stance

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

HOSTING = frozenset({"host", "mediate", "facilitate", "broker", "arrange", "organise", "organize"})


def find_positions(scene: Scene) -> Iterator[Position]:
    """Every position of the document, one for each holder; proposals ask for them, too."""
    yield from scene.made(find_positions, lambda: tuple(_found_in(scene)))


def _found_in(scene: Scene) -> Iterator[Position]:
    plans = Plans.of(scene)
    index = trigger_index(scene.lexicon, "position", PositionEntry)
    conditions = scene.lexicon.entries("conditions", ConditionEntry)
    found: list[tuple[Token, Position]] = []
    for trigger in find_triggers(scene.doc, index):
        for position in _positions_of(trigger, plans, conditions, scene):
            found.append((trigger.token, position))
            yield position
    yield from _echoes(found, scene)


def _echoes(found: list[tuple[Token, Position]], scene: Scene) -> Iterator[Position]:
    """The stances that an auxiliary alone tells after another's: "Chad backs the idea. Libya does not"."""
    echoes = (echo for token in scene.doc if token.pos_ in ("AUX", "VERB") and (echo := echo_of(token)) is not None)
    for echo in echoes if found else ():
        word, before = max((pair for pair in found if pair[0].i < echo.verb.i), key=lambda pair: pair[0].i, default=(None, None))
        stance = echo.stance_after(before.stance) if before is not None else None
        if word is None or before is None or stance is None or not is_near(word, echo.verb, 1):
            continue
        for actor in scene.actors(echo.holder):
            if actor != before.actor:
                evidence = (scene.evidence(echo.verb),)
                yield before.model_copy(update={"actor": actor, "stance": stance, "conditions": (), "evidence": evidence})


def _positions_of(
    trigger: Trigger[PositionEntry], plans: Plans, conditions: tuple[ConditionEntry, ...], scene: Scene
) -> Iterator[Position]:
    subject = subject_of_stance(trigger, plans) if not is_hypothetical(trigger.token) and has_adverb(trigger) else None
    if subject is None or _is_offer_to_host(trigger, subject):
        return
    modality = resolve_stance_modality(trigger, scene)
    holders = find_holders(trigger, plans, scene) if modality is not None else ()
    if modality is None or not holders or _is_pact(trigger, subject, holders):
        return
    spans = tuple(find_conditions(trigger, conditions))
    stance = _stance_of(trigger, subject, spans, conditions, scene)
    if stance is None:
        return
    proposers = proposers_named_in(subject.plan.head, scene) if subject.is_proposal and subject.plan else ()
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


def _stance_of(
    trigger: Trigger[PositionEntry],
    subject: Subject,
    spans: tuple[Span, ...],
    conditions: tuple[ConditionEntry, ...],
    scene: Scene,
) -> Stance | None:
    """The stance, made conditional by conditions, by words that hold back, or because only a part of the plan is meant."""
    stance = resolve_stance(trigger, scene)
    if trigger.entry.needs == "conditional" and not (spans and WILL & set(auxiliaries(trigger.token))):
        return None
    is_only_if = trigger.entry.needs == "weighed" and any(scene.document.text.startswith("only", span.start) for span in spans)
    # "keeps to it until Monday" is a plain yes
    is_bound = any(not scene.document.text.startswith("until", span.start) for span in spans)
    if is_only_if or (stance == "accepts" and (is_bound or subject.is_part or is_qualified(trigger, conditions))):
        return "accepts_conditionally"
    return stance


def _is_pact(trigger: Trigger[PositionEntry], subject: Subject, holders: tuple[Actor, ...]) -> bool:
    """Whether several parties agree among themselves, which is an agreement."""
    if not trigger.entry.joint or subject.is_proposal:
        return False
    holder = holder_of(trigger)
    return len(holders) > 1 or (holder is not None and is_joint(trigger.token, holder))


def _is_offer_to_host(trigger: Trigger[PositionEntry], subject: Subject) -> bool:
    """ "is ready to host talks": whoever offers it puts talks forward and takes no position on them."""
    token = subject.token
    return trigger.part == "adjective" and token is not None and token.lemma_.lower() in HOSTING


def _finite(word: Token) -> Token:
    """The verb whose clause tells it: "has" in "has yet to reply"."""
    return word.head if word.dep_ == "xcomp" and word.head.lemma_ in ("have", "be") else word
