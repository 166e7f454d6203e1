"""How far to trust a record: the chance that it is right, as measured on annotated texts.

In comes a record whose ``because`` names its rule and its lexicon entry and whose ``confidence`` is the chance that the
learned heads give it, out goes the same record with its ``confidence`` calibrated. Three things decide it, measured by
``python -m bench.confidence --write``: the share of right records that its kind, rule and entries made
(``data/confidence.yaml``; a rule that made few is drawn towards its kind: additive smoothing), that chance, and what the
record itself is like, through a logistic regression (Platt, 1999; ``data/confidence_weights.yaml``): records with more slots
filled are right more often, those that are undated less. The weights are fitted on texts on which no rule was tuned.

>>> with_confidence(record, Lexicon()).confidence     # doctest: +SKIP
0.71
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from trucebook.lexicon import Entry, Lexicon
from trucebook.records import Record, RecordT

PRIOR_WEIGHT = 12.0
"""How many records the kind's own share counts for, beside what a rule has made."""
UNMEASURED = 0.5
FAINTEST = 0.02
"""Chances nearer to 0 or 1 count as this near."""
UNCOUNTED = frozenset({"kind", "evidence", "confidence", "because", "modality"})


class ShareEntry(Entry):
    """Of ``of`` records that the kind, rule or entry ``id`` made, ``right`` were right."""

    right: int
    of: int


class WeightEntry(Entry):
    """What one unit of the feature ``id`` adds to the logarithm of the odds."""

    weight: float


def with_confidence(record: RecordT, lexicon: Lexicon) -> RecordT:
    """``record`` with the confidence that it has earned."""
    shares = lexicon.made("confidence", lambda: {e.id: e for e in lexicon.entries("confidence", ShareEntry)})
    weights = lexicon.made(
        "confidence weights", lambda: {e.id: e.weight for e in lexicon.entries("confidence_weights", WeightEntry)}
    )
    return record.model_copy(update={"confidence": round(confidence_of(record, shares, weights), 3)})


def confidence_of(record: Record, shares: Mapping[str, ShareEntry], weights: Mapping[str, float]) -> float:
    """The chance that ``record`` is right, 0..1."""
    score = sum(weights.get(name, 0.0) * value for name, value in features_of(record, shares).items())
    return 1 / (1 + math.exp(-score))


def features_of(record: Record, shares: Mapping[str, ShareEntry]) -> dict[str, float]:
    """What the chance hangs on, by name: the log odds of the measured share first."""
    share = share_of(record, shares)
    is_judged = record.confidence != UNMEASURED
    chance = min(max(record.confidence, FAINTEST), 1 - FAINTEST)
    slots = ((name, getattr(record, name)) for name in type(record).model_fields if name not in UNCOUNTED)
    return {
        "constant": 1.0,
        "share": math.log(share / (1 - share)),
        "slots": float(sum(value is not None and value is not False and value != () for _, value in slots)),
        "length": math.log(sum(span.end - span.start for span in record.evidence)),
        "not_actual": float(record.modality != "actual"),
        "undated": float(record.date is None),
        "retold": float(len(record.evidence) > 1),
        "chance": math.log(chance / (1 - chance)),
        "unjudged": float(not is_judged),
    }


def share_of(record: Record, shares: Mapping[str, ShareEntry]) -> float:
    """The mean over what ``record`` is because of, each share drawn towards the kind's; within 0..1, never at an end."""
    kind = shares.get(str(getattr(record, "kind", "")))
    prior = (kind.right + 1) / (kind.of + 2) if kind else UNMEASURED
    known = [shares[reason] for reason in record.because if reason in shares]
    if not known:
        return prior
    drawn = [(share.right + PRIOR_WEIGHT * prior) / (share.of + PRIOR_WEIGHT) for share in known]
    return sum(drawn) / len(drawn)
