"""Is a record's confidence true? Measures it by cross-validation, and writes the table behind it. ``python -m bench.confidence``.

In come the annotated texts; out go a reliability table and the expected calibration error (Naeini et al. 2015, ten equal bins) on
those that rules are not tuned on, each document judged by shares and weights of the others only. ``--write`` counts over all
of them and writes ``confidence.yaml`` and ``confidence_weights.yaml`` of ``trucebook/data``, which the reader uses.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bench.texts import FOLDS, annotated_texts, folds_of
from trucebook.evaluation import is_right, pair_records
from trucebook.kinds.confidence import ShareEntry, confidence_of, features_of
from trucebook.lexicon import DATA
from trucebook.reader import Reader
from trucebook.records import Record

BINS = 10
STEPS, RIDGE = 25, 3.0
GLOSSES = {
    "constant": "every record",
    "share": "log odds of the share right that its rule and entries made",
    "slots": "for each slot that is filled",
    "length": "logarithm of the characters of evidence",
    "not_actual": "planned, called for, possible or denied",
    "undated": "without a day",
    "retold": "told in more than one place",
    "chance": "log odds of the chance that the learned heads give",
    "unjudged": "in place of the chance where rules read alone: what it adds on average",
}
LEAST = 5  # a rule that made fewer records than this has no line of its own in the table


@dataclass(frozen=True)
class Judged:
    """A record of the fold of its document, and whether the scorer counts it as right."""

    record: Record
    fold: int
    right: bool
    part: str
    is_kept_aside: bool


def judge(records: Sequence[Record], golds: list[dict[str, Any]], *, text: str) -> list[bool]:
    """For each of ``records``: is it right, as record F1 counts it?"""
    found = [record.to_dict() for record in records]
    right = [False] * len(found)
    for match in pair_records(golds, found, text=text):
        right[match.found] = is_right(match, golds[match.gold]["kind"])
    return right


def judged_records() -> list[Judged]:
    """Every record that the reader takes from the annotated texts, judged."""
    texts = annotated_texts()
    reader = Reader()
    found = []
    for text, fold in zip(texts, folds_of(texts), strict=True):
        records = reader.judge(text.gold.document)
        rights = judge(records, text.gold.records, text=text.gold.document.text)
        found += [Judged(r, fold, ok, text.part, text.is_kept_aside) for r, ok in zip(records, rights, strict=True)]
    return found


def count_shares(judged: Iterable[Judged]) -> dict[str, ShareEntry]:
    """Right and all, by kind and by every reason."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for item in judged:
        for reason in {str(getattr(item.record, "kind", "")), *item.record.because}:
            total[reason] += 1
            right[reason] += item.right
    gloss = "right records on annotated texts"
    return {
        reason: ShareEntry(id=reason, gloss=gloss, right=right[reason], of=count)
        for reason, count in sorted(total.items())
        if count >= LEAST
    }


def fit_weights(features: Sequence[dict[str, float]], rights: Sequence[bool]) -> dict[str, float]:
    """Logistic regression with a small ridge, by Newton's steps: the weight of each feature."""
    names = list(features[0])
    matrix = np.array([[one[name] for name in names] for one in features])
    right = np.array(rights, float)
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (chance - right) + RIDGE * weights
        curve = (matrix.T * (chance * (1 - chance))) @ matrix + RIDGE * np.eye(len(names))
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, (round(float(weight), 3) for weight in weights), strict=True))


def weights_of(judged: Sequence[Judged]) -> dict[str, float]:
    """The weights over those of ``judged`` whose texts are kept aside: rules look better on texts that they were tuned on.

    Each record's share is counted without its fold, as it will be for a new text.
    """
    features, rights = [], []
    for fold in sorted({j.fold for j in judged}):
        shares = count_shares(j for j in judged if j.fold != fold)
        for item in (j for j in judged if j.fold == fold and j.is_kept_aside):
            features.append(features_of(item.record, shares))
            rights.append(item.right)
    weights = fit_weights(features, rights)
    average = sum(one["chance"] for one in features) / max(1, len(features))
    return weights | {"unjudged": round(weights["chance"] * average, 3)}


def cross_validated(judged: Sequence[Judged]) -> Iterator[tuple[Judged, float]]:
    """Each record with the confidence that the texts of the other folds give it."""
    for fold in range(FOLDS):
        others = [j for j in judged if j.fold != fold]
        shares, weights = count_shares(others), weights_of(others)
        yield from ((j, confidence_of(j.record, shares, weights)) for j in judged if j.fold == fold)


def ranking(pairs: Sequence[tuple[float, bool]]) -> float:
    """The chance that a right record has more confidence than a wrong one (area under the ROC curve); ties count half."""
    right, wrong = ([c for c, r in pairs if r == side] for side in (True, False))
    ordered = np.sort(np.array(wrong))
    below = np.searchsorted(ordered, right, "left") + np.searchsorted(ordered, right, "right")
    return float(below.sum()) / (2 * max(1, len(right) * len(wrong)))


def calibration(pairs: list[tuple[float, bool]]) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error, and for each filled bin its mean confidence, its share right and its size."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in pairs:
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    rows = [(sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]
    error = sum(abs(confidence - share) * size for confidence, share, size in rows) / max(1, len(pairs))
    return error, rows


def draw(rows: list[tuple[float, float, int]], error: float, target: Path) -> None:
    """The reliability diagram: share right over confidence, dots as large as their bins; on the line is calibrated."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "trucebook"  # the same figures give the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.6, 4.2))
    axes.plot((0, 1), (0, 1), color="0.7", linewidth=1)
    axes.plot([c for c, _, _ in rows], [r for _, r, _ in rows], color="#1f5f8b", linewidth=1)
    axes.scatter([c for c, _, _ in rows], [r for _, r, _ in rows], s=[8 + n / 4 for _, _, n in rows], color="#1f5f8b")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share of records right")
    axes.set_title(f"expected calibration error {error:.3f}", fontsize=10)
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None})


def write(judged: Sequence[Judged]) -> None:
    """Count and fit over all texts, and write both tables into the package."""
    shares = [entry.model_dump(include={"id", "gloss", "right", "of"}) for entry in count_shares(judged).values()]
    weights = [{"id": name, "gloss": GLOSSES[name], "weight": weight} for name, weight in weights_of(judged).items()]
    for name, entries in (("confidence", shares), ("confidence_weights", weights)):
        head = "# Measured, not written: python -m bench.confidence --write\n"
        text = head + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=120)
        (DATA / f"{name}.yaml").write_text(text, "utf-8")
        print(f"written: {DATA / name}.yaml ({len(entries)} entries)")


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--plot", type=Path, help="draw the reliability diagram here (docs/confidence.svg)")
    parser.add_argument("--write", action="store_true", help="write trucebook/data/confidence.yaml")
    args = parser.parse_args()
    judged = judged_records()
    by_part: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for item, confidence in cross_validated(judged):
        by_part[f"{item.part}, {'kept aside' if item.is_kept_aside else 'tuned'}"].append((confidence, item.right))
    pairs = [pair for part, group in by_part.items() if part.endswith("aside") for pair in group]
    every = [pair for group in by_part.values() for pair in group]
    error, rows = calibration(pairs)
    print(f"{len(pairs)} records of texts kept aside, {FOLDS} folds by document: expected calibration error {error:.3f}")
    print(f"ranking {ranking(pairs):.3f}; over all {len(every)}: error {calibration(every)[0]:.3f}, ranking {ranking(every):.3f}")
    print("confidence  right  records")
    for confidence, share, size in rows:
        print(f"{confidence:10.2f} {share:6.2f} {size:8}")
    for part, group in sorted(by_part.items()):
        mean, share = sum(c for c, _ in group) / len(group), sum(r for _, r in group) / len(group)
        print(f"{part:20} error {calibration(group)[0]:.3f}: mean confidence {mean:.2f}, right {share:.2f}, records {len(group)}")
    if args.plot:
        draw(rows, error, args.plot)
        print(f"drawn: {args.plot}")
    if args.write:
        write(judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
