"""Finds the events of force in a document: triggers that tell of force, with the weapons at them, gathered by sentence.

In comes a scene, out go :class:`~trucebook.kinds.force.Event`. A trigger does not tell of force where it stands under a word that
stops force ("a halt to attacks"), as the modifier of a noun ("strike group"), or with an object that only words or games can hit.

>>> [len(event.mentions) for event in find_events(scene, context)]     # doctest: +SKIP
[3]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.force import TOLL_ROLES, Context, Event, IncidentEntry, Mention, marker_of
from trucebook.kinds.gathering import gather
from trucebook.kinds.sides import doer_of
from trucebook.kinds.triggers import Trigger, find_triggers, trigger_index
from trucebook.kinds.weapons import Weapon, find_weapons
from trucebook.language.tree import auxiliaries, base_dep, child, children, is_passive, patient_of, preposition_of, subject_of

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene


def find_events(scene: Scene, context: Context) -> Iterator[Event]:
    """The events of force in ``scene``, in text order; tolls told in a later sentence are joined to the event before."""
    triggers = [*find_triggers(scene.doc, trigger_index(scene.lexicon, "incident", IncidentEntry))]
    within = {word.i for t in triggers if t.part == "noun" for word in t.words}
    weapons = {i: w for i, w in find_weapons(scene).items() if w.entry.type != "shooting" or i not in within}  # "a gun battle"
    mentions = [Mention(t, tuple(_weapons_at(t, weapons))) for t in triggers]
    mentions = [m for m in mentions if _is_told(m, context)]
    for sent in scene.doc.sents:
        here = [m for m in mentions if sent.start <= m.token.i < sent.end]
        here = [m for m in here if _has_its_weapon(m, here) or _is_by_forces(m, here, scene, context)]
        stopped = {m.token.i for m in here if m.entry.role == "interception"}
        here = [m for m in here if m.entry.role != "event" or m.token.i not in stopped]
        yield from gather(_without_idle_charges(here))


# ---- weapons at a trigger


def _weapons_at(trigger: Trigger[IncidentEntry], weapons: dict[int, Weapon]) -> Iterator[Weapon]:
    """The weapons that are the means of ``trigger``: as its subject, object, modifier, or "with", "by", "using" it."""
    token = trigger.token
    for word in trigger.words:
        if word.i in weapons:
            yield weapons[word.i]
    for dependent in _means_of(token, trigger.entry):
        for at in _with_contents(dependent):
            if at.i in weapons:
                yield weapons[at.i]


RESULTING = frozenset({"result", "lead", "cause", "claim", "bring", "leave"})
WHOLE_WARS = frozenset({"war", "conflict", "insurgency", "uprising"})
"""What kills over months and years: its toll is no blow's."""
UNREAL = frozenset({"should", "would", "could", "may", "might", "can", "must"})
CARING = frozenset({"evacuate", "treat", "move", "transfer", "carry", "transport", "airlift", "admit", "fly", "take", "visit"})
"""What is done for the wounded of some other day."""
MEANS = frozenset({"with", "by", "using", "via", "from", "of", "involving", "in", "including", ""})


def _means_of(token: Token, entry: IncidentEntry) -> Iterator[Token]:
    """The dependents of ``token`` that may name its means."""
    for c in token.children:
        dep = base_dep(c)
        if c.dep_ == "nsubj:pass" and entry.role not in ("launch", "interception"):
            continue
        if entry.role == "interception" and (c.dep_ == "nsubj" or dep == "obl"):
            continue  # what stops the weapon is none of its means: "a jet shot down a drone"
        sent = dep == "obj" and entry.role in ("launch", "interception")
        if dep in ("nsubj", "compound", "amod") or sent or (dep in ("obl", "nmod") and preposition_of(c) in MEANS):
            yield c
        elif dep in ("acl", "advcl") and c.lemma_.lower() in ("use", "involve", "arm", "carry", "employ"):
            yield from children(c, "obj", "obl")
        elif c.dep_ == "nsubj:pass" and entry.role in ("launch", "interception"):
            yield c
    if base_dep(token) in ("advcl", "xcomp") and token.head.lemma_.lower() in ("use", "employ", "deploy"):
        yield from children(token.head, "obj")  # "used bombs to destroy the site"
    if base_dep(token) == "acl" and entry.role in ("launch", "interception", "impact"):
        yield token.head
    if token.dep_ == "conj" and not children(token, "nsubj") and token.pos_ == "VERB":
        yield from children(token.head, "nsubj")
    if token.dep_ in ("advcl", "xcomp") and not children(token, "nsubj") and entry.role in ("impact", "casualty", "event"):
        yield from children(token.head, "nsubj")


def _with_contents(token: Token) -> Iterator[Token]:
    """``token``, what is coordinated with it, what it is full of ("a barrage of missiles", "dozens of drones")."""
    yield token
    for c in token.children:
        if c.dep_ == "conj" or (base_dep(c) == "nmod" and preposition_of(c) in ("of", "with")) or base_dep(c) == "compound":
            yield from _with_contents(c)


# ---- which triggers tell of an event


def _is_told(mention: Mention, context: Context) -> bool:
    """Whether the trigger tells of force: not the modifier of another noun, not what should stop."""
    token = mention.token
    within = token.head if token.dep_ == "conj" else token
    if mention.is_noun and base_dep(within) == "compound" and within.head.pos_ in ("NOUN", "PROPN"):
        return False
    if mention.is_noun and any(c.dep_ == "det" and c.lower_ in ("any", "no", "every", "such") for c in token.children):
        return mention.entry.role == "toll"
    mourned = mention.entry.suffered and any(preposition_of(c) in ("for", "over", "after") for c in children(token, "obl"))
    if mourned or _is_spoken_of(token):
        return False
    if any(c.lower_ == "who" and base_dep(c) == "nsubj" for c in token.children) and token.sent.text.rstrip().endswith("?"):
        return False
    if mention.entry.role in ("event", "casualty") and _is_barred(token, context):
        return False
    if mention.entry.role in TOLL_ROLES and _is_no_toll(token, context):
        return False
    if mention.trigger.part == "verb" and (patient := patient_of(token)) is not None and context.has(patient, "abstract"):
        return False
    if mention.entry.role == "event" and mention.trigger.part == "verb" and context.has(patient_of(token) or token, "rival"):
        return False
    if context.has(token, "mishap") or (mention.is_noun and (context.has(token, "abstract") or _is_on_strike(token))):
        return False
    if not _is_of_its_sort(mention, context):
        return False
    if mention.entry.finite and not mention.is_noun and base_dep(token) in ("advcl", "acl", "xcomp", "amod"):
        return False
    return not (mention.trigger.part == "verb" and token.dep_ == "amod")


def _is_no_toll(token: Token, context: Context) -> bool:
    """Whether the dead or hurt are those of a mishap, or are cared for on some other day: "evacuated 120 wounded"."""
    cared = token.head if base_dep(token) == "amod" else token
    if base_dep(cared) in ("obj", "xcomp") and cared.head.lemma_ in CARING:
        return True
    causes = [*children(token, "obl", "nmod"), *(t for t in (subject_of(token),) if t is not None)]
    result_of = subject_of(token.head) if base_dep(token) in ("obl", "obj") and token.head.lemma_ in RESULTING else None
    if result_of is not None and result_of.lemma_ in WHOLE_WARS:
        return True
    return any(context.has(c, "mishap") for c in causes)


def _is_spoken_of(verb: Token) -> bool:
    """Whether a speaker only says what might be done to himself: "whoever wants that would have to shoot us"."""
    patient = patient_of(verb) if verb.pos_ == "VERB" else None
    return patient is not None and patient.lower_ in ("me", "us") and bool(UNREAL & set(auxiliaries(verb)))


def _is_on_strike(noun: Token) -> bool:
    """Whether ``noun`` is the strike of workers who are "on strike"."""
    return noun.lower_ == "strike" and preposition_of(noun) == "on" and not children(noun, "det", "amod", "compound")


def _is_of_its_sort(mention: Mention, context: Context) -> bool:
    """Whether what the trigger is about is what its entry asks for: people, ships, the dead that were found."""
    entry = mention.entry
    if entry.persons and not _is_of_people(mention.token, context):
        return False
    if entry.vessels and not _is_of_vessels(mention, context):
        return False
    return not (entry.found and mention.is_noun) or _is_found(mention.token, context)


def _is_of_people(verb: Token, context: Context) -> bool:
    """Whether the object of ``verb`` is a person, people, or forces of a side."""
    victim = patient_of(verb)
    if victim is None:
        return False
    return victim.pos_ == "NUM" or victim.ent_type_ == "PERSON" or context.has(victim, "force", "leader", "civilian")


def _is_of_vessels(mention: Mention, context: Context) -> bool:
    """Whether a ship is what a verb is done to, or what its noun is about: "sank a frigate", "the seizure of the tanker"."""
    token = mention.token
    if mention.is_noun:
        return any(context.has(c, "vessel") for c in children(token, "nmod") if preposition_of(c) == "of")
    victim = patient_of(token)
    return victim is not None and context.has(victim, "vessel")


def _is_found(noun: Token, context: Context) -> bool:
    """Whether the dead are said to be found: "the bodies of nine men were found"."""
    return context.has(noun.head, "finding") and (base_dep(noun) == "obj" or noun.dep_ == "nsubj:pass")


def _is_barred(token: Token, context: Context) -> bool:
    """Whether ``token`` is what a word of the halting sort is about: "a halt to attacks", "stop shelling"."""
    head, dep = token.head, base_dep(token)
    if token.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        return _is_barred(head, context)
    if context.has(head, "deed") and dep == "obj" and _is_barred(head, context):
        return True  # "the ability to launch attacks"
    if context.has(head, "part") and context.has(head.head, "denial"):
        return True
    if not context.has(head, "barrier"):
        return False
    if dep == "nsubj":
        return is_passive(head) or (
            head.lemma_.lower() in ("cease", "stop", "halt", "end", "pause") and child(head, "obj") is None
        )
    able = dep in ("acl", "advcl") and marker_of(token) in ("to", "of", "for")
    return able or dep in ("obj", "nmod", "obl", "xcomp", "ccomp") or (dep == "advcl" and marker_of(token) == "from")


def _is_trial(verb: Token) -> bool:
    """Whether a weapon is only tried: "in a test", "into the sea", "during an exercise"."""
    trials = ("test", "exercise", "drill", "orbit", "space", "simulation")
    beside = children(verb, "obl", "nmod")
    return any(c.lemma_.lower() in trials or (c.lemma_.lower() == "sea" and preposition_of(c) == "into") for c in beside)


def _is_delivery(verb: Token) -> bool:
    """Whether a weapon is given away: "sent drones to Mali", but "sent drones towards Haifa"."""
    return verb.lemma_.lower() == "send" and any(preposition_of(c) == "to" for c in children(verb, "obl"))


AIMED = frozenset({"at", "on", "upon", "into", "towards", "toward"})


def _has_its_weapon(mention: Mention, here: list[Mention]) -> bool:
    """Whether an impact, a launch or an interception has the weapon (or event noun) that it needs."""
    if mention.entry.role not in ("impact", "launch", "interception"):
        return True
    if _is_trial(mention.token) or _is_delivery(mention.token):
        return False
    if any(w.entry.type != "shooting" and (w.entry.named or mention.entry.aircraft) for w in mention.weapons):
        return True
    if mention.entry.id == "hit" and is_passive(mention.token) and mention.weapons:
        return True  # "was hit by rifle fire"
    if mention.entry.role == "launch" and mention.entry.otherwise and child(mention.token, "obj") is None:
        return any(preposition_of(c) in AIMED for c in children(mention.token, "obl"))
    if mention.entry.role != "impact":
        return False
    near = {c.i for c in children(mention.token, "nsubj", "obj", "obl")}
    return any(m.is_noun and m.entry.role == "event" and m.token.i in near for m in here)


def _is_by_forces(mention: Mention, here: list[Mention], scene: Scene, context: Context) -> bool:
    """Whether a side hits something with a weapon that is not told: "Israel targeted a base"."""
    if mention.entry.role != "impact" or not mention.entry.otherwise or mention.trigger.part != "verb":
        return False
    doer, patient = doer_of(mention.token), patient_of(mention.token)
    if (
        doer is None
        or patient is None
        or mention.weapons
        or any(t.entry.role == "interception" and t.token.i == mention.token.i and t.weapons for t in here)
    ):
        return False
    if any(preposition_of(c) == "with" for c in children(mention.token, "obl")):
        return False
    actor = scene.actor(doer)
    if actor is None or not actor.party or actor.kind == "person":
        return False
    hurts = any(m.entry.role in TOLL_ROLES and base_dep(m.token) in ("advcl", "conj", "obl") for m in here)
    return hurts or context.has(patient, "force", "asset") or patient.ent_type_ == "PERSON"


def _without_idle_charges(mentions: list[Mention]) -> list[Mention]:
    """``mentions`` without a charge that has its deed with it ("accused the army of shelling"): the deed tells it."""
    deeds = {m.token.i for m in mentions if m.entry.role != "charge"}
    return [
        m
        for m in mentions
        if m.entry.role != "charge" or not (_has_content(m.token) or any(t.i in deeds for t in m.token.subtree))
    ]


def _has_content(charge: Token) -> bool:
    """Whether a charge says itself what it is about ("accused the RSF of arming boys"), so that it takes up nothing."""
    if children(charge, "advcl", "ccomp", "xcomp", "acl"):
        return True
    about = [c for c in children(charge, "obl", "nmod") if preposition_of(c) in ("of", "for", "over")]
    return any(c.pos_ != "PRON" for c in about)
