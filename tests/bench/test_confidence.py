"""The arithmetic of calibration: bins, ranking, the fit."""

from __future__ import annotations

import pytest

from bench.confidence import calibration, fit_weights, ranking


def test_a_calibrated_score_has_no_error() -> None:
    error, rows = calibration([(0.25, True), (0.25, False), (0.25, False), (0.25, False)])
    assert error == 0
    assert rows == [(0.25, 0.25, 4)]
    assert calibration([(0.9, False), (0.9, False)])[0] == pytest.approx(0.9)


def test_ranking_counts_pairs_in_order() -> None:
    assert ranking([(0.9, True), (0.1, False)]) == 1
    assert ranking([(0.1, True), (0.9, False)]) == 0
    assert ranking([(0.5, True), (0.5, False)]) == 0.5


def test_the_fit_finds_what_tells_right_from_wrong() -> None:
    features = [{"constant": 1.0, "slots": float(n)} for n in (1, 2, 3, 4) for _ in range(50)]
    rights = [n > 2 or k % 5 == 0 for n in (1, 2, 3, 4) for k in range(50)]
    weights = fit_weights(features, rights)
    assert weights["slots"] > 1
