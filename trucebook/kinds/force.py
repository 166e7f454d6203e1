"""The words of force in a document, and what they are gathered into: mentions (one trigger) and events (one use of force).

In come triggers of ``data/incident.yaml``, out go the value classes that ``events.py`` finds, ``gathering.py`` joins and
``incident.py`` reads. ``Context`` answers what the words around them are (``data/incident_context.yaml``).

>>> event.main.token                     # doctest: +SKIP
killed
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.triggers import Trigger, TriggerEntry, find_triggers, trigger_index
from trucebook.kinds.weapons import Weapon
from trucebook.language.tree import ancestors, base_dep, child, children, preposition_of
from trucebook.records import IncidentType

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

Role = Literal["event", "casualty", "toll", "impact", "launch", "interception", "charge"]
Need = Literal["actor", "sides", "place", "toll", "day", "weapon", "unreal", "outbreak", "abroad", "dated"]


class IncidentEntry(TriggerEntry):
    """Words that tell of force; ``data/incident.yaml`` explains the keys."""

    role: Role
    type: IncidentType | None = None
    otherwise: IncidentType | None = None
    with_toll: IncidentType | None = None
    by_group: IncidentType | None = None
    two_sided: bool = False
    suffered: bool = False
    bombs: bool = False
    injured: bool = False
    finite: bool = False
    persons: bool = False
    vessels: bool = False
    found: bool = False
    aircraft: bool = True
    needs: tuple[Need, ...] = ()
    noun_needs: tuple[Need, ...] = ()


class ContextEntry(TriggerEntry):
    """Words around an event of force."""

    role: Literal[
        "barrier",
        "deed",
        "suffered",
        "force",
        "leader",
        "asset",
        "civilian",
        "civil",
        "state_force",
        "mishap",
        "abstract",
        "outbreak",
        "denial",
        "part",
        "irregular",
        "finding",
        "vessel",
        "reply",
        "rival",
    ]


TOLL_ROLES: tuple[Role, Role] = ("casualty", "toll")


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
        """Whether it is an event noun ("the attack", "fighting broke out") and not a verb."""
        token = self.token
        if self.trigger.part == "verb" and token.lower_.endswith("ing") and not children(token, "obj", "aux"):
            among = base_dep(token) in ("advcl", "acl") and marker_of(token) in ("in", "during", "amid", "after")
            among = among or (base_dep(token) == "acl" and marker_of(token) in ("of", "from", "following"))  # "days of fighting"
            return (among or base_dep(token) in ("nsubj", "obj", "nmod", "obl")) and not children(token, "nsubj")
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


def marker_of(token: Token) -> str:
    """The word that ties a clause or a nominal to what is above: its subordinator, or its preposition."""
    mark = child(token, "mark")
    if mark is not None:
        return mark.lower_
    adverb = next((c.lower_ for c in children(token, "advmod") if c.lower_ in ("when", "while")), "")
    return preposition_of(token) or adverb
