"""What all tests may ask for: the pipeline and a reader (loaded once), the gold folder, readings made by hand."""

from __future__ import annotations

import datetime
import doctest
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stories import Story

if TYPE_CHECKING:
    from spacy.language import Language

    from trucebook.reader import Reader

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the examples in docstrings that are only to be read: a test that is skipped for ever says nothing."""
    items[:] = [item for item in items if not (isinstance(item, pytest.DoctestItem) and _is_only_read(item))]


def _is_only_read(item: pytest.DoctestItem) -> bool:
    return item.dtest is not None and all(example.options.get(doctest.SKIP) for example in item.dtest.examples)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped pipeline."""
    from trucebook.language.nlp import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """One reader for the whole session: loading it takes seconds."""
    from trucebook.reader import Reader

    return Reader()


@pytest.fixture(scope="session")
def rules() -> Reader:
    """A reader by rules alone: what case tables and lexicon examples are for."""
    from trucebook.reader import Reader

    return Reader(learned=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout that holds the gold texts. Where it is missing, what needs it is skipped."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip(f"{folder} is missing; the gold texts are not part of the project")
    return folder


@pytest.fixture
def story() -> Story:
    """A maker of readings: texts, days and records by hand, without a model."""
    return Story()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the user's reaches a test, and no test writes into the checkout."""
    for name in [name for name in os.environ if name.startswith("TRUCEBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRUCEBOOK_BOOK", str(tmp_path / "unnamed.book"))


@pytest.fixture
def day() -> datetime.date:
    """A publication day: Monday 3 March 2031."""
    return datetime.date(2031, 3, 3)
