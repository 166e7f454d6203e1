"""The component on real and on unkind input; nothing here needs `../shared`."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from trucebook.errors import PipelineError
from trucebook.language.encoder import Encoder
from trucebook.language.nlp import UD_LABELS, check_universal, load_pipeline

NEWS = (
    "Sudan’s army said on Monday it had recaptured El Fasher. The rebels denied it, and talks in Cairo resumed.\n\n"
    "“We will not leave,” General Abdel Fattah al-Burhan told reporters — twice."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline(threads=1)


def layers(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.idx, t.pos_, t.lemma_, str(t.morph), t.dep_, t.head.i, t.is_sent_start, t.ent_type_) for t in doc]


def test_the_component_loads_by_its_name_alone() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("trucebook_encoder", config={"threads": 1})
    assert blank("Kenya hosted talks.")[0].dep_ == "nsubj"


def test_every_token_has_every_layer(nlp: Language) -> None:
    doc = nlp(NEWS)
    assert doc.text == NEWS
    for annotation in ("POS", "LEMMA", "MORPH", "DEP", "HEAD", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(annotation), annotation
    for token in doc:
        assert token.dep_.partition(":")[0] in UD_LABELS
        assert NEWS[token.idx : token.idx + len(token)] == token.text


@pytest.mark.parametrize(
    ("text", "word", "dep", "head"),
    [
        ("Kenya hosted the talks on Monday.", "Kenya", "nsubj", "hosted"),
        ("Kenya hosted the talks on Monday.", "talks", "obj", "hosted"),
        ("Kenya hosted the talks on Monday.", "Monday", "obl", "hosted"),
        ("The town was captured by the army.", "army", "obl:agent", "captured"),
        ("The town was captured by the army.", "town", "nsubj:pass", "captured"),
        ("The minister said that the rebels had left the city.", "left", "ccomp", "said"),
        ("They met the envoy who wrote the plan.", "wrote", "acl:relcl", "envoy"),
        ("Egypt's foreign minister flew to Doha.", "Egypt", "nmod:poss", "minister"),
    ],
)
def test_plain_sentences_get_the_tree_of_the_textbook(nlp: Language, text: str, word: str, dep: str, head: str) -> None:
    token = next(token for token in nlp(text) if token.text == word)
    assert (token.dep_, token.head.text) == (dep, head)


def test_sentences_end_where_they_end_and_at_empty_lines(nlp: Language) -> None:
    sentences = [sent.text.strip() for sent in nlp(NEWS).sents]
    assert sentences[0].endswith("El Fasher.")
    assert len(sentences) == 3


def test_each_sentence_is_one_tree(nlp: Language) -> None:
    for sent in nlp(NEWS + " Talks, talks, talks: no, yes! (And so on) " * 5).sents:
        assert sum(token.head.i == token.i for token in sent) == 1
        assert all(token.head in sent for token in sent)


def test_names_and_lemmas(nlp: Language) -> None:
    doc = nlp("The president of Kenya met Maria Alvarez in Nairobi.")
    assert {("Kenya", "PLACE"), ("Maria Alvarez", "PERSON"), ("Nairobi", "PLACE")} <= {(e.text, e.label_) for e in doc.ents}
    assert [t.lemma_ for t in nlp("The rebels were leaving.")] == ["the", "rebel", "be", "leave", "."]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\n \n\t", "😀😀 ok 🇺🇦", "\x00\x01 a\u200b\ufeff", "x" * 5000, "a   b \n\n c ", "\n\n lead", "。", "- " * 300,
     "word " * 700, "(" * 400, "ولد في القاهرة", "A.\r\nB.\r\n\r\nC", "http://a.b/" + "c/" * 500],
)  # fmt: skip
def test_no_text_breaks_it(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert sum(len(sent) for sent in doc.sents) == len(doc)


def test_many_at_once_is_the_same_as_one_at_a_time(nlp: Language) -> None:
    texts = [NEWS, "", "Talks resume", "The two sides met. " * 3, "\n", NEWS[:40]]
    assert [layers(doc) for doc in nlp.pipe(texts)] == [layers(nlp(text)) for text in texts]


def test_told_sentence_starts_are_kept(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["Talks", "resumed", "They", "met"], sent_starts=[True, False, True, False])
    assert [sent.start for sent in nlp.get_pipe("trucebook_encoder")(doc).sents] == [0, 2]


def test_wrapped_lines_are_joined(nlp: Language) -> None:
    doc = nlp("The army said on Monday that it\nhad taken the town of Bara from\nthe rebels.\n\nThe rebels denied it.")
    assert len(list(doc.sents)) == 2


def test_points_and_bylines_of_a_wrapped_text_stand_alone(nlp: Language) -> None:
    lines = ["* Army says it took Bara", "* Rebels deny it", "By Ann Holm and Jo Berg", "The army said on Monday that it"]
    lines += ["had taken the town of Bara from", "the rebels after days of", "fighting in the hills."]
    doc = nlp("\n".join(lines))
    assert [sent.text.strip() for sent in doc.sents][2] == "By Ann Holm and Jo Berg"
    assert len(list(doc.sents)) == 4


def test_the_component_travels_to_another_process(nlp: Language) -> None:
    encoder = pickle.loads(pickle.dumps(Encoder(nlp.vocab)))
    assert encoder(Doc(encoder.vocab, words=["Talks", "resumed"]))[0].dep_ == "nsubj"


def test_a_missing_model_is_said(tmp_path: pytest.TempPathFactory, nlp: Language) -> None:
    with pytest.raises(PipelineError, match="missing"):
        spacy.blank("en").add_pipe("trucebook_encoder", config={"model": str(tmp_path)})


def test_a_pipeline_that_sets_no_tree_is_refused() -> None:
    with pytest.raises(PipelineError, match="POS"):
        check_universal(spacy.blank("en"), "blank")
    with pytest.raises(PipelineError, match="cannot be loaded"):
        load_pipeline("no_such_pipeline")
