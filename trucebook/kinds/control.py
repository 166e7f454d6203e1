"""Control of ground: who takes, retakes, loses, leaves, holds, occupies, besieges a place or advances on it.

In comes a scene, out go :class:`~trucebook.records.Control`: one for each side and each place of a list. The words are
``data/control.yaml``. Without a side and a place there is no record.

>>> next(find_controls(scene)).change     # doctest: +SKIP
'retaken'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.carried import NEARBY, TAKING, ground_before, lacks_doer, side_before, siege_before
from trucebook.kinds.force import Context
from trucebook.kinds.grounds import LISTING, RELATIVE, Ground, extent_of, find_grounds, is_place_noun, is_state, names_place
from trucebook.kinds.sides import core_of, doer_of, premodifiers_of
from trucebook.kinds.triggers import Trigger, TriggerEntry, find_triggers, trigger_index
from trucebook.kinds.unnamed import meant_side, with_opponent
from trucebook.language.tree import (
    agent_of,
    ancestors,
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
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

# Prepositions that put a place into somebody's hands: "under Houthi control", "in the hands of".
UNDER = frozenset({"under", "in", "into", "beyond", "outside"})
# Prepositions that tie a place to "control" in a verb phrase.
OF_CONTROL = frozenset({"of", "over", "in", "to", "on", "from"})
# Words read as prepositions that only qualify a number: "controls about a fifth of the country".
QUANTIFYING = frozenset({"", "about", "around", "over", "nearly", "almost", "roughly", "more than", "up to"})
# Verbs whose object is what a side has no more: "give up its rule over the strip".
YIELDING = frozenset(
    {"give", "hand", "relinquish", "cede", "surrender", "end", "lose", "yield", "renounce", "break", "lift", "relieve"}
)
# Verbs whose subject only speaks of what others do: "condemned the occupation of Bara".
JUDGING = (
    "reject condemn denounce oppose criticise criticize protest recognise recognize deplore slam resist discuss report fear "
    "mourn see watch call decry lament accept"
)
# What rolls and sails for a side.
ROLLING = frozenset({"tank", "vehicle", "convoy", "column", "armour", "armor", "warship"})
# Prepositions that say where a site or a part without a name is: "occupies 40 square kilometres inside Uganda".
INSIDE = frozenset({"in", "inside", "within", "across", "along"})
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
    triggers = [t for t in find_triggers(scene.doc, index) if base_dep(t.token) not in ("aux", "cop")]
    taken = {word.i for trigger in triggers for word in trigger.words[1:] if trigger.part == "verb"}
    found: list[Control] = []
    for trigger in triggers:
        if not _is_name_or_part(trigger, taken) and not _is_kept_from(trigger.token):
            found.extend(_records(trigger, scene, context, found))
    forces = [t for t in scene.doc if context.has(t, "force")]
    yield from (with_opponent(r, scene, forces) for r in _with_former_holders(_in_time(found, scene)))


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
            left = (r.actor for r in records if _leaves_to(r, record) or _took_before(r, record))
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


def _took_before(taker: Control, retaker: Control) -> bool:
    """Whether one record tells who had captured the place that the other tells was retaken, wherever it stands."""
    return retaker.change == "retaken" and taker.change == "captured" and taker.place == retaker.place


def _is_name_or_part(trigger: Trigger[ControlEntry], taken: set[int]) -> bool:
    """Whether a noun stands in a name ("Front for the Liberation of ..."), in a verb phrase ("took control") or only
    describes a place that is told of ("Bint Jbeil, a stronghold of Hezbollah")."""
    token = trigger.token
    describes = token.dep_ == "appos" and token.lemma_.lower() in ("stronghold", "bastion")
    return trigger.part == "noun" and (token.pos_ == "PROPN" or token.i in taken or describes)


def _is_kept_from(token: Token) -> bool:
    """Whether the act is what someone is kept from ("barred from entering"), or is denied of a noun ("not under control")."""
    if base_dep(token) == "advcl" and any(c.lower_ == "from" for c in children(token, "mark")):
        return True
    if token.pos_ == "NOUN" and base_dep(token) == "obj" and token.head.lemma_.lower() in YIELDING:
        return True
    return token.pos_ == "NOUN" and is_negated(token)


def _records(trigger: Trigger[ControlEntry], scene: Scene, context: Context, earlier: list[Control]) -> Iterator[Control]:
    token, entry = trigger.token, trigger.entry
    if entry.id in ("withdraw", "expel") and not _is_of_forces(token, scene, context):
        return
    actors = _actors(trigger, scene, context)
    change = entry.change
    if not actors and entry.against == "object" and trigger.part == "verb" and is_passive(token):
        # "was driven out of Bara": who drove it out is not told, who lost the ground is
        actors, change = [_side_of(a, scene) for a in scene.actors(patient_of(token))[:1] if a.party], "lost"
    if not actors and lacks_doer(trigger, falls=entry.gainer is not None):
        actors = side_before(token, earlier, retakes=entry.change == "retaken")
    grounds = (_grounds(trigger, scene, context) or ground_before(trigger, actors[0], earlier)) if actors else []
    if not grounds and entry.id == "besiege" and (ended := siege_before(trigger, earlier)) is not None and ended.place:
        actors, grounds = [ended.actor], [Ground(ended.place, token)]
    if not actors and trigger.part == "adjective" and entry.change == "occupies":
        grounds = _grounds(trigger, scene, context)
        actors = [a for a in _occupants(token, scene) if all(a.party != g.place.country for g in grounds)]
    if not grounds:
        return
    for actor in actors:
        for ground in grounds:
            yield Control(
                change=change,
                actor=actor,
                against=next(
                    (a for a in (*_against(trigger, scene), *_owner(change, actor, ground, scene)) if a.party != actor.party),
                    None,
                ),
                place=ground.place,
                extent=_extent(trigger, ground),
                evidence=(scene.evidence(token),),
                date=scene.date(token),
                modality=scene.modality(token),
                asserted_by=scene.asserted_by(token),
                because=(f"control.{trigger.part}", f"control.yaml#{entry.id}"),
            )


def _occupants(token: Token, scene: Scene) -> list[Actor]:
    """Whose forces "occupied" land is told to be held by: who acts in its clause ("will keep troops in occupied Bara")."""
    verb = next((t for t in ancestors(token) if t.pos_ == "VERB"), None)
    doer = doer_of(verb) if verb is not None else None
    return [_side_of(a, scene) for a in scene.actors(doer)[:1] if is_state(a.party)] if doer is not None else []


def _is_of_forces(token: Token, scene: Scene, context: Context) -> bool:
    """Whether what is withdrawn, when that is told, are forces or a side, and no mission, offer or sanction."""
    moved = [*children(token, "obj", "nsubj:pass"), *(c for c in children(token, "nmod") if preposition_of(c) == "of")]
    counted = [core_of(c) for c in moved]  # of "all of its troops" the troops
    return all(context.has(c, "force") or c.pos_ in ("PROPN", "PRON") or scene.place_index.is_place(c) for c in counted)


# ---- the side


def _actors(trigger: Trigger[ControlEntry], scene: Scene, context: Context) -> list[Actor]:
    """The sides that gain, hold or leave, each party once."""
    found: list[Actor] = []
    for token in _doers(trigger, context):
        for actor in scene.actors(token) or scene.actors(core_of(token)):
            alone = len(conjuncts(token)) == 1
            rebels = alone and context.has(token, "irregular") and is_state(actor.party)  # "rebels in Chad" are not Chad
            able = not trigger.entry.forces or _is_force(token, actor, context) or _may_order(trigger, scene)
            is_side = actor.party and not rebels and able
            if is_side and all(a.party != actor.party for a in found):
                found.append(_side_of(actor, scene))
        if found:
            break
    return found or [a for t in _doers(trigger, context) for a in (*_allies_of(t, scene), *meant_side(t, scene))][:1]


def _allies_of(token: Token, scene: Scene) -> Iterator[Actor]:
    """For whom nameless forces fight: "forces allied with the army", "troops loyal to the president"."""
    for c in children(token, "acl", "amod"):
        if c.lemma_.lower() in ("ally", "allied", "loyal", "lead"):
            for o in children(c, "obl"):
                if preposition_of(o) in ("with", "to", "by"):
                    yield from (_side_of(a, scene) for a in scene.actors(o)[:1] if a.party)


def _side_of(actor: Actor, scene: Scene) -> Actor:
    """Ground is held by a side: for a person ("the president's plan to capture Bara") the party for which he acts."""
    return party_table(scene.lexicon).actor(actor.party) if actor.kind == "person" and actor.party else actor


def _may_order(trigger: Trigger[ControlEntry], scene: Scene) -> bool:
    """Whether one man may do it for his side: give ground up, or threaten to take it."""
    verb = trigger.token
    if trigger.part != "verb":
        return False
    return verb.lemma_.lower() in YIELDING or (
        trigger.entry.change == "captured" and scene.modality(verb) in ("planned", "possible")
    )


def _is_force(token: Token, actor: Actor, context: Context) -> bool:
    """Whether ``token`` names a side itself or people and things that fight for it."""
    if any(context.has(t, "force") or t.lemma_.lower() in ROLLING for t in conjuncts(token)):
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
        yield from _doers_of_verb(token, entry)
    else:
        yield from premodifiers_of(token)
        if _has_control(token) and (holder := subject_of(token) or subject_of(token.head)) is not None:
            yield holder
            return
        ours = entry.actor == "loser" or entry.change == "advances" or "hand" in token.lower_ or preposition_of(token) in UNDER
        yield from (c for c in children(token, "nmod") if preposition_of(c) in (("by", "of") if ours else ("by",)))
        yield from (a for c in children(token, "acl") if is_passive(c) and (a := agent_of(c)) is not None)
        does = (
            base_dep(token) in ("obj", "nsubj") and token.head.pos_ == "VERB" and token.head.lemma_.lower() not in JUDGING.split()
        )
        if does and (doer := doer_of(token.head)) is not None:
            yield doer


def _has_control(noun: Token) -> bool:
    """Whether the subject has the control ("the army is in full control of Bara"), and the place is not under it."""
    return noun.lemma_.lower() == "control" and preposition_of(noun) == "in" and base_dep(noun) not in ("nmod", "acl")


def _doers_of_verb(verb: Token, entry: ControlEntry) -> Iterator[Token]:
    """Who does it; of an order or a plan that takes the passive, those who are moved ("the troops will be withdrawn")."""
    if base_dep(verb) == "acl" and verb.dep_ != "acl:relcl" and not is_passive(verb):
        # "an attempt by the Houthis to take", "an Israeli plan to capture", "plans of the army to retake"
        yield from (c for c in children(verb.head, "nmod") if preposition_of(c) in ("by", "of"))
        if any(c.lower_ == "to" for c in children(verb, "mark")):
            yield from premodifiers_of(verb.head)
    if (doer := doer_of(verb)) is not None:
        yield doer
    elif entry.actor == "loser" and is_passive(verb) and (moved := patient_of(verb)) is not None:
        yield core_of(moved)


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


def _owner(change: ControlChange, actor: Actor, ground: Ground, scene: Scene) -> Iterator[Actor]:
    """The state of whose country a part is held, where the country itself is named: "occupies a fifth of Ukraine"."""
    place = ground.place
    table = party_table(scene.lexicon)
    holds = change == "captured" or (change in ("holds", "occupies") and is_state(actor.party))
    if holds and place.country and place.name == table.actor(place.country).name:
        yield table.actor(place.country)


# ---- the place


def _grounds(trigger: Trigger[ControlEntry], scene: Scene, context: Context) -> list[Ground]:
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
    if noun.lemma_.lower() in ("control", "hand", "rule", "siege") and preposition_of(noun) in UNDER and not _has_control(noun):
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
    held = patient_of(trigger.token) if trigger.part == "verb" else None
    if held is not None and held.i != ground.token.i and extent_of(held) == "part":
        return "part"  # "occupies 40 square kilometres inside Uganda"
    near = [c for w in trigger.words for c in w.children if c.dep_ in ("advmod", "amod", "det")]
    return "all" if any(c.lower_ in WHOLLY for c in near) else None
