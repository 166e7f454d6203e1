"""On whose word a clause stands, and every act of speech with its speaker.

In come a ``Doc``, its actors and quotations and the lexicon of saying, out go :class:`Speech` objects and, for any token,
the innermost speaker whose words cover it. A verb of saying is not covered by its own words, so it stands on the next
speaker out, or on the publisher.

>>> attributions = Attributions(doc, actors=actors, quotes=quotes, lexicon=lexicon)    # doctest: +SKIP
>>> attributions.asserted_by(doc[5])                                                   # doctest: +SKIP
Actor(party='UKR', kind='party', ...)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from trucebook.language.quotes import Quotes
from trucebook.language.tree import base_dep, children
from trucebook.lexicon import Lexicon
from trucebook.records import Act, Actor
from trucebook.resolution.interviews import with_sides
from trucebook.resolution.sayings import Saying, Via, find_sayings, iter_ranges
from trucebook.resolution.speech import SpeechFrames, openers_of
from trucebook.resolution.turns import find_turns

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token


REASONS = frozenset({"response", "retaliation", "reaction", "protest"})
LONGEST_INITIALS = 7
ASIDES = frozenset({"following", "after", "since", "amid"})


class ResolvesActors(Protocol):
    """What this module asks of an index of actors."""

    def resolve(self, token: Token) -> tuple[Actor, ...]:
        """Who ``token`` stands for."""
        ...


@dataclass(frozen=True)
class Speech:
    """One act of speech.

    ``head`` is the verb or noun of saying (``None`` in a turn of a transcript), ``speaker`` the head token of who says it and
    ``speakers`` the actors it stands for (none for "analysts"), ``content`` half-open token ranges of what is said in text order,
    ``entry`` the lexicon entry for ``because``, ``target`` the token of whom it is said against or to. ``via`` is ``source`` for
    "according to X", which makes no statement (``is_statement`` false).
    """

    head: Token | None
    speaker: Token | None
    speakers: tuple[Actor, ...]
    content: tuple[tuple[int, int], ...]
    quoted: bool
    entry: str
    act: Act
    via: Via
    target: Token | None = None
    is_statement: bool = True

    def covers(self, index: int) -> bool:
        """Whether the token at ``index`` is part of what is said."""
        return any(start <= index < end for start, end in self.content)

    @property
    def length(self) -> int:
        """How many tokens are said."""
        return sum(end - start for start, end in self.content)


class Attributions:
    """The acts of speech of a document, asked by token."""

    def __init__(self, doc: Doc, *, actors: ResolvesActors, quotes: Quotes, lexicon: Lexicon) -> None:
        sayings = find_turns(doc, actors.resolve) + find_sayings(doc, _frames(lexicon), quotes)
        found = with_sides(doc, [_speech(saying, actors, _frames(lexicon)) for saying in sayings], actors.resolve)
        self._quotes = quotes
        self.speech_acts: Sequence[Speech] = tuple(found)
        self._at: defaultdict[int, list[Speech]] = defaultdict(list)
        for speech in sorted(found, key=lambda s: s.length):
            for start, end in speech.content:
                for index in range(start, end):
                    self._at[index].append(speech)

    def speeches_over(self, token: Token) -> Sequence[Speech]:
        """The acts of speech whose words cover ``token``, innermost first."""
        return self._at.get(token.i, ())

    def asserted_by(self, token: Token) -> Actor | None:
        """The innermost speaker whose words cover ``token``; ``None`` for the publisher's voice and for nobody in particular.

        An aside of the publisher inside the words ("the town, which fell in May", "following talks in Doha") is not covered.
        """
        for speech in self.speeches_over(token):
            if not self._quotes.contains(token) and _is_aside(token, speech):
                return None
            if speech.speakers:
                named = speech.speakers[0]
                return None if speech.via == "turn" and not named.party and named.kind != "person" else named
            if speech.speaker is not None and speech.via != "noun":
                return None
        return None


@lru_cache(maxsize=8)
def _frames(lexicon: Lexicon) -> SpeechFrames:
    return SpeechFrames(lexicon)


def _is_aside(token: Token, speech: Speech) -> bool:
    """Whether a comma's relative clause, or an event that only sets the time, lies between ``token`` and the word of saying."""
    stop = speech.head.i if speech.head is not None else -1
    current = token
    while current.head.i != current.i and current.i != stop:
        opened = openers_of(current)
        after_comma = current.left_edge.text == "," or (current.left_edge.i > 0 and current.left_edge.nbor(-1).text == ",")
        if current.dep_ == "acl:relcl" and after_comma:
            return True
        if base_dep(current) in ("obl", "nmod") and (opened & ASIDES or current.lemma_.lower() in REASONS):
            return True
        if base_dep(current) == "advcl" and ("since" in opened or (after_comma and opened & {"as", "while"})):
            return True
        current = current.head
    return False


def _labelled(name: str, speakers: Sequence[Actor]) -> tuple[Actor, ...]:
    """Who speaks under a label: a group by its initials, else a person, of the side that the label's role tells."""
    if name.isupper() and " " not in name and len(name) < LONGEST_INITIALS:
        return tuple(speakers) or (Actor(party=name, name=name, kind="party"),)
    return (Actor(party=speakers[0].party if speakers else None, name=name, kind="person"),)


def _speech(saying: Saying, actors: ResolvesActors, frames: SpeechFrames) -> Speech:
    speakers = actors.resolve(saying.speaker) if saying.speaker is not None else ()
    if saying.speaker is not None and not speakers and frames.is_vehicle(saying.speaker):  # "an army statement said"
        speakers = next((found for c in children(saying.speaker, "compound") if (found := actors.resolve(c))), ())
    if saying.name and not any(actor.kind == "person" for actor in speakers):
        speakers = _labelled(saying.name, speakers)
    return Speech(
        head=saying.head, speaker=saying.speaker, speakers=tuple(speakers), content=tuple(iter_ranges(saying.content)),
        quoted=saying.quoted, entry=saying.entry, act=saying.act, via=saying.via, target=saying.target,
        is_statement=saying.statement,
    )  # fmt: skip
