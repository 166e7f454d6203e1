"""What people and programs see of a reading or a book: the command line, tables, exports. No SQL and no rules in here."""
