"""The classes and roles that are learned, in the order of the graphs' outputs.

Nothing comes in; out go tables: kinds, per enumerated slot its values, per role the slot that it fills in each kind.

>>> SLOTS["doer"]["statement"], CLASSES["modality"][0]
('speaker', 'actual')
"""

from __future__ import annotations

from typing import get_args

from trucebook import records as r
from trucebook.records import content_id

KINDS: tuple[r.KindName, ...] = get_args(r.KindName)

CLASSES: dict[str, tuple[str, ...]] = {
    "modality": get_args(r.Modality),
    "proposal_type": get_args(r.PlanType),
    "position_on": get_args(r.PactType),
    "position_stance": get_args(r.Stance),
    "contact_mode": get_args(r.ContactMode),
    "statement_act": get_args(r.Act),
    "agreement_type": get_args(r.PactType),
    "agreement_state": get_args(r.PactState),
    "measure_type": get_args(r.MeasureType),
    "incident_type": get_args(r.IncidentType),
    "control_change": get_args(r.ControlChange),
    "statement_quoted": ("no", "yes"),
    "control_extent": ("none", "all", "part"),
    "when": ("none", "published", "told"),
}
"""Values by name: ``KIND_SLOT``, but for the two that every kind has: ``modality``, and ``when``, whether the day is untold, the
publication's (the narrative present), or told by an expression of time."""

ROLES = ("doer", "target", "by", "place", "killed", "injured", "weapon", "day")

ACTOR_ROLES = ROLES[:3]
"""Roles that are filled by words that stand for actors."""

SLOTS: dict[str, dict[str, str]] = {
    "doer": {
        "proposal": "proposers", "position": "actor", "contact": "participants", "statement": "speaker", "agreement": "parties",
        "measure": "actor", "incident": "perpetrator", "control": "actor",
    },
    "target": {"statement": "target", "measure": "target", "incident": "target", "control": "against"},
    "by": {kind: "asserted_by" for kind in KINDS if kind != "statement"},
    "place": {kind: "place" for kind in KINDS if kind != "position"},
    "killed": {"incident": "killed"},
    "injured": {"incident": "injured"},
    "weapon": {"incident": "weapon"},
    "day": {kind: "date" for kind in KINDS},
}  # fmt: skip
"""By role and kind the slot that its words fill; a kind that is missing has no such slot."""

MANY = frozenset({"proposers", "participants", "parties"})
"""Slots that take several actors."""


def vocabulary_digest(*others: tuple[str, ...]) -> str:
    """The digest of all that gives the graphs' numbers their meaning: graphs trained with another vocabulary must not be read."""
    return content_id(repr(KINDS), repr(CLASSES), repr(ROLES), repr(SLOTS), *map(repr, others))


def classes_of_kind(kind: str) -> dict[str, str]:
    """The enumerated slots of a kind, each with its name in `CLASSES`; without ``when``."""
    own = {name.removeprefix(f"{kind}_"): name for name in CLASSES if name.startswith(f"{kind}_")}
    return {"modality": "modality", **own}
