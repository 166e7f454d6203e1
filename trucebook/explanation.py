"""Why a document was read as it was: the tree, the names, who is meant, and what each slot of each record rests on.

In comes a :class:`~trucebook.records.Document` and a :class:`~trucebook.reader.Reader`, out goes an :class:`Explanation` of plain
values: sentences with their words, chains of mentions, and for every record the words behind its slots, beside the rules
and lexicon entries that made it (``because``).

>>> explain(document, reader).records[0].grounds[0]     # doctest: +SKIP
Ground(slot='speaker', value='UKR/Olena Petrenko', words=('She', 'Olena Petrenko'))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.reader import Reader
from trucebook.records import Actor, AnyRecord, CountRange, DateRange, Document, Place, Reading
from trucebook.records import Span as Stretch

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Span, Token
    from trucebook.resolution.scene import Scene

CARRIED = frozenset({"evidence", "confidence", "because"})
NEAREST = 3
"""How many mentions of an actor are shown as a slot's ground, those in the record's own sentences first."""


@dataclass(frozen=True)
class Word:
    """A word in its tree; ``head`` is the number of its head within the sentence, from 1, or 0 for the root."""

    number: int
    text: str
    lemma: str
    part: str
    relation: str
    head: int
    name: str
    means: tuple[str, ...]
    """The actors for whom it stands (``UKR/Olena Petrenko``)."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: its offsets, its words, the days and places that were read in it."""

    start: int
    end: int
    words: tuple[Word, ...]
    days: tuple[tuple[str, str], ...]
    """Time expressions, and the days that they mean."""
    places: tuple[tuple[str, str], ...]
    """Names of places, and the country in which each lies."""


@dataclass(frozen=True)
class Chain:
    """An actor with all words that stand for it, in text order; ``""`` for somebody who is no side's ("the driver", "she")."""

    actor: str
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """A slot, its value, and the words of the text behind it (none: it follows from the rule alone)."""

    slot: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """A rule or a lexicon entry that made a record, with what its lexicon says of it."""

    name: str
    gloss: str


@dataclass(frozen=True)
class RecordExplained:
    """A record with its reasons, the ground of each slot, and the numbers of its sentences (from 0)."""

    record: AnyRecord
    sentences: tuple[int, ...]
    reasons: tuple[Reason, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Explanation:
    """All of it for one document."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    chains: tuple[Chain, ...]
    records: tuple[RecordExplained, ...]


def explain(document: Document, reader: Reader) -> Explanation:
    """Read ``document`` and say why each record is there."""
    doc, scene, reading = reader.read_openly(document)
    sents = list(doc.sents)
    mentions = [(token, [say_actor(a) for a in actors]) for token, actors in scene.actor_index.mentions()]
    records = tuple(_explained(record, sents, mentions, scene) for record in reading.records)
    sentences = tuple(_sentence(sent, {token.i: means for token, means in mentions}, scene) for sent in sents)
    return Explanation(reading, sentences, tuple(_chains(mentions, scene)), records)


def say_actor(actor: Actor) -> str:
    """An actor in short form: ``UKR``, ``UKR/Olena Petrenko``, ``/S Moyo``."""
    return actor.party or "" if actor.kind == "party" else f"{actor.party or ''}/{actor.name}"


def _sentence(sent: Span, means: dict[int, list[str]], scene: Scene) -> Sentence:
    words = tuple(
        Word(
            number=token.i - sent.start + 1,
            text=token.text,
            lemma=token.lemma_,
            part=token.pos_,
            relation=token.dep_,
            head=0 if token.head.i == token.i else token.head.i - sent.start + 1,
            name=token.ent_type_,
            means=tuple(means.get(token.i, ())),
        )
        for token in sent
        if not token.is_space
    )
    start, end = _extent(sent)
    placed = [p for p in scene.date_index.placed if start <= p.expression.start < end]
    days = tuple((_text(sent.doc, p.expression.start, p.expression.end), _say_days(scene.date(p.governor))) for p in placed)
    named = scene.place_index.named_beside(sent[0])
    places = tuple((sent.doc[one.start : one.end].text, one.place.country or "") for one in named)
    return Sentence(start, end, words, days, places)


def _extent(sent: Span) -> tuple[int, int]:
    """The offsets of a sentence in the text."""
    last = sent[len(sent) - 1]
    return sent[0].idx, last.idx + len(last.text)


def _overlaps(span: Stretch, sent: Span) -> bool:
    start, end = _extent(sent)
    return span.start < end and span.end > start


def _text(doc: Doc, start: int, end: int) -> str:
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.text if span is not None else ""


def _say_days(days: DateRange | None) -> str:
    if days is None:
        return "no day"
    return days.start.isoformat() if days.start == days.end else f"{days.start.isoformat()}/{days.end.isoformat()}"


def _chains(mentions: list[tuple[Token, list[str]]], scene: Scene) -> Iterator[Chain]:
    """Every actor's mentions, in order of first mention, then the chains of those who are no actor of any record."""
    found: dict[str, list[str]] = {}
    for token, actors in mentions:
        for actor in actors:
            found.setdefault(actor, []).append(_phrase(token))
    yield from (Chain(actor, tuple(words)) for actor, words in found.items())
    known = {token.i for token, _ in mentions}
    for chain in scene.actor_index.chains():
        if len(chain) > 1 and not any(token.i in known for token in chain):
            yield Chain("", tuple(map(_phrase, chain)))


def _phrase(token: Token) -> str:
    """The mention in short: a name with its parts, else the noun with its determiner and adjectives."""
    inside = [c for c in token.children if c.dep_ in ("flat", "det", "amod", "compound", "nmod:poss") and abs(c.i - token.i) <= 4]
    places = sorted({token.i, *(c.i for c in inside)})
    return token.doc[places[0] : places[-1] + 1].text


def _explained(record: AnyRecord, sents: list[Span], mentions: list[tuple[Token, list[str]]], scene: Scene) -> RecordExplained:
    numbers = tuple(n for n, sent in enumerate(sents) if any(_overlaps(span, sent) for span in record.evidence))
    inside = [sents[n] for n in numbers]
    grounds = []
    for slot, value in record:
        if slot in CARRIED or value is None or value == ():
            continue
        for one in value if isinstance(value, tuple) else (value,):
            grounds.append(_ground(slot, one, inside, mentions, scene))
    return RecordExplained(record, numbers, tuple(_reason(name, scene) for name in record.because), tuple(grounds))


def _ground(slot: str, value: object, inside: list[Span], mentions: list[tuple[Token, list[str]]], scene: Scene) -> Ground:
    text = scene.document.text
    if isinstance(value, Actor):
        return Ground(slot, say_actor(value), _words_for(say_actor(value), inside, mentions))
    if isinstance(value, DateRange):
        placed = [p for sent in inside for p in scene.date_index.placed if sent.start <= p.head.i < sent.end]
        told = [text[p.expression.start : p.expression.end] for p in placed if scene.date(p.governor) == value]
        return Ground(slot, _say_days(value), tuple(told))
    if isinstance(value, Place):
        named = [one for sent in inside for one in scene.place_index.named_beside(sent[0]) if one.place.name == value.name]
        return Ground(slot, value.name, tuple(scene.doc[one.start : one.end].text for one in named[:1]))
    if isinstance(value, Stretch):
        words = text[value.start : value.end]
        return Ground(slot, words, (words,))
    if isinstance(value, CountRange):
        return Ground(slot, ", ".join(f"{k} {v}" for k, v in value.model_dump(exclude_none=True).items()), ())
    return Ground(slot, str(value), ())


def _words_for(actor: str, inside: list[Span], mentions: list[tuple[Token, list[str]]]) -> tuple[str, ...]:
    """The mentions of ``actor`` in the record's own sentences, else the nearest before them, the naming one at the end."""
    its = [token for token, actors in mentions if actor in actors]
    here = [t for t in its if any(sent.start <= t.i < sent.end for sent in inside)]
    before = [t for t in its if inside and t.i < inside[0].start]
    shown = here[: NEAREST - 1] or before[-1:]
    named = next((t for t in its if t.pos_ == "PROPN"), None)
    if named is not None and all(t.pos_ != "PROPN" for t in shown):
        shown = [*shown, named]
    return tuple(dict.fromkeys(_phrase(t) for t in shown))


def _reason(name: str, scene: Scene) -> Reason:
    """``incident.yaml#airstrike`` with the gloss of its entry; a rule says its name only; of what is learned, that it is."""
    learned = "no rule: learned from annotated texts" if name.startswith("learned.") else ""
    return Reason(name, learned or scene.lexicon.gloss(name) or "")
