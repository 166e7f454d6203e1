"""How well the reader reads: annotated texts are read and scored, with floors. ``python -m bench.quality`` (``make quality``).

In come the gold files of ``../shared/gold`` and the corpus of this repository; out go tables of slot F1 and record F1 by kind and
by part, and the exit status 1 when a floor is missed. The measure is that of ``trucebook evaluate``.

    python -m bench.quality                                   all parts, floors checked
    python -m bench.quality --kinds incident,control --errors --parts stream
    python -m bench.quality --agreement                       how well the two readings of the corpus agree: the ceiling
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.texts import SECOND, AnnotatedText, annotated_texts
from trucebook.evaluation import Row, Tally
from trucebook.evaluation.slots import Values
from trucebook.faces.evaluation import say_differences
from trucebook.reader import Reader

FLOOR_ALL = 0.78
FLOOR_KIND = 0.69
FLOOR_KIND_FROM = 10  # kinds with fewer gold records than this have no floor of their own
OURS = frozenset({"corpus", "reports", "articles"})
"""Parts that the floors, which are of the gold beside the repository, do not count."""


def read_texts(texts: Sequence[AnnotatedText]) -> list[list[Values]]:
    """What the reader takes from each text."""
    readings = Reader().read_many(text.gold.document for text in texts)
    return [[record.to_dict() for record in reading.records] for reading in readings]


def score(texts: Sequence[AnnotatedText], found: Sequence[list[Values]], kinds: set[str], *, part: str = "") -> dict[str, Row]:
    """The table over one part (all without one), of these kinds (all without any)."""
    tally = Tally()
    for text, records in zip(texts, found, strict=True):
        if not part or text.part == part:
            golds, others = ([r for r in side if not kinds or r["kind"] in kinds] for side in (text.gold.records, records))
            tally.add(golds, others, text=text.gold.document.text)
    return tally.table()


def print_table(title: str, table: dict[str, Row]) -> None:
    """One line a kind: gold, found, slot P R F1, record P R F1."""
    print(
        f"\n{title}\n{'kind':<10} {'gold':>5} {'found':>5} | {'slot P':>6} {'R':>6} {'F1':>6} | {'rec. P':>6} {'R':>6} {'F1':>6}"
    )
    for kind, row in table.items():
        figures = " | ".join(" ".join(f"{v:6.3f}" for v in what) for what in (row.slots, row.records))
        print(f"{kind:<10} {row.gold:>5} {row.found:>5} | {figures}")


def print_errors(texts: Sequence[AnnotatedText], found: Sequence[list[Values]], kinds: set[str]) -> None:
    """What is wrong, missing and too much."""
    for text, records in zip(texts, found, strict=True):
        golds, others = ([r for r in side if not kinds or r["kind"] in kinds] for side in (text.gold.records, records))
        matches = Tally().add(golds, others, text=text.gold.document.text)
        for line in say_differences(golds, others, matches):
            print(f"{text.gold.name}: {line}")


def missed_floors(table: dict[str, Row]) -> Iterator[str]:
    """What is under its floor."""
    if table["all"].slots[2] < FLOOR_ALL:
        yield f"slot F1 over all {table['all'].slots[2]:.3f} < {FLOOR_ALL}"
    for kind, row in table.items():
        if kind != "all" and row.gold >= FLOOR_KIND_FROM and row.slots[2] < FLOOR_KIND:
            yield f"slot F1 of {kind} {row.slots[2]:.3f} < {FLOOR_KIND}"


def write_out(texts: Sequence[AnnotatedText], found: Sequence[list[Values]], out: Path) -> None:
    """Write gold and predictions as files, for other scorers."""
    for text, records in zip(texts, found, strict=True):
        document = text.gold.document.model_dump(mode="json")
        for folder, values in (("gold", text.gold.records), ("pred", records)):
            target = out / folder / text.part / f"{text.gold.name}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps({"document": document, "records": values}, ensure_ascii=False), "utf-8")


def second_readings(texts: Sequence[AnnotatedText]) -> tuple[list[AnnotatedText], list[list[Values]]]:
    """The texts that have a second reading, and its records."""
    files = [(text, SECOND / f"{text.gold.name}.json") for text in texts]
    both = [(text, json.loads(file.read_text("utf-8"))["records"]) for text, file in files if file.exists()]
    return [text for text, _ in both], [records for _, records in both]


def main() -> int:
    """Run it; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kinds", default="", help="only these kinds, joined by commas")
    parser.add_argument("--parts", default="", help="only these parts (folders of the gold, corpus, reports), joined by commas")
    parser.add_argument("--half", choices=("tuned", "unseen"), help="only the texts that rules are (not) tuned on")
    parser.add_argument("--errors", action="store_true", help="print what is missing, too much and wrong")
    parser.add_argument("--agreement", action="store_true", help="score the second readings of our texts, not the reader's")
    parser.add_argument("--out", type=Path, help="keep gold and predictions here, as files")
    args = parser.parse_args()
    kinds = {kind for kind in args.kinds.split(",") if kind}
    parts = ["corpus", "articles"] if args.agreement else [part for part in args.parts.split(",") if part]
    texts = [t for t in annotated_texts(parts) if not args.half or t.is_kept_aside == (args.half == "unseen")]
    began = time.perf_counter()
    if args.agreement:
        texts, found = second_readings(texts)
    else:
        found = read_texts(texts)
    title = f"{len(texts)} texts, read in {time.perf_counter() - began:.1f} s"
    if args.out:
        write_out(texts, found, args.out)
    if args.errors:
        print_errors(texts, found, kinds)
        return 0
    gold = [i for i, text in enumerate(texts) if len(parts) == 1 or text.part not in OURS]
    total = score([texts[i] for i in gold], [found[i] for i in gold], kinds)
    print_table(title if len(gold) == len(texts) else f"{title}; without corpus, articles and reports", total)
    for part in dict.fromkeys(text.part for text in texts):
        table = score(texts, found, kinds, part=part)
        print_table(part, table if part == "corpus" or kinds or len(texts) < 100 else {"all": table["all"]})
    missed = [] if kinds or parts or args.half else list(missed_floors(total))
    print("\n" + ("; ".join(f"MISSED: {m}" for m in missed) or f"floors: over all {FLOOR_ALL}, each kind {FLOOR_KIND}"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
