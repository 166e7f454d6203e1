"""The first tables, and on SQLite the triggers that keep them append-only and their evidence verbatim. Revision 0001."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.String(12)
TABLES = ("documents", "readings", "records", "reading_records", "evidence", "record_actors")
APPEND_ONLY = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {table} cannot {verb}'); END
"""
VERBATIM = """
CREATE TRIGGER evidence_verbatim BEFORE INSERT ON evidence
WHEN NEW.quote IS NOT (
    SELECT substr(documents.text, NEW.start + 1, NEW."end" - NEW.start)
    FROM records JOIN documents ON documents.id = records.document_id WHERE records.id = NEW.record_id
)
BEGIN SELECT RAISE(ABORT, 'the evidence is not in the text of its document'); END
"""


def upgrade() -> None:
    """Bring an empty file to this revision."""
    _create_sources()
    _create_records()
    _create_parts()
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                op.execute(APPEND_ONLY.format(table=table, verb=verb))
        op.execute(VERBATIM)


def _create_sources() -> None:
    op.create_table(
        "documents",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False, comment="the id that its own file gave it, or this id"),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("learned_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_published", "documents", ["published"])
    op.create_table(
        "readings",
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, comment="1 for the first reading of the document"),
        sa.Column("supersedes", ID),
        sa.Column("reader", sa.Text, nullable=False, comment="version of the program and what it was given"),
        sa.Column("learned_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_readings_document_id"),
        sa.ForeignKeyConstraint(["supersedes"], ["readings.id"], name="fk_readings_supersedes"),
        sa.UniqueConstraint("document_id", "number", name="uq_readings_document_id_number"),
    )
    for column in ("document_id", "supersedes"):
        op.create_index(f"ix_readings_{column}", "readings", [column])


def _create_records() -> None:
    slots = "what has no column: the slots of its kind, asserted_by, because"
    op.create_table(
        "records",
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("date_start", sa.Date),
        sa.Column("date_end", sa.Date),
        sa.Column("modality", sa.String(16), nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("country", sa.String(3)),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("slots", sa.JSON, nullable=False, comment=slots),
        sa.Column("learned_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_records"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_records_document_id"),
        sa.CheckConstraint("confidence >= 0 AND confidence <= 1", name="ck_records_confidence"),
        sa.CheckConstraint("date_end >= date_start", name="ck_records_dates"),
    )
    for column in ("document_id", "kind", "date_start"):
        op.create_index(f"ix_records_{column}", "records", [column])


def _create_parts() -> None:
    op.create_table(
        "reading_records",
        sa.Column("reading_id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("reading_id", "record_id", name="pk_reading_records"),
        sa.ForeignKeyConstraint(["reading_id"], ["readings.id"], name="fk_reading_records_reading_id"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_reading_records_record_id"),
    )
    op.create_index("ix_reading_records_record_id", "reading_records", ["record_id"])
    op.create_table(
        "evidence",
        sa.Column("record_id", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "position", name="pk_evidence"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_evidence_record_id"),
        sa.CheckConstraint('"end" > start', name="ck_evidence_not_empty"),
    )
    op.create_table(
        "record_actors",
        sa.Column("record_id", ID, nullable=False),
        sa.Column("slot", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("party", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "slot", "position", name="pk_record_actors"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name="fk_record_actors_record_id"),
    )
    op.create_index("ix_record_actors_party", "record_actors", ["party"])
