"""From a dated document to its reading: records with evidence, and the actors in them.

The only module that knows all reading stages: pipeline (text -> Doc), scene (who, where, when), kinds (Doc -> records by rules),
learned (rules' records confirmed or dropped, others added), merging (the same fact told twice is one record), confidence.
In come :class:`Document`, out go :class:`Reading`.

>>> import trucebook
>>> trucebook.read("Peru rejected the Brazilian plan on Sunday.", published="2031-03-04").records    # doctest: +SKIP
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING, cast

from trucebook.kinds import KINDS
from trucebook.kinds.confidence import with_confidence
from trucebook.kinds.future import settle_future
from trucebook.kinds.merging import merge_records
from trucebook.language.encoder import MODEL, chunks_of
from trucebook.language.nlp import load_pipeline
from trucebook.language.pieces import WordPieces
from trucebook.language.tokens import Doc
from trucebook.learned.combining import complete
from trucebook.learned.page import Page
from trucebook.learned.scoring import RecordHeads
from trucebook.lexicon import Lexicon
from trucebook.records import Actor, AnyRecord, Document, Reading, Record
from trucebook.resolution.scene import Scene
from trucebook.sources import check_text, parse_day

if TYPE_CHECKING:
    from pathlib import Path

    import spacy.tokens


THREADS = 2
"""Threads of one call of a graph, unless told otherwise."""


class Reader:
    """Reads documents. Loading one takes seconds; reading takes milliseconds, so keep it.

    ``learned=False`` reads by rules alone: faster, every record with its rule, but it finds fewer.
    """

    def __init__(
        self, *, pipeline: str | None = None, lexicon: Path | str | None = None, threads: int | None = None, learned: bool = True
    ) -> None:
        self.lexicon = Lexicon(lexicon)
        self.nlp = load_pipeline(pipeline) if threads is None else load_pipeline(pipeline, threads=threads)
        self.heads = RecordHeads(MODEL, threads=threads or THREADS) if learned else None
        self._pieces = self.heads.pieces if self.heads else None

    def read(self, document: Document) -> Reading:
        """Read one document."""
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read many documents, in order; the encoder is fed in batches."""
        for_parse, for_reading = tee(documents)
        docs = self.nlp.pipe((document.text for document in for_parse), batch_size=32)
        for doc, document in zip(docs, for_reading, strict=True):
            yield self._reading(doc, Scene.of(Doc(doc), document, self.lexicon))

    def read_openly(self, document: Document) -> tuple[Doc, Scene, Reading]:
        """Read one document and give also its parse and its scene: what an explanation looks into."""
        source = self.nlp(document.text)
        scene = Scene.of(Doc(source), document, self.lexicon)
        return scene.doc, scene, self._reading(source, scene)

    def find(self, document: Document) -> tuple[Page, list[Record]]:
        """The page of one document and the records that rules alone find in it: what the heads learn from."""
        source = self.nlp(document.text)
        scene = Scene.of(Doc(source), document, self.lexicon)
        self._pieces = self._pieces or WordPieces(MODEL / "tokenizer.json")
        return Page(scene, chunks_of(source, self._pieces)), _by_rules(scene)

    def judge(self, document: Document) -> list[Record]:
        """All records of one document, the ``confidence`` of each still the chance that the heads give it (0.5 without heads)."""
        source = self.nlp(document.text)
        return self._judged(source, Scene.of(Doc(source), document, self.lexicon))

    def _judged(self, source: spacy.tokens.Doc, scene: Scene) -> list[Record]:
        found = _by_rules(scene)
        if self.heads is None:
            return found
        published = scene.document.published
        both = complete(Page(scene, chunks_of(source, self.heads.pieces)), found, self.heads)
        return merge_records([settle_future(record, published) for record in both], text=scene.document.text)

    def _reading(self, source: spacy.tokens.Doc, scene: Scene) -> Reading:
        records = [with_confidence(record, self.lexicon) for record in self._judged(source, scene)]
        return Reading(document=scene.document, actors=_actors_of(records), records=cast("tuple[AnyRecord, ...]", tuple(records)))


def _by_rules(scene: Scene) -> list[Record]:
    """The records that rules find, each fact once."""
    published = scene.document.published
    found = [settle_future(record, published) for kind in KINDS for record in kind.find(scene)]
    return merge_records(found, text=scene.document.text)


def _actors_of(records: Iterable[Record]) -> tuple[Actor, ...]:
    """Every actor of ``records`` once, in order of first mention in them."""
    seen: dict[tuple[str | None, str | None], Actor] = {}
    for record in records:
        for name in type(record).model_fields:
            value = getattr(record, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Actor):
                    seen.setdefault((item.party, item.name), item)
    return tuple(seen.values())


def read(text: str, *, published: datetime.date | str, title: str | None = None, reader: Reader | None = None) -> Reading:
    """Read one text published on that day (a date or ``YYYY-MM-DD``). Give a ``reader`` to read more than one.

    Raises :class:`~trucebook.errors.InputError` for a day that is none, and for a text that is empty or not English.
    """
    day = published if isinstance(published, datetime.date) else parse_day(published, source="published")
    check_text(text, source="the text given")
    return (reader or Reader()).read(Document(text=text, published=day, title=title))
