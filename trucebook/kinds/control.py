"""Control of ground: who takes, retakes, loses, leaves, holds, occupies, besieges a place or advances on it.

In comes a scene, out go :class:`~trucebook.records.Control`: one for each side and each place of a list. The words are
``data/control.yaml``. Without a side and a place there is no record.

>>> next(find_controls(scene)).change     # doctest: +SKIP
'retaken'
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.carried import NEARBY, TAKING, ground_before, lacks_doer, side_before, siege_before
from trucebook.kinds.control_places import UNDER, extent_told, grounds_of, has_control
from trucebook.kinds.force import Context
from trucebook.kinds.grounds import Ground, is_state
from trucebook.kinds.sides import core_of, doer_of, premodifiers_of
from trucebook.kinds.triggers import Trigger, TriggerEntry, find_triggers, trigger_index
from trucebook.kinds.unnamed import meant_side, with_opponent
from trucebook.language.names import word_set
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
from trucebook.records import Actor, Control, ControlChange
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

# Verbs whose object is what a side has no more: "give up its rule over the strip".
YIELDING = frozenset(
    {"give", "hand", "relinquish", "cede", "surrender", "end", "lose", "yield", "renounce", "break", "lift", "relieve"}
)
# Verbs whose subject only speaks of what others do: "condemned the occupation of Bara".
JUDGING = word_set(
    "reject condemn denounce oppose criticise criticize protest recognise recognize deplore slam resist discuss report fear "
    "mourn see watch call decry lament accept"
)
# What rolls and sails for a side.
ROLLING = frozenset({"tank", "vehicle", "convoy", "column", "armour", "armor", "warship"})


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
    grounds = (grounds_of(trigger, scene, context) or ground_before(trigger, actors[0], earlier)) if actors else []
    if not grounds and entry.id == "besiege" and (ended := siege_before(trigger, earlier)) is not None and ended.place:
        actors, grounds = [ended.actor], [Ground(ended.place, token)]
    if not actors and trigger.part == "adjective" and entry.change == "occupies":
        grounds = grounds_of(trigger, scene, context)
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
                extent=extent_told(trigger, ground),
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
        if has_control(token) and (holder := subject_of(token) or subject_of(token.head)) is not None:
            yield holder
            return
        ours = entry.actor == "loser" or entry.change == "advances" or "hand" in token.lower_ or preposition_of(token) in UNDER
        yield from (c for c in children(token, "nmod") if preposition_of(c) in (("by", "of") if ours else ("by",)))
        yield from (a for c in children(token, "acl") if is_passive(c) and (a := agent_of(c)) is not None)
        does = base_dep(token) in ("obj", "nsubj") and token.head.pos_ == "VERB" and token.head.lemma_.lower() not in JUDGING
        if does and (doer := doer_of(token.head)) is not None:
            yield doer


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
