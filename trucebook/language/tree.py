"""Questions to a Universal Dependencies tree: who is the subject, what is the clause, is it negated, is it past.

In come tokens whose ``dep_`` is a UD relation, out go tokens and character spans. Rules ask these functions and
never spaCy's own English labels, so that any UD pipeline serves.

>>> nlp = load_pipeline(); doc = Doc(nlp("The army was said to have shelled El Fasher."))  # doctest: +SKIP
>>> subject_of(doc[6])                                                                  # doctest: +SKIP
army
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from trucebook.records import Span

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

Tense = Literal["past", "present", "future", "perfect", "none"]

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
CLAUSES = frozenset(
    {"root", "ROOT", "ccomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis", "csubj", "csubj:pass", "xcomp"}
)
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor"})
CONTROLLING_MARKS = frozenset({"of", "for", "from", "into"})
FUTURE_AUX = frozenset({"will", "shall", "'ll", "’ll", "wo"})


def base_dep(token: Token) -> str:
    """The universal relation without its subtype: ``obl:agent`` is ``obl``."""
    return token.base


def has_feature(token: Token, name: str, value: str) -> bool:
    """Whether a UD feature has this value: ``has_feature(token, "VerbForm", "Part")``."""
    return value in token.morph.get(name, ())


def children(token: Token, *deps: str) -> list[Token]:
    """The children of ``token`` whose relation (or universal relation) is among ``deps``, in text order."""
    return [child for child in token.children if child.dep_ in deps or child.base in deps]


def child(token: Token, *deps: str) -> Token | None:
    """The first such child, if any."""
    for one in token.children:
        if one.dep_ in deps or one.base in deps:
            return one
    return None


def conjuncts(token: Token) -> list[Token]:
    """``token`` and what is coordinated with it, in text order ("Egypt, Qatar and Turkey" from Egypt)."""
    found, queue = [token], [token]
    while queue:
        current = queue.pop()
        for other in children(current, "conj"):
            found.append(other)
            queue.append(other)
    return sorted(found, key=lambda t: t.i)


def is_passive(verb: Token) -> bool:
    """Whether ``verb`` is passive: it has a passive subject or auxiliary, or is a bare past participle that modifies a noun."""
    marks = {c.dep_ for c in verb.children}
    if "aux:pass" in marks or (marks & {"nsubj:pass", "csubj:pass"} and "obj" not in marks):
        return True  # a "passive subject" beside an object is a subject misread: "air raids killed two people"
    if base_dep(verb) == "acl" and verb.dep_ != "acl:relcl":
        return has_feature(verb, "VerbForm", "Part") and has_feature(verb, "Tense", "Past")
    return verb.dep_ == "conj" and is_passive(verb.head) and not children(verb, "obj", "nsubj")


def subject_of(verb: Token) -> Token | None:
    """The grammatical subject of ``verb``, found through coordination, control, participles and relative clauses.

    A relative pronoun is replaced by the noun it stands for. ``None`` where no one is named.
    """
    current, seen = verb, set()
    while current.i not in seen:
        seen.add(current.i)
        found = next((c for c in current.children if c.dep_ in SUBJECTS and base_dep(c) != "csubj"), None)
        if found is not None:
            return antecedent(found)
        if current.dep_ == "acl:relcl" and not is_passive(current) and child(current, "obj") is not None:
            return current.head
        if base_dep(current) == "acl" and current.dep_ != "acl:relcl" and current.morph.get("VerbForm", []):
            return _controller(current)
        if current.dep_ == "acl:relcl":
            return current.head
        step = _subject_step(current)
        if step is None:
            return None
        current = step
    return None


def _controller(participle: Token) -> Token | None:
    """The subject of an ``acl``: the modified noun ("forces advancing"), or for an infinitive that noun's own holder."""
    if has_feature(participle, "VerbForm", "Inf"):
        owner = child(participle.head, "nmod:poss")
        if owner is not None:
            return owner
        governor = participle.head.head
        return subject_of(governor) if governor.pos_ in ("VERB", "AUX") and governor.i != participle.i else None
    return participle.head


def _subject_step(verb: Token) -> Token | None:
    """Where to look for the subject that ``verb`` leaves out."""
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        return verb.head
    if verb.dep_ in ("xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
        return verb.head
    return None


def antecedent(pronoun: Token) -> Token:
    """What a relative pronoun stands for; any other token stands for itself."""
    if not has_feature(pronoun, "PronType", "Rel") and pronoun.lower_ not in ("which", "who", "whom"):
        return pronoun
    current = pronoun
    while current.head.i != current.i:
        if current.dep_ == "acl:relcl":
            return current.head
        current = current.head
    return pronoun


def controlled_subject_of(verb: Token) -> Token | None:
    """As :func:`subject_of`, but the object controls where the governing verb has one.

    "urged Israel to withdraw", "accused the army of shelling": Israel, the army.
    """
    first = verb
    while first.dep_ == "conj" and first.head.pos_ == "VERB" and not children(first, "nsubj", "nsubj:pass"):
        first = first.head  # "urged Israel to stop and withdraw"
    if first.dep_ == "xcomp" or (
        first.dep_ == "advcl" and any(c.lower_ in CONTROLLING_MARKS for c in children(first, "mark", "case"))
    ):
        controller = child(first.head, "obj", "iobj")
        if controller is not None and not children(first, "nsubj", "nsubj:pass"):
            return controller
    return subject_of(verb)


def agent_of(verb: Token) -> Token | None:
    """Who does it: the subject of an active verb, the by-phrase of a passive one."""
    if is_passive(verb):
        by = child(verb, "obl:agent") or next((o for o in children(verb, "obl") if preposition_of(o) == "by"), None)
        return by
    return controlled_subject_of(verb)


def patient_of(verb: Token) -> Token | None:
    """Who or what it is done to: the object of an active verb, the subject of a passive one."""
    if is_passive(verb):
        return controlled_subject_of(verb)
    found = child(verb, "obj")
    if found is not None:
        return antecedent(found)
    return verb.head if verb.dep_ == "acl:relcl" and subject_of(verb) is not verb.head else None


def preposition_of(token: Token) -> str:
    """The case marker of an oblique or nominal modifier, lower-case, fixed parts joined: ``because of``; ``""`` without one."""
    marks = children(token, "case")
    if not marks:
        return ""
    words = [marks[0], *children(marks[0], "fixed")]
    return " ".join(w.lower_ for w in sorted(words, key=lambda t: t.i))


def modifiers(token: Token, *prepositions: str) -> list[Token]:
    """The obliques and nominal modifiers of ``token`` with one of these prepositions (all of them without any given)."""
    found = children(token, "obl", "nmod")
    return [t for t in found if not prepositions or preposition_of(t) in prepositions]


def is_negated(token: Token) -> bool:
    """Whether ``token`` has a negation of its own: not, n't, never, no, neither, without."""
    for c in token.children:
        if c.lower_ in NEGATIONS and c.dep_ in ("advmod", "det", "cc:preconj", "cc", "aux"):
            return True
        if c.dep_ in ("mark", "case") and c.lower_ == "without":
            return True
    return False


def auxiliaries(verb: Token) -> list[str]:
    """The auxiliaries of ``verb`` (those of the verb it is coordinated with, when it has none itself), lower-case."""
    found = [c.lower_ for c in children(verb, "aux", "cop")]
    finite_past = has_feature(verb, "VerbForm", "Fin") and has_feature(verb, "Tense", "Past")
    shares = verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not finite_past
    if not found and shares and not children(verb, "nsubj", "nsubj:pass"):  # "would stay", but not "would stay and left"
        return auxiliaries(verb.head)
    return found


def tense_of(verb: Token) -> Tense:
    """The tense of the clause: ``perfect`` is the present perfect ("has accepted"), ``none`` an infinitive or participle.

    A copular clause takes the tense of its copula.
    """
    aux = auxiliaries(verb)
    if any(a in FUTURE_AUX for a in aux):
        return "future"
    if any(a in ("has", "have", "'ve", "’ve") for a in aux) and "to" not in [c.lower_ for c in children(verb, "mark")]:
        return "perfect"
    if any(a in ("was", "were", "had", "did") for a in aux):
        return "past"
    if any(a in ("is", "are", "'s", "’s", "'re", "’re", "am", "does", "do") for a in aux):
        return "present"
    if has_feature(verb, "VerbForm", "Fin"):
        return "past" if has_feature(verb, "Tense", "Past") else "present"
    return "none"


def clause_head_of(token: Token) -> Token:
    """The predicate of the smallest clause around ``token``: the nearest ancestor (or itself) that heads a clause."""
    current = token
    while current.head.i != current.i and current.dep_ not in CLAUSES:
        if current.dep_ == "conj" and current.pos_ in ("VERB", "AUX"):
            return current
        current = current.head
    return current


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above ``token``, nearest first."""
    current = token
    while current.head.i != current.i:
        current = current.head
        yield current


def span_of(tokens: list[Token]) -> Span:
    """The character span from the first to the last of ``tokens`` (one or more), blanks and stray commas at its ends left out."""
    tokens = sorted(tokens, key=lambda t: t.i)
    while len(tokens) > 1 and (tokens[0].is_space or tokens[0].text in ",;:-–—"):
        tokens = tokens[1:]
    while len(tokens) > 1 and (tokens[-1].is_space or tokens[-1].text in ",;:-–—."):
        tokens = tokens[:-1]
    return Span(start=tokens[0].idx, end=tokens[-1].idx + len(tokens[-1]))


def clause_of(token: Token) -> Span:
    """The span of the clause around ``token``: its predicate's subtree, without coordinated clauses and their conjunction."""
    head = clause_head_of(token)
    left_out: set[int] = set()
    for c in head.children:
        later_clause = c.dep_ == "conj" and c.pos_ in ("VERB", "AUX") and c.i > token.i
        aside = c.dep_ == "parataxis" and not (c.left_edge.i <= token.i <= c.right_edge.i)
        if later_clause or aside:
            left_out |= {t.i for t in c.subtree}
    subtree = [t for t in head.subtree if t.i not in left_out]
    if head.dep_ == "conj":
        subtree = [t for t in subtree if not (t.dep_ == "cc" and t.head.i == head.i)]
    return span_of(_unbroken(subtree, token))


def _unbroken(tokens: list[Token], around: Token) -> list[Token]:
    """The longest run of neighbouring tokens that contains ``around``: evidence is one verbatim stretch."""
    at = {t.i: t for t in tokens} | {around.i: around}
    first = last = around.i
    while first - 1 in at:
        first -= 1
    while last + 1 in at:
        last += 1
    return [at[i] for i in range(first, last + 1)]


def sentence_of(doc: Doc, token: Token) -> Span:
    """The span of the sentence around ``token``."""
    return span_of(list(token.sent))


def particle_of(verb: Token) -> str:
    """The particle of ``verb`` ("off" in "called off"), lower-case; ``""`` without one."""
    for c in verb.children:
        if c.dep_ == "compound:prt" or (c.dep_ == "compound" and c.pos_ in ("ADP", "ADV") and c.i > verb.i):
            return c.lower_
    return ""
