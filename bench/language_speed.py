"""How fast the language stage is beside the bare graph, on the same text, in the same run.

In: PUD's sentences, twenty to a text.
Out: sentences and words a second of `nlp.pipe` on raw text and of `session.run` on batches built before,
the median ratio of alternating repeats, and the peak memory of the process.
"""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path

from training.treebanks import read_conllu
from trucebook.language.encoder import Encoder, batches_of
from trucebook.language.nlp import load_pipeline
from trucebook.language.pieces import build_inputs

REPEATS = 7

SENTENCES = 20
"""Sentences in a text: about a report's."""


def measure_speed(data: Path, *, threads: int = 2) -> dict[str, float]:
    """Speeds in sentences a second, `share of the bare graph` (1 would be no cost at all), peak memory in MB."""
    nlp = load_pipeline(threads=threads)
    encoder = next(pipe for _, pipe in nlp.pipeline if isinstance(pipe, Encoder))
    sentences = [sentence.text for sentence in read_conllu(data / "ud/pud-test.conllu")]
    texts = [" ".join(sentences[start : start + SENTENCES]) for start in range(0, len(sentences), SENTENCES)]
    docs = [nlp.make_doc(text) for text in texts]
    words = sum(map(len, docs))
    inputs = [build_inputs(batch) for batch in batches_of(docs, encoder.graph)]
    session = encoder.graph.session
    stage, bare, ratios = [], [], []
    for repeat in range(REPEATS + 1):
        start = time.perf_counter()
        for batch in inputs:
            session.run(None, batch)
        middle = time.perf_counter()
        for _ in nlp.pipe(texts):
            pass
        end = time.perf_counter()
        if repeat:  # the first round warms both up
            bare.append(middle - start)
            stage.append(end - middle)
            ratios.append((middle - start) / (end - middle))
    return {
        "share of the bare graph": statistics.median(ratios),
        "bare, sentences/s": len(sentences) / statistics.median(bare),
        "stage, sentences/s": len(sentences) / statistics.median(stage),
        "stage, words/s": words / statistics.median(stage),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
