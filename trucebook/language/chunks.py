"""Cuts a document into chunks for the encoder: paragraphs, and pieces of long ones.

In: the tokens of a `Doc`. Out: ranges of tokens without blank ones; a range is read as one row of a batch.

    words = ["Talks", "resume", "\\n\\n", "They", "met", "."]
    list(paragraphs(words, [False, False, True, False, False, False]))     # [[0, 1], [3, 4, 5]]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

SOFT_LIMIT = 200
"""Word pieces in a chunk when there is a sentence end to cut at: as in training."""

HARD_LIMIT = 320
"""Word pieces in a chunk that has none."""

_ENDS = frozenset({".", "!", "?", "...", "…", "?!", "!!", "??", "!?"})
_POINTS = ("*", "•", "·", "▪", "-", "–", "—")
_DATELINE = 14
"""Words of the longest dateline."""
_BYLINE = 8
"""Words of names in the longest byline."""
_CLOSERS = frozenset("\"'”’)]»")
_BREAKS = ("\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c")


def paragraphs(words: Sequence[str], blank: Sequence[bool]) -> Iterator[list[int]]:
    """The places of the words of each paragraph; blank words (line ends, runs of spaces) are left out.

    A line end separates paragraphs, unless the text is wrapped: when many lines go on in small letters, only empty lines do,
    and the ends of lines that stand alone (a point of a list, a byline).
    """
    wrapped = is_wrapped(words, blank)
    places: list[int] = []
    for place, word in enumerate(words):
        if not blank[place]:
            places.append(place)
        elif places and (
            _line_ends(word) > 1 or (_line_ends(word) and (not wrapped or _stands_alone(words, blank, places, place)))
        ):
            yield from _without_dateline(places, words)
            places = []
    if places:
        yield from _without_dateline(places, words)


def _without_dateline(places: list[int], words: Sequence[str]) -> Iterator[list[int]]:
    """A paragraph, its dateline ("NAIROBI, Kenya (agency) –") apart: its names belong to no clause of the report."""
    opening = [words[place] for place in places[: _DATELINE + 1]]
    dash = next((i for i, word in enumerate(opening) if i and word in {"–", "—", "--", "-"}), 0)
    after = opening[dash + 1 : dash + 2]
    shouted = opening and len(opening[0]) > 2 and opening[0].isalpha() and opening[0].isupper()
    if dash and shouted and after and after[0][:1].isupper() and not (opening[dash] == "-" and after[0].isupper()):
        yield places[: dash + 1]
        yield places[dash + 1 :]
    else:
        yield places


def _stands_alone(words: Sequence[str], blank: Sequence[bool], before: list[int], place: int) -> bool:
    """Whether the line end at `place` parts a point of a list, or a byline ("By A B and C D"), from the lines around it."""
    after = []
    for later in range(place + 1, len(words)):
        if blank[later] and _line_ends(words[later]):
            break
        after.append(words[later])
    is_point = len(after) > 1 and after[0] in _POINTS and not after[1][:1].islower()
    return is_point or _is_byline(after) or _is_byline([words[i] for i in before])


def _is_byline(line: Sequence[str]) -> bool:
    names = [word for word in line[1:] if word not in {"and", ",", "&"}]
    return line[:1] == ["By"] and 2 <= len(names) <= _BYLINE and all(word[:1].isupper() for word in names)


def is_wrapped(words: Sequence[str], blank: Sequence[bool]) -> bool:
    """Whether lines were cut at a fixed width: a third of the single line ends or more are followed by a small letter."""
    single = [
        words[place + 1]
        for place in range(len(words) - 1)
        if blank[place] and _line_ends(words[place]) == 1 and not blank[place + 1]
    ]
    small = sum(word[:1].islower() for word in single)
    return small > 0 and small * 3 >= len(single)


def _line_ends(word: str) -> int:
    return sum(word.replace("\r\n", "\n").count(mark) for mark in _BREAKS)


def cut_long(places: list[int], words: Sequence[str], sizes: Sequence[int]) -> Iterator[list[int]]:
    """The paragraph in parts of at most `SOFT_LIMIT` pieces, cut at sentence ends; else `HARD_LIMIT`, cut where it can be.

    `sizes` are the numbers of pieces of each place of `places`.
    """
    start = 0
    while start < len(places):
        end, total, after_sentence, after_comma = start, 0, 0, 0
        while end < len(places) and total + sizes[end] <= (SOFT_LIMIT if after_sentence else HARD_LIMIT):
            total += sizes[end]
            end += 1
            if end < len(places) and _may_end(places, end, words):
                after_sentence = end
            elif words[places[end - 1]] in {",", ";", ":"}:
                after_comma = end
        if end < len(places):
            end = after_sentence or after_comma or max(end, start + 1)
        yield places[start:end]
        start = end


def _may_end(places: list[int], end: int, words: Sequence[str]) -> bool:
    """Whether a sentence may end before place number `end`."""
    before = end - 1
    while before > 0 and words[places[before]] in _CLOSERS:
        before -= 1
    return words[places[before]] in _ENDS and not words[places[end]][:1].islower() and words[places[end]] not in _CLOSERS


def preset_starts(doc: Doc) -> list[int] | None:
    """Sentence starts that were set before (1, -1, 0 for unknown), or None: then the model decides."""
    if not doc.has_annotation("SENT_START"):
        return None
    return [1 if token.is_sent_start else -1 if token.is_sent_start is False else 0 for token in doc]
