"""What a plan or pact is about: the typing of its nouns and verbs, and its scope.

In comes a parsed document, out go :class:`Plan` mentions: the head noun, the type of the codebook (``ceasefire``, ``talks``,
``cooperation`` ...), the lexicon entry. "The proposal" and "it" take the type of what they stand for.

>>> plans = Plans(doc, lexicon)             # doctest: +SKIP
>>> plans.at(doc[4])                        # doctest: +SKIP
Plan(head=ceasefire, type='ceasefire', entry='ceasefire', general=False)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from trucebook.kinds.durations import phrase_of, text_of
from trucebook.language.tree import ancestors, base_dep, child, children, has_feature, preposition_of
from trucebook.lexicon import Entry, Lexicon
from trucebook.records import PactType, PlanType, Scope

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token
    from trucebook.resolution.scene import Scene

PLAN_TYPES: tuple[PlanType, ...] = (
    "ceasefire", "truce", "peace_plan", "talks", "prisoner_exchange", "humanitarian_access",
    "withdrawal", "peacekeeping", "other",
)  # fmt: skip

HALTS = frozenset({"halt", "end", "cessation", "pause", "suspension", "stop", "freeze", "stoppage", "break", "lull", "ending"})
LASTING = frozenset({"stop", "end", "cease", "halt"})
HALT_VERBS = frozenset({"halt", "end", "cease", "pause", "suspend", "stop", "freeze", "stay"})
SETTLING = frozenset(
    {"ceasefire", "truce", "peace_plan", "prisoner_exchange", "humanitarian_access", "withdrawal", "trade", "cooperation"}
)
ASKING = frozenset({"request", "call", "demand"})
ASKED = frozenset({"comment", "information", "interview", "calm", "help", "clarification", "restraint"})
"""What is asked for and is no plan: "a request for comment"."""
PACTS = frozenset({"deal", "agreement", "accord", "pact", "treaty", "arrangement", "understanding", "protocol"})
ABOUT = ("for", "on", "of", "to", "about", "over", "in")
PRONOUNS = frozenset({"it", "this", "that", "them", "which", "one", "both"})
INDEFINITE = frozenset({"a", "an", "any", "some", "another", "no"})

PLACING = frozenset({"deploy", "send", "post", "open", "reopen", "convene", "host", "hold"})
"""Verbs whose objects may be put forward by themselves: "proposed observers", "suggested a conference"."""
KEEPING = frozenset({"keep", "preserve", "maintain", "defend", "protect", "secure"})
OFFERED = frozenset({"propose", "offer", "suggest", "float", "table", "moot", "pitch"})
PROPOSED = frozenset({"proposal", "plan", "offer", "initiative", "draft", "idea", "suggestion", "roadmap", "invitation"})
PUTTING = frozenset({"propose", "offer", "suggest", "request", "demand"})
"""Verbs whose clause may be meant by "the idea", "the offer", "it"."""
ACT_REACH = 3
SETTLED = frozenset({"peace", "political", "negotiated", "diplomatic", "final", "peaceful"})


class ScopeEntry(Entry):
    """A scope and the words for it; see the head of ``data/scopes.yaml``."""

    scope: Scope
    words: tuple[str, ...] = ()


class PlanEntry(Entry):
    """A type of plan and the words for it; see the head of ``data/plans.yaml``."""

    type: PactType
    nouns: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    halted: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    general: bool = False


@dataclass(frozen=True)
class Plan:
    """A mention of a plan or pact: ``general`` when its head is a word like "proposal" that says nothing of its type."""

    head: Token
    type: PactType
    entry: str
    general: bool

    @property
    def plan_type(self) -> PlanType:
        """The type among those of a proposal: ``other`` for the types that only a pact has."""
        return to_plan_type(self.type)

    @property
    def because(self) -> str:
        """The lexicon entry, as records name it."""
        return f"plans.yaml#{self.entry}"


def to_plan_type(value: PactType) -> PlanType:
    """A pact's type among a proposal's types.

    >>> to_plan_type("trade")
    'other'
    """
    return value if value in PLAN_TYPES else "other"


def key_of(token: Token) -> str:
    """The lower-case lemma of ``token``; a word that the tokeniser split at its hyphens is joined again ("cease-fire").

    Proper nouns and plurals that the lemmatiser leaves alone lose their plural ending.
    """
    lemma = token.lemma or token.lower_
    doc, i = token.doc, token.i
    if i >= 2 and doc[i - 1].text in ("-", "‑") and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_:
        joined = f"{doc[i - 2].lower_}-{lemma}"
        if joined in ("cease-fire", "pull-out", "pull-back", "de-escalation", "co-operation"):
            return joined
    return lemma


class PlanWords:
    """The words of ``plans.yaml``, ready to look up: types nouns and verbs of any document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.entries = lexicon.entries("plans", PlanEntry)
        self._single: dict[str, PlanEntry] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], PlanEntry]]] = {}
        self._qualifiers: dict[str, tuple[int, PlanEntry]] = {}
        self._halted: dict[str, PlanEntry] = {}
        self._objects: dict[str, PlanEntry] = {}
        self._verbs: dict[str, list[tuple[str, PlanEntry]]] = {}
        for rank, entry in enumerate(self.entries):
            self._add(rank, entry)
        self._scopes = [(e.scope, _pattern_of(e.words)) for e in lexicon.entries("scopes", ScopeEntry)]

    def scope_of(self, noun: Token) -> Scope | None:
        """What the plan that ``noun`` heads covers, by its noun phrase and its bare clauses ("limited to the coast")."""
        clauses = [text_of(c) for c in children(noun, "acl") if c.dep_ != "acl:relcl"]
        if noun.dep_ == "obj":
            clauses += [text_of(c) for c in children(noun.head, "advcl") if any(m.lower_ == "to" for m in children(c, "mark"))]
        text = " ".join([phrase_of(noun), *clauses])
        return next((scope for scope, pattern in self._scopes if pattern.search(text)), None)

    def _add(self, rank: int, entry: PlanEntry) -> None:
        for noun in entry.nouns:
            words = tuple(noun.split())
            if len(words) == 1:
                self._single.setdefault(noun, entry)
            else:
                # Found from its last word, or from its first one where words may stand between.
                for word in {words[-1], words[0]} if len(words) > 2 else {words[-1]}:
                    self._phrases.setdefault(word, []).append((words, entry))
        for word in entry.qualifiers:
            self._qualifiers.setdefault(word, (rank, entry))
        for word in entry.halted:
            self._halted.setdefault(word, entry)
        for verb in entry.verbs:
            lemma, _, rest = verb.partition(" ")
            self._verbs.setdefault(lemma, []).append((rest, entry))
            if entry.type in ("peacekeeping", "humanitarian_access", "talks") and " " not in rest and lemma in PLACING:
                self._objects.setdefault(rest, entry)

    def find_plan(self, noun: Token) -> Plan | None:
        """The plan that ``noun`` heads, ``None`` when it is no word for one."""
        if noun.pos_ not in ("NOUN", "PROPN", "X"):
            return None
        key = key_of(noun)
        if noun.lower_ == "settlements" and not any(key_of(c) in SETTLED for c in noun.children):
            return None  # houses: one settlement may end a war
        if key == "peace" and noun.head.lemma_ in KEEPING and base_dep(noun) == "obj":
            return None  # "vowed to keep the peace"
        if key == "round" and any(preposition_of(m) == "of" and not self.has_word(m) for m in children(noun, "nmod")):
            return None  # "a round of strikes"
        if (key in ASKING and any(key_of(m) in ASKED for m in children(noun, "nmod"))) or _is_phone_call(noun, key):
            return None
        halted = self._halted_by(noun, key)
        if halted:
            return Plan(noun, halted.type, halted.id, general=False)
        phrase = self._phrase_entry(noun, key)
        if phrase and not phrase.general:
            return Plan(noun, phrase.type, phrase.id, general=False)
        entry = self._single.get(key)
        if entry is None:
            is_draft = any(c.lower_ == "draft" for c in children(noun, "compound", "amod"))  # "a draft statute"
            return Plan(noun, "other", "other", general=True) if is_draft else None
        if not entry.general:
            return None if _is_part_of_compound(noun, self) else Plan(noun, entry.type, entry.id, general=False)
        qualifier = self._qualifier_of(noun)
        if qualifier and key == "package" and qualifier.type == "humanitarian_access":
            return None  # "an aid package"
        if qualifier:
            return Plan(noun, qualifier.type, qualifier.id, general=False)
        return None if _is_part_of_compound(noun, self) else Plan(noun, "other", entry.id, general=True)

    def find_object(self, noun: Token) -> PlanEntry | None:
        """The type of a thing that is put forward, by the verbs that take it: "observers" as in "deploy observers"."""
        return self._objects.get(key_of(noun))

    def has_word(self, token: Token) -> bool:
        """Whether ``token`` may head a plan: a quick look, without its modifiers."""
        return key_of(token) in self._single

    def _phrase_entry(self, noun: Token, key: str) -> PlanEntry | None:
        phrases = self._phrases.get(key)
        if phrases is None:
            return None
        before = [key_of(t) for t in noun.doc[max(0, noun.i - 3) : noun.i]]
        for words, entry in phrases:
            if words[-1] == key and before[-(len(words) - 1) :] == list(words[:-1]):
                return entry
            if words[0] == key and len(words) > 2:
                later = (
                    t
                    for t in noun.doc[noun.i + 1 : noun.i + len(words) + 3]
                    if base_dep(t) not in ("det", "nummod", "amod", "compound") or t.pos_ == "NOUN"
                )
                after = [key_of(t) for _, t in zip(words[1:], later, strict=False)]  # "exchange of all 40 prisoners"
                if after == list(words[1:]):
                    return entry
        return None

    def _halted_by(self, noun: Token, key: str) -> PlanEntry | None:
        if key not in HALTS:
            return None
        for m in children(noun, "nmod", "acl"):
            if m.dep_ != "acl:relcl" and (preposition_of(m) in ("of", "to", "in", "on") or base_dep(m) == "acl"):
                for word in (m, *children(m, "conj", "compound")):
                    entry = self._halted.get(key_of(word))
                    if entry:
                        return entry
        is_named = key == "pause" and (
            children(noun, "amod", "compound") or any(c.lower_ == "the" for c in children(noun, "det"))
        )
        return self._single.get("truce") if is_named else None

    def _qualifier_of(self, noun: Token) -> PlanEntry | None:
        """The entry that a general head's modifiers name: compounds first, then complements, then its clause."""
        near = [t for c in children(noun, "compound", "amod", "nmod:poss") if c.i < noun.i for t in (c, *c.subtree)]
        found = self._best(near)
        if found:
            return found
        complements = [m for m in children(noun, "nmod") if preposition_of(m) in ABOUT] or _misattached(noun)
        found = self._best([t for m in complements for t in (m, *children(m, "compound", "conj"))])
        if found:
            return found
        for m in complements:
            plan = self.find_plan(m) if m.i != noun.i else None
            if plan and not plan.general:
                return next(e for e in self.entries if e.id == plan.entry)
        for clause in (c for c in children(noun, "acl") if c.dep_ != "acl:relcl"):
            for verb in (clause, *children(clause, "advcl", "xcomp")):  # "a plan to end the war", "a plan put forward to end it"
                entry = self.find_verb(verb)
                if entry:
                    return entry
        apposed = (plan for c in children(noun, "appos") if (plan := self.find_plan(c)) is not None and not plan.general)
        return next((e for plan in apposed for e in self.entries if e.id == plan.entry), None)  # "his offer, a truce of a week"

    def _best(self, words: list[Token]) -> PlanEntry | None:
        found = [self._qualifiers[key] for t in words if (key := key_of(t)) in self._qualifiers and t.ent_type_ != "PERSON"]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def find_verb(self, verb: Token) -> PlanEntry | None:
        """The type of what a verb would do: "to negotiate", "to stop the fighting", "to extend the ceasefire"."""
        lemma = verb.lemma_.lower()
        misread = self._single.get(lemma)
        if misread is not None and not misread.general and misread.type in ("ceasefire", "truce"):
            return misread  # "agree to ceasefire"
        objects = [c for c in verb.children if base_dep(c) in ("obj", "obl", "compound", "advmod", "nsubj:pass")]
        keys = {key_of(c) for o in objects for c in (o, *children(o, "conj"))}
        if lemma in HALT_VERBS:
            halted = next((self._halted[k] for k in sorted(keys) if k in self._halted), None)
            if halted:
                # "to stop the strikes" is a ceasefire, "to pause the strikes" a truce
                name = "peace_plan" if keys & {"war", "conflict"} else "ceasefire" if lemma in LASTING else halted.id
                return next(e for e in self.entries if e.id == name)
        for rest, entry in self._verbs.get(lemma, ()):
            if not rest or set(rest.removeprefix("to ").split()) & keys:
                return entry
        inner = [m for o in objects if base_dep(o) == "obj" for m in children(o, "nmod") if preposition_of(m) == "of"]
        for c in [*objects, *inner]:  # "extend the ceasefire", "extend the first phase of the ceasefire"
            plan = self.find_plan(c) if base_dep(c) in ("obj", "obl", "nmod") else None
            if plan and not plan.general:
                return next(e for e in self.entries if e.id == plan.entry)
        return None


def _is_phone_call(noun: Token, key: str) -> bool:
    """Whether "a call" is one by telephone: it asks for nothing."""
    if key != "call" or any(preposition_of(m) in ("for", "to") for m in children(noun, "nmod")):
        return False
    determiner = child(noun, "det")
    is_asking = bool(children(noun, "acl", "nmod:poss")) or (determiner is not None and determiner.lower_ not in INDEFINITE)
    return not is_asking or any(c.lower_ in ("phone", "telephone", "video", "conference") for c in children(noun, "compound"))


def _pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of ``words``, whole words but for a closing ``*``."""
    parts = [re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in words]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


def _misattached(noun: Token) -> list[Token]:
    """The phrase right behind a plan that the tree hangs on the verb: "turned down a draft for a truce"."""
    if base_dep(noun) not in ("obj", "nsubj:pass"):
        return []
    return [
        o
        for o in children(noun.head, "obl")
        if preposition_of(o) in ("for", "on", "of") and o.left_edge.i == noun.right_edge.i + 1 and not o.ent_type_
    ]


def _is_part_of_compound(noun: Token, words: PlanWords) -> bool:
    """Whether ``noun`` only qualifies the head of a plan: "ceasefire" in "ceasefire talks"."""
    return noun.dep_ in ("compound", "flat") and noun.head.i != noun.i and words.has_word(noun.head)


class Plans:
    """The plans that one document mentions, and what "the proposal" or "it" stands for."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.words = lexicon.made(PlanWords, lambda: PlanWords(lexicon))
        self._at: dict[int, Plan] = {}
        for token in doc:
            plan = self.words.find_plan(token)
            if plan:
                self._at[token.i] = plan
        self._acts = {plan.head.i: plan for token in doc for plan in self._put_forward_by(token)}
        self._told = sorted({**self._at, **self._acts}.items())
        self._heads = [i for i, _ in self._told]

    def _put_forward_by(self, verb: Token) -> Iterator[Plan]:
        """What ``verb`` puts forward as a clause: "proposed that both armies step back", to be taken up by "the idea"."""
        if verb.pos_ != "VERB" or verb.lemma_ not in PUTTING:
            return
        for clause in children(verb, "ccomp", "xcomp"):
            if clause.i > verb.i and clause.pos_ == "VERB":
                entry = self.words.find_verb(clause)
                yield Plan(clause, entry.type if entry else "other", entry.id if entry else "other", general=False)

    @classmethod
    def of(cls, scene: Scene) -> Plans:
        """The plans of the scene's document, found once for all kinds."""
        return scene.made(Plans, lambda: cls(scene.doc, scene.lexicon))

    def __iter__(self) -> Iterator[Plan]:
        return iter(self._at.values())

    def is_put_forward(self, head: Token) -> bool:
        """Whether the text tells that a plan is put forward: by a verb, or in a word like "proposal"."""
        return head.i in self._acts or _is_offered(head) or head.lemma_.lower() in PROPOSED

    def at(self, token: Token) -> Plan | None:
        """The plan whose head is ``token``, as its own words type it."""
        return self._at.get(token.i)

    def resolve(self, token: Token) -> Plan | None:
        """The plan that ``token`` heads or stands for; "the proposal", "the truce" and "it" take their antecedent's type."""
        plan = self._at.get(token.i)
        if plan is None:
            return self.antecedent(token) if token.pos_ == "PRON" and token.lower_ in PRONOUNS else None
        told = self._at.get(token.head.i) if plan.general and token.dep_ == "appos" else None
        if told is not None and not told.general:  # "a buffer zone, an idea that Chad backs"
            return Plan(plan.head, told.type, told.entry, general=True)
        if plan.general and not _is_new(plan.head):
            before = self.antecedent(token) or self._next_after(token)
            return Plan(plan.head, before.type, before.entry, general=True) if before else plan
        return self._settled(plan)

    def _settled(self, plan: Plan) -> Plan:
        """``plan`` with the type of the ceasefire that a bare "the truce" is another word for."""
        if plan.type != "truce" or not _is_bare(plan.head):
            return plan
        before = self._nearest(plan.head, ("ceasefire", "truce"))
        return Plan(plan.head, before.type, before.entry, general=False) if before else plan

    def antecedent(self, token: Token, *, any_type: bool = False) -> Plan | None:
        """The nearest typed plan named before ``token``; talks only with ``any_type`` or where nothing else was named."""
        above = {t.i for t in ancestors(token)}
        latest: Plan | None = None
        latest_typed: Plan | None = None
        for plan in (self._settled(p) for p in self._before(token) if p.head.i not in above):
            if plan.head.i in self._acts and is_near(plan.head, token, ACT_REACH):
                return plan
            is_nearest = latest_typed is None and not plan.general
            is_fresh = is_nearest or is_near(plan.head, token, 1)
            if not plan.general and (any_type or plan.type in SETTLING or (is_fresh and _is_offered(plan.head))):
                return plan  # talks, too, where just they were put forward: "proposed talks in Oslo. ... accepts the proposal"
            latest = latest or plan
            latest_typed = latest_typed or (None if plan.general else plan)
        return latest_typed or (latest if token.pos_ == "PRON" else None)

    def _before(self, token: Token) -> Iterator[Plan]:
        """The plans before ``token``, the nearest first."""
        last = bisect_left(self._heads, token.i)
        return (self._told[k][1] for k in range(last - 1, -1, -1))

    def _after(self, token: Token) -> Iterator[Plan]:
        """The plans after ``token``, in text order."""
        return (plan for _, plan in self._told[bisect_right(self._heads, token.i) :])

    def _next_after(self, token: Token) -> Plan | None:
        """The first typed plan after ``token``: a headline's "the plan" is named below it."""
        later = (p for p in self._after(token) if not p.general and p.type in SETTLING)
        return next((self._settled(p) for p in later), None)

    def _nearest(self, token: Token, types: tuple[PactType, ...]) -> Plan | None:
        near = chain(self._before(token), self._after(token))
        return next((p for p in near if p.type in types and not _is_bare(p.head)), None)


def is_near(plan: Token, word: Token, reach: int) -> bool:
    """Whether a plan was named in this sentence or one of those ``reach`` before it."""
    between = (word.doc[i] for i in range(plan.i, word.i))
    starts = (t for t in between if t.is_sent_start and not t.is_space)
    return next(islice(starts, reach, None), None) is None


def _is_bare(head: Token) -> bool:
    """Whether a noun stands for something named elsewhere: "the truce", a headline's "Chad truce"."""
    determiner = child(head, "det")
    if determiner is not None and determiner.lower_ in INDEFINITE:
        return False
    plain = ("det", "case", "punct", "cc", "conj", "nmod:poss")
    return all(c.dep_ in plain or (c.dep_ == "compound" and c.ent_type_ == "PLACE") for c in head.children)


def _is_new(head: Token) -> bool:
    """Whether a general head brings in something new: "an offer", "Iran's request to ...", "a plan to ..."."""
    determiner = child(head, "det")
    if determiner is not None and determiner.lower_ in INDEFINITE:
        return True
    clauses = [c for c in children(head, "acl") if c.dep_ != "acl:relcl"]
    if determiner is not None and determiner.lower_ == "the" and head.lemma_.lower() in PACTS:  # "the deal signed in Doha"
        return any(not has_feature(c, "Tense", "Past") for c in clauses)
    return bool(clauses)


def _is_offered(head: Token) -> bool:
    """Whether a plan is the object of a verb of putting forward."""
    return base_dep(head) == "obj" and head.head.lemma_ in OFFERED
