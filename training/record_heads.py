"""Heads that read records off an encoder: which kinds are anchored at a word, the classes of their slots, who fills their roles.

In: MiniLM's published weights and `Labelled` texts. Out: a trained `RecordHeads`, and per text the chance of each kind at each
word. The heads have an encoder of their own: the one of trees and names has unlearnt much of what words mean. From its weights
the same heads find the kinds of sentences at F1 .67, from the published ones at .72 (a third of the gold texts kept aside).

    heads = train(texts, epochs=12)
    heads.kinds_of(labelled)[0].shape  # (words of the first chunk, 8)
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.heads import WIDTH
from training.model import Encoder
from training.record_labels import ENUMS, KINDS, ROLES, Event, Labelled
from training.run import minilm
from trucebook.language.pieces import build_inputs

STATEMENT = KINDS.index("statement")
KIND_SHARE, CLASS_SHARE, ROLE_SHARE = 20.0, 0.5, 1.0
Place = tuple[int, int]
"""A text and one of its chunks, by their numbers."""


class RecordHeads(nn.Module):
    """One encoder; a scorer of kinds, a classifier for each enumerated slot, a biaffine scorer for each role."""

    def __init__(self, *, hidden: int = 192, view: int = 96, dropout: float = 0.3) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.encoder.load(str(minilm() / "model.safetensors"))
        self.dropout = nn.Dropout(dropout)
        self.kind = nn.Sequential(nn.Linear(WIDTH, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, len(KINDS)))
        nn.init.constant_(self.kind[3].bias, -3.0)  # most words anchor nothing
        self.classes = nn.ModuleDict({name: nn.Linear(WIDTH, len(values)) for name, values in ENUMS.items()})
        self.of_kind = nn.Embedding(len(KINDS), WIDTH)
        nn.init.zeros_(self.of_kind.weight)
        self.anchor, self.filler = (nn.Sequential(nn.Linear(WIDTH, view), nn.GELU(), nn.Dropout(dropout)) for _ in range(2))
        self.pair = nn.Linear(view, view * len(ROLES) * 2)  # statements have role scorers of their own
        self.single = nn.Linear(2 * view, len(ROLES) * 2)

    def words(self, inputs: dict[str, Tensor]) -> Tensor:
        """(chunks, words, 384): each word's first piece."""
        x = self.encoder(inputs["pieces"], inputs["cases"])
        words: Tensor = self.dropout(x.gather(1, inputs["first"].unsqueeze(-1).expand(-1, -1, WIDTH)))
        return words

    def roles(self, words: Tensor, rows: Tensor, anchors: Tensor, kinds: Tensor) -> Tensor:
        """(events, words, roles): how well each word fills each role of each event."""
        anchor, fillers = self.anchor(words[rows, anchors] + self.of_kind(kinds)), self.filler(words)[rows]
        queries = self.pair(anchor).view(len(rows), len(ROLES) * 2, -1)
        both = torch.cat([anchor[:, None].expand(-1, fillers.size(1), -1), fillers], -1)
        scores: Tensor = torch.einsum("erd,ewd->ewr", queries, fillers) + self.single(both)
        statement = (kinds == STATEMENT).view(-1, 1, 1)
        return torch.where(statement, scores[..., len(ROLES) :], scores[..., : len(ROLES)])

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def kinds_of(self, labelled: Labelled) -> list[npt.NDArray[np.float32]]:
        """Per chunk (words, kinds): the chance that a record of the kind is anchored at the word."""
        return [torch.sigmoid(self.kind(self._words_of(labelled, c)))[0].numpy() for c in range(len(labelled.chunks))]

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def filled(self, labelled: Labelled, chunk: int, word: int, kind: int) -> tuple[dict[str, str], npt.NDArray[np.float32]]:
        """The likeliest class of each slot of a record anchored there, and (words, roles) the chances of its fillers."""
        words = self._words_of(labelled, chunk)
        classes = {name: ENUMS[name][int(head(words[0, word]).argmax())] for name, head in self.classes.items()}
        one = torch.tensor([0]), torch.tensor([word]), torch.tensor([kind])
        return classes, torch.sigmoid(self.roles(words, *one))[0].numpy()

    def _words_of(self, labelled: Labelled, chunk: int) -> Tensor:
        inputs = build_inputs([labelled.chunks[chunk]])
        return self.words({name: torch.from_numpy(array) for name, array in inputs.items()})

    def loss(self, texts: Sequence[Labelled], batch: Sequence[Place]) -> Tensor:
        """The weighted sum over kinds, classes and roles."""
        inputs = build_inputs([texts[t].chunks[c] for t, c in batch])
        with torch.autocast("cpu", torch.bfloat16):
            words = self.words({name: torch.from_numpy(array) for name, array in inputs.items()})
        words = words.float()
        scores = self.kind(words)
        gold, real = torch.zeros_like(scores), torch.from_numpy(inputs["first"] > 0)
        for row, (t, c) in enumerate(batch):
            kinds = torch.from_numpy(texts[t].kinds[c])
            gold[row, : len(kinds)] = kinds
        loss = KIND_SHARE * F.binary_cross_entropy_with_logits(scores[real], gold[real])
        events = [(row, t, e) for row, (t, c) in enumerate(batch) for e in texts[t].events if e.chunk == c]
        if events:
            loss = loss + CLASS_SHARE * self._class_loss(words, events) + ROLE_SHARE * self._role_loss(words, texts, events)
        return loss

    def _class_loss(self, words: Tensor, events: list[tuple[int, int, Event]]) -> Tensor:
        total = words.sum() * 0.0
        for name, head in self.classes.items():
            counted = [(row, e) for row, _, e in events if name in e.classes]
            if counted:
                at = words[[row for row, _ in counted], [e.word for _, e in counted]]
                gold = torch.tensor([e.classes[name] for _, e in counted])
                total = total + F.cross_entropy(head(at), gold, label_smoothing=0.05, reduction="sum")
        return total / len(events)

    def _role_loss(self, words: Tensor, texts: Sequence[Labelled], events: list[tuple[int, int, Event]]) -> Tensor:
        rows, anchors, kinds = (
            torch.tensor([row for row, _, _ in events]),
            torch.tensor([e.word for _, _, e in events]),
            torch.tensor([e.kind for _, _, e in events]),
        )
        scores = self.roles(words, rows, anchors, kinds)
        counted, gold = torch.zeros(scores.shape, dtype=torch.bool), torch.zeros(scores.shape)
        for n, (_, t, event) in enumerate(events):
            mentions = torch.tensor(texts[t].is_mention(event.chunk))
            for role, name in enumerate(ROLES):
                fillers = event.roles.get(name)
                if fillers is not None:
                    counted[n, : len(mentions), role] = mentions
                    gold[n, fillers, role] = 1
        losses = F.binary_cross_entropy_with_logits(scores, gold, reduction="none")
        return (losses * counted).sum() / len(events)


def train(texts: Sequence[Labelled], *, epochs: int, rate: float = 2e-4, budget: int = 1500, seed: int = 1) -> RecordHeads:
    """Heads trained on `texts`: AdamW, cosine rate, the encoder at `rate`, the heads at 1e-3."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    heads = RecordHeads()
    heads.train()
    encoder = [p for name, p in heads.named_parameters() if name.startswith("encoder") and p.requires_grad]
    others = [p for name, p in heads.named_parameters() if not name.startswith("encoder")]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": rate}, {"params": others, "lr": 1e-3}], weight_decay=0.02)
    steps = epochs * len(batches(texts, budget, chance))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / 50, max(0.02, 0.5 + 0.5 * math.cos(math.pi * min(1, step / steps))))
    )
    for _ in range(epochs):
        for batch in batches(texts, budget, chance):
            loss = heads.loss(texts, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(heads.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    heads.eval()
    return heads


def batches(texts: Sequence[Labelled], budget: int, chance: random.Random) -> list[list[Place]]:
    """All chunks in batches of like length, at most `budget` padded pieces each, in random order."""
    places = [(t, c) for t, text in enumerate(texts) for c in range(len(text.chunks))]
    chance.shuffle(places)
    places.sort(key=lambda p: texts[p[0]].chunks[p[1]].length // 12)
    found: list[list[Place]] = []
    longest = 0
    for place in places:
        length = texts[place[0]].chunks[place[1]].length
        if not found or max(longest, length) * (len(found[-1]) + 1) > budget:
            found.append([])
            longest = 0
        found[-1].append(place)
        longest = max(longest, length)
    chance.shuffle(found)
    return found
