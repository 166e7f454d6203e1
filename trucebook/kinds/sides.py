"""Who uses force: the perpetrators of an event, and the two sides of a clash.

In come a scene, the context words of the document and an event of force, out go resolved actors, each once.

>>> find_perpetrators(event, scene, context)     # doctest: +SKIP
[Actor(party='ISR', name='Israel', kind='party', role=None)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.force import TOLL_ROLES, Context, Event, Mention
from trucebook.kinds.grounds import is_state
from trucebook.kinds.tolls import is_bare_participle, victims_of
from trucebook.language.tree import (
    agent_of,
    base_dep,
    child,
    children,
    conjuncts,
    is_passive,
    patient_of,
    preposition_of,
    subject_of,
)
from trucebook.records import Actor

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

# Verbs that put a deed on their object: "accused Russia of shelling", "blamed Israel for the attack".
CHARGES = frozenset(
    {"accuse", "suspect", "charge", "blame", "condemn", "denounce", "criticise", "criticize", "convict", "acquit"}
)
# Verbs that call on someone to do what follows.
CALLS = frozenset({"call", "appeal", "prevail", "rely", "count", "lean", "plead"})
SENDERS = frozenset({"by", "from"})
# Nouns that count or divide what follows: "dozens of soldiers", "the last of its troops".
COUNTING = frozenset(
    [
        "number",
        "dozen",
        "hundred",
        "thousand",
        "part",
        "member",
        "rest",
        "remainder",
        "majority",
        "half",
        "bulk",
        "group",
        "faction",
        "branch",
        "wing",
        "arm",
        "unit",
        "cell",
        "band",
    ]
)
# Participles whose noun only stands behind those who act: "UN-backed troops".
BACKED = frozenset(
    [
        "backed",
        "supported",
        "funded",
        "armed",
        "trained",
        "made",
        "built",
        "supplied",
        "brokered",
        "mediated",
        "aligned",
        "allied",
        "sponsored",
        "recognised",
        "recognized",
    ]
)
# Relations of the words before a noun that may say whose it is.
PREMODIFIERS = ("amod", "compound", "nmod:poss", "nmod", "det", "flat")


def find_perpetrators(event: Event, scene: Scene, context: Context) -> list[Actor]:
    """The sides that use force in ``event``, in the order in which the text gives them."""
    found: list[Actor] = []
    for mention in by_weight(event):
        if mention.entry.role == "interception":  # "intercepted three missiles from Iran"
            origins = (c for c in children(mention.token, "obl") if preposition_of(c) == "from")
            add_new(found, (a for t in origins for a in scene.actors(t)[:1]))
            continue
        sources = _doers_of_noun(mention, context) if mention.is_noun else [_doers_of_verb(mention, event)]
        for source in sources:
            tokens = [*source]
            add_new(found, (a for t in tokens for a in actors_of(t, scene) if not _is_irregular(t, a, context)))
            if not found:  # "Israeli military vehicles opened fire"
                owners = (o for t in tokens if context.has(t, "asset") for o in premodifiers_of(t))
                add_new(found, (a for o in owners for a in scene.actors(o)[:1]))
            if not found:
                add_new(found, (a for t in tokens for m in _members_of(t, context) for a in scene.actors(m)[:1]))
            if found:
                return found
    add_new(found, (a for w in event.weapons for t in _senders_of(w.token) for a in actors_of(t, scene)))
    return found


def _members_of(token: Token, context: Context) -> Iterator[Token]:
    """Of what the doers are members: "fighters from the RSF", "a group of dissidents from the FARC"."""
    if token.pos_ == "NOUN" and (context.has(token, "force", "leader") or core_of(token) is not token):
        for c in children(token, "nmod"):
            if preposition_of(c) in ("of", "from"):
                yield c
                yield from _members_of(c, context)


def _is_irregular(token: Token, actor: Actor, context: Context) -> bool:
    """Whether people of a nation act on their own: "Palestinian militants", "an attack by Israeli settlers"; no state does it."""
    noun = token.head if base_dep(token) in ("amod", "compound") else token
    words = (noun, token, *children(noun, "compound", "amod"))
    own = any(context.has(t, "irregular") for t in words)
    return own and actor.kind == "party" and is_state(actor.party)


def actors_of(token: Token, scene: Scene) -> Iterator[Actor]:
    """Who ``token`` is, and what is coordinated with it where that names a side of its own ("Israel and the US")."""
    first, *others = conjuncts(token) if token.dep_ != "conj" else [token]
    yield from scene.actors(first)[: None if not others else 1]
    for other in others:
        if other.pos_ == "PROPN" or any(c.pos_ in ("PROPN", "ADJ") and scene.actors(c) for c in premodifiers_of(other)):
            yield from scene.actors(other)[:1]


def is_mutual(event: Event) -> bool:
    """Whether each of two does it to the other: "Iran and Israel fire missiles at each other"."""
    aims = (aim for m in event.mentions for aim in children(m.token, "obj", "obl"))
    return any({"each", "one"} & {a.lower_} and any(c.lower_ in ("other", "another") for c in a.children) for a in aims)


def find_two_sides(event: Event, scene: Scene, context: Context) -> list[Actor | None]:
    """The sides of a clash, the one named first or the subject before the other; ``None`` for a first that is no party."""
    tokens: list[Token] = []
    for mention in by_weight(event):
        token = mention.token
        if mention.entry.role in TOLL_ROLES:
            tokens.extend(v for v in victims_of(mention) if context.has(v, "force", "leader", "asset"))
        elif mention.is_noun:
            tokens.extend(premodifiers_of(token))
            tokens.extend(c for c in children(token.head, "obl") if preposition_of(c) == "between")
            tokens.extend(
                c for c in children(token, "nmod", "obl") if preposition_of(c) in ("between", "with", "of", "against", "by")
            )
        else:
            tokens.extend(t for t in (agent_of(token), *children(token, "obj")) if t is not None)
            tokens.extend(c for c in children(token, "obl") if preposition_of(c) in ("with", "against", "between"))
    found: list[Actor] = []
    tokens.extend(other for t in tuple(tokens) for other in conjuncts(t)[1:] if t.dep_ != "conj")
    tokens.extend(p for t in tuple(tokens) for p in premodifiers_of(t) if p.pos_ in ("ADJ", "PROPN"))
    ordered = sorted({t.i: t for t in tokens}.values(), key=lambda t: t.i)
    for token in ordered:
        add_new(found, (a for a in scene.actors(token) if not _is_irregular(token, a, context)))
    if (
        len(found) == 1
        and ordered
        and not any(scene.actors(t) for t in (ordered[0], *premodifiers_of(ordered[0])))
        and ordered[0].pos_ in ("NOUN", "PROPN")
    ):
        return [None, *found]
    return [*found]


def by_weight(event: Event) -> list[Mention]:
    """The mentions of ``event``, those of its toll last."""
    return sorted(event.mentions, key=lambda m: (m.entry.role in TOLL_ROLES, m.token.i))


def add_new(found: list[Actor], actors: Iterable[Actor]) -> None:
    """Add to ``found`` those of ``actors`` that have a party and are not in it."""
    for actor in actors:
        if actor.party and all((a.party, a.name) != (actor.party, actor.name) for a in found):
            found.append(actor)


# ---- perpetrators


def _doers_of_verb(mention: Mention, event: Event) -> Iterator[Token]:
    verb = mention.token
    if mention.entry.role == "charge" and verb.lemma_.lower() in CHARGES:
        yield from found_token(patient_of(verb))
        return
    if mention.entry.id == "explosion" and not any(t.i == w.token.i for w in event.weapons for t in children(verb, "nsubj")):
        return
    if mention.entry.role in TOLL_ROLES and is_bare_participle(verb):
        return
    if mention.entry.role == "toll" and (verb.lemma_.lower() == "lose" or not (is_passive(verb) or child(verb, "obj"))):
        return
    if mention.entry.suffered:
        yield from (c for w in mention.trigger.words for c in children(w, "obl", "nmod") if preposition_of(c) in SENDERS)
        return
    doer = doer_of(verb)
    if doer is None or any(doer.i == m.token.i for m in event.mentions):
        return
    yield from _senders_of(doer) if any(doer.i == w.token.i for w in event.weapons) else (doer,)


def is_by_fighters(mention: Mention, event: Event, context: Context) -> bool:
    """Whether those who do it are called fighters of some sort, known or not: "militants", "gunmen", "an insurgent attack"."""
    sources = _doers_of_noun(mention, context) if mention.is_noun else [_doers_of_verb(mention, event)]
    return any(context.has(t, "force") for source in sources for t in source)


def doer_of(verb: Token) -> Token | None:
    """Who does what ``verb`` says: its agent, or the one on whom a charge puts it ("accused Russia of shelling")."""
    if verb.head.lemma_.lower() == "use" and base_dep(verb) in ("xcomp", "advcl") and not children(verb, "nsubj"):
        return doer_of(verb.head)  # "accused the front of using the lull to move on the town"
    head = verb.head
    if base_dep(verb) in ("advcl", "acl", "ccomp", "obl", "xcomp") and head.lemma_.lower() in CHARGES and not is_passive(verb):
        return patient_of(head) or agent_of(verb)
    if verb.dep_ in ("advcl", "xcomp", "ccomp") and head.lemma_.lower() in CALLS and not is_passive(verb):
        called = next((c for c in children(head, "obl") if preposition_of(c) in ("on", "upon", "to") and c.i < verb.i), None)
        if called is not None and not children(verb, "nsubj"):
            return called
    doer = agent_of(verb)
    owner = child(head, "nmod:poss") if head.pos_ == "NOUN" and base_dep(verb) in ("acl", "ccomp") else None
    if doer is not None and owner is not None and doer.lower_ in ("it", "they", "he", "she") and doer.head.i == verb.i:
        return owner  # "Russia's claim that it captured Bara"
    return doer


def _doers_of_noun(mention: Mention, context: Context) -> Iterator[Iterable[Token]]:
    """Whose deed an event noun is, from its own words outwards: "Israel's", "Russian", "by the RSF", "M23 launched"."""
    yield premodifiers_of(mention.token)
    yield _doers_behind(mention.token)
    yield _doers_above(mention.token, context)


def _doers_behind(noun: Token) -> Iterator[Token]:
    for c in children(noun, "nmod", "obl", "acl"):
        if base_dep(c) == "acl":
            agent = agent_of(c) if is_passive(c) else None
            if agent is not None:
                yield agent
        elif preposition_of(c) in SENDERS:
            yield c
    if noun.dep_ == "obj":  # "suffered shelling by ...": parsers hang the by-phrase on the verb
        yield from (
            c for c in children(noun.head, "obl") if preposition_of(c) == "by" and not is_passive(noun.head) and c.i > noun.i
        )


def premodifiers_of(noun: Token) -> Iterator[Token]:
    """The words before ``noun`` that may say whose it is, its possessor first."""
    before = [c for c in noun.children if c.i < noun.i and (c.dep_ in PREMODIFIERS or base_dep(c) in PREMODIFIERS)]
    before = [c for c in before if c.dep_ == "nmod:poss" or not preposition_of(c)]
    for c in sorted(before, key=lambda t: (t.dep_ != "nmod:poss", t.i)):
        yield c
        if c.dep_ in ("amod", "compound") and c.lower_ not in BACKED:
            yield from (t for t in c.children if t.i < noun.i and t.dep_ in ("amod", "compound", "conj"))


def _senders_of(weapon: Token) -> Iterator[Token]:
    """Whose weapon it is: "Russian missiles", "drones launched by Iran", "rockets from Lebanon"."""
    yield from premodifiers_of(weapon)
    for c in children(weapon, "nmod", "acl", "obl"):
        if base_dep(c) == "acl":
            if (agent := agent_of(c) if is_passive(c) else None) is not None:
                yield agent
            yield from (o for o in children(c, "obl") if preposition_of(o) in SENDERS)
        elif preposition_of(c) in SENDERS:
            yield c
        elif preposition_of(c) == "of":
            yield from premodifiers_of(c)
    if base_dep(weapon) in ("nmod", "compound", "conj") and weapon.head.pos_ in ("NOUN", "PROPN"):
        yield from premodifiers_of(weapon.head)


def _doers_above(noun: Token, context: Context) -> Iterator[Token]:
    """The doer told by what governs an event noun: "M23 launched", "accused of", "took part in", "was behind"."""
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        yield from _doers_above(head, context)
        return
    if base_dep(noun) == "nmod" and preposition_of(noun) == "of" and head.pos_ == "NOUN":
        yield from premodifiers_of(head)
        yield from _doers_above(head, context)
        return
    if preposition_of(noun) == "behind":
        yield from found_token(subject_of(noun) or (subject_of(head) if head.i != noun.i else None))
        return
    if head.lemma_.lower() in CHARGES and base_dep(noun) in ("obl", "nmod"):
        yield from found_token(patient_of(head))
    elif head.lemma_.lower() in ("responsible", "responsibility"):
        yield from found_token(subject_of(head) or subject_of(head.head))
    elif _is_carried(noun, head, context):
        yield from found_token(doer_of(head))
    elif head.lemma_.lower() in ("take", "participate", "involve") and base_dep(noun) in ("obl", "nmod"):
        yield from found_token(subject_of(head))


def _is_carried(noun: Token, head: Token, context: Context) -> bool:
    """Whether ``head`` says who does what ``noun`` names: "launched an attack", "replied with air raids"."""
    if context.has(head, "deed") and base_dep(noun) in ("obj", "nsubj", "obl"):
        return True
    return context.has(head, "reply") and preposition_of(noun) in ("with", "by")


def found_token(token: Token | None) -> Iterator[Token]:
    """``token``, if there is one."""
    if token is not None:
        yield token


def core_of(token: Token) -> Token:
    """What is counted or divided: of "several of their bases" the bases."""
    counts = token.pos_ in ("NUM", "ADJ", "PRON", "DET") or token.lemma_.lower() in COUNTING
    inner = next((c for c in children(token, "nmod") if preposition_of(c) == "of"), None)
    return inner if counts and inner is not None else token
