"""One contact told by several words: joins the tellings that :mod:`trucebook.kinds.contact` finds.

In come tellings in text order, out go fewer: verb and noun of one sentence ("flew to Doha for talks"), and a definite noun or
"they discussed" later on, are one contact; "a further round", which names nobody, takes the sides of the talks told before.

>>> joined_tellings([])
[]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.arguments import unique
from trucebook.kinds.triggers import Trigger, TriggerEntry
from trucebook.language.tree import base_dep, child, children
from trucebook.records import Actor, ContactMode, DateRange, Modality, Place, Span

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

Need = Literal["partner", "person", "both", "abroad", "bare", "guest", "sent", "awaited", "patient", "planned", "both_sides"]
NEAR = 120
"""How many tokens after a contact a definite noun may still speak of it."""


class ContactEntry(TriggerEntry):
    """A way of contact and the words for it; see the head of ``data/contact.yaml``."""

    mode: ContactMode
    object: Literal["partner", "host", "topic", "none"] = "none"
    partners: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sides:
    """Who takes part, and who only brings them together; ``whole`` when the words say that these are all."""

    participants: tuple[Actor, ...]
    mediators: tuple[Actor, ...] = ()


@dataclass(frozen=True)
class Told:
    """One telling of a contact, before those of one contact are joined."""

    trigger: Trigger[ContactEntry]
    sides: Sides
    mode: ContactMode
    modality: Modality
    date: DateRange | None
    place: Place | None
    asserted_by: Actor | None
    evidence: tuple[Span, ...]
    topics: tuple[Span, ...]

    @property
    def parties(self) -> frozenset[str]:
        """The sides, a person without a party standing for itself."""
        return frozenset(a.party or f"/{a.name}" for a in self.sides.participants)


def joined_tellings(tellings: Iterable[Told]) -> list[Told]:
    """The contacts of ``tellings``, each with all its evidence; those that name nobody and join none are left out."""
    kept: list[Told] = []
    for told in tellings:
        earlier = next((i for i in range(len(kept) - 1, -1, -1) if is_retold(kept[i], told)), None)
        if earlier is not None:
            kept[earlier] = _joined(kept[earlier], told)
            continue
        full = told if told.sides.participants else _resumed(told, kept)
        if full is not None:
            kept.append(full)
    return kept


def _resumed(told: Told, kept: list[Told]) -> Told | None:
    """``told``, which names nobody, with the sides of the talks told before ("a further round is due in May")."""
    if told.trigger.part != "noun" or told.mode == "message":
        return None
    alike = (told.mode,) if told.mode in ("call", "visit") else ("talks", "summit", "meeting")
    before = next((k for k in reversed(kept) if k.mode in alike and len(k.parties) > 1), None)
    if before is not None and before.trigger.token.sent.start == told.trigger.token.sent.start and before.mode != told.mode:
        return None
    vague = told.modality == "actual" or told.mode == "meeting"
    if before is None or (told.date is None and vague):
        return None
    return replace(told, sides=before.sides)


def is_retold(earlier: Told, told: Told) -> bool:
    """Whether ``told`` is the contact told before: by verb and noun in one sentence, or by a definite noun later."""
    apart = told.trigger.token.sent.start - earlier.trigger.token.sent.start
    if earlier.date and told.date and earlier.date != told.date:
        return False
    if apart == 0:
        return _is_same_clause(earlier, told)
    if told.trigger.part == "noun" and told.modality == "denied" and earlier.modality == "planned" and is_definite(told.trigger):
        return told.parties <= earlier.parties and told.mode == earlier.mode
    near = told.trigger.token.i - earlier.trigger.token.i < NEAR
    if not is_definite(told.trigger) or not near or earlier.modality != told.modality:
        return False
    return told.parties <= earlier.parties and (told.mode == earlier.mode or told.trigger.entry.object == "topic")


def _is_same_clause(earlier: Told, told: Told) -> bool:
    """Whether verb and noun of one sentence tell one contact: "flew to Doha for talks", "met to negotiate"."""
    if not told.parties:
        return False
    if "visit" in (earlier.mode, told.mode) and earlier.mode != told.mode:
        return bool(set(earlier.sides.participants) & set(told.sides.participants))
    if not (told.parties <= earlier.parties or earlier.parties <= told.parties):
        return False
    return earlier.modality == told.modality or is_purpose(told.trigger.token)


def is_purpose(verb: Token) -> bool:
    """Whether ``verb`` is an infinitive of purpose or result: "met to negotiate"."""
    return base_dep(verb) in ("advcl", "acl", "xcomp") and any(c.lower_ == "to" for c in children(verb, "mark"))


def is_definite(trigger: Trigger[ContactEntry]) -> bool:
    """Whether the words may take up a contact told before: "the talks", "they discussed"."""
    if trigger.part == "verb":
        return trigger.entry.object == "topic"
    det = child(trigger.token, "det")
    return det is not None and det.lower_ in ("the", "this", "that", "these")


def _joined(earlier: Told, told: Told) -> Told:
    """``earlier`` with what ``told`` adds."""
    is_wider = earlier.mode == "visit" and told.mode != "visit" and told.trigger.entry.object != "topic"
    first, second = (told, earlier) if is_wider else (earlier, told)
    at_table = first.mode == "meeting" and second.mode == "talks" and second.trigger.entry.id in ("talks", "confer")
    same_sentence = earlier.trigger.token.sent.start == told.trigger.token.sent.start
    wider = second.parties > first.parties and second.mode != "visit"
    participants = second.sides.participants if wider else first.sides.participants
    return replace(
        first,
        mode="talks" if at_table and same_sentence else first.mode,
        sides=Sides(participants, unique((*first.sides.mediators, *second.sides.mediators))),
        date=first.date or second.date,
        place=first.place or second.place,
        evidence=tuple(dict.fromkeys((*earlier.evidence, *told.evidence))),
        topics=first.topics or second.topics,
    )
