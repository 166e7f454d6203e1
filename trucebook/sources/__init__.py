"""Where documents come from: files, folders and standard input become dated documents, or an error that names the fault.

>>> [found.name for found in find_sources(["reports/monday.txt"])]    # doctest: +SKIP
['monday']
"""

from trucebook.sources.checks import check_document, check_text
from trucebook.sources.files import Item, Source, find_sources, parse_day, read_items

__all__ = ["Item", "Source", "check_document", "check_text", "find_sources", "parse_day", "read_items"]
