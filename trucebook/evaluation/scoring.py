"""Slot F1 and record F1 over texts, by kind.

A :class:`Tally` takes in one text after another and gives a table: slot F1 counts every filled slot, and the record itself as
one; record F1 counts a pair as right when each slot that makes the record scores 0.5 or more and all slots 0.7 on average.

>>> tally = Tally()
>>> told = {"kind": "incident", "type": "clash", "modality": "actual", "evidence": [{"start": 0, "end": 11}]}
>>> matches = tally.add([told], [{**told, "type": "shelling"}], text="They fought.")
>>> [round(value, 2) for value in tally.table()["all"].slots]
[0.67, 0.67, 0.67]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from trucebook.evaluation.pairing import Match, pair_records
from trucebook.evaluation.slots import BOLD, OWN, Values, size_of

LEAST_BOLD, LEAST_MEAN = 0.5, 0.7

Score = tuple[float, float, float]
"""Precision, recall, F1."""


@dataclass
class Counts:
    """What was right, and how much there was on each side."""

    right: float = 0.0
    found: int = 0
    gold: int = 0

    def score(self) -> Score:
        """Precision, recall and F1; 0 where there is nothing."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    gold: int
    found: int
    slots: Score
    records: Score


@dataclass
class Tally:
    """The sums over the texts so far."""

    slots: defaultdict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    records: defaultdict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))

    def add(self, golds: Sequence[Values], found: Sequence[Values], *, text: str) -> list[Match]:
        """Count one text in; returns its pairs, whose numbers are places in the two lists."""
        for record in golds:
            self.slots[record["kind"]].gold += size_of(record)
            self.records[record["kind"]].gold += 1
        for record in found:
            self.slots[record["kind"]].found += size_of(record)
            self.records[record["kind"]].found += 1
        matches = pair_records(golds, found, text=text)
        for match in matches:
            kind = golds[match.gold]["kind"]
            self.slots[kind].right += 1 + sum(match.slots.values())
            self.records[kind].right += is_right(match, kind)
        return matches

    def table(self) -> dict[str, Row]:
        """A line for each kind that occurs, in the codebook's order, and one for ``all``."""
        kinds = [kind for kind in OWN if kind in self.records]
        rows = {kind: _row(self.slots[kind], self.records[kind]) for kind in kinds}
        return rows | {"all": _row(_sum(self.slots), _sum(self.records))}


def is_right(match: Match, kind: str) -> bool:
    """Whether a pair counts as a right record."""
    return match.mean >= LEAST_MEAN and all(match.slots[slot] >= LEAST_BOLD for slot in BOLD[kind] if slot in match.slots)


def _sum(counts: dict[str, Counts]) -> Counts:
    values = counts.values()
    return Counts(sum(c.right for c in values), sum(c.found for c in values), sum(c.gold for c in values))


def _row(slots: Counts, records: Counts) -> Row:
    return Row(records.gold, records.found, slots.score(), records.score())
