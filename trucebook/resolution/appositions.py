"""What the words around a person's name tell: title, and the tokens that say for whom the person speaks.

In come a :class:`Surface` and a :class:`Run`, out goes an :class:`Introduction`: "Iranian foreign minister X", "X, foreign
minister of Pakistan", "envoy for Syria X", "its commander, X", "X of Hamas", "X, who leads the movement".

>>> introduce(surface, run).titles     # doctest: +SKIP
(Title(name='foreign minister', of='state', gender=None, plural=False),)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trucebook.language.names import Phrase
from trucebook.resolution.persons import OWN_GROUPS, Run
from trucebook.resolution.surface import GENITIVES, OWNING, Surface
from trucebook.resolution.titles import Title

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

CONNECTING = frozenset(["of", "for", "to", "in", "at", "on", "with", "and", "the"])
QUOTES = frozenset("'\"‘’“”(")
LEADING = frozenset(["lead", "head", "command", "run", "represent", "chair", "control", "govern", "rule", "found"])
SERVING = {
    "advise": frozenset([""]),
    "represent": frozenset([""]),
    "command": frozenset([""]),
    "lead": frozenset([""]),
    "head": frozenset([""]),
    "serve": frozenset(["", "in", "on", "with", "for"]),
    "sit": frozenset(["on", "in"]),
    "speak": frozenset(["for"]),
    "work": frozenset(["for"]),
    "negotiate": frozenset(["for"]),
    "fight": frozenset(["for"]),
    "plan": frozenset(["", "for"]),
}
"""Verbs by which a person is presented in the present tense, with the prepositions (or none) before those whom it serves."""


@dataclass
class Introduction:
    """Titles nearest first, the tokens of whoever the person speaks for, and where the introduction begins."""

    titles: list[Title] = field(default_factory=list)
    owners: list[Token] = field(default_factory=list)
    start: int = 0

    @property
    def role(self) -> str | None:
        """The office, without ranks and forms of address."""
        return next((t.name for t in self.titles if t.of not in ("rank", "counterpart")), None)


def introduce(surface: Surface, run: Run) -> Introduction:
    """All that stands around the name."""
    found = _before(surface, run)
    if not found.owners or found.role is None:
        after = _after(surface, run)
        found.titles += after.titles
        found.owners = found.owners or after.owners
    if not found.owners:
        found.owners = _served(surface, run) or _led(surface, found.start)
    return found


def _led(surface: Surface, start: int) -> list[Token]:
    """Whom a person is told to lead by "of" alone: "the Highland Front (HF) of General X", "the government of President X"."""
    doc, i = surface.doc, start - 2
    if i < 1 or doc[start - 1].lower_ != "of":
        return []
    if doc[i].text == ")" and i > 2 and doc[i - 2].text == "(":
        return [doc[i - 1]]
    noun = surface.noun_at.get(i)
    led = noun is not None and any(n.acts_as in ("group", "party") for n in noun.value)
    return [doc[i]] if led or (i in surface.hit_at and surface.hit_at[i].value.sense == "name") else []


def _served(surface: Surface, run: Run) -> list[Token]:
    """Whom a person is told to work for: "X advises Kenya's government", "X sits on the Chadian team"."""
    root = surface.doc[run.start : run.end].root
    root = root.head if root.dep_ == "flat" else root
    verb = root.head
    if root.dep_ != "nsubj" or verb.lemma_ not in SERVING or "Pres" not in verb.morph.get("Tense", []):
        return []
    wanted = SERVING[verb.lemma_]
    for part in (c for c in verb.children if c.i > verb.i and c.dep_.partition(":")[0] in ("obj", "obl")):
        cases = {c.lower_ for c in part.children if c.dep_ == "case"}
        inside = [t for t in part.subtree if t.i in surface.hit_at and (t.i == part.i or _belongs(t))]
        if inside and (cases & wanted if cases else "" in wanted):
            return inside[:1]
    return []


def _belongs(token: Token) -> bool:
    """Whether a name inside a noun phrase says whose it is: "Chad's army", "the army of Chad", but not "talks with Chad"."""
    return {c.lower_ for c in token.children if c.dep_ == "case"} <= {"of", "for", *GENITIVES}


def _before(surface: Surface, run: Run) -> Introduction:
    doc, found = surface.doc, Introduction(start=run.start)
    at, crossed = run.start, False
    while at > 0:
        title = surface.title_at.get(at - 1)
        if title is None and not crossed and at >= 2 and doc[at - 1].text == ",":
            title, crossed = _apposed(surface, at - 2, run, found), True
        if title is None and at >= 2 and doc[at - 1].text in QUOTES and at == run.start:
            title = surface.title_at.get(at - 2)
        if title is None and found.titles and at >= 2 and doc[at - 1].lower_ == "and":
            title = surface.title_at.get(at - 2)
        if title is None or title.start < doc[run.start].sent.start:
            break
        found.titles.append(title.value)
        at = found.start = title.start
    if not found.titles or all(t.of == "rank" for t in found.titles):
        _title_with_complement(surface, at, found)
    if found.titles and found.start > 0:
        owners = surface.owners_before(found.start)
        found.owners = owners.tokens or found.owners or (owners.names if found.titles[0].of == "state" else [])
    elif run.start > 1 and doc[run.start - 1].text in GENITIVES and run.start - 2 in surface.hit_at:
        found.owners = [doc[run.start - 2]]
    elif run.start > 1 and _is_member(surface, run.start - 1):
        found.owners = surface.owners_before(run.start - 1).tokens
    return found


def _is_member(surface: Surface, i: int) -> bool:
    """Whether a noun for a side's people stands at ``i``: "Hamas sniper X"."""
    noun = surface.noun_at.get(i)
    return noun is not None and noun.end == i + 1 and any(n.acts_as == "members" and not n.plural for n in noun.value)


def _apposed(surface: Surface, last: int, run: Run, found: Introduction) -> Phrase[Title] | None:
    """The title before a comma that introduces the name: "its commander, X, said", "the chief of the guard, X,"."""
    doc, floor = surface.doc, int(surface.doc[run.start].sent.start)
    for i in range(last, max(last - 9, floor) - 1, -1):
        title = surface.title_at.get(i)
        if title is not None and title.end == i + 1:
            if title.value.plural or title.value.of == "nobody" or (i < last and doc[i + 1].lower_ not in OWNING):
                return None
            owners = surface.owners_before(title.start)
            if title.value.of == "rank" and not owners.tokens:
                return None
            if i < last and not owners.tokens:
                owner = surface.owner_after(title.end)
                found.owners = [owner] if owner is not None and owner.i <= last else []
            beside = doc[run.start].dep_ == "appos" and owners.indefinite  # "a brigade commander, Major X, says"
            return title if owners.tokens or owners.definite or found.owners or beside else None
        if (
            doc[i].lower_ not in CONNECTING
            and doc[i].pos_ not in ("NOUN", "PROPN", "ADJ", "DET")
            and doc[i].dep_ != "amod"
            and doc[i].text not in GENITIVES
        ):
            return None
    return None


def _title_with_complement(surface: Surface, at: int, found: Introduction) -> None:
    """ "special envoy for Syria X", "prime minister of Iraq X": the title stands before a complement that stands before the
    name.
    """
    doc = surface.doc
    for i in range(at - 1, max(at - 10, doc[at - 1].sent.start) - 1, -1):
        token = doc[i]
        title = surface.title_at.get(i)
        if title is not None and title.end == i + 1:
            if title.value.plural or i + 2 >= at or doc[i + 1].lower_ not in ("of", "for", "to", "in", "on", "at"):
                return
            found.titles.append(title.value)
            found.start = title.start
            owner = surface.owner_after(title.end)
            found.owners = [owner] if owner is not None and owner.i < at else []
            return
        if token.lower_ not in CONNECTING and token.pos_ not in ("NOUN", "PROPN", "ADJ", "DET", "ADP"):
            return


def _after(surface: Surface, run: Run) -> Introduction:
    doc, found, end = surface.doc, Introduction(start=run.start), run.end
    if end + 1 >= len(doc):
        return found
    if doc[end].lower_ in ("of", "from") and end + 1 < len(doc):
        owner = surface.owner_after(end)
        if owner is not None and (owner.i in surface.hit_at or (owner.pos_ == "PROPN" and owner.lower_ in OWN_GROUPS)):
            found.owners = [owner]
        return found
    if doc[end].text not in (",", "(", "–", "—", "-") or doc[end].sent != doc[run.start].sent:
        return found
    for i in range(end + 1, min(end + 12, doc[run.start].sent.end)):
        token = doc[i]
        if token.lower_ == "who":
            return _who(surface, i, found)
        title = surface.title_at.get(i)
        if title is not None and title.start == i:
            several = title.value.plural and not _is_one_of(doc, end + 1, i)
            return found if several else _title_after(surface, title.start, end + 1, found)
        if token.pos_ in ("VERB", "AUX", "SCONJ", "CCONJ") and token.dep_ not in ("amod", "compound"):
            return found
        if token.text == "," or (
            token.pos_ == "PROPN" and i not in surface.hit_at and i not in surface.noun_at and token.ent_type_ == "PERSON"
        ):
            return found
    return found


def _is_one_of(doc: Doc, start: int, end: int) -> bool:
    """Whether a title in the plural after a name is that of the one named: "X, one of the government's negotiators"."""
    return any(doc[i].lower_ in ("one", "member", "among") for i in range(start, end))


def _title_after(surface: Surface, at: int, floor: int, found: Introduction) -> Introduction:
    title = surface.title_at[at]
    found.titles.append(title.value)
    owners = [t for t in surface.owners_before(title.start).tokens if t.i >= floor]
    owner = surface.owner_after(title.end)
    found.owners = owners or ([owner] if owner is not None else [])
    return found


def _who(surface: Surface, at: int, found: Introduction) -> Introduction:
    """ "X, who leads the RSF": the object of a verb of leading, or a title ("who is the spokesman of")."""
    doc = surface.doc
    for i in range(at + 1, min(at + 5, len(doc))):
        if doc[i].lemma_.lower() in LEADING:
            owner = surface.owner_after(i, prepositions=frozenset((doc[i].lower_,)) | OWNING)
            found.owners = [owner] if owner is not None else []
            return found
        title = surface.title_at.get(i)
        if title is not None and title.start == i and doc[at + 1].lemma_.lower() in ("be", "serve"):
            return _title_after(surface, i, at, found)
    return found
