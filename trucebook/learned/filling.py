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

from trucebook.kinds.counts import count_at
from trucebook.learned.page import Page, Word
from trucebook.learned.scoring import Filling
from trucebook.learned.traces import Values
from trucebook.learned.vocabulary import KINDS, MANY, ROLES, SLOTS, classes_of_kind
from trucebook.records import DateRange

FILLS = 0.4
"""The chance from which a word fills a role."""
AHEAD = frozenset({"planned", "called_for", "possible"})
NEEDED = {
    "proposal": ("type", "proposers"), "position": ("actor", "on", "stance"), "contact": ("mode", "participants"),
    "statement": ("speaker", "act"), "agreement": ("type", "parties"), "measure": ("type", "actor"), "incident": ("type",),
    "control": ("change", "actor", "place"),
}  # fmt: skip
"""The slots that make a record (codebook, section 4)."""


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
    record["date"] = _date(page, word, filling, is_ahead=record["modality"] in AHEAD)
    for role, value_at in VALUES.items():
        slot = SLOTS[role].get(kind, "")
        fillers = _fillers(page, word, filling, role) if slot else []
        if fillers:
            record[slot] = (
                value_at(page, word, fillers) if slot in MANY or role not in ACTORS else _actors(page, word, fillers)[0]
            )
    return record if all(record.get(slot) for slot in NEEDED[kind]) else None


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
    return doc.text[start.idx : end.idx + len(end.text)]


def _date(page: Page, word: Word, filling: Filling, *, is_ahead: bool) -> dict[str, str] | None:
    """None, the day of publication, or what an expression of time means; the rules' day where no expression is pointed at."""
    when = filling.best("when")
    if when == "none":
        return None
    if when == "published":
        return {"start": page.published, "end": page.published}
    fillers = _fillers(page, word, filling, "day")
    if not fillers:
        day = page.scene.date(page.token(word))
        return _day(day) if day else None
    expression = page.days[page.places[word[0]][fillers[0]]]
    meant = (expression.future, expression.past) if is_ahead else (expression.past, expression.future)
    return next((_day(day) for day in meant if day is not None), None)


def _day(day: DateRange) -> dict[str, str]:
    return {"start": day.start.isoformat(), "end": day.end.isoformat()}


VALUES: dict[str, Callable[[Page, Word, Sequence[int]], Any]] = {
    "doer": _actors, "target": _actors, "by": _actors, "place": _place, "killed": _count, "injured": _count, "weapon": _words,
}  # fmt: skip
"""By role the value that its words give."""
ACTORS = frozenset({"doer", "target", "by"})
