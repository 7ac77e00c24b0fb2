"""Alembic's environment: runs on the connection that `schema.migrate` hands over, in one transaction."""

from alembic import context

from survey.storage.tables import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
