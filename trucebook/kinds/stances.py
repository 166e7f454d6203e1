"""The stance of a word: yes, no, a yes with conditions, not decided; and when it was taken.

In come triggers of ``position.yaml`` in their trees, out go stance, modality, day and the clauses that set conditions.

>>> resolve_stance(trigger)      # doctest: +SKIP
'undecided'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from trucebook.kinds.triggers import Trigger, TriggerEntry
from trucebook.language.tree import ancestors, auxiliaries, base_dep, child, children, has_feature, is_negated, span_of, tense_of
from trucebook.lexicon import Entry
from trucebook.records import DateRange, Modality, Span, Stance

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene

Needs = Literal[
    "plan", "proposal", "weighed", "act", "any", "none", "talks", "pending", "negated", "defiant", "refused", "unseen",
    "talks_only", "none_will", "judged", "terms", "under", "future", "conditional", "closed", "laid", "own_will",
]  # fmt: skip
WILL = frozenset({"will", "wo", "would", "'ll", "’ll"})
HYPOTHETICAL = frozenset(
    {"before", "by", "without", "after", "for", "if", "unless", "until", "should", "whether", "when", "once"}
)
FIXED = frozenset({"pending", "negated", "defiant", "refused", "unseen", "none_will", "terms", "under", "laid"})
"""Needs that take the negation in already."""
CHARGING = frozenset({"accuse", "blame", "criticise", "criticize", "condemn", "fault", "chide"})
OPEN_NOUNS = frozenset({"deadline", "pressure", "chance", "opportunity", "time", "ultimatum", "threat", "day", "week", "month"})
"""Nouns that leave a stance open: "a deadline to accept the plan"."""
NEGATIVE_SUBJECTS = frozenset({"neither", "none", "nobody", "no"})


class PositionEntry(TriggerEntry):
    """A word of stance; see the head of ``data/position.yaml``."""

    stance: Stance
    negated: Stance | Literal[""] = ""
    plan: tuple[str, ...] = ()
    needs: Needs = "plan"
    adverbs: tuple[str, ...] = ()
    joint: bool = False


class ConditionEntry(Entry):
    """What makes a yes conditional; see the head of ``data/conditions.yaml``."""

    marks: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


def resolve_stance(trigger: Trigger[PositionEntry], scene: Scene) -> Stance | None:
    """The stance of a word with its negation and tense taken in; ``None`` where the negated word says nothing."""
    entry, word = trigger.entry, trigger.token
    if entry.needs in FIXED:
        return entry.stance
    is_infinite = (
        is_governed(word) and base_dep(word) != "ccomp" and not has_feature(word, "VerbForm", "Fin") and not is_denied(word)
    )
    if is_infinite and word.head.lemma_ == "stop" and any(c.lower_ == "short" for c in word.head.children):
        return "undecided"  # "stopped short of agreeing"
    if is_infinite and scene.modality(word) == "denied" and word.head.lemma_ not in ("deny", "dispute"):
        return entry.negated or None  # "refused to accept", "failed to reject"
    if is_pending(word) and entry.stance in ("accepts", "undecided"):
        return "undecided"
    if is_denied(word):
        if entry.stance == "accepts" and {"has", "have", "had", "'ve", "’ve"} & set(auxiliaries(word)):
            return "undecided"
        return entry.negated or None
    return entry.stance


def is_denied(word: Token) -> bool:
    """Whether a word is negated, by its own "not", its auxiliary's, or its subject ("neither side")."""
    if is_negated(word) or (word.dep_ == "xcomp" and is_negated(word.head) and word.head.lemma_ in ("be", "seem", "appear")):
        return True
    subject = child(word, "nsubj", "nsubj:pass")
    return subject is not None and (
        subject.lower_ in NEGATIVE_SUBJECTS or any(c.lower_ in NEGATIVE_SUBJECTS for c in children(subject, "det"))
    )


def is_governed(word: Token) -> bool:
    """Whether another word says how the stance is meant: "urged Chad to accept", "threatened to withdraw"."""
    return base_dep(word) in ("xcomp", "acl", "advcl", "ccomp") and word.dep_ != "acl:relcl"


def is_to_come(word: Token) -> bool:
    """ "will decide", "is to decide", "is expected to decide"."""
    if tense_of(word) == "future":
        return True
    infinitive = any(c.lower_ == "to" for c in children(word, "mark"))
    return infinitive and word.dep_ in ("xcomp", "ccomp") and word.head.lemma_ in ("be", "expect", "schedule", "plan", "set")


def is_hypothetical(word: Token) -> bool:
    """ "before agreeing", "if it accepts": no stance that is held."""
    opened = [c for c in children(word, "mark", "case", "advmod") if c.i < word.i]
    if word.dep_ != "xcomp" and any(c.lower_ in HYPOTHETICAL for c in opened):
        return True
    if base_dep(word) not in ("ccomp", "xcomp") or word.head.i > word.i:
        return False
    return any(c.lower_ in ("if", "unless") for c in children(word.head, "mark"))  # "if he thinks that it accepts"


def has_adverb(trigger: Trigger[PositionEntry]) -> bool:
    """Whether a word has one of the adverbs that its entry asks for ("responded positively"), or a noun such a tone.

    A noun's tone stands beside it or is said of it: "a cautious reply", "the reply was negative", "our answer is no".
    """
    wanted, word = trigger.entry.adverbs, trigger.token
    if not wanted:
        return True
    told = children(word, "advmod", "amod")
    if trigger.part == "noun" and base_dep(word) == "nsubj":
        told = [*told, word.head, *children(word.head, "xcomp", "conj")]
    return any(c.lower_ in wanted for c in told)


def is_pending(word: Token) -> bool:
    """ "has yet to answer", "has not replied", "still has not said"."""
    governor = word.head if word.dep_ == "xcomp" else word
    words = {governor.lower_} if governor.i != word.i else set()
    words |= {c.lower_ for t in (word, governor) for c in t.children if base_dep(c) in ("advmod", "aux", "mark", "det")}
    if "yet" in words and ("to" in words or is_denied(word)):
        return True
    perfect = bool(
        {"has", "have", "'ve", "’ve"} & (set(auxiliaries(word)) | ({governor.lower_} if governor.i != word.i else set()))
    )
    return perfect and is_denied(word)


def resolve_day(trigger: Trigger[PositionEntry], scene: Scene) -> DateRange | None:
    """The day of the stance: its own, or the day when it was said, unless it was taken before ("said it had accepted")."""
    found = scene.date(trigger.token)
    if found is not None or tense_of(trigger.token) in ("perfect", "past"):
        return found
    head = next((s.head for s in scene.attributions.speeches_over(trigger.token)), None)
    return scene.date(head) if head is not None else None


def resolve_stance_modality(trigger: Trigger[PositionEntry], scene: Scene) -> Modality | None:
    """``actual``, ``denied`` under a denial; ``None`` for a stance that is only asked for or possible."""
    above = {t.i for t in ancestors(trigger.token)}
    if any(s.act == "deny" and s.head is not None and s.head.i in above for s in scene.attributions.speech_acts):
        return "denied"
    for speech in scene.attributions.speeches_over(trigger.token):
        if speech.act == "deny" and speech.head is not None:
            return "denied"
        if speech.act == "demand":
            return None
        break
    if is_charged(trigger.token) or (trigger.entry.needs != "terms" and is_wished(trigger.token, scene)):
        return None
    words = set(auxiliaries(trigger.token))
    if words & {"may", "might", "should", "must", "would"} and trigger.entry.stance == "accepts" and "would" not in words:
        return None
    return "actual"


def is_charged(word: Token) -> bool:
    """Whether ``word`` is part of a charge: "accused Chad of failing to honour the truce"."""
    above = [t.lemma_ for _, t in zip(range(3), ancestors(word), strict=False)]
    marks = {c.lower_ for t in (word, word.head) for c in children(t, "mark", "case")}
    return is_governed(word) and bool(CHARGING & set(above)) and bool(marks & {"of", "for"})


def is_wished(word: Token, scene: Scene) -> bool:
    """Whether the stance is asked of its holder or only threatened: "urged Chad to accept", "a deadline to accept"."""
    if not is_governed(word) or word.pos_ != "VERB":
        return False
    infinitive = any(c.lower_ == "to" for c in children(word, "mark"))
    if infinitive and base_dep(word) in ("acl", "advcl") and word.head.lemma_.lower() in OPEN_NOUNS:
        return True
    found, head = scene.modality(word), word.head
    if found == "called_for" or (found == "possible" and head.pos_ == "VERB" and base_dep(word) != "ccomp"):
        return True  # also "threatened to withdraw", "did not rule out accepting"
    return infinitive and head.lemma_ == "expect" and child(head, "obj") is not None  # "expects Chad to agree"


def find_conditions(trigger: Trigger[PositionEntry], entries: tuple[ConditionEntry, ...]) -> Iterator[Span]:
    """The clauses that set a condition on the stance: they open with such a mark behind the word, in its sentence."""
    marks = sorted((mark.split() for entry in entries for mark in entry.marks), key=len, reverse=True)
    word, end = trigger.words[-1], trigger.token.sent.end
    doc, i = word.doc, word.i + 1
    longest = max(map(len, marks), default=0)
    while i < end:
        words = [t.lower_ for t in doc[i : i + longest]]
        mark = next((m for m in marks if words[: len(m)] == m), None)
        if doc[i].dep_ in ("nsubj", "nsubj:pass") and doc[i].head.dep_ != "acl:relcl" and doc[i].head.i != trigger.token.i:
            return
        if mark is not None and not _is_aside(doc[i]):
            last = _end_of_condition(doc[i], end)
            first = i - 1 if doc[i - 1].lower_ in ("only", "but") else i
            yield span_of(list(doc[first:last]))
            i = last
        i += 1


def _is_aside(mark: Token) -> bool:
    is_at_once = mark.i > 0 and mark.nbor(-1).lower_ == "at"
    return mark.lower_ == "once" and (base_dep(mark) == "advmod" or is_at_once)


def _end_of_condition(mark: Token, end: int) -> int:
    """The end of the clause that ``mark`` opens; its sentence's end where the tree does not say."""
    clause = mark.head if mark.head.i > mark.i else None
    last = clause.right_edge.i + 1 if clause is not None else end
    while last > mark.i + 1 and mark.doc[last - 1].is_punct:
        last -= 1
    return min(max(last, mark.i + 1), end)


def is_qualified(trigger: Trigger[PositionEntry], entries: tuple[ConditionEntry, ...]) -> bool:
    """Whether a phrase holds something back: "in principle", "with reservations"."""
    said = "".join(t.text_with_ws for t in trigger.token.subtree).lower()
    return any(re.search(rf"\b{re.escape(p)}\b", said) for entry in entries for p in entry.phrases)
