"""How many an event of force killed and injured, by the words of a toll at it.

In comes an :class:`~trucebook.kinds.force.Event`, out go two counts (``None`` where the text gives none).

>>> find_toll(event)     # doctest: +SKIP
(4, CountRange(min=12, max=None))
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.counts import resolve_count
from trucebook.language.tree import base_dep, child, children, is_passive, patient_of, preposition_of, subject_of
from trucebook.records import Count

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.kinds.force import Event, Mention

# Verbs whose subject is the victim.
DYING = frozenset({"die", "perish", "succumb", "fall", "lose"})
# Words that, with "no", leave neither dead nor injured.
UNHURT = frozenset({"hurt", "casualty", "harm", "victim"})


def find_toll(event: Event) -> tuple[Count | None, Count | None]:
    """The killed and the injured of ``event``: of several figures for one of them, the first."""
    killed: Count | None = None
    injured: Count | None = None
    for mention in event.of_role("casualty", "toll", "event"):
        for victim in victims_of(mention):
            count = resolve_count(victim)
            if count is None:
                continue
            both = count == 0 and mention.token.lemma_.lower() in UNHURT
            if (mention.entry.injured or both) and injured is None:
                injured = count
            if (not mention.entry.injured or both) and killed is None:
                killed = count
    return killed, injured


def victims_of(mention: Mention) -> Iterator[Token]:
    """The heads of the phrases that say whom ``mention`` killed or hurt."""
    token = mention.token
    if mention.entry.role == "event":
        if token.lemma_.lower() == "shoot" and any(w.lower_ in ("dead", "kill", "killed") for w in mention.trigger.words):
            yield from _found(patient_of(token))
    elif mention.is_noun:
        yield from _victims_of_noun(token)
    elif mention.trigger.part == "adjective":
        yield from _victims_of_adjective(token)
    elif token.lemma_.lower() in DYING or token.lower_ in ("died", "dies", "dying"):
        yield from _found(subject_of(token))
    elif token.lemma_.lower() == "claim":
        yield from children(token, "obj")
    else:
        yield from _found(_number_before(token) or patient_of(token))


def _number_before(verb: Token) -> Token | None:
    """The bare number that stands for the victims of a second verb: "and at least 20 hurt", "and 97 more injured"."""
    if verb.dep_ != "conj":
        return None
    return next((c for c in verb.children if c.i < verb.i and c.pos_ == "NUM" and not preposition_of(c)), None)


def _found(token: Token | None) -> Iterator[Token]:
    if token is not None:
        yield token


def _victims_of_noun(noun: Token) -> Iterator[Token]:
    """Of "34 dead" the noun itself, of "the killing of four men" the men, of "a toll of 12" the number."""
    yield noun
    for c in children(noun, "nmod"):
        if preposition_of(c) in ("of", "to", "among"):
            yield c
    if noun.lemma_.lower() in ("toll", "number"):
        for c in children(noun.head, "obl", "obj"):
            if c.i > noun.i and c.pos_ == "NUM":
                yield c
    owner = child(noun, "nmod:poss")
    if owner is not None and noun.lemma_.lower() in ("killing", "assassination", "murder", "death", "execution"):
        yield owner


def _victims_of_adjective(adjective: Token) -> Iterator[Token]:
    """Of "left four people dead" the people, of "34 dead" the word itself, of "were injured" the subject."""
    if any(base_dep(c) == "nummod" for c in adjective.children):
        yield adjective
        return
    if adjective.dep_ in ("amod", "acl", "acl:relcl"):
        yield adjective.head
        return
    if adjective.dep_ == "xcomp" and not is_passive(adjective.head):
        yield from children(adjective.head, "obj")
        return
    yield from _found(subject_of(adjective))
