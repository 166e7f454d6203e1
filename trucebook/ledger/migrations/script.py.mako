"""${message}. Revision ${up_revision}, follows ${down_revision | comma,n}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Bring a book to this revision."""
    ${upgrades if upgrades else "pass"}
