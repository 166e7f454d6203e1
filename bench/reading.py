"""How fast reports are read end to end, and whether the time grows with the length alone. ``python -m bench.reading``.

In come the gold stream's texts of ``../shared``; out go documents and sentences a second of the whole reader and of the bare
graph on the same texts in the same run, the share of the time that the rules take, and the seconds per 10,000 characters of one
long text made of them, cut at growing lengths.
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
    bare = seconds_of(lambda: [encoder.graph.session.run(None, batch) for batch in inputs])
    stage = seconds_of(lambda: list(reader.nlp.pipe(texts, batch_size=32)))
    whole = seconds_of(lambda: list(reader.read_many(documents)))
    return {
        "documents/s": len(texts) / whole,
        "sentences/s": sentences / whole,
        "bare graph, sentences/s": sentences / bare,
        "language stage, sentences/s": sentences / stage,
        "share of the rules": (whole - stage) / whole,
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
    """Print the figures."""
    gold = find_shared() / "gold" / "stream"
    texts = [json.loads(path.read_text("utf-8"))["document"]["text"] for path in sorted(gold.rglob("*.json"))]
    reader = Reader(threads=1)
    for name, figure in measure_stream(reader, texts).items():
        print(f"{name:<30} {figure:8.2f}")
    for length, figure in measure_length(reader, texts).items():
        print(f"{length:>7,} characters: {figure:.2f} s per 10,000")
    return 0


if __name__ == "__main__":
    sys.exit(main())
