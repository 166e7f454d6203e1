"""What stands in the text, before anyone is identified: names of parties, titles, collective nouns and who owns them.

In come a ``Doc``, a :class:`PartyTable` and a :class:`Vocabulary`; out go the phrases by token, and for a noun or title the
tokens that say whose it is ("the *Swiss* foreign ministry", "*Iran's* envoy", "spokesman for the *RSF*"). It looks at the run
of words first and uses the tree little, so that a wrong arc costs little.

>>> surface.owners_before(2).tokens     # doctest: +SKIP
[Swiss]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trucebook.language.names import Phrase, is_capitalised, words_of
from trucebook.resolution.gazetteer import Gazetteer, Spot
from trucebook.resolution.parties import Meaning, PartyTable
from trucebook.resolution.titles import Noun, Title, Vocabulary

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

HYPHENS = frozenset("-–—‑/")
POSSESSIVES = frozenset(("its", "his", "her", "their", "whose"))
GENITIVES = frozenset(("'s", "’s", "'", "’", "´s", "`s"))
OWNING = frozenset(["of", "for", "from", "in", "with", "inside", "within"])
RUN_BY = frozenset(["run", "led", "controlled", "installed", "appointed", "operated", "affiliated"])
RULED_BY = frozenset(["run", "controlled", "ruled", "held", "governed"])
NOUNLIKE = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "X"))


DATELINE = re.compile(
    r"(?m)^[ \t]*((?:[A-Z][A-Z.'’-]{2,}[ ]?){1,4}(?:(?:, |/| / )[^\n–—:(]{0,40}?)?(?:\([^)\n]{2,40}\))?)"
    r"[ ]*(?:[–—]|-{1,2}(?=[ ])|:(?=[ ]))"
)
"""The place (and date) in capitals before a report's first words: "NAIROBI, Kenya (agency) -"."""


def _tokens_in(doc: Doc, start: int, end: int) -> range:
    span = doc.char_span(start, end, alignment_mode="expand")
    return range(span.start, span.end) if span is not None else range(0)


@dataclass
class Owners:
    """Whose something is: the tokens that say so, whether a definite determiner stands before it, and where it begins."""

    tokens: list[Token] = field(default_factory=list)
    names: list[Token] = field(default_factory=list)
    """Names of no party beside the noun, of a place or person that may have one: "the *Kharkiv* governor"."""
    definite: bool = False
    indefinite: bool = False
    start: int = 0


class Surface:
    """The phrases of one document by token index."""

    def __init__(self, doc: Doc, *, parties: PartyTable, words: Vocabulary, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.parties = parties
        self.words = words
        found = self.found = words_of(doc)
        self.hit_at: dict[int, Phrase[Meaning]] = {}
        self.title_at: dict[int, Phrase[Title]] = {}
        self.noun_at: dict[int, Phrase[tuple[Noun, ...]]] = {}
        self.spot_at: dict[int, Phrase[Spot]] = {
            i: spot for spot in gazetteer.find(found) if spot.value.grain != "country" for i in range(spot.start, spot.end)
        }
        titled = {title.start for title in words.find_titles(found)}
        for hit in parties.find(found):
            if hit.end in titled or not self._is_part_of_a_name(hit):
                self.hit_at.update((i, hit) for i in range(hit.start, hit.end))
        common = [word._replace(normal="") if word.i in self.hit_at else word for word in found]
        for title in words.find_titles(common):
            self.title_at.update((i, title) for i in range(title.start, title.end))
        self.datelines = self._datelines()
        for noun in words.find_nouns(common):
            if not self._is_name_of_a_body(noun):
                self.noun_at.update((i, noun) for i in range(noun.start, noun.end))

    def _datelines(self) -> set[int]:
        """The tokens of datelines; a speaker's label with an office is none: "FACILITATOR (Ruth Ames): Thank you."."""
        lines = (_tokens_in(self.doc, match.start(1), match.end(1)) for match in DATELINE.finditer(self.doc.text))
        return {i for line in lines if not any(i in self.title_at for i in line) for i in line}

    def _is_name_of_a_body(self, noun: Phrase[tuple[Noun, ...]]) -> bool:
        """Whether a word for a side's people opens a proper name: "the Office for Relief"."""
        doc, end = self.doc, noun.end
        if noun.value[0].acts_as != "members" or end + 1 >= len(doc) or doc[noun.start].is_sent_start:
            return False
        return is_capitalised(doc[noun.start].text) and doc[end].lower_ in ("of", "for") and is_capitalised(doc[end + 1].text)

    def _is_part_of_a_name(self, hit: Phrase[Meaning]) -> bool:
        """Whether the hit is a word of a longer name of a person or place: Israel Katz, the Gulf of Oman."""
        doc, label = self.doc, self.doc[hit.start].ent_type_
        if doc[hit.start].text.isupper():
            return False
        if hit.value.sense in ("body", "forces", "outlet") or label not in ("PERSON", "PLACE", "ORGANISATION"):
            return False
        if label == "ORGANISATION" and hit.value.sense != "capital":
            return False
        first, last = hit.start, hit.end
        while first > 0 and doc[first - 1].ent_type_ == label and doc[first].ent_iob_ == "I":
            first -= 1
        while last < len(doc) and doc[last].ent_type_ == label and doc[last].ent_iob_ == "I":
            last += 1
        if label == "PERSON" and hit.start > 0 and doc[hit.start - 1].pos_ == "ADP" and last - hit.end > 1:
            return False
        rest = [doc[i] for i in (*range(first, hit.start), *range(hit.end, last))]
        if any(t.text in (",", "/", "and") for t in rest):
            return False
        if label == "ORGANISATION":
            return len(rest) > 1 and all(is_capitalised(t.text) for t in rest)
        if label == "PERSON":
            return hit.value.sense in ("name", "capital") and any(
                is_capitalised(t.text) and t.i not in self.hit_at and t.pos_ == "PROPN" for t in rest
            )
        return hit.value.sense != "adjective" and any(is_capitalised(t.text) and t.pos_ in ("PROPN", "NOUN") for t in rest)

    def owners_before(self, start: int) -> Owners:
        """The owners named in the words directly before token ``start`` of the same noun phrase."""
        doc, found = self.doc, Owners(start=start)
        i, joined = start - 1, True
        while i >= 0 and start - i < 14 and doc[i].sent.start <= i:
            token = doc[i]
            if "\n" in token.text_with_ws:
                break  # another line: a header
            if i in self.hit_at:
                hit = self.hit_at[i]
                if joined and hit.value.sense != "outlet" and not self._only_backs(hit.end):
                    found.tokens.append(doc[hit.end - 1])
                    joined = False
                found.start, i = hit.start, hit.start - 1
                continue
            if token.text in GENITIVES and i > 0:
                if joined:
                    found.tokens.append(self._possessor(i - 1))
                found.definite = True
                return found
            if not self._goes_on(token, found, joined=joined):
                break
            if token.pos_ == "CCONJ" or token.text == ",":
                joined = True
            elif token.pos_ == "PROPN" and i not in self.noun_at and i not in self.title_at and len(token) > 2:
                found.names.append(token)
            elif joined and token.pos_ in ("NOUN", "PROPN") and i in self.noun_at and i == self.noun_at[i].end - 1:
                found.tokens.append(token)
                joined = False
            found.start, i = i, i - 1
        return found

    def _goes_on(self, token: Token, found: Owners, *, joined: bool) -> bool:
        """Whether the noun phrase goes on to the left at ``token``; notes determiners on the way."""
        if token.lower_ in POSSESSIVES:
            if joined:
                found.tokens.append(token)
            found.definite, found.start = True, token.i
            return False
        if token.pos_ == "DET" or token.lower_ in ("the", "a", "an", "this", "that", "these", "those"):
            found.definite = found.definite or token.lower_ in ("the", "this", "that", "these", "those", "both")
            found.indefinite = token.lower_ in ("a", "an", "some", "another", "any", "several")
            found.start = token.i
            return False
        if token.text in HYPHENS or token.pos_ in NOUNLIKE:
            return True
        if token.pos_ == "VERB":
            return token.dep_ in ("amod", "compound") or (token.i > 0 and self.doc[token.i - 1].text in HYPHENS)
        if token.pos_ == "CCONJ" and not found.tokens:
            before = self.doc[token.i - 1] if token.i else token
            return before.pos_ == "ADJ" and before.text.islower()
        if token.pos_ == "CCONJ" or token.text == ",":
            return (
                bool(found.tokens)
                and token.i - 1 in self.hit_at
                and self.hit_at[token.i - 1].value.sense in ("adjective", "name")
            )
        return False

    def _only_backs(self, end: int) -> bool:
        """Whether a hyphened participle follows that leaves the party outside: "Iran-backed", "US-brokered" (but not
        "Hamas-run").
        """
        doc = self.doc
        if end + 1 >= len(doc) or doc[end].text not in HYPHENS:
            return False
        after = doc[end + 1]
        return after.lower_ not in RUN_BY and (after.pos_ in ("VERB", "ADJ") or after.lower_.endswith("ed"))

    def holder_of(self, hit: Phrase[Meaning]) -> str | None:
        """The group that is told to rule the state or the part of one named by ``hit``: "Houthi-controlled Yemen"."""
        doc, at = self.doc, hit.start - 2
        if at < 1 or doc[at + 1].lower_ not in RULED_BY or doc[at].text not in HYPHENS or hit.value.sense != "name":
            return None
        other = self.hit_at.get(at - 1)
        party = other.value.party if other is not None else None
        return (
            party if party is not None and not self.parties.is_state(party) and self.parties.is_state(hit.value.party) else None
        )

    def _possessor(self, i: int) -> Token:
        hit = self.hit_at.get(i)
        return self.doc[hit.end - 1] if hit else self.doc[i]

    def _group_of(self, hit: Phrase[Meaning]) -> Phrase[Meaning]:
        """The group that a state's name stands before, or else the state: "of Congo's M23", "of the Sudanese RSF"."""
        i = hit.end
        while i < min(len(self.doc), hit.end + 4):
            other = self.hit_at.get(i)
            if other is not None:
                is_group = other.value.party is not None and not self.parties.is_state(other.value.party)
                return other if is_group and self.parties.is_state(hit.value.party) and other.value.sense == "name" else hit
            if self.doc[i].pos_ not in NOUNLIKE and self.doc[i].text not in GENITIVES:
                return hit
            i += 1
        return hit

    def owner_after(self, end: int, *, prepositions: frozenset[str] = OWNING) -> Token | None:
        """The owner named after token ``end - 1``: "of Qatar", "for the RSF", "from the militia"."""
        doc, i = self.doc, end
        if i >= len(doc) or doc[i].lower_ not in prepositions:
            return None
        i += 1
        while i < len(doc) and i - end < 9:
            token = doc[i]
            if i in self.hit_at:
                hit = self._group_of(self.hit_at[i])
                return doc[hit.end - 1] if hit.value.sense != "outlet" else None
            noun = self.noun_at.get(i)
            if noun and noun.end - 1 == i and not (i + 1 < len(doc) and (doc[i + 1].lower_ in OWNING or i + 1 in self.noun_at)):
                return token
            if not (
                token.pos_ in NOUNLIKE
                or token.pos_ == "DET"
                or token.lower_ in ("of", "from", "and", "the", "its", "his")
                or token.text in HYPHENS
            ):
                return None
            if (
                token.pos_ == "PROPN"
                and not (i + 1 < len(doc) and doc[i + 1].pos_ in ("PROPN", "NOUN"))
                and i not in self.title_at
            ):
                return token
            i += 1
        return None
