"""Turns of a transcript or interview, and headlines of the form "Name: words".

In comes a ``Doc``, out come sayings without a verb: "MS. BRUCE: Good afternoon." and what follows until the next turn; in a
list of headlines ("- Mansour: We will not sign") what stands on the line.

>>> [turn.speaker for turn in find_turns(doc)]     # doctest: +SKIP
[BRUCE]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucebook.resolution.sayings import Saying

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

LABEL = re.compile(
    r"(?m)^[ \t]*(?P<bullet>[-–—•*·]+[ \t]+)?"
    r"(?P<name>(?:[A-Z][\w.'’-]*|Q|A)(?:[ ](?:[A-Z][\w.'’-]*|of|the|for|al-\w+|bin|van|von|de|el)){0,6})[ ]?:(?=\s)"
)
NO_NAMES = frozenset({
    "note", "update", "correction", "editor", "photo", "image", "video", "related", "source", "sources", "date", "updated",
    "published", "subject", "re", "location", "place", "time", "watch", "background", "analysis", "opinion",
})  # fmt: skip
ENOUGH = 3
"""So many labels make a transcript; fewer are headlines."""


def find_turns(doc: Doc) -> list[Saying]:
    """The turns of ``doc``, in text order: of a transcript, a list of headlines, or one headline "Name: words" at its start."""
    labels = [m for m in LABEL.finditer(doc.text) if m.group("name").lower() not in NO_NAMES]
    if sum(m.group("bullet") is not None for m in labels) >= ENOUGH:  # a press review: each item ends with its line
        bounds = [(m, _line_end(doc.text, m.end())) for m in labels]
    elif len(labels) < ENOUGH:
        labels = [m for m in labels if m.start() < 200 and _names_person(doc, m)]
        bounds = [(m, _line_end(doc.text, m.end())) for m in labels]
    else:
        ends = [m.start() for m in labels[1:]] + [len(doc.text)]
        bounds = list(zip(labels, ends, strict=True))
    return [turn for match, end in bounds if (turn := _turn(doc, match, end))]


def _turn(doc: Doc, match: re.Match[str], end: int) -> Saying | None:
    label = doc.char_span(match.start("name"), match.end("name"), alignment_mode="expand")
    words = doc.char_span(match.end(), end, alignment_mode="contract")
    if label is None or words is None or not len(words):
        return None
    content = {t.i for t in words if not t.is_space}
    return Saying(None, _name_in(list(label)), content, "attribution#turn", "say", "turn")


def _name_in(label: list[Token]) -> Token | None:
    return next((t for t in reversed(label) if t.text[:1].isalpha()), None)


def _names_person(doc: Doc, match: re.Match[str]) -> bool:
    label = doc.char_span(match.start("name"), match.end("name"), alignment_mode="expand")
    return label is not None and any(t.ent_type_ in ("PERSON", "ORGANISATION", "PLACE") for t in label)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
