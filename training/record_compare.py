"""Rules alone, heads alone, or both? `python -m training.record_compare [--folds 3]` trains and prints the table.

In: the annotated texts of `bench.texts`. Without `--folds` the heads are trained on the texts on which rules were tuned, and all
are scored on those kept aside; with it the texts are cut into folds, each scored by heads trained on the others (rules were
tuned on most of them, which flatters the rules). Out: slot F1 and record F1 of the rules, of the heads alone, of the rules
without records that the heads find unlikely, and of the rules with records that the heads add.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch

from bench.texts import annotated_texts, folds_of
from training.record_heads import RecordHeads, train
from training.record_labels import DOER, KINDS, ROLES, TARGET, Labelled, label
from trucebook.evaluation import Tally
from trucebook.evaluation.pairing import spans_of
from trucebook.evaluation.slots import BOLD
from trucebook.reader import Reader

UNLIKELY, LIKELY, ALONE, FILLS = 0.02, 0.8, 0.4, 0.4
"""Below which chance a rule's record goes, above which the heads add one (or make one alone), above which a word fills a role."""
APART = 3
"""Words within which only the likeliest anchor of a kind counts."""
MANY = frozenset({"proposal", "contact", "agreement"})
PLACED = frozenset({"incident", "control", "contact", "measure", "agreement"})

Record = dict[str, Any]


class Compared:
    """A text with what the rules read in it and what the heads think of its words."""

    def __init__(self, labelled: Labelled, rules: list[Record], heads: RecordHeads) -> None:
        self.labelled, self.rules, self._heads = labelled, rules, heads
        self.chances = heads.kinds_of(labelled)

    def likely(self) -> list[Record]:
        """The rules' records whose evidence has a likely anchor of their kind."""
        return [record for record in self.rules if self._chance(record) >= UNLIKELY]

    def _chance(self, record: Record) -> float:
        text = self.labelled.text.gold.document.text
        spans, kind, best = spans_of(record, text), KINDS.index(record["kind"]), 0.0
        for chunk, places in enumerate(self.labelled.places):
            for word, place in enumerate(places):
                token = self.labelled.doc[place]
                if any(token.idx < end and token.idx + len(token.text) > start for start, end in spans):
                    best = max(best, float(self.chances[chunk][word, kind]))
        return best

    def added(self, rules: Sequence[Record], least: float) -> Iterator[Record]:
        """The heads' records at anchors likelier than `least` that no record of their kind in `rules` covers."""
        for chunk, chances in enumerate(self.chances):
            for word, kind in zip(*np.nonzero(chances > least), strict=True):
                near = chances[max(0, word - APART) : word + APART + 1, kind]
                if chances[word, kind] < near.max():
                    continue
                record = self._record(chunk, int(word), int(kind))
                if record is not None and not any(_covers(one, record) for one in rules):
                    yield record

    def _record(self, chunk: int, word: int, kind: int) -> Record | None:
        """The record anchored at a word; `None` where a slot that makes it stays empty."""
        scene, places, name = self.labelled.scene, self.labelled.places[chunk], KINDS[kind]
        token = self.labelled.doc[places[word]]
        classes, fillers = self._heads.filled(self.labelled, chunk, word, kind)
        span, day, by, place = scene.evidence(token), scene.date(token), scene.asserted_by(token), scene.place(token)
        record: Record = {"kind": name, "evidence": [span.model_dump()], "modality": classes["modality"]}
        record |= {slot.removeprefix(f"{name}_"): value for slot, value in classes.items() if slot.startswith(f"{name}_")}
        record["date"] = day.model_dump(mode="json") if day else None
        record["asserted_by"] = by.model_dump() if by and name != "statement" else None
        record["place"] = place.model_dump() if place and name in PLACED else None
        for role, slots in zip(ROLES, (DOER, TARGET), strict=True):
            found = self._fillers(fillers[:, ROLES.index(role)], places, many=name in MANY)
            if found and name in slots:
                record[slots[name]] = found if name in MANY else found[0]
        return record if all(record.get(slot) for slot in BOLD[name]) else None

    def _fillers(self, chances: np.ndarray[Any, Any], places: list[int], *, many: bool) -> list[Record]:
        """The actors of the likeliest mentions, the likeliest first."""
        found: list[Record] = []
        for word in np.argsort(-chances):
            if chances[word] < FILLS:
                break
            for actor in self.labelled.actors.get(places[word], ()) if word < len(places) else ():
                if actor.model_dump() not in found:
                    found.append(actor.model_dump())
        return found if many else found[:1]


def _covers(one: Record, other: Record) -> bool:
    """Whether two records are of one kind and their evidence overlaps."""
    spans = [[(s["start"], s["end"]) for s in record["evidence"]] for record in (one, other)]
    return one["kind"] == other["kind"] and any(a < d and c < b for a, b in spans[0] for c, d in spans[1])


WAYS: dict[str, Callable[[Compared], list[Record]]] = {
    "rules alone": lambda text: text.rules,
    "heads alone": lambda text: list(text.added((), ALONE)),
    "rules, unlikely ones out": lambda text: text.likely(),
    "rules, likely ones added": lambda text: [*text.rules, *text.added(text.rules, LIKELY)],
    "both": lambda text: [*text.likely(), *text.added(text.rules, LIKELY)],
}


def print_table(compared: Sequence[Compared]) -> None:
    """A line for each way and part."""
    parts = sorted({one.labelled.text.part for one in compared})
    for part in (*parts, *(["all"] if len(parts) > 1 else [])):
        print(f"\n{part:30} slot P     R     F1 | rec. P     R     F1")
        for name, way in WAYS.items():
            tally = Tally()
            for one in compared:
                gold = one.labelled.text.gold
                if part in ("all", one.labelled.text.part):
                    tally.add(gold.records, way(one), text=gold.document.text)
            row = tally.table()["all"]
            print(
                f"{name:30} {' '.join(f'{v:.3f}' for v in row.slots)} | {' '.join(f'{v:.3f}' for v in row.records)}", flush=True
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=0, help="cross-validation over all texts, not only those kept aside")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    reader = Reader(threads=arguments.threads)
    texts = annotated_texts()
    labelled = [label(text, reader) for text in texts]
    rules = [[record.to_dict() for record in reader.read(text.gold.document).records] for text in texts]
    numbers = folds_of(texts, folds=arguments.folds) if arguments.folds else [0 if text.is_kept_aside else 1 for text in texts]
    groups = defaultdict(list)
    for i, number in enumerate(numbers):
        groups[number].append(i)
    compared = []
    for number in sorted(groups) if arguments.folds else [0]:
        heads = train([labelled[i] for i in range(len(texts)) if numbers[i] != number], epochs=arguments.epochs)
        compared += [Compared(labelled[i], rules[i], heads) for i in groups[number]]
        print(f"fold {number}: trained, {len(groups[number])} texts to score", flush=True)
    print_table(compared)


if __name__ == "__main__":
    main()
