"""Which proposals of a book are one plan: a minimal and open rule, until matters are identified across documents for good.

Two proposals are one matter when they are of one family (``ceasefire`` and ``truce`` are one), when neither their durations nor
their scopes contradict each other, and when they share a proposer. A denied proposal is none. In come stored records, out go
matters.

>>> family("truce")
'ceasefire'
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from trucebook.ledger import StoredRecord
from trucebook.records import Actor, Proposal


@dataclass
class Matter:
    """One plan: its family, who puts it forward, whom it would bind, its terms as far as told, and its records."""

    family: str
    proposers: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    duration: str | None = None
    scope: str | None = None
    proposals: list[StoredRecord] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the first record that tells of it, or its family when no proposal does."""
        return self.proposals[0].id if self.proposals else self.family

    @property
    def label(self) -> str:
        """Its name for a reader: ``14-day ceasefire by SAU, USA``."""
        name = "plan" if self.family == "other" else self.family.replace("_", " ")
        words = [w for w in (length_of(self.duration), self.scope if self.scope != "full" else None, name) if w]
        return " ".join(words) + (f" by {', '.join(self.proposers)}" if self.proposers else "")

    def is_known_by(self, day: datetime.date) -> bool:
        """Whether it was put forward by ``day``: by its own date where a text gives one, else by the first publication."""
        dates = (stored.record.date.start if stored.record.date else stored.published for stored in self.proposals)
        return not self.proposals or min(dates) <= day

    def types(self, document: str | None = None) -> set[str]:
        """The types by which proposals tell of it, in all documents or in one."""
        told = (s for s in self.proposals if document in (None, s.document_id))
        return {s.record.type for s in told if isinstance(s.record, Proposal)}

    def is_told_in(self, document: str) -> bool:
        """Whether the document of this id tells of the proposal."""
        return any(stored.document_id == document for stored in self.proposals)

    def last_told(self, by: datetime.date) -> datetime.date:
        """The last day up to ``by`` on which a document told of it; the earliest day possible when none did."""
        return max((s.published for s in self.proposals if s.published <= by), default=datetime.date.min)

    def takes(self, proposal: Proposal) -> bool:
        """Whether ``proposal`` is the same plan by the rule above."""
        return (
            family(proposal.type) == self.family
            and (not self.duration or not proposal.duration or self.duration == proposal.duration)
            and (not self.scope or not proposal.scope or self.scope == proposal.scope)
            and not set(self.proposers).isdisjoint(map(party_of, proposal.proposers))
        )

    def absorb(self, stored: StoredRecord, proposal: Proposal) -> None:
        """Take ``proposal`` in: its terms fill what was open."""
        self.proposals.append(stored)
        self.duration = self.duration or proposal.duration
        self.scope = self.scope or proposal.scope
        for known, told in ((self.proposers, proposal.proposers), (self.parties, proposal.parties)):
            known.extend(party for party in dict.fromkeys(map(party_of, told)) if party not in known)


def family(type_: str) -> str:
    """The family of a plan's or a pact's type: truces and ceasefires are told by either name."""
    return "ceasefire" if type_ == "truce" else type_


def party_of(actor: Actor) -> str:
    """The side that ``actor`` stands for; the name of one who stands for none."""
    return actor.party or actor.name or ""


def find_matters(stored: Iterable[StoredRecord]) -> list[Matter]:
    """The matters of these records, in the order they were first told. Of several that fit, the last one told is taken."""
    matters: list[Matter] = []
    for one in stored:
        proposal = one.record
        if not isinstance(proposal, Proposal) or proposal.modality == "denied":
            continue
        fitting = [matter for matter in matters if matter.takes(proposal)]
        if fitting:
            matter = max(fitting, key=lambda m: m.last_told(one.published))
        else:
            matter = Matter(family(proposal.type))
            matters.append(matter)
        matter.absorb(one, proposal)
    return matters


def length_of(duration: str | None) -> str | None:
    """A duration as an adjective; forms that mix units stay as they are.

    >>> length_of("P30D"), length_of("PT48H"), length_of("P1M15D")
    ('30-day', '48-hour', 'P1M15D')
    """
    units = {"PD": "day", "PW": "week", "PM": "month", "PY": "year", "PTH": "hour", "PTM": "minute"}
    found = re.fullmatch(r"(PT?)(\d+)([A-Z])", duration or "")
    return f"{found[2]}-{units[found[1] + found[3]]}" if found and found[1] + found[3] in units else duration
