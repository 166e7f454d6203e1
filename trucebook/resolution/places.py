"""Where an event happens: the most specific place named in its clause, with coordinates.

In come a ``Doc`` and its :class:`Document`, out go :class:`Place` records by verb or event noun. Of several places the finest
wins ("Hays, in Hudaydah, Yemen" is Hays), of equals the nearest, then the first.

>>> PlaceIndex(doc, document=document).resolve(doc[3])     # doctest: +SKIP
Place(name='Izyum', country='UKR', lat=49.20697, lon=37.27679)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trucebook.language.names import normal, word_set
from trucebook.language.tree import base_dep, preposition_of
from trucebook.lexicon import Lexicon
from trucebook.records import Document, Place
from trucebook.resolution.gazetteer import gazetteer, shipped_lexicon
from trucebook.resolution.parties import party_table
from trucebook.resolution.placenames import PLACING, SETTLEMENTS, SURE, Named, PlaceNames
from trucebook.resolution.titles import vocabulary

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

WEAK = {"to": 0.6, "from": 0.8, "against": 0.2, "between": 0.8, "into": 0.3, "of": 0.2}
LINKS = word_set("obl nmod appos compound flat conj obj advmod dep list amod nummod dislocated acl xcomp")
BREAKING = word_set("acl:relcl ccomp advcl csubj parataxis advcl:relcl")
COUNTRY_PREPOSITIONS = SURE | word_set("on within into over at of toward towards")
NEVER = frozenset(
    ("with", "by", "for", "about", "without", "than", "as", "like", "despite", "due to", "because of", "after", "before")
)
TOPICS = word_set(
    "sanction tariff restriction embargo ban pressure talk discussion statement agreement deal plan policy position "
    "resolution report "
    "conference summit meeting accord treaty leader president minister government people citizen support ally part"
)
"""Nouns after which "on" or "of" and a country tell the topic or the owner, not the place."""
STRUCK = word_set(
    "attack strike airstrike bomb bombing bombard bombardment shell shelling hit target raid invade invasion occupy "
    "occupation enter "
    "offensive assault incursion launch missile drone rocket fire operation war intervention campaign visit tour"
)
"""Words of force and travel whose object, or complement with "on", "against", "of" and "at", may be a whole country."""
REACHED = word_set("travel trip fly visit arrive return head go come deploy deployment dispatch deport extradite evacuate")
LEFT = word_set(
    "withdraw withdrawal pull evacuate evacuation flee expel expulsion deport leave depart departure exit retreat remove"
)
ONLY = word_set("in near at on outside around across inside off")
"""Prepositions after which a place tells where the whole sentence happens, if it names no other."""
CONTAINING = 1.5
LONGEST_PATH = 12
FARTHEST = -1.6
FARTHEST_CLAUSE = 6


class PlaceIndex:
    """The places of one document, asked by the verb or noun that tells an event."""

    def __init__(self, doc: Doc, *, document: Document, lexicon: Lexicon | None = None) -> None:
        words = lexicon or shipped_lexicon()
        self.doc = doc
        self._gazetteer = gazetteer(words)
        names = PlaceNames(doc, gazetteer=self._gazetteer, parties=party_table(words), titles=vocabulary(words))
        self.named: tuple[Named, ...] = names.named
        self.meant: tuple[Named, ...] = names.meant
        self._countries = names.countries
        self._at = {i: one for one in self.named for i in range(one.start, one.end)}
        self._named_in, self._meant_in = _by_sentence(self.named), _by_sentence(self.meant)
        self._answers: dict[int, Place | None] = {}

    def named_beside(self, token: Token) -> list[Named]:
        """The places named in the sentence of ``token``, in text order."""
        return self._named_in.get(token.sent.start, [])

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

    def _resolve(self, token: Token) -> Place | None:
        """The best place below the token, or below the clauses that tell the same event."""
        own = self._best_within(token)
        if own is not None:
            return own
        current = token
        for _ in range(FARTHEST_CLAUSE):
            if current.head.i == current.i or current.dep_ in ("ccomp", "parataxis", "csubj"):
                break
            above = current.head
            found = self._best_within(above, leaving_out=current)
            if found is not None:
                return found
            if base_dep(current) == "nsubj" and current.i != token.i:
                break
            current = above
        return self._only_one(token)

    def _only_one(self, token: Token) -> Place | None:
        """The one place that a sentence says something happens in, wherever it hangs, where no other clause stands between."""
        here = [n for n in self._named_in.get(token.sent.start, ()) if not n.is_country and _preposition(n) in ONLY]
        first = [n for n in here if not self._is_containing(n)]
        if len(first) != 1 or not _fits(first[0], _preposition(first[0])):
            return None
        clauses = [_clauses_above(t) for t in (token, first[0].head)]
        return first[0].place if clauses[0] == clauses[1] else None

    def _best_within(self, token: Token, *, leaving_out: Token | None = None) -> Place | None:
        best, best_score = None, 0.0
        start = token.sent.start
        for one in (*self._named_in.get(start, ()), *self._meant_in.get(start, ())):
            score = self._score(one, token, leaving_out)
            if score is not None and score > FARTHEST and (best is None or score > best_score + 1e-6):
                best, best_score = one, score
        return best.place if best else None

    def _score(self, one: Named, token: Token, leaving_out: Token | None) -> float | None:
        """How well the place fits the event: finer is better, further down the tree worse; ``None`` where it does not belong
        to it.
        """
        preposition = _preposition(one)
        if one.head.i == token.i or not _fits(one, preposition) or self._is_listed_later(one):
            return None
        cost, current = 0.0, one.head
        for _ in range(LONGEST_PATH):
            if leaving_out is not None and current.i == leaving_out.i:
                return None
            if current.i == token.i:
                return one.fineness - cost - WEAK.get(preposition, 0.0) - CONTAINING * self._is_containing(one)
            if current.head.i == current.i or current.dep_ in BREAKING or not _is_link(current, one):
                return None
            if preposition_of(current) == "according to":  # "killed, according to the ministry in Gaza"
                return None
            cost += self._cost(current)
            current = current.head
        return None

    def _is_containing(self, one: Named) -> bool:
        """Whether it only says in what a finer place before it lies: "Manda Airport in Lamu", wherever the parser hung it."""
        doc, at = self.doc, one.start - 1
        if at < 1 or doc[at].lower_ not in ("in", ","):
            return False
        inner = self._at.get(at - 1)
        return inner is not None and inner.fineness > one.fineness and _fits(inner, _preposition(inner))

    def _is_listed_later(self, one: Named) -> bool:
        """Whether another place stands before it in a list: of several places the first tells where."""
        first = one.head
        while first.dep_ == "conj" and first.head.i < first.i:
            first = first.head
        return first.i != one.head.i and first.i in self._at and not self._at[first.i].is_country

    def _cost(self, current: Token) -> float:
        """An apposed or containing place costs nothing: "Hays, in Hudaydah", "the town of Hays"."""
        if current.head.i in self._at or base_dep(current) in ("flat", "appos") or normal(current.head.lemma_) in SETTLEMENTS:
            return 0.1
        return {"nsubj": 1.4, "obj": 0.6, "xcomp": 0.6}.get(current.dep_, 1.0)


def _clauses_above(token: Token) -> list[int]:
    """The complement clauses that ``token`` stands in: what is said is not where it is said."""
    current, found = token, []
    while current.head.i != current.i:
        if current.dep_ in ("ccomp", "parataxis", "csubj", "conj") and current.pos_ in ("VERB", "AUX"):
            found.append(current.i)
        current = current.head
    return found


def _is_link(current: Token, one: Named) -> bool:
    """Whether the way from a place up to its event may lead through this relation."""
    dep = base_dep(current)
    if dep == "nsubj":
        return current.pos_ in ("NOUN", "PROPN") and (current.i != one.head.i or current.dep_ == "nsubj:pass")
    if dep == "conj":
        return current.pos_ not in ("VERB", "AUX")
    return dep in LINKS


def _preposition(one: Named) -> str:
    """The preposition before the place, through appositions and lists ("in Hays and Khokha")."""
    current = one.head
    if one.is_country and base_dep(current) not in ("appos", "conj", "flat"):
        return preposition_of(current)
    for _ in range(4):
        preposition = preposition_of(current)
        if preposition or base_dep(current) not in ("appos", "conj", "flat", "compound", "nmod") or current.head.i == current.i:
            return preposition
        current = current.head
    return ""


def _fits(one: Named, preposition: str) -> bool:
    """Countries are places only after a preposition of place; after "with" or "by" nothing is."""
    head = one.head
    if head.dep_ in ("obl:agent", "nmod:poss") or preposition in NEVER:
        return False
    if one.is_country:
        return _fits_country(head, preposition)
    if not preposition:
        return (
            base_dep(head) in ("obj", "appos", "compound", "conj", "nmod", "flat", "obl", "advmod") or head.dep_ == "nsubj:pass"
        )
    words = preposition.split(" ")
    return words[0] in PLACING or words[-1] in PLACING


def _fits_country(head: Token, preposition: str) -> bool:
    """Whether a whole country tells where: "in Chad", "struck Iran", "a visit to Kenya", "withdrew from Mali"; not "aid to
    Chad".
    """
    governor, first = normal(head.head.lemma_), preposition.split(" ")[0]
    if not preposition:
        return governor in STRUCK and (base_dep(head) == "obj" or head.dep_ == "nsubj:pass")
    if first == "to":
        return governor in REACHED
    if first == "from":
        return governor in LEFT
    if first == "against":
        return governor in STRUCK
    return first in COUNTRY_PREPOSITIONS and not (first in ("on", "of", "over") and governor in TOPICS)


def _by_sentence(places: Iterable[Named]) -> dict[int, list[Named]]:
    """Places by the first token of their sentence."""
    found: defaultdict[int, list[Named]] = defaultdict(list)
    for one in places:
        found[one.head.sent.start].append(one)
    return dict(found)
