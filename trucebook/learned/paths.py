"""How each word of a chunk stands to an anchor in the tree, as one number: what the scorer of roles hears of grammar.

In come a page and an anchor, out goes an array of numbers below `PATHS`: 0 for another sentence, 1 for another clause, 2 for
the anchor itself, then one each for the relation by which the word hangs on the anchor directly or further below, or on a word
above the anchor.

>>> path_numbers(page, (0, 5))[0]     # the subject of the anchor     # doctest: +SKIP
3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from trucebook.language.tree import ancestors, base_dep

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.learned.page import Page, Word

BELOW = (
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "compound", "amod", "appos", "conj", "ccomp",
    "xcomp", "advcl", "acl",
)  # fmt: skip
ABOVE = ("nsubj", "obj", "obl")
ELSEWHERE, ITSELF = 1, 2
_DIRECT = ITSELF + 1
_DEEPER = _DIRECT + len(BELOW) + 1
_OVER = _DEEPER + len(BELOW) + 1
_BESIDE = _OVER + 1
_BESIDE_DEEPER = _BESIDE + len(ABOVE) + 1
PATHS = _BESIDE_DEEPER + len(ABOVE) + 1


def path_numbers(page: Page, anchor: Word) -> npt.NDArray[np.int64]:
    """(words of the anchor's chunk,): the number of each word's path to the anchor."""
    places, top = page.places[anchor[0]], page.token(anchor)
    above = {token.i for token in ancestors(top)} - {top.i}
    found = np.zeros(len(places), np.int64)
    for w, i in enumerate(places):
        token = page.scene.doc[i]
        if token.sent.start == top.sent.start:
            found[w] = _path(token, top, above)
    return found


def _path(token: Token, top: Token, above: set[int]) -> int:
    if token.i == top.i:
        return ITSELF
    if token.i in above:
        return _OVER
    steps, last = 0, token
    while True:
        if token.i == top.i:
            return (_DIRECT if steps == 1 else _DEEPER) + _place(last, BELOW)
        if token.i in above:
            return (_BESIDE if steps == 1 else _BESIDE_DEEPER) + _place(last, ABOVE)
        if token.head.i == token.i:
            return ELSEWHERE
        steps, last, token = steps + 1, token, token.head


def _place(token: Token, relations: tuple[str, ...]) -> int:
    """The place of the token's relation among `relations`; behind them for any other."""
    for name in (token.dep_, base_dep(token)):
        if name in relations:
            return relations.index(name)
    return len(relations)
