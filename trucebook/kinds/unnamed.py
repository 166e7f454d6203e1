"""Which side is meant where a text does not name it: "police arrested", "was detained in Lyon", "the rebels captured".

In come a token and the scene, out go actors: the state whose country the deed is in for its organs and for deeds that only an
authority does, the one armed group of a text for its rebels. Nothing where the text leaves a choice.

>>> local_state(token, scene).party     # "Forty people were arrested in Lyon."     # doctest: +SKIP
'FRA'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.kinds.grounds import is_state
from trucebook.language.tree import children
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.records import Actor
    from trucebook.resolution.scene import Scene

# Nouns for those who act for the state in whose country they are.
ORGANS = (
    "police policeman officer authority government army military soldier troop navy gendarme gendarmerie court prosecutor "
    "prosecution official judge tribunal parliament cabinet customs guard coastguard"
)
# How far back the place may be named for a deed that names none itself.
SENTENCES = 3


def is_organ(token: Token) -> bool:
    """Whether ``token`` is a noun for an organ of some state, "police", "security forces"."""
    lemma = token.lemma_.lower()
    words = {c.lower_ for c in children(token, "compound", "amod")}
    return token.pos_ == "NOUN" and (
        lemma in ORGANS.split() or (lemma == "force" and bool(words & {"security", "armed", "government"}))
    )


def local_state(token: Token, scene: Scene) -> Actor | None:
    """The state in whose country the deed of ``token`` is: by its own place, else by the last one named before it."""
    place = scene.place(token)
    code = place.country if place is not None else _country_before(token, scene)
    return party_table(scene.lexicon).actor(code) if code and is_state(code) else None


def _country_before(token: Token, scene: Scene) -> str | None:
    """The country of the last place named before ``token``, not far away."""
    for named in reversed([n for n in scene.place_index.named if n.end <= token.i]):
        if sum(1 for t in token.doc[named.head.i + 1 : token.i + 1] if t.is_sent_start) > SENTENCES:
            return None
        if named.place.country:
            return named.place.country
    return None


def lone_group(scene: Scene) -> Actor | None:
    """The armed group of the text, where it names one only."""
    table = party_table(scene.lexicon)
    names = (t for t in scene.doc if t.pos_ == "PROPN")
    codes = {a.party for t in names for a in scene.actors(t) if table.is_armed(a.party)}
    return table.actor(code) if len(codes) == 1 and (code := next(iter(codes))) else None
