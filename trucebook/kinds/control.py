"""Control of ground: who takes, retakes, loses, leaves, holds, occupies, besieges a place or advances on it.

In comes a scene, out go :class:`~trucebook.records.Control`: one for each side and each place of a list. The words are
``data/control.yaml``. Without a side and a place there is no record.

>>> next(find_controls(scene)).change     # doctest: +SKIP
'retaken'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.force import Context
from trucebook.kinds.grounds import LISTING, Ground, find_grounds, is_place_noun, names_place
from trucebook.kinds.sides import doer_of, premodifiers_of
from trucebook.kinds.triggers import Trigger, TriggerEntry, find_triggers, trigger_index
from trucebook.language.tree import (
    agent_of,
    base_dep,
    children,
    conjuncts,
    is_negated,
    is_passive,
    patient_of,
    preposition_of,
    subject_of,
)
from trucebook.records import Actor, Control, ControlChange, Extent

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.resolution.scene import Scene

# Prepositions that put a place into somebody's hands: "under Houthi control", "in the hands of".
UNDER = frozenset({"under", "in", "into", "beyond", "outside"})
# Prepositions that tie a place to "control" in a verb phrase.
OF_CONTROL = frozenset({"of", "over", "in", "to", "on", "from"})
# Words read as prepositions that only qualify a number: "controls about a fifth of the country".
QUANTIFYING = frozenset({"", "about", "around", "over", "nearly", "almost", "roughly", "more than", "up to"})
NEARBY = 250
"""In how many characters of one another two clauses may tell of one change of hands."""
TAKING = ("captured", "retaken")
# Words beside a verb of control that tell how much of the place is meant.
WHOLLY = frozenset({"fully", "completely", "entirely", "full", "complete", "total", "all", "entire", "whole"})


class ControlEntry(TriggerEntry):
    """Words that tell who holds ground; ``data/control.yaml`` explains the keys."""

    change: ControlChange
    ground: tuple[str, ...]
    actor: Literal["gainer", "loser"] = "gainer"
    gainer: str | None = None
    against: Literal["object"] | None = None
    forces: bool = False


def find_controls(scene: Scene) -> Iterator[Control]:
    """The control records of ``scene`` in text order."""
    context = Context.of(scene)
    index = trigger_index(scene.lexicon, "control", ControlEntry)
    triggers = list(find_triggers(scene.doc, index))
    taken = {word.i for trigger in triggers for word in trigger.words[1:] if trigger.part == "verb"}
    found: list[Control] = []
    for trigger in triggers:
        if not _is_name_or_part(trigger, taken) and not _is_kept_from(trigger.token):
            found.extend(_records(trigger, scene, context))
    yield from _with_former_holders(_in_time(found, scene))


def _in_time(records: list[Control], scene: Scene) -> list[Control]:
    """``records`` in text order, but what a clause with "after" tells before what it follows."""
    ordered: list[Control] = []
    for record in records:
        before = ordered[-1] if ordered else None
        here = record.evidence[0]
        if before is not None and before.evidence[0].start < here.start <= before.evidence[0].end:
            between = scene.document.text[before.evidence[0].start : here.end].lower().split()
            if "after" in between:
                ordered.insert(len(ordered) - 1, record)
                continue
        ordered.append(record)
    return ordered


def _with_former_holders(records: list[Control]) -> Iterator[Control]:
    """``records`` with whom a place was taken from, where an earlier record says who held it, or a later one who left it."""
    holders: dict[str, Actor] = {}
    for record in records:
        place = record.place.name if record.place else ""
        if record.change in TAKING and record.against is None:
            left = (r.actor for r in records if _leaves_to(r, record))
            former = holders.get(place) or next(left, None)
            if former is not None and former.party != record.actor.party:
                record = record.model_copy(update={"against": former})
        if record.modality == "actual" and record.change in (*TAKING, "holds", "occupies"):
            holders[place] = record.actor
        yield record


def _leaves_to(leaver: Control, taker: Control) -> bool:
    """Whether one record tells in nearly the same words who left the place that the other tells was taken."""
    near = abs(leaver.evidence[0].start - taker.evidence[0].start) < NEARBY
    return near and leaver.change in ("withdrew", "lost") and leaver.place == taker.place


def _is_name_or_part(trigger: Trigger[ControlEntry], taken: set[int]) -> bool:
    """Whether a noun stands in a name ("Front for the Liberation of ...") or in a verb phrase ("took control")."""
    return trigger.part == "noun" and (trigger.token.pos_ == "PROPN" or trigger.token.i in taken)


def _is_kept_from(token: Token) -> bool:
    """Whether the act is what someone is kept from ("barred from entering"), or is denied of a noun ("not under control")."""
    if base_dep(token) == "advcl" and any(c.lower_ == "from" for c in children(token, "mark")):
        return True
    return token.pos_ == "NOUN" and is_negated(token)


def _records(trigger: Trigger[ControlEntry], scene: Scene, context: Context) -> Iterator[Control]:
    token, entry = trigger.token, trigger.entry
    if entry.id in ("withdraw", "expel") and not _is_of_forces(token, scene, context):
        return
    actors = _actors(trigger, scene, context)
    grounds = _grounds(trigger, scene, context) if actors else []
    if not grounds:
        return
    for actor in actors:
        for ground in grounds:
            yield Control(
                change=entry.change,
                actor=actor,
                against=next((a for a in _against(trigger, scene) if a.party != actor.party), None),
                place=ground.place,
                extent=_extent(trigger, ground),
                evidence=(scene.evidence(token),),
                date=scene.date(token),
                modality=scene.modality(token),
                asserted_by=scene.asserted_by(token),
                because=(f"control.{trigger.part}", f"control.yaml#{entry.id}"),
            )


def _is_of_forces(token: Token, scene: Scene, context: Context) -> bool:
    """Whether what is withdrawn, when that is told, are forces or a side, and no mission, offer or sanction."""
    moved = [*children(token, "obj"), *(c for c in children(token, "nmod") if preposition_of(c) == "of")]
    return all(context.has(c, "force") or c.pos_ in ("PROPN", "PRON") or scene.place_index.is_place(c) for c in moved)


# ---- the side


def _actors(trigger: Trigger[ControlEntry], scene: Scene, context: Context) -> list[Actor]:
    """The sides that gain, hold or leave, each party once."""
    found: list[Actor] = []
    for token in _doers(trigger, context):
        for actor in scene.actors(token):
            is_side = actor.party and actor.kind != "person" and (not trigger.entry.forces or _is_force(token, actor, context))
            if is_side and all(a.party != actor.party for a in found):
                found.append(actor)
        if found:
            break
    return found


def _is_force(token: Token, actor: Actor, context: Context) -> bool:
    """Whether ``token`` names a side itself or people and things that fight for it."""
    if any(context.has(t, "force") for t in conjuncts(token)):
        return True
    return token.pos_ in ("PROPN", "PRON", "ADJ") and not context.has(token, "leader") and actor.kind != "person"


def _doers(trigger: Trigger[ControlEntry], context: Context) -> Iterator[Token]:
    """The tokens that may name the side, the likeliest first."""
    token, entry = trigger.token, trigger.entry
    if entry.gainer:
        yield from (c for t in trigger.words for c in children(t, "obl", "nmod") if preposition_of(c) == entry.gainer)
        return
    if trigger.part == "adjective":
        yield from _doers_of_adjective(token)
    elif trigger.part == "verb":
        if (doer := doer_of(token)) is not None:
            yield doer
    else:
        yield from premodifiers_of(token)
        wanted = ("by", "of") if entry.actor == "loser" or entry.change == "advances" or "hand" in token.lower_ else ("by",)
        yield from (c for c in children(token, "nmod") if preposition_of(c) in wanted)
        yield from (a for c in children(token, "acl") if is_passive(c) and (a := agent_of(c)) is not None)
        if base_dep(token) in ("obj", "nsubj") and token.head.pos_ == "VERB" and (doer := doer_of(token.head)) is not None:
            yield doer


def _doers_of_adjective(token: Token) -> Iterator[Token]:
    """Of "Houthi-controlled Sanaa" and "government-held areas" the word before the hyphen; of "controlled by" the agent."""
    doc = token.doc
    at = token.i - 1
    if at > 0 and doc[at].text in ("-", "‑", "–"):
        yield doc[at - 1]
    yield from (c for c in token.children if c.i < token.i and c.dep_ in ("compound", "amod", "obl", "nsubj", "nmod"))
    yield from (c for c in children(token, "obl") if preposition_of(c) == "by")


def _against(trigger: Trigger[ControlEntry], scene: Scene) -> Iterator[Actor]:
    """From whom ground is taken, or to whom it goes: "from the army", "expelled the RSF", "back to the army"."""
    token, entry = trigger.token, trigger.entry
    if entry.against == "object":
        yield from scene.actors(patient_of(token))
        return
    wanted = {"loser": ("to",), "gainer": ("from", "against")}[entry.actor]
    for word in trigger.words:  # "back to the army" may hang on "back"
        for c in children(word, "obl", "nmod", "iobj"):
            if preposition_of(c) in wanted and not scene.place_index.is_place(c):
                yield from scene.actors(c)


# ---- the place


def _grounds(trigger: Trigger[ControlEntry], scene: Scene, context: Context) -> list[Ground]:
    """The places that the trigger is about."""
    for argument in _arguments(trigger, scene):
        if found := find_grounds(argument, scene):
            return found
    loose = trigger.entry.id in ("withdraw", "advance") and trigger.part == "verb"
    doer = doer_of(trigger.token)
    if any(preposition_of(c) in ("to", "towards") for c in children(trigger.token, "obl")):
        return []
    if loose and doer is not None and context.has(doer, "force") and not children(trigger.token, "obj"):
        place = scene.place(trigger.token)
        return [Ground(place, trigger.token)] if place is not None else []
    return []


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
            yield from (c for c in children(token, "obl") if preposition_of(c) == "in" and is_place_noun(patient))
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
    if noun.lemma_.lower() in ("control", "hand", "rule", "siege") and preposition_of(noun) in UNDER:
        if base_dep(noun) in ("nmod", "acl") and noun.head.pos_ in ("NOUN", "PROPN"):
            yield noun.head
        elif (subject := subject_of(noun) or subject_of(noun.head)) is not None:
            yield subject
        return
    yield from _modifiers_within(noun, {"of", *ground})
    if base_dep(noun) == "obj":
        yield from (c for c in children(noun.head, "obl") if preposition_of(c) in set(ground) - {"object", "of", "subject"})


def _extent(trigger: Trigger[ControlEntry], ground: Ground) -> Extent | None:
    """How much of the place: by the words of its phrase, else by an adverb at the verb."""
    if ground.extent is not None:
        return ground.extent
    near = [c for w in trigger.words for c in w.children if c.dep_ in ("advmod", "amod", "det")]
    return "all" if any(c.lower_ in WHOLLY for c in near) else None
