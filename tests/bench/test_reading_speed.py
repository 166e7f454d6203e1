"""The arithmetic of ``bench.reading``."""

from __future__ import annotations

import pytest

from bench.reading import RATIO, speeds_of


def test_speeds_are_counts_by_seconds() -> None:
    speeds = speeds_of(10, 40, bare=1.0, stage=2.0, whole=4.0)
    assert speeds["documents/s"] == 2.5
    assert speeds["sentences/s"] == 10.0
    assert speeds["bare graph, sentences/s"] == 40.0
    assert speeds["language stage, sentences/s"] == 20.0
    assert speeds["share of the rules"] == 0.5
    assert speeds[RATIO] == pytest.approx(speeds["sentences/s"] / speeds["bare graph, sentences/s"])
