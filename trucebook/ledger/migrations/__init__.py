"""The history of the tables, as Alembic revisions. Installed with the package: a book is brought up to date when it is opened."""
