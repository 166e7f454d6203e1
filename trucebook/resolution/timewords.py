"""The words of ``times.yaml`` by their role: how the date of one word reaches another.

In comes a lexicon, out goes a table of lemmas.

>>> "condemn" in time_words(Lexicon())["telling"]
True
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

from trucebook.lexicon import Entry, Lexicon

Role = Literal["state", "raising", "telling", "performing", "ahead", "occasion", "adding", "text", "order", "bound", "resolving"]
ROLES: tuple[Role, ...] = get_args(Role)


class TimeEntry(Entry):
    """An entry of ``times.yaml``: words that decide how a date reaches them."""

    role: Role
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def time_words(lexicon: Lexicon) -> Mapping[Role, frozenset[str]]:
    """The lemmas of each role; made once for each lexicon."""
    roles: defaultdict[Role, set[str]] = defaultdict(set)
    for entry in lexicon.entries("times", TimeEntry):
        roles[entry.role] |= {*entry.verbs, *entry.words}
    return {role: frozenset(roles[role]) for role in ROLES}
