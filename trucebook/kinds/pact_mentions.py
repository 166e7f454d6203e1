"""Pacts that a text names in passing: "since the ceasefire began", "the 2014 peace agreement"; and what a pact is here.

In come the plans of a document, out go :class:`Told` pacts that no verb of ``agreement.yaml`` tells of.

>>> [told.pact.type for told in Mentions(...).find(set())]      # "despite the truce with Chad"     # doctest: +SKIP
['truce']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.bound import Bound, sides_of
from trucebook.kinds.durations import duration_of
from trucebook.kinds.plans import PACTS, Plan, Plans
from trucebook.kinds.triggers import TriggerEntry, TriggerIndex
from trucebook.language.tree import base_dep, child, children, is_negated, modifiers, preposition_of
from trucebook.records import Actor, Modality, PactState, PactType

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

# Words for what is only put forward.
PLANNED = frozenset(
    {"initiative", "offer", "proposal", "draft", "idea", "plan", "demand", "request", "call", "bid", "resolution"}
)
LAWS = frozenset({"under", "in line with", "in accordance with", "pursuant to"})
"""What stands before a pact that something is done under."""
STRETCHES = frozenset(
    {"start", "beginning", "onset", "term", "framework", "provision", "part", "phase", "day", "week", "month", "stage", "hour",
     "entry", "implementation", "announcement", "signing", "collapse", "period", "anniversary", "deadline", "line"}
)  # fmt: skip
"""A part or time of a pact by which it is mentioned."""


class AgreementEntry(TriggerEntry):
    """What is done with a pact, and the words for it; see the head of ``data/agreement.yaml``."""

    state: PactState
    pact: Literal["object", "subject", "clause", "without", "talks", "none", "dated"]
    prepositions: tuple[str, ...] = ()
    modality: Modality | None = None


@dataclass(frozen=True)
class Pact:
    """A pact that a clause speaks of: its type, the noun that names it (``None``: only what the parties agreed to do)."""

    type: PactType
    noun: Token | None
    because: str


@dataclass(frozen=True)
class Told:
    """A pact, its parties, and the word that says what is done with it."""

    trigger: Token
    entry: AgreementEntry
    pact: Pact
    parties: tuple[Actor, ...]
    is_whole: bool


def pact_of(plan: Plan) -> Pact:
    """The pact that a mention of a plan names."""
    return Pact(plan.type, plan.head, plan.because)


class Mentions:
    """Finds the pacts that one document names in passing."""

    def __init__(
        self, plans: Plans, bound: Bound, index: TriggerIndex[AgreementEntry], entries: tuple[AgreementEntry, ...]
    ) -> None:
        self.plans = plans
        self.bound = bound
        self.index = index
        self.mention = next((e for e in entries if e.pact == "none"), None)
        self.dated = next((e for e in entries if e.pact == "dated"), None)

    def find(self, told: set[int]) -> Iterator[Told]:
        """Pacts named in passing: "since the ceasefire began", "despite the truce with Chad"."""
        if self.mention is None:
            return
        for plan in self.plans:
            noun = plan.head
            if self.dated is not None and noun.i not in told and _is_dated(plan):
                yield Told(noun, self.dated, pact_of(plan), self.bound.of_noun(noun), False)
                continue
            if noun.i not in told and self._is_law(noun):
                yield Told(noun, self.mention, pact_of(plan), self.bound.of_noun(noun), False)
                continue
            if (
                noun.i in told
                or plan.general
                or noun.lemma_.lower() in PLANNED
                or plan.type not in ("ceasefire", "truce", "peace_plan")
                or is_negated(noun)
            ):
                continue
            named = self.bound.of_noun(noun)
            if not self._is_mention(noun, named):
                continue
            yield Told(noun, self.mention, pact_of(plan), named, False)

    def _is_law(self, noun: Token) -> bool:
        """Whether something is done under a pact whose sides the noun or its clause names: "sent troops under a treaty"."""
        is_part = noun.head.lemma_ == "part" and preposition_of(noun) == "of" and preposition_of(noun.head) == "as"
        if noun.lemma_.lower() not in PACTS or not (is_part or preposition_of(noun) in LAWS) or is_negated(noun):
            return False
        return len(sides_of(self.bound.of_noun(noun) or self.bound.of_clause(noun))) > 1

    def _is_mention(self, noun: Token, named: tuple[Actor, ...]) -> bool:
        """Whether ``noun`` names a pact that is there: "despite the truce", "its truce with A", or one said to be broken."""
        det = child(noun, "det")
        owned = child(noun, "nmod:poss") is not None
        definite = owned or (det is not None and det.lower_ in ("the", "this", "that", "their", "its"))
        opened = preposition_of(noun)
        above = noun
        while opened in ("of", "to") and above.head.lemma_.lower() in STRETCHES:
            above = above.head  # "since the start of the truce"
            opened = preposition_of(above)
        if self.mention is not None and opened in self.mention.prepositions:
            return definite or opened in ("despite", "amid", "under", "notwithstanding")
        told_of = {t.entry.id if t.entry is self.mention else t.entry.state for t in self.index.match(noun.head)}
        broken = bool(told_of & {"violated", "mention"}) and base_dep(noun) in ("obj", "nmod", "nsubj:pass")
        return definite and (broken or (owned and base_dep(noun) != "obj" and len(sides_of(named)) > 1))


def _is_dated(plan: Plan) -> bool:
    """Whether a pact is named by its day: "the 2014 peace agreement", "the accord of 10 March"."""
    noun, det = plan.head, child(plan.head, "det")
    if det is None or det.lower_ not in ("the", "this", "that"):
        return False
    if noun.lemma_.lower() not in PACTS | {"memorandum"} and plan.type not in ("ceasefire", "truce"):
        return False
    before = [c for c in children(noun, "compound", "nummod", "amod", "nmod:unmarked") if c.i < noun.i]
    return any(t.ent_type_ == "TIME" for t in (*before, *modifiers(noun, "of"))) and duration_of(noun) is None
