"""The common nouns by which actors are called: titles, bodies, forces, groups, and the words for nobody in particular.

In comes a :class:`Lexicon`, out goes a :class:`Vocabulary` that finds titles and collective nouns in a text.

>>> from trucebook.language.names import words_of_text
>>> vocabulary(Lexicon()).find_titles(words_of_text("the Omani foreign minister"))[0].value.of
'state'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from trucebook.language.names import Phrase, PhraseTable, Word, normal
from trucebook.lexicon import Entry, Lexicon
from trucebook.resolution.parties import ActsAs, BodyEntry

SpeaksFor = Literal["state", "side", "rank", "nobody", "counterpart"]
Gender = Literal["f", "m"]


class TitleEntry(Entry):
    """Titles of one sort."""

    of: SpeaksFor
    titles: tuple[str, ...]
    gender: Gender | None = None
    party: str | None = None
    local: bool = False
    """Whether the office is of a place, and speaks for the state in which that lies."""
    armed: bool = False
    """Whether it is a rank of an army or a police, whose bearer speaks for the state that the text is about."""


class NobodyEntry(Entry):
    """Words for nobody in particular."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A title as found: its singular form, for whom its holder speaks, and whether it stands in the plural."""

    name: str
    of: SpeaksFor
    gender: Gender | None = None
    plural: bool = False
    party: str | None = None
    local: bool = False
    armed: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A collective noun as found."""

    name: str
    acts_as: ActsAs
    plural: bool = False


class Vocabulary:
    """Finds titles and collective nouns; any letter case, singular and plural."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._titles: PhraseTable[Title] = PhraseTable(cased=False)
        self._nouns: PhraseTable[tuple[Noun, ...]] = PhraseTable(cased=False)
        for title in lexicon.entries("titles", TitleEntry):
            for name in title.titles:
                one = Title(normal(name), title.of, title.gender, party=title.party, local=title.local, armed=title.armed)
                self._titles.add(name, one)
                if title.of != "rank" or title.gender is None:
                    for many in plurals_of(name):
                        self._titles.add(many, replace(one, plural=True))
        self._add_nouns(lexicon)
        entries = {entry.id: entry for entry in lexicon.entries("nobody", NobodyEntry)}
        self.nobody = frozenset(word for entry in entries.values() if entry.id != "vague_collectives" for word in entry.words)

    def _add_nouns(self, lexicon: Lexicon) -> None:
        senses: dict[str, tuple[Noun, ...]] = {}
        for entry in lexicon.entries("bodies", BodyEntry):
            for name in entry.nouns:
                for form, plural in ((name, False), *((many, True) for many in plurals_of(name))):
                    noun = Noun(name, entry.acts_as, plural)
                    senses[form] = (*senses.get(form, ()), noun)
        for form, nouns in senses.items():
            self._nouns.add(form, nouns)

    def find_titles(self, words: Sequence[Word]) -> list[Phrase[Title]]:
        """The titles in ``words``, the longest at each place."""
        return self._titles.find(words)

    def find_nouns(self, words: Sequence[Word]) -> list[Phrase[tuple[Noun, ...]]]:
        """The collective nouns in ``words``, each with all its senses (a militia is a group and the members of one)."""
        return self._nouns.find(words)


def plurals_of(name: str) -> Iterator[str]:
    """The plural forms of a noun or of a title whose head is its last word or stands before "of" and "for".

    >>> list(plurals_of("foreign minister")), list(plurals_of("spokesman")), list(plurals_of("chief of staff"))
    (['foreign ministers'], ['spokesmen'], ['chiefs of staff'])
    """
    first, joint, rest = name, "", ""
    for preposition in (" of ", " for ", " in "):
        if preposition in name:
            first, joint, rest = name.partition(preposition)
            break
    if first.endswith("."):
        return
    if first.endswith("man"):
        yield first[:-3] + "men" + joint + rest
    elif first.endswith("y") and first[-2:-1] not in "aeiou":
        yield first[:-1] + "ies" + joint + rest
    elif first.endswith(("s", "x", "ch", "sh")):
        yield first + "es" + joint + rest
    else:
        yield first + "s" + joint + rest


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of ``lexicon``, built once and kept while the lexicon is in use."""
    return Vocabulary(lexicon)
