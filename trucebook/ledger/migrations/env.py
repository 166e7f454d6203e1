"""Alembic's entry: runs the revisions on the connection that :mod:`trucebook.ledger.opening` hands over."""

from alembic import context

from trucebook.ledger.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
