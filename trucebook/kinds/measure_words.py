"""The words of measures, ready to match: verbs with what they are done to, event nouns with their complements.

In comes the lexicon (``data/measure.yaml``, ``measure_objects.yaml``), out go :class:`MeasureWords` and questions about nouns.

>>> is_among(noun, words.objects["impose_sanctions"])     # "arms embargo"     # doctest: +SKIP
True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.kinds.triggers import TriggerEntry, TriggerIndex, is_word
from trucebook.language.tree import children, modifiers, preposition_of
from trucebook.lexicon import Entry, Lexicon
from trucebook.records import MeasureType, Modality

if TYPE_CHECKING:
    from trucebook.language.tokens import Token


class MeasureEntry(TriggerEntry):
    """A measure and the words for it; see the head of ``data/measure.yaml``."""

    type: MeasureType
    objects: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    own: bool = False
    mutual: bool = False
    state: bool = False
    needs_target: bool = False
    subjects: frozenset[str] = frozenset()
    ordered: bool = False
    asks: bool = False
    orders_out: bool = False
    reverse: bool = False
    organisations: bool = False
    modality: Modality | None = None


class ObjectEntry(Entry):
    """A class of things that measures are done with or to."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class MeasureWords:
    """The lexicon, ready to match: the triggers and, by entry, the words for its objects and complements."""

    index: TriggerIndex[MeasureEntry]
    objects: dict[str, frozenset[tuple[str, ...]]]
    complements: dict[str, frozenset[tuple[str, ...]]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> MeasureWords:
        """Read ``measure.yaml`` and ``measure_objects.yaml``."""
        classes = {e.id: e.words for e in lexicon.entries("measure_objects", ObjectEntry)}
        entries = lexicon.entries("measure", MeasureEntry)
        return cls(
            TriggerIndex.of(entries),
            {e.id: _spread(e.objects, classes) for e in entries},
            {e.id: _spread(e.of, classes) for e in entries},
        )


def _spread(words: tuple[str, ...], classes: dict[str, tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """``words`` with every ``$class`` replaced by its members, each as a tuple of lemmas."""
    found: set[tuple[str, ...]] = set()
    for word in words:
        members = classes.get(word[1:], ()) if word.startswith("$") else (word,)
        found |= {tuple(member.lower().split()) for member in members}
    return frozenset(found)


def is_among(noun: Token, words: frozenset[tuple[str, ...]]) -> bool:
    """Whether ``noun`` heads one of the phrases ``words``: its last word fits, and the words before it stand before it."""
    for phrase in words:
        if not phrase or not _is_noun(noun, phrase[-1]):
            continue
        if len(phrase) == 1:
            return True
        before = {t for c in noun.children for u in c.subtree for t in (u.lower_, u.lemma_.lower())}
        if all(word in before for word in phrase[:-1]):
            return True
    return any(_has_complement(noun, phrase) for phrase in words if len(phrase) == 3 and phrase[1] in ("of", "on"))


def _is_noun(token: Token, word: str) -> bool:
    """Whether ``token`` is ``word`` in the singular or, whatever the lemmatiser made of it, in the plural."""
    return is_word(token, word) or token.lower_ in (f"{word}s", f"{word}es", f"{word[:-1]}ies")


def _has_complement(noun: Token, phrase: tuple[str, ...]) -> bool:
    """``prisoner of war``, ``freeze on aid``: head, preposition, complement."""
    return is_word(noun, phrase[0]) and any(is_word(m, phrase[2]) for m in modifiers(noun, phrase[1]))


def candidates(verb: Token, patient: Token | None, entry: MeasureEntry) -> Iterator[Token]:
    """The tokens in which the object of ``verb`` may stand."""
    if patient is not None:
        yield patient
    yield from (c for c in children(verb, "obj", "ccomp", "xcomp") if patient is None or c.i != patient.i)
    if patient is None:
        # After a particle the object may look like an oblique without a preposition: "handed over the bodies".
        yield from (c for c in children(verb, "obl") if not preposition_of(c) and c.ent_type_ != "TIME")
    if entry.prepositions:
        yield from modifiers(verb, *entry.prepositions)
