"""Who is who in running text, against GUM's chains, with the floor that it must keep: `python -m bench.coreference [--json]`.

In: `../shared/data/ud/gum-held.conllu`, whose `Entity=` column has types and chains. Out: the CoNLL score (mean F1 of MUC,
B-cubed and CEAF-e, see `coreference_scores`) and the mention score; exit status 1 when the floor is missed.

What counts: chains of two or more mentions that are for the most part of type `person` or `organization` (pronouns of all three
persons, names, common nouns, appositions and predicates, as GUM has them); single mentions count on neither side. Words and
sentence ends are given; trees, names and mentions are our own pipeline's, and speakers are not told. A mention is known by its
head word, as in the primary score of CRAC 2023 (Žabokrtský et al., 2023, "head match"): the gold's head is the word of its
span that hangs outside it in the gold tree.

`--split train` measures every tenth document of `gum-train`, for development; `held` is for measuring only.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.tokens import Doc

from bench.coreference_scores import Chain, Score, conll_f1, score_all
from bench.shared import find_shared
from trucebook.language.nlp import load_pipeline
from trucebook.language.tokens import Doc as Plain
from trucebook.lexicon import Lexicon
from trucebook.records import Document
from trucebook.resolution.scene import Scene

FLOOR = 0.65
KEPT = frozenset({"person", "organization"})
TENTH = 10
OPENING = re.compile(r"\((\d+)-([a-z]+)|(\d+)\)")
ROW = re.compile(r"\d+\t")
DAY = datetime.date(2026, 1, 1)


@dataclass(slots=True)
class Text:
    """One GUM document: words with blanks, where sentences begin, and its gold chains as sets of head words."""

    name: str
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    starts: list[bool | int | None] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)


def read_texts(path: Path) -> Iterator[Text]:
    """The documents of a GUM file in order."""
    for block in path.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
        text, mentions = Text(block.partition("\n")[0]), defaultdict[str, list[tuple[int, str]]](list)
        for part in block.split("\n\n"):
            rows = [line.split("\t") for line in part.splitlines() if ROW.match(line)]
            for key, kind, head in _heads(rows):
                mentions[key].append((len(text.words) + head, kind))
            text.words += [row[1] for row in rows]
            text.spaces += ["SpaceAfter=No" not in row[9] for row in rows]
            text.starts += [number == 0 for number in range(len(rows))]
        text.chains = [chain for told in mentions.values() if len(chain := _chain(told)) > 1]
        yield text


def _chain(told: Sequence[tuple[int, str]]) -> set[int]:
    """The heads of a chain's mentions; none where it is of another type."""
    kind = Counter(kind for _, kind in told).most_common(1)[0][0]
    return {head for head, _ in told} if kind in KEPT else set()


def _heads(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str, int]]:
    """(chain, type, head word) of each mention of a sentence, in the order in which they end."""
    opened = defaultdict[str, list[tuple[int, str]]](list)
    for place, row in enumerate(rows):
        found = re.search(r"Entity=([^|]*)", row[9])
        for match in _brackets(found.group(1)) if found else ():
            key, kind, closes = match
            if kind:
                opened[key].append((place, kind))
            if closes and opened[key]:
                start, kind = opened[key].pop()
                inside = range(start, place + 1)
                yield key, kind, next(i for i in inside if int(rows[i][6]) - 1 not in inside)


def _brackets(column: str) -> Iterator[tuple[str, str, bool]]:
    """(chain, type or "", whether it closes) of each bracket: "(5-person-new-...)3)" opens and closes 5, then closes 3."""
    for piece in re.findall(r"\([^()]*\)?|\d+\)", column):
        match = OPENING.match(piece)
        if match is not None:
            yield match.group(1) or match.group(3), match.group(2) or "", piece.endswith(")")


def to_doc(nlp: Language, text: Text) -> Doc:
    """The text as a parsed document with the given words and sentence starts."""
    doc = Doc(nlp.vocab, words=text.words, spaces=text.spaces, sent_starts=text.starts)
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


def system_chains(doc: Doc, lexicon: Lexicon) -> list[Chain]:
    """Our own chains, as sets of head words."""
    document = Document(text=doc.text, published=DAY)
    chains = Scene.of(Plain(doc), document, lexicon).actor_index.chains()
    return [{token.i for token in chain} for chain in chains]


def measure(path: Path, *, every: int = 1) -> dict[str, Score]:
    """The scores over every ``every``th document of a file."""
    nlp, lexicon = load_pipeline(), Lexicon()
    texts = list(read_texts(path))[::every]
    return score_all([(text.chains, system_chains(to_doc(nlp, text), lexicon)) for text in texts])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 1 when the floor is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=("held", "train"), default="held", help="train: every tenth document, for development")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    path = find_shared(needs="data") / "data" / "ud" / f"gum-{options.split}.conllu"
    scores = measure(path, every=TENTH if options.split == "train" else 1)
    total = conll_f1(scores)
    if options.json:
        figures = {name: {"precision": s.precision, "recall": s.recall, "f1": s.f1} for name, s in scores.items()}
        print(json.dumps({**figures, "conll_f1": total, "floor": FLOOR}))
    else:
        _show(scores, total)
    return int(total < FLOOR)


def _show(scores: dict[str, Score], total: float) -> None:
    table = Table("measure", "precision", "recall", "F1")
    for name, score in scores.items():
        table.add_row(name, *(f"{value:.3f}" for value in (score.precision, score.recall, score.f1)))
    table.add_row("CoNLL (mean F1)", "", "", f"{total:.3f}")
    Console().print(table, f"floor {FLOOR}: {'kept' if total >= FLOOR else 'missed'}")


if __name__ == "__main__":
    raise SystemExit(main())
