"""Rules alone, heads alone, or both? `python -m training.record_compare [--folder DIR] [--parts ...]` prints the table.

In: the annotated texts of `bench.texts` that are kept aside, or those of the parts named (on which the heads in `--folder`
must not have been trained: `python -m training.record_run --leave-out PARTS --folder DIR`). Out: slot F1 and record F1 of the
rules, of the heads without any hint of the rules, and of both together at several thresholds.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.texts import annotated_texts
from training.export import SHIPPED
from trucebook.evaluation import Tally
from trucebook.kinds.merging import merge_records
from trucebook.learned.combining import complete
from trucebook.learned.scoring import RecordHeads
from trucebook.reader import Reader

THRESHOLDS = ((1.0, 0.2), (0.6, 0.05), (0.5, 0.05), (0.5, 0.2), (0.4, 0.05), (0.4, 0.2))
"""From which chance a record is added, and under which one of the rules is dropped."""


def compare(parts: Sequence[str], folder: Path, *, threads: int) -> dict[tuple[str, str], Tally]:
    """A tally for each part and way."""
    reader, heads = Reader(threads=threads, learned=False), RecordHeads(folder, threads=threads)
    tallies: dict[tuple[str, str], Tally] = {}
    for text in annotated_texts(parts):
        if not parts and not text.is_kept_aside:
            continue
        document = text.gold.document
        page, found = reader.find(document)
        ways = {"rules alone": found, "heads alone": complete(page, [], heads)}
        for likely, unlikely in THRESHOLDS:
            ways[f"both, added from {likely}, dropped below {unlikely}"] = complete(
                page, found, heads, likely=likely, unlikely=unlikely
            )
        for way, records in ways.items():
            merged = [record.to_dict() for record in merge_records(records, text=document.text)]
            for part in (text.part, "all"):
                tallies.setdefault((part, way), Tally()).add(text.gold.records, merged, text=document.text)
    return tallies


def print_table(tallies: dict[tuple[str, str], Tally]) -> None:
    """A line for each way, part by part."""
    for part in dict.fromkeys(part for part, _ in tallies):
        print(f"\n{part:42} slot P     R     F1 | rec. P     R     F1")
        for (of_part, way), tally in tallies.items():
            if of_part == part:
                row = tally.table()["all"]
                print(f"{way:42} {' '.join(f'{v:.3f}' for v in row.slots)} | {' '.join(f'{v:.3f}' for v in row.records)}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=SHIPPED, help="where the heads are (by default the package)")
    parser.add_argument("--parts", default="", help="score these parts whole, joined by commas")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    parts = [part for part in arguments.parts.split(",") if part]
    print_table(compare(parts, arguments.folder, threads=arguments.threads))


if __name__ == "__main__":
    main()
