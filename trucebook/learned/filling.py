"""A record that no rule found, from its anchor: the graphs choose classes and words, the values are those that the text gives.

In come a page, an anchor and the chances of its classes and fillers, out go values in the form of the codebook, or ``None``
where a slot that makes the record stays empty.

>>> new_record(page, ((0, 5), 3), filling)["kind"]      # doctest: +SKIP
'statement'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from trucebook.evaluation.slots import BOLD
from trucebook.kinds.counts import count_at
from trucebook.learned.anchors import tokens_in
from trucebook.learned.page import Page, Word
from trucebook.learned.scoring import Filling
from trucebook.learned.traces import Values
from trucebook.learned.vocabulary import ACTOR_ROLES, KINDS, MANY, ROLES, SLOTS, classes_of_kind

FILLS = 0.4
"""The chance from which a word fills a role."""
PAIRED = frozenset({"talks", "meeting", "call", "summit"})
"""Modes of contact that take two sides: with one of them only, the words do not say who met whom."""


def new_record(page: Page, anchor: tuple[Word, int], filling: Filling) -> Values | None:
    """The record of a kind at an anchor."""
    word, kind = anchor[0], KINDS[anchor[1]]
    token = page.token(word)
    record: Values = {
        "kind": kind,
        "evidence": [page.scene.evidence(token).model_dump()],
        "because": [f"learned.{kind}"],
    }
    for slot, name in classes_of_kind(kind).items():
        value = filling.best(name)
        record[slot] = value == "yes" if slot == "quoted" else None if value == "none" else value
    day = page.scene.date(token)  # the heads learn of days too, but choose no better than the resolver
    record["date"] = {"start": day.start.isoformat(), "end": day.end.isoformat()} if day else None
    for role, value_at in VALUES.items():
        slot = SLOTS[role].get(kind, "")
        fillers = _fillers(page, word, filling, role) if slot else []
        if fillers:
            values = value_at(page, word, fillers)
            record[slot] = values[0] if role in ACTOR_ROLES and slot not in MANY else values
    _agree(page, record)
    return record if _is_whole(record) else None


def _agree(page: Page, record: Values) -> None:
    """Takes out what contradicts the rest: a target that is the doer, quoted words without marks."""
    doer, target = (SLOTS[role].get(record["kind"], "") for role in ("doer", "target"))
    if target and record.get(target) and record.get(target) == record.get(doer):
        record[target] = None
    if record.get("quoted"):
        span = record["evidence"][0]
        record["quoted"] = any(page.scene.quotes.contains(token) for token in tokens_in(page.scene, span["start"], span["end"]))


def _is_whole(record: Values) -> bool:
    if record["kind"] == "contact" and record["mode"] in PAIRED and len(record.get("participants") or ()) < 2:
        return False
    return all(record.get(slot) for slot in BOLD[record["kind"]])


def _fillers(page: Page, word: Word, filling: Filling, role: str) -> list[int]:
    """The words that fill a role, the likeliest first."""
    column = ROLES.index(role)
    chances = np.where(page.may_fill[word[0]][:, column], filling.roles[:, column], 0.0)
    return [int(w) for w in np.argsort(-chances, kind="stable") if chances[w] >= FILLS]


def _actors(page: Page, word: Word, fillers: Sequence[int]) -> list[Values]:
    """For whom the words stand, each once."""
    found: list[Values] = []
    for w in fillers:
        found += [actor for actor in page.actors[page.places[word[0]][w]] if actor not in found]
    return found


def _place(page: Page, word: Word, fillers: Sequence[int]) -> Any:
    place = page.scene.place_index.place_at(page.scene.doc[page.places[word[0]][fillers[0]]])
    return place.model_dump() if place else None


def _count(page: Page, word: Word, fillers: Sequence[int]) -> Any:
    count = count_at(page.scene.doc, page.places[word[0]][fillers[0]])
    return count if isinstance(count, int) else count.model_dump(exclude_none=True)


def _words(page: Page, word: Word, fillers: Sequence[int]) -> str:
    """The run of words around the one nearest to the anchor."""
    first = last = min(fillers, key=lambda w: abs(w - word[1]))
    while first - 1 in fillers:
        first -= 1
    while last + 1 in fillers:
        last += 1
    doc, places = page.scene.doc, page.places[word[0]]
    start, end = doc[places[first]], doc[places[last]]
    return " ".join(doc.text[start.idx : end.idx + len(end.text)].split())


VALUES: dict[str, Callable[[Page, Word, Sequence[int]], Any]] = {
    "doer": _actors, "target": _actors, "by": _actors, "place": _place, "killed": _count, "injured": _count, "weapon": _words,
}  # fmt: skip
"""By role the value that its words give."""
