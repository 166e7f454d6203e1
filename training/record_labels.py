"""Expert records become labels of words: where a record is anchored, what its enumerated slots are, who and what fills its roles.

In: an `AnnotatedText` and a reader without learned heads. Out: `Labelled`: the page of the text with the traces of the rules'
records, per word the kinds that are anchored there, and per anchor its `Event`.

    labelled = label(text, Reader(learned=False))
    labelled.kinds[0].shape  # (words of the first chunk, 8)
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bench.texts import AnnotatedText
from trucebook.evaluation.pairing import spans_of
from trucebook.learned.anchors import find_anchor
from trucebook.learned.page import Page, Word
from trucebook.learned.paths import path_numbers
from trucebook.learned.traces import Traces, classes_at, role_words
from trucebook.learned.vocabulary import KINDS, ROLES
from trucebook.reader import Reader

Place = tuple[int, int]
"""A text and one of its chunks, by their numbers."""
SEVERAL = ("doer", "target", "place")
"""Roles of which records at one anchor may have different words: joint speakers, several towns hit."""


@dataclass
class Event:
    """The records of one kind at one anchor: classes, per role its words (`None`: not counted, the chunk names none), path,
    hints."""

    word: Word
    kind: int
    classes: dict[str, int]
    roles: list[list[int] | None]
    path: npt.NDArray[np.int64]
    hints: tuple[dict[str, int], npt.NDArray[np.int64]] | None


@dataclass
class Labelled:
    """A text with its labels."""

    text: AnnotatedText
    page: Page
    traces: Traces
    kinds: list[npt.NDArray[np.float32]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def is_tuned(self) -> bool:
        """Whether the rules were tuned on this text, so that they look better here than they are."""
        return self.text.is_tuned_on

    def events_in(self, chunk: int) -> list[int]:
        """The numbers of the events anchored in a chunk."""
        return [number for number, event in enumerate(self.events) if event.word[0] == chunk]


def label(text: AnnotatedText, reader: Reader) -> Labelled:
    """The labels of one text."""
    page, records = reader.find(text.gold.document)
    traces = Traces(page, [record.to_dict() for record in records])
    labelled = Labelled(text, page, traces, [np.zeros((len(places), len(KINDS)), np.float32) for places in page.places])
    known: dict[tuple[Word, int], Event] = {}
    for record in text.gold.records:
        kind = KINDS.index(record["kind"])
        for start, end in spans_of(record, text.gold.document.text):
            token = find_anchor(page.scene, start, end, is_statement=record["kind"] == "statement")
            if token is None or token.i not in page.at:
                continue
            word = page.at[token.i]
            roles = [role_words(page, record, role, word) for role in ROLES]
            if (word, kind) in known:
                _add_roles(known[word, kind], roles)
                continue
            labelled.kinds[word[0]][word[1], kind] = 1
            classes = classes_at(page, record, word)
            known[word, kind] = Event(word, kind, classes, roles, path_numbers(page, word), traces.hints(word, kind))
    labelled.events = list(known.values())
    return labelled


def _add_roles(event: Event, roles: list[list[int] | None]) -> None:
    for role in SEVERAL:
        column = ROLES.index(role)
        own, other = event.roles[column], roles[column]
        if own is not None and other:
            event.roles[column] = sorted({*own, *other})
