"""The annotated texts that quality is measured on: the gold of ``../shared`` and what this repository adds to it.

In come names of parts, out go :class:`AnnotatedText` in order: a part is a folder of ``../shared/gold``, or ``corpus`` and
``articles`` (texts of our own), or ``reports`` (records, by offsets, of further reports of ``../shared/data/news``, whose
texts are not ours to copy).

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
ARTICLES = ROOT / "corpus" / "articles.jsonl"
CORPUS = ROOT / "corpus" / "first"
SECOND = ROOT / "corpus" / "second"
FOLDS = 5


@dataclass(frozen=True)
class AnnotatedText:
    """A text with its expert records, and the part it belongs to."""

    part: str
    gold: GoldFile
    is_kept_aside: bool = False
    """Whether nothing is tuned or trained on it: stream reports whose number ends in 2 or 6, and those that are marked in
    ``reports.jsonl`` and ``articles.jsonl``."""
    is_tuned_on: bool = False
    """Whether rules were tuned on it, so that they look better there than they are."""


def annotated_texts(parts: Sequence[str] = ()) -> list[AnnotatedText]:
    """The texts of these parts (all without any). Raises `InputError` for a gold file that is none."""
    found: list[AnnotatedText] = []
    if not parts or not set(parts) <= {"corpus", "articles"}:
        shared = find_shared()
        for folder in sorted(f for f in (shared / "gold").iterdir() if f.is_dir()):
            found += texts_of(folder.name, folder)
        found += reports(shared)
    found += texts_of("corpus", CORPUS)
    found += articles()
    return [text for text in found if not parts or text.part in parts]


def texts_of(part: str, folder: Path) -> Iterator[AnnotatedText]:
    """The texts of one folder of gold files."""
    for item in read_gold(folder):
        if isinstance(item, InputError):
            raise item
        is_kept_aside = part == "stream" and item.name[-1] in "26"
        yield AnnotatedText(part, item, is_kept_aside, is_tuned_on=not is_kept_aside)


def articles() -> Iterator[AnnotatedText]:
    """The annotated articles of this repository; rules were tuned on none of them."""
    for line in ARTICLES.read_text("utf-8").splitlines():
        value = json.loads(line)
        document = Document.model_validate(value["document"])
        yield AnnotatedText("articles", GoldFile(document.id, document, value["records"]), value["kept_aside"])


def reports(shared: Path) -> Iterator[AnnotatedText]:
    """The annotated reports whose texts lie beside the repository."""
    lines = (shared / "data" / "news" / "current-events.jsonl").read_text("utf-8").splitlines()
    texts = {value["id"]: value for value in map(json.loads, lines)}
    for line in REPORTS.read_text("utf-8").splitlines():
        value = json.loads(line)
        known = {k: v for k, v in texts[value["id"]].items() if k in Document.model_fields and v is not None}
        gold = GoldFile(value["id"], Document.model_validate(known), value["records"])
        is_tuned_on = not value["kept_aside"] and value.get("tuned_on", True)
        yield AnnotatedText("reports", gold, value["kept_aside"], is_tuned_on=is_tuned_on)


def folds_of(texts: Sequence[AnnotatedText], *, folds: int = FOLDS, seed: int = 1) -> list[int]:
    """A fold for each text, at random but the same each time, every part spread over all folds."""
    numbers = [0] * len(texts)
    for part in sorted({text.part for text in texts}):
        places = [i for i, text in enumerate(texts) if text.part == part]
        random.Random(f"{seed} {part}").shuffle(places)
        for order, place in enumerate(places):
            numbers[place] = order % folds
    return numbers
