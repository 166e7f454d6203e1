"""The scene of one document: what the finders of ``kinds/`` may ask about a token.

In come a spaCy ``Doc`` (Universal Dependencies), its :class:`Document` and the lexicon; out go resolved actors, days,
places, modality and the actor on whose word a clause stands. It gathers what the modules of ``resolution/`` know, so that
a finder needs one argument only.

>>> scene = Scene.of(doc, document, lexicon)     # doctest: +SKIP
>>> scene.actor(doc[0])                          # doctest: +SKIP
Actor(party='UKR', name='Volodymyr Zelenskyy', kind='person', role='president')
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from trucebook.language.quotes import Quotes
from trucebook.language.tree import clause_of
from trucebook.lexicon import Lexicon
from trucebook.records import Actor, DateRange, Document, Modality, Place, Span
from trucebook.resolution.actors import ActorIndex
from trucebook.resolution.attribution import Attributions
from trucebook.resolution.dates import DateIndex
from trucebook.resolution.modality import resolve_modality
from trucebook.resolution.places import PlaceIndex

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token


MadeT = TypeVar("MadeT")


@dataclass(frozen=True)
class Scene:
    """Everything resolved about one document, asked by token."""

    doc: Doc
    document: Document
    lexicon: Lexicon
    quotes: Quotes
    actor_index: ActorIndex
    place_index: PlaceIndex
    date_index: DateIndex
    attributions: Attributions
    _made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, doc: Doc, document: Document, lexicon: Lexicon) -> Scene:
        """Resolve ``doc``, the parse of ``document.text``."""
        quotes = Quotes(doc)
        places = PlaceIndex(doc, document=document, lexicon=lexicon)
        actors = ActorIndex(doc, document=document, lexicon=lexicon, quotes=quotes)
        attributions = Attributions(doc, actors=actors, quotes=quotes, lexicon=lexicon)
        dates = DateIndex(doc, published=document.published, lexicon=lexicon, quotes=quotes)
        return cls(doc, document, lexicon, quotes, actors, places, dates, attributions)

    def made(self, key: Hashable, make: Callable[[], MadeT]) -> MadeT:
        """What ``make`` returns, made once for this document and kept under ``key``: several kinds ask the same."""
        if key not in self._made:
            self._made[key] = make()
        return cast("MadeT", self._made[key])

    def actor(self, token: Token | None) -> Actor | None:
        """Who ``token`` (the head of a noun phrase, a name, a pronoun) is; ``None`` for nobody in particular."""
        return next(iter(self.actors(token)), None)

    def actors(self, token: Token | None) -> tuple[Actor, ...]:
        """Everyone that ``token`` and what is coordinated with it stand for ("Egypt, Qatar and Turkey", "both sides")."""
        return () if token is None else self.made((ActorIndex, token.i), lambda: self.actor_index.resolve(token))

    def date(self, token: Token) -> DateRange | None:
        """When the event told by ``token`` (a verb or an event noun) happens, by section 5 of the codebook."""
        return self.date_index.resolve(token)

    def place(self, token: Token) -> Place | None:
        """Where the event told by ``token`` happens: the most specific place named in its clause."""
        return self.place_index.resolve(token)

    def modality(self, token: Token) -> Modality:
        """Whether the event told by ``token`` happened, is planned, called for, possible or denied."""
        return resolve_modality(token, lexicon=self.lexicon)

    def asserted_by(self, token: Token) -> Actor | None:
        """On whose word the clause of ``token`` stands; ``None`` for the publisher's own voice."""
        return self.attributions.asserted_by(token)

    def evidence(self, token: Token) -> Span:
        """The clause that says it."""
        return clause_of(token)
