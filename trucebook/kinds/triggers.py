"""Finds the words of a lexicon in a parsed document: the first step of every kind.

In come a spaCy ``Doc`` and entries with ``verbs`` and ``nouns`` (lemmas, or phrases of lemmas), out come triggers: the token that
heads the match, the entry, and all tokens of the match. Where entries compete for one token, the longest phrase wins.

A verb phrase is its verb and words that follow it in order, others between them ("take control" finds "took full control",
"seized and took swift control"); a noun phrase is unbroken and headed by its last word ("air strike").

>>> entry = TriggerEntry(id="takeover", gloss="take ground", verbs=("take control",), nouns=("takeover",))
>>> [str(t.token) for t in find_triggers(nlp("Rebels took full control."), [entry])]     # doctest: +SKIP
['took']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from trucebook.language.tree import base_dep, has_feature
from trucebook.lexicon import Entry, Lexicon

if TYPE_CHECKING:
    from trucebook.language.tokens import Doc, Token

Part = Literal["verb", "noun", "adjective"]
Form = tuple[str, ...]

# Past forms of irregular verbs, base first.
IRREGULAR = (
    "take took taken;fall fell fallen;shoot shot;strike struck stricken;draw drew drawn;hold held;fight fought;lose lost;"
    "leave left;throw threw thrown;blow blew blown;break broke broken;drive drove driven;win won;lead led;run ran;"
    "keep kept;cut;hit;send sent;lay laid;come came;go went gone;make made;bring brought;set;put;burst;give gave given;"
    "get got gotten;meet met;speak spoke spoken;say said;tell told;deal dealt;seek sought;find found;bind bound;"
    "rise rose risen;stand stood;feel felt;become became;begin began begun;think thought;write wrote written;sell sold;"
    "buy bought;build built;spend spent;see saw seen;know knew known;creep crept;flee fled;forbid forbade forbidden;"
    "swear swore sworn;shut;slay slew slain;sink sank sunk;fly flew flown;let;cast;split;bid bade"
)
# How far behind its verb the rest of a verb phrase may stand: "take (back) (full) (and) (lasting) control".
WINDOW = 5


class TriggerEntry(Entry):
    """An entry that is found by its words; a kind's own model adds the slots that they fill."""

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


TriggerT = TypeVar("TriggerT", bound=TriggerEntry)


@dataclass(frozen=True)
class Trigger(Generic[TriggerT]):
    """A match: ``token`` heads it, ``words`` are all its tokens in text order, ``part`` says which list it stood in."""

    token: Token
    entry: TriggerT
    words: tuple[Token, ...]
    part: Part


@dataclass(frozen=True)
class TriggerIndex(Generic[TriggerT]):
    """The phrases of a set of entries by part of speech and head word; make it once for many documents."""

    heads: Mapping[tuple[Part, str], list[tuple[Form, TriggerT]]]

    @classmethod
    def of(cls, entries: Iterable[TriggerT]) -> TriggerIndex[TriggerT]:
        """Index ``entries``; longer phrases first."""
        heads: dict[tuple[Part, str], list[tuple[Form, TriggerT]]] = defaultdict(list)
        for entry in entries:
            parts: tuple[tuple[Part, tuple[str, ...]], ...] = (
                ("verb", entry.verbs),
                ("noun", entry.nouns),
                ("adjective", entry.adjectives),
            )
            for part, phrases in parts:
                for phrase in phrases:
                    form = tuple(phrase.lower().split())
                    for word in inflections(form[0] if part == "verb" else form[-1], part):
                        heads[part, word].append((form, entry))
        for found in heads.values():
            found.sort(key=lambda pair: -len(pair[0]))
        return cls(dict(heads))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every form that some trigger may have at its head: most words of a text are none."""
        return frozenset(word for _, word in self.heads)

    def match(self, token: Token) -> Iterator[Trigger[TriggerT]]:
        """The triggers that ``token`` heads: those of the longest phrase that fits, usually one."""
        if token.lemma not in self.words and token.lower_ not in self.words:
            return
        keys = sorted({token.lemma, token.lower_})
        for part in parts_of(token):
            found: list[Trigger[TriggerT]] = []
            for key in keys:
                for form, entry in self.heads.get((part, key), ()):
                    if found and len(form) < len(found[0].words):
                        break
                    words = _verb_words(token, form) if part == "verb" else _noun_words(token, form)
                    if words and all(t.entry is not entry for t in found):
                        found = [t for t in found if len(t.words) == len(words)]
                        found.append(Trigger(token, entry, words, part))
            if found:
                yield from found
                return


def trigger_index(lexicon: Lexicon, name: str, model: type[TriggerT]) -> TriggerIndex[TriggerT]:
    """The index of the lexicon ``name``, made once for all documents."""
    return lexicon.made((name, model, TriggerIndex), lambda: TriggerIndex.of(lexicon.entries(name, model)))


def find_triggers(doc: Doc, entries: Iterable[TriggerT] | TriggerIndex[TriggerT]) -> Iterator[Trigger[TriggerT]]:
    """The triggers of ``entries`` in ``doc``, in text order."""
    index = entries if isinstance(entries, TriggerIndex) else TriggerIndex.of(entries)
    heads = {token.i: token for word, tokens in doc.by_word.items() if word in index.words for token in tokens}
    for i in sorted(heads):
        yield from index.match(heads[i])


def inflections(word: str, part: Part) -> set[str]:
    """``word`` and its inflections, so that a lemma that went wrong in reading does not hide it.

    >>> sorted(inflections("kill", "verb"))
    ['kill', 'killed', 'killing', 'kills']
    >>> "retook" in inflections("retake", "verb")
    True
    """
    if part == "adjective" or not word.isalpha():
        return {word}
    ends_in_y = word.endswith("y") and word[-2:-1] not in tuple("aeou")
    sibilant = word.endswith(("s", "x", "z", "ch", "sh"))
    found = {word, word[:-1] + "ies" if ends_in_y else word + ("es" if sibilant else "s")}
    found |= {word[:-2] + "en"} if part == "noun" and word.endswith("man") else set()
    if part == "verb":
        stem = word[:-1] if word.endswith("e") else word
        doubles = len(word) > 2 and word[-1] not in "aeiouwxyh" and word[-2] in "aeiou" and word[-3] not in "aeiou"
        found |= {word[:-1] + "ied" if ends_in_y else stem + "ed", stem + "ing"}
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"} if doubles else set()
        found |= _irregular_forms(word)
    return found


def _irregular_forms(word: str) -> set[str]:
    """The past forms of an irregular verb, a prefixed one ("retake", "overrun") by its base."""
    for line in IRREGULAR.split(";"):
        base, *forms = line.split()
        if word == base:
            return set(forms)
        prefix = word.removesuffix(base)
        if prefix != word and prefix in ("re", "over", "with", "under", "out", "up"):
            return {prefix + form for form in forms}
    return set()


def parts_of(token: Token) -> tuple[Part, ...]:
    """As which parts of speech ``token`` may match; participles and gerunds stand between two, so both are tried."""
    if token.pos_ == "VERB" and token.dep_ == "amod":
        return ("adjective", "verb")
    if token.pos_ in ("VERB", "AUX"):
        return (
            ("verb", "adjective")
            if has_feature(token, "VerbForm", "Part")
            else ("verb", "noun")
            if _is_gerund(token)
            else ("verb",)
        )
    if token.pos_ in ("NOUN", "PROPN"):
        return ("noun", "verb") if _is_gerund(token) else ("noun",)
    if token.pos_ == "ADJ":
        if token.lower_.endswith(("ed", "en", "ing")):
            return ("adjective", "verb")
        return ("adjective", "noun") if base_dep(token) in ("obj", "nsubj") else ("adjective",)  # "launched an offensive"
    return ()


def _is_gerund(token: Token) -> bool:
    return token.lower_.endswith("ing")


def is_word(token: Token, word: str) -> bool:
    """Whether ``token`` is ``word``, by lemma or by form."""
    return token.lower_ == word or token.lemma == word


def _verb_words(verb: Token, form: Form) -> tuple[Token, ...]:
    """The tokens of ``form`` from its ``verb`` on, in the same sentence, or none."""
    found = [verb]
    after = iter(verb.doc.tokens[verb.i + 1 : verb.i + 1 + WINDOW + len(form)])
    for word in form[1:]:
        for token in after:
            if token.lower_ == word or token.lemma == word:
                found.append(token)
                break
            if token.is_sent_start or token.text in ";:.":
                return ()
        else:
            return ()
    return tuple(found)


def _noun_words(noun: Token, form: Form) -> tuple[Token, ...]:
    """The tokens of ``form`` that end with ``noun``, hyphens between them let pass, or none."""
    doc, found, at = noun.doc, [noun], noun.i - 1
    for word in reversed(form[:-1]):
        while at >= 0 and doc[at].text in ("-", "‑", "–"):
            at -= 1
        if at < 0 or not is_word(doc[at], word):
            return ()
        found.append(doc[at])
        at -= 1
    return tuple(reversed(found))
