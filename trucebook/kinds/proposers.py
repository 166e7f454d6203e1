"""Who put a plan forward, as its noun phrase says: "Trump's plan", "the Omani proposal", "a truce suggested by Chad".

In comes the head noun of a plan, out go the actors and the word of proposing, if there is one.

>>> proposers_named_in(doc[4], scene)      # doctest: +SKIP
(Actor(party='OMN', ...),)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.language.tree import agent_of, child, children, conjuncts, preposition_of
from trucebook.records import Actor

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

PUT_FORWARD = frozenset(
    {"propose", "put", "suggest", "present", "submit", "table", "float", "offer", "unveil", "draft", "make", "draw", "pitch",
     "set", "back", "broker", "mediate", "sponsor", "initiate", "lead", "author", "devise", "tout", "advance", "push",
     "introduce", "announce", "circulate", "craft", "formulate", "prepare", "outline", "release", "publish", "deliver",
     "lay", "bring", "champion"}
)  # fmt: skip


def proposers_named_in(head: Token, scene: Scene) -> tuple[Actor, ...]:
    """Who put a plan forward, as its noun phrase says: "Trump's plan", "the Omani proposal", "a truce suggested by Chad"."""
    return find_proposers(head, scene, takes_owner=True)[0]


def find_proposers(head: Token, scene: Scene, *, takes_owner: bool) -> tuple[tuple[Actor, ...], Token | None]:
    """The proposers that a noun phrase names, and the word of proposing in it, if any."""
    for c in children(head, "acl", "amod"):
        if c.lemma_ == "back" and c.dep_ == "acl:relcl":
            continue  # "an idea that Chad backs": a stance
        if c.lemma_.lower() in PUT_FORWARD or c.lower_.removesuffix("ed") in PUT_FORWARD:
            agent = _agent_of_participle(c)
            actors = scene.actors(agent) if agent is not None else ()
            if actors and (takes_owner or c.lemma_.lower() not in ("back", "broker", "mediate", "sponsor", "lead")):
                return actors, c
            hyphened = _before_hyphen(c)
            actors = _all_actors(hyphened, scene)
            if actors and (takes_owner or c.lemma_.lower() in ("propose", "suggest")):
                return actors, c
    if not takes_owner:
        return (), None
    owners = [c for c in children(head, "nmod:poss") if c.pos_ != "PRON" or head.lemma_ not in ("ceasefire", "truce", "pause")]
    owners += [c for c in children(head, "amod", "compound") if c.i < head.i and not _is_matter(c, scene)]
    owners += [m for m in children(head, "nmod") if preposition_of(m) in ("of", "by", "from")]
    for owner in owners:
        actors = _all_actors(owner, scene)
        if actors:
            return actors, None
    return (), None


def _is_matter(word: Token, scene: Scene) -> bool:
    """Whether a word before a plan names what it is for: "the Gaza plan", but not "the US plan" or "the Omani plan"."""
    return word.pos_ == "PROPN" and not word.text.isupper() and scene.place_index.is_place(word)


def _agent_of_participle(word: Token) -> Token | None:
    by = child(word, "obl:agent") or next((o for o in children(word, "obl") if preposition_of(o) == "by"), None)
    if by is not None:
        return by
    return agent_of(word) if word.dep_ == "acl:relcl" else None


def _before_hyphen(word: Token) -> Token | None:
    """The word that a hyphen joins to ``word``: "Oman" in "Oman-brokered"."""
    doc, i = word.doc, word.i
    if i >= 2 and doc[i - 1].text in ("-", "–", "‑") and not doc[i - 1].whitespace_:
        return doc[i - 2]
    return None


def _all_actors(token: Token | None, scene: Scene) -> tuple[Actor, ...]:
    """The actors of a word before a hyphen, and of those joined to it by dashes ("Egyptian–Qatari-mediated")."""
    if token is None:
        return ()
    found = list(scene.actors(token))
    earlier = _before_hyphen(token)
    if earlier is not None:
        found = [*scene.actors(earlier), *found]
    for other in conjuncts(token):
        found += [a for a in scene.actors(other) if a not in found]
    return tuple(dict.fromkeys(found))
