"""Whether an event happened, is planned, called for, possible or denied.

In comes the verb or noun that tells the event, out goes one of the five modalities. Looked at, in this order: the clause's own
auxiliaries, negation, mark and modifiers; then the words that govern it (``modality.yaml``), as long as it is one event.

>>> resolve_modality(doc[4], lexicon=lexicon)      # "Kenya urged them to withdraw": withdraw     # doctest: +SKIP
'called_for'
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from trucebook.language.tree import auxiliaries, base_dep, child, children, is_negated, particle_of, preposition_of
from trucebook.lexicon import Entry, Lexicon
from trucebook.records import Modality
from trucebook.resolution.speech import openers_of
from trucebook.resolution.tenses import clause_tense, is_predicate

if TYPE_CHECKING:
    from trucebook.language.tokens import Token

Class = Literal["verb", "noun", "adjective"]
NOBODY = frozenset({"no", "neither", "none", "nobody", "nothing"})
CONDITIONS = frozenset({"if", "unless", "whether", "should"})
TAKING_PART = frozenset({"participation", "attendance", "involvement", "part", "presence"})
ENDING = frozenset({"lift", "end", "stop", "halt", "cease", "suspend"})
"""Verbs whose object goes on until then."""
DEPTH = 6
"""How many governors outwards are asked."""


class ModalityEntry(Entry):
    """An entry of ``modality.yaml``; the head of that file explains the keys."""

    modality: Modality
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    complements: tuple[str, ...] = ()
    negated: Modality | None = None
    auxiliaries: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    not_of_texts: bool = False


class Governors:
    """The entries of ``modality.yaml``, by word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._governors: dict[tuple[Class, str, str], ModalityEntry] = {}
        self._auxiliaries: dict[str, Modality] = {}
        self._modifiers: dict[str, Modality] = {}
        self._prepositions: dict[str, Modality] = {}
        self._reports: set[str] = set()
        self._texts: set[str] = set()
        for entry in lexicon.entries("modality", ModalityEntry):
            self._add(entry)

    def _add(self, entry: ModalityEntry) -> None:
        groups: tuple[tuple[Class, tuple[str, ...]], ...] = (
            ("verb", entry.verbs),
            ("noun", entry.nouns),
            ("adjective", entry.adjectives),
        )
        for group, words in groups:
            for word in words:
                for complement in entry.complements:
                    self._governors.setdefault((group, word, complement), entry)
        self._reports.update(entry.reports)
        self._texts.update(entry.texts)
        for table, words in (
            (self._auxiliaries, entry.auxiliaries),
            (self._modifiers, entry.modifiers),
            (self._prepositions, entry.prepositions),
        ):
            table.update(dict.fromkeys(words, entry.modality))

    def auxiliary(self, word: str) -> Modality | None:
        """What an auxiliary makes of its verb."""
        return self._auxiliaries.get(word)

    def modifier(self, word: str) -> Modality | None:
        """What an adjective makes of its noun."""
        return self._modifiers.get(word)

    def preposition(self, words: str) -> Modality | None:
        """What a preposition makes of the event after it ("ahead of talks")."""
        return self._prepositions.get(words)

    def over(self, token: Token) -> ModalityEntry | None:
        """The entry by which the head of ``token`` governs it."""
        entry = self._entry(token.head, _complements_of(token))
        if entry is not None and not (entry.not_of_texts and self._is_text(token)):
            return entry
        if base_dep(token) == "acl" and _is_infinitive(token) and base_dep(token.head) in ("obj", "iobj", "obl"):
            return self._entry(token.head.head, ["xcomp"])  # "urged [Israel to withdraw]", read as one noun phrase
        return None

    def _entry(self, head: Token, complements: list[str]) -> ModalityEntry | None:
        keys = ((group, word, complement) for group, word in _words_of(head) for complement in complements)
        return next((entry for key in keys if (entry := self._governors.get(key)) is not None), None)

    def undoes(self, verb: Token) -> bool:
        """Whether ``verb`` says of its passive subject that it does not come about ("cancelled")."""
        entries = (self._governors.get((group, word, "nsubj:pass")) for group, word in _words_of(verb))
        return any(entry is not None and entry.modality == "denied" for entry in entries)

    def is_open(self, participle: Token) -> bool:
        """Whether a participle leaves it open that its noun comes about: planned, proposed, cancelled."""
        return self._entry(participle, ["obj", "nsubj:pass", "xcomp"]) is not None

    def is_report(self, noun: Token) -> bool:
        """Whether ``noun`` is a claim or report whose content a denial denies."""
        return noun.lemma_.lower() in self._reports

    def _is_text(self, noun: Token) -> bool:
        """Whether ``noun`` is a plan or pact, which is there even if it is rejected or only discussed."""
        return not is_predicate(noun) and noun.lemma_.lower() in self._texts


def resolve_modality(token: Token, *, lexicon: Lexicon) -> Modality:
    """The modality of the event that ``token`` (a verb, a predicate or an event noun) tells."""
    return _resolve(token, _governors(lexicon), DEPTH)


@lru_cache(maxsize=8)
def _governors(lexicon: Lexicon) -> Governors:
    return Governors(lexicon)


def _resolve(token: Token, governors: Governors, depth: int) -> Modality:
    own = _own(token, governors)
    if own is not None and (own in ("denied", "actual") or is_predicate(token)):
        return own
    above = _above(token, governors, depth)
    if above == "planned" and _is_perfect_infinitive(token):
        return "actual"
    return above if own is None or above == "denied" else own


def _above(token: Token, governors: Governors, depth: int) -> Modality:
    """What the words that govern ``token`` say of it."""
    if token.head.i == token.i or depth == 0:
        return "actual"
    entry = governors.over(token)
    if entry is not None:
        return "denied" if _is_undone(token, governors) else _governed(token, entry, governors, depth)
    if _is_one_event(token) or _is_content_of_noun(token, governors):
        return _resolve(token.head, governors, depth - 1)
    return "actual"


def _governed(token: Token, entry: ModalityEntry, governors: Governors, depth: int) -> Modality:
    """What the governor says, turned by its own negation; a governor that is itself denied or possible says so of both."""
    head = token.head
    above = _resolve(head, governors, depth - 1)
    if is_negated(head):
        return entry.negated or "denied"
    if above == "denied":  # twice denied: "refused to rule out a strike", "failed to prevent the attack"
        return entry.negated or "denied"
    if entry.modality == "planned" and (above == "possible" or _has_condition(token) or _has_condition(head)):
        return "possible"
    return entry.modality


def _is_undone(token: Token, governors: Governors) -> bool:
    """ "talks were scheduled but were called off": the second verb of the subject undoes the first."""
    if token.dep_ not in ("nsubj", "nsubj:pass"):
        return False
    later = [c for c in children(token.head, "conj") if is_predicate(c) and child(c, "nsubj", "nsubj:pass") is None]
    return any(governors.undoes(verb) for verb in later)


def _own(token: Token, governors: Governors) -> Modality | None:
    """What the clause or noun phrase of ``token`` says by itself."""
    if not is_predicate(token):
        return _own_of_noun(token, governors)
    if (is_negated(token) and not _is_not_only(token)) or _has_no(token):
        return "possible" if any(a in ("may", "might") for a in auxiliaries(token)) else "denied"
    if _is_yet_to(token):
        return "denied"
    if _is_conditional(token):
        return "possible"
    words = auxiliaries(token)
    found = next((m for word in words if (m := governors.auxiliary(word)) is not None), None)
    if found == "planned" and _has_condition(token):
        return "possible"
    if found is not None:
        return found
    if "would" in words:
        return "planned" if _is_reported(token) else "possible"
    if any(w in ("is", "are", "was", "were") for w in words) and _is_infinitive(token):
        return "denied" if _is_taken_back(token) else "planned"
    if "Imp" in token.morph.get("Mood", []) and child(token, "nsubj") is None and token.dep_ in ("root", "ROOT"):
        return "called_for"
    is_aim = token.dep_ == "advcl" or base_dep(token) == "acl"
    if is_aim and _is_infinitive(token) and governors.over(token) is None and token.head.lemma_ != "use":
        return "planned"
    return None


def _own_of_noun(noun: Token, governors: Governors) -> Modality | None:
    if is_negated(noun):
        return "denied"
    beside = (governors.modifier(c.lower_) for c in children(noun, "amod", "compound"))
    found = next((modality for modality in beside if modality is not None), None)
    if found is None and _is_going_on(noun):
        return "actual"
    if found == "planned" and noun.dep_ == "obj" and noun.head.lemma_ in ENDING and not is_negated(noun.head):
        return "denied"  # "suspended its planned talks": what had not begun does not begin
    if found is not None:
        return found
    if any(_tells_past(c, governors) for c in children(noun, "acl")):
        return "actual"
    return governors.preposition(preposition_of(noun))


def _is_going_on(noun: Token) -> bool:
    """ "urged Chad to lift its blockade": what is to end is there, however the end is meant."""
    if noun.dep_ != "obj" or noun.head.lemma_ not in ENDING:
        return False
    determiner = child(noun, "det", "nmod:poss")
    return determiner is not None and (determiner.dep_ == "nmod:poss" or determiner.lower_ in ("the", "this", "that"))


def _tells_past(clause: Token, governors: Governors) -> bool:
    """ "the letter which he sent", "a truce signed in May": what the noun names has come about."""
    if clause.dep_ == "acl:relcl":
        return clause_tense(clause) in ("past", "perfect") and not is_negated(clause) and not governors.is_open(clause)
    participle = "Part" in clause.morph.get("VerbForm", []) and "Past" in clause.morph.get("Tense", [])
    return participle and not _is_infinitive(clause) and not governors.is_open(clause)


def _is_not_only(token: Token) -> bool:
    """ "not only attacked but": no negation."""
    return any(c.lower_ == "not" and c.i + 1 < len(token.doc) and c.nbor().lower_ in ("only", "just") for c in token.children)


def _is_conditional(token: Token) -> bool:
    return any(c.lower_ in CONDITIONS and c.dep_ in ("mark", "aux", "advmod") and c.i < token.i for c in token.children) and (
        token.dep_ in ("advcl", "ccomp", "conj", "acl", "parataxis")
    )


def _is_taken_back(verb: Token) -> bool:
    """ "was to meet him on Friday but did not"."""
    return any(is_negated(c) and any(cc.lower_ == "but" for cc in children(c, "cc")) for c in children(verb, "conj"))


def _is_yet_to(verb: Token) -> bool:
    """ "has yet to answer", "is yet to begin"."""
    around = [
        *verb.children,
        *(verb.head.children if verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "be", "remain") else ()),
    ]
    return _is_infinitive(verb) and any(c.lower_ == "yet" and c.i < verb.i for c in around)


def _has_no(verb: Token) -> bool:
    """ "no deal was reached", "neither side agreed": the negation stands with the subject or object."""
    for c in children(verb, "nsubj", "nsubj:pass", "obj"):
        if c.lower_ in NOBODY or any(d.lower_ in NOBODY and d.dep_ in ("det", "amod", "advmod", "nmod") for d in c.children):
            return True
    return False


def _has_condition(verb: Token) -> bool:
    """ "will strike if talks fail", "unless", "should they fail"."""
    return any(any(m.lower_ in ("if", "unless", "should") for m in children(c, "mark", "aux")) for c in children(verb, "advcl"))


def _is_content_of_noun(token: Token, governors: Governors) -> bool:
    """ "denied the claim that ...": what the claim says."""
    return base_dep(token) in ("acl", "ccomp") and token.dep_ != "acl:relcl" and governors.is_report(token.head)


def _is_reported(token: Token) -> bool:
    """ "said it would": the future of the past."""
    return token.dep_ in ("ccomp", "conj", "acl:relcl", "root", "ROOT", "parataxis")


def _is_perfect_infinitive(token: Token) -> bool:
    """ "is said to have been killed"."""
    return _is_infinitive(token) and any(c.lower_ == "have" for c in children(token, "aux"))


def _is_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in token.children)


def _words_of(head: Token) -> list[tuple[Class, str]]:
    """The head by class and lemma, with its particle or preposition where that makes another word ("call off")."""
    lemma = head.lemma_.lower()
    if head.pos_ in ("VERB", "AUX"):
        particle = particle_of(head)
        if particle:
            return [("verb", f"{lemma} {particle}")]
        participle: list[tuple[Class, str]] = [("adjective", head.lower_)] if "Part" in head.morph.get("VerbForm", []) else []
        return [("verb", lemma), *participle]
    if head.pos_ in ("ADJ", "ADV"):
        return [("adjective", lemma), ("verb", lemma)]
    if child(head, "cop") is not None:
        return [("adjective", lemma), ("noun", lemma)]
    return [("noun", lemma)]


def _complements_of(token: Token) -> list[str]:
    """The names of the slot in which ``token`` stands."""
    if base_dep(token) == "acl" and (token.dep_ == "acl:relcl" or "Part" in token.morph.get("VerbForm", [])):
        return sorted(openers_of(token))
    names = [token.dep_, base_dep(token)]
    if base_dep(token) in ("obl", "nmod", "acl", "advcl", "xcomp", "ccomp"):
        names += sorted(openers_of(token))
    if base_dep(token) in ("obl", "nmod") and preposition_of(token):
        names.append(preposition_of(token))
    return names


def _is_one_event(token: Token) -> bool:
    """Whether ``token`` and its head tell one event, so that the head's modality is its own: "hold talks", "agreed to begin"."""
    relation, head = base_dep(token), token.head
    if token.dep_ == "conj":
        bare = child(token, "nsubj", "nsubj:pass") is None and not children(token, "aux")
        return bare or token.pos_ in ("NOUN", "PROPN")
    if token.pos_ in ("NOUN", "PROPN", "PRON"):
        if head.pos_ in ("VERB", "AUX"):
            return relation in ("obj", "nsubj") or (
                relation == "obl" and preposition_of(token) in ("in", "for", "to", "by", "with", "on")
            )
        if relation == "nmod" and preposition_of(token) == "in":
            return head.lemma_.lower() in TAKING_PART
        return relation in ("nmod", "appos", "compound") and preposition_of(token) in ("of", "for", "")
    return token.dep_ == "xcomp" or (head.lemma_ == "use" and token.dep_ == "advcl")  # "used drones to strike the depot"
