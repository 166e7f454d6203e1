"""A document as the graphs see it: its chunks, per word marks of what is known of it, and which words may fill which role.

In come a scene and the chunks of its document (`trucebook.language.encoder.chunks_of`), out goes a :class:`Page`. A word is
told by its chunk and its number in it; ``places`` gives its token.

>>> page = Page(scene, chunks)                       # doctest: +SKIP
>>> page.marks[0].shape, page.may_fill[0].shape      # doctest: +SKIP
((17, 84), (17, 8))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from trucebook.evaluation.slots import words_of
from trucebook.kinds.counts import number_of
from trucebook.learned.anchors import words_of_saying
from trucebook.learned.vocabulary import KINDS, ROLES
from trucebook.resolution.expressions import Expression

if TYPE_CHECKING:
    from trucebook.language.pieces import Chunk
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Word = tuple[int, int]
"""A chunk and a word of it, by their numbers."""

PARTS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
RELATIONS = (
    "root", "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "obl:unmarked", "nmod", "nmod:poss", "nmod:unmarked",
    "compound", "amod", "appos", "conj", "cc", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "aux", "aux:pass", "cop", "mark",
    "case", "det", "nummod", "flat", "parataxis", "advmod", "punct", "dep", "list", "fixed", "csubj",
)  # fmt: skip
NAMES = (
    "PERSON", "ORGANISATION", "PLACE", "NATIONALITY", "WEAPON", "MILITARY_PLATFORM", "TIME", "QUANTITY", "MONEY", "DOCUMENT",
)  # fmt: skip
FACTS = ("actor", "person", "place", "number", "saying", "day", "quoted")
TRACES = 2 * len(KINDS)
"""The first marks of a word, set by `traces.Traces`: by kind, is it the anchor of a rule's record, is it in its evidence."""
MARKS = TRACES + len(FACTS) + len(PARTS) + len(RELATIONS) + len(NAMES)
ONE = frozenset({"a", "an", "one", "another"})
WEAPON_PARTS = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})


class Page:
    """The words of one document with what is known of each."""

    def __init__(self, scene: Scene, chunks: Sequence[tuple[Sequence[int], Chunk]]) -> None:
        self.scene = scene
        self.chunks = [chunk for _, chunk in chunks]
        self.places = [list(places) for places, _ in chunks]
        """Per chunk the index of each word's token."""
        self.at: dict[int, Word] = {i: (c, w) for c, places in enumerate(self.places) for w, i in enumerate(places)}
        self.actors: dict[int, list[dict[str, Any]]] = {
            token.i: [actor.model_dump() for actor in actors] for token, actors in scene.actor_index.mentions()
        }
        self.place_names = self._place_names()
        self.numbers = self._numbers()
        self.days: dict[int, Expression] = {
            placed.head.i: placed.expression for placed in scene.date_index.placed if placed.expression.anchor != "event"
        }
        self._folded: dict[int, frozenset[str]] = {}
        self.may_fill = [self._may_fill(places) for places in self.places]
        self.marks = [self._marks(places) for places in self.places]

    def token(self, word: Word) -> Token:
        """The token of a word."""
        return self.scene.doc[self.places[word[0]][word[1]]]

    def folded(self, i: int) -> frozenset[str]:
        """The letters and digits of token `i`, without accents and case."""
        if i not in self._folded:
            self._folded[i] = frozenset(words_of(self.scene.doc[i].text))
        return self._folded[i]

    @cached_property
    def published(self) -> str:
        """The day of publication, as ISO 8601."""
        return self.scene.document.published.isoformat()

    def _place_names(self) -> dict[int, frozenset[str]]:
        found = {}
        for places in self.places:
            for i in places:
                place = self.scene.place_index.place_at(self.scene.doc[i])
                if place is not None:
                    found[i] = frozenset(words_of(place.name))
        return found

    def _numbers(self) -> dict[int, int]:
        """The number that begins at a token; of "a", "an", "one", "another" it is 1."""
        doc, found, after = self.scene.doc, {}, 0
        for i in range(len(doc)):
            number = number_of(doc, i) if i >= after else None
            if number is not None:
                found[i], after = number
            elif i >= after and doc[i].lower_ in ONE and number_of(doc, min(i + 1, len(doc) - 1)) is None:
                found[i] = 1
        return found

    def _may_fill(self, places: Sequence[int]) -> Bools:
        """(words, roles): may the word fill the role?"""
        table = np.zeros((len(places), len(ROLES)), np.bool_)
        for w, i in enumerate(places):
            table[w, :3] = i in self.actors
            table[w, 3] = i in self.place_names
            table[w, 4:6] = i in self.numbers
            table[w, 6] = self.scene.doc[i].pos_ in WEAPON_PARTS
            table[w, 7] = i in self.days
        return table

    def _marks(self, places: Sequence[int]) -> Floats:
        """(words, `MARKS`): ones and zeros."""
        scene, table = self.scene, np.zeros((len(places), MARKS), np.float32)
        saying = words_of_saying(scene)
        for w, i in enumerate(places):
            token, actors = scene.doc[i], self.actors.get(i)
            facts = (
                actors is not None,
                actors is not None and actors[0]["kind"] == "person",
                i in self.place_names,
                i in self.numbers,
                i in saying,
                i in self.days,
                scene.quotes.contains(token),
            )
            table[w, TRACES : TRACES + len(FACTS)] = facts
            for number in _one_hot(token):
                table[w, TRACES + len(FACTS) + number] = 1
        return table


def _one_hot(token: Token) -> list[int]:
    relation = token.dep_ if token.dep_ in _RELATION else token.base.lower()
    found = (_PART.get(token.pos_), _RELATION.get(relation), _NAME.get(token.ent_type_))
    return [number for number in found if number is not None]


def _numbered(names: Sequence[str], start: int) -> Mapping[str, int]:
    return {name: start + number for number, name in enumerate(names)}


_PART = _numbered(PARTS, 0)
_RELATION = _numbered(RELATIONS, len(PARTS))
_NAME = _numbered(NAMES, len(PARTS) + len(RELATIONS))
