"""Which side is meant where a text does not name it: "police arrested", "was detained in Lyon", "the rebels captured".

In come a token and the scene, out go actors: the state whose country the deed is in for its organs and for deeds that only an
authority does, the one armed group of a text for its rebels. Nothing where the text leaves a choice.

>>> local_state(token, scene).party     # "Forty people were arrested in Lyon."     # doctest: +SKIP
'FRA'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.kinds.grounds import is_state
from trucebook.language.names import word_set
from trucebook.language.tree import base_dep, children, conjuncts
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trucebook.language.tokens import Token
    from trucebook.records import Actor, Control
    from trucebook.resolution.scene import Scene

# Nouns for those who act for the state in whose country they are.
ORGANS = word_set(
    "police policeman officer authority government army military soldier troop navy gendarme gendarmerie court prosecutor "
    "prosecution official judge tribunal parliament cabinet customs guard coastguard"
)
# Those who are one armed group where a text names one only.
REBELS = frozenset({"rebel", "insurgent", "militant", "guerrilla", "jihadist", "fighter", "separatist", "gunman", "militia"})
FIGHTING = REBELS | {"force", "commander", "troop", "soldier", "group", "army", "brigade", "movement"}
# Changes by which one side takes ground from another.
CONTESTED = ("captured", "retaken", "lost", "besieges")
# How far back the place may be named for a deed that names none itself.
SENTENCES = 3


def is_organ(token: Token) -> bool:
    """Whether ``token`` is a noun for an organ of some state, "police", "security forces"."""
    lemma = token.lemma_.lower()
    words = {c.lower_ for c in children(token, "compound", "amod")}
    return token.pos_ == "NOUN" and (
        lemma in ORGANS or (lemma == "force" and bool(words & {"security", "armed", "government", "task", "special"}))
    )


def local_state(token: Token, scene: Scene) -> Actor | None:
    """The state in whose country the deed of ``token`` is: by its own place, else by the last one named before it."""
    place = scene.place(token)
    code = place.country or _country_beside(token, scene) if place is not None else _country_before(token, scene)
    return party_table(scene.lexicon).actor(code) if code and is_state(code) else None


def _country_beside(token: Token, scene: Scene) -> str | None:
    """The country that the sentence of ``token`` names, where it names one only: "in Chad's western province"."""
    span = token.sent
    beside = (n for n in scene.place_index.named if span[0].i <= n.start <= span[-1].i)
    codes = {n.place.country for n in beside if n.place.country}
    return next(iter(codes)) if len(codes) == 1 else None


def _country_before(token: Token, scene: Scene) -> str | None:
    """The country of the last place named before ``token``, not far away."""
    for named in reversed([n for n in scene.place_index.named if n.end <= token.i]):
        if sum(1 for t in token.doc[named.head.i + 1 : token.i + 1] if t.is_sent_start) > SENTENCES:
            return None
        if named.place.country and base_dep(conjuncts(named.head)[0]) != "nsubj":  # who acts is no place: "Chad said that ..."
            return named.place.country
    return None


def lone_group(scene: Scene) -> Actor | None:
    """The armed group of the text, where it names one only."""
    table = party_table(scene.lexicon)
    names = (t for t in scene.doc if t.pos_ == "PROPN")
    # A name that no lexicon knows may be that of an observatory: it is a group's where its fighters are told of.
    codes = {
        a.party
        for t in names
        for a in scene.actors(t)
        if table.is_armed(a.party) and (a.party in table.display or t.head.lemma_.lower() in FIGHTING)
    }
    return table.actor(code) if len(codes) == 1 and (code := next(iter(codes))) else None


def meant_side(token: Token, scene: Scene) -> Iterator[Actor]:
    """The side of those who are not named: "the rebels" of a text with one armed group, "troops" in their own country."""
    if scene.actors(token) or token.pos_ == "PROPN":
        return
    side = lone_group(scene) if token.lemma_.lower() in REBELS else local_state(token, scene) if is_organ(token) else None
    if side is not None:
        yield side


def with_opponent(record: Control, scene: Scene, forces: list[Token]) -> Control:
    """``record`` with whom the ground is taken from where only one can be meant: a state whose forces the text tells of loses its
    own ground to a group, and a state takes its own ground from the one armed group of the text."""
    party, country = record.actor.party, record.place.country if record.place else None
    if record.against is not None or record.change not in CONTESTED or not country or not is_state(country):
        return record
    other: Actor | None = None
    if party == country:
        other = lone_group(scene)
    elif not is_state(party) and any(a.party == country for t in forces for a in scene.actors(t)):
        other = party_table(scene.lexicon).actor(country)
    return record if other is None or other.party == party else record.model_copy(update={"against": other})
