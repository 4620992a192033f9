"""Runs the migrations on the connection given in `attributes`, within its transaction."""

from __future__ import annotations

from alembic import context

from records.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
