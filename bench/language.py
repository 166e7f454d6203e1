"""Figures of the language stage, with the floors that it must keep: `python -m bench.language [--json] [--quick]`.

In: the shipped model and the treebanks in `../shared/data`, which were never trained on. Out: tables, or JSON; exit status 1 when
a floor is missed, 0 otherwise and also when `../shared` is missing (there is nothing to measure then, and that is said).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.tokens import Doc

from bench.conll18 import Tally, is_faithful
from bench.language_speed import measure_speed
from training.treebanks import Sentence, read_conllu, read_iob2, read_re3d
from trucebook.language.encoder import Encoder
from trucebook.language.nlp import load_pipeline

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
FP32 = ROOT / "training" / "build" / "encoder.fp32.onnx"

FLOORS = {
    "gold words, PUD: upos": 0.968,
    "gold words, PUD: las": 0.872,
    "gold words, EWT test: las": 0.895,
    "raw text, PUD: las": 0.85,
    "raw text, PUD: sentences": 0.90,
    "names, UNER EWT test: f1": 0.75,
    "int8 against fp32: change of las": -0.01,
    "speed: share of the bare graph": 0.45,
}
"""Measure -> least value; a loss counts as negative."""

NAMES = {"PERSON", "ORGANISATION", "PLACE"}
THINGS = {"NATIONALITY", "WEAPON", "MILITARY_PLATFORM", "TIME", "QUANTITY", "MONEY", "DOCUMENT"}

Figures = dict[str, dict[str, float]]


def gold_docs(nlp: Language, sentences: Sequence[Sentence]) -> list[Doc]:
    """One document a sentence, with the treebank's words and the sentence's bounds told."""
    return [
        Doc(nlp.vocab, words=s.words, spaces=s.spaces, sent_starts=[place == 0 for place in range(len(s.words))])
        for s in sentences
    ]


def score_gold(encoder: Encoder, nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """UPOS, lemma, UAS and LAS with gold words and sentences."""
    tally = Tally()
    for sentence, doc in zip(sentences, encoder.pipe(gold_docs(nlp, sentences)), strict=True):
        tally.add([sentence], doc)
    scores = tally.f1()
    return {name: scores[name] for name in ("upos", "lemma", "uas", "las", "las_universal")}


def documents(sentences: Sequence[Sentence]) -> Iterator[tuple[str, list[Sentence]]]:
    """Whole texts: the sentences of a document joined by blanks, its paragraphs by empty lines."""
    for _, group in groupby((s for s in sentences if is_faithful(s)), key=lambda s: s.document):
        kept = list(group)
        text = kept[0].text
        for before, sentence in pairwise(kept):
            joint = " " if before.spaces is None or before.spaces[-1] else ""
            text += ("\n\n" if sentence.opens_paragraph else joint) + sentence.text
        yield text, kept


def score_raw(nlp: Language, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Everything from raw text, in the manner of CoNLL 2018."""
    tally = Tally()
    texts, gold = zip(*documents(sentences), strict=True)
    for kept, doc in zip(gold, nlp.pipe(texts), strict=True):
        tally.add(kept, doc)
    return tally.f1()


def score_names(
    encoder: Encoder, nlp: Language, sentences: Sequence[Sentence], tags: Sequence[Sequence[str]], kinds: set[str]
) -> dict[str, float]:
    """Precision, recall and F1 of exact spans with their type, and F1 of spans alone: given words, document by document."""
    right = bare = ours = theirs = 0
    for rows in documents_of(sentences, tags):
        doc = encoder(paragraphed(nlp, [sentence for sentence, _ in rows]))
        gold, at = set(), 0
        for sentence, row in rows:
            at += sentence.opens_paragraph and at > 0  # the empty line before it is a token
            gold |= {(at + start, at + end, kind) for start, end, kind in tagged_spans(row) if kind in kinds}
            at += len(row)
        found = {(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in kinds}
        right += len(gold & found)
        bare += len({span[:2] for span in gold} & {span[:2] for span in found})
        ours, theirs = ours + len(found), theirs + len(gold)
    return {
        "precision": right / max(1, ours),
        "recall": right / max(1, theirs),
        "f1": 2 * right / max(1, ours + theirs),
        "f1_untyped": 2 * bare / max(1, ours + theirs),
    }


def documents_of(sentences: Sequence[Sentence], tags: Sequence[Sequence[str]]) -> Iterator[list[tuple[Sentence, Sequence[str]]]]:
    """Sentences with their tags, a document at a time; sentences without tags are left out."""
    pairs = [(sentence, row) for sentence, row in zip(sentences, tags, strict=True) if len(row) == len(sentence.words)]
    for _, rows in groupby(pairs, key=lambda pair: pair[0].document):
        yield list(rows)


def paragraphed(nlp: Language, sentences: Sequence[Sentence]) -> Doc:
    """One document of given words and sentences, with an empty line before each paragraph but the first."""
    words: list[str] = []
    starts: list[bool | int | None] = []
    for sentence in sentences:
        if sentence.opens_paragraph and words:
            words.append("\n\n")
            starts.append(False)
        words += sentence.words
        starts += [place == 0 for place in range(len(sentence.words))]
    return Doc(nlp.vocab, words=words, sent_starts=starts)


def tagged_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, type) of BIO tags."""
    start = -1
    for place, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            yield start, place, tags[start][2:]
            start = -1
        if tag[0] == "B" or (tag[0] == "I" and start < 0):
            start = place


def measure_quality(nlp: Language, *, data: Path, quick: bool) -> Figures:
    """All figures but speed; `quick` leaves out what no floor asks for."""
    encoder = next(pipe for _, pipe in nlp.pipeline if isinstance(pipe, Encoder))
    pud, ewt = read_conllu(data / "ud/pud-test.conllu"), read_conllu(data / "ud/ewt-test.conllu")
    figures = {
        "gold words, PUD": score_gold(encoder, nlp, pud),
        "gold words, EWT test": score_gold(encoder, nlp, ewt),
        "raw text, PUD": score_raw(nlp, pud),
    }
    tagged = read_iob2(data / "names/uner-ewt-test.iob2")
    figures["names, UNER EWT test"] = score_names(encoder, nlp, ewt, [tagged.get(s.identity, []) for s in ewt], NAMES)
    if not quick:
        figures["gold words, GUM held"] = score_gold(encoder, nlp, read_conllu(data / "ud/gum-held.conllu"))
        figures["raw text, EWT test"] = score_raw(nlp, ewt)
        re3d = read_re3d(data / "names/re3d-test.txt")
        things = [s.things or [] for s in re3d]
        figures["re3d test, things"] = score_names(encoder, nlp, re3d, things, THINGS)
        figures["re3d test, names"] = score_names(encoder, nlp, re3d, things, NAMES)
    if FP32.is_file():
        full = Encoder(nlp.vocab, graph_file=FP32)
        fp32 = {"PUD": score_gold(full, nlp, pud), "EWT test": score_gold(full, nlp, ewt)}
        lost = [fp32[name]["las"] - figures[f"gold words, {name}"]["las"] for name in fp32]
        figures["int8 against fp32"] = {
            "change of las": -max(lost),
            "fp32 PUD las": fp32["PUD"]["las"],
            "fp32 EWT las": fp32["EWT test"]["las"],
        }
    return figures


def check_floors(figures: Figures) -> list[tuple[str, float, float | None]]:
    """(measure, floor, value or None when it was not measured) of each floor."""
    rows = []
    for measure, floor in FLOORS.items():
        group, _, name = measure.rpartition(": ")
        rows.append((measure, floor, figures.get(group, {}).get(name)))
    return rows


def show(console: Console, figures: Figures, floors: list[tuple[str, float, float | None]]) -> None:
    """Prints the tables."""
    for group, values in figures.items():
        table = Table(title=group, title_justify="left")
        for name in values:
            table.add_column(name, justify="right")
        table.add_row(*(f"{value:,.4f}" if abs(value) < 10 else f"{value:,.0f}" for value in values.values()))
        console.print(table)
    table = Table("floor", "least", "measured", "", title="Floors", title_justify="left")
    for measure, floor, value in floors:
        verdict = "not measured" if value is None else "pass" if value >= floor else "FAIL"
        table.add_row(measure, f"{floor:.3f}", "" if value is None else f"{value:.4f}", verdict)
    console.print(table)


def main() -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--quick", action="store_true", help="only what the floors ask for")
    parser.add_argument("--no-speed", action="store_true", help="leave the speed out (on a busy machine)")
    parser.add_argument("--data", type=Path, default=SHARED, help="the folder with ud/ and names/")
    arguments = parser.parse_args()
    console = Console()
    if not (arguments.data / "ud").is_dir():
        console.print(f"skipped: {arguments.data} is missing; the treebanks are not part of the package (--data FOLDER)")
        return 0
    nlp = load_pipeline()
    figures = measure_quality(nlp, data=arguments.data, quick=arguments.quick)
    if not arguments.no_speed:
        figures["speed"] = measure_speed(arguments.data)
    floors = check_floors(figures)
    if arguments.json:
        rows = [{"floor": name, "least": least, "measured": value} for name, least, value in floors]
        sys.stdout.write(json.dumps({"figures": figures, "floors": rows}, indent=1) + "\n")
    else:
        show(console, figures, floors)
    return int(any(value is not None and value < floor for _, floor, value in floors))


if __name__ == "__main__":
    sys.exit(main())
