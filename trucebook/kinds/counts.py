"""How many people a noun phrase speaks of, as the text bounds it.

In comes the head of a noun phrase in a parsed document, out goes a whole number, a :class:`CountRange`, or ``None`` where the
text gives no number ("dozens", "several"). "At least eight" and "more than eight" are ``min`` 8, "up to 40" is ``max`` 40,
"around 700" is 700, "no one" is 0, a named person or "a driver" is 1, and coordinated phrases are added up.

>>> resolve_count(nlp("At least eight soldiers and two clerks died.")[3])     # doctest: +SKIP
CountRange(min=10, max=None)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trucebook.language.tree import base_dep, children, has_feature, preposition_of
from trucebook.records import Count, CountRange

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
DECADES = "thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: number for number, word in enumerate(ONES.split())}
TENS = {word: 10 * number for number, word in enumerate(DECADES.split(), start=3)}
SMALL = {**UNITS, **TENS}
LARGE = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
NOBODY = frozenset({"nobody", "none", "noone"})
# Nouns whose singular is more than one person.
COLLECTIVES = (
    "family crowd group population army crew staff team garrison convoy unit battalion brigade number majority people public "
    "force military police militia part percent quarter third half patrol"
)
AT_LEAST = re.compile(
    r"\b(at least|more than|over|no fewer than|not less than|no less than|upwards? of|minimum of|in excess of|exceed(ed)?)"
    r"\W*(an?\W+)?$"
)
AT_MOST = re.compile(r"\b(up to|as many as|at most|fewer than|less than|no more than|not more than|under|below|maximum of)\W*$")
BETWEEN = re.compile(r"\b(between|from)\W*$")
DIGITS = re.compile(r"\d{1,3}(,\d{3}){1,4}|\d{1,12}(\.\d{1,12})?")
# No count of people is longer: a key or a dump of digits is no number.
# How much text before a number may qualify it.
BEFORE = 24


def number_of(doc: Doc, start: int) -> tuple[int, int] | None:
    """The number that begins at token ``start`` and the token after it: ``(23, 7)`` for "twenty-three" at 4; else ``None``."""
    total, current, at, seen = 0.0, 0.0, start, False
    while at < len(doc):
        word = doc[at].lower_.rstrip("+")
        if DIGITS.fullmatch(word) and not seen:
            current = float(word.replace(",", ""))
        elif word in SMALL and (not seen or current % 100 == 0 or (current % 10 == 0 and SMALL[word] < 10)):
            current += SMALL[word]
        elif word in LARGE and (seen or (at > 0 and doc[at - 1].lower_ in ("a", "an"))):
            current = max(current, 1) * LARGE[word]
            if LARGE[word] >= 1000:
                total, current = total + current, 0.0
        elif seen and word in ("-", "–", "and") and at + 1 < len(doc) and _goes_on(doc, at):
            pass
        else:
            break
        at, seen = at + 1, True
    return (round(total + current), at) if seen else None


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether the hyphen or "and" at ``at`` stands inside one number: "twenty-one", "two hundred and six"."""
    before, after = doc[at - 1].lower_, doc[at + 1].lower_
    if doc[at].text in ("-", "–"):
        return before in TENS | {"twenty": 20} and after in UNITS
    return before in LARGE and after in SMALL


def resolve_count(noun: Token) -> Count | None:
    """How many ``noun`` and what is coordinated with it are."""
    parts = [noun, *_people_conjuncts(noun)]
    counts = [_count_of_one(part) for part in parts]
    known = [c for c in counts if c is not None]
    if not known:
        return None
    counts = [c for c, part in zip(counts, parts, strict=True) if c is not None or _is_vague(part)]
    if len(known) == 1 and len(counts) == 1:
        return known[0]
    low = sum(low_of(c) for c in known)
    if len(known) < len(counts) or any(isinstance(c, CountRange) for c in known):
        return CountRange(min=low)
    return low


def count_at(doc: Doc, start: int) -> Count:
    """The number that begins at token ``start``, as the words around it bound it; 1 where none does ("a guard", "another")."""
    number = number_of(doc, start)
    return _bounded(doc, start, *number) if number else 1


def _is_vague(noun: Token) -> bool:
    """Whether ``noun`` is counted without a number: "some insurgents", "dozens of others"."""
    words = {c.lower_ for c in noun.children} | {noun.lower_}
    return bool(words & {"some", "several", "many", "few", "dozens", "scores", "hundreds", "thousands", "various", "numerous"})


def low_of(count: Count) -> int:
    """The number itself, or the lower bound of a range."""
    return count if isinstance(count, int) else count.min if count.min is not None else count.max or 0


def _people_conjuncts(noun: Token) -> list[Token]:
    found, queue = [], [noun]
    while queue:
        for other in children(queue.pop(), "conj"):
            named_within = noun.doc[other.left_edge.i].lower_ in ("including", "among", "mostly")
            if other.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ") and not (
                named_within or _is_elsewhere(other) or _is_of_another_verb(noun, other) or _is_behind_verb(noun, other)
            ):
                found.append(other)
                queue.append(other)
    return found


def _is_behind_verb(first: Token, other: Token) -> bool:
    """Whether ``other`` has a fate of its own, told behind the verb of ``first``: "two men were killed and nine others hurt"."""
    is_subject = first.dep_.startswith("nsubj") and first.i < first.head.i < other.i
    return is_subject and any(c.dep_ == "acl" for c in other.children)


def _is_of_another_verb(first: Token, other: Token) -> bool:
    """Whether a verb right before ``other`` has it as its object, though the tree coordinates it with ``first``."""
    within = {t.i for t in other.subtree}
    between = [t for t in first.doc[first.i + 1 : other.i] if t.i not in within]
    return any(t.pos_ == "VERB" and t.dep_ == "conj" for t in between)


def _is_elsewhere(noun: Token) -> bool:
    """Whether the victims are those of another event: "five people in the market and 12 others in a strike on a house"."""
    determined = (
        d.lower_ for c in children(noun, "nmod", "obl") if preposition_of(c) in ("in", "by") for d in children(c, "det")
    )
    return any(word in ("a", "an", "another") for word in determined)


def _count_of_one(noun: Token) -> Count | None:
    if preposition_of(noun) == "without":
        return 0
    if noun.lower_ in NOBODY or any(
        c.lower_ in ("no", "neither", "zero") and base_dep(c) in ("det", "nummod") for c in noun.children
    ):
        return 0
    if noun.lower_ == "one" and noun.i and noun.doc[noun.i - 1].lower_ == "no":
        return 0
    for start in _number_starts(noun):
        if found := number_of(noun.doc, start):
            return _bounded(noun.doc, start, *found)
    if noun.lemma_.lower() in COLLECTIVES.split():
        members = (c for c in children(noun, "nmod") if preposition_of(c) == "of")  # "a family of six"
        return next((count for c in members if (count := _count_of_one(c)) is not None), None)
    return _one(noun)


def _number_starts(noun: Token) -> list[int]:
    """Where a number may begin that counts ``noun``: its numeral child, the noun itself, or the words right before it."""
    numerals = [
        c for c in noun.children if base_dep(c) == "nummod" or (c.pos_ == "NUM" and base_dep(c) in ("amod", "compound", "det"))
    ]
    if noun.pos_ == "NUM" or _is_number(noun):
        numerals.append(noun)
    dozens = [c for c in noun.children if c.lower_ == "dozen"]
    found = []
    for numeral in [*numerals, *dozens]:
        start = min([numeral.i, *(t.i for t in numeral.subtree if _is_number(t) and t.i < numeral.i and numeral.i - t.i < 6)])
        found.append(start)
    return found


def _is_number(token: Token) -> bool:
    word = token.lower_
    return word in SMALL or word in LARGE or DIGITS.fullmatch(word) is not None


def _bounded(doc: Doc, start: int, number: int, after: int) -> Count:
    """``number`` as the words before and after it bound it."""
    before = doc.text[max(0, doc[start].idx - BEFORE) : doc[start].idx].lower()
    if after + 1 < len(doc) and doc[after].lower_ in ("to", "and", "-", "–", "or") and (second := number_of(doc, after + 1)):
        joined_by_and = doc[after].lower_ == "and"
        if second[0] > number and (not joined_by_and or BETWEEN.search(before)):
            return CountRange(min=number, max=second[0])
    if AT_LEAST.search(before) or doc[after - 1].text.endswith("+"):
        return CountRange(min=number)
    if after + 1 < len(doc) and doc[after].lower_ == "or" and doc[after + 1].lower_ == "more":
        return CountRange(min=number)
    if AT_MOST.search(before):
        return CountRange(max=number)
    return number


def _one(noun: Token) -> int | None:
    """1 for a single person: a name, or a singular noun with an article, a possessor or a name of its own."""
    if noun.pos_ == "PROPN":
        return 1 if noun.ent_type_ == "PERSON" else None
    if noun.pos_ != "NOUN" or has_feature(noun, "Number", "Plur") or noun.lemma_.lower() in COLLECTIVES.split():
        return None
    if noun.lemma_.lower() != noun.lower_ and not has_feature(noun, "Number", "Sing"):
        return None
    for c in noun.children:
        if c.dep_ == "det" and c.lower_ in ("a", "an", "the", "another"):
            return 1
        if c.dep_ == "nmod:poss" or (base_dep(c) in ("appos", "flat", "compound") and c.ent_type_ == "PERSON"):
            return 1
    return None
