"""The heads: what is read off the encoder's words, each with its labels, its loss and its share of the sum.

In: word vectors (chunks, words, 384) and a `Gold` of integer tensors. Out: tensors named after the head, and a loss.
A head learns from the chunks that have its gold; a gold value of -100 is not counted.

To add a head: a class here with `name`, `share`, `forward` and `loss`, its labels in `build_heads`, and a reader that
fills its gold in `training/samples.py`.

    heads = build_heads({"upos": ["NOUN", "VERB"], ...})
    heads["upos"](words)  # (chunks, words, 2)
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.dropout import Dropout
from training.samples import Gold
from training.treebanks import NAME_VIEWS

WIDTH = 384
NEVER = -1e4
"""The score of an impossible arc: finite, so that rows without any possible arc stay numbers."""


def counted_loss(logits: Tensor, gold: Tensor, smoothing: float = 0.0) -> Tensor:
    """Mean cross entropy over the places whose gold is not -100; zero where there is none."""
    kept = gold != -100
    if not bool(kept.any()):
        return logits.sum() * 0.0
    return F.cross_entropy(logits[kept].float(), gold[kept], label_smoothing=smoothing)


class WordHead(nn.Module):
    """One class per word, straight from the word's vector or through one hidden layer."""

    def __init__(self, name: str, labels: list[str], *, share: float, hidden: int = 0) -> None:
        super().__init__()
        self.name, self.labels, self.share = name, labels, share
        self.score: nn.Module = nn.Linear(WIDTH, len(labels))
        if hidden:
            self.score = nn.Sequential(nn.Linear(WIDTH, hidden), nn.GELU(), Dropout(0.2), nn.Linear(hidden, len(labels)))

    def forward(self, words: Tensor) -> Tensor:
        """(chunks, words, 384) -> (chunks, words, labels)."""
        scores: Tensor = self.score(words)
        return scores

    def loss(self, scores: Tensor, gold: Gold) -> Tensor:
        """Cross entropy against `gold[name]` (chunks, words)."""
        return counted_loss(scores, gold[self.name])


class NamesHead(WordHead):
    """The names head: a learned offset tells whose rules a word's gold follows; without it the first view is read.

    The treebanks mark names differently (GUM's restaurants are places, UNER's are organisations); so one head learns from all
    of them and keeps UNER's view.
    """

    def __init__(self, labels: list[str], *, views: int, share: float, hidden: int) -> None:
        super().__init__("names", labels, share=share, hidden=hidden)
        self.offsets = nn.Embedding(views, WIDTH, padding_idx=0)
        nn.init.zeros_(self.offsets.weight)

    def told(self, words: Tensor, views: Tensor) -> Tensor:
        """As `forward`, for words whose gold follows the rules `views` (chunks, words)."""
        return self(words + self.offsets(views))


class TreeHead(nn.Module):
    """Biaffine arcs and labels (Dozat and Manning, 2017): who hangs on whom, and as what.

    Position 0 among the heads is the root, seen through the vector of the [CLS] mark.
    """

    def __init__(self, labels: list[str], *, share: float = 1.0, arc: int = 256, label: int = 96) -> None:
        super().__init__()
        self.name, self.labels, self.share = "tree", labels, share
        self.arc_dependent, self.arc_head = _projection(arc), _projection(arc)
        self.label_dependent, self.label_head = _projection(label), _projection(label)
        self.arc_weight = nn.Linear(arc, arc)  # its bias scores a word's liking to be a head
        self.label_weight = nn.Linear(label, len(labels) * label, bias=False)
        self.label_bias = nn.Linear(2 * label, len(labels))
        nn.init.zeros_(self.arc_weight.weight)
        nn.init.zeros_(self.label_weight.weight)

    def arcs(self, words: Tensor, root: Tensor) -> Tensor:
        """(chunks, words, 1 + words): the score of each head for each word, unmasked."""
        heads = torch.cat([root, words], 1)
        scores: Tensor = self.arc_weight(self.arc_dependent(words)) @ self.arc_head(heads).transpose(1, 2)
        return scores

    def label_views(self, words: Tensor, root: Tensor) -> tuple[Tensor, Tensor]:
        """What label scoring needs of each dependent and each head (the root first): (chunks, words [+ 1], 96)."""
        return self.label_dependent(words), self.label_head(torch.cat([root, words], 1))

    def label_scores(self, dependents: Tensor, heads: Tensor, chosen: Tensor) -> Tensor:
        """(chunks, words, labels) for the one chosen head (chunks, words) of each word: linear, not quadratic."""
        views = heads.gather(1, chosen.unsqueeze(-1).expand(-1, -1, heads.size(-1)))
        mixed = self.label_weight(dependents).unflatten(-1, (len(self.labels), -1))
        products = (mixed @ views.unsqueeze(-1)).squeeze(-1)
        scores: Tensor = products + self.label_bias(torch.cat([dependents, views], -1))
        return scores


def _projection(size: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(WIDTH, size), nn.GELU(), Dropout(0.25))


def build_heads(labels: dict[str, list[str]]) -> nn.ModuleDict:
    """All heads of the model by name; `labels` gives each head's labels in the order of its classes."""
    return nn.ModuleDict(
        {
            "upos": WordHead("upos", labels["upos"], share=0.5),
            "feats": WordHead("feats", labels["feats"], share=0.3),
            "lemma": WordHead("lemma", labels["lemma"], share=0.3),
            "start": WordHead("start", ["inside", "start"], share=0.3),
            "names": NamesHead(labels["names"], views=len(NAME_VIEWS), share=1.0, hidden=192),
            "things": WordHead("things", labels["things"], share=0.25, hidden=192),
            "tree": TreeHead(labels["tree"]),
        }
    )
