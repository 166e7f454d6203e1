"""The annotated texts that quality is measured on: the gold of ``../shared`` and what this repository adds to it.

In come names of parts, out go :class:`AnnotatedText` in order: a part is a folder of ``../shared/gold``, or ``corpus`` (texts of
our own), or ``reports`` (records, by offsets, of further reports of ``../shared/data/news``, whose texts are not ours to copy).

>>> [text.part for text in annotated_texts(["corpus"])][:1]
['corpus']
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.shared import ROOT, find_shared
from trucebook.errors import InputError
from trucebook.evaluation import GoldFile, read_gold
from trucebook.records import Document

REPORTS = ROOT / "corpus" / "reports.jsonl"
CORPUS = ROOT / "corpus" / "first"
SECOND = ROOT / "corpus" / "second"
FOLDS = 5


@dataclass(frozen=True)
class AnnotatedText:
    """A text with its expert records, and the part it belongs to."""

    part: str
    gold: GoldFile
    is_kept_aside: bool = False
    """Whether rules are not tuned on it: stream reports whose number ends in 2 or 6, and those marked in ``reports.jsonl``."""


def annotated_texts(parts: Sequence[str] = ()) -> list[AnnotatedText]:
    """The texts of these parts (all without any). Raises `InputError` for a gold file that is none."""
    found: list[AnnotatedText] = []
    if set(parts) != {"corpus"}:
        shared = find_shared()
        for folder in sorted(f for f in (shared / "gold").iterdir() if f.is_dir()):
            found += texts_of(folder.name, folder)
        found += reports(shared)
    found += texts_of("corpus", CORPUS)
    return [text for text in found if not parts or text.part in parts]


def texts_of(part: str, folder: Path) -> Iterator[AnnotatedText]:
    """The texts of one folder of gold files."""
    for item in read_gold(folder):
        if isinstance(item, InputError):
            raise item
        yield AnnotatedText(part, item, part == "stream" and item.name[-1] in "26")


def reports(shared: Path) -> Iterator[AnnotatedText]:
    """The annotated reports whose texts lie beside the repository."""
    lines = (shared / "data" / "news" / "current-events.jsonl").read_text("utf-8").splitlines()
    texts = {value["id"]: value for value in map(json.loads, lines)}
    for line in REPORTS.read_text("utf-8").splitlines():
        value = json.loads(line)
        known = {k: v for k, v in texts[value["id"]].items() if k in Document.model_fields and v is not None}
        gold = GoldFile(value["id"], Document.model_validate(known), value["records"])
        yield AnnotatedText("reports", gold, value["kept_aside"])


def folds_of(texts: Sequence[AnnotatedText], *, folds: int = FOLDS, seed: int = 1) -> list[int]:
    """A fold for each text, at random but the same each time, every part spread over all folds."""
    numbers = [0] * len(texts)
    for part in sorted({text.part for text in texts}):
        places = [i for i, text in enumerate(texts) if text.part == part]
        random.Random(f"{seed} {part}").shuffle(places)
        for order, place in enumerate(places):
            numbers[place] = order % folds
    return numbers
