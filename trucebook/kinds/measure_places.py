"""Where a measure is done: in its clause, where forces are sent to, or what is closed off, emptied or opened.

In come the trigger, what the measure is done to, and the scene; out goes the place or nothing.

>>> find_place(trigger, thing, scene).name     # "Iran closed the Strait of Hormuz."     # doctest: +SKIP
'Strait of Hormuz'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.language.tree import ancestors, base_dep, children, modifiers, preposition_of

if TYPE_CHECKING:
    from trucebook.kinds.measure_words import MeasureEntry
    from trucebook.kinds.triggers import Trigger
    from trucebook.language.tokens import Token
    from trucebook.records import Place
    from trucebook.resolution.scene import Scene

# Measures that happen nowhere: the place in their clause is of something else.
NOWHERE = frozenset({"sanctions", "sanctions_relief", "intelligence_sharing", "prisoner_release", "hostage_release"})
# Measures of which the place may be told by what they are done to: "closed the port of Bara".
ENCLOSED = frozenset({"blockade", "humanitarian_access", "evacuation", "deployment"})
# Prepositions that tie a thing to where it is.
WHERE = frozenset({"of", "in", "at", "on", "to", "around", "near", "inside", "within"})


def find_place(trigger: Trigger[MeasureEntry], thing: Token | None, scene: Scene) -> Place | None:
    """Where it is done; forces are deployed where they are sent to."""
    entry, token = trigger.entry, trigger.token
    if entry.type in NOWHERE:
        return None
    found = scene.place(token)
    ways = {"deployment": ("to", "towards", "into"), "withdrawal": ("from", "to", "in")}.get(entry.type)
    if found is None and ways:
        goals = (c for t in (token, *children(token, "obj", "nsubj:pass")) for c in modifiers(t, *ways))
        found = next((place for c in goals if (place := scene.place_index.place_at(c)) is not None), None)
    closes = entry.type in ENCLOSED or entry.id in ("close_passage", "open_passage", "close_waters")
    return found or (_place_of_thing(thing if trigger.part == "verb" else token, scene) if closes else None)


def _place_of_thing(thing: Token | None, scene: Scene) -> Place | None:
    """The place that is closed off, emptied or opened, or where what is moved stands: "closed the port of Bara"."""
    if thing is None:
        return None
    inside = [n for n in scene.place_index.named if thing.i in range(n.start, n.end) or thing in ancestors(n.head)]
    near = [n for n in inside if n.head.i == thing.i or _is_where(n.head)]
    return near[0].place if near else None


def _is_where(name: Token) -> bool:
    """Whether a name inside a noun phrase says where its head is: "the port of Bara", "staff in Mali", "Rafah crossing"."""
    return base_dep(name) in ("compound", "flat", "appos") or preposition_of(name) in WHERE
