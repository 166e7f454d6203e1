"""The shared words: documents, spans, actors, places, days, and records of the eight kinds.

Everything here is immutable and validated; nothing here reads a text. The codebook (docs/codebook.md) says what each
slot means. In come values found by a stage, out go models whose JSON is the form of the codebook.

>>> Incident(type="drone_strike", evidence=(Span(start=0, end=5),), modality="actual").kind
'incident'
"""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from trucebook.errors import RecordError

KindName = Literal["proposal", "position", "contact", "statement", "agreement", "measure", "incident", "control"]
Modality = Literal["actual", "planned", "called_for", "possible", "denied"]
ActorKind = Literal["party", "body", "person"]
PlanType = Literal[
    "ceasefire", "truce", "peace_plan", "talks", "prisoner_exchange",
    "humanitarian_access", "withdrawal", "peacekeeping", "other",
]  # fmt: skip
PactType = Literal[
    "ceasefire", "truce", "peace_plan", "talks", "prisoner_exchange", "humanitarian_access", "withdrawal",
    "peacekeeping", "other", "cooperation", "trade", "status_of_forces", "contact",
]  # fmt: skip
Scope = Literal["full", "energy", "maritime", "air", "local", "holiday", "humanitarian"]
Stance = Literal["accepts", "accepts_conditionally", "undecided", "rejects"]
ContactMode = Literal["call", "meeting", "talks", "summit", "visit", "message"]
Act = Literal["say", "accuse", "demand", "threaten", "warn", "pledge", "deny", "praise"]
PactState = Literal["agreed", "signed", "in_force", "extended", "violated", "suspended", "ended"]
MeasureType = Literal[
    "sanctions", "sanctions_relief", "military_aid", "aid", "aid_suspension", "intelligence_sharing",
    "prisoner_release", "hostage_release", "deployment", "withdrawal", "evacuation", "expulsion", "arrest",
    "blockade", "humanitarian_access", "other",
]  # fmt: skip
IncidentType = Literal[
    "drone_strike", "missile_strike", "air_strike", "shelling", "ground_attack", "clash", "bombing", "shooting",
    "killing", "sabotage", "abduction", "invasion", "other",
]  # fmt: skip
ControlChange = Literal["captured", "retaken", "lost", "withdrew", "holds", "occupies", "advances", "besieges"]
Extent = Literal["all", "part"]

ISO_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")


def _iso_duration(value: str) -> str:
    if not ISO_DURATION.fullmatch(value):
        raise ValueError(f"{value!r} is no ISO 8601 duration; write P30D, PT48H, P2W")
    return value


def content_id(*parts: str, length: int = 12) -> str:
    """A short hexadecimal id that hashes content (SHA-256 over the parts, kept apart by a NUL).

    >>> content_id("a", "b") == content_id("a", "b") != content_id("ab")
    True
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:length]


def text_id(published: object, text: str, publisher: object = None) -> str:
    """The id of a dated text: it hashes its day, its words and, where known, its publisher."""
    parts = [str(published), text]
    return content_id(*parts, str(publisher)) if publisher else content_id(*parts)


class Frozen(BaseModel):
    """Immutable, and strict about unknown keys: a misspelt slot is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """Character offsets into a document's text: Unicode code points, half open."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"an empty span: start {self.start}, end {self.end}")
        return self


class Document(Frozen):
    """A dated text. ``published`` anchors every relative date, so it is never optional.

    Without an ``id`` of its own it gets one that hashes its day, its text and, where known, its publisher: as in a book.
    """

    id: str = ""
    title: str | None = None
    published: datetime.date
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    text: str

    @model_validator(mode="before")
    @classmethod
    def _id_from_content(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("id") and isinstance(values.get("text"), str):
            values = {**values, "id": text_id(values.get("published"), values["text"], values.get("publisher"))}
        return values


class DateRange(Frozen):
    """Whole days, both inclusive."""

    start: datetime.date
    end: datetime.date

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a range that ends before it starts: {self.start} to {self.end}")
        return self

    @classmethod
    def day(cls, day: datetime.date) -> DateRange:
        """The range of one day."""
        return cls(start=day, end=day)


class Actor(Frozen):
    """Who acts: the side itself (``party``), one of its bodies, or a person; ``party`` is the side's code, if any."""

    party: str | None = None
    name: str | None = None
    kind: ActorKind
    role: str | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.party and not self.name:
            raise ValueError("an actor needs a party or a name")
        return self


class Place(Frozen):
    """A named place; ``country`` is ISO 3166-1 alpha-3, ``lat`` and ``lon`` WGS 84 degrees."""

    name: str
    country: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)


class CountRange(Frozen):
    """A number that the text bounds: "at least 15" is ``min`` 15."""

    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)


Count = Annotated[int, Field(ge=0)] | CountRange
Duration = Annotated[str, AfterValidator(_iso_duration)]


class Record(Frozen):
    """What every record carries. Subclasses add the slots of their kind."""

    evidence: tuple[Span, ...] = Field(min_length=1)
    date: DateRange | None = None
    modality: Modality = "actual"
    asserted_by: Actor | None = None
    place: Place | None = None
    confidence: float = Field(default=0.5, ge=0, le=1)
    because: tuple[str, ...] = ()
    """The rule and the lexicon entries that made it, e.g. ``("incident.noun", "incident.yaml#airstrike")``."""

    def to_dict(self) -> dict[str, Any]:
        """Its JSON: the kind, what every record carries (null where the text gives none), and the slots that are filled."""
        values = self.model_dump(mode="json")
        for name in type(self).model_fields:
            if isinstance(bounds := getattr(self, name), CountRange):
                values[name] = bounds.model_dump(exclude_none=True)
        carried = {name: values.pop(name) for name in ("kind", *Record.model_fields)}
        return carried | {name: value for name, value in values.items() if value is not None}


class Proposal(Record):
    """A plan that someone puts forward."""

    kind: Literal["proposal"] = "proposal"
    type: PlanType
    proposers: tuple[Actor, ...] = Field(min_length=1)
    mediators: tuple[Actor, ...] = ()
    parties: tuple[Actor, ...] = ()
    duration: Duration | None = None
    scope: Scope | None = None


class Position(Record):
    """Where a party stands on a proposal, agreement or demand."""

    kind: Literal["position"] = "position"
    actor: Actor
    on: PactType
    stance: Stance
    conditions: tuple[Span, ...] = ()


class Contact(Record):
    """Parties talk to each other."""

    kind: Literal["contact"] = "contact"
    mode: ContactMode
    participants: tuple[Actor, ...] = Field(min_length=1)
    mediators: tuple[Actor, ...] = ()
    topics: tuple[Span, ...] = ()


class Statement(Record):
    """Someone says something."""

    kind: Literal["statement"] = "statement"
    speaker: Actor
    act: Act
    target: Actor | None = None
    quoted: bool = False
    venue: str | None = None


class Agreement(Record):
    """Two or more parties have bound themselves."""

    kind: Literal["agreement"] = "agreement"
    type: PactType
    parties: tuple[Actor, ...] = Field(min_length=1)
    state: PactState = "agreed"
    duration: Duration | None = None
    scope: Scope | None = None
    starts_at: str | None = None
    ends_at: str | None = None


class Measure(Record):
    """A material act short of force."""

    kind: Literal["measure"] = "measure"
    type: MeasureType
    actor: Actor
    target: Actor | None = None


class Incident(Record):
    """Force is used."""

    kind: Literal["incident"] = "incident"
    type: IncidentType
    perpetrator: Actor | None = None
    target: Actor | None = None
    weapon: str | None = None
    killed: Count | None = None
    injured: Count | None = None
    at: str | None = None


class Control(Record):
    """Who holds ground."""

    kind: Literal["control"] = "control"
    change: ControlChange
    actor: Actor
    against: Actor | None = None
    extent: Extent | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.place is None:
            raise ValueError("a control record needs a place")
        return self


RecordT = TypeVar("RecordT", bound=Record)
AnyRecord = Annotated[
    Proposal | Position | Contact | Statement | Agreement | Measure | Incident | Control, Field(discriminator="kind")
]
record_adapter: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)


class Reading(Frozen):
    """What one document says: its actors and its records, every evidence span inside its text."""

    document: Document
    actors: tuple[Actor, ...] = ()
    records: tuple[AnyRecord, ...] = ()

    @model_validator(mode="after")
    def _evidence_inside(self) -> Self:
        for record in self.records:
            for span in record.evidence:
                if span.end > len(self.document.text):
                    raise RecordError(
                        f"document {self.document.id}: evidence {span.start}:{span.end} of a {record.kind} lies outside "
                        f"the text of {len(self.document.text)} characters; offsets count Unicode code points"
                    )
        return self
