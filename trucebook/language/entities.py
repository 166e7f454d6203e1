"""From classes of words to named spans of a document, and to spans that agree with each other.

In: the BIO classes of the two name heads, the words and their parts of speech. Out: (start, end, type) by word number.
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


def read_tags(tags: Sequence[str], classes: npt.NDArray[np.int64], begins: npt.NDArray[np.int64]) -> Iterator[Span]:
    """The names in a row of BIO classes; an I without its B opens a name; no name crosses the start of a sentence."""
    start, end, kind = -1, -1, ""
    for place in np.nonzero(classes)[0].tolist():
        prefix, _, own = tags[classes[place]].partition("-")
        if start >= 0 and (place != end or own != kind or prefix == "B" or begins[place]):
            yield start, end, kind
            start = -1
        if not own:
            continue
        if start < 0:
            start, kind = place, own
        end = place + 1
    if start >= 0:
        yield start, end, kind


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
    free = proper & ~taken[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], proper, [False]]).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        if end - start > _LONGEST or not free[start:end].all():
            continue
        name = " ".join(words[start:end])
        kind = "PLACE" if name in states else kinds.get(name)
        if kind and words[start][:1].isupper():
            yield start, end, kind
