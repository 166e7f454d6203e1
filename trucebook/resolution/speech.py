"""The lexicon of saying: which verb or noun, with which complements, performs which act of speech.

In comes a verb or noun, out goes the entry of ``speech.yaml`` that fits it, and the complements that hold what is said
and against whom.

>>> frames = SpeechFrames(Lexicon())                    # doctest: +SKIP
>>> frames.entry_of(verb, has_quote=False).act          # doctest: +SKIP
'accuse'
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from trucebook.language.tree import base_dep, child, children, is_passive, particle_of, patient_of
from trucebook.lexicon import Entry, Lexicon
from trucebook.records import Act

if TYPE_CHECKING:
    from trucebook.language.tokens import Token


class SpeechEntry(Entry):
    """An entry of ``speech.yaml``; the head of that file explains the keys."""

    act: Act
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    and_needs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    not_objects: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    statement: bool = True


class SpeechFrames:
    """The entries by lemma, in file order."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._verbs: defaultdict[str, list[SpeechEntry]] = defaultdict(list)
        self._nouns: dict[str, SpeechEntry] = {}
        vehicles: set[str] = set()
        for entry in lexicon.entries("speech", SpeechEntry):
            for verb in entry.verbs:
                self._verbs[verb].append(entry)
            for noun in entry.nouns:
                self._nouns.setdefault(noun, entry)
            vehicles.update(entry.vehicles)
        self.vehicles = frozenset(vehicles)

    def is_speech_verb(self, token: Token) -> bool:
        """Whether ``token`` may be a verb of saying at all."""
        return token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in self._verbs

    def entry_of(self, verb: Token, *, has_quote: bool) -> SpeechEntry | None:
        """The entry whose needs ``verb`` meets; ``has_quote`` tells that direct speech or a clause it follows is what it says."""
        lemma = verb.lemma_.lower()
        return next((e for e in self._verbs.get(lemma, ()) if _fits(e, lemma, verb, has_quote)), None)

    def noun_entry_of(self, noun: Token) -> SpeechEntry | None:
        """The entry of a noun of saying ("claim", "demand")."""
        return self._nouns.get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None

    def is_vehicle(self, noun: Token) -> bool:
        """Whether ``noun`` is a text or talk in which words are said ("a statement")."""
        return noun.pos_ == "NOUN" and noun.lemma_.lower() in self.vehicles


def complements(token: Token, *names: str) -> list[Token]:
    """The children of ``token`` that are such complements: by relation, or by the word that opens them."""
    found = []
    for c in token.children:
        if (
            c.dep_ in names
            or base_dep(c) in names
            or ("obj" in names and is_misread_object(c))
            or ("xcomp" in names and is_second_object(c))
            or ("acl" in names and c.dep_ == "acl:relcl" and bool(children(c, "mark")))  # "the denial that they had left"
            or ("label" in names and base_dep(c) == "obj" and _is_labelled(c))
            or (c.lower_ in names and c.lower_ == particle_of(token))
            or (base_dep(c) in ("obl", "nmod", "advcl", "acl", "xcomp", "ccomp") and openers_of(c) & set(names))
        ):
            found.append(c)
    if "ccomp" in names and (clause := clause_behind(token)) is not None:
        found.append(clause)
    if "infinitive" in names:
        found += [verb for verb in _infinitive_behind(token) if verb not in found]
    if "obj" in names and is_passive(token) and not any(base_dep(c) == "obj" for c in found):
        patient = next((c for c in token.children if c.dep_ in ("nsubj:pass", "csubj:pass")), None) or patient_of(token)
        found += [patient] if patient is not None and patient.i != token.i else []
    return found


def clause_behind(verb: Token) -> Token | None:
    """The clause told by ``verb`` that a parser hung on the noun between them: "said in a statement that the road was open"."""
    if children(verb, "ccomp"):
        return None
    for circumstance in children(verb, "obl", "iobj"):
        for c in circumstance.subtree:
            opens = "that" in openers_of(c) and c.dep_ in ("acl", "ccomp") and c.i > circumstance.i > verb.i
            if opens and child(c, "nsubj", "nsubj:pass") is not None:
                return c
    return None


def _infinitive_behind(verb: Token) -> list[Token]:
    """The infinitive behind whom ``verb`` addresses, where a parser hung it elsewhere: "a plea calling on Chad to halt"."""
    for addressed in children(verb, "obl", "obj"):
        inside = (t for t in addressed.subtree if t.lower_ == "to" and t.dep_ == "mark" and t.i > addressed.i)
        marked = next((t.head for t in inside if t.head.dep_ in ("acl", "advcl") and t.head.pos_ == "VERB"), None)
        if marked is not None and (marked.head.i == addressed.i or marked.head.dep_ == "acl:relcl"):
            return [marked]
        after = [t for t in verb.doc[addressed.right_edge.i + 1 : addressed.right_edge.i + 3] if not t.is_quote]
        if after and after[0].lower_ == "to" and after[0].dep_ == "mark" and after[0].head.dep_ != "xcomp":
            return [after[0].head]
    return []


def is_misread_object(token: Token) -> bool:
    """Whether a parser took an object for a subject: "a statement accusing Kenya", "Chad denied Friday reports"."""
    verb = token.head
    if token.dep_ == "nsubj" and token.i > verb.i and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children):
        return not children(verb, "obj", "iobj", "ccomp")
    return (
        token.dep_ == "nsubj"
        and token.i > verb.i
        and verb.lower_.endswith("ing")
        and base_dep(verb) in ("acl", "advcl")
        and not children(verb, "aux", "obj")
    )


def is_second_object(token: Token) -> bool:
    """Whether a parser took what something is called for one more object: "called the raid a crime"."""
    return base_dep(token) == "obj" and any(base_dep(c) == "obj" and c.i < token.i for c in token.head.children)


def _is_labelled(noun: Token) -> bool:
    """Whether a quotation follows ``noun`` and says what it is called, however it is parsed: "called the plan “half-baked”"."""
    after = next((t for t in noun.doc[noun.i + 1 : noun.i + 3] if not t.is_space), None)
    return after is not None and after.is_quote and after.text not in ("”", "’", "»")


def openers_of(token: Token) -> set[str]:
    """The prepositions and marks that open ``token``, lower-case."""
    return {c.lower_ for c in children(token, "case", "mark")}


def _fits(entry: SpeechEntry, lemma: str, verb: Token, has_quote: bool) -> bool:
    if lemma in entry.direct and not has_quote:
        return False
    claimed = entry.act in ("deny", "accuse") and "obj" in entry.needs and _is_of_relative_object(verb)
    if claimed and not entry.and_needs and (not entry.objects or verb.head.lemma_.lower() in entry.objects):
        return True
    if not _has_any(entry.needs, verb, has_quote) or not _has_any(entry.and_needs, verb, has_quote):
        return False
    if entry.subjects and not {c.lemma_.lower() for c in children(verb, "nsubj")} & set(entry.subjects):
        return False
    if entry.objects or entry.not_objects:
        objects = {o.lemma_.lower() for o in complements(verb, "obj", "xcomp", "obl:unmarked")}
        return bool(objects & set(entry.objects)) if entry.objects else not objects & set(entry.not_objects)
    return True


def _is_of_relative_object(verb: Token) -> bool:
    """ "a charge Somalia denies": the noun before a clause without a pronoun is its object."""
    return verb.dep_ == "acl:relcl" and child(verb, "nsubj") is not None and not children(verb, "obj", "ccomp", "xcomp")


def _has_any(names: tuple[str, ...], verb: Token, has_quote: bool) -> bool:
    if not names or (has_quote and ("quote" in names or "parataxis" in names)):
        return True
    return bool(complements(verb, *names))
