"""The word that stands for a record: the top of its evidence in the tree, of a statement the verb of saying.

In comes a scene and a span of evidence, out goes a token. Experts' records and rules' records are anchored alike, so that what is
learned from the ones applies to the others.

>>> find_anchor(scene, 0, 31, is_statement=False)     # "Rebels took Agok, officials said"     # doctest: +SKIP
took
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trucebook.language.tree import ancestors, base_dep

if TYPE_CHECKING:
    from trucebook.language.tokens import Token
    from trucebook.resolution.scene import Scene


def find_anchor(scene: Scene, start: int, end: int, *, is_statement: bool) -> Token | None:
    """The word that stands for the evidence from `start` to `end`: the top of the greatest part of its tree."""
    inside = [t for t in scene.doc if t.idx < end and t.idx + len(t.text) > start and not t.is_space]
    places = {t.i for t in inside}
    saying = scene.made("words of saying", lambda: {s.head.i for s in scene.attributions.speech_acts if s.head is not None})
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
