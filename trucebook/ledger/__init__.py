"""The ledger: an append-only store of documents, readings and records, each record with its verbatim evidence.

In come :class:`~trucebook.records.Reading`, out go :class:`StoredRecord`. SQLAlchemy is imported here and in ``queries/`` only.

>>> from trucebook.records import Reading
>>> with open_writer("sudan.book") as book:      # doctest: +SKIP
...     book.add(reading)
"""

from trucebook.ledger.opening import open_view, open_writer
from trucebook.ledger.rows import StoredRecord
from trucebook.ledger.store import Added, StoredDocument, View, Writer

__all__ = ["Added", "StoredDocument", "StoredRecord", "View", "Writer", "open_view", "open_writer"]
