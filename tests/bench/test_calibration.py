"""The calibration error that ``python -m bench.confidence`` prints."""

from __future__ import annotations

import pytest

from bench.confidence import calibration


def test_true_confidence_has_no_error() -> None:
    error, rows = calibration([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    assert error == 0
    assert rows == [(0.75, 0.75, 4)]


def test_bins_are_weighed_by_their_size() -> None:
    error, _ = calibration([(0.95, False), (0.05, False), (0.05, False), (0.05, False)])
    assert error == pytest.approx(0.95 / 4 + 0.05 * 3 / 4)


def test_full_confidence_falls_into_the_last_bin() -> None:
    assert calibration([(1.0, True)]) == (0.0, [(1.0, 1.0, 1)])
