"""With what force is used: the weapons that a document names, and the type of incident that each makes.

In comes a scene, out go :class:`Weapon` by the token that heads them. The words of ``data/weapons.yaml`` are the lexicon.

>>> [w.text for w in find_weapons(scene).values()]     # doctest: +SKIP
['ballistic missiles', 'drones']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.kinds.triggers import TriggerEntry, find_triggers, trigger_index
from trucebook.language.tree import children
from trucebook.records import IncidentType

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene


class WeaponEntry(TriggerEntry):
    """A sort of weapon: the incident it makes, and whether its word is written into the weapon slot."""

    type: IncidentType
    named: bool = True


@dataclass(frozen=True)
class Weapon:
    """A weapon in the text: its head token, all its words, and its sort."""

    token: Token
    words: tuple[Token, ...]
    entry: WeaponEntry

    @property
    def text(self) -> str:
        """Its words as the text has them."""
        first, last = self.words[0], self.words[-1]
        return first.doc.text[first.idx : last.idx + len(last)]


def find_weapons(scene: Scene) -> dict[int, Weapon]:
    """The weapons of the document by the index of their head token."""
    index = trigger_index(scene.lexicon, "weapons", WeaponEntry)
    found: dict[int, Weapon] = {}
    for trigger in find_triggers(scene.doc, index):
        if trigger.part == "noun" and not trigger.token.lower_.endswith("ing"):
            found.setdefault(trigger.token.i, Weapon(trigger.token, _with_name(trigger.words, scene), trigger.entry))
    return found


def _with_name(words: tuple[Token, ...], scene: Scene) -> tuple[Token, ...]:
    """``words`` with the name before them that says which make it is ("Kinzhal missiles"), but not whose ("Hamas rockets")."""
    first, head = words[0], words[-1]
    while first.i > head.sent.start:
        before = scene.doc[first.i - 1]
        names = before.pos_ == "PROPN" and before.head.i == head.i and before.dep_ in ("compound", "flat", "nmod")
        if not names or before.ent_type_ in ("PLACE", "ORGANISATION", "NATIONALITY", "PERSON") or scene.actor(before):
            break
        first = before
    return tuple(scene.doc[first.i : head.i + 1])


def name_weapons(weapons: list[Weapon]) -> str | None:
    """The weapon slot: the first named weapon, and what is coordinated with it ("drones and ballistic missiles")."""
    named = [w for w in sorted(weapons, key=lambda w: w.token.i) if w.entry.named]
    if not named:
        return None
    texts, joint, heads = [named[0].text], "and", {w.token.i for w in named}
    for weapon in named[1:]:
        if weapon.token.dep_ == "conj" and weapon.token.head.i in heads:
            joint = next((c.lower_ for c in children(weapon.token, "cc")), joint)
            texts.append(weapon.text)
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {joint} {texts[-1]}"
