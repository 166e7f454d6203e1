"""From classes of words to named spans of a document, and to spans that agree with each other.

In: the BIO scores of the two name heads, the words and their parts of speech. Out: (start, end, type) by word number.
A name that a report uses more than once has one type there (as Gale, Church and Yarowsky, 1992, say of senses), and is a
name each time.

    spans = [(0, 1, "PLACE"), (9, 10, "ORGANISATION"), (20, 21, "PLACE")]       # three times "Najaf"
    agree(spans, words, proper, frozenset())                                     # all three are PLACE
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Span = tuple[int, int, str]
_LONGEST = 6
_OUTSIDE = 0.98
"""A word that is outside of names with this chance needs no second thought."""
_LEAST = 1e-9


def read_spans(
    tags: Sequence[str], scores: npt.NDArray[np.float32], begins: npt.NDArray[np.int64], edges: npt.NDArray[np.bool_]
) -> Iterator[Span]:
    """The best names by the scores of all their words: each word's own best class would cut "Museum | of | Flight" in pieces.

    `scores` (words, tags) are log-probabilities of `tags`: O, then B and I of each type in turn. First it is decided where names
    begin and end (Viterbi, 1967, over begin, inside, outside), then of what type each is as a whole. No name crosses the start of
    a sentence; `edges` says which words a name may begin and end with.
    """
    kinds = [tag[2:] for tag in tags[1::2]]
    chances = np.exp(scores)
    doubtful = np.flatnonzero(np.diff(np.concatenate([[False], chances[:, 0] < _OUTSIDE, [False]]).astype(np.int8)))
    opening, inside = chances[:, 1::2], chances[:, 2::2]
    layers = np.log(np.stack([chances[:, 0], opening.sum(1), inside.sum(1)], 1) + _LEAST).tolist()
    by_kind = np.log(opening + inside + _LEAST)
    opens = begins.tolist()
    for first, last in doubtful.reshape(-1, 2).tolist():
        for start, end in _runs(_best_path(layers[first:last], opens[first:last])):
            start, end = first + start, first + end
            while start < end and not edges[start]:
                start += 1
            while start < end and not edges[end - 1]:
                end -= 1
            if start < end:
                yield start, end, kinds[int(by_kind[start:end].sum(0).argmax())]


def _best_path(scores: list[list[float]], begins: list[int]) -> list[int]:
    """The best row of outside (0), begin (1) and inside (2) in which what is inside goes on from a begin of its sentence."""
    outside, begin, inside = scores[0][0], scores[0][1], -np.inf
    came: list[tuple[int, int]] = []  # per word: the best class before outside or begin, and before inside
    for (more_outside, more_begin, more_inside), opens in zip(scores[1:], begins[1:], strict=True):
        before = max(outside, begin, inside)
        named = max(begin, inside)
        came.append((0 if before == outside else 1 if before == begin else 2, 1 if named == begin else 2))
        inside = -np.inf if opens else named + more_inside
        outside, begin = before + more_outside, before + more_begin
    path = [max(range(3), key=(outside, begin, inside).__getitem__)]
    for free, bound in reversed(came):
        path.append(bound if path[-1] == 2 else free)
    return path[::-1]


def _runs(path: list[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for place, layer in enumerate([*path, 0]):
        if start >= 0 and layer != 2:
            yield start, place
            start = -1
        if layer == 1:
            start = place


def agree(spans: list[Span], words: Sequence[str], proper: npt.NDArray[np.bool_], states: frozenset[str]) -> list[Span]:
    """The same spans with one type per name, states as places, and names that were overlooked elsewhere in the text.

    `proper` says which words are proper nouns; `states` are names of countries.
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for start, end, kind in spans:
        votes[" ".join(words[start:end])][kind] += 1
    kinds = {name: "PLACE" if name in states else count.most_common(1)[0][0] for name, count in votes.items()}
    for name, count in votes.items():
        ranked = count.most_common(2)
        if len(ranked) == 2 and ranked[0][1] == ranked[1][1] and name not in states:
            del kinds[name]  # as often the one as the other: leave each as it was read
    found = [(start, end, kinds.get(" ".join(words[start:end]), kind)) for start, end, kind in spans]
    taken = np.zeros(len(words) + 1, bool)
    for start, end, _ in found:
        taken[start:end] = True
    return sorted([*found, *_overlooked(words, proper, taken, kinds, states)])


def _overlooked(
    words: Sequence[str],
    proper: npt.NDArray[np.bool_],
    taken: npt.NDArray[np.bool_],
    kinds: dict[str, str],
    states: frozenset[str],
) -> Iterator[Span]:
    """Whole runs of proper nouns in no span that are a known name."""
    free = (proper & ~taken[:-1]).tolist()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], proper, [False]]).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        if end - start > _LONGEST or not all(free[start:end]):
            continue
        name = " ".join(words[start:end])
        kind = "PLACE" if name in states else kinds.get(name)
        if kind and words[start][:1].isupper():
            yield start, end, kind
