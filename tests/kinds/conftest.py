"""One reader for all tests of kinds: loading it takes seconds."""

from __future__ import annotations

import pytest

from trucebook.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
