"""The places that a text names: towns, regions, countries, waters, sites, and "the town" for one named before.

In come a ``Doc`` and a gazetteer, out go :class:`Named` places in text order. A name is a place when the gazetteer has it,
when the pipeline labels it so, or when it stands where places stand ("in Bakara", "the village of Umm Dul"); persons and
organisations are none.

>>> [one.place.name for one in names.named]     # doctest: +SKIP
['Izyum', 'Kharkiv region']
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.language.names import ARTICLES, PARTICLES, Phrase, is_capitalised, normal, word_set, words_of
from trucebook.language.tree import base_dep, preposition_of
from trucebook.records import Place
from trucebook.resolution.gazetteer import Gazetteer, Spot
from trucebook.resolution.parties import Meaning, PartyTable
from trucebook.resolution.persons import CALENDAR, GROUP_WORDS
from trucebook.resolution.surface import HYPHENS
from trucebook.resolution.titles import Vocabulary

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

DIVISIONS = word_set(
    "region oblast province governorate district state county prefecture krai republic raion department municipality"
)
SETTLEMENTS = word_set(
    "town city village settlement municipality township hamlet suburb neighbourhood neighborhood commune kibbutz moshav"
)
SITES = word_set(
    "airport port base camp valley island islands peninsula sea river strait bay lake mountains hills border "
    "crossing corridor airbase "
    "refinery prison jail hospital hotel square bridge dam field palace checkpoint resort reservoir desert gulf "
    "canal harbour harbor "
    "airfield terminal plant station university mosque church market axis front line strip"
)
GROUNDS = word_set(
    "airport port base camp airbase refinery prison jail hospital hotel square bridge dam field palace checkpoint airfield "
    "terminal plant station university mosque church market crossing reservoir harbour harbor"
)
"""Sites finer than the town that they lie in: "Manda International Airport in Lamu"."""
SHIPS = frozenset(
    {"mv", "m/v", "mt", "uss", "hms", "ins", "hmas", "css", "vessel", "tanker", "ship", "frigate", "destroyer", "carrier"}
)
"""Words before the name of a ship."""
CRAFT = word_set("drone jet missile aircraft helicopter rocket tank howitzer launcher plane warplane bomber")
"""What a name before it is the make of: "a Bayraktar drone"."""
LINKING = word_set("refugee displacement international air military naval nuclear power oil gas border")
"""Words that may stand between a name and its generic word: "Abu Shouk displacement camp"."""
GENERIC = DIVISIONS | SETTLEMENTS | SITES
STRONGHOLDS = SETTLEMENTS | word_set("stronghold capital area base")
DIRECTIONS = word_set(
    "north south east west northern southern eastern western central northeastern northwestern southeastern southwestern upper"
)
SURE = word_set("in near outside inside around throughout across")
PLACING = SURE | word_set(
    "at on through via past within over off along toward towards into beyond above between against to from of"
)
FINENESS = {"site": 3.2, "city": 3.0, "region": 2.0, "water": 2.2, "country": 0.6}
UNKNOWN_FINENESS, DISTRICT_FINENESS, QUARTER_FINENESS, DIRECTION_BONUS = 2.6, 2.4, 3.1, 0.3
GREAT = 100_000
"""Inhabitants from which a town is known well enough to be meant, though the pipeline took its name for a person's."""
COARSE = word_set("region area province state country territory enclave strip island peninsula")


@dataclass(frozen=True, slots=True)
class Named:
    """A place named in the text: its tokens, the token that heads them, and where it lies."""

    start: int
    end: int
    head: Token
    place: Place
    fineness: float
    is_country: bool


class PlaceNames:
    """Finds the places of one document."""

    def __init__(self, doc: Doc, *, gazetteer: Gazetteer, parties: PartyTable, titles: Vocabulary) -> None:
        self.doc = doc
        self._gazetteer = gazetteer
        words = words_of(doc)
        self._states: dict[int, Phrase[Meaning]] = {}
        self._others: set[int] = set()
        for hit in parties.find(words):
            if parties.is_state(hit.value.party) and hit.value.sense not in ("body", "forces"):
                self._states.update((i, hit) for i in range(hit.start, hit.end))
            else:
                self._others.update(range(hit.start, hit.end))
        self._spots: dict[int, Phrase[Spot]] = {i: spot for spot in gazetteer.find(words) for i in range(spot.start, spot.end)}
        self._titles = {i for title in titles.find_titles(words) for i in range(title.start, title.end)}
        self._persons = {normal(token.text) for token in doc if token.ent_type_ == "PERSON" and token.pos_ == "PROPN"}
        self.countries = self._countries_of_text()
        self.named: tuple[Named, ...] = tuple(self._find())
        self.meant: tuple[Named, ...] = tuple(self._find_meant())

    def _countries_of_text(self) -> tuple[str, ...]:
        """The countries of the text, the most named first."""
        counts = Counter(hit.value.party for i, hit in self._states.items() if hit.start == i and hit.value.party)
        counts.update(spot.value.country for i, spot in self._spots.items() if spot.start == i and spot.value.country)
        return tuple(code for code, _ in counts.most_common() if code)

    def _find(self) -> Iterator[Named]:
        i = 0
        while i < len(self.doc):
            one = self._named_at(i)
            if one is not None:
                yield one
            i = max(one.end, i + 1) if one is not None else i + 1

    def _named_at(self, i: int) -> Named | None:
        spot, state = self._spots.get(i), self._states.get(i)
        if i in self._others and (spot is None or spot.start != i):
            return self._town(i) if self._is_seat_city(i) else None
        if state is not None and self._speaks(state):
            return None
        if spot is not None and spot.start == i:
            return self._longer_town(i, spot.end) or self._make(i, spot.end, spot.value)
        if state is not None:
            if state.start != i or state.value.sense not in ("name", "capital", "seat"):
                return None
            text = self.doc[i : state.end].text
            return self._longer_town(i, state.end) or self._make(i, state.end, self._spot_of_state(state.value, text))
        return self._town(i)

    def _is_seat_city(self, i: int) -> bool:
        """Whether a name that stands for an organisation is the city where something happens: "met in Brussels"."""
        token = self.doc[i]
        return token.ent_type_ == "PLACE" and any(c.dep_ == "case" and c.lower_ == "in" for c in token.children)

    def _speaks(self, state: Phrase[Meaning]) -> bool:
        """Whether a capital or seat of power stands for its state: no preposition of place before it."""
        if state.value.sense not in ("capital", "seat"):
            return False
        root = self.doc[state.start : state.end].root
        if base_dep(root) in ("nsubj", "obj", "iobj") and root.dep_ != "nsubj:pass":
            return state.value.sense == "seat" or base_dep(root) == "nsubj"
        return root.dep_ == "nmod:poss"

    def _spot_of_state(self, meaning: Meaning, text: str) -> Spot:
        if meaning.sense == "name":
            return Spot(text, meaning.party, None, None, "country")
        found = self._gazetteer.lookup(text, countries=(meaning.party or "",))
        return found or Spot(text, meaning.party, None, None, "city")

    def _longer_town(self, i: int, end: int) -> Named | None:
        """A longer name that begins with a region's or a country's: Gaza City, Kuwait City."""
        last = self._end_of_name(i)
        spot = self._gazetteer.lookup(self.doc[i:last].text, countries=self.countries) if last > end else None
        return self._make(i, last, spot) if spot is not None else None

    # Towns

    def _town(self, i: int) -> Named | None:
        if not self._may_begin(i):
            return None
        end = self._end_of_name(i)
        if normal(self.doc[end - 1].text) in GROUP_WORDS and normal(self.doc[end - 1].text) not in GENERIC:
            return None
        spot = self._gazetteer.lookup(self.doc[i:end].text, countries=self.countries)
        if spot is None and end - i > 1 and normal(self.doc[end - 1].text) in GENERIC:
            spot = self._gazetteer.lookup(self.doc[i : end - 1].text, countries=self.countries)
        return self._make(i, end, spot) if self._is_place(i, end, spot) else None

    def _may_begin(self, i: int) -> bool:
        doc, token = self.doc, self.doc[i]
        if (
            token.ent_type_ in ("TIME", "NATIONALITY", "WEAPON", "QUANTITY")
            or i in self._titles
            or normal(token.text) in CALENDAR
        ):
            return False
        if not is_capitalised(token.text):
            small = token.lower_ in PARTICLES or token.lower_ in ARTICLES
            return small and i + 1 < len(doc) and (doc[i + 1].text in HYPHENS or token.ent_type_ == "PLACE")
        return token.pos_ == "PROPN" or token.ent_type_ == "PLACE"

    def _end_of_name(self, i: int) -> int:
        doc, end, last = self.doc, i + 1, self.doc[i].sent.end
        while end < last:
            token, state = doc[end], self._states.get(end)
            if state is not None and end not in self._spots and state.value.sense == "adjective":
                break
            is_word = (
                is_capitalised(token.text)
                and token.pos_ in ("PROPN", "NOUN", "ADJ")
                and token.ent_type_ not in ("PERSON", "TIME")
            )
            if not is_word and not (end + 1 < last and self._joins(end)):
                break
            end += 1
        return end

    def _joins(self, i: int) -> bool:
        """Whether a hyphen, particle or "of" at ``i`` lies inside one name: "Deir al-Balah", "Khan-Yunis", "Isle of Man"."""
        doc, token = self.doc, self.doc[i]
        if token.lower_ == "of":
            return token.ent_type_ == "PLACE" and token.ent_iob_ == "I"
        if token.text in HYPHENS:
            if token.whitespace_ or doc[i - 1].whitespace_:
                return False
            return token.ent_iob_ == "I" or (is_capitalised(doc[i + 1].text) and doc[i + 1].pos_ == "PROPN")
        if token.ent_type_ == "PERSON" or (token.lower_ not in PARTICLES and token.lower_ not in ARTICLES):
            return False
        if doc[i + 1].text in HYPHENS:
            return True
        return token.lower_ in PARTICLES and is_capitalised(doc[i + 1].text)  # not "in Goma as Rwanda advances"

    def _is_place(self, start: int, end: int, spot: Spot | None) -> bool:
        """Whether the name is a place's, by its label, by the words around it, and by whether the gazetteer has it."""
        doc, known = self.doc, spot is not None
        root, label = doc[start:end].root, doc[start:end].root.ent_type_
        if self._is_craft(start, end):
            return False
        before = start > 1 and doc[start - 1].lower_ == "of" and normal(doc[start - 2].lemma_) in SETTLEMENTS
        if before or self._is_described(end):
            return True
        if end + 1 < len(doc) and normal(doc[end].text) in SETTLEMENTS and doc[end + 1].lower_ == "of" and not known:
            return False
        if any(t.ent_type_ == "PLACE" for t in doc[start:end]):
            return True
        if root.dep_ == "conj" and root.head.ent_type_ == "PLACE":
            return True
        preposition = preposition_of(root)
        if label == "PERSON" and end - start < len(_entity_around(doc, start)):  # a first name: "Florence", "Vladimir"
            return False
        if label == "PERSON" or all(normal(t.text) in self._persons for t in doc[start:end]):
            great = spot is not None and spot.population >= GREAT and start - 1 not in self._titles and end - start == 1
            stands = preposition in PLACING or root.dep_ in ("obj", "nsubj:pass", "compound")
            return known and (preposition in SURE or (great and stands))
        if preposition in SURE:
            return label != "ORGANISATION" or known
        if not known:
            return False
        if preposition in PLACING or root.dep_ == "appos":
            return label != "ORGANISATION"
        return label == "" and root.dep_ in ("compound", "nmod", "nmod:unmarked", "obj", "nsubj:pass", "conj")

    def _is_craft(self, start: int, end: int) -> bool:
        """Whether the name is a ship's or the make of an aircraft or weapon: "the tanker Agios", "a Hercules plane"."""
        doc = self.doc
        if doc[start].lower_ in SHIPS or (start and doc[start - 1].lower_ in SHIPS):
            return True
        after = doc[end] if end < len(doc) else None
        is_make = after is not None and after.pos_ == "NOUN" and normal(after.lemma_) in CRAFT and after.dep_ != "compound"
        return is_make and doc[end - 1].head.i == after.i  # type: ignore[union-attr]

    def _is_described(self, end: int) -> bool:
        """Whether a region or "a town" follows after a comma: "Sirba, West Darfur", "Hays, a town in Hudaydah"."""
        doc = self.doc
        if end + 1 >= len(doc) or doc[end].text != ",":
            return False
        after = end + 1
        if doc[after].pos_ == "DET" or doc[after].lower_ in ("a", "an", "the"):
            return any(normal(doc[i].lemma_) in STRONGHOLDS for i in range(after + 1, min(after + 5, len(doc))))
        if doc[after].lower_ in DIRECTIONS:
            after += 1
        spot, state = self._spots.get(after), self._states.get(after)
        stated = state is not None and state.value.sense == "name"
        return (spot is not None or stated) and preposition_of(doc[end - 1]) in PLACING

    # Making

    def _make(self, start: int, end: int, spot: Spot | None) -> Named:
        """The named place, its name with direction and generic word ("southern Lebanon", "Kursk region")."""
        doc, first = self.doc, start
        last = self._with_generic(end, spot)
        if first > 0 and normal(doc[first - 1].text) in DIRECTIONS and doc[first - 1].pos_ in ("ADJ", "NOUN", "PROPN", "ADV"):
            first -= 1
        head = next((t for t in doc[start:last] if not start <= t.head.i < last or t.head.i == t.i), doc[last - 1])
        generic = normal(doc[last - 1].text) if last - start > 1 or last > end else ""
        fineness = FINENESS[spot.grain] if spot else UNKNOWN_FINENESS
        if generic in DIVISIONS and last - start > 1:
            within_town = last + 1 < len(doc) and doc[last].text == "," and is_capitalised(doc[last + 1].text)
            district = QUARTER_FINENESS if within_town else DISTRICT_FINENESS  # "Podil District, Kyiv"
            fineness = district if generic == "district" else FINENESS["region"]
        elif generic in GROUNDS:
            fineness = FINENESS["site"]
        elif last > end:
            fineness = max(fineness, FINENESS["city"])
        fineness += DIRECTION_BONUS * (first < start)
        is_country = spot is not None and spot.grain == "country" and last == end
        country, lat, lon = (spot.country, spot.lat, spot.lon) if spot else (None, None, None)
        place = Place(name=doc[first:last].text, country=country, lat=lat, lon=lon)
        return Named(start, last, head, place, fineness, is_country)

    def _with_generic(self, end: int, spot: Spot | None) -> int:
        """The end of the name with the generic word after it: "Kursk region", "Abu Shouk displacement camp", not "Darfur
        town".
        """
        doc, last = self.doc, end
        while last < len(doc) and last - end < 2 and doc[last].lower_ in LINKING:
            last += 1
        if last >= len(doc) or doc[last - 1].is_punct:
            return end
        word = normal(doc[last].text)
        wide = spot is not None and spot.grain in ("country", "region", "water")
        if word in DIVISIONS or (word in SITES and not (wide and spot is not None and spot.grain == "country")):
            return last + 1
        described = last + 1 < len(doc) and doc[last + 1].lower_ == "of"
        return last + 1 if word in SETTLEMENTS and not wide and last == end and not described else end

    # Meant, not named

    def _find_meant(self) -> Iterator[Named]:
        """ "the town", "the region", "there": the latest place of that grain, in whose stead they stand."""
        named, ends = self.named, [one.end for one in self.named]
        at = {i for one in self.named for i in range(one.start, one.end)}
        for token in self.doc:
            if token.i in at:
                continue
            word = normal(token.lemma_)
            before = (named[k] for k in range(bisect_right(ends, token.i) - 1, -1, -1))
            found: Named | None = None
            if token.lower_ == "there" and token.dep_ == "advmod":
                found = next(before, None)
            elif token.pos_ == "NOUN" and word in GENERIC | COARSE and self._is_definite(token):
                found = next((one for one in before if self._is_such(one, word)), None)
            if found is not None:
                yield Named(token.i, token.i + 1, token, found.place, found.fineness, found.is_country)

    @staticmethod
    def _is_definite(token: Token) -> bool:
        """Whether the noun refers back: "the town", and no name or complement says which."""
        words = {c.lower_ for c in token.children if c.dep_ in ("det", "nmod:poss")}
        says_which = any(c.dep_ in ("nmod", "appos", "compound", "flat", "acl:relcl", "amod") for c in token.children)
        return bool(words & {"the", "this", "that"}) and not says_which

    @staticmethod
    def _is_such(one: Named, word: str) -> bool:
        if word in SETTLEMENTS:
            return one.fineness >= UNKNOWN_FINENESS and normal(one.place.name.rsplit(" ", 1)[-1]) not in SITES
        if word in SITES:
            return normal(one.place.name.rsplit(" ", 1)[-1]) == word
        return one.is_country if word == "country" else not one.is_country and one.fineness < UNKNOWN_FINENESS


def _entity_around(doc: Doc, i: int) -> range:
    """The tokens of the name in which token ``i`` stands."""
    first, last = i, i + 1
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last < len(doc) and doc[last].ent_iob_ == "I":
        last += 1
    return range(first, last)
