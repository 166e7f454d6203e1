"""What a record says at its anchor, in words of the page: the same for experts' records (labels) and for rules' (hints).

In come a page and a record in the form of the codebook (plain values), out go the class of each enumerated slot and the words
that fill each role. :class:`Traces` keeps those of the rules' records, by anchor.

>>> role_words(page, record, "doer", (0, 5))     # "speaker": "UKR/Olena Petrenko"     # doctest: +SKIP
[1]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from trucebook.evaluation.pairing import spans_of
from trucebook.evaluation.slots import compare_actor, words_of
from trucebook.learned.anchors import find_anchor, tokens_in
from trucebook.learned.page import TRACES, Page, Word
from trucebook.learned.vocabulary import ACTOR_ROLES, CLASSES, KINDS, ROLES, SLOTS

Values = dict[str, Any]
NEAR_ENOUGH = 0.8
"""How alike a mention's actor must be to the record's to count as the one meant."""
UNTOLD, NOT_THIS, THIS, EMPTY = range(4)
"""What a rule's record says of a word in a role: no record, another word, this word, nobody."""


def classes_at(page: Page, record: Values, anchor: Word) -> dict[str, int]:
    """By name of `CLASSES` the number of the record's value; what its kind lacks is missing."""
    kind, found = record["kind"], {"when": CLASSES["when"].index(_when(page, record, anchor))}
    for name, values in CLASSES.items():
        owner, _, slot = name.partition("_")
        value: object = record.get("modality", "actual") if name == "modality" else record.get(slot) if owner == kind else None
        if name == "statement_quoted" and kind == "statement":
            value = "yes" if record.get("quoted") else "no"
        elif name == "control_extent" and kind == "control":
            value = record.get("extent") or "none"
        if value in values:
            found[name] = values.index(str(value))
    return found


def role_words(page: Page, record: Values, role: str, anchor: Word) -> list[int] | None:
    """The words of the anchor's chunk that fill the role, those in its sentence if there are any; `None` where others do."""
    slot = SLOTS[role].get(record["kind"])
    value = record.get(slot) if slot else None
    if value is None or value == []:
        return []
    if role in ACTOR_ROLES:
        wanted = value if isinstance(value, list | tuple) else [value]
        found = sorted({w for actor in wanted for w in _near(page, anchor, _words_of_actor(page, anchor[0], actor))})
        return found or None
    found = _near(page, anchor, _words_of_value(page, anchor[0], role, value))
    if role in ("killed", "injured") and len(found) > 1:
        found = [min(found, key=lambda w: abs(w - anchor[1]))]
    return found or ([] if role == "day" else None)


def _words_of_actor(page: Page, chunk: int, actor: Any) -> list[int]:
    return [
        w
        for w, i in enumerate(page.places[chunk])
        if any(compare_actor(actor, one) >= NEAR_ENOUGH for one in page.actors.get(i, ()))
    ]


def _words_of_value(page: Page, chunk: int, role: str, value: Any) -> list[int]:
    places = page.places[chunk]
    if role == "place":
        named = frozenset(words_of(value["name"] if isinstance(value, dict) else value))
        return [w for w, i in enumerate(places) if i in page.place_names and page.place_names[i] & named & page.folded(i)]
    if role == "day":
        return [w for w, i in enumerate(places) if i in page.days and _day(value) in _days(page, i)]
    if role == "weapon":
        words = frozenset(words_of(value))
        fits = page.may_fill[chunk][:, ROLES.index("weapon")]
        return [w for w, i in enumerate(places) if fits[w] and page.folded(i) and page.folded(i) <= words]
    low = value.get("min", value.get("max")) if isinstance(value, dict) else value
    return [w for w, i in enumerate(places) if page.numbers.get(i) == low]


def _near(page: Page, anchor: Word, words: list[int]) -> list[int]:
    sentence, places = page.token(anchor).sent, page.places[anchor[0]]
    return [w for w in words if sentence.start <= places[w] < sentence.end] or words


def _day(value: Any) -> tuple[str, str]:
    return (value["start"], value["end"]) if isinstance(value, dict) else (value, value)


def _days(page: Page, i: int) -> list[tuple[str, str]]:
    """The two days that the expression at token `i` may mean."""
    expression = page.days[i]
    return [(day.start.isoformat(), day.end.isoformat()) for day in (expression.past, expression.future) if day is not None]


def _when(page: Page, record: Values, anchor: Word) -> str:
    value = record.get("date")
    if value is None:
        return "none"
    words = role_words(page, record, "day", anchor) or []
    sentence, places = page.token(anchor).sent, page.places[anchor[0]]
    is_told = any(sentence.start <= places[w] < sentence.end for w in words)
    return "published" if _day(value) == (page.published, page.published) and not is_told else "told"


class Traces:
    """The rules' records of a page, found again at the words that anchor them; leaves its marks on the page."""

    def __init__(self, page: Page, records: Sequence[Values]) -> None:
        self.page, self.records = page, records
        self.anchors: list[list[Word]] = []
        """Per record the anchor of each span of its evidence."""
        self.cover: list[list[Word]] = []
        """Per record the words of its evidence."""
        self._at: defaultdict[tuple[Word, int], list[int]] = defaultdict(list)
        self._over: dict[tuple[Word, int], tuple[int, int]] = {}
        self._known: dict[tuple[int, Word], tuple[dict[str, int], list[list[int] | None]]] = {}
        for marks in page.marks:  # a page may be judged again, with other records
            marks[:, :TRACES] = 0
        for number, record in enumerate(records):
            self._leave(number, record)

    def _leave(self, number: int, record: Values) -> None:
        scene, kind = self.page.scene, KINDS.index(record["kind"])
        anchors, covered = [], []
        for start, end in spans_of(record, scene.document.text):
            top = find_anchor(scene, start, end, is_statement=record["kind"] == "statement")
            if top is not None and top.i in self.page.at:
                word = self.page.at[top.i]
                anchors.append(word)
                self._at[word, kind].append(number)
                self.page.marks[word[0]][word[1], kind] = 1
            for token in tokens_in(scene, start, end):
                if token.i in self.page.at:
                    word = self.page.at[token.i]
                    covered.append(word)
                    self.page.marks[word[0]][word[1], len(KINDS) + kind] = 1
                    if (word, kind) not in self._over or end - start < self._over[word, kind][1]:
                        self._over[word, kind] = number, end - start
        self.anchors.append(anchors)
        self.cover.append(covered)

    def kind_of(self, number: int) -> int:
        """The number of a record's kind."""
        return KINDS.index(self.records[number]["kind"])

    def record_at(self, word: Word, kind: int) -> int | None:
        """The record of that kind anchored at the word, or else the one with the shortest evidence around it."""
        anchored = self._at.get((word, kind), [])
        return anchored[0] if anchored else self._over.get((word, kind), (None, 0))[0]

    def hints(self, word: Word, kind: int) -> tuple[dict[str, int], npt.NDArray[np.int64]] | None:
        """What the rules' record at the word says: its classes, and (words, roles) `UNTOLD` to `EMPTY`; `None` without one."""
        number = self.record_at(word, kind)
        if number is None:
            return None
        classes, roles = self.said(number, word)
        table = np.full((len(self.page.places[word[0]]), len(ROLES)), UNTOLD, np.int64)
        for column, words in enumerate(roles):
            if words is not None:
                table[:, column] = NOT_THIS if words else EMPTY
                table[words, column] = THIS
        return classes, table

    def said(self, number: int, word: Word) -> tuple[dict[str, int], list[list[int] | None]]:
        """The classes of a record, and per role its words in the chunk of `word`."""
        if (number, word) not in self._known:
            record = self.records[number]
            words = [role_words(self.page, record, role, word) for role in ROLES]
            self._known[number, word] = classes_at(self.page, record, word), words
        return self._known[number, word]
