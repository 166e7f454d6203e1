"""Statements: someone says something.

In comes the scene, with its acts of speech; out goes one :class:`Statement` for each act and speaker: the verb of saying decides
the act, the words themselves may make more of a plain "say" ("must withdraw": a demand). Who only passes words on (a news
agency) and nobody in particular are no speakers; "according to X" makes no statement.

>>> [s.act for s in find_statements(scene)]      # doctest: +SKIP
['accuse', 'say']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.acts import FIRST_PERSON, StatementEntry, is_same_side, resolve_act
from trucebook.kinds.speakers import OUTLET, date_of, each_of, outer_speech, speakers_of
from trucebook.kinds.spoken_turns import acts_of_turn
from trucebook.kinds.venues import find_circumstances, find_venue
from trucebook.language.tree import (
    auxiliaries,
    base_dep,
    child,
    children,
    clause_of,
    has_feature,
    is_negated,
    particle_of,
    preposition_of,
    span_of,
)
from trucebook.records import Actor, Place, Span, Statement
from trucebook.resolution.sayings import QUOTING

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.attribution import Speech
    from trucebook.resolution.scene import Scene

NOBODY = frozenset({"neither", "nobody", "none", "no"})
NOT_SAID = frozenset({"promise", "threaten", "pledge", "vow"})
ANSWERS = frozenset({"answer", "reply", "respond"})
"""What is also done by deeds: "replied with air raids"."""
GOES_ON = frozenset({"go", "continue", "begin", "start", "appear", "seem", "report", "proceed", "keep", "quote"})
PLANS = frozenset(
    {
        "ceasefire",
        "truce",
        "deal",
        "plan",
        "proposal",
        "agreement",
        "talk",
        "talks",
        "negotiation",
        "offer",
        "initiative",
        "pause",
        "accord",
    }
)
"""What one rules out by taking a position on it, not by a statement alone."""
UNSAID = frozenset({"will", "would", "may", "might", "could", "should", "must", "shall", "can", "'ll", "’ll", "ca", "wo"})
"""Auxiliaries of what is not said yet, or only might be: "will announce", "could condemn"."""
UNNAMED = frozenset({"name", "identify", "withhold"})
"""What sources ask for or ask not to be done: "asked not to be named"."""
QUESTIONS = frozenset({"whether", "if", "why", "how", "what", "when", "where", "who"})
HYPOTHETICAL = frozenset({"if", "unless", "until", "whether", "lest"})


def find_statements(scene: Scene) -> Iterator[Statement]:
    """Every statement of the document, one for each speaker of an act of speech."""
    entries = scene.lexicon.entries("statement", StatementEntry)
    for speech in scene.attributions.speech_acts:
        if (
            (speech.is_statement or _is_quoted_source(speech, scene))
            and _is_said(speech, scene)
            and not _only_renews(speech, scene)
            and not _is_told_within_own_words(speech, scene)
            and not _is_text_that_says(speech, scene)
        ):
            told = _statements_of_turn if speech.entry == "attribution#turn" else _statements_of
            yield from told(speech, entries, scene)


def _statements_of_turn(speech: Speech, entries: tuple[StatementEntry, ...], scene: Scene) -> Iterator[Statement]:
    """One for each act of a turn."""
    for speaker in speakers_of(speech, scene):
        for act, target, said in acts_of_turn(speech, speaker, entries, scene):
            yield Statement(
                speaker=speaker,
                act=act,
                target=target,
                date=date_of(speech, scene),
                evidence=said,
                confidence=0.6,
                because=("statement.turn", speech.entry),
            )


def _is_quoted_source(speech: Speech, scene: Scene) -> bool:
    """Whether "according to X" stands with X's own words: "the trip is “off for now”, according to the ministry"."""
    if speech.via != "source" or not speech.quoted or speech.speaker is None:
        return False
    if any(OUTLET.search(t.text) for t in speech.speaker.subtree):
        return False
    others = (s for s in scene.attributions.speech_acts if s.is_statement and s.quoted and s.head is not None)
    return not any(speech.covers(s.head.i) for s in others if s.head is not None)


def _is_said(speech: Speech, scene: Scene) -> bool:
    """Whether the words were said at all: not "has not confirmed", "to condemn it", "if he says so", nor "is reported"."""
    head = speech.head
    if head is None or speech.via != "verb":
        return True
    if (
        head.lemma_ == "ask"
        and head.dep_ == "advcl"
        and has_feature(head, "VerbForm", "Part")
        and child(head, "nsubj", "nsubj:pass") is None
    ):
        return False  # "Asked by reporters whether ..., the envoy said"
    if head.lemma_ == "ask" and speech.act == "demand" and _only_asks(head):
        return False
    if head.lemma_ == "thank" and any(o.lower_ == "you" for o in children(head, "obj")):
        return False  # "Thank you for waiting"
    if _is_phone_call(head, scene) or _is_guest(head, scene) or _keeps_doing(head):
        return False
    if speech.speaker is not None and speech.speaker.dep_ == "nsubj:pass" and speech.speaker.head.i == head.i:
        return head.lemma_ in QUOTING
    if _is_infinitive(head) and not (head.dep_ == "xcomp" and (head.head.lemma_ in GOES_ON or head.lemma_ == "rule")):
        return False
    if head.lemma_ in ANSWERS and not speech.quoted and any(preposition_of(o) in ("with", "by") for o in children(head, "obl")):
        return False
    if any(c.lower_ in HYPOTHETICAL for c in children(head, "mark")) or _is_charge(head, scene):
        return False
    if head.lemma_ == "rule" and particle_of(head) == "out":
        return _is_denied(head) or head.dep_ == "xcomp" or not {o.lemma_ for o in children(head, "obj")} & PLANS
    if UNSAID & set(auxiliaries(head)):
        return False
    return not _is_denied(head) or head.lemma_ in NOT_SAID


def _only_asks(verb: Token) -> bool:
    """Whether someone asks a question, or not to be named: "asked why it fell", "who asked that his name be withheld"."""
    asked = children(verb, "ccomp", "xcomp", "advcl", "acl")
    questions = (t.lower_ for c in asked for t in c.children if t.i < c.i)
    return any(c.lemma_ in UNNAMED for c in asked) or bool(QUESTIONS & set(questions))


def _is_charge(verb: Token, scene: Scene) -> bool:
    """Whether ``verb`` is what someone is blamed or praised for: "condemned Chad for rejecting it", "accused it of lying"."""
    marked = any(c.lower_ in ("for", "of") for c in children(verb, "mark", "case"))
    judged = (s for s in scene.attributions.speech_acts if s.head is not None and s.head.i == verb.head.i)
    return marked and verb.lower_.endswith("ing") and any(s.act in ("accuse", "praise") for s in judged)


def _is_phone_call(verb: Token, scene: Scene) -> bool:
    """Whether someone is rung up, not called on or called names: "called his counterpart on Monday"."""
    called = child(verb, "obj", "xcomp") if verb.lemma_ == "call" else None
    if verb.i + 1 < len(verb.doc) and verb.nbor().lower_ in ("on", "upon", "for"):
        return False
    if called is None or called.pos_ not in ("NOUN", "PROPN", "PRON") or child(verb, "iobj") is not None:
        return False
    if any(t.is_quote or t.lower_ in ("a", "an") for t in called.doc[called.i + 1 : min(called.i + 7, verb.sent.end)]):
        return False
    person = scene.actor(called)
    named = [c for c in verb.children if base_dep(c) in ("obj", "xcomp", "ccomp") and c.pos_ != "VERB"]
    return person is not None and all(scene.actor(c) is not None for c in named)


def _is_guest(verb: Token, scene: Scene) -> bool:
    """Whether someone is received, not praised: "welcomed the Somali president in Nairobi"."""
    guest = child(verb, "obj") if verb.lemma_ == "welcome" else None
    return guest is not None and scene.actor(guest) is not None and guest.pos_ != "PRON" and scene.place(verb) is not None


def _keeps_doing(verb: Token) -> bool:
    """Whether someone goes on with an act, not with words: "continues to hold talks"."""
    return verb.lemma_ == "continue" and any(_is_infinitive(c) for c in children(verb, "xcomp", "ccomp", "advcl"))


def _is_infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" for c in children(verb, "mark")) and not auxiliaries(verb)


def _is_denied(verb: Token) -> bool:
    subject = child(verb, "nsubj")
    return is_negated(verb) or (
        subject is not None and (subject.lower_ in NOBODY or any(c.lower_ in NOBODY for c in children(subject, "det", "cc")))
    )


def _is_told_within_own_words(speech: Speech, scene: Scene) -> bool:
    """Whether ``speech`` is only part of what its speaker says: "“We condemn it,” he said" is one statement by "said"."""
    if speech.head is None:
        return False
    if _only_adds(speech, speech.head, scene):
        return True
    outer = outer_speech(speech, scene)
    if outer is None or not outer.is_statement:
        return False
    if outer.via == "noun" and outer.head is not None and outer.head.i == speech.head.head.i and speech.via == "verb":
        return False  # "issued a statement saying ...": its verb tells what the noun only names
    first_person = speech.speaker is not None and speech.speaker.lower_ in FIRST_PERSON
    same = first_person or bool(set(_names(outer.speakers)) & set(_names(speech.speakers)))
    if outer.via == "turn":
        return same and speech.act == "say"
    return first_person or (same and (scene.quotes.contains(speech.head) or speech.act == "say"))


def _only_adds(speech: Speech, verb: Token, scene: Scene) -> bool:
    """Whether a participle goes on with what its speaker says already: "welcomed the accord, saying that it was overdue"."""
    if speech.act != "say" or speech.via != "verb" or verb.dep_ != "advcl" or not verb.lower_.endswith("ing"):
        return False
    same = (s for s in scene.attributions.speech_acts if set(_names(s.speakers)) & set(_names(speech.speakers)))
    return any(s.is_statement and s.head is not None and s.head.i == verb.head.i for s in same)


def _is_text_that_says(speech: Speech, scene: Scene) -> bool:
    """Whether the noun only names the text whose words another verb tells: "issued a statement accusing Kenya"."""
    text = speech.head
    if speech.via != "noun" or text is None:
        return False
    heads = (s.head for s in scene.attributions.speech_acts if s.is_statement and s.via == "verb" and s.head is not None)
    return any(verb.dep_ in ("acl", "acl:relcl") and verb.head.i == text.i for verb in heads)


def _only_renews(speech: Speech, scene: Scene) -> bool:
    """Whether the verb only carries a noun that says more: "reiterated his call for talks" is one demand."""
    if speech.act != "say" or speech.via != "verb" or speech.head is None:
        return False
    carried = {c.i for c in children(speech.head, "obj")}
    return any(
        inner.is_statement and inner.act != "say" and inner.head is not None and inner.head.i in carried
        for inner in scene.attributions.speech_acts
        if inner.via == "noun" and set(_names(inner.speakers)) & set(_names(speech.speakers))
    )


def _names(actors: tuple[Actor, ...]) -> list[tuple[str | None, str | None]]:
    return [(actor.party, actor.name) for actor in actors]


def _statements_of(speech: Speech, entries: tuple[StatementEntry, ...], scene: Scene) -> Iterator[Statement]:
    venue = find_venue(speech, entries, scene)
    for speaker in speakers_of(speech, scene):
        act, targets, by_words = resolve_act(speech, speaker, entries, scene)
        because = [f"statement.{speech.via}", speech.entry]
        because += [f"statement.yaml#{entry.id}" for entry in (venue[1] if venue else None, by_words) if entry]
        no_target: list[Actor | None] = [None]
        both = each_of(speech.head, scene) if speech.head is not None else []
        if both or (speech.entry == "speech.yaml#exchange_charges" and len(both := list(speech.speakers)) == 2):
            targets = tuple(a for a in both if a != speaker)
        others = [t for t in targets if _may_be_target(t, speaker)]
        for target in others or no_target:
            yield Statement(
                speaker=speaker,
                act=act,
                target=target,
                quoted=speech.quoted and (speech.via != "turn" or speech.entry == "attribution#title"),
                venue=venue[0] if venue else None,
                date=date_of(speech, scene),
                place=_place_of(speech, scene),
                modality="denied"
                if speech.head is not None and speech.head.lemma_ in NOT_SAID and _is_denied(speech.head)
                else "actual",
                asserted_by=_asserted_by(speech, speaker, scene),
                evidence=_evidence_of(speech),
                confidence=0.8 if speech.via == "verb" else 0.6,
                because=tuple(because),
            )


def _may_be_target(target: Actor, speaker: Actor) -> bool:
    """Whether an act can be against or for ``target``: never oneself; one's own side only by a person or body of it."""
    if (target.party, target.name) == (speaker.party, speaker.name):
        return False
    return not is_same_side(target, speaker) or speaker.kind != "party"


def _asserted_by(speech: Speech, speaker: Actor, scene: Scene) -> Actor | None:
    """On whose word it stands that this was said; nobody vouches for their own saying, and a noun only points to one."""
    by = scene.asserted_by(speech.head) if speech.head is not None and speech.via == "verb" else None
    around = scene.attributions.speeches_over(speech.head) if speech.head is not None else ()
    if any(speaker in s.speakers or (s.speaker is not None and s.speaker == speech.speaker) for s in around):
        return None
    if by is not None and (
        (by.party, by.name) == (speaker.party, speaker.name) or (is_same_side(by, speaker) and by.kind == "party")
    ):
        return None
    return by


def _place_of(speech: Speech, scene: Scene) -> Place | None:
    """Where it is said ("told reporters in Riyadh"), never the places of what is said."""
    if speech.head is None or speech.via != "verb":
        return None
    for phrase in find_circumstances(speech):
        place = scene.place_index.place_at(phrase) if preposition_of(phrase) in ("in", "at") else None
        if place is not None:
            return place
    return None


def _evidence_of(speech: Speech) -> tuple[Span, ...]:
    """The clause of the word of saying with what is said in its sentence, and the sentences that go on with it."""
    told_by = speech.head if speech.head is not None else speech.speaker
    if told_by is None:
        return ()
    doc = told_by.doc
    spans = [clause_of(speech.head)] if speech.head is not None else []
    if speech.quoted or not spans:
        spans += [span_of([t for t in doc[a:b] if not t.is_space] or list(doc[a:b])) for a, b in speech.content]
    return tuple(_joined(spans, doc.text))


def _joined(spans: list[Span], text: str) -> Iterator[Span]:
    """Spans in order, those that touch (marks and blanks between) made one."""
    spans = sorted(spans, key=lambda s: (s.start, s.end))
    current = spans[0]
    for span in spans[1:]:
        gap = text[current.end : span.start]
        if span.start <= current.end or (not any(c.isalnum() for c in gap) and "\n" not in gap):
            current = Span(start=current.start, end=max(current.end, span.end))
        else:
            yield current
            current = span
    yield current
