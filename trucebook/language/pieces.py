"""Words become what the encoder eats: word pieces, casing classes and padded arrays.

In: lists of words (a chunk is one paragraph or a few sentences of it). Out: five int64 arrays, the inputs of the ONNX
graph. Training and run time both come through here, so that they can never differ.

    pieces = WordPieces(Path("tokenizer.json"))
    inputs = build_inputs([pieces.encode_chunk(["Talks", "resumed", "."])])
    inputs["pieces"].shape  # (1, 5): [CLS] talks resumed . [SEP]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from trucebook.errors import PipelineError

MAX_PIECES = 8
"""A longer word (an address, a run of emoji) keeps its first seven pieces and its last one."""

MAX_LETTERS = 100
"""Word pieces of a longer word would be unknown anyway: the tokenizer sees its first and last fifty characters."""

CASINGS = ("none", "lower", "initial", "capitals", "mixed", "digit")
"""Classes of casing, in the order of the learned embedding; `none` is padding, punctuation and scripts without case."""

_NONE, _LOWER, _INITIAL, _CAPITALS, _MIXED, _DIGIT = range(len(CASINGS))

# The treebanks write ASCII quotes and dashes, the news does not. Only the model's input is mapped, never the text.
_TYPOGRAPHY = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "—": "--", "―": "--",
        "…": "...", "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None,
    }
)  # fmt: skip

Inputs = dict[str, npt.NDArray[np.int64]]


def normal_form(word: str) -> str:
    """The word with ASCII quotes, dashes and ellipses and without invisible characters."""
    return word if word.isascii() else word.translate(_TYPOGRAPHY)


def casing_of(word: str) -> int:
    """The index in `CASINGS` of a word's casing: it gives back what the uncased vocabulary throws away."""
    if any(letter.isdigit() for letter in word):
        return _DIGIT
    if word.islower():
        return _LOWER
    if word.isupper():
        # One capital ("I", "A", an initial) says less than a whole word in capitals.
        return _CAPITALS if len(word) > 1 and word[1:].isupper() else _INITIAL
    if word[:1].isupper() and word[1:].islower():
        return _INITIAL
    return _MIXED if any(letter.isalpha() and letter.lower() != letter.upper() for letter in word) else _NONE


@dataclass(frozen=True, slots=True)
class Chunk:
    """One row of a batch, still without padding: per word its pieces, its casing and whether it starts a sentence."""

    pieces: tuple[tuple[int, ...], ...]
    cases: tuple[int, ...]
    starts: tuple[int, ...]
    """1: starts a sentence, -1: does not, 0: the model shall say."""

    @property
    def length(self) -> int:
        """Number of pieces, the two marks at the ends included."""
        return sum(map(len, self.pieces)) + 2


class WordPieces:
    """Words to word pieces, remembered per word; the memory is bounded and belongs to this object alone."""

    def __init__(self, path: Path, *, memory: int = 200_000) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._memory = memory
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}
        self.cls, self.sep, self.unknown, self.mask = map(self._mark, ("[CLS]", "[SEP]", "[UNK]", "[MASK]"))

    def _mark(self, name: str) -> int:
        number = self._tokenizer.token_to_id(name)
        if number is None:
            raise PipelineError(f"the tokenizer knows no {name}: it is not the encoder's; reinstall trucebook")
        return number

    def encode(self, words: Iterable[str]) -> list[tuple[tuple[int, ...], int]]:
        """Per word its pieces (never none) and its casing class."""
        words = list(words)
        known = self._known
        if new := list({word for word in words if word not in known}):
            if len(known) + len(new) > self._memory:
                known.clear()
                new = list(set(words))
            self._learn(new)
        return [known[word] for word in words]

    def _learn(self, words: list[str]) -> None:
        forms = [normal_form(word) for word in words]
        short = [f if len(f) <= MAX_LETTERS else f[: MAX_LETTERS // 2] + f[-MAX_LETTERS // 2 :] for f in forms]
        encodings = self._tokenizer.encode_batch(short, add_special_tokens=False)
        for word, form, encoding in zip(words, short, encodings, strict=True):
            ids = tuple(encoding.ids) or (self.unknown,)
            if len(ids) > MAX_PIECES:
                ids = (*ids[: MAX_PIECES - 1], ids[-1])
            self._known[word] = (ids, casing_of(form))

    def encode_chunk(self, words: Sequence[str], starts: Sequence[int] | None = None) -> Chunk:
        """A chunk of words; `starts` as in `Chunk.starts`, all 0 when left out."""
        known = self.encode(words)
        return Chunk(
            pieces=tuple(ids for ids, _ in known),
            cases=tuple(case for _, case in known),
            starts=tuple(starts) if starts is not None else (0,) * len(known),
        )


def build_inputs(chunks: Sequence[Chunk], *, cls: int = 101, sep: int = 102) -> Inputs:
    """Padded inputs of the graph: `pieces`, `cases` (chunks, pieces); `first`, `last`, `starts` (chunks, words).

    `first` and `last` are the places of a word's first and last piece; 0 (the place of the [CLS] mark) pads them.
    """
    width = max(chunk.length for chunk in chunks)
    words = max(len(chunk.cases) for chunk in chunks)
    inputs = {name: np.zeros((len(chunks), width), np.int64) for name in ("pieces", "cases")}
    inputs |= {name: np.zeros((len(chunks), words), np.int64) for name in ("first", "last", "starts")}
    for row, chunk in enumerate(chunks):
        sizes = np.fromiter(map(len, chunk.pieces), np.int64, len(chunk.pieces))
        ends = np.cumsum(sizes)
        count, end = len(sizes), int(ends[-1]) + 1
        inputs["pieces"][row, 0] = cls
        inputs["pieces"][row, 1:end] = [piece for ids in chunk.pieces for piece in ids]
        inputs["pieces"][row, end] = sep
        inputs["cases"][row, 1:end] = np.repeat(np.asarray(chunk.cases, np.int64), sizes)
        inputs["first"][row, :count] = ends - sizes + 1
        inputs["last"][row, :count] = ends
        inputs["starts"][row, :count] = chunk.starts
    return inputs
