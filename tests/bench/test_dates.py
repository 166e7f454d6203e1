"""The causes and shares that ``python -m bench.dates`` prints."""

from __future__ import annotations

from bench.dates import Cause, Judged, judge, share_right

DAY = {"start": "2031-03-04", "end": "2031-03-04"}


def judged(cause: Cause) -> Judged:
    return Judged("part", "text", "contact", cause, 0.0, None, None, "")


def test_causes() -> None:
    assert [judge(DAY, DAY, 1.0), judge(DAY, DAY, 0.5), judge(DAY, None, 0.0), judge(None, DAY, 0.0)] == [
        "right",
        "wrong day",
        "missing",
        "made up",
    ]


def test_share_is_of_the_dated() -> None:
    assert share_right([judged("right"), judged("missing"), judged("made up")]) == 0.5
    assert share_right([judged("made up")]) == 1.0
