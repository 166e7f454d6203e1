"""The encoder (MiniLM-L6 with a casing embedding) and the whole model, in plain PyTorch, so that the graph exports cleanly.

In: the arrays of `trucebook.language.pieces.build_inputs` as tensors. Out: for training a dictionary of scores and a loss,
for export a tuple of classes and arc scores.

    model = Model(labels, weights="model.safetensors")
    loss, parts = model.loss(inputs, gold)
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from training.dropout import Dropout
from training.heads import NEVER, WIDTH, build_heads, counted_loss
from training.samples import Gold
from trucebook.language.pieces import CASINGS

LAYERS, PARTS, INNER, VOCABULARY, PLACES = 6, 12, 1536, 30522, 512


class Layer(nn.Module):
    """One BERT layer (Devlin et al., 2019): attention, then two dense layers, each added and normed."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention, self.norm_output = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, barred: Tensor) -> Tensor:
        """(chunks, pieces, 384) and an additive mask (chunks, 1, 1, pieces) -> the same shape."""
        query, key, value = (layer(x).unflatten(-1, (PARTS, -1)).transpose(1, 2) for layer in (self.query, self.key, self.value))
        weights = F.softmax(query @ key.transpose(2, 3) * (1 / math.sqrt(WIDTH // PARTS)) + barred, dim=-1)
        mixed = (weights.to(value.dtype) @ value).transpose(1, 2).flatten(2)
        x = self.norm_attention(x + self.dropout(self.mix(mixed)))
        normed: Tensor = self.norm_output(x + self.dropout(self.narrow(F.gelu(self.widen(x)))))
        return normed


class Encoder(nn.Module):
    """MiniLM-L6 (uncased) whose input also says how each word was cased."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.place = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.case = nn.Embedding(len(CASINGS), WIDTH)
        nn.init.zeros_(self.case.weight)
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, cases: Tensor) -> Tensor:
        """(chunks, pieces) twice -> (chunks, pieces, 384); piece 0 is padding."""
        x = self.word(pieces) + self.place(torch.arange(pieces.size(1))) + self.case(cases)
        x = self.dropout(self.norm(x))
        barred = ((pieces == 0) * NEVER)[:, None, None, :].to(x.dtype)
        for layer in self.layers:
            x = layer(x, barred)
        return x

    def load(self, path: str) -> None:
        """Takes the weights of a published BERT of this size; the segment embedding is added to the places."""
        names = {
            "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
            "attention.output.dense": "mix", "attention.output.LayerNorm": "norm_attention",
            "intermediate.dense": "widen", "output.dense": "narrow", "output.LayerNorm": "norm_output",
        }  # fmt: skip
        published = load_file(path)
        state = {
            "word.weight": published["embeddings.word_embeddings.weight"],
            "place.weight": published["embeddings.position_embeddings.weight"]
            + published["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": published["embeddings.LayerNorm.weight"],
            "norm.bias": published["embeddings.LayerNorm.bias"],
            "case.weight": self.case.weight.detach(),
        }
        for layer in range(LAYERS):
            for theirs, ours in names.items():
                for part in ("weight", "bias"):
                    state[f"layers.{layer}.{ours}.{part}"] = published[f"encoder.layer.{layer}.{theirs}.{part}"]
        self.load_state_dict(state)
        self.word.weight.requires_grad_(False)  # rare pieces keep their place beside the seen ones


class Model(nn.Module):
    """One encoder, all heads."""

    def __init__(self, labels: dict[str, list[str]], *, weights: str | None = None) -> None:
        super().__init__()
        self.encoder = Encoder()
        if weights:
            self.encoder.load(weights)
        self.last = nn.Linear(WIDTH, WIDTH, bias=False)  # what a word's last piece adds to its first
        self.case = nn.Embedding(len(CASINGS), WIDTH)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.case.weight)
        self.dropout = Dropout(0.2)
        self.heads = build_heads(labels)

    def words(self, pieces: Tensor, cases: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Word vectors (chunks, words, 384) and the root's (chunks, 1, 384)."""
        x = self.encoder(pieces, cases)

        def at(places: Tensor) -> Tensor:
            return x.gather(1, places.unsqueeze(-1).expand(-1, -1, WIDTH))

        words = at(first) + self.last(at(last)) + self.case(cases.gather(1, first))
        return self.dropout(words), self.dropout(x[:, :1])

    def loss(self, inputs: dict[str, Tensor], gold: Gold) -> tuple[Tensor, dict[str, float]]:
        """The weighted sum of all heads' losses, and each head's own."""
        words, root = self.words(inputs["pieces"], inputs["cases"], inputs["first"], inputs["last"])
        losses = {}
        for name, head in self.heads.items():
            if name != "tree":
                scores = head.told(words, gold["names_view"]) if name == "names" else head(words)
                losses[name] = head.share * head.loss(scores, gold)
        tree = self.heads["tree"]
        arcs = tree.arcs(words, root).float() + barred_arcs(gold["sentence"], inputs["first"])
        views = tree.label_views(words, root)
        scores = tree.label_scores(*views, gold["head"].clamp(min=0))
        losses["arc"] = tree.share * counted_loss(arcs, gold["head"], 0.0)
        losses["label"] = tree.share * counted_loss(scores, gold["label"], 0.03)
        return torch.stack(list(losses.values())).sum(), {name: float(loss.detach()) for name, loss in losses.items()}

    def forward(self, pieces: Tensor, cases: Tensor, first: Tensor, last: Tensor, starts: Tensor) -> tuple[Tensor, ...]:
        """The exported graph: classes of each head (of names and things log-probabilities), heads (0 is the root), labels, arc
        scores, label views.
        """
        words, root = self.words(pieces, cases, first, last)
        chosen = [self.heads[name](words).argmax(-1) for name in ("upos", "feats", "lemma")]
        chosen += [self.heads[name](words).log_softmax(-1) for name in ("names", "things")]
        guess = self.heads["start"](words)
        begins = torch.where(starts == 0, (guess[..., 1] > guess[..., 0]).long(), (starts > 0).long())
        sentence = torch.cumsum(begins, 1)
        tree = self.heads["tree"]
        arcs = tree.arcs(words, root) + barred_arcs(sentence, first)
        heads = arcs.argmax(-1)
        dependents, views = tree.label_views(words, root)
        labels = tree.label_scores(dependents, views, heads).argmax(-1)
        return (*chosen, begins, heads, labels, arcs, dependents, views)


def barred_arcs(sentence: Tensor, first: Tensor) -> Tensor:
    """(chunks, words, 1 + words): 0 where a head lies in the word's sentence or is the root, `NEVER` elsewhere."""
    same = (sentence[:, :, None] == sentence[:, None, :]) & (first[:, None, :] > 0)
    places = torch.arange(sentence.size(1))
    same = same & (places[:, None] != places[None, :])  # no word hangs on itself
    return F.pad((~same).float() * NEVER, (1, 0))
