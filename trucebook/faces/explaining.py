"""An explanation for people and programs: sentences with their trees, and each record with the words behind its slots.

In comes an :class:`~trucebook.explanation.Explanation`, out go a Rich renderable or plain values.

>>> explanation_table(explanation, numbers=[0])     # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from trucebook.explanation import Explanation, RecordExplained, Sentence
from trucebook.faces import phrases
from trucebook.ledger.identity import document_id, record_id

UNSAID = frozenset({"kind"})


def ids_of(explanation: Explanation) -> list[str]:
    """The ids of the records, as a book would give them."""
    document = document_id(explanation.reading.document)
    return [record_id(document, one.record) for one in explanation.records]


def explanation_table(explanation: Explanation, *, numbers: Sequence[int]) -> RenderableType:
    """The records of these ``numbers`` (from 0), each sentence with its tree before the records that it tells of."""
    text, ids = explanation.reading.document.text, ids_of(explanation)
    parts: list[RenderableType] = []
    shown: set[int] = set()
    for number in numbers:
        one = explanation.records[number]
        for place in one.sentences:
            if place not in shown:
                shown.add(place)
                parts += _sentence(explanation.sentences[place], text)
        parts.append(Padding(_record(one, number + 1, ids[number]), (0, 0, 1, 2)))
    if not parts:
        parts.append(Text("no records", style="dim"))
    parts += [Text("Who is who", style="bold"), _chains(explanation)]
    return Group(*parts)


def _sentence(sentence: Sentence, text: str) -> list[RenderableType]:
    words = " ".join(text[sentence.start : sentence.end].split())
    tree = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for name in ("#", "Word", "Lemma", "Part", "Relation", "Head", "Name", "Means"):
        tree.add_column(name)
    for word in sentence.words:
        head = "root" if not word.head else next((w.text for w in sentence.words if w.number == word.head), "")
        name = word.name.lower().replace("_", " ")
        tree.add_row(str(word.number), word.text, word.lemma, word.part, word.relation, head, name, " + ".join(word.means))
    notes = [f"{words} = {days}" for words, days in sentence.days]
    notes += [f"{name} in {country}" for name, country in sentence.places if country]
    return [
        Rule(style="dim"),
        Text(words, style="bold"),
        tree,
        *([Text("; ".join(notes), style="italic")] if notes else []),
        Text(),
    ]


def _record(one: RecordExplained, number: int, key: str) -> RenderableType:
    facts = Table.grid(padding=(0, 2))
    for style in ("bold", "", "italic"):
        facts.add_column(style=style, overflow="fold")
    for ground in one.grounds:
        if ground.slot not in UNSAID and ground.value != "False":
            facts.add_row(phrases.say_word(ground.slot), ground.value, " · ".join(phrases.in_quotes(w) for w in ground.words))
    reasons = [f"{reason.name}: {reason.gloss}" if reason.gloss else reason.name for reason in one.reasons]
    head = f"{number}. {one.record.kind} {key} · confidence {one.record.confidence:.2f}"
    return Group(Text(head, style="bold cyan"), facts, Text("because " + "; ".join(reasons), style="dim"))


def _chains(explanation: Explanation) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for chain in explanation.chains:
        table.add_row(chain.actor or "no side", " · ".join(chain.mentions))
    return table


def explanation_to_dict(explanation: Explanation, *, numbers: Sequence[int]) -> dict[str, Any]:
    """``{"document", "sentences", "chains", "records"}``; a record with its id, its reasons and the ground of each slot."""
    ids = ids_of(explanation)
    return {
        "document": explanation.reading.document.model_dump(mode="json"),
        "sentences": [asdict(sentence) for sentence in explanation.sentences],
        "chains": [asdict(chain) for chain in explanation.chains],
        "records": [
            {
                "id": ids[number],
                "record": explanation.records[number].record.to_dict(),
                "sentences": list(explanation.records[number].sentences),
                "reasons": [asdict(reason) for reason in explanation.records[number].reasons],
                "grounds": [asdict(ground) for ground in explanation.records[number].grounds],
            }
            for number in numbers
        ],
    }
