"""Expert records become labels of words: where a record is anchored, what its enumerated slots are, who fills its actor slots.

In: an `AnnotatedText` and a reader. Out: `Labelled`: the chunks of the text as the encoder sees them, per word the kinds that are
anchored there, and per record its `Event`. The anchor of a record is the top of its evidence in the tree (of a statement the
verb of saying); who fills a slot is learned as a choice among the mentions that the resolver has found.

    labelled = label(text, reader)
    labelled.kinds[0].shape  # (words of the first chunk, 8)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from bench.texts import AnnotatedText
from trucebook import records as r
from trucebook.evaluation.pairing import spans_of
from trucebook.evaluation.slots import compare_actor
from trucebook.language.encoder import Encoder, chunks_of
from trucebook.language.pieces import Chunk
from trucebook.language.tokens import Doc, Token
from trucebook.language.tree import ancestors, base_dep
from trucebook.reader import Reader
from trucebook.resolution.scene import Scene

KINDS: tuple[str, ...] = get_args(r.KindName)
ENUMS: dict[str, tuple[str, ...]] = {
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
}
DOER = {
    "proposal": "proposers", "position": "actor", "contact": "participants", "statement": "speaker", "agreement": "parties",
    "measure": "actor", "incident": "perpetrator", "control": "actor",
}  # fmt: skip
TARGET = {"statement": "target", "measure": "target", "incident": "target", "control": "against"}
ROLES = ("doer", "target")
NEAR_ENOUGH = 0.8
"""How alike a mention's actor must be to the expert's to count as the one meant."""


@dataclass(frozen=True)
class Event:
    """A record at its anchor: the word's place in its chunk, the kind, classes of its slots, and the words of its actors.

    A role that is `None` is not counted: the text names the actor where the chunk does not.
    """

    chunk: int
    word: int
    kind: int
    classes: dict[str, int]
    roles: dict[str, list[int] | None]


@dataclass
class Labelled:
    """A text with its labels, and what the resolver knows of it."""

    text: AnnotatedText
    doc: Doc
    scene: Scene
    chunks: list[Chunk]
    places: list[list[int]]
    actors: dict[int, tuple[r.Actor, ...]]
    kinds: list[npt.NDArray[np.float32]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def is_mention(self, chunk: int) -> list[bool]:
        """Per word of a chunk: does it stand for an actor?"""
        return [place in self.actors for place in self.places[chunk]]


def label(text: AnnotatedText, reader: Reader) -> Labelled:
    """The labels of one text."""
    document = text.gold.document
    source = reader.nlp(document.text)
    encoder = next(pipe for _, pipe in reader.nlp.pipeline if isinstance(pipe, Encoder))
    pairs = chunks_of(source, encoder.graph)
    doc = Doc(source)
    scene = Scene.of(doc, document, reader.lexicon)
    actors = {token.i: found for token, found in scene.actor_index.mentions()}
    labelled = Labelled(text, doc, scene, [chunk for _, chunk in pairs], [places for places, _ in pairs], actors)
    labelled.kinds = [np.zeros((len(places), len(KINDS)), np.float32) for places in labelled.places]
    at = {place: (c, w) for c, places in enumerate(labelled.places) for w, place in enumerate(places)}
    for record in text.gold.records:
        for start, end in spans_of(record, document.text):
            anchor = find_anchor(scene, start, end, is_statement=record["kind"] == "statement")
            if anchor is not None and anchor.i in at:
                event = _event(labelled, record, anchor, at)
                labelled.kinds[event.chunk][event.word, event.kind] = 1
                labelled.events.append(event)
    return labelled


def find_anchor(scene: Scene, start: int, end: int, *, is_statement: bool) -> Token | None:
    """The word that stands for the evidence from `start` to `end`: the top of the greatest part of its tree."""
    inside = [t for t in scene.doc if t.idx < end and t.idx + len(t.text) > start and not t.is_space]
    places = {t.i for t in inside}
    saying = {s.head.i for s in scene.attributions.speech_acts if s.head is not None}
    if is_statement and (verbs := [t for t in inside if t.i in saying]):
        return min(verbs, key=lambda t: (sum(1 for _ in ancestors(t)), t.i))
    tops = [t for t in inside if (t.head is t or t.head.i not in places) and not t.is_punct] or inside[:1]
    if not tops:
        return None
    anchor = max(tops, key=lambda t: (sum(x.i in places for x in t.subtree), -t.i))
    while not is_statement and anchor.i in saying:  # "the army says it took the town": took
        told = [c for c in anchor.children if c.i in places and base_dep(c) in ("ccomp", "xcomp", "parataxis")]
        if not told:
            break
        anchor = told[0]
    return anchor


def _event(labelled: Labelled, record: dict[str, Any], anchor: Token, at: dict[int, tuple[int, int]]) -> Event:
    chunk, word = at[anchor.i]
    kind = record["kind"]
    classes = {}
    for name, values in ENUMS.items():
        owner, _, slot = name.partition("_")
        value = record.get(slot) if owner == kind else record["modality"] if name == "modality" else None
        if value in values:
            classes[name] = values.index(value)
    roles = {
        role: _words_of(labelled, chunk, anchor, record.get(slots[kind]), at)
        for role, slots in (("doer", DOER), ("target", TARGET))
        if kind in slots
    }
    return Event(chunk, word, KINDS.index(kind), classes, roles)


def _words_of(labelled: Labelled, chunk: int, anchor: Token, value: Any, at: dict[int, tuple[int, int]]) -> list[int] | None:
    """The words of the chunk that stand for these actors, those in the anchor's sentence if there are any."""
    wanted = value if isinstance(value, list) else [value] if value else []
    found: set[int] = set()
    for actor in wanted:
        hits = list(_mentions_of(labelled, chunk, actor))
        found.update([i for i in hits if labelled.doc[i].sent.start == anchor.sent.start] or hits)
    return sorted(at[i][1] for i in found) if found or not wanted else None


def _mentions_of(labelled: Labelled, chunk: int, actor: Any) -> Iterator[int]:
    for place in labelled.places[chunk]:
        found = labelled.actors.get(place, ())
        if any(compare_actor(actor, one.model_dump()) >= NEAR_ENOUGH for one in found):
            yield place
