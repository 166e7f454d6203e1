"""Where the place of a trigger of control stands: its object, its subject, the noun under somebody's control.

In come the trigger and the scene, out go the grounds that it is about, and how much of them is meant.

>>> [g.place.name for g in grounds_of(trigger, scene, context)]    # "pulled its troops out of Bara"     # doctest: +SKIP
['Bara']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trucebook.kinds.grounds import LISTING, RELATIVE, Ground, extent_of, find_grounds, is_place_noun, names_place
from trucebook.kinds.sides import doer_of
from trucebook.language.tree import base_dep, children, patient_of, preposition_of, subject_of

if TYPE_CHECKING:
    from trucebook.kinds.control import ControlEntry
    from trucebook.kinds.force import Context
    from trucebook.kinds.triggers import Trigger
    from trucebook.language.tokens import Token
    from trucebook.records import Extent
    from trucebook.resolution.scene import Scene

# Prepositions that put a place into somebody's hands: "under Houthi control", "in the hands of".
UNDER = frozenset({"under", "in", "into", "beyond", "outside"})
# Prepositions that tie a place to "control" in a verb phrase.
OF_CONTROL = frozenset({"of", "over", "in", "to", "on", "from"})
# Words read as prepositions that only qualify a number: "controls about a fifth of the country".
QUANTIFYING = frozenset({"", "about", "around", "over", "nearly", "almost", "roughly", "more than", "up to"})
# Prepositions that say where a site or a part without a name is: "occupies 40 square kilometres inside Uganda".
INSIDE = frozenset({"in", "inside", "within", "across", "along"})
# Words beside a verb of control that tell how much of the place is meant.
WHOLLY = frozenset({"fully", "completely", "entirely", "full", "complete", "total", "all", "entire", "whole"})


def grounds_of(trigger: Trigger[ControlEntry], scene: Scene, context: Context) -> list[Ground]:
    """The places that the trigger is about."""
    held = patient_of(trigger.token) if trigger.entry.id == "hold" and trigger.part == "verb" else None
    if held is not None and held.pos_ == "NOUN" and len(trigger.words) == 1 and not _is_ground_or_force(held, scene, context):
        return []  # "held consultations in Bara"
    for argument in _arguments(trigger, scene):
        if found := find_grounds(argument, scene):
            return found
    if trigger.token.dep_ == "acl:relcl" and "object" in trigger.entry.ground:
        relative = next((c for c in children(trigger.token, "obj", "nsubj:pass") if c.lower_ in RELATIVE), None)
        if relative is not None:
            return find_grounds(relative, scene)
    loose = trigger.entry.id in ("withdraw", "advance") and trigger.part == "verb"
    doer = doer_of(trigger.token)
    aimed = [c for c in children(trigger.token, "obl", "nmod") if preposition_of(c) in ("to", "towards", "behind")]
    if trigger.entry.id == "withdraw" and (
        lines := [g for c in _behind_lines(trigger.token, aimed) for g in find_grounds(c, scene)]
    ):
        return [replace(g, extent="part") for g in lines[:1]]
    if aimed:
        return []
    if loose and doer is not None and context.has(doer, "force") and not children(trigger.token, "obj"):
        place = scene.place(trigger.token)
        return [Ground(place, trigger.token)] if place is not None else []
    return []


def _is_ground_or_force(noun: Token, scene: Scene, context: Context) -> bool:
    """Whether what is held or kept is ground, a part of it, or forces there."""
    return is_place_noun(noun) or names_place(noun, scene) or context.has(noun, "force") or scene.place_index.is_place(noun)


def _behind_lines(token: Token, aimed: list[Token]) -> Iterator[Token]:
    """Where a line runs to which forces go back without leaving the ground: "withdrew to the agreed line within Gaza"."""
    beside = children(token.head, "obl") if token.pos_ == "NOUN" and base_dep(token) == "obj" else []
    for c in (*aimed, *(o for o in beside if preposition_of(o) == "to")):
        if c.lemma_.lower() in ("line", "boundary", "position"):
            yield from (m for m in children(c, "nmod") if preposition_of(m) in ("in", "within", "inside"))


def _arguments(trigger: Trigger[ControlEntry], scene: Scene) -> Iterator[Token]:
    """The heads of the phrases where the place may stand, the likeliest first."""
    token, ground = trigger.token, trigger.entry.ground
    if trigger.part == "adjective":
        if token.dep_ in ("amod", "acl", "acl:relcl", "compound"):
            yield token.head
        elif (subject := subject_of(token)) is not None:
            yield subject
        return
    if trigger.part == "noun":
        yield from _arguments_of_noun(token, ground)
        return
    phrase = [w for w in trigger.words[1:] if w.pos_ in ("NOUN", "PROPN")]
    if phrase:
        yield from (c for w in (*phrase, token) for c in children(w, "nmod", "obl") if preposition_of(c) in OF_CONTROL)
        return
    if "object" in ground and (patient := patient_of(token)) is not None:
        yield patient
        if not names_place(patient, scene):
            yield from (c for c in children(token, "obl") if preposition_of(c) in LISTING)
            yield from (c for c in children(token, "obl") if preposition_of(c) in INSIDE and is_place_noun(patient))
    elif "object" in ground:
        yield from (c for c in children(token, "obl") if preposition_of(c) in QUANTIFYING and is_place_noun(c))
    if "subject" in ground and (subject := subject_of(token)) is not None:
        yield subject
    yield from _modifiers_within(token, {*ground, *(w.lower_ for w in trigger.words[1:])})


def _modifiers_within(token: Token, wanted: set[str]) -> Iterator[Token]:
    """The modifiers with one of these prepositions at ``token``, and at its objects ("withdraw its soldiers from Goma")."""
    direct = [c for c in children(token, "obl", "nmod") if preposition_of(c) in wanted]
    sources = [c for c in direct if preposition_of(c) in ("from", "out of")]
    yield from sources or direct
    for c in children(token, "obj", "nmod", "nsubj:pass"):
        if base_dep(c) != "nmod" or preposition_of(c) in ("of", "by"):
            yield from (d for d in children(c, "nmod") if preposition_of(d) in wanted - {"of", "object", "in"})


def _arguments_of_noun(noun: Token, ground: tuple[str, ...]) -> Iterator[Token]:
    if noun.lemma_.lower() in ("control", "hand", "rule", "siege") and preposition_of(noun) in UNDER and not has_control(noun):
        if base_dep(noun) in ("nmod", "acl") and noun.head.pos_ in ("NOUN", "PROPN"):
            yield noun.head
        elif (subject := subject_of(noun) or subject_of(noun.head)) is not None:
            yield subject
        return
    yield from _modifiers_within(noun, {"of", *ground})
    if base_dep(noun) == "obj":
        yield from (c for c in children(noun.head, "obl") if preposition_of(c) in set(ground) - {"object", "of", "subject"})


def extent_told(trigger: Trigger[ControlEntry], ground: Ground) -> Extent | None:
    """How much of the place: by the words of its phrase, else by an adverb at the verb."""
    if ground.extent is not None:
        return ground.extent
    held = patient_of(trigger.token) if trigger.part == "verb" else None
    if held is not None and held.i != ground.token.i and extent_of(held) == "part":
        return "part"  # "occupies 40 square kilometres inside Uganda"
    near = [c for w in trigger.words for c in w.children if c.dep_ in ("advmod", "amod", "det")]
    return "all" if any(c.lower_ in WHOLLY for c in near) else None


def has_control(noun: Token) -> bool:
    """Whether the subject has the control ("the army is in full control of Bara"), and the place is not under it."""
    return noun.lemma_.lower() == "control" and preposition_of(noun) == "in" and base_dep(noun) not in ("nmod", "acl")
