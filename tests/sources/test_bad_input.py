"""Every way in which a file can be bad, and the one line that says so."""

import os
from pathlib import Path

import pytest

from trucebook.errors import InputError, LanguageError, UndatedError
from trucebook.settings import Settings
from trucebook.sources import Item, find_sources, read_items

SPANISH = (
    "El gobierno anunció el martes que las dos partes habían aceptado una tregua de veinte días. Las conversaciones continuarán "
    "en Brasilia la próxima semana, según el portavoz del ministerio, que agradeció a los mediadores su paciencia."
)
FRENCH = (
    "Le gouvernement a annoncé mardi que les deux parties avaient accepté une trêve de vingt jours. Les pourparlers reprendront "
    "à Brasilia la semaine prochaine, selon le porte-parole du ministère, qui a remercié les médiateurs de leur patience."
)
RUSSIAN = "Правительство сообщило во вторник, что обе стороны согласились на перемирие на двадцать дней. " * 3
NAMES = (
    "On Monday the junta in N'Djamena said Goz Beïda, Adré, Abéché, Am Timan and Biltine had fallen to the rebels of Mahamat Zen "
    "Abakar Koulamallah; in Faya-Largeau, Ounianga Kébir and Zouar, Colonel Brahim Ould Taya Sidi and Cheikh Ndongo resisted."
)


def dated(text: str) -> bytes:
    return f"date 2031-03-04\n{text}".encode()


CASES = [
    ("no date", "a.txt", b"Nobody fired.", UndatedError, "no publication date; give a first line 'date YYYY-MM-DD' or --date"),
    (
        "no date in JSON",
        "a.json",
        b'{"text": "Nobody fired."}',
        UndatedError,
        "no publication date; give the document a 'published'",
    ),
    ("impossible date", "a.txt", b"date 2025-02-30\nNobody fired.", InputError, "2025-02-30 is no day of the calendar"),
    ("impossible date in JSON", "a.json", b'{"text": "x", "published": "2025-13-01"}', InputError, "2025-13-01 is no day"),
    ("date in another form", "a.txt", b"date 4.3.2031\nNobody fired.", InputError, "'4.3.2031' is no date; write it YYYY-MM-DD"),
    ("date that is no text", "a.json", b'{"text": "x", "published": 2031}', InputError, "'2031' is no date"),
    ("empty", "a.txt", b"", InputError, "the file is empty"),
    ("only blanks", "a.txt", b" \n\n", InputError, "the file is empty"),
    ("a date in words", "a.txt", b"date 4 March 2031\nNobody fired.", InputError, "'4 March 2031' is no date; write it"),
    ("an archive of blank lines", "a.jsonl", b"\n \n\n", InputError, "the file is empty"),
    ("as long as a book", "a.txt", b"date 2031-03-04\n" + b"Nobody fired. " * 80_000, InputError, "the limit for one text is"),
    ("only a date", "a.txt", b"date 2031-03-04\n", InputError, "the text is empty"),
    ("empty text in JSON", "a.json", b'{"text": " ", "published": "2031-03-04"}', InputError, "the text is empty"),
    ("binary", "a.txt", bytes(range(256)) * 8, InputError, "a binary file"),
    ("binary without zeros", "a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 9 + b"\xff\xfa", InputError, "a binary file"),
    ("UTF-16", "a.txt", "date 2031-03-04\nNobody fired.".encode("utf-16"), InputError, "looks like UTF-16"),
    ("Latin-1", "a.txt", "date 2031-03-04\nBrasília.".encode("latin-1"), InputError, ":2: not UTF-8 (byte 0xed)"),
    ("Spanish", "a.txt", dated(SPANISH), LanguageError, "not English (it looks like 'es')"),
    ("French", "a.txt", dated(FRENCH), LanguageError, "not English (it looks like 'fr')"),
    ("Russian", "a.txt", dated(RUSSIAN), LanguageError, "not English (it looks like 'ru')"),
    (
        "says it is Russian",
        "a.json",
        b'{"text": "x", "published": "2031-03-04", "language": "ru"}',
        LanguageError,
        "language is 'ru'",
    ),
    ("broken JSON", "a.json", b'{"text": "x",\n "published"', InputError, ":2: not JSON"),
    ("a list", "a.json", b"[1, 2]", InputError, "no document: an object with 'text'"),
    ("text is no text", "a.json", b'{"text": 3, "published": "2031-03-04"}', InputError, "no document: an object with 'text'"),
    ("title is no text", "a.json", b'{"text": "x", "title": [1], "published": "2031-03-04"}', InputError, "title: "),
    ("nested too deep", "a.json", b"[" * 100_000, InputError, "not "),
    ("half a surrogate", "a.json", b'{"text": "x \\ud83d y", "published": "2031-03-04"}', InputError, "broken Unicode"),
    ("zero character", "a.json", b'{"text": "x \\u0000 y", "published": "2031-03-04"}', InputError, "a control character (0x00)"),
    ("unknown ending", "a.docx", b"PK", InputError, "an unknown kind of file; give .txt, .json, .jsonl or -"),
]


@pytest.mark.parametrize(("name", "content", "error", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_line_error(tmp_path: Path, name: str, content: bytes, error: type[InputError], message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (item,) = read_items(find_sources([path]), settings=Settings())
    assert type(item.error) is error
    text = str(item.error)
    assert message in text
    assert text.startswith(str(path))
    assert "\n" not in text
    assert ";" in text, "an error says what to do"


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    missing, empty = read_items(find_sources([tmp_path / "nope.txt", tmp_path / "empty"]), settings=Settings())
    assert "no such file" in str(missing.error)
    assert "a folder without reports" in str(empty.error)


def test_what_may_not_be_entered_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may enter everything, so the refusal is played."""
    for name in ("open", "shut"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("date 2031-03-04\nNobody fired.")
    real = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    shut, read = read_items(find_sources([tmp_path]), settings=Settings())
    assert str(shut.error) == f"{tmp_path / 'shut'}: cannot be read (Permission denied); check its permissions"
    assert read.document is not None


def test_a_path_that_cannot_be_looked_at_is_one_error() -> None:
    (item,) = find_sources(["x" * 5000 + ".txt"])
    assert isinstance(item, Item)
    assert "cannot be read (File name too long)" in str(item.error)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # a sparse file: it takes no room, and reading it would find only zeros
    (item,) = read_items(find_sources([path]), settings=Settings())
    assert "50.0 MB, the limit is 5 MB" in str(item.error)


@pytest.mark.parametrize(
    "text",
    [
        "Zelenskyy, Tshisekedi, al-Burhan.",
        "Kyiv. Donetsk. Luhansk. Kharkiv. Sumy. Izyum.",
        "Alto el fuego.",
        NAMES,
    ],
)
def test_english_and_short_texts_are_not_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(f"date 2031-03-04\n{text}")
    (item,) = read_items(find_sources([tmp_path / "a.txt"]), settings=Settings())
    assert item.error is None


def test_a_large_archive_is_read_line_by_line(tmp_path: Path) -> None:
    good = b'{"text": "Nobody fired.", "published": "2031-03-04"}\n'
    long = b'{"text": "' + b"x" * 200_000 + b'", "published": "2031-03-04"}\n'
    (tmp_path / "archive.jsonl").write_bytes(good * 3000 + long + b"\xff\n" + good)
    items = list(read_items(find_sources([tmp_path / "archive.jsonl"]), settings=Settings(max_megabytes=0.1)))
    errors = [str(item.error) for item in items if item.error]
    assert len(items) == 3003
    assert [error.partition(": ")[2][:24] for error in errors] == ["more than 0.1 MB, the li", "not UTF-8 (byte 0xff); s"]
    assert [error.rpartition("jsonl:")[2].partition(":")[0] for error in errors] == ["3001", "3002"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\n" * 99, "text".encode("utf-16")])
def test_an_archive_that_is_none_is_one_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "archive.jsonl").write_bytes(content)
    items = list(read_items(find_sources([tmp_path / "archive.jsonl"]), settings=Settings()))
    assert [item.error is None for item in items] == [False]
