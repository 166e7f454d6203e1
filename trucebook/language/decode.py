"""From scores to proper trees: finds sentences whose best heads make no tree, and gives them the best tree there is.

In: heads and arc scores of a batch. Out: the same heads, repaired in place where needed. Nearly all sentences need nothing.

    heads = np.array([[2, 0, 0]])             # two roots
    broken_sentences(heads, np.array([[1, 1, 1]]), np.array([3]))     # [(0, 0, 3)]
    best_tree(scores)                         # one root, no cycle
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_ROOT_PRICE = 1e6
"""Taken off every root arc: the best tree then has as few of them as it can, which is one (Stanojević and Cohen, 2021)."""


def broken_sentences(heads: Ints, begins: Ints, lengths: Ints) -> list[tuple[int, int, int]]:
    """(row, start, end) of each sentence with a cycle, or without exactly one root.

    `heads` (chunks, words) counts words from 1 within the chunk, 0 is the root; `begins` is 1 where a sentence starts;
    `lengths` (chunks,) are the numbers of words without padding.
    """
    chunks, words = heads.shape
    real = np.arange(words)[None, :] < lengths[:, None]
    climbed = np.concatenate([np.zeros((chunks, 1), np.int64), np.where(real, heads, 0)], 1)
    for _ in range(max(1, int(words).bit_length())):  # each round doubles how far every word has climbed
        climbed = np.take_along_axis(climbed, climbed, 1)
    lost = (climbed[:, 1:] > 0) & real
    opened = (begins > 0) & real
    opened[:, 0] = True
    rows, starts = np.nonzero(opened)
    flat = rows * words + starts
    roots = np.add.reduceat(((heads == 0) & real).ravel().astype(np.int64), flat)
    cycles = np.add.reduceat(lost.ravel().astype(np.int64), flat)
    broken = []
    for number in np.nonzero((roots != 1) | (cycles > 0))[0]:
        row, start = int(rows[number]), int(starts[number])
        last = number + 1 == len(rows) or rows[number + 1] != row
        broken.append((row, start, int(lengths[row]) if last else int(starts[number + 1])))
    return broken


def best_tree(scores: npt.NDArray[np.floating[Any]]) -> Ints:
    """The heads of the highest-scoring tree with exactly one root (Chu and Liu, 1965; Edmonds, 1967).

    `scores` (n, 1 + n): row = dependent, column 0 = the root, column j = word j. Returns n heads, 0 for the root.
    """
    count = len(scores)
    square = np.full((count + 1, count + 1), -np.inf)
    square[1:] = scores
    square[1:, 0] -= _ROOT_PRICE
    np.fill_diagonal(square, -np.inf)
    heads: Ints = _arborescence(square)[1:]
    return heads


def _arborescence(scores: npt.NDArray[np.float64]) -> Ints:
    """The best heads of all nodes under node 0; `scores[dependent, head]`; the head of node 0 is 0."""
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    size = len(scores)
    inside = np.zeros(size, bool)
    inside[cycle] = True
    outside = np.nonzero(~inside)[0]  # node 0 stays first
    kept = scores[cycle, heads[cycle]]
    # The cycle becomes one node at the end: entering it breaks one of its arcs.
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, cycle)]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    small[-1, :-1] = entering.max(0)
    small[:-1, -1] = leaving.max(1)
    chosen = _arborescence(small)
    merged = len(outside)
    result = heads.copy()
    for place, node in enumerate(outside):
        head = chosen[place]
        result[node] = cycle[leaving[place].argmax()] if head == merged else outside[head]
    result[0] = 0
    entry = int(chosen[merged])
    result[cycle[entering[:, entry].argmax()]] = outside[entry]
    return result


def _find_cycle(heads: Ints) -> Ints | None:
    state = np.zeros(len(heads), np.int8)  # 0 new, 1 on this path, 2 done
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return np.array(path[path.index(node) :], np.int64)
        state[path] = 2
    return None
