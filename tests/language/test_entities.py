"""Names from scores: whole spans of one type, none across sentences, edges that a name may have."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from trucebook.language.entities import _best_path, read_spans

TAGS = ["O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE"]
ALL, NONE = True, False


def scores(*rows: dict[str, float]) -> np.ndarray:
    """Log-probabilities from the chances of some tags; O has the rest."""
    table = np.full((len(rows), len(TAGS)), 1e-6)
    for row, chances in zip(table, rows, strict=True):
        for tag, chance in chances.items():
            row[TAGS.index(tag)] = chance
        row[0] = max(1e-6, 1 - sum(chances.values()))
    return np.log(table).astype(np.float32)


OUT: dict[str, float] = {}
CASES = {
    "one type for all words": (
        [{"B-PLACE": 0.9}, {"I-PERSON": 0.5, "I-PLACE": 0.45}, {"I-PLACE": 0.9}], [1, 0, 0], [ALL] * 3, [(0, 3, "PLACE")],
    ),
    "inside without a begin": ([OUT, {"I-PERSON": 0.6, "B-PERSON": 0.3}], [1, 0], [ALL] * 2, [(1, 2, "PERSON")]),
    "two names side by side": ([{"B-PLACE": 0.9}, {"B-PERSON": 0.9}], [1, 0], [ALL] * 2, [(0, 1, "PLACE"), (1, 2, "PERSON")]),
    "no name crosses sentences": (
        [{"B-PLACE": 0.9}, {"I-PLACE": 0.6, "B-PLACE": 0.3}], [1, 1], [ALL] * 2, [(0, 1, "PLACE"), (1, 2, "PLACE")],
    ),
    "edges are cut": ([{"B-PLACE": 0.9}, {"I-PLACE": 0.9}, {"I-PLACE": 0.9}], [1, 0, 0], [NONE, ALL, NONE], [(1, 2, "PLACE")]),
    "nothing but edges": ([{"B-PLACE": 0.9}], [1], [NONE], []),
    "unlikely": ([{"B-PLACE": 0.3}], [1], [ALL], []),
    "nothing": ([OUT, OUT], [1, 0], [ALL] * 2, []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_spans(case: str) -> None:
    rows, begins, edges, expected = CASES[case]
    assert list(read_spans(TAGS, scores(*rows), np.array(begins), np.array(edges))) == expected


@pytest.mark.parametrize("seed", range(20))
def test_the_best_path_is_the_best_of_all_paths(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table, begins = chance.normal(size=(5, 3)), [1, *chance.integers(0, 2, 4).tolist()]

    def allowed(path: tuple[int, ...]) -> bool:
        steps = zip(path, path[1:], begins[1:], strict=False)
        return path[0] != 2 and all(now != 2 or (before != 0 and not opens) for before, now, opens in steps)

    paths = [path for path in itertools.product(range(3), repeat=5) if allowed(path)]
    best = max(paths, key=lambda path: sum(table[word, layer] for word, layer in enumerate(path)))
    assert _best_path(table.tolist(), begins) == list(best)
