"""Trucebook reads dated reports of peace processes and keeps the book: who proposed, accepted, said and did what, on whose word.

>>> import trucebook
>>> reading = trucebook.read("Peru rejected the Brazilian plan on Sunday.", published="2031-03-04")    # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from trucebook.version import __version__

if TYPE_CHECKING:
    from trucebook.book import Book
    from trucebook.reader import Reader, read
    from trucebook.records import Document, Reading

__all__ = ["Book", "Document", "Reader", "Reading", "__version__", "read"]

_HOME = {
    "Book": "trucebook.book",
    "Document": "trucebook.records",
    "Reader": "trucebook.reader",
    "Reading": "trucebook.records",
    "read": "trucebook.reader",
}


def __getattr__(name: str) -> Any:
    """Import on first use: ``import trucebook`` must not load the model, nor the ledger the reader."""
    if name not in _HOME:
        raise AttributeError(f"module 'trucebook' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
