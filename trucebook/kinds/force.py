"""The words of force in a document, gathered into events: "killed", "drone attack" and "wounding" of one sentence tell one event.

In comes a scene, out come :class:`Event`: mentions (triggers of ``data/incident.yaml`` with the weapons at them) that tell of
the same use of force. What the events say (who, whom, how many) is read in ``incident.py``.

>>> [len(event.mentions) for event in find_events(scene)]     # doctest: +SKIP
[3]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.triggers import Trigger, TriggerEntry, find_triggers, trigger_index
from trucebook.kinds.weapons import Weapon, find_weapons
from trucebook.language.tree import agent_of, ancestors, base_dep, child, children, is_passive, patient_of, preposition_of
from trucebook.records import IncidentType

if TYPE_CHECKING:
    from spacy.tokens import Token

    from trucebook.resolution.scene import Scene

Role = Literal["event", "casualty", "toll", "impact", "launch", "interception", "charge"]
Need = Literal["actor", "sides", "place", "toll", "day", "weapon", "unreal"]


class IncidentEntry(TriggerEntry):
    """Words that tell of force; ``data/incident.yaml`` explains the keys."""

    role: Role
    type: IncidentType | None = None
    otherwise: IncidentType | None = None
    with_toll: IncidentType | None = None
    by_group: IncidentType | None = None
    two_sided: bool = False
    bombs: bool = False
    injured: bool = False
    finite: bool = False
    persons: bool = False
    aircraft: bool = True
    needs: tuple[Need, ...] = ()
    noun_needs: tuple[Need, ...] = ()


class ContextEntry(TriggerEntry):
    """Words around an event of force."""

    role: Literal["barrier", "deed", "suffered", "force", "leader", "asset", "civilian", "mishap", "abstract"]


@dataclass(frozen=True)
class Mention:
    """One trigger, with the weapons that stand at it."""

    trigger: Trigger[IncidentEntry]
    weapons: tuple[Weapon, ...] = ()

    @property
    def token(self) -> Token:
        """The token that heads it."""
        return self.trigger.token

    @property
    def entry(self) -> IncidentEntry:
        """Its lexicon entry."""
        return self.trigger.entry

    @property
    def needs(self) -> tuple[Need, ...]:
        """What must be known of its event, one of these."""
        return self.entry.noun_needs if self.is_noun and self.entry.noun_needs else self.entry.needs

    @property
    def is_noun(self) -> bool:
        """Whether it is an event noun ("the attack") and not a verb."""
        return self.trigger.part == "noun"


@dataclass
class Event:
    """Mentions of one use of force, in text order, the sentence that they began in first."""

    mentions: list[Mention] = field(default_factory=list)

    def of_role(self, *roles: Role) -> list[Mention]:
        """Its mentions of these roles."""
        return [m for m in self.mentions if m.entry.role in roles]

    @property
    def main(self) -> Mention:
        """The mention that heads its first sentence: the one nearest to the root, an event before a toll."""
        sent = self.mentions[0].token.sent.start
        here = [m for m in self.mentions if m.token.sent.start == sent]
        return min(here, key=lambda m: (sum(1 for _ in ancestors(m.token)), m.token.i))

    @property
    def weapons(self) -> list[Weapon]:
        """The weapons at its mentions, in text order, each once."""
        found = {w.token.i: w for m in self.mentions for w in m.weapons}
        return [found[i] for i in sorted(found)]


@dataclass(frozen=True)
class Context:
    """The words of ``data/incident_context.yaml`` in one document, by role and token index."""

    roles: dict[int, frozenset[str]]

    @classmethod
    def of(cls, scene: Scene) -> Context:
        """Find them in ``scene``."""
        roles: dict[int, frozenset[str]] = {}
        index = trigger_index(scene.lexicon, "incident_context", ContextEntry)
        for trigger in find_triggers(scene.doc, index):
            roles[trigger.token.i] = roles.get(trigger.token.i, frozenset()) | {trigger.entry.role}
        return cls(roles)

    def has(self, token: Token, *roles: str) -> bool:
        """Whether ``token`` plays one of ``roles``."""
        return any(role in self.roles.get(token.i, ()) for role in roles)


def find_events(scene: Scene, context: Context) -> Iterator[Event]:
    """The events of force in ``scene``, in text order; tolls told in a later sentence are joined to the event before."""
    weapons = find_weapons(scene)
    index = trigger_index(scene.lexicon, "incident", IncidentEntry)
    mentions = [Mention(t, tuple(_weapons_at(t, weapons))) for t in find_triggers(scene.doc, index)]
    mentions = [m for m in mentions if _is_told(m, context)]
    for sent in scene.doc.sents:
        here = [m for m in mentions if sent.start <= m.token.i < sent.end]
        here = [m for m in here if _has_its_weapon(m, here)]
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


MEANS = frozenset({"with", "by", "using", "via", "from", "of", "involving", "in", "including", ""})


def _means_of(token: Token, entry: IncidentEntry) -> Iterator[Token]:
    """The dependents of ``token`` that may name its means."""
    for c in token.children:
        dep = base_dep(c)
        sent = dep == "obj" and entry.role in ("launch", "interception")
        if dep in ("nsubj", "compound", "amod") or sent or (dep in ("obl", "nmod") and preposition_of(c) in MEANS):
            yield c
        elif dep in ("acl", "advcl") and c.lemma_.lower() in ("use", "involve", "arm", "carry", "employ"):
            yield from children(c, "obj", "obl")
        elif c.dep_ == "nsubj:pass" and entry.role in ("launch", "interception", "impact"):
            yield c
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
    if any(c.lower_ == "who" and base_dep(c) == "nsubj" for c in token.children) and token.sent.text.rstrip().endswith("?"):
        return False
    if mention.entry.role in ("event", "casualty") and _is_barred(token, context):
        return False
    if mention.entry.role in TOLL_ROLES and any(context.has(c, "mishap") for c in children(token, "obl", "nmod", "nsubj")):
        return False
    if mention.trigger.part == "verb" and (patient := patient_of(token)) is not None and context.has(patient, "abstract"):
        return False
    if context.has(token, "mishap") or (mention.is_noun and (context.has(token, "abstract") or _is_on_strike(token))):
        return False
    if mention.entry.persons and not _is_of_people(token, context):
        return False
    if mention.entry.finite and mention.trigger.part == "verb" and base_dep(token) in ("advcl", "acl", "xcomp", "amod"):
        return False
    return not (mention.trigger.part == "verb" and token.dep_ == "amod")


def _is_on_strike(noun: Token) -> bool:
    """Whether ``noun`` is the strike of workers who are "on strike"."""
    return noun.lower_ == "strike" and preposition_of(noun) == "on" and not children(noun, "det", "amod", "compound")


def _is_of_people(verb: Token, context: Context) -> bool:
    """Whether the object of ``verb`` is a person, people, or forces of a side."""
    victim = patient_of(verb)
    if victim is None:
        return False
    is_number = victim.pos_ == "NUM" or any(base_dep(c) == "nummod" for c in victim.children)
    return is_number or victim.ent_type_ == "PERSON" or context.has(victim, "force", "leader", "civilian")


def _is_barred(token: Token, context: Context) -> bool:
    """Whether ``token`` is what a word of the halting sort is about: "a halt to attacks", "stop shelling"."""
    head, dep = token.head, base_dep(token)
    if token.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        return _is_barred(head, context)
    if not context.has(head, "barrier"):
        return False
    if dep == "nsubj":
        return is_passive(head)
    return dep in ("obj", "nmod", "obl", "xcomp", "ccomp") or (dep == "advcl" and _marker(token) == "from")


def _is_trial(verb: Token) -> bool:
    """Whether a weapon is only tried: "in a test", "into the sea", "during an exercise"."""
    trials = ("test", "exercise", "drill", "sea", "orbit", "space", "simulation")
    return any(c.lemma_.lower() in trials for c in children(verb, "obl", "nmod"))


AIMED = frozenset({"at", "on", "upon", "into", "towards", "toward"})


def _has_its_weapon(mention: Mention, here: list[Mention]) -> bool:
    """Whether an impact, a launch or an interception has the weapon (or event noun) that it needs."""
    if mention.entry.role not in ("impact", "launch", "interception"):
        return True
    if _is_trial(mention.token):
        return False
    if any(w.entry.type != "shooting" and (w.entry.named or mention.entry.aircraft) for w in mention.weapons):
        return True
    if mention.entry.otherwise and child(mention.token, "obj") is None:
        return any(preposition_of(c) in AIMED for c in children(mention.token, "obl"))
    if mention.entry.role != "impact":
        return False
    near = {c.i for c in children(mention.token, "nsubj", "obj", "obl")}
    return any(m.is_noun and m.entry.role == "event" and m.token.i in near for m in here)


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


# ---- gathering the mentions of one event

SUBORDINATE_APART = frozenset({"while", "before", "after", "since", "following", "despite", "whereas", "until", "if", "amid"})
NOMINAL_APART = frozenset({"after", "following", "since", "before", "despite", "than", "like", "for", "amid", "amidst", "over"})
TOLL_ROLES = ("casualty", "toll")


def gather(mentions: list[Mention]) -> list[Event]:
    """The events of one sentence: each mention joins the nearest mention above it, or beside it, that tells the same."""
    by_token = {word.i: m for m in reversed(mentions) for word in (m.trigger.words if m.is_noun else (m.token,))}
    events: dict[int, Event] = {}
    joined: list[Event] = []
    for mention in sorted(mentions, key=lambda m: sum(1 for _ in ancestors(m.token))):
        event = _event_above(mention, by_token, events)
        if event is None:
            event = Event()
            joined.append(event)
        event.mentions.append(mention)
        events[mention.token.i] = event
    joined = _with_stray_tolls(joined)
    for event in joined:
        event.mentions.sort(key=lambda m: m.token.i)
    return sorted(joined, key=lambda e: e.mentions[0].token.i)


def _event_above(mention: Mention, by_token: dict[int, Mention], events: dict[int, Event]) -> Event | None:
    """The event of the nearest mention above ``mention``, when both tell the same."""
    path = [mention.token]
    for above in ancestors(mention.token):
        other = by_token.get(above.i)
        if other is not None and other.token.i in events:
            return events[other.token.i] if _is_same(mention, other, path) else None
        path.append(above)
    return None


def _is_same(lower: Mention, upper: Mention, path: list[Token]) -> bool:
    """Whether ``lower`` tells of the same event as ``upper``; ``path`` leads from the one up to below the other."""
    if "charge" in (lower.entry.role, upper.entry.role):
        return False
    toll_below, toll_above = lower.entry.role in TOLL_ROLES, upper.entry.role in TOLL_ROLES
    if toll_above and lower.token.dep_ == "acl:relcl" and lower.token.head is agent_of(upper.token):
        return True
    if any(t.dep_ == "parataxis" for t in path) and not (toll_below and child(lower.token, "nsubj", "obj")):
        return False
    if any(base_dep(t) == "ccomp" for t in path):
        return False
    if toll_below and toll_above and any(base_dep(t) == "acl" for t in path):
        return False
    if _is_apart(path):
        return toll_above and not toll_below and _marker(path[-1]) in ("after", "when", "as", "following")
    top = path[-1]
    if not toll_below and (any(base_dep(t) == "acl" for t in path[:-1]) or any(t.dep_ == "advcl:relcl" for t in path)):
        return False
    if toll_below or toll_above:
        return not (toll_below and toll_above) or base_dep(top) in ("conj", "advcl", "obj", "obl", "xcomp", "acl", "nsubj")
    if upper.entry.role in ("impact", "launch", "interception") or lower.entry.role in ("impact", "launch", "interception"):
        return base_dep(top) in ("nsubj", "obj", "obl", "advcl", "acl", "nmod", "conj") and not _has_other_subject(lower, top)
    return _is_same_force(lower, upper, path)


def _is_same_force(lower: Mention, upper: Mention, path: list[Token]) -> bool:
    """Whether two events proper are one: an event noun that an event verb or noun acts through ("struck in an air raid")."""
    top = path[-1]
    special = ("abduction", "invasion")
    if top.dep_ == "conj" and len(path) == 1 and upper.is_noun and top.i - upper.token.i <= 3:
        return True
    if any(_marker(t) != "of" for t in path[:-1]):
        return False
    if lower.is_noun and _marker(top) in ("during", "amid", "in") and not _has_aim(lower.token):
        return True
    if (lower.entry.type in special) != (upper.entry.type in special) or not lower.is_noun:
        return base_dep(top) == "advcl" and lower.entry.id == upper.entry.id
    return base_dep(top) in ("nsubj", "obl", "nmod", "obj", "appos") and _marker(top) in (
        "",
        "in",
        "by",
        "during",
        "with",
        "of",
        "as",
    )


def _has_aim(noun: Token) -> bool:
    """Whether an event noun says of itself where, by whom or at whom: then it may stand alone."""
    return any(preposition_of(c) not in ("", "of") for c in children(noun, "nmod")) or child(noun, "nmod:poss") is not None


def _has_other_subject(lower: Mention, top: Token) -> bool:
    return base_dep(top) == "conj" and child(lower.token, "nsubj") is not None


def _is_apart(path: list[Token]) -> bool:
    """Whether a word on the way up tells that the lower event is another one: "after", "while", "since"."""
    for token in path:
        dep, marker = base_dep(token), _marker(token)
        if dep == "advcl" and (marker in SUBORDINATE_APART or marker in ("when", "as")):
            if marker in ("when", "as") and token is not path[-1]:
                continue
            return True
        if dep in ("nmod", "obl") and marker in NOMINAL_APART:
            return True
    return False


def _marker(token: Token) -> str:
    """The word that ties a clause or a nominal to what is above: its subordinator, or its preposition."""
    mark = child(token, "mark")
    if mark is not None:
        return mark.lower_
    adverb = next((c.lower_ for c in children(token, "advmod") if c.lower_ in ("when", "while")), "")
    return preposition_of(token) or adverb


def _with_stray_tolls(events: list[Event]) -> list[Event]:
    """``events`` with each toll that found nothing above it joined to the nearest event of its clause."""
    proper = [e for e in events if any(m.entry.role not in TOLL_ROLES for m in e.mentions)]
    stray = [e for e in events if e not in proper]
    kept = list(proper)
    for event in stray:
        token = event.mentions[0].token
        near = [e for e in proper if any(_shares_clause(token, m.token) for m in e.mentions)]
        near = near or [e for e in proper if event.of_role("casualty") and _is_new_means(e.mentions[0], token)]
        if near:
            best = min(near, key=lambda e: min(abs(m.token.i - token.i) for m in e.mentions))
            best.mentions.extend(event.mentions)
        else:
            kept.append(event)
    return kept


def _is_new_means(mention: Mention, casualty: Token) -> bool:
    """Whether an event noun is the means of a killing before it, wherever it hangs: "killed men who ..., in a raid"."""
    noun = mention.token
    if not mention.is_noun or noun.i < casualty.i or preposition_of(noun) not in ("in", "by", "during"):
        return False
    determiners = [c.lower_ for c in children(noun, "det", "nmod:poss")]
    return determiners in (["a"], ["an"]) or (not determiners and noun.lower_.endswith("s"))


def _shares_clause(toll: Token, other: Token) -> bool:
    """Whether no clause boundary lies between ``toll`` and ``other``, and ``other`` does not describe a participant."""
    up = [toll, *ancestors(toll)]
    above = {t.i: n for n, t in enumerate(up)}
    way: list[Token] = []
    for t in [other, *ancestors(other)]:
        if t.i in above:
            crossed = [*way, *up[: above[t.i]]]
            if any(base_dep(x) == "acl" or x.dep_ == "advcl:relcl" for x in way):
                return False
            return not any(base_dep(x) == "ccomp" or _is_apart([x]) for x in crossed)
        way.append(t)
    return False
