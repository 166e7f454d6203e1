"""The arithmetic of the coreference measures, on the examples of the papers that defined them."""

from __future__ import annotations

import pytest

from bench.coreference_scores import b_cubed, best_alignment, ceaf_e, conll_f1, muc, score_all

GOLD = [set("12345"), set("67"), set("89ABC")]
"""The running example of Bagga and Baldwin (1998), which Luo (2005) took over; its responses follow."""
A = [set("12345"), set("6789ABC")]
B = [set("1234589ABC"), set("67")]
C = [set("123456789ABC")]
D = [{mention} for mention in "123456789ABC"]


def test_muc_of_vilain():
    """Two chains where the key has one: one link of three is missing."""
    score = muc([set("abcd")], [set("ab"), set("cd")])
    assert (score.precision, score.recall) == (1.0, pytest.approx(2 / 3))


@pytest.mark.parametrize("response", [A, B])
def test_muc_cannot_tell_the_two_responses_apart(response):
    """One wrong link in each: what B-cubed was made for."""
    score = muc(GOLD, response)
    assert (score.precision, score.recall) == (pytest.approx(9 / 10), 1.0)


@pytest.mark.parametrize(("response", "precision"), [(A, 16 / 21), (B, 7 / 12)])
def test_b_cubed_of_bagga_and_baldwin(response, precision):
    """76 % and 58 % in the paper."""
    score = b_cubed(GOLD, response)
    assert (score.precision, score.recall) == (pytest.approx(precision), 1.0)


@pytest.mark.parametrize(("response", "f1"), [(A, 0.733), (B, 0.667), (C, 0.294), (D, 0.178)])
def test_ceaf_e_of_luo(response, f1):
    """The column of the paper's table for phi 4."""
    assert ceaf_e(GOLD, response).f1 == pytest.approx(f1, abs=0.001)


def test_mention_in_no_chain_costs():
    """A mention that only one side has counts there as wrong, not as a chain of its own."""
    score = b_cubed([set("ab")], [set("abc")])
    assert (score.precision, score.recall) == (pytest.approx(4 / 9), 1.0)


def test_best_alignment_is_not_greedy():
    """The greatest cell first would give 0.9 and 0.0."""
    assert best_alignment([[0.9, 0.8], [0.7, 0.0]]) == pytest.approx(1.5)
    assert best_alignment([[0.9], [0.7], [0.95]]) == pytest.approx(0.95)
    assert best_alignment([]) == 0.0


def test_conll_is_the_mean_over_all_texts():
    """Counts are summed before they are divided."""
    scores = score_all([(GOLD, GOLD), (GOLD, GOLD)])
    assert conll_f1(scores) == pytest.approx(1.0)
    assert conll_f1(score_all([(GOLD, [])])) == 0.0
