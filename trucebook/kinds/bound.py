"""Who is bound by a pact or plan: those whom its words name, its clause, the text before it, or the sentence around it.

In come the scene and the noun of a pact, out go actors; :class:`Bound` remembers who is bound by which pact.

>>> Bound(scene).of_noun(doc[4])      # "the ceasefire between Chad and Libya"     # doctest: +SKIP
(Actor(party='TCD', ...), Actor(party='LBY', ...))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from trucebook.kinds.arguments import Arguments, unique
from trucebook.language.tree import base_dep, child, children, modifiers, preposition_of
from trucebook.records import Actor, PactType
from trucebook.resolution.parties import party_table

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

BETWEEN = ("between", "among", "with", "of", "by")
UNDER = frozenset({"under", "after", "following", "in", "through", "since", "per", "by", "despite", "before", "as part of"})
ARGUMENTS = frozenset({"nsubj", "obj", "obl", "nmod", "compound", "amod", "conj"})
GO_BETWEENS = frozenset({"mediator", "broker", "host", "envoy", "mediation", "facilitator", "guarantor", "media", "observer"})
PASSING = 4
"""A side that is named this many times less often than another is named in passing."""
SITES = frozenset({"in", "at", "near", "around"})
ALIKE: dict[PactType, PactType] = {"truce": "ceasefire", "ceasefire": "truce"}


class Bound:
    """Finds who is bound; one for each document."""

    def __init__(self, scene: Scene, ask: Arguments | None = None) -> None:
        self.scene = scene
        self.ask = ask or Arguments(scene)
        self._by_type: dict[PactType, tuple[Actor, ...]] = {}

    def remember(self, kind: PactType, parties: tuple[Actor, ...]) -> None:
        """Keep who is bound by a pact of that type."""
        self._by_type[kind] = parties

    def known(self, kind: PactType) -> tuple[Actor, ...]:
        """Who is bound by the pact of that type named before; a truce may be called a ceasefire too."""
        return self._by_type.get(kind) or self._by_type.get(ALIKE.get(kind, kind)) or ()

    def of_noun(self, noun: Token) -> tuple[Actor, ...]:
        """Those whom the pact's own noun phrase names: "between A and B", "the A-B truce", "a truce with A"."""
        found: list[Actor] = []
        for carrier in self.ask.carriers(noun):
            found.extend(self.ask.oblique(carrier, *BETWEEN))
            for war in modifiers(carrier, "to", "in", "of", "for", "on"):
                if len(unique(found)) < 2:
                    found.extend((*self.ask.oblique(war, "between", "with"), *self.ask.inner(war)))
        found.extend(self.ask.inner(noun))
        return unique(found)

    def of_clause(self, noun: Token) -> tuple[Actor, ...]:
        """The sides of the clause in which a pact is named: "A and B swapped prisoners under a deal"."""
        is_part = noun.head.lemma_ == "part" and preposition_of(noun) == "of"  # "as part of a deal"
        opened, verb = (preposition_of(noun.head), noun.head.head) if is_part else (preposition_of(noun), noun.head)
        if opened not in (UNDER | {"as"} if is_part else UNDER) or verb.pos_ != "VERB":
            return ()
        done_to = self.scene.actors(child(verb, "obj"))
        found = unique((*self.ask.agents(verb), *done_to, *self.ask.oblique(verb, "with", "between", "against", "to", "from")))
        return found if len(sides_of(found)) > 1 else ()

    def main_sides(self) -> tuple[Actor, ...]:
        """The two sides of whom the whole text speaks most; nobody where no two stand out."""
        found = self._two_of(self.scene.doc)
        return found if self._are_main(found) else ()

    def around(self, token: Token, *, without: Collection[str | None] = ()) -> tuple[Actor, ...]:
        """The two sides of whom the sentence speaks most, or else the text before it, or all; nobody where no two stand out."""
        sentence = token.sent
        for tokens in (sentence, token.doc[: sentence.end], token.doc):
            found = self._two_of(tokens, without)
            if found and self._are_main(found):
                return found
        return ()

    def completed(self, named: tuple[Actor, ...], token: Token) -> tuple[Actor, ...]:
        """``named`` with its other side, where the words name one only: "the truce with Chad" in a text on Chad and Libya."""
        main = self.main_sides()
        others = [a for a in main if a.party not in sides_of(named)]
        if len(sides_of(named)) == 1 and len(others) == 1:
            return unique((*named, *others))
        found = self._two_of(token.sent)
        return found if sides_of(named) < sides_of(found) else ()

    def may_fight(self, code: str) -> bool:
        """Whether a party is a state, an armed group or one that no lexicon knows: not the Red Cross, not a union of states."""
        parties = party_table(self.scene.lexicon)
        return parties.is_state(code) or parties.is_armed(code) or code not in parties.display

    def _are_main(self, sides: tuple[Actor, ...]) -> bool:
        """Whether the document speaks of both of ``sides`` more than in passing."""
        most = max(self._counts.values(), default=0)
        return all(self._counts[a.party] * PASSING >= most for a in sides)

    @cached_property
    def _counts(self) -> Counter[str | None]:
        """How often each party is named in the document."""
        return Counter(a.party for t in self.scene.doc if _is_argument(t) for a in self.scene.actors(t) if a.party)

    def in_sentence(self, token: Token, *, without: Collection[str | None] = ()) -> tuple[Actor, ...]:
        """The two sides of whom the sentence speaks most, those in ``without`` left out; nobody where no two stand out."""
        found = self._two_of(token.sent, without)
        return found if self._are_main(found) else ()

    def only_one(self, token: Token) -> tuple[Actor, ...]:
        """The one side of whom the sentence speaks: who breaks a truce in "Chadian shells fell, in breach of the truce"."""
        named = (a.party for t in token.sent if _is_argument(t) and not _is_go_between(t) for a in self.scene.actors(t))
        sides = {party for party in named if party and self.may_fight(party)}
        return tuple(party_table(self.scene.lexicon).actor(code) for code in sides) if len(sides) == 1 else ()

    def _two_of(self, tokens: Iterable[Token], without: Collection[str | None] = ()) -> tuple[Actor, ...]:
        named = (a.party for t in tokens if _is_argument(t) and not _is_go_between(t) for a in self.scene.actors(t))
        sides = Counter(party for party in named if party and party not in without and self.may_fight(party))
        ranked = sides.most_common(3)
        if len(ranked) == 2 or (len(ranked) == 3 and ranked[1][1] > ranked[2][1]):
            return tuple(party_table(self.scene.lexicon).actor(code) for code, _ in ranked[:2])
        return ()


def _is_argument(token: Token) -> bool:
    is_site = token.ent_type_ == "PLACE" and preposition_of(token) in SITES  # "talks in Oslo"
    return token.pos_ in ("PROPN", "ADJ", "NOUN") and base_dep(token) in ARGUMENTS and not is_site


def _is_go_between(token: Token) -> bool:
    """Whether ``token`` only mediates or hosts: "the Qatari mediators", "Oman's mediation"."""
    around = (token, token.head, *children(token, "appos"))
    return any(t.lemma_.lower() in GO_BETWEENS for t in around)


def is_known(noun: Token) -> bool:
    """Whether ``noun`` may speak of a pact named before: "the ceasefire", "their truce", not "a ceasefire"."""
    det = child(noun, "det")
    return det is None or det.lower_ not in ("a", "an", "any", "another", "no", "some")


def sides_of(actors: tuple[Actor, ...]) -> set[str]:
    """The parties of ``actors``, a person without one standing for itself."""
    return {a.party or f"/{a.name}" for a in actors}
