"""The network that judges records: one encoder, a scorer of kinds per word, and per anchor the classes and roles of its record.

In: MiniLM's published weights and `Labelled` texts. Out: a `RecordNet`, trained. It has an encoder of its own: the one of
trees and names has unlearnt much of what words mean (kinds of sentences at F1 .67 from its weights, .72 from the published
ones). Beside the words it sees what is known of them (`Page.marks`: names, numbers, relations in the tree) and what the rules'
records say there. These hints are left out of a share of the chunks, more often of texts on which rules were tuned and look
better than they are.

    net = RecordNet()
    kinds, words = net(pieces, cases, first, marks)      # (chunks, words, 8), (chunks, words, 384)
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.heads import NEVER, WIDTH
from training.model import Encoder
from training.record_labels import Labelled, Place
from training.run import minilm
from trucebook.language.pieces import build_inputs
from trucebook.learned.page import MARKS, TRACES
from trucebook.learned.paths import PATHS
from trucebook.learned.scoring import CLASS_SLICES, HINT_WIDTH, hint_vector, spread
from trucebook.learned.traces import EMPTY
from trucebook.learned.vocabulary import CLASSES, KINDS, ROLES

STATEMENT = KINDS.index("statement")
KIND_SHARE, CLASS_SHARE, ROLE_SHARE = 20.0, 0.5, 1.0
UNHINTED, UNHINTED_TUNED = 0.15, 0.5
"""The share of chunks without hints of the rules, and that of chunks on whose texts the rules were tuned."""
DISTANCES = 16
DEPTH = 4
"""Layers kept of the published encoder's six."""


class RecordNet(nn.Module):
    """Scores of kinds at words; scores of classes and roles at anchors."""

    def __init__(self, *, depth: int = DEPTH, hidden: int = 192, view: int = 96, dropout: float = 0.3) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.encoder.load(str(minilm() / "model.safetensors"))
        self.encoder.layers = self.encoder.layers[:depth]
        self.dropout = nn.Dropout(dropout)
        self.marks_below, self.marks_above = (nn.Linear(MARKS, WIDTH, bias=False) for _ in range(2))
        self.kind = nn.Sequential(nn.Linear(WIDTH, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, len(KINDS)))
        self.kind_marks = nn.Linear(MARKS, len(KINDS), bias=False)
        self.classes = nn.Linear(WIDTH, CLASS_SLICES["when"].stop)
        self.class_hints = nn.Linear(HINT_WIDTH, CLASS_SLICES["when"].stop, bias=False)
        self.of_kind = nn.Embedding(len(KINDS), WIDTH)
        self.anchor, self.filler = (nn.Sequential(nn.Linear(WIDTH, view), nn.GELU(), nn.Dropout(dropout)) for _ in range(2))
        self.pair = nn.Linear(view, view * len(ROLES) * 2)  # statements have role scorers of their own
        self.single = nn.Linear(2 * view, len(ROLES) * 2)
        self.distance = nn.Embedding(2 * DISTANCES + 1, len(ROLES))
        self.path = nn.Embedding(PATHS, len(ROLES) * 2)
        self.role_hints = nn.Embedding(EMPTY + 1, len(ROLES))
        for part in (
            self.marks_below,
            self.marks_above,
            self.kind_marks,
            self.class_hints,
            self.of_kind,
            self.distance,
            self.path,
        ):
            nn.init.zeros_(part.weight)
        nn.init.zeros_(self.role_hints.weight)
        nn.init.constant_(self.kind[3].bias, -3.0)  # most words anchor nothing

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Kinds' scores (chunks, words, 8) and words (chunks, words, 384); `marks` (chunks, pieces, `MARKS`) at first pieces."""
        coder = self.encoder
        x = coder.word(pieces) + coder.place(torch.arange(pieces.size(1))) + coder.case(cases) + self.marks_below(marks)
        x = coder.dropout(coder.norm(x))
        barred = ((pieces == 0) * NEVER)[:, None, None, :].to(x.dtype)
        for layer in coder.layers:
            x = layer(x, barred)
        of_words = marks.gather(1, first.unsqueeze(-1).expand(-1, -1, MARKS))
        words = x.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH)) + self.marks_above(of_words)
        words = self.dropout(words)
        return self.kind(words) + self.kind_marks(of_words), words

    def fill(
        self, words: Tensor, rows: Tensor, anchors: Tensor, kinds: Tensor, paths: Tensor, hints: Tensor, told: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of the classes (anchors, all values) and of the roles (anchors, words, roles).

        `rows` says in which chunk of `words` each anchor stands; `paths` (anchors, words), `hints` (anchors, words, roles) and
        `told` (anchors, `HINT_WIDTH`) are those of `trucebook.learned`.
        """
        at = words[rows, anchors]
        classes = self.classes(at) + self.class_hints(told)
        anchor, fillers = self.anchor(at + self.of_kind(kinds)), self.filler(words)[rows]
        queries = self.pair(anchor).view(rows.size(0), len(ROLES) * 2, -1)
        both = torch.cat([anchor[:, None].expand(-1, fillers.size(1), -1), fillers], -1)
        scores = queries @ fillers.transpose(1, 2)
        scores = scores.transpose(1, 2) + self.single(both) + self.path(paths)
        is_statement = (kinds == STATEMENT).view(-1, 1, 1)
        scores = torch.where(is_statement, scores[..., len(ROLES) :], scores[..., : len(ROLES)])
        away = torch.arange(fillers.size(1))[None, :] - anchors[:, None]
        steps = (away.abs().float() ** 0.75).round().clamp(max=DISTANCES).long() * away.sign() + DISTANCES
        columns = torch.arange(len(ROLES))
        return classes, scores + self.distance(steps) + self.role_hints.weight[hints, columns]


def loss_of(net: RecordNet, texts: Sequence[Labelled], batch: Sequence[Place], chance: random.Random) -> Tensor:
    """The weighted sum over kinds, classes and roles."""
    inputs = build_inputs([texts[t].page.chunks[c] for t, c in batch])
    unhinted = [chance.random() < (UNHINTED_TUNED if texts[t].is_tuned else UNHINTED) for t, _ in batch]
    marks = spread([texts[t].page.marks[c] for t, c in batch], inputs)
    marks[np.array(unhinted), :, :TRACES] = 0
    pieces, cases, first = (torch.from_numpy(inputs[name]) for name in ("pieces", "cases", "first"))
    with torch.autocast("cpu", torch.bfloat16):
        scores, words = net(pieces, cases, first, torch.from_numpy(marks))
    scores, words = scores.float(), words.float()
    gold, real = torch.zeros_like(scores), first > 0
    for row, (t, c) in enumerate(batch):
        kinds = torch.from_numpy(texts[t].kinds[c])
        gold[row, : len(kinds)] = kinds
    loss = KIND_SHARE * F.binary_cross_entropy_with_logits(scores[real], gold[real])
    found = [(row, t, number) for row, (t, c) in enumerate(batch) for number in texts[t].events_in(c)]
    return loss + _slot_loss(net, words, texts, found, unhinted) if found else loss


def _slot_loss(
    net: RecordNet, words: Tensor, texts: Sequence[Labelled], found: list[tuple[int, int, int]], unhinted: list[bool]
) -> Tensor:
    events = [texts[t].events[number] for _, t, number in found]
    width = words.size(1)
    paths, hints = np.zeros((len(events), width), np.int64), np.zeros((len(events), width, len(ROLES)), np.int64)
    told, gold = np.zeros((len(events), HINT_WIDTH), np.float32), torch.zeros(len(events), width, len(ROLES))
    counted = torch.zeros(gold.shape, dtype=torch.bool)
    for n, ((row, t, _), event) in enumerate(zip(found, events, strict=True)):
        paths[n, : len(event.path)] = event.path
        hint = None if unhinted[row] else event.hints
        told[n] = hint_vector(hint)
        if hint is not None:
            hints[n, : len(hint[1])] = hint[1]
        may_fill = torch.from_numpy(texts[t].page.may_fill[event.word[0]])
        for column, fillers in enumerate(event.roles):
            if fillers is not None:
                counted[n, : len(may_fill), column] = may_fill[:, column]
                gold[n, fillers, column] = 1
    rows, anchors, kinds = (
        torch.tensor(numbers)
        for numbers in ([row for row, _, _ in found], [event.word[1] for event in events], [event.kind for event in events])
    )
    classes, roles = net.fill(words, rows, anchors, kinds, *(torch.from_numpy(a) for a in (paths, hints, told)))
    total = words.sum() * 0.0
    for name in CLASSES:
        labelled = [n for n, event in enumerate(events) if name in event.classes]
        if labelled:
            wanted = torch.tensor([events[n].classes[name] for n in labelled])
            scores = classes[labelled, CLASS_SLICES[name]]
            total = total + F.cross_entropy(scores, wanted, label_smoothing=0.05, reduction="sum")
    losses = F.binary_cross_entropy_with_logits(roles, gold, reduction="none")
    return (CLASS_SHARE * total + ROLE_SHARE * (losses * counted).sum()) / len(events)
