"""The two graphs of the learned heads: chances of kinds at words, and of classes and fillers at anchors.

In comes a :class:`~trucebook.learned.page.Page`, out go numpy arrays. The first graph (``records.onnx``, int8) is the encoder
with its scorer of kinds, the second (``fillers.onnx``) the scorers of slots.

>>> heads = RecordHeads(MODEL)                       # doctest: +SKIP
>>> heads.judge(page)[0].chances.shape               # doctest: +SKIP
(17, 8)
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from trucebook.errors import PipelineError
from trucebook.language.graph import by_length, open_session
from trucebook.language.pieces import Inputs, WordPieces, build_inputs
from trucebook.learned.page import FACTS, MARKS, NAMES, PARTS, RELATIONS, Page, Word
from trucebook.learned.paths import ABOVE, BELOW, path_numbers
from trucebook.learned.traces import Traces
from trucebook.learned.vocabulary import CLASSES, ROLES, vocabulary_digest

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Hints = tuple[Mapping[str, int], Ints]


def _slices(extra: int) -> dict[str, slice]:
    ends = list(itertools.accumulate((len(values) + extra for values in CLASSES.values()), initial=0))
    return {name: slice(start, end) for name, start, end in zip(CLASSES, ends[:-1], ends[1:], strict=True)}


CLASS_SLICES = _slices(0)
"""Where the values of each enumerated slot stand among the scores of classes."""
_HINT_SLICES = _slices(1)
HINT_WIDTH = _HINT_SLICES["when"].stop
"""Per enumerated slot its values and one more: the rules' record has none."""
VOCABULARY = vocabulary_digest(FACTS, PARTS, RELATIONS, NAMES, BELOW, ABOVE)
"""What the graphs' numbers mean, as a digest; it is kept beside them when they are made."""
BUDGET = 1500
"""Word pieces in a batch, padding included."""


def hint_vector(hints: Hints | None) -> Floats:
    """(`HINT_WIDTH`,): the classes of the rules' record as ones; zeros where no record is."""
    found = np.zeros(HINT_WIDTH, np.float32)
    if hints is not None:
        for name, where in _HINT_SLICES.items():
            found[where.start + hints[0].get(name, len(CLASSES[name]))] = 1
    return found


def spread(marks: Sequence[Floats], inputs: Inputs) -> Floats:
    """(chunks, pieces, `MARKS`): the marks of each word at its first piece."""
    found = np.zeros((*inputs["pieces"].shape, MARKS), np.float32)
    for row, of_words in enumerate(marks):
        found[row, inputs["first"][row, : len(of_words)]] = of_words
    return found


@dataclass(frozen=True)
class Judged:
    """A chunk: (words, kinds) the chances that a record is anchored at a word; (words, 384) what the scorers of slots read."""

    chances: Floats
    words: Floats


@dataclass(frozen=True)
class Filling:
    """What the record at an anchor says: the chance of each value by class, and (words, roles) that of each filler."""

    classes: dict[str, Floats]
    roles: Floats

    def best(self, name: str) -> str:
        """The likeliest value of an enumerated slot."""
        return CLASSES[name][int(self.classes[name].argmax())]


class RecordHeads:
    """The graphs of one folder, loaded. Raises `PipelineError` when a file is missing or not usable."""

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        for name in ("records.onnx", "fillers.onnx", "records.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise PipelineError(f"{folder / name}: the model file is missing; reinstall trucebook")
        if json.loads((folder / "records.json").read_text("utf-8")).get("vocabulary") != VOCABULARY:
            raise PipelineError(f"{folder}: these heads were trained for other slots and values; run make train-records")
        self.pieces = WordPieces(folder / "tokenizer.json")
        self._words = open_session(folder / "records.onnx", threads)
        self._fillers = open_session(folder / "fillers.onnx", threads)

    def judge(self, page: Page) -> list[Judged]:
        """Every chunk of a page."""
        found: dict[int, Judged] = {}
        for numbers in by_length(page.chunks, BUDGET):
            inputs = build_inputs([page.chunks[n] for n in numbers], cls=self.pieces.cls, sep=self.pieces.sep)
            given = {name: inputs[name] for name in ("pieces", "cases", "first")}
            scores, words = self._words.run(None, {**given, "marks": spread([page.marks[n] for n in numbers], inputs)})
            for row, n in enumerate(numbers):
                length = len(page.places[n])
                found[n] = Judged(1 / (1 + np.exp(-scores[row, :length])), words[row, :length])
        return [found[n] for n in range(len(page.chunks))]

    def fill(self, page: Page, traces: Traces, judged: Judged, anchors: Sequence[tuple[Word, int]]) -> list[Filling]:
        """The slots of the records of these kinds at these anchors, all of the chunk that was judged."""
        if not anchors:
            return []
        hints = [traces.hints(word, kind) for word, kind in anchors]
        none = np.zeros((len(judged.words), len(ROLES)), np.int64)
        classes, roles = self._fillers.run(
            None,
            {
                "words": judged.words[None],
                "rows": np.zeros(len(anchors), np.int64),
                "anchors": np.array([word[1] for word, _ in anchors], np.int64),
                "kinds": np.array([kind for _, kind in anchors], np.int64),
                "paths": np.stack([path_numbers(page, word) for word, _ in anchors]),
                "hints": np.stack([none if hint is None else hint[1] for hint in hints]),
                "told": np.stack([hint_vector(hint) for hint in hints]),
            },
        )
        return [
            Filling({name: _softmax(values[where]) for name, where in CLASS_SLICES.items()}, 1 / (1 + np.exp(-fillers)))
            for values, fillers in zip(classes, roles, strict=True)
        ]


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    shares: Floats = raised / raised.sum()
    return shares
