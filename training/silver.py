"""Silver name tags for trees without names: gold parts of speech say where, the model and the document say of what type.

In: the model and sentences of EWT train. Out: their `names`, "?" where the two disagree.
"""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor

from training.model import Model
from training.samples import Sampler
from training.treebanks import Sentence

SURE = 0.75
"""Mean probability from which a type is believed."""

Reading = tuple[Sentence, Tensor]


@torch.no_grad()  # type: ignore[untyped-decorator]
def read_sentences(model: Model, sampler: Sampler, sentences: list[Sentence]) -> list[Reading]:
    """Each sentence with the names head's probabilities (n, 7)."""
    readings = []
    for groups in sampler.epoch(sentences):
        inputs, _ = sampler.tensors(groups)
        with torch.autocast("cpu", torch.bfloat16):
            words, _ = model.words(inputs["pieces"], inputs["cases"], inputs["first"], inputs["last"])
        chances = model.heads["names"](words.float()).softmax(-1)
        for row, group in enumerate(groups):
            start = 0
            for sentence in group:
                end = start + len(sentence.words)
                readings.append((sentence, chances[row, start:end]))
                start = end
    return readings


def runs(sentence: Sentence) -> list[tuple[int, int]]:
    """The longest runs of proper nouns."""
    found: list[tuple[int, int]] = []
    for place, tag in enumerate(sentence.upos or ()):
        if tag == "PROPN":
            joined = bool(found) and found[-1][1] == place
            found = [*found[:-1], (found[-1][0], place + 1)] if joined else [*found, (place, place + 1)]
    return found


def kinds_of(chances: Tensor) -> Tensor:
    """(n, 7) BIO probabilities -> (n, 4): none, person, organisation, place."""
    return torch.cat([chances[:, :1], chances[:, 1::2] + chances[:, 2::2]], 1)


UNSURE = "?"
"""The tag of a word about which silver says nothing."""


def add_silver(model: Model, sampler: Sampler, sentences: list[Sentence], labels: list[str]) -> int:
    """Gives sentences with trees the silver names of `model`; returns how many names those are.

    The encoder then learns names from the whole of EWT train, not from the few sentences marked by hand.
    """
    readings = read_sentences(model, sampler, sentences)
    count = 0
    for (sentence, _), tags in zip(readings, silver_tags(readings), strict=True):
        sentence.names = [UNSURE if tag < 0 else labels[tag] for tag in tags.tolist()]
        count += int((tags % 2 == 1).sum())
    return count


def silver_tags(readings: list[Reading]) -> list[Tensor]:
    """The classes of each sentence's words, -100 where model and parts of speech disagree."""
    votes: defaultdict[tuple[str, str], list[Tensor]] = defaultdict(list)
    for sentence, chances in readings:
        for start, end in runs(sentence):
            votes[sentence.document, " ".join(sentence.words[start:end])].append(kinds_of(chances)[start:end].mean(0))
    tagged = []
    for sentence, chances in readings:
        best, kinds = chances.argmax(-1), kinds_of(chances)
        tags = torch.where((best == 0) & (kinds[:, 0] > 0.9), 0, -100)
        for start, end in runs(sentence):
            mean = torch.stack(votes[sentence.document, " ".join(sentence.words[start:end])]).mean(0)
            kind = int(mean.argmax())
            # A second name inside, or a name that reaches beyond the run: not for us to say.
            split = bool((best[start + 1 : end] % 2 == 1).any())
            wider = (start > 0 and int(best[start - 1]) > 0) or (end < len(best) and int(best[end]) > 0)
            believed = float(mean[kind]) > SURE and not split and not wider
            tags[start:end] = -100 if not believed else 0 if kind == 0 else 2 * kind
            if believed and kind:
                tags[start] = 2 * kind - 1
        tagged.append(tags)
    return tagged
