"""The migrations' environment, which Alembic runs. The transaction belongs to whoever hands over the connection."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite takes changes of tables back, too, once a transaction was begun by hand.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
