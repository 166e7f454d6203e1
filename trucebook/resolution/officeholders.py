"""Known holders of public offices: for whom a person speaks where the text itself does not say.

In comes a :class:`Lexicon` (``data/officeholders.yaml``), out goes who bears a name on a day. A text tells more than the
list: it is asked only where a text gives no party.

>>> office_holders(Lexicon()).find(("Trygve", "Nobody"), day=date(2025, 3, 16)) is None
True
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator

from trucebook.language.names import significant, sound
from trucebook.lexicon import Entry, Lexicon
from trucebook.resolution.titles import Gender


def _first_day(value: object) -> object:
    return date(value, 1, 1) if isinstance(value, int) else value


def _last_day(value: object) -> object:
    return date(value, 12, 31) if isinstance(value, int) else value


class OfficeHolder(Entry):
    """A person of public office: the party for which they speak from ``since`` to ``until``, and their offices."""

    party: str
    names: tuple[str, ...]
    offices: tuple[str, ...] = ()
    gender: Gender | None = None
    since: Annotated[date, BeforeValidator(_first_day)]
    until: Annotated[date, BeforeValidator(_last_day)] = date.max


class OfficeHolders:
    """Finds office holders by name and day; spelling variants of a name are one (as in :func:`names.is_variant`)."""

    def __init__(self, entries: tuple[OfficeHolder, ...]) -> None:
        self._entries: dict[tuple[str, ...], list[OfficeHolder]] = {}
        for entry in entries:
            for name in entry.names:
                known = self._entries.setdefault(_key(tuple(name.split())), [])
                if entry not in known:
                    known.append(entry)

    def find(self, words: tuple[str, ...], *, day: date) -> OfficeHolder | None:
        """Who bears the name ``words`` and held an office on ``day``; ``None`` where that is nobody, or more than one party's."""
        found = [entry for entry in self._entries.get(_key(words), ()) if entry.since <= day <= entry.until]
        return found[-1] if len({entry.party for entry in found}) == 1 else None


def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sound(word) if len(word) > 3 else word for word in significant(words))


@lru_cache(maxsize=4)
def office_holders(lexicon: Lexicon) -> OfficeHolders:
    """The office holders of ``lexicon``, indexed once."""
    return OfficeHolders(lexicon.entries("officeholders", OfficeHolder))
