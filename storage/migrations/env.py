"""Alembic's door: runs the revisions on the connection that `storage.schema` opened, inside its transaction.

To write the next revision: change `storage/tables/`, number the file after the last one, and let
tests/storage/test_migrations.py say what is still missing.
"""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
