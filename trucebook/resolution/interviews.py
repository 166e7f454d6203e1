"""For whom those speak whose words a transcript or interview gives, where their names alone do not tell.

In come the acts of speech of a document, out come the same with the side of each speaker of a turn: what the lead says of him
("advises Yemen's government", "UN noon briefing"), else the state that condemns or urges in his own words.

>>> with_sides(doc, speeches, actors.resolve)[0].speakers      # doctest: +SKIP
(Actor(party='UN', name='Elin Berg', kind='person'),)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trucebook.language.tree import preposition_of
from trucebook.resolution.tenses import clause_tense

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token
    from trucebook.records import Actor
    from trucebook.resolution.attribution import Speech
    from trucebook.resolution.turns import Resolve

SPOKEN_ABOUT = frozenset({"in", "on", "with", "against", "between", "about", "over", "at", "near", "after", "from"})
CLOCK = frozenset({"a.m.", "p.m.", "am", "pm"})
NO_SIDE = frozenset(
    {"analyst", "professor", "expert", "researcher", "author", "historian", "journalist", "scholar", "economist", "fellow"}
)
"""Who gives a view of their own."""


def with_sides(doc: Doc, speeches: Sequence[Speech], resolve: Resolve) -> list[Speech]:
    """``speeches``, those of turns with the side of their speaker."""
    turns = [s for s in speeches if s.entry in ("attribution#turn", "attribution#title") and s.content]
    if not turns:
        return list(speeches)
    lead = min((s.content[0][0] for s in turns if s.entry == "attribution#turn"), default=0)
    sides: dict[Actor, str | None] = {}
    found = []
    for speech in speeches:
        actor = speech.speakers[0] if len(speech.speakers) == 1 else None
        if speech in turns and actor is not None and actor.kind == "person" and actor.party is None:
            if actor not in sides:
                sides[actor] = _side_in_lead(doc, actor, lead, resolve) or _side_in_words(doc, actor, speeches, resolve)
            speech = replace(speech, speakers=(actor.model_copy(update={"party": sides[actor]}),))
        found.append(speech)
    return found


def _side_in_lead(doc: Doc, actor: Actor, lead: int, resolve: Resolve) -> str | None:
    """The side named in the sentence that introduces the speaker, else anywhere above the first turn."""
    introducing = [t.sent for t in doc[:lead] if t.text == (actor.name or "").split()[-1]]
    if any(t.lower_ in NO_SIDE for sent in introducing for t in sent):
        return None
    words = [t for sent in introducing for t in sent if t.i < lead] + list(doc[:lead])
    return next(_sides(words, resolve), None)


def _sides(words: Sequence[Token], resolve: Resolve) -> Iterator[str]:
    for token in words:
        is_time_zone = token.i > 0 and token.nbor(-1).lower_ in CLOCK  # "1 p.m. EST"
        if not is_time_zone and preposition_of(token) not in SPOKEN_ABOUT:
            yield from (a.party for a in resolve(token)[:1] if a.kind != "person" and a.party)


def _side_in_words(doc: Doc, actor: Actor, speeches: Sequence[Speech], resolve: Resolve) -> str | None:
    """The state for which he speaks: "Chad condemns the raid", in his own words and the present."""
    for turn in (s for s in speeches if s.via == "turn" and s.speakers == (actor,)):
        for inner in speeches:
            verb, subject = inner.head, inner.speaker
            if verb is None or subject is None or inner.act == "say" or not turn.covers(verb.i):
                continue
            own = verb.i == verb.sent.root.i and clause_tense(verb) == "present"
            if own and (found := next(_sides([subject], resolve), None)) is not None:
                return found
    return None
