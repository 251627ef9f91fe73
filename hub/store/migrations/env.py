"""How alembic runs a migration: on the connection it is given, whose transaction is the migration's own."""

from __future__ import annotations

from alembic import context

from hub.store.migration_kinds import ours, render, tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables(),
    render_item=render,
    include_name=ours,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
