"""What a text must be before it is read: there at all, text, whole Unicode, English, not too large.

In come bytes or a text and the name of its source, out goes nothing, or an :class:`~trucebook.errors.InputError` of one line.

>>> check_text("", source="note.txt")
Traceback (most recent call last):
...
trucebook.errors.InputError: note.txt: the text is empty; give a report to read
"""

from __future__ import annotations

import re

from trucebook.errors import InputError, LanguageError
from trucebook.records import Document

MEGABYTE = 1_000_000
ENOUGH_LETTERS = 150  # a shorter text is never refused for its language: the identifier is unsure of it
MOST_CHARACTERS = 1_000_000  # of one text: a book's length, and as much as spaCy takes
SAMPLE = 20_000  # characters that the language is judged by
ENGLISH_SHARE = 0.12  # of an English text, a quarter to a third of the words are these
FUNCTION_WORDS = frozenset(
    (
        *("a", "an", "and", "as", "at", "been", "by", "for", "from", "had", "has", "have", "he", "in", "is", "it", "its"),
        *("of", "on", "or", "that", "the", "to", "was", "were", "with"),
    )
)
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
SURROGATE = re.compile("[\ud800-\udfff]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check_size(size: int, *, source: str, max_megabytes: float) -> None:
    """Refuse ``size`` bytes that are over the limit. What was cut off one byte above it may be of any size."""
    most = int(max_megabytes * MEGABYTE)
    if size > most:
        told = f"{size / MEGABYTE:.1f} MB" if size > most + 1 else f"more than {max_megabytes:g} MB"
        raise InputError(
            f"{source}: {told}, the limit is {max_megabytes:g} MB; give one file for each report, "
            "or raise TRUCEBOOK_MAX_MEGABYTES"
        )


def check_not_empty(data: bytes, *, source: str) -> None:
    """Refuse a file without any content."""
    if not data.strip():
        raise InputError(f"{source}: the file is empty; give a report to read")


def check_is_text(data: bytes, *, source: str) -> None:
    """Refuse binary data, by its zeros or its share of control characters, and UTF-16."""
    if data.startswith(UTF16):
        raise InputError(f"{source}: not UTF-8 (it looks like UTF-16); save it as UTF-8")
    head = data[:4096]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if b"\0" in data or controls > len(head) / 50:
        raise InputError(f"{source}: a binary file, not a text; give a .txt, .json or .jsonl file")


def decode(data: bytes, *, source: str) -> str:
    """The text of UTF-8 ``data``, a byte order mark dropped. Binary data and other encodings are refused."""
    check_is_text(data, source=source)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = f"{source}:{line}" if line > 1 else source
        raise InputError(f"{where}: not UTF-8 (byte 0x{data[error.start]:02x}); save it as UTF-8") from error


def check_text(text: str, *, source: str) -> None:
    """Refuse a text that is empty or as long as a book, holds control characters or broken Unicode, or is surely not English."""
    if not text.strip():
        raise InputError(f"{source}: the text is empty; give a report to read")
    if len(text) > MOST_CHARACTERS:
        told = f"{len(text):,} characters, the limit for one text is {MOST_CHARACTERS:,}"
        raise InputError(f"{source}: {told}; give one file for each report")
    check_characters(text, source=source)
    check_language(text, source=source)


def check_characters(text: str, *, source: str) -> None:
    """Refuse what neither UTF-8 nor a database can carry: half surrogates, control characters."""
    if found := SURROGATE.search(text):
        raise InputError(f"{source}: broken Unicode at character {found.start()}; save the text as UTF-8 again")
    if found := CONTROL.search(text):
        raise InputError(f"{source}: a control character (0x{ord(found[0]):02x}) at character {found.start()}; give plain text")


def check_language(text: str, *, source: str) -> None:
    """Refuse a text of 150 letters or more whose language is surely another: by its letters and by its small words."""
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < ENOUGH_LETTERS:
        return
    words = re.findall(r"\w+", sample.lower())
    if sum(word in FUNCTION_WORDS for word in words) > ENGLISH_SHARE * len(words):
        return
    import py3langid  # takes half a second, so only for a text that is in doubt

    language = py3langid.classify(sample)[0]
    if language != "en":
        raise LanguageError(f"{source}: the text is not English (it looks like '{language}'); give it in English")


def check_document(document: Document, *, source: str) -> None:
    """Refuse a document whose text cannot be read, or that says of itself that it is not English."""
    if document.language.lower().replace("_", "-").split("-")[0] not in ("en", "eng", "english", "und", ""):
        raise LanguageError(f"{source}: its language is {document.language!r}; only English is read")
    check_text(document.text, source=source)
