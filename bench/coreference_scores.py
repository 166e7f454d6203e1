"""MUC, B-cubed and CEAF-e on chains of mentions, and their mean: the CoNLL score.

In come two partitions, ``gold`` and ``system``: chains that are sets of mentions (hashable; equal means the same one).
Out go precision, recall and F1, each 0..1.

>>> muc([{1, 2, 3, 4}], [{1, 2}, {3, 4}])
Score(precision=1.0, recall=0.6666666666666666)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

Chain = Collection[Hashable]
Counts = tuple[float, float, float, float]
"""Numerator and denominator of precision, then of recall; they add up over documents."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall with their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """2PR / (P + R); 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @classmethod
    def of(cls, counts: Counts) -> Score:
        """The score of summed counts; 0 where there is nothing to count."""
        right, said, found, asked = counts
        return cls(right / said if said else 0.0, found / asked if asked else 0.0)


def muc_counts(gold: Sequence[Chain], system: Sequence[Chain]) -> Counts:
    """Links that need not be added (Vilain et al., 1995, "A model-theoretic coreference scoring scheme", MUC-6)."""
    return (*_links(system, gold), *_links(gold, system))


def _links(key: Sequence[Chain], response: Sequence[Chain]) -> tuple[float, float]:
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    kept, all_links = 0, 0
    for chain in key:
        parts = {chain_of[m] for m in chain if m in chain_of}
        alone = sum(m not in chain_of for m in chain)
        kept += len(chain) - len(parts) - alone
        all_links += len(chain) - 1
    return kept, all_links


def b_cubed_counts(gold: Sequence[Chain], system: Sequence[Chain]) -> Counts:
    """Per mention the share of its chain that is right (Bagga and Baldwin, 1998, "Algorithms for scoring coreference chains").

    A mention that only one side has counts 0 there, as in the reference scorer (Pradhan et al., 2014).
    """
    return (*_shares(system, gold), *_shares(gold, system))


def _shares(key: Sequence[Chain], response: Sequence[Chain]) -> tuple[float, float]:
    total, count, others = 0.0, 0, [set(chain) for chain in response]
    for chain in key:
        mine = set(chain)
        total += sum(len(mine & other) ** 2 for other in others) / len(mine)
        count += len(mine)
    return total, count


def ceaf_e_counts(gold: Sequence[Chain], system: Sequence[Chain]) -> Counts:
    """Chains aligned one to one by their Dice likeness (phi 4 of Luo, 2005, "On coreference resolution performance metrics")."""
    likeness = [[_dice(set(one), set(two)) for two in system] for one in gold]
    best = best_alignment(likeness)
    return best, len(system), best, len(gold)


def _dice(one: set[Hashable], two: set[Hashable]) -> float:
    return 2 * len(one & two) / (len(one) + len(two))


def best_alignment(likeness: Sequence[Sequence[float]]) -> float:
    """The greatest sum of one-to-one pairs of rows and columns (Kuhn, 1955, and Munkres, 1957, with potentials; O(n³)).

    >>> best_alignment([[0.5, 0.9], [0.0, 0.8]])
    1.3
    """
    rows, columns = len(likeness), len(likeness[0]) if likeness else 0
    if rows > columns:
        return best_alignment(list(zip(*likeness, strict=True))) if columns else 0.0
    over_rows, over_columns, matched = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        _augment(likeness, row, over_rows, over_columns, matched)
    return sum(likeness[matched[j] - 1][j - 1] for j in range(1, columns + 1) if matched[j])


def _augment(
    likeness: Sequence[Sequence[float]], row: int, over_rows: list[float], over_columns: list[float], matched: list[int]
) -> None:
    """Match one more row by the cheapest path; all numbers count from 1, 0 stands for none."""
    columns = len(matched) - 1
    least, came, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
    matched[0], at = row, 0
    while True:
        used[at], here, step, following = True, matched[at], float("inf"), 0
        for j in range(1, columns + 1):
            if used[j]:
                continue
            cost = -likeness[here - 1][j - 1] - over_rows[here] - over_columns[j]
            if cost < least[j]:
                least[j], came[j] = cost, at
            if least[j] < step:
                step, following = least[j], j
        for j in range(columns + 1):
            if used[j]:
                over_rows[matched[j]] += step
                over_columns[j] -= step
            else:
                least[j] -= step
        at = following
        if not matched[at]:
            break
    while at:
        matched[at], at = matched[came[at]], came[at]


def mention_counts(gold: Sequence[Chain], system: Sequence[Chain]) -> Counts:
    """Mentions found, whatever their chain."""
    one, two = {m for chain in gold for m in chain}, {m for chain in system for m in chain}
    both = len(one & two)
    return both, len(two), both, len(one)


MEASURES: dict[str, Callable[[Sequence[Chain], Sequence[Chain]], Counts]] = {
    "mentions": mention_counts,
    "MUC": muc_counts,
    "B-cubed": b_cubed_counts,
    "CEAF-e": ceaf_e_counts,
}


def muc(gold: Sequence[Chain], system: Sequence[Chain]) -> Score:
    """The MUC score of one text."""
    return Score.of(muc_counts(gold, system))


def b_cubed(gold: Sequence[Chain], system: Sequence[Chain]) -> Score:
    """The B-cubed score of one text."""
    return Score.of(b_cubed_counts(gold, system))


def ceaf_e(gold: Sequence[Chain], system: Sequence[Chain]) -> Score:
    """The CEAF-e score of one text."""
    return Score.of(ceaf_e_counts(gold, system))


def score_all(texts: Sequence[tuple[Sequence[Chain], Sequence[Chain]]]) -> dict[str, Score]:
    """Each measure over all (gold, system) texts: counts are summed, as the reference scorer does."""
    scores = {}
    for name, count in MEASURES.items():
        sums = [count(gold, system) for gold, system in texts]
        right, said, found, asked = (sum(column) for column in zip(*sums, strict=True))
        scores[name] = Score.of((right, said, found, asked))
    return scores


def conll_f1(scores: dict[str, Score]) -> float:
    """The mean F1 of MUC, B-cubed and CEAF-e (Denis and Baldridge, 2009; CoNLL-2011 and -2012)."""
    return (scores["MUC"].f1 + scores["B-cubed"].f1 + scores["CEAF-e"].f1) / 3
