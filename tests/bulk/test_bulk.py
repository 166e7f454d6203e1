"""Many documents: order, faults that stay where they are, several processes."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from trucebook import bulk
from trucebook.bulk import Recipe, read_bulk
from trucebook.errors import LexiconError, PipelineError
from trucebook.ledger.identity import reader_version
from trucebook.records import Document, Reading

DAY = datetime.date(2031, 3, 3)


class StubReader:
    """Reads nothing; fails on texts that say so."""

    def read(self, document: Document) -> Reading:
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if "fault" in document.text:
                raise ValueError("a\nfault")
            yield Reading(document=document)


class UnfitReader(StubReader):
    """Its lexicon is malformed, which it finds when it first needs it."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        raise LexiconError("speech.yaml:1: gloss: Field required")


class DyingReader(StubReader):
    """Its process dies of some texts, as of too little memory."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if "death" in document.text:
                os._exit(9)
            yield Reading(document=document)


class DyingRecipe(Recipe):
    def make_reader(self) -> Any:
        return DyingReader()


def documents(*texts: str) -> list[Document]:
    return [Document(text=text, published=DAY) for text in texts]


def read(texts: Iterable[Document], **options: Any) -> list[bulk.Outcome]:
    return list(read_bulk(texts, Recipe(), reader=StubReader(), **options))  # type: ignore[arg-type]


def test_in_order_over_many_batches() -> None:
    texts = documents(*(f"Text {i}" for i in range(50)))
    assert [outcome.document for outcome in read(texts)] == texts


def test_a_fault_costs_one_document() -> None:
    outcomes = read(documents("One", "a fault", "Two"))
    assert [outcome.error for outcome in outcomes] == [None, "ValueError: a fault", None]
    assert outcomes[1].trace is not None
    assert "Traceback" in outcomes[1].trace


def test_documents_are_taken_as_needed() -> None:
    taken = 0

    def endless() -> Iterator[Document]:
        nonlocal taken
        while True:
            taken += 1
            yield Document(text=f"Text {taken}", published=DAY)

    outcomes = read_bulk(endless(), Recipe(), reader=StubReader())  # type: ignore[arg-type]
    next(outcomes)
    assert taken <= bulk.BATCH


def test_a_reader_that_cannot_be_made_raises() -> None:
    with pytest.raises(PipelineError):
        list(read_bulk(documents("One"), Recipe(pipeline="no_such_pipeline")))


def test_a_malformed_lexicon_is_no_fault_of_each_document() -> None:
    with pytest.raises(LexiconError):
        list(read_bulk(documents("One", "Two"), Recipe(), reader=UnfitReader()))  # type: ignore[arg-type]


def test_two_processes_read_as_one_does(reader: Any) -> None:
    texts = documents(*(f"Peru rejected the ceasefire on Monday. Kenya hosted talks {i}." for i in range(20)))
    alone = list(read_bulk(texts, Recipe(), reader=reader))
    together = list(read_bulk(texts, Recipe(threads=1), processes=2))
    assert [outcome.document for outcome in together] == texts
    assert all(outcome.reading and outcome.reading.records for outcome in together)
    kinds = [[r.kind for r in outcome.reading.records] for outcome in alone if outcome.reading]
    assert [[r.kind for r in outcome.reading.records] for outcome in together if outcome.reading] == kinds


def test_version_tells_readers_apart(tmp_path: Any) -> None:
    plain = reader_version()
    (tmp_path / "speech.yaml").write_text("[]")
    first = reader_version(lexicon=tmp_path)
    (tmp_path / "speech.yaml").write_text("[ ]")
    assert len({plain, reader_version(pipeline="en_other"), first, reader_version(lexicon=tmp_path)}) == 4


def test_a_process_that_dies_costs_one_document() -> None:
    texts = documents("One", "a death", "Two")
    outcomes = list(read_bulk(texts, DyingRecipe(), processes=2))
    assert [outcome.document for outcome in outcomes] == texts
    assert [bool(outcome.error) for outcome in outcomes] == [False, True, False]
    assert "died" in str(outcomes[1].error)
