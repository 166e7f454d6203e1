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
    from trucebook.kinds.force import Event, Mention
    from trucebook.language.tokens import Token

# Verbs whose subject is the victim.
DYING = frozenset({"die", "perish", "succumb", "fall", "lose"})
# Words for a number of victims that the text does not give.
UNCOUNTED = frozenset({"several", "many", "dozens", "scores", "hundreds", "some"})
# Singular nouns for a person, and the endings that most others have.
PEOPLE = (
    "person civilian child boy girl baby infant teenager youth adult aide guard chief student patient protester nurse medic cook "
    "king queen priest nun imam monk bride groom cleric general colonel captain corporal private recruit militant combatant "
    "insurgent rebel national resident immigrant refugee wife husband spouse son daughter niece nephew guest pilot tourist "
    "people couple spy thief judge scout victim sheikh sultan prince princess president native friend toddler senior individual"
)
PEOPLE_ENDINGS = ("man", "woman", "er", "or", "ist", "ian", "ant", "ee", "ier", "ese", "ani")
# Words that, with "no", leave neither dead nor injured.
UNHURT = frozenset({"hurt", "casualty", "harm", "victim"})


def find_toll(event: Event) -> tuple[Count | None, Count | None]:
    """The killed and the injured of ``event``: of several figures for one of them, the first."""
    killed: Count | None = None
    injured: Count | None = None
    told = {m.token.i for m in event.mentions if m.entry.role == "event"}
    for mention in event.of_role("casualty", "toll", "event"):
        for victim in victims_of(mention):
            count = resolve_count(victim) if victim.i not in told else None
            if count is None or (count == 1 and not is_person(victim)):
                continue
            both = count == 0 and mention.token.lemma_.lower() in UNHURT
            if (mention.entry.injured or both) and injured is None:
                injured = count
            if (not mention.entry.injured or both) and killed is None:
                killed = count
    return killed, injured


def is_person(token: Token) -> bool:
    """Whether a singular may be a person: "the bill" was killed too, but is no victim."""
    if token.pos_ != "NOUN" or token.ent_type_ == "PERSON":
        return True
    if any(c.ent_type_ == "PERSON" for c in token.children) or any(base_dep(c) == "nummod" for c in token.children):
        return True
    word = token.lemma_.lower()
    return word in PEOPLE.split() or word.endswith(PEOPLE_ENDINGS)


def victims_of(mention: Mention) -> Iterator[Token]:
    """The heads of the phrases that say whom ``mention`` killed or hurt."""
    token = mention.token
    number = _number_right_before(mention) or _left(mention)
    if number is not None:
        yield number
    elif _is_of_uncounted(token):
        return
    elif mention.entry.role == "event":
        if token.lemma_.lower() == "shoot" and any(w.lower_ in ("dead", "kill", "killed") for w in mention.trigger.words):
            yield from _found(patient_of(token))
    elif mention.is_noun:
        yield from _victims_of_noun(token)
    elif mention.trigger.part == "adjective":
        yield from _victims_of_adjective(token)
    elif token.lemma_.lower() == "lose" and children(mention.trigger.words[-1], "nummod"):
        yield mention.trigger.words[-1]  # "lost 28 soldiers"
    elif token.lemma_.lower() in DYING or token.lower_ in ("died", "dies", "dying"):
        yield from _found(subject_of(token))
    elif token.lemma_.lower() in ("claim", "cost", "take") and child(token, "obj") is not None:
        lives = children(token, "obj")
        yield from (c for life in lives for c in (*children(life, "nmod"), *children(life, "nmod:poss")))
        yield from lives
    elif base_dep(token) == "acl" and (risen := _number_reached(token.head)) is not None:
        yield risen
    else:
        yield from _found(
            _number_before(token)
            or next((c for c in children(token, "obj") if c.i > token.i), None)
            or patient_of(token)
            or (subject_of(token) if is_bare_participle(token) else None)
            or _counted_after(token)
        )


def _is_of_uncounted(verb: Token) -> bool:
    """Whether a second verb has victims of its own that are not counted: "three men were killed and several wounded"."""
    if verb.dep_ != "conj" or verb.i < verb.sent.start + 2:
        return False
    first, second = (t.lower_ for t in verb.doc[verb.i - 2 : verb.i])
    return second in UNCOUNTED or (first in UNCOUNTED and second in ("others", "more"))


def is_bare_participle(verb: Token) -> bool:
    """Whether a past participle stands for a passive whose auxiliary is left out: "Two men killed in a shooting"."""
    return verb.lower_.endswith("ed") and not children(verb, "obj", "aux", "ccomp") and not is_passive(verb)


def _number_right_before(mention: Mention) -> Token | None:
    """The number that stands for the victims of a second word of the toll: "left three dead and six wounded"."""
    if mention.entry.role not in ("toll", "casualty"):
        return None
    joined = [w for w in mention.trigger.words if w.dep_ == "conj" and w.i > w.sent.start]
    before = [w.doc[w.i - 1] for w in joined]
    return next((t for t, w in zip(before, joined, strict=True) if t.pos_ == "NUM" and t.head.i != w.i), None)


def _left(mention: Mention) -> Token | None:
    """Whom "left ... dead", "left ... injured" is about: the last noun before the word of the toll."""
    verb, *_, last = (*mention.trigger.words, mention.trigger.words[-1])
    if verb.lemma_.lower() != "leave" or last.i <= verb.i:
        return None
    nouns = (t for t in reversed(verb.doc[verb.i + 1 : last.i]) if t.pos_ in ("NOUN", "PROPN", "NUM", "PRON"))
    return next((t for t in nouns if not preposition_of(t)), None)


def _number_reached(noun: Token) -> Token | None:
    """The number to which a count of victims has risen: "the number of people killed rose to 31"."""
    counted = noun.head
    if base_dep(noun) != "nmod" or counted.lemma_.lower() not in ("number", "toll", "count", "tally"):
        return None
    return next((c for c in children(counted.head, "obl", "obj") if c.i > noun.i and c.pos_ == "NUM"), None)


def _number_before(verb: Token) -> Token | None:
    """The bare number that stands for the victims of a second verb: "and at least 20 hurt", "and 97 more injured"."""
    if verb.dep_ != "conj":
        return None
    before = [c for c in verb.children if c.i < verb.i]
    before += [n for c in before if c.lower_ == "more" for n in children(c, "nummod")]  # "27 more injured"
    return next((c for c in before if c.pos_ == "NUM" and not preposition_of(c)), None)


def _counted_after(verb: Token) -> Token | None:
    """The victims right behind a second verb, hung elsewhere by the parser: "killing two people and injuring five others"."""
    if verb.dep_ != "conj" or verb.i + 1 >= len(verb.doc):
        return None
    after = verb.doc[verb.i + 1]
    if after.pos_ != "NUM":
        return None
    return after.head if after.head.i > after.i else after


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
