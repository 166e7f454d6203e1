"""Answers from a book; pure reads. In comes a :class:`~trucebook.ledger.View`, out go records, a timeline, a matrix, a context.

>>> with open_view("sudan.book") as view:      # doctest: +SKIP
...     find_positions(view).rows[0].matter.label
'14-day ceasefire by SAU, USA'
"""

from trucebook.queries.context import Context, Passage, find_context
from trucebook.queries.matters import Matter, find_matters
from trucebook.queries.positions import Cell, Matrix, Row, find_positions
from trucebook.queries.records import Filter, find_records
from trucebook.queries.timeline import Timeline, find_timeline

__all__ = [
    "Cell",
    "Context",
    "Filter",
    "Matrix",
    "Matter",
    "Passage",
    "Row",
    "Timeline",
    "find_context",
    "find_matters",
    "find_positions",
    "find_records",
    "find_timeline",
]
