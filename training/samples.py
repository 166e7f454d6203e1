"""Sentences become training samples: chunks of one to five sentences of a document, with the gold of every head.

In: `Sentence` objects. Out: batches of input arrays and `Gold` tensors.

    corpus = read_corpus(Path("../shared/data"))
    labels = collect_labels(corpus.train)
    sampler = Sampler(WordPieces(path), labels, seed=1)
    for inputs, gold in sampler.epoch(corpus.train): ...
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from torch import Tensor

from training.swaps import NamePool
from training.treebanks import Sentence, read_conllu, read_iob2, read_re3d
from trucebook.language.lemmas import derive_script
from trucebook.language.pieces import Chunk, WordPieces, build_inputs, normal_form

Gold = dict[str, Tensor]
"""Per head (chunks, words) class numbers, -100 where not counted; `sentence` numbers the sentences of a chunk, `names_view` says
whose rules their names follow."""

LIMIT = 200
"""Pieces in a chunk."""

NAME_TYPES = ("PERSON", "ORGANISATION", "PLACE")
THING_TYPES = (*NAME_TYPES, "NATIONALITY", "WEAPON", "MILITARY_PLATFORM", "TIME", "QUANTITY", "MONEY", "DOCUMENT")


@dataclass(slots=True)
class Corpus:
    """What is learned from, and a small part kept aside to watch the learning."""

    train: list[Sentence] = field(default_factory=list)
    watch: list[Sentence] = field(default_factory=list)


def read_corpus(data: Path, *, seed: int = 1) -> Corpus:
    """All training sentences below `data` (`shared/data`); three documents in a hundred are kept aside, none of EWT dev."""
    dev = read_conllu(data / "ud/ewt-dev.conllu")
    tagged = read_iob2(data / "names/uner-ewt-dev.iob2")
    for sentence in dev:
        names = tagged.get(sentence.identity, [])
        sentence.names = names if len(names) == len(sentence.words) else None
    trees = read_conllu(data / "ud/ewt-train.conllu") + read_conllu(data / "ud/gum-train.conllu", entities=True)
    things = [*read_re3d(data / "names/re3d-train.txt"), *read_re3d(data / "names/re3d-dev.txt")]
    corpus = Corpus(train=list(dev))
    chance = random.Random(seed)
    kept: dict[str, bool] = {}
    for sentence in trees + things:
        aside = kept.setdefault(sentence.document, chance.random() < 0.03)
        (corpus.watch if aside else corpus.train).append(sentence)
    # The few sentences with names by hand are seen twice an epoch, those of EWT dev (all of them) under other names each time.
    corpus.train += [*dev, *(sentence for sentence in corpus.train if sentence.things)]
    return corpus


def collect_labels(sentences: list[Sentence]) -> dict[str, list[str]]:
    """Per head its labels in the order of its classes: rare lemma scripts and feature bundles are left out."""
    upos = sorted({tag for s in sentences for tag in s.upos or ()})
    tree = sorted({label for s in sentences for label in s.labels or ()})
    feats = Counter(bundle for s in sentences for bundle in s.feats or ())
    scripts = Counter(
        derive_script(normal_form(word), lemma)
        for s in sentences
        for word, lemma in zip(s.words, s.lemmas or (), strict=False)
        if lemma != "_"
    )
    return {
        "upos": upos,
        "feats": sorted(bundle for bundle, count in feats.items() if count >= 3),
        "lemma": sorted(script for script, count in scripts.items() if count >= 3),
        "names": ["O", *(f"{prefix}-{name}" for name in NAME_TYPES for prefix in "BI")],
        "things": ["O", *(f"{prefix}-{name}" for name in THING_TYPES for prefix in "BI")],
        "tree": tree,
    }


class Sampler:
    """Groups sentences into chunks and chunks into batches, anew for every epoch, by one seed."""

    def __init__(self, pieces: WordPieces, labels: dict[str, list[str]], *, seed: int, budget: int = 1200) -> None:
        self._pieces, self._chance, self._budget = pieces, random.Random(seed), budget
        self._classes = {name: {label: i for i, label in enumerate(values)} for name, values in labels.items()}

    def epoch(self, sentences: list[Sentence]) -> list[list[list[Sentence]]]:
        """Batches of groups for one pass over all sentences, in random order."""
        groups = [group for group in self._groups(sentences) if any(self._size(s) <= LIMIT for s in group)]
        groups.sort(key=lambda group: sum(map(self._size, group)) * self._chance.uniform(0.9, 1.1))
        batches: list[list[list[Sentence]]] = [[]]
        for group in groups:
            width = max(sum(map(self._size, one)) + 2 for one in [*batches[-1], group])
            if batches[-1] and width * (len(batches[-1]) + 1) > self._budget:
                batches.append([])
            batches[-1].append(group)
        self._chance.shuffle(batches)
        return batches

    def _size(self, sentence: Sentence) -> int:
        return sum(len(ids) for ids, _ in self._pieces.encode(sentence.words))

    def _groups(self, sentences: list[Sentence]) -> Iterator[list[Sentence]]:
        chance, group, wanted, size = self._chance, list[Sentence](), 1, 0
        for sentence in sentences:
            own = self._size(sentence)
            if own > LIMIT:
                continue
            apart = bool(group) and (
                sentence.document != group[0].document or (sentence.opens_paragraph and chance.random() < 0.7)
            )
            if group and (apart or len(group) >= wanted or size + own > LIMIT):
                yield group
                group, size = [], 0
            if not group:
                wanted = 1 if chance.random() < 0.35 else chance.randint(2, 6)
            group.append(sentence)
            size += own
        if group:
            yield group

    def disguise(self, group: list[Sentence], names: NamePool) -> list[Sentence]:
        """Often with other names; sometimes a headline: the last full stop gone, or large letters where there were small ones."""
        group = [names.swap(sentence, self._chance) if self._chance.random() < 0.6 else sentence for sentence in group]
        if self._chance.random() < 0.06:
            group[-1] = without_stop(group[-1])
        dice = self._chance.random()
        if dice < 0.03:
            change = str.upper if dice < 0.012 else _capitalised
            group = [replace(s, words=[change(word) for word in s.words], lemmas=None) for s in group]
        return group

    def tensors(self, groups: list[list[Sentence]], *, told: bool = False) -> tuple[dict[str, Tensor], Gold]:
        """Inputs and gold of one batch; `told` gives the gold sentence starts as input."""
        chunks = [self._chunk(group, told) for group in groups]
        inputs = {name: torch.from_numpy(array) for name, array in build_inputs(chunks).items()}
        shape = inputs["first"].shape
        gold = {name: torch.full(shape, -100) for name in GOLD}
        gold |= {name: torch.zeros(shape, dtype=torch.long) for name in ("sentence", "names_view")}
        for row, group in enumerate(groups):
            start = 0
            for number, sentence in enumerate(group):
                end = start + len(sentence.words)
                gold["sentence"][row, start:end] = number + 1
                gold["names_view"][row, start:end] = sentence.names_view
                for name, values in self._gold(sentence, start).items():
                    gold[name][row, start:end] = torch.tensor(values)
                start = end
        return inputs, gold

    def _chunk(self, group: list[Sentence], told: bool) -> Chunk:
        words = [word for sentence in group for word in sentence.words]
        starts = [1 if place == 0 else -1 for s in group for place in range(len(s.words))] if told else None
        return self._pieces.encode_chunk(words, starts)

    def _gold(self, sentence: Sentence, start: int) -> dict[str, list[int]]:
        classes, gold = self._classes, dict[str, list[int]]()
        if sentence.heads and sentence.labels and sentence.upos and sentence.feats is not None:
            gold["head"] = [head + start if head else 0 for head in sentence.heads]
            gold["label"] = [classes["tree"].get(label, -100) for label in sentence.labels]
            gold["upos"] = [classes["upos"].get(tag, -100) for tag in sentence.upos]
            gold["feats"] = [classes["feats"].get(bundle, -100) for bundle in sentence.feats]
            gold["start"] = [int(place == 0) for place in range(len(sentence.words))]
        if sentence.lemmas:
            scripts = [derive_script(normal_form(w), m) for w, m in zip(sentence.words, sentence.lemmas, strict=True)]
            gold["lemma"] = [classes["lemma"].get(script, -100) for script in scripts]
        if sentence.names:
            gold["names"] = [classes["names"].get(tag, -100) for tag in sentence.names]  # UNSURE is not counted
        if sentence.things:
            gold["things"] = [classes["things"][tag] for tag in sentence.things]
        return gold


GOLD = ("head", "label", "upos", "feats", "lemma", "start", "names", "things")


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


def without_stop(sentence: Sentence) -> Sentence:
    """The sentence without its last full stop, when it ends in one on which no word hangs."""
    last = len(sentence.words)
    if last < 3 or sentence.words[-1] != "." or sentence.heads is None or last in sentence.heads:
        return sentence
    layers = ("words", "upos", "feats", "lemmas", "heads", "labels", "names", "things")
    cut = {name: value[:-1] for name in layers if (value := getattr(sentence, name)) is not None}
    return replace(sentence, **cut)
