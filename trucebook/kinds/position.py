"""PLACEHOLDER, being written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.records import Position

if TYPE_CHECKING:
    from trucebook.resolution.scene import Scene


def find_positions(scene: Scene) -> Iterator[Position]:
    yield from ()
