"""Which record of a reading is which of an expert's.

In come two lists of records of one text, out go :class:`Match` pairs, the best first: two records may be one when they are of one
kind and their evidence shares a sentence, and the pairs with the most slots right are taken.

>>> sentences_of("Talks began. They failed.")
[(0, 13), (13, 25)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trucebook.errors import RecordError
from trucebook.evaluation.slots import Values, compare_records

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*[^\S\n]+(?=[\"“‘(]?[A-Z0-9])|\n+")
SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Maj|Capt|Adm|St|Hon|No|Art|vs|H\.E|U\.S|U\.N|U\.K|a\.m|p\.m|[A-Z])\.)\s*$",
    re.IGNORECASE,
)
"""A full stop that ends an abbreviation. Sentences are cut by these two patterns alone, so that no reader marks its own work."""


@dataclass(frozen=True)
class Match:
    """A record of the gold and one of the reading, by their numbers, with the scores of their slots."""

    gold: int
    found: int
    slots: dict[str, float]

    @property
    def mean(self) -> float:
        """The mean over the slots that either fills."""
        return sum(self.slots.values()) / max(1, len(self.slots))


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of ``text``, which they cover wholly."""
    cuts = [0]
    for end in SENTENCE_END.finditer(text):
        if "\n" in end[0] or not SHORTENED.search(text[max(0, end.start() - 8) : end.end()]):
            cuts.append(end.end())
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def spans_of(record: Values, text: str) -> list[tuple[int, int]]:
    """The spans of the evidence; a string stands for its first place in ``text``. Raises `RecordError` where it has none."""
    found = []
    for piece in record.get("evidence") or []:
        if isinstance(piece, dict):
            found.append((int(piece["start"]), int(piece["end"])))
            continue
        start = text.find(piece)
        if start < 0:
            raise RecordError(f"evidence that is not in the text: {piece!r}; quote it verbatim")
        found.append((start, start + len(piece)))
    return found


def _where(record: Values, text: str, cuts: list[tuple[int, int]]) -> set[int]:
    spans = spans_of(record, text)
    return {i for i, (start, end) in enumerate(cuts) for a, b in spans if a < end and b > start}


def pair_records(golds: Sequence[Values], found: Sequence[Values], *, text: str) -> list[Match]:
    """The best pairs, greedily from the highest mean of slots on; none with nothing right."""
    cuts = sentences_of(text)
    gold_at, found_at = [_where(r, text, cuts) for r in golds], [_where(r, text, cuts) for r in found]
    options = [
        Match(i, j, compare_records(gold, other))
        for i, gold in enumerate(golds)
        for j, other in enumerate(found)
        if gold["kind"] == other["kind"] and gold_at[i] & found_at[j]
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for match in sorted(options, key=lambda m: -m.mean):
        if match.mean > 0 and match.gold not in taken[0] and match.found not in taken[1]:
            taken[0].add(match.gold)
            taken[1].add(match.found)
            pairs.append(match)
    return pairs
