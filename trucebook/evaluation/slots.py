"""How alike the value of a slot is to the one that an expert wrote: 0..1 by the kind of slot.

In come two records in the form of the codebook (plain JSON values), out goes a score for each slot that either fills. Actors
may be written short (``UKR``, ``UKR/Olena Petrenko``), places as a name, days as one day.

>>> compare_actor("UKR/Olena Petrenko", {"party": "UKR", "name": "Petrenko", "kind": "person"})
1.0
>>> compare_date("2031-03-04", {"start": "2031-03-04", "end": "2031-03-05"})
0.5
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

Values = dict[str, Any]
"""A record as JSON gives it."""

NAME_ONLY, PARTY_ONLY, OTHER_NAME, TOO_NARROW = 0.5, 0.5, 0.3, 0.8
"""The shares of the measure for an actor: its name under another party; its party where a name is wanted; its party with another
name; a name where the party itself is meant."""
SAME_NAME = 0.5
"""The share of words that two names must have in common, unless they end alike."""
DAYS = {"Y": 365.0, "M": 30.0, "W": 7.0, "D": 1.0}
DURATION = re.compile(r"P((?:\d+[YMWD])*)(?:T(?:(\d+)H)?.*)?")


def words_of(text: object) -> list[str]:
    """Words without accents and case.

    >>> words_of("El Fashér!")
    ['el', 'fasher']
    """
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.lower())


def is_filled(value: object) -> bool:
    """Whether a slot says anything: 0 does, ``False`` and empty lists do not."""
    return value is not None and value is not False and value != "" and value != []


def _party_and_name(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        name = "" if value.get("kind") == "party" else value.get("name") or ""
        return (value.get("party") or "").upper(), name
    party, _, name = str(value).partition("/")
    return party.strip().upper(), name.strip()


def _is_same_name(one: str, two: str) -> bool:
    a, b = words_of(one), words_of(two)
    if not a or not b:
        return False
    return a[-1] == b[-1] or len({*a} & {*b}) >= SAME_NAME * len({*a} | {*b})


def compare_actor(gold: Any, found: Any) -> float:
    """One actor: the party first, then the name."""
    (party, name), (other_party, other_name) = _party_and_name(gold), _party_and_name(found)
    if name and other_name:
        same = _is_same_name(name, other_name)
        if party and party != other_party:
            return NAME_ONLY if same else 0.0
        return 1.0 if same else OTHER_NAME
    if party != other_party:
        return 0.0
    if name:
        return PARTY_ONLY
    return TOO_NARROW if other_name else 1.0


def compare_actors(gold: Iterable[Any], found: Iterable[Any]) -> float:
    """Lists of actors as sets: F1 over the best pairs."""
    golds, others = list(gold), list(found)
    scored = ((compare_actor(g, o), i, j) for i, g in enumerate(golds) for j, o in enumerate(others))
    left, right, total = set(range(len(golds))), set(range(len(others))), 0.0
    for score, i, j in sorted(scored, reverse=True):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            total += score
    return 2 * total / (len(golds) + len(others)) if golds or others else 1.0


def _days(value: Any) -> tuple[int, int] | None:
    start, end = (value.get("start"), value.get("end")) if isinstance(value, dict) else (value, value)
    try:
        first, last = (datetime.date.fromisoformat(str(day)[:10]).toordinal() for day in (start or end, end or start))
    except ValueError:
        return None
    return first, last


def compare_date(gold: Any, found: Any) -> float:
    """Days in common over days in all."""
    one, two = _days(gold), _days(found)
    if one is None or two is None:
        return 0.0
    shared = min(one[1], two[1]) - max(one[0], two[0]) + 1
    return max(0, shared) / (max(one[1], two[1]) - min(one[0], two[0]) + 1)


def compare_place(gold: Any, found: Any) -> float:
    """1 where the words of one name are within the other's."""
    a, b = ({*words_of(value.get("name", "") if isinstance(value, dict) else value)} for value in (gold, found))
    return float(bool(a and b) and (a <= b or b <= a))


def compare_words(gold: Any, found: Any) -> float:
    """Words in common over words in all."""
    a, b = {*words_of(gold)}, {*words_of(found)}
    return len(a & b) / len(a | b) if a | b else 1.0


def compare_count(gold: Any, found: Any) -> float:
    """Numbers by their lower bound: "at least 15" is 15."""
    a, b = (value.get("min", value.get("max")) if isinstance(value, dict) else value for value in (gold, found))
    return float(a == b)


def compare_duration(gold: Any, found: Any) -> float:
    """ISO 8601 durations by their days: P2W is P14D."""
    return float(_length(gold) == _length(found))


def _length(value: Any) -> float | str:
    parts = DURATION.fullmatch(str(value))
    if parts is None:
        return str(value)
    days = sum(int(part[:-1]) * DAYS[part[-1]] for part in re.findall(r"\d+[YMWD]", parts[1]))
    return days + int(parts[2] or 0) / 24


def compare_word(gold: Any, found: Any) -> float:
    """One of a list of words."""
    return float(str(gold).lower() == str(found).lower())


def compare_flag(gold: Any, found: Any) -> float:
    """True or false."""
    return float(bool(gold) == bool(found))


Comparison = Callable[[Any, Any], float]

COMMON: dict[str, Comparison] = {
    "date": compare_date, "modality": compare_word, "asserted_by": compare_actor, "place": compare_place,
}  # fmt: skip
OWN: dict[str, dict[str, Comparison]] = {
    "proposal": {
        "type": compare_word, "proposers": compare_actors, "mediators": compare_actors, "parties": compare_actors,
        "duration": compare_duration, "scope": compare_word,
    },
    "position": {"actor": compare_actor, "on": compare_word, "stance": compare_word},
    "contact": {"mode": compare_word, "participants": compare_actors},
    "statement": {
        "speaker": compare_actor, "act": compare_word, "target": compare_actor, "quoted": compare_flag, "venue": compare_words,
    },
    "agreement": {"type": compare_word, "parties": compare_actors, "state": compare_word},
    "measure": {"type": compare_word, "actor": compare_actor, "target": compare_actor},
    "incident": {
        "type": compare_word, "perpetrator": compare_actor, "target": compare_actor, "weapon": compare_words,
        "killed": compare_count, "injured": compare_count,
    },
    "control": {"change": compare_word, "actor": compare_actor, "against": compare_actor, "extent": compare_word},
}  # fmt: skip
"""What is compared, by kind; the other slots (topics, conditions, ``at`` ...) are not scored."""
BOLD: dict[str, tuple[str, ...]] = {
    "proposal": ("type", "proposers"), "position": ("actor", "on", "stance"), "contact": ("mode", "participants"),
    "statement": ("speaker", "act"), "agreement": ("type", "parties"), "measure": ("type", "actor"), "incident": ("type",),
    "control": ("change", "actor", "place"),
}  # fmt: skip
"""The slots that make a record."""


def slots_of(kind: str) -> dict[str, Comparison]:
    """The compared slots of a kind, each with its comparison."""
    return {**OWN[kind], **COMMON}


def compare_records(gold: Values, found: Values) -> dict[str, float]:
    """The score of each slot that either record fills; 0 where only one does."""
    scores = {}
    for slot, compare in slots_of(gold["kind"]).items():
        ours, theirs = is_filled(gold.get(slot)), is_filled(found.get(slot))
        if ours or theirs:
            scores[slot] = compare(gold[slot], found[slot]) if ours and theirs else 0.0
    return scores


def size_of(record: Values) -> int:
    """How many points a record is worth: one for itself and one for each filled slot."""
    return 1 + sum(is_filled(record.get(slot)) for slot in slots_of(record["kind"]))
