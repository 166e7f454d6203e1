"""The grammar of event words on frozen trees, without a model."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import spacy
import spacy.tokens

from trucebook.kinds.arguments import Arguments, is_attributive, unique, words_of
from trucebook.language.tokens import Doc, Token
from trucebook.lexicon import Lexicon
from trucebook.records import Actor
from trucebook.resolution.scene import Scene

ISO = {"Kenya": "KEN", "Chad": "TCD", "Oman": "OMN"}

VOCAB = spacy.blank("en").vocab


def make_doc(*rows: tuple[str, str, str, int]) -> Doc:
    """A tree from rows of word, part of speech, relation and head."""
    words, pos, deps, heads = zip(*rows, strict=True)
    lemmas = [{"opened": "open", "talks": "talk", "rounds": "round"}.get(word, word.lower()) for word in words]
    source = spacy.tokens.Doc(VOCAB, words=list(words), pos=list(pos), deps=list(deps), heads=list(heads), lemmas=lemmas)
    return Doc(source)


def arguments() -> Arguments:
    def actors(token: Token | None) -> tuple[Actor, ...]:
        if token is None:
            return ()
        linked = [token, *(c for c in token.children if c.dep_ == "conj")]
        return tuple(Actor(party=ISO[t.text], kind="party") for t in linked if t.text in ISO)

    return Arguments(cast(Scene, SimpleNamespace(actors=actors, lexicon=Lexicon())))


OPENED = make_doc(
    ("Oman", "PROPN", "nsubj", 1),
    ("opened", "VERB", "root", 1),
    ("a", "DET", "det", 3),
    ("round", "NOUN", "obj", 1),
    ("of", "ADP", "case", 5),
    ("talks", "NOUN", "nmod", 3),
    ("between", "ADP", "case", 7),
    ("Kenya", "PROPN", "nmod", 5),
    ("and", "CCONJ", "cc", 9),
    ("Chad", "PROPN", "conj", 7),
)


def codes(actors: tuple[Actor, ...]) -> list[str | None]:
    return [actor.party for actor in actors]


def test_a_framing_noun_stands_for_the_event() -> None:
    ask, talks = arguments(), OPENED[5]
    assert ask.outer(talks).text == "round"
    verb = ask.governor(talks)
    assert verb is not None
    assert verb.text == "opened"
    assert ask.relation(talks) == "obj"


def test_partners_and_agents() -> None:
    ask = arguments()
    assert codes(ask.partners(OPENED[5], ("between",))) == ["KEN", "TCD"]
    assert codes(ask.agents(OPENED[1])) == ["OMN"]


def test_compounds_name_the_sides() -> None:
    doc = make_doc(
        ("Kenya", "PROPN", "compound", 2),
        ("-", "PUNCT", "punct", 0),
        ("Chad", "PROPN", "compound", 3),
        ("talks", "NOUN", "nsubj", 4),
        ("opened", "VERB", "root", 4),
    )
    assert codes(arguments().inner(doc[3])) == ["KEN", "TCD"]
    assert words_of(doc[3], "compound") >= {"kenya", "chad"}


def test_a_broker_is_no_side() -> None:
    doc = make_doc(
        ("Oman", "PROPN", "compound", 2),
        ("-", "PUNCT", "punct", 2),
        ("mediated", "VERB", "amod", 3),
        ("talks", "NOUN", "nsubj", 4),
        ("opened", "VERB", "root", 4),
    )
    assert arguments().inner(doc[3]) == ()
    assert is_attributive(doc[2])


def test_unique_keeps_the_order() -> None:
    kenya: Any = Actor(party="KEN", kind="party")
    body = Actor(party="KEN", name="Navy", kind="body")
    assert unique([kenya, body, Actor(party="KEN", name="Kenya", kind="party")]) == (kenya, body)
