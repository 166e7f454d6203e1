"""Who holds a stance: the subject of its verb, the owner of its noun, or whoever says it.

In come a trigger of ``position.yaml`` and the scene, out go actors.

>>> find_holders(trigger, plans, scene)      # "Chad signalled its readiness to negotiate"     # doctest: +SKIP
(Actor(party='TCD', ...),)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.kinds.plans import Plans
from trucebook.kinds.stances import PositionEntry
from trucebook.kinds.subjects import FRAMES, PROPOSAL_WORDS, taker_of
from trucebook.kinds.triggers import Trigger
from trucebook.language.tree import (
    agent_of,
    child,
    children,
    controlled_subject_of,
    has_feature,
    modifiers,
    preposition_of,
    subject_of,
)
from trucebook.records import Actor
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

LINKING = frozenset({"remain", "stay", "be", "seem", "appear", "become"})
JUDGING = frozenset({"call", "describe", "deem", "consider", "brand", "label", "find", "view", "regard", "dismiss", "term"})
LISTING = frozenset({"including", "such as", "among"})
OWN = frozenset(
    {"country", "government", "side", "group", "movement", "army", "party", "delegation", "team", "nation", "administration"}
)
SAID = frozenset({"under", "judged", "terms", "none_will", "closed", "laid"})
"""Needs whose stance is held by whoever says it."""


def find_holders(trigger: Trigger[PositionEntry], plans: Plans, scene: Scene) -> tuple[Actor, ...]:
    """The actors whose stance ``trigger`` tells; none where it names nobody."""
    word = trigger.token
    if trigger.entry.needs in SAID:
        return _speaking(trigger, scene)
    if trigger.entry.needs == "own_will":
        return _of_own_will(trigger, scene)
    holder = holder_of(trigger)
    if holder is None:
        return ()
    if plans.at(holder) is not None or holder.i == word.i:
        return speakers_over(word, scene)
    owner = child(holder, "nmod:poss")
    if owner is not None and owner.pos_ == "PRON" and holder.lemma_.lower() in OWN:  # "said his country would accept"
        owners = speakers_over(word, scene) or scene.actors(owner)
        return tuple(party_table(scene.lexicon).actor(a.party) for a in owners[:1] if a.party) or scene.actors(holder)
    if holder.lower_ == "it" and word.dep_ == "ccomp":  # "the group said it would accept"
        said = speakers_over(word, scene)
        if len(said) == 1 and said[0].kind == "party":
            return said
    listed = _listed_in(holder, scene)
    if listed:
        return listed
    within = next(iter(modifiers(holder, "of")), None) if holder.pos_ in ("DET", "PRON") else None
    found = scene.actors(holder) or (scene.actors(within) if within is not None else ())
    return found if found or holder.pos_ != "PRON" else speakers_over(word, scene)


def _of_own_will(trigger: Trigger[PositionEntry], scene: Scene) -> tuple[Actor, ...]:
    """Who says that it will do it itself: "Chad said it would attend the talks"."""
    speakers = speakers_over(trigger.token, scene)
    subject = child(trigger.token, "nsubj")
    if subject is None or len(speakers) != 1:
        return ()
    doers = {a.party for a in scene.actors(subject)}
    return speakers if speakers[0].party in doers or subject.lower_ == "we" else ()


def _listed_in(holder: Token, scene: Scene) -> tuple[Actor, ...]:
    """Those whom a plural names one by one: "several allies of Oman, including Chad and Libya"."""
    if not has_feature(holder, "Number", "Plur"):
        return ()
    named = [m for m in modifiers(holder) if preposition_of(m) in LISTING]
    if holder.dep_ == "nsubj" and holder.head.lemma_ in ("include", "comprise"):  # "those who voted against include Chad"
        named += children(holder.head, "obj")
    return tuple(dict.fromkeys(a for m in named for t in (m, *children(m, "conj")) for a in scene.actors(t)))


def _speaking(trigger: Trigger[PositionEntry], scene: Scene) -> tuple[Actor, ...]:
    """The owner of "its consideration", the judge of "called it unacceptable", or who says the clause."""
    word = trigger.token
    owner = child(word, "nmod:poss") if trigger.entry.needs == "under" else None
    if owner is not None:
        return scene.actors(owner)
    if trigger.entry.needs == "laid" and word.head.lemma_ == "make":  # "made the release a condition for talks"
        maker = agent_of(word.head)
        return scene.actors(maker) if maker is not None else ()
    if word.head.lemma_.lower() in JUDGING and child(word.head, "obj", "nsubj:pass") is not None:
        judge = agent_of(word.head)
        return scene.actors(judge) if judge is not None else ()
    return speakers_over(word, scene)


def speakers_over(word: Token, scene: Scene) -> tuple[Actor, ...]:
    """Those who say it, for "talks would resume if": the stance is theirs."""
    return next((s.speakers for s in scene.attributions.speeches_over(word) if s.speakers), ())


def holder_of(trigger: Trigger[PositionEntry]) -> Token | None:
    """The word that names who holds the stance."""
    word = trigger.token
    if trigger.part == "verb" and word.lower_ not in trigger.entry.adjectives and child(word, "aux:pass") is not None:
        return agent_of(word)
    if trigger.part in ("verb", "adjective"):
        if word.dep_ == "ccomp" and not children(word, "nsubj") and word.head.pos_ == "VERB":
            return subject_of(word.head)  # a headline's "Chad says ready for talks"
        linked = word.head.lemma_ in LINKING or word.head.lower_ == "yet"
        return controlled_subject_of(word) or (subject_of(word.head) if linked else None)
    if "taker" in trigger.entry.plan and taker_of(word) is not None:
        return next((m for m in modifiers(word, "of", "from", "by", "in")), None) or child(word, "nmod:poss")
    if child(word, "cop") is not None:  # "was in favour of the plan"
        return subject_of(word)
    owner = child(word, "nmod:poss") or next((m for m in children(word, "nmod") if preposition_of(m) in ("by", "from")), None)
    if owner is not None and not (owner.pos_ == "PRON" and word.dep_ == "obj"):
        return owner
    before = next((c for c in children(word, "compound", "amod") if c.ent_type_), None)
    if before is not None:
        return before
    if word.dep_ == "obj" and word.head.pos_ in ("VERB", "AUX"):
        return subject_of(word.head)
    if word.dep_ == "nsubj":  # "no reply came from Chad"; "the answer is no" is that of whoever says it
        return next((o for o in modifiers(word.head, "from", "by")), word if trigger.entry.adverbs else None)
    return owner


def is_joint(word: Token, holder: Token) -> bool:
    """Whether several parties agree with each other: "both sides", "A and B", "the leaders of A and B", "agreed with C"."""
    plural = child(holder, "conj") is not None or any(c.lower_ in ("both", "two") for c in holder.children)
    return (
        plural
        or any(child(m, "conj") is not None for m in modifiers(holder, "of", "from"))
        or holder.lower_ in ("both", "they", "sides", "parties")
        or any(preposition_of(o) == "with" and o.lemma_.lower() not in FRAMES | PROPOSAL_WORDS for o in children(word, "obl"))
    )
