"""Triggers, numbers and the gathering of events on hand-made trees, without a model."""

from __future__ import annotations

import pytest
import spacy
import spacy.tokens

from trucebook.kinds.counts import number_of, resolve_count
from trucebook.kinds.force import IncidentEntry, Mention
from trucebook.kinds.gathering import gather
from trucebook.kinds.triggers import TriggerEntry, find_triggers, inflections
from trucebook.language.tokens import Doc
from trucebook.records import Count, CountRange

Row = tuple[str, str, str, int]

VOCAB = spacy.blank("en").vocab


def make_doc(*rows: Row) -> Doc:
    """A tree from rows of word, part of speech, relation and head."""
    words, pos, deps, heads = zip(*rows, strict=True)
    lemmas = [LEMMAS.get(word, word.lower()) for word in words]
    source = spacy.tokens.Doc(VOCAB, words=list(words), pos=list(pos), deps=list(deps), heads=list(heads), lemmas=lemmas)
    return Doc(source)


LEMMAS = {"took": "take", "strikes": "strike", "killed": "kill", "soldiers": "soldier", "clerks": "clerk", "drones": "drone"}
TAKE = TriggerEntry(id="take", gloss="take ground", verbs=("take", "take control"), nouns=("air strike", "strike"))


def test_the_longest_phrase_wins() -> None:
    doc = make_doc(
        ("Rebels", "NOUN", "nsubj", 1),
        ("took", "VERB", "root", 1),
        ("full", "ADJ", "amod", 3),
        ("control", "NOUN", "obj", 1),
    )
    (trigger,) = find_triggers(doc, [TAKE])
    assert [word.text for word in trigger.words] == ["took", "control"]


def test_a_noun_phrase_is_unbroken_and_may_be_hyphenated() -> None:
    doc = make_doc(("air", "NOUN", "compound", 2), ("-", "PUNCT", "punct", 2), ("strikes", "NOUN", "root", 2))
    (trigger,) = find_triggers(doc, [TAKE])
    assert [word.text for word in trigger.words] == ["air", "strikes"]


def test_a_verb_is_no_noun() -> None:
    doc = make_doc(("It", "PRON", "nsubj", 1), ("strikes", "VERB", "root", 1))
    assert list(find_triggers(doc, [TAKE])) == []


@pytest.mark.parametrize(
    "word, form",
    [
        ("kill", "killed"),
        ("bomb", "bombing"),
        ("carry", "carried"),
        ("retake", "retook"),
        ("stab", "stabbed"),
        ("withdraw", "withdrew"),
    ],
)
def test_inflections(word: str, form: str) -> None:
    assert form in inflections(word, "verb")


@pytest.mark.parametrize(
    "words, number",
    [
        ("twenty - three men", 23),
        ("1,200 men", 1200),
        ("two hundred and six men", 206),
        ("two dozen men", 24),
        ("two million men", 2_000_000),
        ("men", None),
        ("dozens of men", None),
    ],
)
def test_number_of(words: str, number: int | None) -> None:
    doc = Doc(spacy.tokens.Doc(VOCAB, words=words.split()))
    found = number_of(doc, 0)
    assert (found[0] if found else None) == number


@pytest.mark.parametrize(
    "rows, noun, count",
    [
        ([("eight", "NUM", "nummod", 1), ("soldiers", "NOUN", "root", 1)], 1, 8),
        ([("No", "DET", "det", 1), ("soldiers", "NOUN", "root", 1)], 1, 0),
        ([("a", "DET", "det", 1), ("driver", "NOUN", "root", 1)], 1, 1),
        ([("several", "ADJ", "amod", 1), ("soldiers", "NOUN", "root", 1)], 1, None),
        (
            [
                ("At", "ADP", "case", 1),
                ("least", "ADJ", "nmod", 2),
                ("eight", "NUM", "nummod", 3),
                ("soldiers", "NOUN", "root", 3),
                ("and", "CCONJ", "cc", 6),
                ("two", "NUM", "nummod", 6),
                ("clerks", "NOUN", "conj", 3),
            ],
            3,
            CountRange(min=10),
        ),
        (
            [("up", "ADP", "case", 3), ("to", "ADP", "fixed", 0), ("40", "NUM", "nummod", 3), ("soldiers", "NOUN", "root", 3)],
            3,
            CountRange(max=40),
        ),
    ],
)
def test_resolve_count(rows: list[Row], noun: int, count: Count | None) -> None:
    assert resolve_count(make_doc(*rows)[noun]) == count


KILL = IncidentEntry(id="killing", gloss="kill", type="killing", role="casualty", verbs=("kill",))
STRIKE = IncidentEntry(id="strike", gloss="strike", role="event", nouns=("strike",))


def mentions_of(doc: Doc) -> list[Mention]:
    return [Mention(trigger) for trigger in find_triggers(doc, [KILL, STRIKE])]


def test_a_killing_in_a_strike_is_one_event() -> None:
    doc = make_doc(
        ("Four", "NUM", "nsubj:pass", 2),
        ("were", "AUX", "aux:pass", 2),
        ("killed", "VERB", "root", 2),
        ("in", "ADP", "case", 5),
        ("a", "DET", "det", 5),
        ("strike", "NOUN", "obl", 2),
    )
    (event,) = gather(mentions_of(doc))
    assert [m.token.text for m in event.mentions] == ["killed", "strike"]
    assert event.main.token.text == "killed"


def test_while_keeps_two_events_apart() -> None:
    doc = make_doc(
        ("The", "DET", "det", 1),
        ("strike", "NOUN", "nsubj", 2),
        ("followed", "VERB", "root", 2),
        ("while", "SCONJ", "mark", 6),
        ("two", "NUM", "nsubj:pass", 6),
        ("were", "AUX", "aux:pass", 6),
        ("killed", "VERB", "advcl", 2),
    )
    assert len(gather(mentions_of(doc))) == 2
