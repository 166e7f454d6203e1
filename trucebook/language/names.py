"""Names as words: normal forms, phrases found over tokens, persons' names compared.

In come strings or a spaCy ``Doc``, out go normal forms (lower case, no accents, one apostrophe), the phrases of a table found
in the text, and whether two names may be one person's. Hyphens and slashes part words here, so that "al-Shabaab" and "al
Shabaab" are alike.

>>> normal("Félix")
'felix'
>>> is_same_name(("Volodymyr", "Zelenskyy"), ("Zelensky",))
True
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc

PIECES = re.compile(r"[()]|['’]s(?!\w)|(?:(?!['’]s(?!\w))[^\s\-–—‑/()])+")


def word_set(words: str) -> frozenset[str]:
    """The words of one string as a set.

    >>> sorted(word_set("al el"))
    ['al', 'el']
    """
    return frozenset(words.split())


PARTICLES = word_set(
    "al el ul bin ibn bint ben abu abd de da di do dos del della der den du la le van von zu ter ten ud uz san st"
)
"""Small words inside names; in Arabic ones also those of :data:`ARTICLES`, which need a hyphen ("as-Sisi")."""
ARTICLES = word_set("ad as ash at an ar az adh")
PLAIN = str.maketrans("’‘ʼʿʾ`´ıøłđəƏ", "'''''''ioldaA")
MARKS = "'’‘ʼʿʾ`´"
APOSTROPHES = frozenset(("'", "’", "‘", "`"))
ValueT = TypeVar("ValueT")


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Lower case without accents, with plain apostrophes inside and none around, without a last full stop.

    >>> normal("Ba’ath"), normal("‘Abd"), normal("U.S.")
    ("ba'ath", 'abd', 'u.s')
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.translate(PLAIN)
    return text.lower().strip("'").rstrip(".") or text


@lru_cache(maxsize=65536)
def pieces(text: str) -> tuple[str, ...]:
    """The words of a name or token as written, parted at blanks, hyphens, slashes and before "'s".

    >>> pieces("al-Shabaab")
    ('al', 'Shabaab')
    """
    return tuple(piece for piece in PIECES.findall(text) if piece not in APOSTROPHES)


class Word(NamedTuple):
    """One word of the text: its normal form, how it is written and the index of its token."""

    normal: str
    text: str
    i: int


def words_of(doc: Doc) -> list[Word]:
    """The words of ``doc`` in order; punctuation that only joins words is left out."""
    return [Word(normal(piece), piece, token.i) for token in doc for piece in pieces(token.text)]


def words_of_text(text: str) -> list[Word]:
    """As :func:`words_of` for a bare string, such as a title; ``i`` counts words."""
    return [Word(normal(piece.strip('.,:;!?"“”')), piece, i) for i, piece in enumerate(pieces(text))]


@dataclass(frozen=True, slots=True)
class Phrase(Generic[ValueT]):
    """A phrase of the table found at the tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    value: ValueT


@dataclass(frozen=True, slots=True)
class _Row(Generic[ValueT]):
    words: tuple[str, ...]
    written: tuple[str, ...]
    value: ValueT


class PhraseTable(Generic[ValueT]):
    """Phrases by their first two words (hundreds begin with "al" or "united"); the longest one that fits wins.

    With ``cased``, a word that the table writes with a capital must have one in the text, and one in capitals only must be
    so there.
    """

    def __init__(self, *, cased: bool = True) -> None:
        self.cased = cased
        self._rows: dict[tuple[str, ...], list[_Row[ValueT]]] = {}
        self._firsts: set[str] = set()

    def add(self, name: str, value: ValueT) -> None:
        """Add one phrase; a phrase added before keeps its value."""
        written = pieces(name)
        words = tuple(normal(piece) for piece in written)
        if not words:
            return
        self._firsts.add(words[0])
        rows = self._rows.setdefault(words[:2], [])
        if any(row.words == words and row.written == written for row in rows):
            return
        rows.append(_Row(words, written, value))
        rows.sort(key=lambda row: -len(row.words))

    def find(self, words: Sequence[Word]) -> list[Phrase[ValueT]]:
        """The phrases in ``words``, left to right, without overlap, the longest at each place."""
        found: list[Phrase[ValueT]] = []
        at = 0
        while at < len(words):
            row = self._fitting(words, at) if words[at].normal in self._firsts else None
            if row is None:
                at += 1
                continue
            last = at + len(row.words) - 1
            found.append(Phrase(words[at].i, words[last].i + 1, row.value))
            at = last + 1
        return found

    def _fitting(self, words: Sequence[Word], at: int) -> _Row[ValueT] | None:
        first = words[at].normal
        second = words[at + 1].normal if at + 1 < len(words) else ""
        for row in chain(self._rows.get((first, second), ()), self._rows.get((first,), ())):
            if self._fits(row, words, at):
                return row
        return None

    def _fits(self, row: _Row[ValueT], words: Sequence[Word], at: int) -> bool:
        size = len(row.words)
        if at + size > len(words) or any(words[at + k].normal != row.words[k] for k in range(2, size)):
            return False
        return not self.cased or all(_cased_alike(row.written[k], words[at + k].text) for k in range(size))


def _cased_alike(table: str, text: str) -> bool:
    if len(table) > 1 and table.isupper():
        return text.isupper()
    return not table[:1].isupper() or text.lstrip(MARKS)[:1].isupper()


def is_capitalised(text: str) -> bool:
    """Whether a word starts like a name: a capital, after an apostrophe too ("‘Abd").

    >>> is_capitalised("’Abd"), is_capitalised("al")
    (True, False)
    """
    return text.lstrip(MARKS)[:1].isupper()


def significant(words: Sequence[str]) -> tuple[str, ...]:
    """The normal words of a personal name without particles and initials' dots.

    >>> significant(("Hazim", "al", "-", "Sha'lan"))
    ('hazim', "sha'lan")
    """
    return _significant(tuple(words))


@lru_cache(maxsize=65536)
def _significant(words: tuple[str, ...]) -> tuple[str, ...]:
    found = [normal(piece).strip(".") for word in words for piece in pieces(word)]
    return tuple(
        word for word in found if word and word not in PARTICLES and word not in ARTICLES and any(c.isalpha() for c in word)
    )


def is_same_name(full: Sequence[str], other: Sequence[str]) -> bool:
    """Whether ``other`` may be a later, shorter form of the personal name ``full`` (or a spelling variant of it).

    >>> is_same_name(("Abdel", "Fattah", "al", "-", "Burhan"), ("Burhan",))
    True
    >>> is_same_name(("Joe", "Biden"), ("Jill", "Biden"))
    False
    """
    longer, shorter = significant(full), significant(other)
    if len(longer) < len(shorter):
        longer, shorter = shorter, longer
    if not shorter:
        return False
    if len(shorter) == 1:
        return (
            is_variant(shorter[0], longer[-1])
            or (len(longer) > 2 and is_variant(shorter[0], longer[-2]))
            or shorter[0] == longer[0]
        )
    return all(any(is_variant(word, other_word) for other_word in longer) for word in shorter)


@lru_cache(maxsize=65536)
def is_variant(one: str, two: str) -> bool:
    """Whether two normal words may be spellings of one name.

    >>> is_variant("zelensky", "zelenskiy"), is_variant("aydin", "aydan"), is_variant("putin", "pudin")
    (True, False, False)
    """
    if one == two:
        return True
    first, second = sound(one), sound(two)
    return first == second and min(len(one), len(two)) > 3


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """A spelling-blind key of transliterated names: y/i/j alike, doubled letters single, silent h and apostrophes gone."""
    key = re.sub(r"['’\-]", "", word)
    for old, new in (
        ("kh", "k"),
        ("gh", "g"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ei", "i"),
        ("ey", "i"),
        ("y", "i"),
        ("j", "i"),
        ("w", "v"),
        ("q", "k"),
        ("sch", "sh"),
    ):
        key = key.replace(old, new)
    key = re.sub(r"(.)\1+", r"\1", key)
    return re.sub(r"(?<=.{3})i+$", "i", key) if len(key) > 4 else key
