"""Opens a book: a SQLite file (foreign keys on, write-ahead log), brought up to date by the revisions in ``migrations/``.

In comes a path, out goes a :class:`~trucebook.ledger.store.View` (the file must exist) or a
:class:`~trucebook.ledger.store.Writer` (it is made when missing). A file that is no book, or one of a newer program, raises
:class:`~trucebook.errors.LedgerError`.

>>> open_view("nowhere.book")
Traceback (most recent call last):
...
trucebook.errors.LedgerError: nowhere.book: no such book; make one with: trucebook add FILE... --book nowhere.book
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trucebook.errors import LedgerError
from trucebook.ledger.store import View, Writer

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
WAIT_S = 30  # for another process that is writing


def open_view(path: Path | str) -> View:
    """The book at ``path``, to ask. Raises :class:`~trucebook.errors.LedgerError` where there is none."""
    if not is_there(path):
        raise LedgerError(f"{path}: no such book; make one with: trucebook add FILE... --book {path}")
    return View(_open(path, writes=False), path=str(path))


def open_writer(path: Path | str) -> Writer:
    """The book at ``path``, to add to; a new one where there is none."""
    if not is_there(path) and not Path(path).absolute().parent.is_dir():
        raise LedgerError(f"{path}: its folder does not exist; make it, or give --book another path")
    return Writer(_open(path, writes=True), path=str(path))


def is_there(path: Path | str) -> bool:
    """Whether a file stands at ``path``. Raises LedgerError for a folder, and where that cannot be known."""
    try:
        if Path(path).is_dir():
            raise LedgerError(f"{path}: a folder, not a book; give --book the path of a file")
        return Path(path).exists()
    except OSError as error:
        raise LedgerError(f"{path}: cannot be opened as a book ({error.strerror}); check its permissions") from error


def _open(path: Path | str, *, writes: bool) -> sa.Engine:
    engine = make_engine(path, writes=writes)
    try:
        if not _is_up_to_date(engine, path):
            upgrade(path)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise LedgerError(f"{path}: cannot be opened as a book ({error.orig}); give --book another path") from error
    return engine


def make_engine(path: Path | str, *, writes: bool) -> sa.Engine:
    """An engine for the SQLite file ``path``; nothing is read yet. One that writes takes the lock when a transaction begins."""
    url = sa.URL.create("sqlite", database=str(path))
    if not writes and _cannot_change(Path(path)):  # else SQLite would want to write its log beside the book
        url = sa.URL.create("sqlite", database=Path(path).absolute().as_uri(), query={"immutable": "1", "uri": "true"})
    engine = sa.create_engine(url, connect_args={"timeout": WAIT_S})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver would begin late, and with another statement
        connection.execute("PRAGMA foreign_keys = ON")
        if writes:
            connection.execute("PRAGMA journal_mode = WAL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _cannot_change(path: Path) -> bool:
    """Whether the book lies in a folder that we may not write to, without a log of another program's that is writing."""
    return not os.access(path.absolute().parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()


def _is_up_to_date(engine: sa.Engine, path: Path | str) -> bool:
    """Whether the file is at the newest revision. Raises LedgerError for a file of someone else's, or of a newer program."""
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if tables and "alembic_version" not in tables:
            raise LedgerError(f"{path}: a database, but not a book of Trucebook; give --book another path")
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) if tables else None
    if revision is not None and str(revision) > HEAD:
        raise LedgerError(f"{path}: written by a newer Trucebook (revision {revision}, known: {HEAD}); upgrade trucebook")
    return revision == HEAD


def upgrade(path: Path | str) -> None:
    """Run every revision that the book lacks, all of them or none."""
    from alembic import command  # a third of a second: only for a new or an old book
    from alembic.config import Config

    engine = make_engine(path, writes=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
