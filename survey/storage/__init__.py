"""Where answers are kept: tables, migrations and the Store, on SQLite and PostgreSQL."""
