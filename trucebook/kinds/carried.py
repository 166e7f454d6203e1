"""What a clause about ground leaves to the ones before it: "was surrounded", "and left after a day", "after a long siege".

In come a trigger and the records found so far, out go the sides and the place that a reader would fill in.

>>> ground_before(trigger, [record])[0].place.name     # "entered Bara as the army left"     # doctest: +SKIP
'Bara'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trucebook.kinds.grounds import Ground
from trucebook.kinds.triggers import Trigger, TriggerT
from trucebook.language.tree import agent_of, children, is_passive, preposition_of
from trucebook.records import Actor, Control

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

TAKING = ("captured", "retaken")
# Changes that show who is on the attack.
ATTACKING = (*TAKING, "advances", "besieges")
LEAVING = ("withdrew", "lost")
NEARBY = 250
"""In how many characters of one another two clauses may tell of one change of hands."""
FAR = 700
"""How far back the side may stand that is on the attack."""
# Prepositions of what else may be told of forces that leave a place: where to, when, how.
BESIDE = frozenset(
    {"to", "towards", "toward", "behind", "without", "with", "after", "before", "under", "on", "by", "as", "during"}
)


def lacks_doer(trigger: Trigger[TriggerT], *, falls: bool) -> bool:
    """Whether a verb tells what happens to a place and not by whom: "Bara fell on Monday" (``falls``), "has been surrounded"."""
    token = trigger.token
    return trigger.part == "verb" and (falls or (is_passive(token) and agent_of(token) is None))


def side_before(token: Token, earlier: Sequence[Control], *, retakes: bool) -> list[Actor]:
    """Who is on the attack in the records before ``token``, or, for ground taken back, from whom it had been taken."""
    for back, record in enumerate(reversed(earlier[-4:])):
        if back and token.idx - record.evidence[0].start > FAR:
            break
        if record.change in ATTACKING and not retakes:
            return [record.actor]
        if record.against is not None and (retakes or record.change in LEAVING):
            return [record.against]
    return []


def ground_before(trigger: Trigger[TriggerT], actor: Actor, earlier: Sequence[Control]) -> list[Ground]:
    """The place of the record before, for forces that come or go without a word of place: "entered Bara as the army left"."""
    token, before = trigger.token, earlier[-1] if earlier else None
    if before is None or before.place is None or trigger.part != "verb":
        return []
    if not _is_bare(token) or not 0 <= token.idx - before.evidence[0].start < NEARBY:
        return []
    same = before.actor.party == actor.party
    if trigger.entry.id == "move_in":
        beside = trigger.words[1].i == token.i + 1
        fits = beside and before.change in LEAVING and not same
    else:
        came = before.change in (*TAKING, "advances", "besieges")
        fits = trigger.entry.id in ("withdraw", "leave") and (came or (same and before.change in ("holds", "occupies")))
    return [Ground(before.place, token)] if fits else []


def _is_bare(token: Token) -> bool:
    """Whether a verb of coming or going has no place of its own."""
    others = children(token, "obl", "obl:tmod")
    told = all(c.ent_type_ == "TIME" or preposition_of(c) in BESIDE for c in others)
    return told and not children(token, "obj", "xcomp")


def siege_before(trigger: Trigger[TriggerT], earlier: Sequence[Control]) -> Control | None:
    """What ended the siege that is told of by its length only: "recaptured Bara after a three-month siege"."""
    token, before = trigger.token, earlier[-1] if earlier else None
    if before is None or trigger.part != "noun" or preposition_of(token) not in ("after", "following", "in"):
        return None
    near = before.evidence[0].start >= token.sent[0].idx and before.change in TAKING
    return before if near and not children(token, "nmod:poss") else None
