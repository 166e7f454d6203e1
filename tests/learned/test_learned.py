"""What is learned beside the rules: labels and hints at anchors, records made of words, both readings put together."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from trucebook.errors import PipelineError
from trucebook.language.encoder import MODEL
from trucebook.learned.anchors import find_anchor
from trucebook.learned.combining import LIKELY, LIKELY_RARE, UNLIKELY, complete
from trucebook.learned.filling import new_record
from trucebook.learned.page import TRACES, Page
from trucebook.learned.paths import ELSEWHERE, ITSELF, path_numbers
from trucebook.learned.scoring import Filling, Judged, RecordHeads
from trucebook.learned.traces import EMPTY, NOT_THIS, THIS, Traces, classes_at, role_words
from trucebook.learned.vocabulary import CLASSES, KINDS, ROLES, SLOTS, classes_of_kind
from trucebook.reader import Reader
from trucebook.records import Document, Record, Statement, record_adapter

TEXT = "On Friday Peru accused Chile of shelling Arica, killing four soldiers. Talks went on in Lima."
DAY = datetime.date(2031, 3, 3)
ACCUSES = {
    "kind": "statement",
    "evidence": [{"start": 0, "end": 70}],
    "speaker": "PER",
    "act": "accuse",
    "target": "CHL",
    "date": {"start": "2031-02-28", "end": "2031-02-28"},
    "modality": "actual",
}
SHELLS = {
    "kind": "incident",
    "evidence": [{"start": 32, "end": 70}],
    "type": "shelling",
    "perpetrator": "CHL",
    "place": "Arica",
    "killed": 4,
    "asserted_by": "PER",
    "date": None,
    "modality": "actual",
}


@pytest.fixture
def page(reader: Reader) -> Page:
    return reader.find(Document(text=TEXT, published=DAY))[0]


def word_of(page: Page, text: str) -> tuple[int, int]:
    return next(page.at[token.i] for token in page.scene.doc if token.text == text)


def filling(kind: str, roles: dict[str, int], words: int, **classes: str) -> Filling:
    """One that is sure of the classes and the words given."""
    chances = {name: np.zeros(len(values), np.float32) for name, values in CLASSES.items()}
    for name, value in {
        "modality": "actual",
        "when": "none",
        "control_extent": "none",
        "statement_quoted": "no",
        **classes,
    }.items():
        chances[name][CLASSES[name].index(value)] = 1
    table = np.zeros((words, len(ROLES)), np.float32)
    for role, word in roles.items():
        table[word, ROLES.index(role)] = 0.9
    return Filling(chances, table)


class FakeHeads:
    """Heads that give the chances told, and fill every anchor alike."""

    def __init__(self, chances: dict[tuple[tuple[int, int], str], float], filled: Filling) -> None:
        self.chances, self.filled = chances, filled

    def judge(self, page: Page) -> list[Judged]:
        tables = [np.full((len(places), len(KINDS)), 0.01, np.float32) for places in page.places]
        for ((chunk, word), kind), chance in self.chances.items():
            tables[chunk][word, KINDS.index(kind)] = chance
        return [Judged(table, np.zeros((len(table), 384), np.float32)) for table in tables]

    def fill(self, page: Page, traces: Traces, judged: Judged, anchors: Sequence[Any]) -> list[Filling]:
        return [self.filled] * len(anchors)


def test_every_learned_slot_is_a_slot_of_its_kind() -> None:
    for kind in KINDS:
        example = next(model for model in Record.__subclasses__() if model.__name__.lower() == kind)
        named = {slots[kind] for slots in SLOTS.values() if kind in slots} | set(classes_of_kind(kind))
        assert named <= set(example.model_fields)


def test_the_graphs_give_a_score_for_every_value(page: Page, reader: Reader) -> None:
    assert reader.heads is not None
    judged = reader.heads.judge(page)
    accused = word_of(page, "accused")
    filled = reader.heads.fill(page, Traces(page, []), judged[accused[0]], [(accused, KINDS.index("statement"))])
    assert {name: len(chances) for name, chances in filled[0].classes.items()} == {name: len(v) for name, v in CLASSES.items()}
    assert filled[0].roles.shape == (len(page.places[accused[0]]), len(ROLES))
    assert [one.chances.shape for one in judged] == [(len(places), len(KINDS)) for places in page.places]


@pytest.mark.parametrize(
    ("start", "end", "is_statement", "word"),
    [(0, 70, True, "accused"), (0, 70, False, "accused"), (32, 70, False, "shelling"), (71, 94, False, "went")],
)
def test_the_anchor_is_the_top_of_the_evidence(page: Page, start: int, end: int, is_statement: bool, word: str) -> None:
    token = find_anchor(page.scene, start, end, is_statement=is_statement)
    assert token is not None
    assert token.text == word


def test_what_is_said_in_a_speech_is_not_anchored_at_its_verb(reader: Reader) -> None:
    text = "Peru says its army took Arica."
    page, _ = reader.find(Document(text=text, published=DAY))
    anchors = [find_anchor(page.scene, 0, len(text), is_statement=flag) for flag in (True, False)]
    assert [token.text for token in anchors if token] == ["says", "took"]


def test_an_experts_record_becomes_words(page: Page) -> None:
    anchor = word_of(page, "accused")
    names = {role: [page.token((anchor[0], w)).text for w in role_words(page, ACCUSES, role, anchor) or ()] for role in ROLES}
    assert (names["doer"], names["target"], names["day"], names["killed"]) == (["Peru"], ["Chile"], ["Friday"], [])
    found = {name: CLASSES[name][number] for name, number in classes_at(page, ACCUSES, anchor).items()}
    assert found == {"modality": "actual", "statement_act": "accuse", "statement_quoted": "no", "when": "told"}
    anchor = word_of(page, "shelling")
    names = {role: [page.token((anchor[0], w)).text for w in role_words(page, SHELLS, role, anchor) or ()] for role in ROLES}
    assert (names["place"], names["killed"], names["by"], names["injured"]) == (["Arica"], ["four"], ["Peru"], [])


def test_a_slot_that_the_chunk_does_not_name_is_not_counted(page: Page) -> None:
    elsewhere = {**SHELLS, "place": "Tacna", "perpetrator": "BOL", "killed": 9}
    anchor = word_of(page, "shelling")
    assert [role_words(page, elsewhere, role, anchor) for role in ("place", "doer", "killed")] == [None, None, None]


@pytest.mark.parametrize(
    ("date", "when"),
    [(None, "none"), ({"start": "2031-03-03", "end": "2031-03-03"}, "published"), ("2031-02-28", "told"), ("2030-01-01", "told")],
)
def test_a_day_is_untold_the_publications_or_told(page: Page, date: Any, when: str) -> None:
    classes = classes_at(page, {**ACCUSES, "date": date}, word_of(page, "accused"))
    assert CLASSES["when"][classes["when"]] == when


def test_rules_leave_traces_at_their_anchors(page: Page) -> None:
    traces = Traces(page, [ACCUSES, SHELLS])
    accused, shelling = word_of(page, "accused"), word_of(page, "shelling")
    statement, incident = KINDS.index("statement"), KINDS.index("incident")
    marks = page.marks[accused[0]]
    assert marks[accused[1], statement] == marks[shelling[1], incident] == 1
    assert marks[shelling[1], statement] == 0
    assert marks[shelling[1], len(KINDS) + statement] == 1  # inside its evidence
    hints = traces.hints(accused, statement)
    assert hints is not None
    peru, chile = word_of(page, "Peru")[1], word_of(page, "Chile")[1]
    column = hints[1][:, ROLES.index("doer")]
    assert (column[peru], column[chile]) == (THIS, NOT_THIS)
    assert (hints[1][:, ROLES.index("place")] == EMPTY).all()
    assert traces.hints(word_of(page, "Talks"), incident) is None


def test_a_page_judged_again_forgets_the_traces_of_before(page: Page) -> None:
    Traces(page, [ACCUSES])
    assert any(marks[:, :TRACES].any() for marks in page.marks)
    Traces(page, [])
    assert not any(marks[:, :TRACES].any() for marks in page.marks)


def test_paths_tell_grammar(page: Page) -> None:
    anchor = word_of(page, "accused")
    paths = path_numbers(page, anchor)
    peru, chile, arica = (paths[word_of(page, name)[1]] for name in ("Peru", "Chile", "Arica"))
    assert paths[anchor[1]] == ITSELF
    assert len({peru, chile, arica, ELSEWHERE, ITSELF}) == 5
    lima = word_of(page, "Lima")  # in the sentence after
    assert lima[0] == anchor[0]
    assert paths[lima[1]] == 0


def test_a_record_is_made_of_words_of_the_text(page: Page) -> None:
    anchor = word_of(page, "shelling")
    roles = {
        role: word_of(page, word)[1] for role, word in (("doer", "Chile"), ("by", "Peru"), ("place", "Arica"), ("killed", "four"))
    }
    given = filling("incident", roles, len(page.places[anchor[0]]), incident_type="shelling")
    values = new_record(page, (anchor, KINDS.index("incident")), given)
    assert values is not None
    record = record_adapter.validate_python({k: v for k, v in values.items() if v is not None})
    assert record.kind == "incident"
    assert (record.killed, record.because) == (4, ("learned.incident",))
    assert values["perpetrator"]["party"] == "CHL"
    assert values["asserted_by"]["party"] == "PER"
    assert values["place"]["name"] == "Arica"
    quote = TEXT[record.evidence[0].start : record.evidence[0].end]
    assert "shelling" in quote


def test_a_record_without_a_bold_slot_is_none(page: Page) -> None:
    anchor = word_of(page, "accused")
    given = filling("statement", {}, len(page.places[anchor[0]]), statement_act="accuse")
    assert new_record(page, (anchor, KINDS.index("statement")), given) is None


def test_a_word_that_cannot_fill_a_role_does_not(page: Page) -> None:
    anchor = word_of(page, "shelling")
    given = filling("incident", {"place": word_of(page, "soldiers")[1]}, len(page.places[anchor[0]]), incident_type="shelling")
    values = new_record(page, (anchor, KINDS.index("incident")), given)
    assert values is not None
    assert values.get("place") is None


def test_a_target_that_is_the_doer_and_quotes_without_marks_are_left_out(page: Page) -> None:
    anchor = word_of(page, "accused")
    roles = {"doer": word_of(page, "Peru")[1], "target": word_of(page, "Peru")[1]}
    given = filling("statement", roles, len(page.places[anchor[0]]), statement_act="accuse", statement_quoted="yes")
    values = new_record(page, (anchor, KINDS.index("statement")), given)
    assert values is not None
    assert (values["target"], values["quoted"]) == (None, False)
    assert values["date"] == {"start": "2031-02-28", "end": "2031-02-28"}


def test_unlikely_records_go_and_likely_ones_come(page: Page) -> None:
    rules = [record_adapter.validate_python(_long(ACCUSES)), record_adapter.validate_python(_long(SHELLS))]
    accused, shelling, went = (word_of(page, word) for word in ("accused", "shelling", "went"))
    given = filling("contact", {"doer": word_of(page, "Peru")[1]}, len(page.places[went[0]]), contact_mode="talks")
    chances = {(accused, "statement"): 0.9, (shelling, "incident"): UNLIKELY / 2, (went, "contact"): (1 + LIKELY) / 2}
    found = complete(page, rules, FakeHeads(chances, given))  # type: ignore[arg-type]
    assert [(record.kind, round(record.confidence, 2)) for record in found if record.kind == "statement"] == [("statement", 0.9)]
    assert not [record for record in found if record.kind == "incident"]
    assert not [record for record in found if record.kind == "contact"]  # talks of one side with nobody


def test_proposals_need_more_than_others(page: Page) -> None:
    went = word_of(page, "went")
    given = filling("proposal", {"doer": word_of(page, "Peru")[1]}, len(page.places[went[0]]), proposal_type="talks")
    for chance, count in (((LIKELY + LIKELY_RARE) / 2, 0), ((1 + LIKELY_RARE) / 2, 1)):
        heads = FakeHeads({(went, "proposal"): chance}, given)
        assert len(complete(page, [], heads)) == count  # type: ignore[arg-type]


def test_what_a_rule_found_is_not_added_again(page: Page) -> None:
    rules = [record_adapter.validate_python(_long(ACCUSES))]
    accused = word_of(page, "accused")
    given = filling("statement", {"doer": word_of(page, "Chile")[1]}, len(page.places[accused[0]]), statement_act="say")
    found = complete(page, rules, FakeHeads({(accused, "statement"): 0.95}, given))  # type: ignore[arg-type]
    assert [record.because for record in found] == [()]


def _long(record: dict[str, Any]) -> dict[str, Any]:
    """With actors and places as objects."""
    sides = {"speaker", "target", "perpetrator", "asserted_by"}
    long = {key: {"party": value, "name": value, "kind": "party"} if key in sides else value for key, value in record.items()}
    return long | ({"place": {"name": record["place"]}} if "place" in record else {})


def test_missing_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="reinstall trucebook"):
        RecordHeads(tmp_path)


def test_heads_of_another_vocabulary_are_refused(tmp_path: Path) -> None:
    for file in MODEL.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "records.json").unlink()
    (tmp_path / "records.json").write_text('{"vocabulary": "of another day"}')
    with pytest.raises(PipelineError, match="train-records"):
        RecordHeads(tmp_path)


@pytest.mark.parametrize("text", [" ", "\n\n\n", "...", "A", "\u200b \u200b", "x" * 5000, "9" * 400 + " soldiers were killed."])
def test_odd_texts_make_no_trouble(reader: Reader, text: str) -> None:
    reading = reader.read(Document(text=text, published=DAY))
    assert reading == reader.read(Document(text=text, published=DAY))


def test_rules_alone_bear_no_mark_of_the_heads(rules: Reader) -> None:
    plain = rules.read(Document(text=TEXT, published=DAY))
    assert plain.records
    assert all(not reason.startswith("learned.") for record in plain.records for reason in record.because)


def test_the_shipped_heads_find_what_the_text_says(page: Page, reader: Reader) -> None:
    assert reader.heads is not None
    found = complete(page, [], reader.heads)
    told = {record.kind: record for record in found}
    assert isinstance(told["statement"], Statement)
    assert (told["statement"].speaker.party, told["statement"].act) == ("PER", "accuse")
    assert all(0 <= record.confidence <= 1 and record.because == (f"learned.{record.kind}",) for record in found)
