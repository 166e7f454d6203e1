"""The tables of a book, in SQLAlchemy Core and neutral between dialects (SQLite now, PostgreSQL later).

Nothing in them is ever updated or deleted; on SQLite triggers see to it. Three clocks stay apart: when it happened
(``date_start``, ``date_end``), when it was ``published``, and when the ledger was told (``learned_at``, UTC).

    documents ─┬─ readings ── reading_records ── records ─┬─ evidence
               └──────────────────────────────────────────┴─ record_actors

>>> sorted(metadata.tables)
['documents', 'evidence', 'reading_records', 'readings', 'record_actors', 'records']
"""

from __future__ import annotations

import sqlalchemy as sa

ID = sa.String(12)
metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, comment="the id that its own file gave it, or this id"),
    sa.Column("title", sa.Text),
    sa.Column("published", sa.Date, nullable=False, index=True),
    sa.Column("publisher", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("learned_at", sa.DateTime, nullable=False),
)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("document_id", ID, sa.ForeignKey("documents.id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False, comment="1 for the first reading of the document"),
    sa.Column("supersedes", ID, sa.ForeignKey("readings.id"), index=True),
    sa.Column("reader", sa.Text, nullable=False, comment="version of the program and what it was given"),
    sa.Column("learned_at", sa.DateTime, nullable=False),
    sa.UniqueConstraint("document_id", "number", name="uq_readings_document_id_number"),
)

records = sa.Table(
    "records",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("document_id", ID, sa.ForeignKey("documents.id"), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False, index=True),
    sa.Column("date_start", sa.Date, index=True),
    sa.Column("date_end", sa.Date),
    sa.Column("modality", sa.String(16), nullable=False),
    sa.Column("place", sa.Text),
    sa.Column("country", sa.String(3)),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("slots", sa.JSON, nullable=False, comment="what has no column: the slots of its kind, asserted_by, because"),
    sa.Column("learned_at", sa.DateTime, nullable=False),
    sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence"),
    sa.CheckConstraint("date_end >= date_start", name="dates"),
)

reading_records = sa.Table(
    "reading_records",
    metadata,
    sa.Column("reading_id", ID, sa.ForeignKey("readings.id"), primary_key=True),
    sa.Column("record_id", ID, sa.ForeignKey("records.id"), primary_key=True, index=True),
    sa.Column("position", sa.Integer, nullable=False),
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("record_id", ID, sa.ForeignKey("records.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
    sa.CheckConstraint('"end" > start', name="not_empty"),
)

record_actors = sa.Table(
    "record_actors",
    metadata,
    sa.Column("record_id", ID, sa.ForeignKey("records.id"), primary_key=True),
    sa.Column("slot", sa.String(16), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("party", sa.Text, index=True),
    sa.Column("name", sa.Text),
    sa.Column("kind", sa.String(8), nullable=False),
)
