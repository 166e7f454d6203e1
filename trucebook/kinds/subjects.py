"""What a stance is on: the plan, pact or demand that a word of stance speaks of, or the act that is refused or offered.

In come a trigger of ``position.yaml`` and the plans of the document, out goes a :class:`Subject` or nothing.

>>> subject_of_stance(trigger, plans)      # "Chad rejected the idea of a truce"     # doctest: +SKIP
Subject(on='truce', token=truce, because='plans.yaml#truce', plan=Plan(...))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trucebook.kinds.plans import PACTS, SETTLING, Plan, Plans, is_near
from trucebook.kinds.stances import WILL, Needs, PositionEntry, is_denied, is_pending, is_to_come
from trucebook.kinds.triggers import Trigger
from trucebook.language.tree import (
    auxiliaries,
    base_dep,
    child,
    children,
    has_feature,
    is_negated,
    is_passive,
    modifiers,
    preposition_of,
    subject_of,
)
from trucebook.records import PactType

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

PROPOSAL_WORDS = frozenset(
    {"proposal", "plan", "offer", "initiative", "draft", "text", "idea", "demand", "ultimatum", "request", "call", "formula",
     "framework", "roadmap", "invitation", "suggestion", "bid", "overture", "blueprint", "document", "paper", "terms",
     "resolution", "condition", "memorandum"}
)  # fmt: skip
NOT_PLANS = frozenset(
    {"claim", "report", "accusation", "allegation", "charge", "rumour", "rumor", "suggestion", "criticism", "statement"}
)
FRAMES = frozenset(
    {"participation", "involvement", "membership", "idea", "notion", "concept", "prospect", "possibility", "version",
     "implementation", "term", "detail", "principle", "outline", "adoption", "continuation", "resumption", "phase", "stage",
     "renewal", "effort"}
)  # fmt: skip
PARTS = frozenset({"part", "element", "point", "aspect", "portion", "most", "some", "much"})
GUARDS = frozenset({"troop", "troops", "soldier", "officer", "force", "observer", "monitor", "peacekeeper", "boot"})
OUTSIDE = frozenset({"foreign", "western", "european", "nato", "international", "african", "arab", "outside", "neutral", "un"})
"""Who would keep the peace, where no word for peacekeeping stands: "rejected foreign troops"."""
PIECES = frozenset({"point", "step", "element", "provision", "clause", "article", "wording"})
"""What a plan consists of, told without it: "agreed to all three points"."""
GATHERINGS = frozenset({"summit", "meeting", "conference", "assembly", "session"})
"""What is attended and not negotiated: a trip called off, and no stance."""
REACH, PENDING_REACH = 4, 9
ANSWERS = frozenset(
    {"respond", "reply", "answer", "react", "response", "reaction", "vote", "abstain", "decide", "give", "send",
     "say", "accept", "agree", "refuse", "reject", "commit",
     "favour", "favor", "object", "decline", "balk", "baulk", "demur"}
)  # fmt: skip
TERMS = frozenset(
    {"condition", "principle", "term", "reservation", "day", "week", "month", "hour", "monday", "tuesday", "wednesday",
     "thursday", "friday", "saturday", "sunday", "end", "writing", "public"}
)  # fmt: skip
REFUSING = frozenset({"refuse", "decline", "reject", "oppose", "rule", "exclude", "object"})
ACT_NOUNS = frozenset(
    {"disarmament", "partition", "occupation", "annexation", "deployment", "presence", "interference", "intervention",
     "recognition", "normalisation", "normalization", "escalation", "displacement", "enrichment", "division", "relocation",
     "expulsion", "integration", "attempt", "decision", "move", "pressure",
     "position", "internationalisation", "trusteeship", "tutelage", "concession", "compromise"}
)  # fmt: skip
"""What one side asks of the other and has no plan for a name: "rejected disarmament"."""
CONCESSIONS = frozenset({"disarm", "demobilise", "demobilize", "release", "free", "halt", "stop", "cease", "retreat", "lay"})
"""What one gives up; that one would return, join or sign something unnamed says little."""
NO_ACTS = frozenset(
    {"comment", "say", "rule", "disclose", "confirm", "name", "give", "answer", "discuss", "elaborate", "be", "speak", "identify",
     "provide", "tell", "reveal", "speculate", "respond", "reply", "die", "eat", "visit"}
)  # fmt: skip
LEAVING = frozenset({"withdraw", "quit", "leave", "exit"})
DEALING = frozenset({"negotiate", "talk", "bargain"})
TAKING = frozenset({"win", "have", "get", "gain", "receive", "enjoy", "draw", "garner", "secure", "earn", "find"})
"""Verbs by which a plan comes to its support: "the plan won the backing of Chad"."""
DEMANDING = frozenset({"must", "should", "would", "need", "can", "could"})
"""Auxiliaries that make a sentence on "any deal" one of terms."""
LEANING = frozenset({"depend", "hinge", "rest", "rely", "conditional", "contingent", "dependent", "condition"})


@dataclass(frozen=True)
class Subject:
    """What a position is on: the plan or, for "refused to negotiate", the act; ``is_part`` where only a part is meant."""

    on: PactType
    token: Token | None
    because: str
    plan: Plan | None = None
    is_part: bool = False

    @property
    def is_proposal(self) -> bool:
        """Whether a word like "plan" or "offer" names it, and not one for a pact."""
        return self.plan is not None and self.plan.head.lemma_.lower() in PROPOSAL_WORDS


def _other(token: Token | None) -> Subject:
    return Subject("other", token, "plans.yaml#other")


def subject_of_stance(trigger: Trigger[PositionEntry], plans: Plans) -> Subject | None:
    """What the stance of ``trigger`` is on; ``None`` where its words make no stance."""
    entry, word = trigger.entry, trigger.token
    if not _is_fit(trigger):
        return None
    if entry.needs == "conditional":
        told = child(word, "nsubj", "nsubj:pass")
        plan = plans.resolve(told) if told is not None and told.pos_ != "PRON" else None
        if plan is not None:  # "talks would resume if"
            return Subject(plan.type, told, plan.because, plan)
        return _act_at(word, plans) or (_other(word) if word.lemma_.lower() in CONCESSIONS else None)
    if entry.needs == "negated":
        is_barred = word.lemma_ == "accept" and child(word, "obj") is not None  # "could not accept arms so near"
        return _act_at(word, plans) or (_other(child(word, "obj")) if is_barred else None)
    if entry.needs == "own_will":
        found = _act_at(word, plans)
        return found if found is not None and (found.on == "talks" or word.lemma_ == "sign") else None
    if entry.needs == "defiant":
        return _act_at(word, plans) or _other(None)
    for c in _complements(trigger):
        if c in trigger.words[1:]:
            continue  # the approval of "gave its approval"
        found = _subject_at(c, entry.needs, plans)
        if found:
            return found
    if entry.needs in ("none", "pending", "act", "future", "any") and not _has_other_object(trigger):
        before = plans.antecedent(word, any_type=True) if word.lemma_.lower() in ANSWERS else None
        if before is not None and is_near(before.head, word, PENDING_REACH if entry.needs == "pending" else REACH):
            return Subject(before.type, None, before.because, before)
    return None


def _is_fit(trigger: Trigger[PositionEntry]) -> bool:
    """Whether tense, negation and auxiliaries are those that the entry asks for."""
    entry, word = trigger.entry, trigger.token
    if entry.needs == "pending":
        return is_pending(word)
    if entry.needs == "future":
        return is_to_come(word)
    if entry.needs in ("negated", "defiant"):
        never = any(c.lower_ == "never" for c in word.children)
        if entry.needs == "negated" and (_is_habit(word) or _is_barred(word)):
            return True
        return is_denied(word) and bool(WILL & set(auxiliaries(word)) or (never and entry.needs == "negated"))
    if entry.needs == "own_will":
        return bool(WILL & set(auxiliaries(word))) and not is_denied(word)
    if entry.needs in ("refused", "unseen"):
        return is_denied(word) or (trigger.part == "noun" and word.dep_ == "obj" and is_negated(word.head))
    if entry.needs == "none_will":
        subject = child(word, "nsubj")
        return subject is not None and is_negated(subject) and bool((WILL | {"can", "could"}) & set(auxiliaries(word)))
    return entry.needs != "terms" or _sets_terms(word)


def _is_habit(word: Token) -> bool:
    """ "does not negotiate with killers": what one never does is refused."""
    with_whom = any(preposition_of(o) in ("with", "to") for o in children(word, "obl"))
    return with_whom and word.lemma_ in DEALING and is_negated(word) and bool({"do", "does"} & set(auxiliaries(word)))


def _is_barred(word: Token) -> bool:
    """ "cannot accept"."""
    return word.lemma_ == "accept" and is_negated(word) and bool({"can", "could", "ca"} & set(auxiliaries(word)))


def _sets_terms(word: Token) -> bool:
    """ "any deal must ...", "a ceasefire would depend on ...": terms set for a plan that is not there yet."""
    head = word.head if word.dep_ == "xcomp" and word.head.lemma_ in ("have", "need") else word
    subject = child(head, "nsubj", "nsubj:pass")
    if subject is None or is_negated(word):
        return False
    determiner = child(subject, "det")
    is_any = determiner is not None and determiner.lower_ == "any"
    aux = set(auxiliaries(head)) | set(auxiliaries(word))
    is_bound = bool(aux & DEMANDING) or head.i != word.i
    if word.lemma_.lower() in LEANING:
        return is_any or bool(aux & {"would", "must", "should"}) or (determiner is not None and determiner.lower_ in ("a", "an"))
    return is_any and is_bound


def _complements(trigger: Trigger[PositionEntry]) -> Iterator[Token]:
    """What may name the plan, in the order of the entry's ``plan`` list."""
    word = trigger.token
    particle = trigger.words[-1]
    for role in trigger.entry.plan:
        if role == "subject" or (role == "obj" and is_passive(word)):
            yield from _judged(word)
        if role == "taker" and (taker := taker_of(word)) is not None:
            yield taker
        for c in word.children:
            if c.dep_ == role or base_dep(c) == role or (base_dep(c) in ("obl", "nmod", "advcl") and _opens_with(c, role)):
                yield c
    if particle.i != word.i and particle.pos_ == "NOUN":
        yield from (c for c in particle.children if base_dep(c) in ("nmod", "acl"))
    has_own_subject = word.dep_ == "acl" and child(word, "nsubj") is not None  # a relative clause misread
    if (word.dep_ == "acl:relcl" or has_own_subject) and "obj" in trigger.entry.plan:
        objects = [c for c in word.children if base_dep(c) == "obj"]
        if all(c.lower_ in ("that", "which") for c in objects):  # "an idea that Chad backs"
            yield word.head
    if trigger.part == "noun" and word.head.pos_ in ("VERB", "AUX") and base_dep(word) in ("nsubj", "obj", "obl"):
        yield from (c for c in modifiers(word.head, *trigger.entry.plan) if c.i > word.i)


def taker_of(word: Token) -> Token | None:
    """What has the support that a noun tells of: the plan in "the plan won the backing of Chad"."""
    return subject_of(word.head) if word.dep_ == "obj" and word.head.lemma_ in TAKING else None


def _judged(word: Token) -> Iterator[Token]:
    """The subject of ``word``, or the object of "called the plan unacceptable"."""
    if base_dep(word) in ("xcomp", "obl") and word.head.pos_ == "VERB" and (obj := child(word.head, "obj")) is not None:
        yield obj
    subject = subject_of(word.head) if word.dep_ == "xcomp" and word.head.lemma_ in ("have", "need") else subject_of(word)
    if subject is not None:
        yield subject


def _opens_with(token: Token, role: str) -> bool:
    opening = preposition_of(token)
    return role in (opening, opening.rpartition(" ")[2]) or any(c.lower_ == role for c in children(token, "mark", "case"))


def _subject_at(token: Token, needs: Needs, plans: Plans) -> Subject | None:
    if token.lemma_.lower() in NOT_PLANS and needs != "any":
        return None
    if needs in ("plan", "proposal") and token.pos_ == "PRON" and token.lower_ != "which" and not _is_taken_up(token, plans):
        return None
    inner = _within(token)
    if inner is not None:
        found = _subject_at(inner, "plan" if needs == "proposal" else needs, plans)  # "dismissed any prospect of a truce"
        return replace(found, is_part=True) if found and token.lemma_.lower() in PARTS else found
    plan = _resolved(token, plans)
    if plan is not None:
        return _subject_of_plan(plan, token, needs)
    if token.lemma_.lower() in PIECES and needs in ("none", "plan", "act"):  # "agreed to all three points"
        before = plans.antecedent(token, any_type=True)
        return Subject(before.type, token, before.because, before) if before and is_near(before.head, token, REACH) else None
    if needs in ("act", "none", "pending", "any", "refused") and token.pos_ in ("VERB", "AUX"):
        if token.lemma_ == "do" and any(c.lower_ == "so" for c in token.children):  # "has agreed to do so"
            before = plans.antecedent(token, any_type=True)
            return Subject(before.type, token, before.because, before) if before and is_near(before.head, token, 1) else None
        if token.lemma_ in NO_ACTS and child(token, "obj") is None:
            return None  # "declined to be named"
        found = _act_at(token, plans)
        is_refused = token.head.lemma_ in REFUSING and base_dep(token) in ("xcomp", "ccomp") and token.lemma_ not in NO_ACTS
        return found or (_other(token) if is_refused else None)
    if needs in ("any", "closed") and token.pos_ == "NOUN":
        return _other(token)
    if (
        needs == "act"
        and token.lemma_.lower() in GUARDS
        and any(c.lower_ in OUTSIDE for c in children(token, "amod", "compound"))
    ):
        return Subject("peacekeeping", token, "plans.yaml#peacekeeping")  # "rejected foreign troops"
    is_act = _is_act_of_another(token) or (needs == "act" and token.lemma_.lower() in ACT_NOUNS)
    if needs in ("none", "act") and token.pos_ == "NOUN" and is_act:
        return _other(token)
    return None


def _is_taken_up(pronoun: Token, plans: Plans) -> bool:
    """Whether "it" may be a plan put forward just before: "Chad proposed a truce. Libya welcomed it"."""
    plan = plans.resolve(pronoun)
    return plan is not None and is_near(plan.head, pronoun, 1) and plans.is_put_forward(plan.head)


def _subject_of_plan(plan: Plan, token: Token, needs: Needs) -> Subject | None:
    """The subject that ``plan`` makes, where it is what the entry needs."""
    if needs == "talks" and plan.type not in ("talks", "ceasefire", "truce", "peace_plan"):
        return None
    if needs == "talks" and plan.head.lemma_.lower() in PACTS and token.head.lemma_ in LEAVING:
        return None  # a pact that is left is ended
    is_named = plan.head.lemma_.lower() in PROPOSAL_WORDS or token.pos_ == "PRON"
    if needs in ("proposal", "weighed", "unseen") and not is_named:
        return None
    if needs == "judged" and not (is_named or plan.type in SETTLING):
        return None
    if needs == "talks_only" and plan.type != "talks":
        return None
    if needs == "none_will" and plan.type != "talks" and plan.type not in SETTLING:
        return None
    return Subject(plan.type, token, plan.because, plan)


def _within(token: Token) -> Token | None:
    """The plan inside a phrase that frames it: "its participation in the talks", "the idea of a truce", "part of the plan"."""
    lemma = token.lemma_.lower()
    if lemma not in FRAMES and lemma not in PARTS:
        return None
    inner = next(iter(modifiers(token, "of", "in", "for", "at", "toward", "towards")), None)
    return None if inner is not None and inner.lemma_.lower() in GATHERINGS else inner


def _resolved(token: Token, plans: Plans) -> Plan | None:
    """The plan at ``token``; a bare "a proposal that ..." takes the type of what the text is about."""
    plan = plans.resolve(token)
    asked = _demanded(token, plans) if token.lemma_.lower() == "demand" else None
    if asked is not None:
        return asked
    if plan is None or plan.type != "other" or not plan.general or token.pos_ == "PRON":
        return plan
    says_more = any(c.dep_ != "acl:relcl" and has_feature(c, "VerbForm", "Inf") for c in children(token, "acl")) or any(
        preposition_of(m) not in ("by", "from", "with", "") for m in children(token, "nmod")
    )
    aims = [
        c for c in children(token.head, "advcl", "xcomp") if c.i > token.i and any(m.lower_ == "to" for m in children(c, "mark"))
    ]
    entry = next((e for c in aims if (e := plans.words.find_verb(c)) is not None), None)
    if entry is not None:  # "accepted an invitation from Chad to join talks"
        return Plan(plan.head, entry.type, entry.id, general=True)
    before = None if says_more else plans.antecedent(token)
    is_same = before is not None and before.type in SETTLING and is_near(before.head, token, REACH)
    return Plan(plan.head, before.type, before.entry, general=True) if before is not None and is_same else plan


def _demanded(noun: Token, plans: Plans) -> Plan | None:
    """What "the demand" asks, where a verb before it tells: "demanded that they leave the town. ... rejected the demand"."""
    if any(base_dep(c) not in ("det", "amod", "case", "nmod:poss") for c in noun.children):
        return None
    for token in reversed(noun.doc[: noun.i]):
        if token.lemma_ in ("demand", "insist", "require") and token.pos_ == "VERB" and is_near(token, noun, REACH):
            clause = child(token, "ccomp", "xcomp", "obj")
            entry = plans.words.find_verb(clause) if clause is not None else None
            leaves = clause is not None and clause.lemma_ in ("leave", "quit") and child(clause, "obj") is not None
            kind = entry.type if entry else "withdrawal" if leaves else "other"
            return Plan(noun, kind, entry.id if entry else kind, general=True)
    return None


def _act_at(verb: Token, plans: Plans) -> Subject | None:
    entry = plans.words.find_verb(verb)
    if entry is not None:
        return Subject(entry.type, verb, f"plans.yaml#{entry.id}")
    for inner in children(verb, "obj", "xcomp", "obl"):
        plan = plans.resolve(inner) if base_dep(inner) != "obl" or preposition_of(inner) in ("in", "to", "on", "with") else None
        if plan is not None and (base_dep(inner) != "obl" or not plan.general):
            return Subject(plan.type, inner, plan.because, plan)
    return None


def _is_act_of_another(noun: Token) -> bool:
    """Whether a noun tells what somebody named would do: "Chad's suspension of the levy", "the Libyan deployment"."""
    if not noun.lemma_.lower().endswith(("ion", "ment", "al", "sal", "ance", "ure")):
        return False
    return any(c.dep_ == "nmod:poss" or (base_dep(c) in ("amod", "compound") and c.ent_type_) for c in noun.children)


def _has_other_object(trigger: Trigger[PositionEntry]) -> bool:
    """Whether the word has a complement of its own that is no plan: "accepted a bouquet"."""
    inside = {t.i for t in trigger.words}
    whole = ("obj", "xcomp") if trigger.words[-1].lower_ == "whether" else ("obj", "xcomp", "ccomp", "csubj")
    return any(c.i not in inside for c in children(trigger.token, *whole)) or any(
        preposition_of(c) in ("to", "with", "on", "by", "for") and c.i not in inside and not c.ent_type_ and c.lemma_ not in TERMS
        for c in children(trigger.token, "obl")
    )
