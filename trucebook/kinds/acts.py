"""What is done by saying: the act of a speech, and whom it is against or for.

In comes an act of speech with its speaker, out come the act of the codebook, its targets, and the lexicon entry whose words
changed the act: a plain "say" of what another side must do is a demand, a warning of what one's own side will do a threat.

>>> resolve_act(speech, speaker, entries, scene)[0]      # doctest: +SKIP
'demand'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from trucebook.language.tree import (
    antecedent,
    base_dep,
    child,
    children,
    has_feature,
    is_negated,
    preposition_of,
    subject_of,
    tense_of,
)
from trucebook.lexicon import Entry
from trucebook.records import Act, Actor
from trucebook.resolution.speech import complements, is_second_object

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.attribution import Speech
    from trucebook.resolution.scene import Scene

FIRST_PERSON = frozenset({"i", "we", "us", "me"})
RECIPROCAL = frozenset({"each", "one", "other", "another", "side", "party", "group", "camp"})
DENIABLE = frozenset(
    {"start", "fire", "attack", "lose", "violate", "cross", "shell", "strike", "bomb", "target", "kill", "hit", "carry", "take"}
)
LONGEST_DENIAL = 120

CHARGES = frozenset({"accusation", "allegation", "charge", "claim"})
WORDS_OF_OTHERS = CHARGES | {"comment", "remark", "report", "statement", "assertion", "suggestion", "rumour", "rumor", "story"}
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})


class StatementEntry(Entry):
    """A venue, or words that change the act; see the head of ``data/statement.yaml``."""

    names: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    act: Act | None = None
    from_acts: tuple[Act, ...] = ()
    words: tuple[str, ...] = ()


def is_same_side(one: Actor, two: Actor) -> bool:
    """Whether two actors speak for one party."""
    return bool(one.party) and one.party == two.party


def resolve_act(
    speech: Speech, speaker: Actor, entries: tuple[StatementEntry, ...], scene: Scene
) -> tuple[Act, Sequence[Actor], StatementEntry | None]:
    """The act of a speech, its targets, and the entry whose words changed the act."""
    by_id = {entry.id: entry for entry in entries}
    clause = _main_clause(speech)
    act: Act = speech.act
    if speech.via != "turn" and clause is not None:
        subject = subject_of(clause)
        about = scene.actor(subject) if subject is not None else None
        entry = by_id.get("must")
        if entry and act in entry.from_acts and about and not is_same_side(about, speaker) and has_modal(clause, entry):
            return "demand", [about], entry
        if act == "say" and about and not is_same_side(about, speaker) and _is_insisted_on(clause, speech):
            return "demand", [about], None
        entry = by_id.get("own_harm")
        if entry and act in entry.from_acts and about and is_same_side(about, speaker) and has_modal(clause, entry):
            return "threaten", _listed(_object_actor(clause, scene)), entry
        entry = by_id.get("plain_denial")
        if entry and act in entry.from_acts and _is_denial(clause, entry, speech):
            return "deny", (), entry
    labelled = _act_of_label(speech, by_id)
    if labelled is not None:
        return labelled.act or act, _judged(speech, scene), labelled
    if speech.target is not None and len(speech.speakers) > 1 and _is_reciprocal(speech.target):
        return act, [other for other in speech.speakers if other != speaker], None
    targets = _targets_of(speech, act, clause, scene)
    if speech.entry == "speech.yaml#attribute_to" and not targets:  # "attributed the raid to bad maps"
        return "say", (), None
    return act, targets, None


def _is_reciprocal(target: Token) -> bool:
    """ "accused each other", "blamed one another", "blame the other side"."""
    words = {target.lower_, *(c.lower_ for c in children(target, "amod", "det", "fixed"))}
    return bool(words & {"other", "another"}) and target.lemma_.lower() in RECIPROCAL


def _is_insisted_on(clause: Token, speech: Speech) -> bool:
    """Whether an act is insisted on, by a bare verb: "insisted that Libya withdraw"."""
    bare = clause.lower_ == clause.lemma_ and clause.pos_ == "VERB" and not children(clause, "aux")
    subject = child(clause, "nsubj")
    one = (subject is not None and subject.pos_ == "PROPN") or has_feature(clause, "VerbForm", "Inf")
    return speech.head is not None and speech.head.lemma_ == "insist" and bare and one


def _main_clause(speech: Speech) -> Token | None:
    """The head of the clause that is said: the complement of the verb, or the top of the words around it."""
    if speech.head is not None:
        for c in children(speech.head, "ccomp", "xcomp", "parataxis", "acl", "advcl"):
            if speech.covers(c.i):
                return c
        if base_dep(speech.head) == "parataxis" and speech.covers(speech.head.head.i):
            return speech.head.head
    return None


def has_modal(clause: Token, entry: StatementEntry) -> bool:
    """Whether a clause says what must be done."""
    auxiliaries = {c.lower_ for c in children(clause, "aux")}
    if auxiliaries & set(entry.words):
        return True
    return clause.dep_ != "xcomp" and f"{clause.lemma_} to" in entry.words and child(clause, "xcomp") is not None


def denies_plainly(said: str, entry: StatementEntry) -> bool:
    """Whether a short text has words that plainly deny: "There was no such meeting"."""
    return len(said) < LONGEST_DENIAL and any(re.search(rf"\b{re.escape(word)}\b", said.lower()) for word in entry.words)


def _is_denial(clause: Token, entry: StatementEntry, speech: Speech) -> bool:
    if denies_plainly(clause.doc[clause.left_edge.i : clause.right_edge.i + 1].text, entry):
        return True
    if not is_negated(clause) or clause.pos_ != "VERB" or tense_of(clause) not in ("past", "perfect"):
        return False
    subject = subject_of(clause)
    return subject is not None and subject.lower_ not in FIRST_PERSON and clause.lemma_ in DENIABLE


def _act_of_label(speech: Speech, by_id: dict[str, StatementEntry]) -> StatementEntry | None:
    """The entry by which what a thing is called is a charge, praise or (of somebody's words) a denial."""
    entries = [by_id[name] for name in ("wrong", "good") if name in by_id]
    thing = child(speech.head, "obj") if speech.head is not None else None
    if thing is not None and thing.lemma_.lower() in WORDS_OF_OTHERS and "untruth" in by_id:
        entries.insert(0, by_id["untruth"])
    return next((e for e in entries if speech.act in e.from_acts and _is_labelled(speech, e)), None)


def _is_labelled(speech: Speech, entry: StatementEntry) -> bool:
    """Whether what something is called is among the words: "called the raid a violation of the truce"."""
    verb = speech.head
    if verb is None or speech.entry not in ("speech.yaml#call_as", "speech.yaml#refer_as"):
        return False
    labels = [c for c in complements(verb, "xcomp", "ccomp", "as", "label") if base_dep(c) != "obj" or is_second_object(c)]
    labels += [c for o in complements(verb, "label") if base_dep(o) == "obj" for c in children(o, "acl", "amod", "nmod", "appos")]
    labels += [c for c in children(verb, "advmod") if labels and c.i > labels[0].i]  # "called it a step forward"
    return any(t.lemma_.lower() in entry.words for label in labels for t in label.subtree if not is_negated(label))


def _judged(speech: Speech, scene: Scene) -> Sequence[Actor]:
    """Who or whose act is called wrong: the object of the verb, or the owner that it names."""
    thing = child(speech.head, "obj") if speech.head is not None else None
    return () if thing is None else scene.actors(thing) or _listed(_actor_within(thing, scene))


def _targets_of(speech: Speech, act: Act, clause: Token | None, scene: Scene) -> Sequence[Actor]:
    """Whom an accusation, demand, threat, denial or praise is against or for; several where several are named."""
    if act == "say" or speech.head is None:
        return ()
    target = speech.target
    if target is None and act in ("accuse", "demand", "praise", "warn"):
        target = next((c for c in children(speech.head, "obj", "iobj") if not speech.covers(c.i)), None)
    if target is None and act == "accuse" and _tells_of_its_noun(speech.head):
        target = speech.head.head
    if target is not None:
        target = antecedent(target)  # "Libya, which it accuses of ..."
        return scene.actors(target) or _listed(_actor_within(target, scene))
    return _listed(_implied_target(speech.head, act, clause, scene))


def _tells_of_its_noun(verb: Token) -> bool:
    """Whether the noun before a relative clause is whom its verb accuses, wherever its "which" hangs: "which it accuses of"."""
    subject = child(verb, "nsubj")
    told_of = verb.dep_ == "acl:relcl" and subject is not None and antecedent(subject).i == subject.i
    return told_of and not children(verb, "obj", "ccomp")


def _listed(actor: Actor | None) -> list[Actor]:
    return [actor] if actor is not None else []


def _implied_target(head: Token, act: Act, clause: Token | None, scene: Scene) -> Actor | None:
    """The target that only the words said name: the subject of what is alleged or demanded, the owner of what is denied."""
    if act == "accuse" and clause is not None and clause.dep_ == "ccomp":
        return _first_actor(subject_of(clause), scene)
    if act == "demand":
        return _demanded_of(head, clause, scene)
    if act == "threaten" and clause is not None:
        return _object_actor(clause, scene)
    objects = children(head, "obj", "nsubj:pass") if act in ("deny", "accuse", "praise") else []
    found = next((found for o in objects if (found := _actor_within(o, scene))), None)
    return found or (_accuser(objects[0], scene) if act == "deny" and objects else None)


def _accuser(charge: Token, scene: Scene) -> Actor | None:
    """Who brought "the charge" or "the allegation" that is denied: the accuser in this sentence or the one before."""
    if charge.lemma_.lower() not in CHARGES or not {c.lower_ for c in children(charge, "det")} & DEFINITE:
        return None
    reach = charge.sent.start - 1
    start = charge.doc[reach].sent.start if reach >= 0 else 0
    before = [
        s for s in scene.attributions.speech_acts if s.head is not None and start <= s.head.i < charge.i and s.act == "accuse"
    ]
    return next((s.speakers[0] for s in reversed(before) if s.speakers), None)


def _first_actor(token: Token | None, scene: Scene) -> Actor | None:
    return scene.actor(token) if token is not None else None


def _demanded_of(verb: Token, clause: Token | None, scene: Scene) -> Actor | None:
    if clause is not None:
        subject = child(clause, "nsubj", "nsubj:pass") or subject_of(clause)
        if subject is not None and subject.i != verb.i and subject is not subject_of(verb):
            found = scene.actor(subject)
            if found:
                return found
    for c in [*children(verb, "obj"), *(o for o in children(verb, "obl") if preposition_of(o) == "for")]:
        found = _actor_within(c, scene)
        if found:
            return found
    return None


def _object_actor(clause: Token, scene: Scene) -> Actor | None:
    for c in [*children(clause, "obj"), *(o for o in children(clause, "obl") if preposition_of(o) in ("on", "against", "at"))]:
        found = scene.actor(c) or _actor_within(c, scene)
        if found:
            return found
    return None


def _actor_within(noun: Token, scene: Scene) -> Actor | None:
    """The actor of an act or word as its noun names it: "Russia's claim", "the Israeli withdrawal", "the charge by Togo"."""
    for c in noun.children:
        if base_dep(c) in ("nmod", "amod", "compound") and (c.dep_ == "nmod:poss" or preposition_of(c) in ("", "by", "from")):
            found = scene.actor(c)
            if found:
                return found
    return None
