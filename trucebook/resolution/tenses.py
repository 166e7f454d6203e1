"""Tense as it dates an event: the tense of one clause, and whether a text is told in the narrative present.

In come predicates and quotations, out goes a tense; :class:`Register` tells headlines and digests, where the present tense means
the day of publication, from reports in the past tense, where it does not.

>>> clause_tense(doc[1])      # "Kenya hosts talks": hosts     # doctest: +SKIP
'present'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from trucebook.language.tree import FUTURE_AUX, Tense, base_dep, child, children

if TYPE_CHECKING:
    from trucebook.language.quotes import Quotes
    from trucebook.language.tokens import Doc, Token

PRESENT_AUX = frozenset({"is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m", "does", "do"})
PERFECT_AUX = frozenset({"has", "have", "'ve", "’ve"})
PAST_AUX = frozenset({"was", "were", "had", "did", "'d", "’d"})
MAIN = frozenset({"root", "ROOT", "parataxis", "conj"})
ALIKE = frozenset({"hit", "put", "set", "cut", "shut", "let", "hurt", "beat", "spread", "quit", "split"})
"""Verbs whose past looks like their present."""
FIRST_PERSON = frozenset({"I", "me", "my", "My", "we", "We", "our", "Our", "us"})
CLOCK_LINE = re.compile(r"(?m)^\s*\d{1,2}[:.]\d\d\b")
SITUATION_REPORT = re.compile(
    r"(?im)^[^\n.]{0,60}\b(?:(?:daily|situation|flash|operational|security|field|humanitarian|evening|morning)\s+"
    r"(?:report|update|summary|bulletin|brief(?:ing)?|digest|note)|sitrep|situation\s+(?:on|as\s+of))\b[^\n.]{0,60}$"
)
OPENING = 400
"""Characters within which the title of a report stands; its present tense is that of its day."""
HEADLINE_WORDS = 25
DIGEST_SHARE = 0.7
SHORT, SHORT_SHARE = 12, 0.4
"""A text whose main clauses are in the present to this share is told in the narrative present; so is a live blog, whose entries
open with the hour. One that says "I" or "we" in its own voice reflects, and dates nothing by its present."""


def is_predicate(token: Token) -> bool:
    """Whether ``token`` heads a clause: a verb, a word with a copula, or what a parser took for a noun but has a subject."""
    if child(token, "cop") is not None:
        return True
    if token.pos_ in ("VERB", "AUX"):  # "held talks": an object tagged as a verb is a noun all the same
        return base_dep(token) not in ("obj", "iobj", "nmod") or child(token, "nsubj", "nsubj:pass") is not None
    return base_dep(token) in MAIN and child(token, "nsubj", "nsubj:pass") is not None


def is_infinitive(token: Token) -> bool:
    """Whether ``token`` is marked by "to"."""
    return any(c.lower_ == "to" for c in children(token, "mark", "aux"))


def clause_tense(token: Token) -> Tense:
    """The tense of the clause of ``token``; a coordinated verb without auxiliary takes that of the verb before it."""
    words = {c.lower_ for c in children(token, "aux", "cop")}
    if is_infinitive(token):
        return "perfect" if words & PERFECT_AUX else "none"
    for tense, among in (("future", FUTURE_AUX), ("perfect", PERFECT_AUX), ("past", PAST_AUX), ("present", PRESENT_AUX)):
        if words & among:
            return tense  # type: ignore[return-value]
    if words & {"may", "might", "could", "would", "can", "should", "must"}:
        return "none"
    form = token.morph.get("VerbForm", [])
    if "Fin" in form:
        return "past" if "Past" in token.morph.get("Tense", []) else "present"
    return _tense_without_form(token)


def _tense_without_form(token: Token) -> Tense:
    """A bare form: of the coordinated verb before it, or the plural present that looks like an infinitive."""
    form = token.morph.get("VerbForm", [])
    words = children(token, "aux", "mark", "nsubj")
    if token.dep_ == "conj" and is_predicate(token.head) and token.head.i < token.i:
        bare = child(token, "nsubj", "nsubj:pass") is None
        if bare or "Inf" in form:
            before = clause_tense(token.head)
            return "present" if "Inf" in form and before in ("past", "perfect") else before
    if "Part" in form or "Ger" in form:
        return "none"
    if "Inf" in form and base_dep(token) in ("advcl", "parataxis") and not words:
        return "present"
    if (
        base_dep(token) in ("root", "ROOT", "parataxis", "ccomp", "advcl", "conj")
        and child(token, "nsubj", "nsubj:pass") is not None
    ):
        past = token.lower_.endswith("ed") or (token.lower_ != token.lemma_.lower() and not token.lower_.endswith("s"))
        return "past" if past else "present"  # "retook" is past though its form is not told
    return "none"


class Register:
    """How one text tells: its headlines, and whether its main clauses stand in the narrative present."""

    def __init__(self, doc: Doc, quotes: Quotes) -> None:
        self._quotes = quotes
        self._headlines = list(_headlines(doc.text))
        present = past = 0
        for token in doc:
            if base_dep(token) in MAIN and is_predicate(token) and not self.is_quoted(token) and not self.is_headline(token):
                tense = clause_tense(token)
                present += tense == "present"
                past += tense == "past"
        told = any(t.text in FIRST_PERSON and not self.is_quoted(t) for t in doc)
        needed = DIGEST_SHARE if present + past > SHORT else SHORT_SHARE
        share = present >= needed * (present + past) and not told
        text = doc.text
        is_report = SITUATION_REPORT.search(text[:OPENING]) is not None
        self.is_digest = present > 0 and (share or is_report or len(CLOCK_LINE.findall(text)) >= 3)

    def is_headline(self, token: Token) -> bool:
        """Whether ``token`` stands in a headline: a line of its own without a full stop."""
        before = bisect_right(self._headlines, token.idx, key=lambda line: line[0])
        return before > 0 and token.idx < self._headlines[before - 1][1]

    def is_quoted(self, token: Token) -> bool:
        """Whether ``token`` is in somebody's own words, where the present is that of the speaker."""
        quote = self._quotes.quote_of(token)
        return quote is not None and not quote.is_scare

    def tense_of(self, token: Token) -> Tense:
        """The tense of a clause; in a digest "missiles hit the port" is present."""
        tense = clause_tense(token)
        if tense == "past" and self.is_digest and token.lower_ in ALIKE and child(token, "aux") is None:
            return "present"
        return tense

    def is_narrative(self, token: Token) -> bool:
        """Whether a present tense at ``token`` means the day of publication."""
        return not self.is_quoted(token) and (self.is_digest or self.is_headline(token))


def _headlines(text: str) -> list[tuple[int, int]]:
    found, last = [], len(text.rstrip())
    for match in re.finditer(r"[^\n]+", text):
        line = match.group().strip()
        followed = match.end() < last
        if line and followed and len(line.split()) <= HEADLINE_WORDS and not re.search(r"[.!?:…,;][\"”’')\]]*$", line):
            found.append(match.span())
    return found
