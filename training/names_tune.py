"""Teaches the names head anew on the finished encoder: `python -m training.names_tune [--epoch N]`.

The treebanks mark names by different rules (GUM's restaurants are places, UNER's are organisations), so the head is told
which one a sentence comes from while it learns, and keeps UNER's view; then it also learns from EWT train, where gold parts of
speech say where names are. Only this head changes: trees and tags stay as they are.

In: `training/build/epoch-N.pt`. Out: `training/build/epoch-(N+1).pt`.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.export import newest
from training.heads import WIDTH
from training.model import Model
from training.run import BUILD, minilm
from training.samples import Sampler, collect_labels, read_corpus
from training.silver import read_sentences, silver_tags
from training.swaps import NamePool
from training.treebanks import Sentence
from trucebook.language.pieces import WordPieces

PASSES = 3
"""How often every sentence is read, each time with other names in it."""


@torch.no_grad()  # type: ignore[untyped-decorator]
def word_vectors(model: Model, sampler: Sampler, sentences: list[Sentence]) -> tuple[Tensor, Tensor]:
    """(words, 384) and (words,): the encoder's view of every word with a name tag, and the tag."""
    vectors, tags = [], []
    for groups in sampler.epoch(sentences):
        inputs, gold = sampler.tensors(groups)
        with torch.autocast("cpu", torch.bfloat16):
            words, _ = model.words(inputs["pieces"], inputs["cases"], inputs["first"], inputs["last"])
        kept = gold["names"] >= 0
        vectors.append(words[kept].float())
        tags.append(gold["names"][kept])
    return torch.cat(vectors), torch.cat(tags)


def tune(head: nn.Module, sources: list[tuple[Tensor, Tensor]], *, epochs: int, weights: list[float]) -> nn.Module:
    """Trains the head on all sources; the last one (GUM) is marked by a learned offset, the others are EWT."""
    offsets = nn.Parameter(torch.zeros(len(sources), WIDTH))
    vectors = torch.cat([vectors for vectors, _ in sources])
    tags = torch.cat([tags for _, tags in sources])
    fixed = len(sources) - 1  # all but GUM, the last, are EWT
    source = torch.cat([torch.full((len(tags),), number) for number, (_, tags) in enumerate(sources)])
    scale = torch.tensor(weights)[source]
    optimizer = torch.optim.AdamW([*head.parameters(), offsets], lr=5e-4, weight_decay=0.05)
    steps = epochs * (len(tags) // 1024 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))
    head.train()
    for _ in range(epochs):
        for part in torch.randperm(len(tags)).split(1024):
            shift = (offsets * (torch.arange(len(sources)) >= fixed)[:, None])[source[part]]
            noise = F.dropout(vectors[part] + shift, 0.2)
            loss = (F.cross_entropy(head(noise), tags[part], reduction="none", label_smoothing=0.05) * scale[part]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return head.eval()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--epoch", type=int, default=0)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments = parser.parse_args()
    epoch = arguments.epoch or newest()
    torch.manual_seed(1)
    torch.set_num_threads(2)
    corpus = read_corpus(arguments.data)
    labels = collect_labels(corpus.train)
    model = Model(labels)
    state = torch.load(BUILD / f"epoch-{epoch}.pt", weights_only=True)
    model.load_state_dict(state)
    model.eval()
    sampler = Sampler(WordPieces(minilm() / "tokenizer.json"), labels, seed=1)
    pool, chance = NamePool(corpus.train), random.Random(1)
    named = [s for s in corpus.train if s.names]
    groups = [[s for s in named if not s.document.startswith("GUM_")], [s for s in named if s.document.startswith("GUM_")]]
    sources = []
    for number, group in enumerate(groups):
        parts = []
        for turn in range(PASSES if number == 0 else 2):
            parts.append(word_vectors(model, sampler, [pool.swap(s, chance, share=0.7 if turn else 0.0) for s in group]))
        sources.append((torch.cat([v for v, _ in parts]), torch.cat([t for _, t in parts])))
        print(f"source {number}: {len(sources[-1][1])} words", flush=True)
    tune(model.heads["names"], sources, epochs=6, weights=[1.0, 0.5])
    bare = [s for s in corpus.train if s.upos and not s.names]
    pairs = silver_tags(read_sentences(model, sampler, bare))
    vectors, tags = torch.cat([v for v, _ in pairs]), torch.cat([t for _, t in pairs])
    sources.insert(1, (vectors[tags >= 0], tags[tags >= 0]))
    print(f"silver: {len(sources[1][1])} words of {len(tags)}, {int((sources[1][1] % 2 == 1).sum())} names", flush=True)
    tune(model.heads["names"], sources, epochs=6, weights=[1.0, 1.0, 0.3])
    torch.save(model.state_dict(), BUILD / f"epoch-{epoch + 1}.pt")
    print(f"wrote epoch-{epoch + 1}.pt")


if __name__ == "__main__":
    main()
