"""The annotated texts that quality is measured on: the gold of ``../shared`` and the corpus of this repository.

In come names of parts, out go :class:`AnnotatedText` in order: a part is a folder of ``../shared/gold``, or ``corpus``.

>>> [text.part for text in annotated_texts(["corpus"])][:1]
['corpus']
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.shared import ROOT, find_shared
from trucebook.errors import InputError
from trucebook.evaluation import GoldFile, read_gold

CORPUS = ROOT / "corpus" / "first"
SECOND = ROOT / "corpus" / "second"
FOLDS = 5


@dataclass(frozen=True)
class AnnotatedText:
    """A text with its expert records, and the part it belongs to."""

    part: str
    gold: GoldFile

    @property
    def is_kept_aside(self) -> bool:
        """Whether rules are not tuned on it: stream reports whose number ends in 2 or 6."""
        return self.part == "stream" and self.gold.name[-1] in "26"


def annotated_texts(parts: Sequence[str] = ()) -> list[AnnotatedText]:
    """The texts of these parts (all without any). Raises `InputError` for a gold file that is none."""
    folders = {"corpus": CORPUS}
    if set(parts) != {"corpus"}:
        gold = find_shared() / "gold"
        folders = {f.name: f for f in sorted(gold.iterdir()) if f.is_dir()} | folders
    return [text for part, folder in folders.items() if not parts or part in parts for text in texts_of(part, folder)]


def texts_of(part: str, folder: Path) -> list[AnnotatedText]:
    """The texts of one folder of gold files."""
    found = []
    for item in read_gold(folder):
        if isinstance(item, InputError):
            raise item
        found.append(AnnotatedText(part, item))
    return found


def folds_of(texts: Sequence[AnnotatedText], *, folds: int = FOLDS, seed: int = 1) -> list[int]:
    """A fold for each text, at random but the same each time, every part spread over all folds."""
    numbers = [0] * len(texts)
    for part in sorted({text.part for text in texts}):
        places = [i for i, text in enumerate(texts) if text.part == part]
        random.Random(f"{seed} {part}").shuffle(places)
        for order, place in enumerate(places):
            numbers[place] = order % folds
    return numbers
