"""The ONNX graph with its labels: batches of chunks in, one decoded row of classes and heads per chunk out.

In: `Chunk` objects. Out: one `Row` each, in the same order, with proper trees.

    graph = Graph(Path("trucebook/data/model"))
    row = graph.read([graph.pieces.encode_chunk(["Talks", "resumed", "."])])[0]
    row.heads, graph.labels["tree"][row.labels[0]]  # array([2, 0, 2]), 'nsubj'
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from trucebook.errors import PipelineError
from trucebook.language.decode import Floats, Ints, best_tree, broken_sentences
from trucebook.language.pieces import Chunk, Inputs, WordPieces, build_inputs

CLASSES = ("upos", "feats", "lemma")
SCORES = ("names", "things")
_CALL = 64
"""What a call of the graph costs, in pieces: less padding than that is cheaper than one more call."""

_OUTPUTS = [*CLASSES, *SCORES, "begins", "heads", "labels", "arcs", "label_dependents", "label_heads"]


@dataclass(frozen=True, slots=True)
class Row:
    """What was read in one chunk: one number per word in each array."""

    classes: dict[str, Ints]
    """Per head of `CLASSES` the class numbers."""
    scores: dict[str, Floats]
    """Per head of `SCORES` the log-probabilities of its classes (words, classes)."""
    begins: Ints
    """1 where a sentence starts."""
    heads: Ints
    """Heads, counted from 1 within the chunk; 0 is the root."""
    labels: Ints


class Graph:
    """The model files of one folder, loaded; `graph_file` is another ONNX file of the same model.

    Raises `PipelineError` when a file is missing or not usable.
    """

    def __init__(self, folder: Path, *, threads: int = 2, graph_file: Path | None = None) -> None:
        path = graph_file or folder / "encoder.onnx"
        for needed in (path, folder / "meta.json", folder / "tokenizer.json", folder / "labels.npz"):
            if not needed.is_file():
                raise PipelineError(f"{needed}: the model file is missing; reinstall trucebook or give another --pipeline")
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.labels: dict[str, list[str]] = meta["labels"]
        self.version: str = meta["version"]
        self.states: frozenset[str] = frozenset(meta.get("states", ()))
        self.pieces = WordPieces(folder / "tokenizer.json")
        self.session = open_session(path, threads)
        with np.load(folder / "labels.npz", allow_pickle=False) as weights:
            self._scorer = {name: weights[name].astype(np.float32) for name in weights.files}
        self._root = self.labels["tree"].index("root")

    def read(self, chunks: Sequence[Chunk]) -> list[Row]:
        """One batch through the graph, with proper trees; chunks must not be empty."""
        inputs = build_inputs(chunks, cls=self.pieces.cls, sep=self.pieces.sep)
        found = dict(zip(_OUTPUTS, self.session.run(_OUTPUTS, inputs), strict=True))
        lengths = np.fromiter((len(chunk.cases) for chunk in chunks), np.int64, len(chunks))
        found["begins"][:, 0] = 1
        self._mend(found, lengths)
        return [
            Row(
                classes={name: found[name][row, :length] for name in CLASSES},
                scores={name: found[name][row, :length] for name in SCORES},
                begins=found["begins"][row, :length],
                heads=found["heads"][row, :length],
                labels=found["labels"][row, :length],
            )
            for row, length in enumerate(lengths)
        ]

    def _mend(self, found: dict[str, npt.NDArray[np.int64]], lengths: Ints) -> None:
        """Gives broken sentences their best tree, and new labels to words that need one."""
        heads, labels = found["heads"], found["labels"]
        real = np.arange(heads.shape[1])[None, :] < lengths[:, None]
        old = heads.copy()
        for row, start, end in broken_sentences(heads, found["begins"], lengths):
            arcs = found["arcs"][row, start:end]
            tree = best_tree(np.concatenate([arcs[:, :1], arcs[:, start + 1 : end + 1]], 1))
            heads[row, start:end] = np.where(tree > 0, tree + start, 0)
        labels[(heads == 0) & real] = self._root
        wrong = ((old != heads) | (labels == self._root)) & (heads > 0) & real
        if wrong.any():
            rows, places = np.nonzero(wrong)
            dependents = found["label_dependents"][rows, places]
            views = found["label_heads"][rows, heads[rows, places]]
            labels[rows, places] = self._relabel(dependents, views)

    def _relabel(self, dependents: npt.NDArray[np.int64], views: npt.NDArray[np.int64]) -> Ints:
        """The best label but `root` for pairs of dependents and heads (pairs, 96): the biaffine scorer of training."""
        scorer = self._scorer
        mixed = (dependents @ scorer["weight"].T).reshape(len(dependents), len(scorer["bias"]), -1)
        scores: Floats = np.einsum("prd,pd->pr", mixed, views)
        scores += np.concatenate([dependents, views], 1) @ scorer["bias_weight"].T + scorer["bias"]
        scores[:, self._root] = -np.inf
        best: Ints = scores.argmax(1)
        return best


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An ONNX file, ready to run on `threads` threads. Raises `PipelineError` for one that cannot be used."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises classes of its own that share no public base
        raise PipelineError(f"{path}: not a usable ONNX model ({error}); reinstall trucebook") from error


def by_length(chunks: Sequence[Chunk], budget: int) -> Iterator[list[int]]:
    """The numbers of the chunks in batches of like length, at most `budget` padded pieces (or one chunk) each."""
    order = sorted(range(len(chunks)), key=lambda number: chunks[number].length)
    batch: list[int] = []
    real = 0
    for number in order:
        length = chunks[number].length
        padding = length * len(batch) - real
        if batch and (length * (len(batch) + 1) > budget or padding > max(_CALL, real // 5)):
            yield batch
            batch, real = [], 0
        batch.append(number)
        real += length
    if batch:
        yield batch


__all__ = ["CLASSES", "SCORES", "Graph", "Inputs", "Row", "by_length", "open_session"]
