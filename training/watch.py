"""Figures on the sentences kept aside, to watch the learning (the real figures come from `python -m bench.language`).

In: a model and sentences. Out: one line of shares, with gold words and, but for `start`, gold sentences.
"""

from __future__ import annotations

from collections import Counter

import torch

from training.model import Model
from training.samples import Sampler
from training.treebanks import Sentence


def spans(tags: list[int]) -> set[tuple[int, int, int]]:
    """(start, end, type) of BIO classes in which O is 0, B of type t is 2t + 1 and I is 2t + 2."""
    found, start = set(), -1
    for place, tag in enumerate([*tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1 or tag != tags[start] + 1):
            found.add((start, place, tags[start]))
            start = -1
        if tag % 2 == 1:
            start = place
    return found


@torch.no_grad()  # type: ignore[untyped-decorator]
def watch(model: Model, sampler: Sampler, sentences: list[Sentence]) -> str:
    """UPOS, features, lemma, UAS and LAS as shares of words; names and things as F1; starts as F1 in groups."""
    model.eval()
    right, counts = Counter[str](), Counter[str]()
    for told in (True, False):
        for groups in sampler.epoch(sentences):
            inputs, gold = sampler.tensors(groups, told=told)
            upos, feats, lemma, names, things, begins, heads, labels, *_ = model(**inputs)
            if not told:
                kept = gold["start"] >= 0
                right["start"] += 2 * int((begins * (gold["start"] == 1))[kept].sum())
                counts["start"] += int(begins[kept].sum() + gold["start"][kept].sum())
                continue
            kept = gold["head"] >= 0
            for name, guess in {"upos": upos, "feats": feats, "lemma": lemma}.items():
                right[name] += int((guess == gold[name])[kept].sum())
                counts[name] += int(kept.sum())
            attached = (heads == gold["head"])[kept]
            right["uas"] += int(attached.sum())
            right["las"] += int((attached & (labels == gold["label"])[kept]).sum())
            counts.update({"uas": int(kept.sum()), "las": int(kept.sum())})
            for name, guess in {"names": names.argmax(-1), "things": things.argmax(-1)}.items():
                for row in range(len(groups)):
                    length = int((gold[name][row] >= 0).sum())
                    ours, theirs = spans(guess[row, :length].tolist()), spans(gold[name][row, :length].tolist())
                    if length and int(gold[name][row, 0]) >= 0:
                        right[name] += 2 * len(ours & theirs)
                        counts[name] += len(ours) + len(theirs)
    return " ".join(f"{name} {right[name] / max(1, counts[name]):.4f}" for name in counts)
