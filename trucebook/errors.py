"""Every exception that Trucebook raises on purpose. In comes nothing; out go classes whose text is one line for a user.

    TrucebookError
    ├── InputError           a file or text cannot be read as a dated document
    │   ├── UndatedError     ... because no publication day is known
    │   └── LanguageError    ... because it is not English
    ├── LexiconError         a lexicon or table in data/ (or in --lexicon DIR) is malformed
    ├── PipelineError        the language pipeline is missing or does not set Universal Dependencies
    ├── RecordError          a record breaks the codebook (evidence outside the text, a slot missing)
    └── LedgerError          a book cannot be opened, or is asked for what it does not hold

Every message says what is wrong, where, what is allowed and what to do; the command line prints it after "trucebook: ".

>>> str(UndatedError.for_source("note.txt"))
"note.txt: no publication date; give a first line 'date YYYY-MM-DD' or --date YYYY-MM-DD"
"""

from __future__ import annotations


class TrucebookError(Exception):
    """The root: whatever is caught and shown as one line."""


class InputError(TrucebookError):
    """A file or text that cannot be read as a dated document."""


class UndatedError(InputError):
    """A document without a publication day: every relative date hangs on it, so it is refused."""

    @classmethod
    def for_source(cls, source: str) -> UndatedError:
        """The standard message for ``source`` (a file name, ``file:line`` or ``-``)."""
        return cls(f"{source}: no publication date; give a first line 'date YYYY-MM-DD' or --date YYYY-MM-DD")


class LanguageError(InputError):
    """A text that is not in English."""


class LexiconError(TrucebookError):
    """A malformed lexicon or table: the message names file, line, key and the allowed values."""


class PipelineError(TrucebookError):
    """A language pipeline that is missing or that does not set Universal Dependencies."""


class RecordError(TrucebookError):
    """A record that breaks the codebook."""


class LedgerError(TrucebookError):
    """A book that cannot be opened, or that does not hold what was asked for."""
