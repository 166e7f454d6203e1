"""Scores of raw-text parsing in the manner of the CoNLL 2018 shared task: words are aligned by their characters.

In: gold sentences and the documents that a pipeline made of the same text. Out: F1 per measure, in shares of one.
Differences: blanks count for nothing on both sides, and multi-word tokens are compared by their words.

    scores = Tally(); scores.add(gold_sentences, doc); scores.f1()["las"]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from training.treebanks import Sentence, kept_label

Place = tuple[int, int]


@dataclass(slots=True)
class Word:
    """A word by its place among the non-blank characters, with what is compared."""

    place: Place
    upos: str
    lemma: str
    head: Place | None
    label: str


@dataclass(slots=True)
class Tally:
    """Counts of words that agree, over many documents."""

    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)

    def add(self, sentences: Sequence[Sentence], doc: Doc) -> None:
        """Compares one document with its gold sentences, whose words make up the same text."""
        theirs, their_sentences = gold_words(sentences)
        found, our_sentences = doc_words(doc)
        self._count("sentences", len(their_sentences & our_sentences), len(their_sentences), len(our_sentences))
        aligned = {word.place: word for word in found}
        pairs = [(word, aligned[word.place]) for word in theirs if word.place in aligned]
        attached = [(a, b) for a, b in pairs if a.head == b.head]
        right = {
            "tokens": len(pairs),
            "upos": sum(a.upos == b.upos for a, b in pairs),
            "lemma": sum(a.lemma in (b.lemma, "_") for a, b in pairs),
            "uas": len(attached),
            "las": sum(a.label == b.label for a, b in attached),
            "las_universal": sum(a.label.partition(":")[0] == b.label.partition(":")[0] for a, b in attached),
        }
        for measure, count in right.items():
            self._count(measure, count, len(theirs), len(found))

    def _count(self, measure: str, right: int, gold: int, ours: int) -> None:
        self.right[measure] += right
        self.gold[measure] += gold
        self.ours[measure] += ours

    def f1(self) -> dict[str, float]:
        """The harmonic mean of precision and recall of every measure."""
        return {name: 2 * count / max(1, self.gold[name] + self.ours[name]) for name, count in self.right.items()}


def gold_words(sentences: Sequence[Sentence]) -> tuple[list[Word], set[Place]]:
    """All words with their places, and the places of the sentences."""
    words: list[Word] = []
    spans: set[Place] = set()
    at = 0
    for sentence in sentences:
        places = []
        for form in sentence.words:
            length = len("".join(form.split()))
            places.append((at, at + length))
            at += length
        spans.add((places[0][0], at))
        rows = zip(places, sentence.upos or (), sentence.lemmas or (), sentence.heads or (), sentence.labels or (), strict=True)
        for place, upos, lemma, head, label in rows:
            words.append(Word(place, upos, lemma, places[head - 1] if head else None, label))
    return words, spans


def doc_words(doc: Doc) -> tuple[list[Word], set[Place]]:
    """The same of a spaCy document; blank tokens are left out."""
    places: dict[int, Place] = {}
    at = 0
    for token in doc:
        length = len("".join(token.text.split()))
        places[token.i] = (at, at + length)
        at += length
    words = [
        Word(
            places[token.i],
            token.pos_,
            token.lemma_,
            None if token.head.i == token.i else places[token.head.i],
            kept_label(token.dep_.lower()),
        )
        for token in doc
        if not token.is_space
    ]
    spans = {(places[sent.start][0], places[sent.end - 1][1]) for sent in doc.sents}
    return words, spans


def is_faithful(sentence: Sentence) -> bool:
    """Whether the sentence's words make up its text: else (a handful of clitics) it cannot be aligned by characters."""
    return "".join("".join(sentence.words).split()) == "".join(sentence.text.split())
