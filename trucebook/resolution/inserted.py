"""Clauses of saying between commas or at a sentence's end that a parse hangs wrongly: "the bridge is open, the army said."

In comes a verb of saying, out come the speaker, the words of its phrase and what is said, by the order of the words alone.

>>> inserted_clause(verb)       # doctest: +SKIP
Inserted(speaker=army, phrase={7, 8}, content={0, 1, 2, 3, 4})
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

ENDS = frozenset({".", "!", "?", "…", ";", ":", ","})
NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADP", "PART", "CCONJ", "X"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
WHEN_OR_WHERE = frozenset({"on", "in", "at", "late", "early", "earlier", "later", "yesterday", "today", "this", "last"})
OPENERS = frozenset(
    {"and", "but", "or", "as", "while", "when", "where", "which", "who", "that", "if", "because", "after", "before", "so"}
)
LONGEST = 12
"""The most words that name a speaker."""


@dataclass(frozen=True)
class Inserted:
    """Who says it, the words that name the speaker, and what is said (token indices)."""

    speaker: Token
    phrase: set[int]
    content: set[int]


def inserted_clause(verb: Token) -> Inserted | None:
    """The clause of saying that ``verb`` makes with the nouns beside it, where commas or the sentence's end set it off."""
    words = [t for t in verb.sent if not t.is_space]
    at = next(i for i, t in enumerate(words) if t.i == verb.i)
    before = _phrase(words[:at][::-1])[::-1]
    after = words[at + 1 :]
    if before and _is_over(after) and words[at - len(before) - 1].text == ",":
        return _inserted(before, words[: at - len(before) - 1], _rest(after))
    follows = _phrase(after)
    if at and words[at - 1].text == "," and follows and _is_over(after[len(follows) :], strictly=True):
        return _inserted(follows, words[: at - 1], ())
    return None


def _phrase(words: Sequence[Token]) -> list[Token]:
    """The words of a noun phrase at the start of ``words``, up to a mark; none where a verb is among them."""
    found: list[Token] = []
    for token in words:
        if token.is_punct and token.text not in ("-", "'"):
            break
        if token.pos_ not in NAMING or len(found) == LONGEST:
            return []
        found.append(token)
    first = min(found, key=lambda t: t.i, default=None)
    named = any(t.pos_ in NOUNS for t in found)
    return found if first is not None and named and first.pos_ != "ADP" and first.lower_ not in OPENERS else []


def _is_over(after: Sequence[Token], *, strictly: bool = False) -> bool:
    """Whether the clause of saying ends here, or only tells when and where it is said."""
    if not after or after[0].text in ENDS:
        return True
    when = after[0].lower_ in WHEN_OR_WHERE or after[0].ent_type_ == "TIME"
    return not strictly and when and not any(t.pos_ in ("VERB", "AUX") for t in after)


def _rest(after: Sequence[Token]) -> Sequence[Token]:
    """The words that go on behind the comma after a verb: "who, the army said, had fired"."""
    return after[1:] if after and after[0].text == "," and any(t.pos_ == "AUX" for t in after[1:2]) else ()


def _inserted(phrase: Sequence[Token], said: Sequence[Token], rest: Sequence[Token]) -> Inserted | None:
    inside = {t.i for t in phrase}
    heads = [t for t in phrase if t.pos_ in NOUNS and t.head.i not in inside]
    told = [t for t in (*said, *rest) if t.pos_ in ("VERB", "AUX")]
    if not heads or not told:
        return None
    return Inserted(heads[0], inside, {t.i for t in (*said, *rest)})
