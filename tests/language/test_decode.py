"""Trees from scores, lemmas from scripts, chunks from words: the parts that need no model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from trucebook.language.chunks import cut_long, paragraphs
from trucebook.language.decode import best_tree, broken_sentences
from trucebook.language.lemmas import apply_script, derive_script
from trucebook.language.pieces import CASINGS, casing_of, normal_form


def is_tree(heads: tuple[int, ...]) -> bool:
    def reaches_root(word: int, steps: int) -> bool:
        return word == 0 or (steps > 0 and reaches_root(heads[word - 1], steps - 1))

    return heads.count(0) == 1 and all(reaches_root(word, len(heads)) for word in range(1, len(heads) + 1))


@pytest.mark.parametrize("seed", range(12))
def test_the_best_tree_is_the_best_of_all_trees(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 5))
    trees = [heads for heads in itertools.product(range(5), repeat=4) if is_tree(heads)]
    best = max(trees, key=lambda heads: sum(scores[word, head] for word, head in enumerate(heads) if head != word + 1))
    assert tuple(best_tree(scores)) == best


def test_sentences_with_cycles_or_wrong_roots_are_found() -> None:
    heads = np.array([[2, 0, 2, 5, 4], [0, 0, 0, 9, 9]])
    begins = np.array([[1, 0, 0, 1, 0], [1, 0, 1, 1, 1]])
    assert broken_sentences(heads, begins, np.array([5, 3])) == [(0, 3, 5), (1, 0, 2)]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("Killed", "kill"), ("was", "be"), ("Syria", "Syria"), ("talks", "talk"), ("SYRIA", "Syria"), ("n't", "not"), ("US", "US")],
)
def test_a_script_gives_its_lemma_back(word: str, lemma: str) -> None:
    assert apply_script(word, derive_script(word, lemma)) == lemma


def test_a_script_never_eats_a_whole_word() -> None:
    assert apply_script("as", "l3|") == "as"


@pytest.mark.parametrize(
    ("word", "casing"),
    [
        ("talks", "lower"),
        ("Talks", "initial"),
        ("UN", "capitals"),
        ("MiG", "mixed"),
        ("T-72", "digit"),
        ("—", "none"),
        ("I", "initial"),
    ],
)
def test_casing(word: str, casing: str) -> None:
    assert CASINGS[casing_of(word)] == casing


def test_typography_is_mapped_for_the_model_only() -> None:
    assert normal_form("’s") == "'s"
    assert normal_form("“") == '"'


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    words = (["word"] * 29 + ["."]) * 20
    words = [word if place % 30 else "Word" for place, word in enumerate(words)]
    parts = list(cut_long(list(range(len(words))), words, [1] * len(words)))
    assert [place for part in parts for place in part] == list(range(len(words)))
    assert all(len(part) <= 200 and words[part[-1]] == "." for part in parts)


def test_a_text_without_ends_is_cut_all_the_same() -> None:
    parts = list(cut_long(list(range(5000)), ["word"] * 5000, [2] * 5000))
    assert sum(map(len, parts)) == 5000
    assert max(map(len, parts)) <= 160


def test_paragraphs_end_at_line_ends() -> None:
    words = ["A", "\n", "B", " ", "c", "\n\n", "D"]
    blank = [not word.strip() for word in words]
    assert list(paragraphs(words, blank)) == [[0], [2, 4], [6]]
