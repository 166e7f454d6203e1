"""The spaCy component `trucebook_encoder`: tokens in, a Universal Dependencies tree, lemmas, features and names out.

It sets `pos_`, `lemma_`, `morph`, `dep_` (UD labels with the subtypes nmod:poss, nsubj:pass, aux:pass, obl:agent, acl:relcl,
obl:unmarked), `head`, sentence starts, and `doc.ents` (PERSON, ORGANISATION, PLACE, NATIONALITY, WEAPON, MILITARY_PLATFORM, TIME,
QUANTITY, MONEY, DOCUMENT). Starts of sentences that are set already are kept.

    nlp = spacy.blank("en")
    nlp.add_pipe("trucebook_encoder")
    nlp("Kenya hosted the talks.")[0].dep_  # 'nsubj'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from trucebook.language.chunks import cut_long, paragraphs, preset_starts
from trucebook.language.entities import agree, read_spans
from trucebook.language.graph import CLASSES, SCORES, Graph, Row, by_length
from trucebook.language.lemmas import apply_script, checked_lemma
from trucebook.language.pieces import Chunk, WordPieces, normal_form

MODEL = Path(__file__).parent.parent / "data" / "model"

_WORDS_AT_ONCE = 20_000
_REMEMBERED = 200_000
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3  # spaCy's codes of ENT_IOB
_INNER = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ"})
"""Parts of speech that no name begins or ends with."""

Array = npt.NDArray[np.int64]
Table = npt.NDArray[np.uint64]


@Language.factory(
    "trucebook_encoder",
    assigns=["token.pos", "token.lemma", "token.morph", "token.dep", "token.head", "token.is_sent_start", "doc.ents"],
    default_config={"model": None, "threads": 2, "batch_pieces": 1500, "across": False},
)
def make_encoder(nlp: Language, name: str, model: str | None, threads: int, batch_pieces: int, across: bool) -> Encoder:
    """The component from its configuration.

    `model`: folder with the model's files (None: the shipped one); `threads`: of one call of the graph; `batch_pieces`: word
    pieces in a batch, padding included; `across`: see `Encoder`. Raises `PipelineError` without a usable model.
    """
    return Encoder(nlp.vocab, Path(model) if model else MODEL, threads=threads, batch_pieces=batch_pieces, across=across)


class Encoder:
    """Reads documents through the graph and writes what it finds into them.

    int8 activations are scaled by the batch, so that a close call can fall otherwise beside other neighbours. A batch therefore
    never mixes documents, and a document is always read the same; with `across` it may, which is faster for single sentences.
    """

    def __init__(
        self,
        vocab: Vocab,
        folder: Path = MODEL,
        *,
        threads: int = 2,
        batch_pieces: int = 1500,
        across: bool = False,
        graph_file: Path | None = None,
    ) -> None:
        self.vocab = vocab
        self._settings = {"threads": threads, "batch_pieces": batch_pieces, "across": across, "graph_file": graph_file}
        self._folder, self._budget, self._across = folder, batch_pieces, across
        self.graph = Graph(folder, threads=threads, graph_file=graph_file)
        labels = self.graph.labels
        strings = vocab.strings
        self._codes = {
            "upos": np.array([IDS[tag] for tag in labels["upos"]], np.uint64),
            "feats": np.array([vocab.morphology.add(bundle) for bundle in labels["feats"]], np.uint64),
            "tree": np.array([strings.add(label) for label in labels["tree"]], np.uint64),
        }
        self._names = _Names(vocab, self.graph)
        self._space, self._dep = IDS["SPACE"], strings.add("dep")
        self._lemmas: dict[tuple[str, int, int], int] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        # A session cannot be copied to another process: it is made anew there from the same files.
        return _restore, (self.vocab, self._folder, self._settings)

    def __call__(self, doc: Doc) -> Doc:
        """Reads one document, in place."""
        self._read([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Reads a stream of documents in order; `across`, up to `batch_size` of them share their batches."""
        stream = iter(stream)
        while docs := list(_some_docs(stream, batch_size)):
            for group in [docs] if self._across else [[doc] for doc in docs]:
                self._read(group)
            yield from docs

    def _read(self, docs: list[Doc]) -> None:
        pages = [_Page(doc, self.graph.pieces) for doc in docs]
        chunks = [chunk for page in pages for chunk in page.chunks]
        rows: dict[int, Row] = {}
        for numbers in by_length(chunks, self._budget):
            rows.update(zip(numbers, self.graph.read([chunks[number] for number in numbers]), strict=True))
        found = iter(rows[number] for number in range(len(chunks)))
        for page in pages:
            self._write(page, list(islice(found, len(page.chunks))))

    def _write(self, page: _Page, rows: list[Row]) -> None:
        """All annotations of one document in one call of `Doc.from_array`."""
        doc, count = page.doc, len(page.words)
        if not count:
            return
        table = np.zeros((count, 7), np.uint64)
        table[:, 0] = _blank_heads(page.blank).view(np.uint64)
        table[:, 1], table[:, 2] = self._dep, self._space
        table[page.blank, 3] = [self.vocab.strings.add(word) for word, blank in zip(page.words, page.blank, strict=True) if blank]
        table[:, 5] = _OUTSIDE
        if rows:
            places = np.concatenate([np.asarray(places, np.int64) for places in page.places])
            classes = {name: np.concatenate([row.classes[name] for row in rows]) for name in CLASSES}
            words = [page.words[place] for place in places]
            table[places, 0] = page.head_offsets(rows).view(np.uint64)
            table[places, 1] = self._codes["tree"][np.concatenate([row.labels for row in rows])]
            table[places, 2] = self._codes["upos"][classes["upos"]]
            table[places, 3] = self._lemma_codes(words, classes["lemma"], classes["upos"])
            table[places, 4] = self._codes["feats"][classes["feats"]]
            begins = np.concatenate([row.begins for row in rows])
            scores = {name: np.concatenate([row.scores[name] for row in rows]) for name in SCORES}
            self._names.write(table, places, words, scores, classes["upos"], begins)
        doc.from_array([HEAD, DEP, POS, LEMMA, MORPH, ENT_IOB, ENT_TYPE], table)  # type: ignore[arg-type]  # stubs: no uint64

    def _lemma_codes(self, words: list[str], scripts: Array, tags: Array) -> list[int]:
        known, codes = self._lemmas, []
        if len(known) > _REMEMBERED:
            known.clear()
        labels = self.graph.labels
        for key in zip(words, scripts.tolist(), tags.tolist(), strict=True):
            code = known.get(key)
            if code is None:
                word, script, tag = key
                plain = normal_form(word)
                lemma = checked_lemma(plain, apply_script(plain, labels["lemma"][script]), labels["upos"][tag])
                code = known[key] = self.vocab.strings.add(lemma or word)
            codes.append(code)
        return codes


class _Page:
    """One document on its way: its words, which are blank, and its chunks with the places of their words."""

    def __init__(self, doc: Doc, pieces: WordPieces) -> None:
        self.doc = doc
        self.words = [token.text for token in doc]
        self.blank = [word.isspace() or not word for word in self.words]
        self.places: list[list[int]] = []
        self.chunks: list[Chunk] = []
        starts = preset_starts(doc)
        for paragraph in paragraphs(self.words, self.blank):
            sizes = [len(ids) for ids, _ in pieces.encode([self.words[place] for place in paragraph])]
            for places in cut_long(paragraph, self.words, sizes):
                told = [starts[place] for place in places] if starts else None
                self.places.append(places)
                self.chunks.append(pieces.encode_chunk([self.words[place] for place in places], told))

    def head_offsets(self, rows: list[Row]) -> Array:
        """Per word how many tokens away its head is; 0 for roots."""
        offsets = []
        for row, places in zip(rows, self.places, strict=True):
            spots = np.asarray(places, np.int64)
            offsets.append(np.where(row.heads > 0, spots[row.heads - 1] - spots, 0))
        return np.concatenate(offsets)


class _Names:
    """Names and things of a document into spaCy's codes; names go before the other things of re3d."""

    def __init__(self, vocab: Vocab, graph: Graph) -> None:
        self._tags, self._things = graph.labels["names"], graph.labels["things"]
        self._kept = {tag[2:] for tag in self._things} - {tag[2:] for tag in self._tags}
        self._codes = {tag[2:]: vocab.strings.add(tag[2:]) for tag in (*self._tags, *self._things) if tag != "O"}
        upos = graph.labels["upos"]
        self._states, self._proper = graph.states, upos.index("PROPN")
        self._edges = np.array([tag not in _INNER for tag in upos])

    def write(
        self,
        table: Table,
        places: Array,
        words: list[str],
        scores: dict[str, npt.NDArray[np.float32]],
        upos: Array,
        begins: Array,
    ) -> None:
        """Fills columns 5 (IOB) and 6 (type): names first, then things that touch none of them."""
        taken = np.zeros(len(table), bool)
        names = list(read_spans(self._tags, scores["names"], begins, self._edges[upos]))
        names = agree(names, words, upos == self._proper, self._states)
        things = read_spans(self._things, scores["things"], begins, np.ones(len(words), bool))
        for start, end, kind in [*names, *(thing for thing in things if thing[2] in self._kept)]:
            first, last = int(places[start]), int(places[end - 1])
            if not taken[first : last + 1].any():
                taken[first : last + 1] = True
                table[first : last + 1, 5] = _INSIDE
                table[first, 5] = _BEGIN
                table[first : last + 1, 6] = self._codes[kind]


def chunks_of(doc: Doc, pieces: WordPieces) -> list[tuple[list[int], Chunk]]:
    """The chunks in which a document goes through a graph, each with the places of its words."""
    page = _Page(doc, pieces)
    return list(zip(page.places, page.chunks, strict=True))


def batches_of(docs: Iterable[Doc], graph: Graph, *, budget: int = 1500) -> list[list[Chunk]]:
    """The batches that these documents make together: what the benchmark feeds to the bare graph."""
    chunks = [chunk for doc in docs for chunk in _Page(doc, graph.pieces).chunks]
    return [[chunks[number] for number in numbers] for numbers in by_length(chunks, budget)]


def _blank_heads(blank: list[bool]) -> Array:
    """Blank tokens hang on the word before them, or after them at the start of a document; a blank document on its first."""
    heads = np.zeros(len(blank), np.int64)
    anchor = blank.index(False) if False in blank else 0
    for place, is_blank in enumerate(blank):
        if is_blank:
            heads[place] = anchor - place
        elif place > anchor:
            anchor = place
    return heads


def _some_docs(stream: Iterator[Doc], most: int) -> Iterator[Doc]:
    words = 0
    for doc in islice(stream, most):
        yield doc
        words += len(doc)
        if words >= _WORDS_AT_ONCE:
            return


def _restore(vocab: Vocab, folder: Path, settings: dict[str, Any]) -> Encoder:
    return Encoder(vocab, folder, **settings)
