"""Readings by hand, for tests of what comes after reading: each record is given with the words that are its evidence."""

from __future__ import annotations

import datetime
from typing import Any

from trucebook.records import Actor, Document, Reading, record_adapter

MONDAY = datetime.date(2031, 3, 3)


def party(code: str) -> Actor:
    """A side."""
    return Actor(party=code, kind="party")


def person(name: str, code: str | None = None) -> Actor:
    """A person, of a side or of none."""
    return Actor(party=code, name=name, kind="person")


class Story:
    """Makes readings of a small invented process, and counts its days from Monday 3 March 2031."""

    def day(self, number: int) -> datetime.date:
        """The day ``number`` days after the first Monday."""
        return MONDAY + datetime.timedelta(days=number)

    def record(self, text: str, words: str, **slots: Any) -> Any:
        """A record whose evidence is ``words``; ``on=3`` dates it on that day."""
        start = text.index(words)
        number = slots.pop("at_day", None)
        date = None if number is None else {"start": self.day(number), "end": self.day(number)}
        return record_adapter.validate_python({"evidence": [{"start": start, "end": start + len(words)}], "date": date, **slots})

    def reading(self, text: str, *records: dict[str, Any], published: int = 0, **document: Any) -> Reading:
        """A reading of ``text``; each record a mapping with ``words``."""
        doc = Document(text=text, published=self.day(published), **document)
        return Reading(document=doc, records=tuple(self.record(text, r.pop("words"), **r) for r in map(dict, records)))

    def proposal(self, published: int = 0, **slots: Any) -> Reading:
        """Brazil and Chile propose a 21-day ceasefire to Ecuador and Peru."""
        text = "Brazil and Chile proposed a 21-day ceasefire to Ecuador and Peru."
        record = {
            "words": text[:-1], "kind": "proposal", "type": "ceasefire", "proposers": [party("BRA"), party("CHL")],
            "parties": [party("ECU"), party("PER")], "duration": "P21D", **slots,
        }  # fmt: skip
        return self.reading(text, record, published=published, publisher="Andes Wire")

    def position(self, code: str, stance: str, published: int, **slots: Any) -> Reading:
        """A party takes a stance on the ceasefire."""
        text = f"{code} answered the plan on day {published}: {stance}."
        record = {"words": text[:-1], "kind": "position", "actor": party(code), "on": "ceasefire", "stance": stance, **slots}
        return self.reading(text, record, published=published)
