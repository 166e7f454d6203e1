"""Turns of a transcript or interview, and headlines of the form "Name: words".

In comes a ``Doc``, out come sayings without a verb: "MS. BRUCE: Good afternoon." and what follows until the next turn; the
answers of an interview ("A: ...", "- ..."), said by whoever its lead introduces; in a list of headlines ("- Mansour: We will
not sign") what stands on the line. Who only asks says nothing.

>>> [turn.speaker for turn in find_turns(doc)]     # doctest: +SKIP
[BRUCE]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trucebook.language.quotes import paragraphs
from trucebook.resolution.sayings import Saying

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token
    from trucebook.records import Actor

LABEL = re.compile(
    r"(?m)^[ \t]*(?P<bullet>[-–—•*·]+[ \t]+)?[*_]{0,3}"
    r"(?P<name>(?:[A-Z][\w.'’-]*|Q|A)(?:[ ](?:[A-Z][\w.'’-]*|of|the|for|al-\w+|bin|van|von|de|el)){0,6})"
    r"(?:[ ]\((?P<given>[^()\n]{3,60})\))?(?:[*_]{0,3}[ ]?:[*_]{0,3}|(?<=\b[QA])(?:\.|[ \t]{2,}))(?=\s|(?<=[ \t])\S)"
)
NO_NAMES = frozenset({
    "note", "update", "correction", "editor", "photo", "image", "video", "related", "source", "sources", "date", "updated",
    "published", "subject", "re", "location", "place", "time", "watch", "background", "analysis", "opinion", "read more",
    "read also", "see also", "also read", "contact", "tags", "topics", "category", "by", "caption", "credit", "listen",
})  # fmt: skip
ASKING = frozenset({
    "q", "question", "questions", "reporter", "journalist", "interviewer", "moderator", "press", "media", "correspondent",
    "participant", "anchor",
})  # fmt: skip
ANSWERING = frozenset({
    "a", "answer", "spokesperson", "spokesman", "spokeswoman", "minister", "president", "premier", "ambassador", "facilitator",
    "envoy", "representative", "officer", "official", "secretary", "commissioner", "chancellor", "chairman", "chair", "governor",
    "general", "adviser", "advisor", "coordinator", "negotiator", "guest", "interviewee", "respondent", "commander", "mediator",
})  # fmt: skip
ENOUGH = 3
"""So many labels make a transcript; fewer are headlines."""
OFTEN_ASKS = 0.3
"""The share of turns that end in a question mark from which on a label is the asker's."""
DASH = re.compile(r"\s*[-–—]\s+(?=\S)")
QUOTED_LINE = re.compile(r"\s*([“\"‘][^\n]+[”\"’])[ \t]*\n")
BARE_LINE = 6
"""The most words of a line of data on a transcript: "Duty officer: Jane Doe"."""

FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b")

Resolve = Callable[["Token"], "tuple[Actor, ...]"]


@dataclass(frozen=True)
class _Turn:
    """A label and what is said under it, in characters."""

    name: str
    given: str | None
    at: int
    start: int
    end: int


def find_turns(doc: Doc, resolve: Resolve | None = None) -> list[Saying]:
    """The turns of ``doc``, in text order: of a transcript, a list of headlines, or one headline "Name: words" at its start.

    ``resolve`` tells for whom a token stands; without it the label itself is the speaker.
    """
    text = doc.text
    labels = [m for m in LABEL.finditer(text) if m.group("name").lower() not in NO_NAMES]
    if sum(m.group("bullet") is not None for m in labels) >= ENOUGH:  # a press review: each item ends with its line
        return list(_headlines(doc, [_line_of(text, m) for m in labels], named=True))
    labels = [m for m in labels if not _is_data(text, m)] if len(labels) >= ENOUGH else labels
    if len(labels) < ENOUGH:
        if len(answers := _answers_by_dash(text)) >= ENOUGH:
            return list(_sayings(doc, answers, resolve))
        return list(_headlines(doc, [_line_of(text, m) for m in labels if m.start() < 200 and _names_someone(doc, m)]))
    ends = [m.start() for m in labels[1:]] + [len(text)]
    turns = [_turn_of(m, end) for m, end in zip(labels, ends, strict=True)]
    asking = _askers(text, turns)
    return list(_sayings(doc, [turn for turn in turns if turn.name.lower() not in asking], resolve, lead=turns[0].at))


def _turn_of(match: re.Match[str], end: int) -> _Turn:
    return _Turn(match.group("name"), match.group("given"), match.start("name"), match.end(), end)


def _line_of(text: str, match: re.Match[str]) -> _Turn:
    end = text.find("\n", match.end())
    return _turn_of(match, len(text) if end < 0 else end)


def _is_data(text: str, match: re.Match[str]) -> bool:
    """Whether a line only names somebody or something: "Duty officer: Jane Doe"."""
    line = _line_of(text, match)
    words = text[line.start : line.end].split()
    bare = 0 < len(words) <= BARE_LINE and all(w[0].isupper() or w in ("of", "the") for w in words)
    return bare and words[-1][-1].isalnum()


def _askers(text: str, turns: Sequence[_Turn]) -> set[str]:
    """The labels, in lower case, of those who ask."""
    names = Counter(turn.name.lower() for turn in turns)
    asked = Counter(turn.name.lower() for turn in turns if text[turn.start : turn.end].rstrip(' \n\t"”*_').endswith("?"))
    found = {name for name in names if set(name.split()) & ASKING and not set(name.split()) & ANSWERING}
    return found | {name for name, count in asked.items() if count > 1 and count >= OFTEN_ASKS * names[name]}


def _answers_by_dash(text: str) -> list[_Turn]:
    """Paragraphs behind a dash, each under a paragraph without one, where most of those end in a question mark."""
    found, questions, above = [], 0, ""
    for start, end in paragraphs(text):
        words = text[start:end]
        dash = DASH.match(words)
        if dash and above:
            found.append(_Turn("A", None, start, start + dash.end(), end))
            questions += above.rstrip(" \n*_").endswith("?")
        above = "" if dash else words
    return found if 2 * questions > len(found) else []


def _headlines(doc: Doc, lines: Sequence[_Turn], *, named: bool = False) -> Iterator[Saying]:
    """Each line a saying; in a review of the press a name that the text does not tell otherwise is a speaker too."""
    for line in lines:
        last = _last_word(doc, line.at, line.at + len(line.name))
        if last is not None and (content := _content(doc, line)):
            is_name = named and last.pos_ == "PROPN" and last.ent_type_ != "PLACE" and len(line.name.split()) < ENOUGH
            yield Saying(None, last, content, "attribution#headline", "say", "turn", name=line.name if is_name else None)


def _sayings(doc: Doc, turns: Sequence[_Turn], resolve: Resolve | None, *, lead: int | None = None) -> Iterator[Saying]:
    lead = lead if lead is not None else next((turn.at for turn in turns), 0)
    given = {turn.name: turn.given for turn in turns if turn.given}
    yield from _title(doc, turns, resolve, lead)
    for turn in turns:
        if content := _content(doc, turn):
            speaker = _speaker_of(doc, turn, turns, resolve, lead)
            yield Saying(None, speaker, content, "attribution#turn", "say", "turn", name=given.get(turn.name))


def _title(doc: Doc, turns: Sequence[_Turn], resolve: Resolve | None, lead: int) -> Iterator[Saying]:
    """The words of the one who answers that head an interview in quotation marks."""
    match = QUOTED_LINE.match(doc.text, 0, lead)
    answering = {turn.name for turn in turns}
    if match is None or resolve is None or len(answering) != 1:
        return
    words = doc.char_span(match.start(1), match.end(1), alignment_mode="contract")
    speaker = _speaker_of(doc, turns[0], turns, resolve, lead)
    if words is not None:
        yield Saying(None, speaker, {t.i for t in words}, "attribution#title", "say", "turn", quoted=True)


def _content(doc: Doc, turn: _Turn) -> set[int]:
    words = doc.char_span(turn.start, turn.end, alignment_mode="contract")
    return {t.i for t in words if not t.is_space} if words is not None else set()


def _speaker_of(doc: Doc, turn: _Turn, turns: Sequence[_Turn], resolve: Resolve | None, lead: int) -> Token | None:
    """The label; where it is a role or resolves to no person, the name beside it, in a longer label, or in the lead."""
    label = None if doc.text[turn.at] in "-–— \n" else _last_word(doc, turn.at, turn.at + len(turn.name))
    if resolve is None:
        return label
    is_role = bool({w.lower() for w in turn.name.split()} & ANSWERING)
    candidates = [] if label is None or is_role else [label, *_same_name(doc, label)]
    candidates += _fuller_labels(doc, turn, turns)
    candidates += _named_in_lead(doc, lead) if is_role or label is None else []
    candidates += [label] if label is not None and is_role else []
    people = (t for t in candidates if any(a.kind == "person" for a in resolve(t)))
    return next(people, None) or next((t for t in candidates if resolve(t)), label)


def _last_word(doc: Doc, start: int, end: int) -> Token | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    return next((t for t in reversed(list(span)) if t.text[:1].isalpha()), None) if span is not None else None


def _same_name(doc: Doc, label: Token) -> list[Token]:
    """Where else the name of a label in capitals stands: "MS. DOE" under "Duty officer: Jane Doe"."""
    return [t for t in doc.by_word.get(label.lower_, ()) if t.ent_type_ == "PERSON" and t.i != label.i]


def _fuller_labels(doc: Doc, turn: _Turn, turns: Sequence[_Turn]) -> Iterator[Token]:
    """The names that stand in brackets behind this label, or behind its words in another ("Spokesperson Jane Doe")."""
    for other in turns:
        at = doc.text.find(other.given, other.at) if other.given and other.name == turn.name else -1
        longer = other.name.startswith(turn.name + " ")
        end = at + len(other.given or "") if at >= 0 else other.at + len(other.name)
        if (at >= 0 or longer) and (found := _last_word(doc, max(at, other.at), end)) is not None:
            yield found


def _named_in_lead(doc: Doc, lead: int) -> Iterator[Token]:
    yield from (t for t in doc if t.idx < lead and t.ent_type_ == "PERSON")


def _names_someone(doc: Doc, match: re.Match[str]) -> bool:
    """Whether a label names who speaks; a place does so only with words in the first person: "Moscow: They smear our men"."""
    label = doc.char_span(match.start("name"), match.end("name"), alignment_mode="expand")
    named = {t.ent_type_ for t in label} if label is not None else set()
    line = doc.text[match.end() : _line_of(doc.text, match).end]
    return bool(named & {"PERSON", "ORGANISATION"}) or ("PLACE" in named and bool(FIRST_PERSON.search(line)))
