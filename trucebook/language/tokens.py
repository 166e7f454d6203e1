"""A parsed document as plain objects: what the rules ask a token costs one attribute, not a call into spaCy.

In comes a spaCy ``Doc`` of any pipeline that sets Universal Dependencies, out goes a :class:`Doc` that is read once and never
changes. Names and meanings are spaCy's, so that a rule reads as it would there; what no rule asks is left out. Here a
token is always the same object, so that ``is`` means the same token.

>>> doc = Doc(nlp("Kenya hosted the talks."))    # doctest: +SKIP
>>> [token.dep_ for token in doc[1].children]       # doctest: +SKIP
['nsubj', 'obj', 'punct']
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, overload

from spacy.attrs import HEAD

if TYPE_CHECKING:
    import spacy.tokens

Features = Mapping[str, Sequence[str]]
"""UD features by name: ``{"Tense": ["Past"], "VerbForm": ["Part"]}``."""


class Token:
    """One token; ``base`` is the universal relation without its subtype, ``lemma`` is ``lemma_`` in lower case."""

    __slots__ = (
        "base",
        "children",
        "dep_",
        "doc",
        "ent_iob_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_punct",
        "is_quote",
        "is_sent_start",
        "is_space",
        "lemma",
        "lemma_",
        "lower_",
        "morph",
        "pos_",
        "sent",
        "text",
        "whitespace_",
    )

    # Tree and sentence are set by the document, when all its tokens are there.
    head: Token
    sent: Span

    def __init__(self, source: spacy.tokens.Token, doc: Doc) -> None:
        self.doc = doc
        self.i, self.idx = source.i, source.idx
        self.text, self.whitespace_ = source.text, source.whitespace_
        self.lower_, self.lemma_ = source.lower_, source.lemma_
        self.lemma = self.lemma_.lower()
        self.pos_, self.dep_ = source.pos_, source.dep_
        self.base = self.dep_.partition(":")[0]
        self.morph = features_of(str(source.morph))
        self.ent_type_, self.ent_iob_ = source.ent_type_, source.ent_iob_
        self.is_sent_start: bool | None = source.is_sent_start
        self.is_alpha, self.is_space = source.is_alpha, source.is_space
        self.is_punct, self.is_quote = source.is_punct, source.is_quote
        self.children: list[Token] = []

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    @property
    def text_with_ws(self) -> str:
        """The text with the blank after it, if there is one."""
        return self.text + self.whitespace_

    @property
    def subtree(self) -> list[Token]:
        """The token and all below it: what hangs on its left, itself, what hangs on its right."""
        found: list[Token] = []
        self._collect(found)
        return found

    def _collect(self, found: list[Token]) -> None:
        if not self.children:
            found.append(self)
            return
        placed = False
        for child in self.children:
            if not placed and child.i > self.i:
                found.append(self)
                placed = True
            child._collect(found)
        if not placed:
            found.append(self)

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        return self.doc.tokens[min(token.i for token in self.subtree)]

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        return self.doc.tokens[max(token.i for token in self.subtree)]

    def nbor(self, by: int = 1) -> Token:
        """The token ``by`` places later."""
        return self.doc.tokens[self.i + by]


class Span(Sequence[Token]):
    """The tokens ``start`` to ``end`` (half open) of ``doc``."""

    __slots__ = ("doc", "end", "start")

    def __init__(self, doc: Doc, start: int, end: int) -> None:
        self.doc, self.start, self.end = doc, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        return self.doc.tokens[self.start : self.end][at]

    @property
    def text(self) -> str:
        """The words as they stand in the text."""
        if self.start >= self.end:
            return ""
        first, last = self.doc.tokens[self.start], self.doc.tokens[self.end - 1]
        return self.doc.text[first.idx : last.idx + len(last.text)]

    @property
    def sent(self) -> Span:
        """The sentence in which it begins."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The root of a sentence if there is one among the tokens, else the one that is nearest to it."""
        tokens = self.doc.tokens[self.start : self.end]
        for token in tokens:
            if token.head is token:
                return token
        heads = [token for token in tokens if not self.start <= token.head.i < self.end]
        return min(heads, key=_depth) if heads else tokens[0]


class Doc:
    """One parsed document."""

    def __init__(self, source: spacy.tokens.Doc) -> None:
        self.text: str = source.text
        self.tokens = [Token(token, self) for token in source]
        self.sents: list[Span] = []
        self._starts = [token.idx for token in self.tokens]
        self._hang_up(source)
        self._part()

    def _hang_up(self, source: spacy.tokens.Doc) -> None:
        """Set the arcs of the tree."""
        tokens, offsets = self.tokens, source.to_array([HEAD]).view("int64")
        for token, offset in zip(tokens, offsets.tolist(), strict=True):
            head = token.head = tokens[token.i + offset]
            if head is not token:
                head.children.append(token)

    def _part(self) -> None:
        """Set the sentences."""
        starts = [token.i for token in self.tokens if token.is_sent_start or token.i == 0]
        for start, end in pairwise([*starts, len(self.tokens)]):
            sent = Span(self, start, end)
            self.sents.append(sent)
            for token in sent:
                token.sent = sent

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, int):
            return self.tokens[at]
        start, end, _ = at.indices(len(self.tokens))
        return Span(self, start, max(start, end))

    @cached_property
    def by_word(self) -> dict[str, list[Token]]:
        """The tokens by lemma and by form, in lower case, in text order."""
        found: dict[str, list[Token]] = {}
        for token in self.tokens:
            found.setdefault(token.lower_, []).append(token)
            if token.lemma != token.lower_:
                found.setdefault(token.lemma, []).append(token)
        return found

    @cached_property
    def ents(self) -> list[Span]:
        """The names and things; the type is that of their tokens (``span[0].ent_type_``)."""
        begins = [token.i for token in self.tokens if token.ent_iob_ == "B"]
        found = []
        for begin in begins:
            end = begin + 1
            while end < len(self.tokens) and self.tokens[end].ent_iob_ == "I":
                end += 1
            found.append(Span(self, begin, end))
        return found

    def char_span(self, start: int, end: int, *, alignment_mode: Literal["expand", "contract"]) -> Span | None:
        """The tokens that lie partly (``expand``) or wholly (``contract``) in these characters; ``None`` where there are none."""
        first, last = self._token_at(start), self._token_at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "contract":
            return self._within(first, last, start, end)
        behind = start == first.idx + len(first.text)  # on the blank after a token
        return Span(self, first.i + behind, last.i + 1)

    def _within(self, first: Token, last: Token, start: int, end: int) -> Span | None:
        opening = first.i + (first.idx < start)
        closing = last.i - (end < last.idx + len(last.text))
        return Span(self, opening, closing + 1) if opening <= closing else None

    def _token_at(self, char: int) -> Token | None:
        """The token at a character, the blank after it counted."""
        at = bisect_right(self._starts, char) - 1
        if at < 0:
            return None
        token = self.tokens[at]
        return token if char < token.idx + len(token.text) + len(token.whitespace_) else None


@lru_cache(maxsize=4096)
def features_of(bundle: str) -> Features:
    """A bundle as UD writes it, by name.

    >>> features_of("Tense=Past|VerbForm=Part")
    {'Tense': ['Past'], 'VerbForm': ['Part']}
    """
    pairs = (feature.partition("=") for feature in bundle.split("|") if feature)
    return {name: values.split(",") for name, _, values in pairs}


def _depth(token: Token) -> int:
    """How many heads are above ``token``."""
    depth = 0
    while token.head is not token:
        token, depth = token.head, depth + 1
    return depth
