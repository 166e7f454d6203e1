"""Trains the learned heads of records and ships them: `python -m training.record_run` (a quarter of an hour on two cores).

In: the annotated texts of `bench.texts` that are not kept aside. Out: `training/build/records.pt`, and in
`trucebook/data/model/` the graphs `records.onnx` (int8: encoder and scorer of kinds) and `fillers.onnx` (fp32: scorers of
classes and roles).

    net = train(texts, epochs=9)
    export(net, SHIPPED)
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from bench.texts import AnnotatedText, annotated_texts
from training.export import SHIPPED, quantise, sha256
from training.heads import WIDTH
from training.record_labels import Labelled, Place, label
from training.record_net import RecordNet, loss_of
from training.run import BUILD, Average
from trucebook.learned.page import MARKS
from trucebook.learned.scoring import HINT_WIDTH, VOCABULARY
from trucebook.learned.vocabulary import ROLES
from trucebook.reader import Reader

EPOCHS = 9
GOLD = "seed,story,stream,weblog,written"
"""The parts of ../shared/gold: the heads never see them, so that the figures on them are of texts unseen by the heads."""
WORD_INPUTS = ("pieces", "cases", "first", "marks")
FILL_INPUTS = ("words", "rows", "anchors", "kinds", "paths", "hints", "told")


def train(texts: Sequence[Labelled], *, epochs: int, rate: float = 2e-4, budget: int = 1500, seed: int = 1) -> RecordNet:
    """A network trained on `texts`: AdamW, cosine rate, the encoder at `rate`, all else at 1e-3; the mean of its last weights."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    net = RecordNet()
    net.train()
    encoder = [p for name, p in net.named_parameters() if name.startswith("encoder") and p.requires_grad]
    others = [p for name, p in net.named_parameters() if not name.startswith("encoder")]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": rate}, {"params": others, "lr": 1e-3}], weight_decay=0.02)
    steps = epochs * len(batches(texts, budget, chance))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / 50, max(0.02, 0.5 + 0.5 * math.cos(math.pi * min(1, step / steps))))
    )
    average, began = Average(net, 0.998), time.time()
    for epoch in range(epochs):
        losses = []
        for batch in batches(texts, budget, chance):
            loss = loss_of(net, texts, batch, chance)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            average.update(net)
            losses.append(float(loss.detach()))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.time() - began:.0f} s", flush=True)
    net.load_state_dict(average.state)
    net.eval()
    return net


def batches(texts: Sequence[Labelled], budget: int, chance: random.Random) -> list[list[Place]]:
    """All chunks in batches of like length, at most `budget` padded pieces each, in random order."""
    places = [(t, c) for t, text in enumerate(texts) for c in range(len(text.page.chunks))]
    chance.shuffle(places)
    lengths = {(t, c): texts[t].page.chunks[c].length for t, c in places}
    places.sort(key=lambda place: lengths[place] // 12)
    found: list[list[Place]] = []
    longest = 0
    for place in places:
        if not found or max(longest, lengths[place]) * (len(found[-1]) + 1) > budget:
            found.append([])
            longest = 0
        found[-1].append(place)
        longest = max(longest, lengths[place])
    chance.shuffle(found)
    return found


class _Filling(nn.Module):
    """`RecordNet.fill` as a module of its own, for export."""

    def __init__(self, net: RecordNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        return self.net.fill(*inputs)


def export(net: RecordNet, folder: Path) -> None:
    """Writes both graphs into `folder`, opset 17, with free numbers of chunks, pieces, words and anchors."""
    pieces = torch.tensor([[101, 7566, 7107, 1012, 102], [101, 7566, 102, 0, 0]])
    first = torch.tensor([[1, 2, 3], [1, 0, 0]])
    words = (pieces, torch.zeros_like(pieces), first, torch.zeros(*pieces.shape, MARKS))
    axes = {name: {0: "chunks", 1: "words" if name == "first" else "pieces"} for name in WORD_INPUTS}
    axes |= {name: {0: "chunks", 1: "words"} for name in ("scores", "vectors")}
    BUILD.mkdir(exist_ok=True)
    fp32 = BUILD / "records.fp32.onnx"
    torch.onnx.export(
        net, words, str(fp32), input_names=list(WORD_INPUTS), output_names=["scores", "vectors"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantise(fp32, folder / "records.onnx", per_channel=True, reduce_range=True)
    number = torch.tensor([0, 0])
    given = (
        torch.zeros(1, 3, WIDTH), number, torch.tensor([1, 2]), torch.tensor([0, 3]), torch.zeros(2, 3, dtype=torch.long),
        torch.zeros(2, 3, len(ROLES), dtype=torch.long), torch.zeros(2, HINT_WIDTH),
    )  # fmt: skip
    axes = {
        "words": {0: "chunks", 1: "words"},
        **{name: {0: "anchors"} for name in ("rows", "anchors", "kinds", "told", "classes")},
    }
    axes |= {name: {0: "anchors", 1: "words"} for name in ("paths", "hints", "roles")}
    torch.onnx.export(
        _Filling(net), given, str(folder / "fillers.onnx"), input_names=list(FILL_INPUTS), output_names=["classes", "roles"],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def labelled_texts(texts: Sequence[AnnotatedText], *, threads: int = 2) -> Iterator[Labelled]:
    """The labels of all `texts`, read by the rules alone."""
    reader = Reader(threads=threads, learned=False)
    for text in texts:
        yield label(text, reader)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--leave-out", default=GOLD, help="parts of the texts to leave out, joined by commas: to measure on them")
    parser.add_argument("--folder", type=Path, default=SHIPPED, help="where the graphs go (by default into the package)")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    left_out = set(arguments.leave_out.split(","))
    texts = [text for text in annotated_texts() if not text.is_kept_aside and text.part not in left_out]
    labelled = list(labelled_texts(texts, threads=arguments.threads))
    pieces = sum(chunk.length for one in labelled for chunk in one.page.chunks)
    print(f"{len(texts)} texts, {sum(len(one.events) for one in labelled)} anchors, {pieces} word pieces", flush=True)
    net = train(labelled, epochs=arguments.epochs)
    BUILD.mkdir(exist_ok=True)
    torch.save(net.state_dict(), BUILD / "records.pt")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    export(net, arguments.folder)
    meta = {
        "name": "trucebook-records", "made": time.strftime("%Y-%m-%d"), "seed": 1, "epochs": arguments.epochs,
        "texts": len(texts), "anchors": sum(len(one.events) for one in labelled),
        "vocabulary": VOCABULARY, "sha256": sha256(arguments.folder / "records.onnx"),
    }  # fmt: skip
    (arguments.folder / "records.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    print(f"{arguments.folder / 'records.onnx'}: {(arguments.folder / 'records.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
