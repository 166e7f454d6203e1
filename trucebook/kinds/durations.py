"""How long a plan or pact is to last, as its words say.

In comes a noun or a text, out goes an ISO 8601 duration.

>>> duration_in("a 30-day ceasefire")
'P30D'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucebook.language.tree import base_dep, children, preposition_of

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

NUMBERS = {
    word: number
    for number, words in {
        1: "a an one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
        11: "eleven", 12: "twelve", 14: "fourteen", 15: "fifteen", 20: "twenty", 24: "twenty-four", 30: "thirty",
        40: "forty", 45: "forty-five", 48: "forty-eight", 60: "sixty", 72: "seventy-two", 90: "ninety", 100: "hundred",
    }.items()
    for word in words.split()
}  # fmt: skip
UNITS = {"hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y"}
_NUMBER = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
DURATION = re.compile(
    rf"\b(?:(?P<number>\d{{1,3}}|{_NUMBER})(?:[\s–—-]+(?:calendar|full|consecutive|more))?[\s–—-]+)?"
    r"(?P<unit>hour|day|week|month|year)s?(?P<long>[\s–—-]+long)?\b",
    re.IGNORECASE,
)


def duration_in(text: str, *, alone: bool = False) -> str | None:
    """The first duration in ``text`` as ISO 8601, ``None`` without one; ``alone`` also takes "the week" (one week).

    >>> duration_in("a pause of 72 hours"), duration_in("a month-long truce"), duration_in("the two days of talks")
    ('PT72H', 'P1M', 'P2D')
    """
    for match in DURATION.finditer(text):
        word = match["number"]
        if word is None and not match["long"] and not alone:
            continue
        number = 1 if word is None else int(word) if word.isdigit() else NUMBERS[word.lower()]
        rest = text[match.end() :].lstrip()
        if rest.startswith(("ago", "later", "after", "before", "earlier")):
            continue
        return UNITS[match["unit"].lower()].format(number)
    return None


def phrase_of(noun: Token) -> str:
    """The words of the noun phrase of ``noun``, its relative and other clauses and its appositions left out."""
    left_out: set[int] = set()
    for c in noun.children:
        if base_dep(c) in ("acl", "parataxis", "conj", "appos", "cc", "advcl"):
            left_out |= {t.i for t in c.subtree}
    return "".join(t.text_with_ws for t in noun.subtree if t.i not in left_out).strip()


def duration_of(noun: Token) -> str | None:
    """How long a plan lasts: "a 30-day ceasefire", "a truce of three months", "a truce for 45 days", "lasting a week"."""
    found = duration_in(phrase_of(noun))
    if found:
        return found
    for c in children(noun, "acl"):
        if c.lemma_ in ("last", "run", "hold", "cover") and c.dep_ != "acl:relcl":
            found = duration_in(text_of(c))
            if found:
                return found
    verb = noun.head
    if noun.dep_ in ("obj", "nsubj", "nsubj:pass") and verb.pos_ == "VERB":
        spans = [text_of(o) for o in children(verb, "obl") if preposition_of(o) in ("for", "by", "")]
        return next((d for text in spans if (d := duration_in(text))), None)
    return None


def text_of(token: Token) -> str:
    """The words of ``token`` and of all that hangs on it."""
    return "".join(t.text_with_ws for t in token.subtree).strip()
