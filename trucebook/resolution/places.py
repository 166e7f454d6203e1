"""Where an event happens: the most specific place named in its clause, with coordinates.

In come a ``Doc`` and its :class:`Document`, out go :class:`Place` records by verb or event noun. A name is a place when the gazetteer has it, or
when it stands where places stand ("in Bakara"); persons and organisations are none. Of several places the finest wins ("Hays, in
Hudaydah, Yemen" is Hays), of equals the nearest, then the first.

>>> PlaceIndex(doc, document=document).resolve(doc[3])     # doctest: +SKIP
Place(name='Izyum', country='UKR', lat=49.20697, lon=37.27679)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.language.names import PARTICLES, Phrase, is_capitalised, normal, words_of
from trucebook.language.tree import base_dep, preposition_of
from trucebook.lexicon import Lexicon
from trucebook.records import Document, Place
from trucebook.resolution.gazetteer import Gazetteer, Spot, gazetteer
from trucebook.resolution.parties import Meaning, party_table
from trucebook.resolution.persons import CALENDAR
from trucebook.resolution.surface import HYPHENS
from trucebook.resolution.titles import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

GENERIC = frozenset(
    [
        "region",
        "oblast",
        "province",
        "governorate",
        "district",
        "state",
        "county",
        "prefecture",
        "territory",
        "krai",
        "republic",
        "village",
        "town",
        "city",
        "camp",
        "airport",
        "port",
        "base",
        "valley",
        "island",
        "islands",
        "peninsula",
        "sea",
        "river",
        "strait",
        "bay",
        "lake",
        "mountains",
        "hills",
        "front",
        "border",
        "crossing",
        "corridor",
        "municipality",
        "department",
        "neighbourhood",
        "neighborhood",
        "suburb",
        "area",
        "sector",
        "township",
        "commune",
        "raion",
        "international",
        "air",
        "refugee",
        "displacement",
        "military",
        "naval",
        "airbase",
        "plant",
        "refinery",
        "prison",
        "hospital",
        "hotel",
        "square",
        "bridge",
        "dam",
        "field",
        "palace",
        "checkpoint",
        "resort",
        "reservoir",
        "desert",
        "gulf",
        "canal",
        "coast",
        "settlement",
        "kibbutz",
    ]
)
DIRECTIONS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "upper",
        "lower",
        "north-eastern",
    ]
)
PLACING = frozenset(
    [
        "in",
        "at",
        "near",
        "on",
        "outside",
        "of",
        "around",
        "inside",
        "within",
        "across",
        "over",
        "off",
        "along",
        "throughout",
        "toward",
        "towards",
        "into",
        "beyond",
        "above",
        "between",
        "against",
        "to",
        "from",
    ]
)
WEAK = frozenset(("to", "from", "of", "against", "between", "into"))
INNER = frozenset(
    ("obl", "nmod", "appos", "compound", "flat", "conj", "obj", "advmod", "dep", "list", "nsubj", "amod", "nummod", "dislocated")
)
BREAKING = frozenset(("acl:relcl", "ccomp", "advcl", "csubj", "parataxis", "advcl:relcl"))
FINENESS = {"site": 3.2, "city": 3.0, "region": 2.0, "water": 2.2, "country": 0.6}
UNKNOWN_FINENESS = 2.6


@dataclass(frozen=True, slots=True)
class Named:
    """A place named in the text: its tokens, the token that heads them, and where it lies."""

    start: int
    end: int
    head: Token
    place: Place
    fineness: float
    is_country: bool


class PlaceIndex:
    """The places of one document, asked by the verb or noun that tells an event."""

    def __init__(self, doc: Doc, *, document: Document, lexicon: Lexicon | None = None) -> None:
        self.doc = doc
        self._gazetteer: Gazetteer = gazetteer(lexicon)
        self._states: dict[int, Phrase[Meaning]] = {}
        words = words_of(doc)
        for hit in party_table(lexicon or _shipped()).find(words):
            self._states.update((i, hit) for i in range(hit.start, hit.end))
        self._spots: dict[int, Phrase[Spot]] = {}
        for phrase in self._gazetteer.find(words):
            self._spots.update((i, phrase) for i in range(phrase.start, phrase.end))
        self._titles = {i for t in vocabulary(lexicon or _shipped()).find_titles(words) for i in range(t.start, t.end)}
        self._countries = self._countries_of_text()
        self.named: tuple[Named, ...] = tuple(self._find())
        self._at = {i: one for one in self.named for i in range(one.start, one.end)}
        self._answers: dict[int, Place | None] = {}

    def is_place(self, token: Token) -> bool:
        """Whether ``token`` belongs to the name of a place."""
        return token.i in self._at

    def place_at(self, token: Token) -> Place | None:
        """The place named by ``token`` itself."""
        one = self._at.get(token.i)
        return one.place if one else None

    def lookup(self, name: str) -> Place | None:
        """The place called ``name``, preferably in a country of this text; ``None`` where the gazetteer has none."""
        spot = self._gazetteer.lookup(name, countries=self._countries)
        return Place(name=name, country=spot.country, lat=spot.lat, lon=spot.lon) if spot else None

    def resolve(self, token: Token) -> Place | None:
        """The place where the event told by ``token`` happens; ``None`` where the text names none."""
        if token.i not in self._answers:
            self._answers[token.i] = self._resolve(token)
        return self._answers[token.i]

    # The places named

    def _countries_of_text(self) -> tuple[str, ...]:
        counts: Counter[str] = Counter()
        for i, hit in self._states.items():
            if hit.start == i and hit.value.party and len(hit.value.party) == 3:
                counts[hit.value.party] += 1
        for i, phrase in self._spots.items():
            if phrase.start == i and phrase.value.country:
                counts[phrase.value.country] += 1
        return tuple(code for code, _ in counts.most_common())

    def _find(self) -> Iterator[Named]:
        i = 0
        while i < len(self.doc):
            one = self._named_at(i)
            if one is not None:
                yield one
            i = one.end if one is not None else i + 1

    def _named_at(self, i: int) -> Named | None:
        doc = self.doc
        spot = self._spots.get(i)
        if spot is not None and spot.start == i:
            town = self._longer_town(i, spot.end)
            state = self._states.get(i)
            if town is None and state is not None and self._speaks(state):
                return None
            return town or self._make(i, spot.end, spot.value)
        state = self._states.get(i)
        if state is not None and state.start == i:
            if self._speaks(state):
                return None
            if state.value.sense in ("name", "capital", "seat") and state.value.party is not None and len(state.value.party) == 3:
                text = doc[state.start : state.end].text
                return self._longer_town(i, state.end) or self._make(i, state.end, self._spot_of_state(state.value, text))
            return None
        return self._town(i)

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
        if last <= end:
            return None
        spot = self._gazetteer.lookup(self.doc[i:last].text, countries=self._countries)
        return self._make(i, last, spot) if spot is not None else None

    def _town(self, i: int) -> Named | None:
        doc, token = self.doc, self.doc[i]
        begins = is_capitalised(token.text) or (
            token.lower_ in PARTICLES and i + 1 < len(doc) and (doc[i + 1].text in HYPHENS or token.ent_type_ == "PLACE")
        )
        if (
            not begins
            or token.ent_type_ in ("PERSON", "TIME", "NATIONALITY", "WEAPON")
            or token.pos_ not in ("PROPN", "NOUN", "ADJ", "X", "ADP", "DET")
        ):
            return None
        if i in self._titles or normal(token.text) in CALENDAR:
            return None
        if token.pos_ != "PROPN" and token.ent_type_ != "PLACE" and token.lower_ not in PARTICLES:
            return None
        end = self._end_of_name(i)
        text = doc[i:end].text
        spot = self._gazetteer.lookup(text, countries=self._countries)
        if spot is None and end - i > 1 and normal(doc[end - 1].text) in GENERIC:
            spot = self._gazetteer.lookup(doc[i : end - 1].text, countries=self._countries)
        labelled = any(t.ent_type_ == "PLACE" for t in doc[i:end])
        if labelled or self._stands_as_place(doc[i:end].root, known=spot is not None):
            return self._make(i, end, spot) if labelled or token.ent_type_ != "ORGANISATION" or spot is not None else None
        return None

    def _end_of_name(self, i: int) -> int:
        doc, end = self.doc, i + 1
        sentence_end = doc[i].sent.end
        while end < sentence_end:
            token = doc[end]
            if (
                end in self._states
                and self._states[end].start == end
                and end not in self._spots
                and self._states[end].value.sense == "adjective"
            ):
                break
            is_word = (
                is_capitalised(token.text)
                and token.pos_ in ("PROPN", "NOUN", "ADJ")
                and token.ent_type_ not in ("PERSON", "TIME")
            )
            joins = (
                (token.text in HYPHENS or token.lower_ in PARTICLES or token.lower_ == "of")
                and end + 1 < sentence_end
                and self._joined(end)
            )
            if not (is_word or joins):
                break
            end += 1
        return end

    def _joined(self, i: int) -> bool:
        """Whether a hyphen, particle or "of" at ``i`` lies inside one name: "Deir al-Balah", "Khan-Yunis", "Isle of Man"."""
        doc = self.doc
        if doc[i].lower_ == "of":
            return doc[i].ent_type_ == "PLACE" and doc[i].ent_iob_ == "I"
        if doc[i].text in HYPHENS and not (doc[i].whitespace_ or doc[i - 1].whitespace_):
            return (is_capitalised(doc[i + 1].text) and doc[i + 1].pos_ == "PROPN") or doc[i].ent_iob_ == "I"
        return (
            doc[i].lower_ in PARTICLES
            and (doc[i + 1].text in HYPHENS or is_capitalised(doc[i + 1].text))
            and doc[i].ent_type_ in ("PLACE", "")
        )

    @staticmethod
    def _stands_as_place(root: Token, *, known: bool) -> bool:
        """Whether an unlabelled name stands where a place does; a known one needs less."""
        preposition = preposition_of(root)
        if preposition in ("in", "near", "outside", "inside", "around", "throughout", "across"):
            return root.ent_type_ != "ORGANISATION" or known
        if not known:
            return False
        if preposition in PLACING or root.dep_ == "appos":
            return True
        return root.dep_ in ("compound", "nmod", "nmod:unmarked", "obj", "nsubj:pass", "conj") and root.ent_type_ == ""

    def _make(self, start: int, end: int, spot: Spot | None) -> Named:
        """The named place, its name with direction and generic word ("southern Lebanon", "Kursk region")."""
        doc, first, last = self.doc, start, end
        while last < len(doc) and normal(doc[last].text) in GENERIC and not doc[last - 1].is_punct and last - end < 3:
            last += 1
        grew = last > end
        if first > 0 and normal(doc[first - 1].text) in DIRECTIONS and doc[first - 1].pos_ in ("ADJ", "NOUN", "PROPN", "ADV"):
            first -= 1
        head = next((t for t in doc[start:last] if not start <= t.head.i < last or t.head.i == t.i), doc[last - 1])
        fineness = FINENESS[spot.grain] if spot else UNKNOWN_FINENESS
        is_country = spot is not None and spot.grain == "country"
        if grew and normal(doc[last - 1].text) in ("region", "oblast", "province", "governorate", "state", "county", "district"):
            fineness = 2.4 if normal(doc[last - 1].text) == "district" else 2.0
        elif grew:
            fineness = max(fineness, 3.0)
        if first < start:
            fineness += 0.3
        name = doc[first:last].text
        country, lat, lon = (spot.country, spot.lat, spot.lon) if spot else (None, None, None)
        return Named(start, last, head, Place(name=name, country=country, lat=lat, lon=lon), fineness, is_country and not grew)

    # The place of an event

    def _resolve(self, token: Token) -> Place | None:
        own = self._best_within(token)
        if own is not None:
            return own
        current, seen = token, 0
        while current.head.i != current.i and seen < 6:
            if current.dep_ in ("ccomp", "parataxis", "csubj") or (
                current.dep_ == "conj" and current.pos_ not in ("VERB", "AUX", "NOUN", "PROPN")
            ):
                break
            above = current.head
            found = self._best_within(above, leaving_out=current)
            if found is not None:
                return found
            if base_dep(current) == "nsubj" and above.pos_ in ("VERB", "AUX") and current.i != token.i:
                break
            current, seen = above, seen + 1
        return None

    def _best_within(self, token: Token, *, leaving_out: Token | None = None) -> Place | None:
        best, best_score = None, 0.0
        for one in self.named:
            if one.head.sent.start != token.sent.start:
                continue
            score = self._score(one, token, leaving_out)
            if score is not None and (best is None or score > best_score + 1e-6):
                best, best_score = one, score
        return best.place if best else None

    def _score(self, one: Named, token: Token, leaving_out: Token | None) -> float | None:
        """How well the place fits the event: finer is better, further down the tree worse; ``None`` where it does not belong to it."""
        distance, current = 0.0, one.head
        if current.i == token.i:
            return None
        preposition, reached = self._preposition(one), False
        for _ in range(12):
            if leaving_out is not None and current.i == leaving_out.i:
                return None
            if current.i == token.i:
                reached = True
                break
            if current.head.i == current.i or current.dep_ in BREAKING or not self._is_link(current, one):
                return None
            distance += self._cost(current, one)
            current = current.head
        if not reached:
            return None
        if not self._fits(one, preposition):
            return None
        weak = 0.8 if preposition in WEAK else 0.0
        return one.fineness - distance - weak

    def _is_link(self, current: Token, one: Named) -> bool:
        dep = base_dep(current)
        if dep in ("nsubj",):
            return current.pos_ in ("NOUN", "PROPN") and (current.i != one.head.i or current.dep_ == "nsubj:pass")
        if dep == "conj":
            return current.pos_ not in ("VERB", "AUX")
        return dep in INNER or current.dep_ in ("nmod:poss", "acl", "xcomp")

    def _cost(self, current: Token, one: Named) -> float:
        """An apposed or containing place costs nothing: "Hays, in Hudaydah"."""
        if current.head.i in self._at or base_dep(current) in ("flat", "appos"):
            return 0.1
        return 1.4 if base_dep(current) == "nsubj" and current.dep_ != "nsubj:pass" else 1.0

    @staticmethod
    def _preposition(one: Named) -> str:
        current = one.head
        if one.is_country and base_dep(current) not in ("appos", "conj", "flat"):
            return preposition_of(current)
        for _ in range(4):
            preposition = preposition_of(current)
            if preposition:
                return preposition
            if base_dep(current) not in ("appos", "conj", "flat", "compound", "nmod") or current.head.i == current.i:
                return ""
            current = current.head
        return ""

    @staticmethod
    def _fits(one: Named, preposition: str) -> bool:
        """Countries are places only after a preposition of place; after "with" or "by" nothing is."""
        head = one.head
        if head.dep_ == "obl:agent" or preposition in (
            "with",
            "by",
            "for",
            "about",
            "without",
            "than",
            "as",
            "like",
            "despite",
            "due to",
            "because of",
        ):
            return False
        if head.dep_ == "nmod:poss":
            return False
        if one.is_country:
            return preposition in (
                "in",
                "on",
                "inside",
                "across",
                "throughout",
                "within",
                "into",
                "near",
                "over",
                "at",
                "outside",
                "around",
            ) or (preposition == "of" and head.dep_ == "nmod")
        if not preposition:
            return base_dep(head) in ("obj", "appos", "compound", "conj", "nmod", "flat", "obl") or head.dep_ == "nsubj:pass"
        return preposition.split(" ")[0] in PLACING or preposition.split(" ")[-1] in PLACING


def _shipped() -> Lexicon:
    return _SHIPPED


_SHIPPED = Lexicon()
