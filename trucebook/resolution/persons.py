"""The named persons and unknown organisations of a document: where their names stand and which names are one person.

In comes a :class:`Surface`, out come runs of capitalised words read as persons' or organisations' names, and a
:class:`Registry` that keeps one :class:`Person` for all forms of a name (the fullest form is the name; "Zelensky" and
"Zelenskyy" are one).

>>> [run.text for run in find_runs(surface)]     # doctest: +SKIP
['Félix Tshisekedi']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trucebook.language.names import (
    APOSTROPHES,
    ARTICLES,
    PARTICLES,
    Phrase,
    is_capitalised,
    is_same_name,
    normal,
    significant,
    word_set,
)
from trucebook.records import Actor
from trucebook.resolution.surface import HYPHENS, Surface
from trucebook.resolution.titles import Gender, Noun

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc

RunKind = Literal["person", "organisation", "place", "unknown"]
CALENDAR = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday "
    "saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun "
    "christmas easter ramadan "
    "eid"
)
GROUP_WORDS = word_set(
    "force forces front movement army party brigade brigades militia alliance coalition council union group "
    "organization organisation "
    "liberation league battalion command congress committee commission network corps guard guards fund foundation "
    "institute center "
    "centre association agency bank company university society federation forum initiative authority court tribunal "
    "office department "
    "ministry secretariat programme program project mission parliament assembly bloc cartel lab observatory service services "
    "corporation division regiment staff board flotilla fleet school health museum airport refinery hospital church "
    "college airlines "
    "club"
)
OWN_GROUPS = word_set(
    "front movement party alliance liberation militia union coalition league resistance brigade brigades rebels"
)
"""Words in the names of groups that are sides of their own, though they begin with a country's name."""
ACRONYM_LENGTH = (2, 7)
WORD = re.compile(r"[^\W\d_][^$€£]*")


@dataclass(eq=False)
class Person:
    """A named person; ``party`` and ``role`` are what any mention in the document tells."""

    words: tuple[str, ...]
    name: str
    party: str | None = None
    role: str | None = None
    gender: Gender | None = None
    forms: set[str] = field(default_factory=set)
    """Every title and rank that stood with the name, for "the general"."""
    guess: str | None = None
    """The likeliest party, for a holder of an office of whom no mention tells it."""
    listed: bool = False
    """Whether the name stood in a list under one plural title: "ministers A and B"."""
    settled: bool = False
    """Whether an occupation told that the person speaks for nobody (an analyst)."""

    is_other: bool = False
    """Whether the name came as "his counterpart X", so that the party is another than the pronoun's."""

    def to_actor(self) -> Actor:
        """The person as an actor, with all that the document says."""
        return Actor(party=self.party, name=self.name, kind="person", role=self.role)


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together and may be a name."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    kind: RunKind


def code_of(run: Run) -> str:
    """The code of a party that no lexicon knows: its name in capitals, joined by underscores."""
    return "_".join("".join(c for c in normal(word) if c.isalnum()) for word in run.words).upper().strip("_")


def find_runs(surface: Surface) -> Iterator[Run]:
    """The runs of name words outside the names of parties, in text order."""
    doc, i = surface.doc, 0
    while i < len(doc):
        if not _begins(surface, i):
            i += 1
            continue
        end = _end_of_run(surface, i)
        start = i
        while end > start + 1 and (
            doc[end - 1].text in HYPHENS
            or doc[end - 1].lower_ in ("of", "for", "and", "the", "&")
            or (doc[end - 1].lower_ in PARTICLES and not is_capitalised(doc[end - 1].text))
        ):
            end -= 1
        start = _with_adjective(surface, start, end)
        words = tuple(t.text for t in doc[start:end] if t.text not in HYPHENS)
        yield Run(start, end, doc[start:end].text.strip("'’‘\"“”"), words, _kind_of(surface, start, end))
        i = max(end, i + 1)


def _with_adjective(surface: Surface, start: int, end: int) -> int:
    """The start of an organisation's name with a capitalised adjective before it: "European Center", "National Congress"."""
    doc = surface.doc
    while start > 0 and is_capitalised(doc[start - 1].text) and start - 1 not in surface.hit_at:
        if doc[start].is_sent_start:
            break
        of_place = start - 1 in surface.spot_at and end - start > 1
        if not (doc[start - 1].pos_ == "ADJ" or of_place) or _kind_of(surface, start, end) != "organisation":
            break
        start -= 1
    return start


def _begins(surface: Surface, i: int) -> bool:
    doc = surface.doc
    if not is_capitalised(doc[i].text) and (doc[i].lower_ in PARTICLES or doc[i].lower_ in ARTICLES):
        hyphened = i + 1 < len(doc) and doc[i + 1].text in HYPHENS
        at = i + 2 if hyphened else i + 1
        return (hyphened or doc[i].ent_type_ == "PERSON") and at < len(doc) and _is_name_word(surface, at)
    return _is_name_word(surface, i)


def _is_name_word(surface: Surface, i: int) -> bool:
    token = surface.doc[i]
    if i in surface.hit_at or not is_capitalised(token.text):
        return False
    if normal(token.text) in CALENDAR and token.ent_type_ != "PERSON":  # June is a name, too
        return False
    if not WORD.fullmatch(token.text.lstrip("'’‘ʼʿʾ`")):
        return False
    title = surface.title_at.get(i)
    if title is not None and (title.value.of != "nobody" or token.ent_type_ != "PERSON"):
        inside = (
            i > 0
            and token.ent_type_ == "PERSON"
            and token.ent_iob_ == "I"
            and i - 1 not in surface.title_at
            and i - 1 not in surface.hit_at
        )
        return inside and is_capitalised(surface.doc[i - 1].text)
    if token.ent_type_ == "PERSON":
        return True
    if i in surface.spot_at and token.ent_type_ != "ORGANISATION":
        return False
    noun = surface.noun_at.get(i)
    if noun and (noun.value[0].acts_as in ("party", "country", "outlet") or _is_common(surface, noun)):
        return False
    if token.pos_ == "PROPN":
        return True
    return token.ent_type_ == "ORGANISATION" and token.pos_ in ("NOUN", "ADJ")


def _is_common(surface: Surface, noun: Phrase[tuple[Noun, ...]]) -> bool:
    """Whether a capitalised collective noun is used as a common noun: "the Union", "Foreign Ministry", "Ministry of
    Defence".
    """
    doc, start, end = surface.doc, noun.start, noun.end
    if end < len(doc) and doc[end].lower_ == "of" and noun.value[0].acts_as == "body":
        return True
    named_on = end < len(doc) and is_capitalised(doc[end].text) and doc[end].pos_ == "PROPN" and end not in surface.hit_at
    named_before = start > 0 and is_capitalised(doc[start - 1].text) and doc[start - 1].pos_ in ("PROPN", "ADJ", "NOUN")
    before = start > 0 and start - 1 in surface.hit_at
    return not named_on and (not named_before or before)


def _end_of_run(surface: Surface, start: int) -> int:
    doc, i = surface.doc, start + 1
    sentence_end = doc[start].sent.end
    while i < min(len(doc), sentence_end):
        token = doc[i]
        if i in surface.title_at and not is_capitalised(token.text):
            break
        if _is_name_word(surface, i) or _resumes_organisation(surface, start, i):
            if token.ent_iob_ == "B" and token.ent_type_ == "PERSON" and doc[start].ent_type_ == "ORGANISATION":
                break
            i += 1
        elif not _joins_person(surface, i, sentence_end) and not _joins_organisation(surface, start, i, sentence_end):
            break
        else:
            i += 1
    return i


def _resumes_organisation(surface: Surface, start: int, i: int) -> bool:
    """Whether a capitalised word after "of" or "for" inside an organisation's name stands at ``i``: "for Constitutional and
    ...".
    """
    doc = surface.doc
    joined = doc[i - 1].lower_ in ("of", "for", "and", "&", "the") and i - 1 > start
    return joined and is_capitalised(doc[i].text) and i not in surface.hit_at and doc[i].pos_ in ("ADJ", "NOUN", "PROPN")


def _is_article(doc: Doc, i: int) -> bool:
    """Whether an Arabic article with its hyphen, or an apostrophe inside a person's name, stands at ``i``."""
    if doc[i].lower_ in ARTICLES:
        return i + 1 < len(doc) and doc[i + 1].text in HYPHENS
    return doc[i].text in APOSTROPHES and doc[i].ent_type_ == "PERSON" and not doc[i].whitespace_


def _joins_person(surface: Surface, i: int, end: int) -> bool:
    """Whether a hyphen, particle or article at ``i`` lies inside a name."""
    token = surface.doc[i]
    small = token.text in HYPHENS or token.lower_ in PARTICLES or _is_article(surface.doc, i)
    return small and _resumes(surface, i, end)


def _resumes(surface: Surface, i: int, end: int) -> bool:
    """Whether a name goes on after a hyphen or particle at ``i``."""
    doc = surface.doc
    for at in range(i + 1, min(i + 4, end)):
        if _is_name_word(surface, at):
            return True
        if doc[at].text not in HYPHENS and doc[at].lower_ not in PARTICLES and not _is_article(doc, at):
            return doc[i].text in HYPHENS and doc[at].is_alpha and not doc[i].whitespace_ and doc[at].ent_type_ == "PERSON"
    return False


def _joins_organisation(surface: Surface, start: int, i: int, end: int) -> bool:
    """Whether "of", "for", "and" inside an organisation's name stands at ``i``."""
    doc = surface.doc
    if doc[i].lower_ not in ("of", "for", "and", "the", "&") or i + 1 >= end:
        return False
    if doc[i].ent_type_ == "ORGANISATION" and doc[i].ent_iob_ == "I" and doc[start].ent_type_ == "ORGANISATION":
        return True
    founded = any(normal(doc[k].text) in GROUP_WORDS for k in range(start, i)) and doc[i].lower_ != "the"
    named_on = is_capitalised(doc[i + 1].text) and doc[i + 1].pos_ in ("PROPN", "ADJ") and i + 1 not in surface.hit_at
    inside = any(doc[k].lower_ in ("of", "for") for k in range(start, i))
    return founded and named_on and (doc[i].lower_ in ("of", "for") or inside)


def _kind_of(surface: Surface, start: int, end: int) -> RunKind:
    doc = surface.doc
    labels = [doc[i].ent_type_ for i in range(start, end)]
    last, first = normal(doc[end - 1].text), normal(doc[start].text)
    if labels.count("PERSON") * 2 >= len(labels) and last not in GROUP_WORDS:
        return "person"
    if last in GROUP_WORDS or (end - start > 1 and first in GROUP_WORDS) or labels.count("ORGANISATION") * 2 > len(labels):
        return "organisation"
    if labels.count("PLACE") * 2 >= len(labels):
        return "place"
    return "unknown"


class Registry:
    """One :class:`Person` for all forms of a name."""

    def __init__(self) -> None:
        self.persons: list[Person] = []

    def find(self, words: tuple[str, ...]) -> Person | None:
        """The person known by ``words``; of several, the last one named."""
        for person in reversed(self.persons):
            if is_same_name(person.words, words):
                return person
        return None

    def add(self, run: Run) -> Person:
        """The person of ``run``: a known one, whose name may grow fuller, or a new one."""
        person = self.find(run.words)
        if person is None:
            person = Person(run.words, run.text)
            self.persons.append(person)
        elif len(significant(run.words)) > len(significant(person.words)):
            person.words, person.name = run.words, run.text
        return person
