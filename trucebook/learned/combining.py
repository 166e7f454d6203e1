"""Rules and what is learned, put together: the rules' records confirmed or dropped, others added.

In come a page with the rules' records and the learned heads, out go records with the chance that the graphs give each, as their
``confidence``: what `kinds.confidence` makes a calibrated one of.

>>> complete(page, records, heads)                  # doctest: +SKIP
[Statement(...), Incident(...)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from trucebook.learned.filling import new_record
from trucebook.learned.page import Page, Word
from trucebook.learned.scoring import Judged, RecordHeads
from trucebook.learned.traces import Traces
from trucebook.learned.vocabulary import KINDS
from trucebook.records import Record, record_adapter

LIKELY, UNLIKELY = 0.5, 0.05
"""The chance from which a record that no rule found is added, and under which a rule's one is dropped."""
LIKELY_RARE = 0.8
"""As above for kinds of which the heads have seen few: of the proposals and positions likelier than 0.5 one in five is right."""
RARE = frozenset({KINDS.index("proposal"), KINDS.index("position")})
APART = 3
"""Words within which only the likeliest anchor of a kind counts."""

Anchor = tuple[Word, int]
"""A word and the number of a kind."""


def complete(
    page: Page, records: Sequence[Record], heads: RecordHeads, *, likely: float = LIKELY, unlikely: float = UNLIKELY
) -> list[Record]:
    """The records of the page, by rules and heads together; without `records` by the heads alone."""
    traces = Traces(page, [record.to_dict() for record in records])
    judged = heads.judge(page)
    found: list[Record] = []
    taken: set[Anchor] = set()
    for number, record in enumerate(records):
        kind = traces.kind_of(number)
        inside = [(float(judged[c].chances[w, kind]), (c, w)) for c, w in traces.cover[number]]
        chance = max((chance for chance, _ in inside), default=1.0)
        if chance >= unlikely:
            found.append(record.model_copy(update={"confidence": chance}))
            best = [max(inside)[1]] if inside else []
            taken.update((word, kind) for word in (*best, *traces.anchors[number]))
    by_chunk: defaultdict[int, list[Anchor]] = defaultdict(list)
    for anchor in _added(judged, taken, likely):
        by_chunk[anchor[0][0]].append(anchor)
    for chunk, anchors in by_chunk.items():
        for anchor, filling in zip(anchors, heads.fill(page, traces, judged[chunk], anchors), strict=True):
            values = new_record(page, anchor, filling)
            if values is not None:
                chance = float(judged[chunk].chances[anchor[0][1], anchor[1]])
                found.append(
                    record_adapter.validate_python({k: v for k, v in values.items() if v is not None} | {"confidence": chance})
                )
    return found


def _added(judged: Sequence[Judged], taken: set[Anchor], likely: float) -> Iterator[Anchor]:
    """Likely anchors at or near which no kept record stands."""
    for c, chunk in enumerate(judged):
        for word, kind in zip(*np.nonzero(chunk.chances > likely), strict=True):
            near = range(max(0, word - APART), min(len(chunk.chances), word + APART + 1))
            is_best = chunk.chances[word, kind] >= chunk.chances[near.start : near.stop, kind].max()
            is_enough = kind not in RARE or chunk.chances[word, kind] >= LIKELY_RARE
            if is_best and is_enough and not any(((c, w), int(kind)) in taken for w in near):
                yield (c, int(word)), int(kind)
