"""How far to trust a record: the share of records right that its rule made on annotated texts.

In comes a record whose ``because`` names its rule and its lexicon entry, out goes the same record with ``confidence`` set. The
shares stand in ``data/confidence.yaml``, measured by ``python -m bench.confidence --write``: for each kind, and for each rule
and entry, drawn towards the share of the kind where a rule made few records (additive smoothing with the kind as prior).

>>> with_confidence(record, Lexicon()).confidence     # doctest: +SKIP
0.71
"""

from __future__ import annotations

from trucebook.lexicon import Entry, Lexicon
from trucebook.records import Record, RecordT

PRIOR_WEIGHT = 12.0
"""How many records the kind's own share counts for, beside what a rule has made."""
UNMEASURED = 0.5


class ShareEntry(Entry):
    """Of ``of`` records that the kind, rule or entry ``id`` made, ``right`` were right."""

    right: int
    of: int


def with_confidence(record: RecordT, lexicon: Lexicon) -> RecordT:
    """``record`` with the confidence that its rule has earned."""
    shares = lexicon.made("confidence", lambda: {e.id: e for e in lexicon.entries("confidence", ShareEntry)})
    return record.model_copy(update={"confidence": round(confidence_of(record, shares), 3)})


def confidence_of(record: Record, shares: dict[str, ShareEntry]) -> float:
    """The mean over what ``record`` is because of, each share drawn towards the kind's; 0..1."""
    kind = shares.get(str(getattr(record, "kind", "")))
    prior = (kind.right + 1) / (kind.of + 2) if kind else UNMEASURED
    known = [shares[reason] for reason in record.because if reason in shares]
    if not known:
        return prior
    drawn = [(share.right + PRIOR_WEIGHT * prior) / (share.of + PRIOR_WEIGHT) for share in known]
    return sum(drawn) / len(drawn)
