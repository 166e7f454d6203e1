"""Chains of mentions: every word by which one person or organisation is called in a document, with or without a party.

In comes what :class:`ActorIndex` has read, out go chains (lists of head tokens). To the actors' own mentions come those that no
record needs: common nouns ("the driver ... she"), names that no lexicon knows, "I", "we" and "you". It is a few passes from the
surest to the boldest, as in the sieve of Lee et al. (2013, "Deterministic coreference resolution based on entity-centric,
precision-ranked rules"): names, appositions and predicates, repeated nouns, first and second person, third person.

>>> [[t.text for t in chain] for chain in ActorIndex(doc, document=document, lexicon=lexicon).chains()]     # doctest: +SKIP
[['driver', 'she', 'her']]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from trucebook.language.names import is_same_name, normal, word_set
from trucebook.language.tree import SUBJECTS, base_dep, children, clause_head_of, is_negated
from trucebook.lexicon import Lexicon
from trucebook.resolution.cast import Cast
from trucebook.resolution.coreference import HE, SHE, THEY, key_of
from trucebook.resolution.persons import Person
from trucebook.resolution.titles import NobodyEntry

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

I = word_set("i me my mine myself")  # noqa: E741
WE = word_set("we us our ours ourselves") | {"let's"}
YOU = word_set("you your yours yourself yourselves ya")
POINTING = word_set("the this that these those both")
SAYING = word_set("say tell add state announce claim report note explain write ask reply argue insist warn recall admit think")
SENTENCES_BACK = 3
NARROWING = ("amod", "nmod", "compound", "acl:relcl", "acl", "nummod")
INNER = frozenset(("flat", "compound"))


@dataclass(slots=True)
class Spot:
    """A mention that may be in a chain: its head and what it may agree in."""

    token: Token
    sort: str
    """``name``, ``noun``, ``thing`` (only to be what "they" means) or the pronoun's series: ``i``, ``we``, ``you``, ``he``..."""
    is_person: bool
    gender: str | None = None
    plural: bool = False
    words: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def people_words(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The nouns for persons and organisations by entry of ``people.yaml``."""
    return {entry.id: frozenset(entry.words) for entry in lexicon.entries("people", NobodyEntry)}


class Chains:
    """Which mentions are one, as a forest: each points at an earlier one of its chain."""

    def __init__(self, cast: Cast, *, lexicon: Lexicon, quoted: Callable[[Token], bool]) -> None:
        self._cast, self._doc, self._quoted = cast, cast.doc, quoted
        self._words = people_words(lexicon)
        self._spots: dict[int, Spot] = {}
        self._parent: dict[int, int] = {}
        self._gender: dict[int, str] = {}
        self._collect()
        self._join_actors()
        self._join_names()
        self._join_beside()
        self._join_nouns()
        self._join_first_persons()
        self._join_pronouns()

    def __iter__(self) -> Iterator[list[Token]]:
        """The chains of two or more mentions, in the order of their first words."""
        groups: dict[int, list[Token]] = {}
        for i in sorted(self._spots):
            groups.setdefault(self._root(i), []).append(self._doc[i])
        for chain in groups.values():
            if len(chain) > 1 and all(self._spots[t.i].sort != "thing" for t in chain):
                yield chain

    # The forest

    def _root(self, i: int) -> int:
        while self._parent.get(i, i) != i:
            i = self._parent[i]
        return i

    def _join(self, one: int, two: int) -> None:
        first, second = sorted((self._root(one), self._root(two)))
        if first != second:
            self._parent[second] = first
            gender = self._gender.get(first) or self._gender.get(second)
            if gender:
                self._gender[first] = gender

    # What may be a mention

    def _collect(self) -> None:
        for token in self._doc:
            spot = self._pronoun(token) or self._noun(token)
            if spot is not None:
                self._add(spot)
        for ent in self._doc.ents:
            if ent[0].ent_type_ in ("PERSON", "ORGANISATION"):
                head = ent.root
                while head.dep_ == "flat" and head.head.i != head.i:
                    head = head.head
                words = tuple(t.text for t in ent if t.lower_ not in ("the", "'s", "’s"))
                if words and base_dep(head) != "amod":
                    known = self._spots.get(head.i)
                    gender = known.gender if known is not None else None
                    self._add(Spot(head, "name", ent[0].ent_type_ == "PERSON", gender, words=words))

    def _add(self, spot: Spot) -> None:
        self._spots[spot.token.i] = spot
        if spot.gender:
            self._gender[spot.token.i] = spot.gender

    def _pronoun(self, token: Token) -> Spot | None:
        word = token.lower_
        if token.pos_ not in ("PRON", "DET"):
            return None
        if word in I or word in YOU:
            return Spot(token, "i" if word in I else "you", is_person=True)
        if word in WE or (word in ("'s", "’s") and token.i and self._doc[token.i - 1].lower_ == "let"):
            return Spot(token, "we", is_person=True, plural=True)
        if word in HE or word in SHE:
            return Spot(token, "he" if word in HE else "she", is_person=True, gender="m" if word in HE else "f")
        return Spot(token, "they", is_person=True, plural=True) if word in THEY else None

    def _noun(self, token: Token) -> Spot | None:
        if token.pos_ not in ("NOUN", "PROPN") or base_dep(token) in INNER:
            return None
        word = normal(token.lemma_)
        if token.pos_ == "PROPN" and token.ent_type_ == "PLACE":
            return None
        gender = "m" if word in self._words["men"] else "f" if word in self._words["women"] else None
        is_person = gender is not None or word in self._words["persons"] or token.i in self._cast.surface.title_at
        plural = "Plur" in token.morph.get("Number", [])
        if not is_person and word not in self._words["organisations"]:
            return Spot(token, "thing", is_person=False, plural=True) if plural and token.pos_ == "NOUN" else None
        plural = plural or word in ("people", "folk", "staff", "crowd", "family", "couple")
        return Spot(token, "noun", is_person, gender, plural, words=(word,))

    # The passes

    def _join_actors(self) -> None:
        """What the index of actors has read as one person, party or body: names, titles and bodies, not its pronouns."""
        first: dict[object, int] = {}
        for mention in self._cast.discourse.mentions:
            i = mention.token.i
            if len(mention.referents) != 1 or (mention.token.pos_ in ("PRON", "DET", "ADJ")):
                continue
            referent = mention.referents[0]
            if i not in self._spots or (
                not isinstance(referent, Person) and (mention.kind in ("state", "person") or mention.plural)
            ):
                continue
            if isinstance(referent, Person) and referent.gender:
                self._gender[i] = referent.gender
            self._join(first.setdefault(key_of(referent), i), i)

    def _join_names(self) -> None:
        """The same name again, fuller or shorter, and an organisation's acronym."""
        names: list[Spot] = []
        for i in sorted(self._spots):
            spot = self._spots[i]
            if spot.sort != "name" or not spot.words:
                continue
            earlier = next((n for n in reversed(names) if _is_same(n, spot)), None)
            if earlier is not None:
                self._join(earlier.token.i, i)
            names.append(spot)

    def _join_beside(self) -> None:
        """Appositions ("X, a driver, ...") and predicates ("X is the driver")."""
        for i in sorted(self._spots):
            spot = self._spots[i]
            if spot.sort not in ("noun", "name"):
                continue
            for other in children(spot.token, "appos"):
                near = self._spots.get(other.i)
                if near is not None and near.is_person == spot.is_person and not self._is_listed(other):
                    self._join(i, other.i)
            if spot.sort == "noun" and children(spot.token, "cop") and not is_negated(spot.token):
                subject = next(iter(children(spot.token, "nsubj")), None)
                if subject is not None and subject.i in self._spots and self._spots[subject.i].plural == spot.plural:
                    self._join(subject.i, i)

    @staticmethod
    def _is_listed(token: Token) -> bool:
        return bool(children(token, "conj"))

    def _join_nouns(self) -> None:
        """The same noun again with a word that points back: "a driver ... the driver", or whose owner is the same."""
        last: dict[tuple[str, bool, object], int] = {}
        for i in sorted(self._spots):
            spot = self._spots[i]
            if spot.sort != "noun":
                continue
            owner = next((c for c in children(spot.token, "nmod:poss")), None)
            mine: object = None
            if owner is not None:
                mine = owner.lower_ if owner.lower_ in I | WE | YOU else normal(owner.text)
            key = (spot.words[0], spot.plural, mine)
            earlier = last.get(key)
            if earlier is not None and self._points_back(spot, owner is not None) and not self._narrowed(spot, earlier):
                self._join(earlier, i)
            last[key] = i

    def _points_back(self, spot: Spot, owned: bool) -> bool:
        determiners = {c.lower_ for c in spot.token.children if c.dep_ == "det" or c.pos_ == "DET"}
        return owned or bool(determiners & POINTING)

    def _narrowed(self, spot: Spot, earlier: int) -> bool:
        """Whether it has words that the earlier mention lacks: "the young driver", "the people of Y"."""
        own, before = ({c.lemma_.lower() for c in children(t, *NARROWING)} for t in (spot.token, self._doc[earlier]))
        return bool(own - before)

    def _join_first_persons(self) -> None:
        """ "I", "we" and "you": in a quotation those of its speaker, else those of the whole text."""
        first: dict[tuple[str, int], int] = {}
        for i in sorted(self._spots):
            spot = self._spots[i]
            if spot.sort not in ("i", "we", "you"):
                continue
            speaker = self._speaker(spot.token) if self._quoted(spot.token) else None
            if speaker is not None and spot.sort == "i":
                self._join(speaker, i)
                continue
            key = (spot.sort, self._root(speaker) if speaker is not None else -1)
            self._join(first.setdefault(key, i), i)

    def _speaker(self, token: Token) -> int | None:
        """Who says the quotation in which ``token`` stands: the subject of the nearest verb of saying outside of marks."""
        sentence, doc = token.sent, self._doc
        before = doc[sentence.start - 1].sent if sentence.start else None
        after = doc[sentence.end].sent if sentence.end < len(doc) else None
        for near in (sentence, before, after):
            verbs = [t for t in near if t.lemma_ in SAYING and not self._quoted(t)] if near is not None else []
            for verb in sorted(verbs, key=lambda v: abs(v.i - token.i)):
                subject = next((c for c in children(verb, *SUBJECTS) if c.i in self._spots), None)
                if subject is not None:
                    return subject.i
        return None

    def _join_pronouns(self) -> None:
        """He, she and they, left to right, by salience (after Lappin and Leass, 1994)."""
        order = sorted(self._spots)
        for place, i in enumerate(order):
            spot = self._spots[i]
            if spot.sort not in ("he", "she", "they"):
                continue
            best, best_score = None, -100.0
            for k in reversed(order[:place]):
                if self._distance(k, i) > SENTENCES_BACK:
                    break
                other = self._spots[k]
                if not self._agrees(other, spot) or self._is_barred(other, spot):
                    continue
                score = self._salience(other, spot)
                if score > best_score:
                    best, best_score = k, score
            if best is not None:
                self._join(best, i)
                if spot.gender:
                    self._gender[self._root(i)] = spot.gender

    def _distance(self, k: int, i: int) -> int:
        return self._cast.sentence_of.get(i, 0) - self._cast.sentence_of.get(k, 0)

    def _agrees(self, other: Spot, spot: Spot) -> bool:
        if other.sort in ("i", "we", "you"):
            return False
        if spot.sort == "they":
            return other.sort == "they" or other.plural or not other.is_person or len(children(other.token, "conj")) > 0
        gender = self._gender.get(self._root(other.token.i))
        return other.is_person and not other.plural and gender in (None, spot.gender)

    def _is_barred(self, other: Spot, spot: Spot) -> bool:
        one, two = other.token, spot.token
        if one.i == two.head.i:
            return True
        same = one.head.i == two.head.i and not two.lower_.endswith(("self", "selves"))
        return same and two.dep_ != "nmod:poss" and one.dep_ != "nmod:poss"

    def _salience(self, other: Spot, spot: Spot) -> float:
        one, two = other.token, spot.token
        score = -1.5 * self._distance(one.i, two.i) - 0.01 * (two.i - one.i)
        score += 1.5 * (one.dep_ in SUBJECTS) - 0.7 * (one.dep_ in ("nmod", "nmod:poss", "compound")) + 0.3 * (one.dep_ == "obj")
        score += 1.0 * (other.sort == spot.sort) + 0.3 * (other.sort == "name")
        score += 0.7 * other.is_person - 1.0 * (other.sort == "thing")
        score += 1.0 * (two.dep_ == "nmod:poss" and clause_head_of(one).i == clause_head_of(two).i)
        known = self._gender.get(self._root(one.i))
        score += 1.0 * (known is not None and known == spot.gender)
        return score


def _is_same(one: Spot, two: Spot) -> bool:
    """Whether two names are one person's or one organisation's."""
    if one.is_person != two.is_person:
        return False
    if one.is_person:
        return is_same_name(one.words, two.words)
    first, second = [tuple(normal(w) for w in spot.words) for spot in (one, two)]
    return first == second or _is_acronym(one.words, two.words) or _is_acronym(two.words, one.words)


def _is_acronym(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    initials = "".join(word[0] for word in full if word[:1].isupper())
    return len(short) == 1 and len(full) > 1 and short[0].replace(".", "") == initials
