"""What a text tells as done cannot lie after the day of the text.

In comes a record and the day of publication, out goes the record: an actual event with a day to come is planned ("the truce
expires on March 10"); words are never said on a day to come, so that day was not theirs.

>>> from datetime import date
>>> from trucebook.records import Actor, Agreement, DateRange, Span
>>> chad = Actor(party="TCD", kind="party")
>>> day = DateRange.day(date(2031, 3, 10))
>>> ends = Agreement(type="truce", parties=(chad,), state="ended", date=day, evidence=(Span(start=0, end=9),))
>>> settle_future(ends, date(2031, 3, 4)).modality
'planned'
"""

from __future__ import annotations

from datetime import date

from trucebook.records import Record, Statement


def settle_future(record: Record, published: date) -> Record:
    """``record``, or a copy without the contradiction between its modality and its date."""
    if record.modality != "actual" or record.date is None or record.date.start <= published:
        return record
    return record.model_copy(update={"date": None} if isinstance(record, Statement) else {"modality": "planned"})
