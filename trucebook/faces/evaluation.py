"""Scores for people and programs: a Rich table, plain values, and the differences of one text as lines.

In comes the table of a :class:`~trucebook.evaluation.Tally` or the pairs of one text, out go renderables, dictionaries, lines.

>>> list(say_differences([], [{"kind": "incident", "type": "clash", "evidence": [], "modality": "actual"}], []))
['too much: incident, type clash']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from trucebook.evaluation import Match, Row

Values = dict[str, Any]
LEFT_OUT = frozenset({"kind", "evidence", "because", "confidence", "actors"})


def evaluation_table(rows: dict[str, Row], *, texts: int) -> Table:
    """A line for each kind: how many records, then precision, recall and F1 of slots and of records."""
    title = f"{texts} text{'s' * (texts != 1)} against the expert's records"
    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", header_style="bold", pad_edge=False)
    table.add_column("Kind")
    for name in ("Gold", "Found", "Slots P", "R", "F1", "Records P", "R", "F1"):
        table.add_column(name, justify="right")
    for kind, row in rows.items():
        figures = [f"{value:.3f}" for value in (*row.slots, *row.records)]
        table.add_row(kind, str(row.gold), str(row.found), *figures, style="bold" if kind == "all" else None)
    return table


def evaluation_to_dict(rows: dict[str, Row]) -> dict[str, Any]:
    """The same as plain values."""
    names = ("precision", "recall", "f1")
    return {
        kind: {
            "gold": row.gold,
            "found": row.found,
            "slots": dict(zip(names, row.slots, strict=True)),
            "records": dict(zip(names, row.records, strict=True)),
        }
        for kind, row in rows.items()
    }


def say_differences(golds: Sequence[Values], found: Sequence[Values], matches: Sequence[Match]) -> Iterator[str]:
    """What is wrong, missing and too much in one text, a line each."""
    for match in sorted(matches, key=lambda m: m.gold):
        gold, other = golds[match.gold], found[match.found]
        wrong = [
            f"{slot} {_say(gold.get(slot))} read as {_say(other.get(slot))}" for slot, score in match.slots.items() if score < 1
        ]
        if wrong:
            yield f"wrong: {gold['kind']}, {'; '.join(wrong)}"
    paired = {m.gold for m in matches}, {m.found for m in matches}
    for name, records, seen in (("missing", golds, paired[0]), ("too much", found, paired[1])):
        yield from (f"{name}: {_say_record(record)}" for i, record in enumerate(records) if i not in seen)


def _say_record(record: Values) -> str:
    told = [
        f"{slot} {_say(value)}" for slot, value in record.items() if slot not in LEFT_OUT and value not in (None, [], "actual")
    ]
    quotes = [piece for piece in record["evidence"] if isinstance(piece, str)]
    return ", ".join([record["kind"], *told, *(f"“{quote}”" for quote in quotes[:1])])


def _say(value: Any) -> str:
    """A slot's value in a few words: actors short, days as one interval."""
    if isinstance(value, (list, tuple)):
        return " + ".join(map(_say, value)) or "nothing"
    if isinstance(value, dict) and "start" in value:
        return str(value["start"]) if value["start"] == value["end"] else f"{value['start']}/{value['end']}"
    if isinstance(value, dict) and "party" in value:
        name = value.get("name") if value.get("kind") != "party" else None
        return "/".join(part for part in (value.get("party") or "", name) if part is not None)
    if isinstance(value, dict) and "name" in value:
        return str(value["name"])
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return "nothing" if value is None else str(value)
