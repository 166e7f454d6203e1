"""How well the reader reads: every gold text is read and scored, with floors. ``python -m bench.quality`` (``make quality``).

In come the gold files of ``../shared/gold`` and its ``score.py``; out go tables of slot F1 and record F1 by kind and by part,
and the exit status 1 when a floor is missed.

    python -m bench.quality                                   all parts, floors checked
    python -m bench.quality --kinds incident,control --errors --parts stream
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.shared import find_shared
from trucebook.reader import Reader
from trucebook.records import Document

FLOOR_ALL = 0.77
FLOOR_KIND = 0.68
FLOOR_KIND_FROM = 10  # kinds with fewer gold records than this have no floor of their own


def gold_files(gold: Path, parts: list[str]) -> list[Path]:
    """The gold files of these parts (all without any), in order."""
    return sorted(p for p in gold.rglob("*.json") if not parts or p.relative_to(gold).parts[0] in parts)


def is_held_out(path: Path) -> bool:
    """Whether ``path`` belongs to the part on which rules are not tuned: stream reports whose number ends in 2 or 6."""
    return path.parent.name == "stream" and path.stem[-1] in "26"


def write_predictions(files: list[Path], gold: Path, out: Path, kinds: set[str]) -> dict[str, float]:
    """Read every gold text, write prediction and (restricted to ``kinds``) gold under ``out``; returns counts and seconds."""
    reader = Reader()
    payloads = [json.loads(path.read_text("utf-8")) for path in files]
    documents = [read_document(payload["document"], path) for payload, path in zip(payloads, files, strict=True)]
    began = time.perf_counter()
    readings = list(reader.read_many(documents))
    seconds = time.perf_counter() - began
    for path, payload, reading in zip(files, payloads, readings, strict=True):
        predicted = json.loads(reading.model_dump_json(exclude_none=True))
        for folder, value in (("gold", payload), ("pred", predicted)):
            value["records"] = [r for r in value["records"] if not kinds or r["kind"] in kinds]
            target = out / folder / path.relative_to(gold)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return {"documents": len(files), "seconds": seconds, "characters": sum(len(d.text) for d in documents)}


def read_document(value: dict[str, Any], path: Path) -> Document:
    """The document of a gold file, its name as id where it has none."""
    known = {k: v for k, v in value.items() if k in Document.model_fields and v is not None}
    return Document.model_validate({"id": path.stem, **known})


def score(shared: Path, out: Path, part: str = "") -> dict[str, Any]:
    """The scorer's table for one part (all without one)."""
    command = [sys.executable, str(shared / "score.py"), str(out / "gold" / part), str(out / "pred" / part), "--json"]
    table: dict[str, Any] = json.loads(subprocess.check_output(command, text=True))
    return table


def print_table(title: str, table: dict[str, Any]) -> None:
    """One line a kind: gold, predicted, slot P R F1, record P R F1."""
    print(
        f"\n{title}\n{'kind':<10} {'gold':>5} {'pred':>5} | {'slot P':>6} {'R':>6} {'F1':>6} | {'rec. P':>6} {'R':>6} {'F1':>6}"
    )
    for kind, row in table.items():
        figures = " | ".join(" ".join(f"{v:6.3f}" for v in row[what]) for what in ("slot", "record"))
        print(f"{kind:<10} {row['gold']:>5} {row['pred']:>5} | {figures}")


def missed_floors(table: dict[str, Any]) -> Iterator[str]:
    """What is under its floor."""
    if table["all"]["slot"][2] < FLOOR_ALL:
        yield f"slot F1 over all {table['all']['slot'][2]:.3f} < {FLOOR_ALL}"
    for kind, row in table.items():
        if kind != "all" and row["gold"] >= FLOOR_KIND_FROM and row["slot"][2] < FLOOR_KIND:
            yield f"slot F1 of {kind} {row['slot'][2]:.3f} < {FLOOR_KIND}"


def main() -> int:
    """Run it; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kinds", default="", help="only these kinds, joined by commas")
    parser.add_argument("--parts", default="", help="only these parts of the gold, joined by commas")
    parser.add_argument("--half", choices=("tuned", "unseen"), help="only the texts that rules are (not) tuned on")
    parser.add_argument("--errors", action="store_true", help="print what is missing, spurious and wrong")
    parser.add_argument("--out", type=Path, help="keep predictions here")
    args = parser.parse_args()
    shared = find_shared()
    gold = shared / "gold"
    files = gold_files(gold, [p for p in args.parts.split(",") if p])
    if args.half:
        files = [f for f in files if is_held_out(f) == (args.half == "unseen")]
    with tempfile.TemporaryDirectory() as scratch:
        out = args.out or Path(scratch)
        counts = write_predictions(files, gold, out, {k for k in args.kinds.split(",") if k})
        if args.errors:
            subprocess.run(
                [sys.executable, str(shared / "score.py"), str(out / "gold"), str(out / "pred"), "--errors"], check=True
            )
            return 0
        total = score(shared, out)
        print_table(f"all of {counts['documents']} texts, read in {counts['seconds']:.1f} s", total)
        for part in sorted({f.relative_to(gold).parts[0] for f in files}):
            table = score(shared, out, part)
            print_table(part, table if args.kinds or len(files) < 100 else {"all": table["all"]})
    missed = [] if args.kinds or args.parts or args.half else list(missed_floors(total))
    print("\n" + ("; ".join(f"MISSED: {m}" for m in missed) or f"floors: over all {FLOOR_ALL}, each kind {FLOOR_KIND}"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
