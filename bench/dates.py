"""How well dates are normalised once a record is found. ``python -m bench.dates``.

In come gold files (all parts of ``../shared/gold``, or any folder in its form); every text is read, records are paired as
``trucebook evaluate`` pairs them, and each pair in which either side has a date is judged by its date alone: exactly right,
nearly right (the mean of days in common over days in all), or wrong because it is missing, made up or another day.

    python -m bench.dates                       the parts of the gold, floor checked
    python -m bench.dates --gold DIR            another folder; its subfolders are the parts
    python -m bench.dates --errors              each wrong date as well
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bench.shared import find_shared
from trucebook.errors import InputError
from trucebook.evaluation import GoldFile, pair_records, read_gold
from trucebook.reader import Reader

FLOOR = 0.90
"""The least share of exactly right dates among the found gold records that have a date."""

Cause = Literal["right", "wrong day", "missing", "made up"]


@dataclass(frozen=True)
class Judged:
    """The date of one pair of records: what went wrong with it, and its score (days in common over days in all)."""

    part: str
    text: str
    kind: str
    cause: Cause
    score: float
    gold: Any
    found: Any
    quote: str


def judge(gold: Any, found: Any, score: float) -> Cause:
    """Why a date is not right, if it is not.

    >>> judge(None, {"start": "2031-03-04", "end": "2031-03-04"}, 0.0)
    'made up'
    """
    if not gold:
        return "made up"
    if not found:
        return "missing"
    return "right" if score == 1.0 else "wrong day"


def find_judged(gold: list[GoldFile]) -> Iterator[Judged]:
    """The dates of all pairs of records in which either has one."""
    readings = Reader().read_many([file.document for file in gold])
    for file, reading in zip(gold, readings, strict=True):
        found = json.loads(reading.model_dump_json(exclude_none=True))["records"]
        part = file.name.rpartition("/")[0].partition("/")[0] or "."
        for match in pair_records(file.records, found, text=file.document.text):
            if "date" in match.slots:
                ours, theirs, score = file.records[match.gold].get("date"), found[match.found].get("date"), match.slots["date"]
                quote = " … ".join(file.document.text[e["start"] : e["end"]] for e in found[match.found]["evidence"])
                kind = str(file.records[match.gold]["kind"])
                yield Judged(part, file.name, kind, judge(ours, theirs, score), score, ours, theirs, quote)


def share_right(judged: list[Judged]) -> float:
    """The share of exactly right dates among the gold records that have one; 1 where none has."""
    dated = [j for j in judged if j.cause != "made up"]
    return sum(j.cause == "right" for j in dated) / len(dated) if dated else 1.0


def print_row(title: str, judged: list[Judged]) -> None:
    """One line of the table."""
    causes = Counter(j.cause for j in judged)
    mean = sum(j.score for j in judged) / max(1, len(judged))
    exact = causes["right"] / max(1, len(judged))
    counts = " ".join(f"{causes[cause]:>9}" for cause in ("missing", "wrong day", "made up"))
    print(f"{title:<12} {len(judged):>6} {share_right(judged):>12.3f} {exact:>9.3f} {mean:>9.3f} | {counts}")


def print_table(judged: list[Judged]) -> None:
    """The judgements by part, by kind and over all."""
    columns = " ".join(f"{cause:>9}" for cause in ("missing", "wrong day", "made up"))
    print(f"{'':<12} {'pairs':>6} {'right/dated':>12} {'right/all':>9} {'mean':>9} | {columns}")
    for key in ("part", "kind"):
        groups: defaultdict[str, list[Judged]] = defaultdict(list)
        for one in judged:
            groups[getattr(one, key)].append(one)
        for name in sorted(groups):
            print_row(name, groups[name])
        print()
    print_row("all", judged)


def print_errors(judged: list[Judged]) -> None:
    """Each date that is not right, with its evidence."""
    for one in sorted(judged, key=lambda j: (j.cause, j.kind, j.text)):
        if one.cause != "right":
            print(f"{one.text} {one.kind} {one.cause}: {_short(one.gold)} found {_short(one.found)} | {one.quote}")
    print()


def _short(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return value["start"] if value["start"] == value["end"] else f"{value['start']}/{value['end']}"


def main() -> int:
    """Run it; 1 when the floor is missed or a gold file is none."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--gold", type=Path, help="a folder of gold files; without it ../shared/gold")
    parser.add_argument("--errors", action="store_true", help="print each date that is not right")
    args = parser.parse_args()
    files: list[GoldFile] = []
    for file in read_gold(args.gold or find_shared() / "gold"):
        if isinstance(file, InputError):
            print(file, file=sys.stderr)
            return 1
        files.append(file)
    judged = list(find_judged(files))
    if args.errors:
        print_errors(judged)
    print_table(judged)
    share = share_right(judged)
    print(f"\n{'MISSED' if share < FLOOR else 'floor'}: exactly right of the dated {share:.3f}, floor {FLOOR}")
    return 1 if share < FLOOR else 0


if __name__ == "__main__":
    sys.exit(main())
