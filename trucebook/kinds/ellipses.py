"""Stances told by an auxiliary alone: "Chad backs the idea. Libya does not", "and neither has Oman", "so did Togo".

In comes the auxiliary, out go the word that names the holder and what becomes of the stance told before.

>>> echo_of(doc[7])      # "Chad accepted it, but Libya has not"     # doctest: +SKIP
Echo(verb=has, holder=Libya, same=False)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.language.tree import child, children, is_negated
from trucebook.records import Stance

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

AUXILIARIES = frozenset({"do", "have", "be", "will", "would", "can", "could"})
ALIKE = frozenset({"neither", "nor", "so", "too", "also", "likewise"})
BARE = frozenset({"nsubj", "obj", "advmod", "cc", "cc:preconj", "punct", "aux", "discourse", "mark"})
"""Relations of what may hang on an auxiliary that stands for a whole clause."""


@dataclass(frozen=True)
class Echo:
    """An auxiliary that takes up a clause before it, who is meant, and whether it says the same of him."""

    verb: Token
    holder: Token
    same: bool

    def stance_after(self, stance: Stance) -> Stance | None:
        """The holder's stance where another's is ``stance``.

        >>> Echo(verb, holder, same=False).stance_after("accepts")      # "Libya does not"     # doctest: +SKIP
        'rejects'
        """
        if self.same:
            return stance
        if stance not in ("accepts", "accepts_conditionally"):
            return None
        return "undecided" if self.verb.lemma_ == "have" else "rejects"


def echo_of(verb: Token) -> Echo | None:
    """What ``verb`` takes up, where it is an auxiliary that stands alone with a subject."""
    if verb.lemma_ not in AUXILIARIES or verb.dep_ in ("aux", "aux:pass", "cop"):
        return None
    if any(c.dep_ not in BARE for c in verb.children):
        return None
    words = {c.lower_ for c in children(verb, "advmod", "cc", "cc:preconj", "mark")}
    same = bool(words & ALIKE)
    holder = child(verb, "nsubj") or (child(verb, "obj") if same else None)
    if holder is None or (not same and not is_negated(verb)) or (child(verb, "obj") is not None and holder.i < verb.i):
        return None
    return Echo(verb, holder, same)
