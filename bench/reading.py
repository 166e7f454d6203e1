"""How fast reports are read end to end, and whether the time grows with the length alone. ``python -m bench.reading``.

In come the gold stream's texts of ``../shared``; out go documents and sentences a second of the whole reader and of the bare
graph on the same texts in the same run, on one thread, the share of the time that the rules take, and the seconds per 10,000
characters of one long text made of them, cut at growing lengths. Exit status 1 where reading is slower, beside the bare graph,
than ``FLOOR``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.shared import find_shared
from trucebook.language.encoder import Encoder, batches_of
from trucebook.language.pieces import build_inputs
from trucebook.reader import Reader
from trucebook.records import Document

LENGTHS = (5_000, 30_000, 120_000)
DAY = "2025-03-05"
ROUNDS = 3
"""Each is timed so often, in turn, and the best time counts: another program's load is no part of the speed."""
RATIO = "end to end / bare graph"
FLOOR = 0.3
"""The least that the reader may reach of the bare graph's sentences a second: a ratio, so that it holds on any machine."""


def seconds_of(work: Callable[[], Any]) -> float:
    """How long ``work`` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure_stream(reader: Reader, texts: list[str]) -> dict[str, float]:
    """Speeds on short reports: the reader, the language stage alone, the bare graph on batches built before."""
    documents = [Document.model_validate({"id": str(k), "text": t, "published": DAY}) for k, t in enumerate(texts)]
    encoder = next(pipe for _, pipe in reader.nlp.pipeline if isinstance(pipe, Encoder))
    inputs = [build_inputs(batch) for batch in batches_of([reader.nlp.make_doc(t) for t in texts], encoder.graph)]
    sentences = sum(len(list(doc.sents)) for doc in reader.nlp.pipe(texts))  # warms up as well
    list(reader.read_many(documents[:10]))  # the lexicons are read at the first document
    works: tuple[Callable[[], Any], ...] = (
        lambda: [encoder.graph.session.run(None, batch) for batch in inputs],
        lambda: list(reader.nlp.pipe(texts, batch_size=32)),
        lambda: list(reader.read_many(documents)),
    )
    rounds = [[seconds_of(work) for work in works] for _ in range(ROUNDS)]
    bare, stage, whole = map(min, zip(*rounds, strict=True))
    return speeds_of(len(texts), sentences, bare=bare, stage=stage, whole=whole)


def speeds_of(documents: int, sentences: int, *, bare: float, stage: float, whole: float) -> dict[str, float]:
    """The figures from the counts and the seconds of the bare graph, of the language stage and of the whole reader."""
    return {
        "documents/s": documents / whole,
        "sentences/s": sentences / whole,
        "bare graph, sentences/s": sentences / bare,
        "language stage, sentences/s": sentences / stage,
        "share of the rules": (whole - stage) / whole,
        RATIO: bare / whole,
    }


def measure_length(reader: Reader, texts: list[str]) -> dict[int, float]:
    """Seconds per 10,000 characters by the length of one text."""
    joined = "\n\n".join(texts)
    joined = joined * (LENGTHS[-1] // len(joined) + 1)
    found = {}
    for length in LENGTHS:
        document = Document.model_validate({"id": str(length), "text": joined[:length], "published": DAY})
        found[length] = seconds_of(lambda one=document: reader.read(one)) / length * 10_000  # type: ignore[misc]
    return found


def main() -> int:
    """Print the figures; 1 where reading is below the floor."""
    gold = find_shared() / "gold" / "stream"
    texts = [json.loads(path.read_text("utf-8"))["document"]["text"] for path in sorted(gold.rglob("*.json"))]
    reader = Reader(threads=1)
    speeds = measure_stream(reader, texts)
    for name, figure in speeds.items():
        print(f"{name:<30} {figure:8.2f}" + (f"   (floor {FLOOR})" if name == RATIO else ""))
    for length, figure in measure_length(reader, texts).items():
        print(f"{length:>7,} characters: {figure:.2f} s per 10,000")
    return int(speeds[RATIO] < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
