"""Who takes part in what a verb or an event noun tells: the grammar that contact, agreement and measure share.

In comes the scene, and the trigger of a lexicon entry; out go actors and tokens: the verb that governs an event noun ("opened",
in "opened a third round of talks"), its agent, whom a preposition brings in. Word classes stand in ``data/roles.yaml``.

>>> Arguments(scene).partners(talks, ("with",))       # "held talks with Kenya"           # doctest: +SKIP
(Actor(party='KEN', ...),)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trucebook.language.tree import (
    agent_of,
    antecedent,
    base_dep,
    child,
    children,
    controlled_subject_of,
    is_passive,
    modifiers,
    preposition_of,
)
from trucebook.lexicon import Entry
from trucebook.records import Actor
from trucebook.resolution.parties import party_table
from trucebook.resolution.surface import HYPHENS

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene


class RoleEntry(Entry):
    """A class of words; see the head of ``data/roles.yaml``."""

    words: frozenset[str]


def unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """``actors`` without repetition, in their order.

    >>> len(unique([Actor(party="KEN", kind="party"), Actor(party="KEN", kind="party")]))
    1
    """
    found: dict[tuple[str | None, str | None], Actor] = {}
    for actor in actors:
        found.setdefault((actor.party, None if actor.kind == "party" else actor.name), actor)
    return tuple(found.values())


def is_attributive(token: Token) -> bool:
    """Whether a verb form only qualifies the noun before which it stands: "captured soldiers", "planned talks"."""
    return base_dep(token) in ("amod", "compound")


class Arguments:
    """The arguments of the events of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.roles = {e.id: e.words for e in scene.lexicon.entries("roles", RoleEntry)}
        self._parties = party_table(scene.lexicon)

    def is_state(self, actor: Actor) -> bool:
        """Whether ``actor`` stands for a state, not for an organisation or an armed group."""
        return self._parties.is_state(actor.party)

    def people(self, token: Token | None) -> tuple[Actor, ...]:
        """The actors of a noun phrase; where its head is nobody in particular, those that it comes from.

        "delegates from Kenya and Chad", "a team led by Rahim Doul", "the delegations of both sides".
        """
        if token is None:
            return ()
        token = antecedent(token)
        found = unique(self.scene.actors(token))
        if len(found) == 1 and found[0].kind == "party":
            sides = [a for noun in modifiers(token, "from", "of") for a in self.scene.actors(noun)]
            groups = [a for a in sides if a.party and not self.is_state(a)]
            if found[0].party in {a.party for a in sides} or (groups and self.is_state(found[0])):
                return unique(groups or sides)  # "commanders of Sudan's Rapid Support Forces" are theirs
        if found:
            return found
        inner: list[Actor] = []
        for noun in modifiers(token, "from", "of", "between"):
            inner.extend(self.scene.actors(noun))
        for name in children(token, "nmod:poss", "appos"):
            inner.extend(self.scene.actors(name))
        for clause in children(token, "acl"):
            if clause.lemma_ in ("lead", "head", "represent"):
                inner.extend(self.scene.actors(agent_of(clause)))
            elif clause.lemma_ in ("include", "comprise", "involve"):
                inner.extend(self.scene.actors(child(clause, "obj")))
        return unique(inner)

    def is_frame(self, noun: Token) -> bool:
        """Whether ``noun`` only measures or frames what follows: "round", "dozens"."""
        return noun.lemma_.lower() in self.roles["frames"] or self.is_quantity(noun)

    def is_quantity(self, noun: Token) -> bool:
        """Whether ``noun`` only says how much of what follows: "dozens", "tonnes"."""
        return noun.lemma_.lower() in self.roles["quantities"] or noun.pos_ in ("NUM", "SYM")

    def outer(self, noun: Token) -> Token:
        """The noun that stands for the event in its clause: "round" for the talks of "a third round of talks"."""
        current = noun
        for _ in range(4):
            head = current.head
            if head.i == current.i:
                break
            framed = base_dep(current) == "nmod" and preposition_of(current) in ("of", "in", "from", "for")
            joined = current.dep_ == "compound" and head.pos_ in ("NOUN", "PROPN")
            if not (framed or joined) or not self.is_frame(head):
                break
            current = head
        return current

    def _first_conjunct(self, noun: Token) -> Token:
        for _ in range(6):
            if noun.dep_ != "conj" or noun.head.pos_ not in ("NOUN", "PROPN") or noun.head.i >= noun.i:
                break
            noun = self.outer(noun.head)
        return noun

    def governor(self, noun: Token) -> Token | None:
        """The verb whose subject, object or oblique the event noun is, through "a round of" and coordination."""
        outer = self._first_conjunct(self.outer(noun))
        head = outer.head
        if head.i == outer.i or head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
            return None
        if base_dep(outer) in ("obj", "obl", "nsubj", "iobj", "xcomp", "ccomp", "advcl"):
            return head
        return head if base_dep(outer) in ("acl", "conj", "parataxis") and head.pos_ == "VERB" else None

    def relation(self, noun: Token) -> str:
        """How the event noun hangs on its governor: ``obj`` (also the subject of a passive), ``nsubj``, ``obl`` ..."""
        outer = self._first_conjunct(self.outer(noun))
        return "obj" if outer.dep_ == "nsubj:pass" else base_dep(outer)

    def preposition(self, noun: Token) -> str:
        """The preposition with which the event noun hangs on its governor."""
        return preposition_of(self._first_conjunct(self.outer(noun)))

    def carriers(self, noun: Token) -> Iterator[Token]:
        """The tokens that may carry the arguments of an event noun: itself and the nouns that frame it."""
        current, outer = noun, self.outer(noun)
        yield current
        while current.i != outer.i:
            current = current.head
            yield current

    def oblique(self, token: Token, *prepositions: str, deep: bool = False) -> tuple[Actor, ...]:
        """Those that a preposition brings in at ``token``: "with Kenya", "between Chad and Sudan", "against the front".

        With ``deep`` also where the parser hung them one noun too low ("spoke by telephone with Kenya").
        """
        found: list[Actor] = []
        for noun in modifiers(token, *prepositions):
            found.extend(self.people(noun))
        if deep and not found:
            for middle in modifiers(token):
                found.extend(a for noun in modifiers(middle, *prepositions) for a in self.people(noun))
        return unique(found)

    def partners(self, noun: Token, prepositions: Iterable[str]) -> tuple[Actor, ...]:
        """Those that a preposition brings in at an event noun, at the nouns that frame it, or at its verb."""
        wanted = tuple(prepositions)
        found: list[Actor] = []
        for carrier in self.carriers(noun):
            found.extend(self.oblique(carrier, *wanted))
        verb = self.governor(noun)
        if not found and verb is not None and self.relation(noun) in ("obj", "nsubj", "obl"):
            found.extend(self.oblique(verb, *wanted, deep=True))
        return unique(found)

    def inner(self, noun: Token, *, possessor: bool = True, towns: bool = True) -> tuple[Actor, ...]:
        """Those whom the noun's own words name before it: "US-Russia summit", "Israeli blockade", "Kenya's offer".

        Without ``towns``, a single town before the noun is where it is held ("the Prague summit") and no party.
        """
        found: list[Actor] = []
        for carrier in self.carriers(noun):
            for c in sorted(children(carrier, "compound", "amod", "nmod", "flat"), key=lambda t: t.i):
                if c.i > carrier.i or (c.dep_ == "nmod:poss" and not possessor) or _is_participle(c):
                    continue
                for token in _modifiers_within(c):
                    if towns or not self._is_town(token):
                        found.extend(self.scene.actors(token))
        return unique(found)

    def _is_town(self, token: Token) -> bool:
        """Whether a town stands alone before a noun: "the Prague summit", not "the Moscow-Kyiv talks", nor "Kyiv's"."""
        place = self.scene.place_index.place_at(token) if token.dep_ == "compound" and token.pos_ == "PROPN" else None
        beside = token.doc[max(0, token.i - 1) : token.i + 2]
        return place is not None and place.lat is not None and not any(t.text in HYPHENS for t in beside)

    def subjects(self, verb: Token) -> tuple[Actor, ...]:
        """The actors of the subject (or controller) of an active ``verb``."""
        return () if is_passive(verb) else self.people(controlled_subject_of(verb))

    def agents(self, verb: Token) -> tuple[Actor, ...]:
        """Who does what ``verb`` tells: the subject or controller, or the by-phrase of a passive."""
        agent = self.controller(verb) or _stray_subject(verb) or agent_of(verb)
        if agent is None and is_passive(verb):
            return self.doers(verb)
        return self.people(agent)

    def doers(self, event: Token) -> tuple[Actor, ...]:
        """Those after "by", also where the parser hung them one noun too low ("the detention of staff by the Houthis")."""
        for token in (event, *(m for m in modifiers(event) if preposition_of(m) != "by")):
            found = self.oblique(token, "by")
            if found:
                return found
        return ()

    def controller(self, verb: Token) -> Token | None:
        """Whose act ``verb`` is where its governor names him: "accused Chad of arming ...", "called on Chad to leave"."""
        first = verb
        while first.dep_ == "conj" and first.head.pos_ == "VERB" and not children(first, "nsubj"):
            first = first.head
        if first.head.lemma_ == "use" and base_dep(first) in ("xcomp", "advcl"):
            first = first.head  # "accused the front of using the lull to move guns"
        if base_dep(first) not in ("advcl", "acl", "xcomp", "ccomp") or children(first, "nsubj") or is_passive(verb):
            return None
        head, marks = first.head, {c.lower_ for c in children(first, "mark", "case")}
        if head.lemma_.lower() in self.roles["charges"] and marks & {"of", "for", "over"}:
            return child(head, "nsubj:pass") or child(head, "obj")
        if head.lemma_.lower() in self.roles["appeals"] and "to" in marks:
            return next(iter(modifiers(head, "on", "upon", "to", "for")), None)
        return None

    def heads(self, noun: Token, *, phases: bool = True) -> list[Token]:
        """What a noun phrase is about: its head, its conjuncts, and the nouns that a measuring head introduces.

        Without ``phases`` only quantities measure: "dozens of lorries", but not "the suspension of deliveries".
        """
        found: list[Token] = []
        queue = [noun]
        while queue and len(found) < 12:
            current = queue.pop()
            found.append(current)
            queue.extend(c for c in children(current, "conj", "appos") if c.pos_ in ("NOUN", "PROPN", "NUM", "ADJ", "SYM"))
            if self.is_quantity(current) or (phases and self.is_frame(current)):
                queue.extend(modifiers(current, "of", "in"))
        return sorted(found, key=lambda t: t.i)


def _stray_subject(verb: Token) -> Token | None:
    """The subject of a relative clause whose object is the pronoun, hung on the noun by the parser ("that A signed")."""
    pronoun = child(verb, "obj") if verb.dep_ == "acl:relcl" else None
    if pronoun is None or antecedent(pronoun).i != verb.head.i or children(verb, "nsubj", "nsubj:pass"):
        return None
    between = [c for c in children(verb.head, "nmod") if pronoun.i < c.i < verb.i and not preposition_of(c)]
    return between[0] if between else None


def _is_participle(modifier: Token) -> bool:
    """Whether a modifier says by whom something is carried: "US-brokered", "Qatari-mediated"."""
    return modifier.pos_ in ("VERB", "ADJ") and modifier.lower_.endswith(("ed", "led", "sent", "held", "ing"))


def _modifiers_within(modifier: Token) -> Iterator[Token]:
    """A modifier and the modifiers that hang on it: both names of "US-Russia" whichever heads the other."""
    if modifier.dep_ == "nmod:poss":
        yield modifier
        return
    for token in modifier.subtree:
        outermost = token.i == modifier.i
        if token.pos_ in ("PROPN", "ADJ", "NOUN") and (outermost or token.dep_ in ("compound", "amod", "conj", "flat")):
            yield token


def words_of(token: Token, *deps: str) -> set[str]:
    """The lower-case words and lemmas of the dependents of ``token`` with these relations: "by telephone", "video call"."""
    words: set[str] = set()
    for c in children(token, *deps):
        words |= {form for t in c.subtree for form in (t.lower_, t.lemma_.lower())}
    return words
