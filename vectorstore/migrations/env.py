"""Run by Alembic, inside the transaction of the connection that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from vectorstore.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
