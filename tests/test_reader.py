"""The reader for programs: what :func:`trucebook.read` takes, and what it refuses before it loads a model."""

from __future__ import annotations

import datetime

import pytest

import trucebook
from trucebook.errors import InputError, LanguageError
from trucebook.reader import Reader
from trucebook.records import Document

TEXT = "On Sunday Peru rejected a 21-day ceasefire that Brazil had proposed."
FRENCH = "Le gouvernement a annoncé mardi que les deux parties avaient accepté une trêve de vingt jours. " * 3


def test_a_day_may_be_a_date_or_a_string(reader: Reader) -> None:
    told = trucebook.read(TEXT, published="2031-03-04", reader=reader)
    assert told == trucebook.read(TEXT, published=datetime.date(2031, 3, 4), reader=reader)
    assert {record.kind for record in told.records} == {"position", "proposal"}
    assert {actor.party for actor in told.actors} == {"PER", "BRA"}


@pytest.mark.parametrize(
    ("text", "day", "error", "message"),
    [
        (TEXT, "2031-02-30", InputError, "published: 2031-02-30 is no day of the calendar"),
        (TEXT, "tomorrow", InputError, "published: 'tomorrow' is no date; write it YYYY-MM-DD"),
        (" \n", "2031-03-04", InputError, "the text is empty"),
        (FRENCH, "2031-03-04", LanguageError, "not English"),
        ("half \ud83d of one", "2031-03-04", InputError, "broken Unicode"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(text: str, day: str, error: type[InputError], message: str) -> None:
    with pytest.raises(error) as caught:
        trucebook.read(text, published=day)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_many_documents_in_order_and_read_as_alone(reader: Reader) -> None:
    texts = [TEXT, "Nobody fired.", "A drone strike on Machala killed two people on Monday."]
    documents = [Document.model_validate({"text": text, "published": "2031-03-04"}) for text in texts]
    together = list(reader.read_many(documents))
    assert [reading.document for reading in together] == documents
    assert together == [reader.read(document) for document in documents]
