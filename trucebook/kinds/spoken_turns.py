"""Statements of a turn in a transcript or interview: one for each act that its sentences perform.

In comes a turn, out come for each act the sentences that perform it, and whom it is against or for. Sentences whose own verb
of saying tells the act ("We urge both sides to ...") are told by that verb; greetings and questions in return say nothing.

>>> [(act, len(said)) for act, _, said in acts_of_turn(turn, speaker, entries, scene)]      # doctest: +SKIP
[('deny', 1), ('say', 3)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trucebook.kinds.acts import FIRST_PERSON, StatementEntry, denies_plainly, has_modal, is_same_side
from trucebook.language.tree import child, children, is_negated, span_of, subject_of, tense_of
from trucebook.records import Act, Actor, Span

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.attribution import Speech
    from trucebook.resolution.scene import Scene

NOT_DENIED = frozenset({"change", "agree", "decide", "know", "see", "hear", "think", "believe", "expect", "answer", "confirm"})
"""What one has not done without denying anything: "our view hasn't changed"."""
COURTESY = (
    "good morning", "good afternoon", "good evening", "good day", "hello", "welcome", "thank you", "thanks", "next question",
    "go ahead", "one thing", "with that", "let me start", "okay", "all right",
)  # fmt: skip
SHORT = 9
"""The most words of a greeting."""


def acts_of_turn(
    turn: Speech, speaker: Actor, entries: tuple[StatementEntry, ...], scene: Scene
) -> Iterator[tuple[Act, Actor | None, tuple[Span, ...]]]:
    """For each act of a turn: its target, and the sentences that perform it."""
    by_id = {entry.id: entry for entry in entries}
    found: dict[tuple[Act, Actor | None], list[Span]] = {}
    before: Act | None = None
    for sentence in _sentences(turn, scene):
        if _is_empty(sentence) or _tells_own_act(sentence, turn, scene):
            before = "say"
            continue
        act, target = _act_of(sentence, speaker, by_id, scene, before=before)
        found.setdefault((act, target), []).append(span_of(sentence))
        before = act
    for (act, target), spans in found.items():
        yield act, target, tuple(spans)


def _sentences(turn: Speech, scene: Scene) -> Iterator[list[Token]]:
    for start, end in turn.content:
        sentence: list[Token] = []
        for token in scene.doc[start:end]:
            if sentence and (token.is_sent_start or token.sent.start != sentence[0].sent.start):
                yield sentence
                sentence = []
            sentence.append(token)
        if sentence:
            yield sentence


def _is_empty(sentence: list[Token]) -> bool:
    """Whether nothing is said: a greeting, a question in return, bare marks."""
    words = [t.lower_ for t in sentence if t.is_alpha]
    return not words or sentence[-1].text == "?" or (len(words) <= SHORT and " ".join(words).startswith(COURTESY))


def _tells_own_act(sentence: list[Token], turn: Speech, scene: Scene) -> bool:
    """Whether the sentence is built on a verb of saying of the same speaker's: that verb makes the statement."""
    root = _root_of(sentence)
    for speech in scene.attributions.speech_acts:
        if speech.head is None or speech.head.i != root.i or speech.via != "verb" or not speech.is_statement:
            continue
        own = speech.speaker is not None and speech.speaker.lower_ in FIRST_PERSON
        if (own or (speech.speakers and is_same_side(speech.speakers[0], turn.speakers[0]))) and speech.act != "say":
            return True
    return False


def _root_of(sentence: list[Token]) -> Token:
    """The word on which a sentence is built; a parser hangs the first of a turn on its label."""
    inside = {t.i for t in sentence}
    tops = [t for t in sentence if t.head.i == t.i or t.head.i not in inside]
    return next((t for t in tops if t.pos_ in ("VERB", "AUX")), tops[0])


def _act_of(
    sentence: list[Token], speaker: Actor, by_id: dict[str, StatementEntry], scene: Scene, *, before: Act | None
) -> tuple[Act, Actor | None]:
    root = _root_of(sentence)
    subject = subject_of(root)
    about = scene.actor(subject) if subject is not None else None
    must, denial = by_id.get("must"), by_id.get("plain_denial")
    if must and about is not None and not is_same_side(about, speaker) and has_modal(root, must):
        return "demand", about
    text = scene.doc.text[sentence[0].idx : sentence[-1].idx + len(sentence[-1].text)]
    if re.match(r"No[,.;—–]", text) or (denial and denies_plainly(text, denial)):
        return "deny", None
    if before in (None, "deny") and _is_negative(root, subject):
        return "deny", None
    return "say", None


def _is_negative(root: Token, subject: Token | None) -> bool:
    """Whether an answer opens by saying that something has not happened: "It didn't.", "The patrol didn't cross the line"."""
    if subject is None or subject.lower_ in FIRST_PERSON or root.lemma_ in NOT_DENIED:
        return False
    none = child(subject, "det")
    negated = is_negated(root) or (none is not None and none.lower_ == "no")
    future = any(c.lower_ in ("will", "would", "can", "could", "may", "might") for c in children(root, "aux"))
    return negated and not future and tense_of(root) in ("past", "perfect", "present") and root.pos_ in ("VERB", "AUX")
