"""The word that stands for a record: the top of its evidence in the tree, of a statement the verb of saying.

In comes a scene and a span of evidence, out goes a token. Experts' records and rules' records are anchored alike, so that what is
learned from the ones applies to the others.

>>> find_anchor(scene, 0, 31, is_statement=False)     # "Rebels took Agok, officials said"     # doctest: +SKIP
took
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from trucebook.language.tree import ancestors, base_dep

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene


def tokens_in(scene: Scene, start: int, end: int) -> list[Token]:
    """The tokens that lie in the characters from `start` to `end`, wholly or in part; blank ones left out."""
    starts = scene.made("starts of tokens", lambda: [token.idx for token in scene.doc])
    first, last = max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)
    return [t for t in scene.doc[first:last] if t.idx + len(t.text) > start and not t.is_space]


def words_of_saying(scene: Scene) -> set[int]:
    """The indices of the tokens that head an act of speech."""
    return scene.made("words of saying", lambda: {s.head.i for s in scene.attributions.speech_acts if s.head is not None})


def find_anchor(scene: Scene, start: int, end: int, *, is_statement: bool) -> Token | None:
    """The word that stands for the evidence from `start` to `end`: the top of the greatest part of its tree."""
    inside = tokens_in(scene, start, end)
    places = {t.i for t in inside}
    saying = words_of_saying(scene)
    if is_statement and (verbs := [t for t in inside if t.i in saying]):
        return min(verbs, key=lambda t: (sum(1 for _ in ancestors(t)), t.i))
    tops = [t for t in inside if (t.head is t or t.head.i not in places) and not t.is_punct] or inside[:1]
    if not tops:
        return None
    anchor = max(tops, key=lambda t: (sum(x.i in places for x in t.subtree), -t.i))
    while not is_statement and anchor.i in saying:  # "the army says it took the town": took
        told = [c for c in anchor.children if c.i in places and base_dep(c) in ("ccomp", "xcomp", "parataxis")]
        if not told:
            break
        anchor = told[0]
    return anchor
