"""Versions of every noun: what its rows said, for which days it held, and when the hub knew it."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import op

from hub.store.models.version import VERSIONS
from hub.store.versions import backfill

revision = "expand_0005_versions"
down_revision: str | None = "expand_0004_registry"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    connection = op.get_bind()
    for versions in VERSIONS.values():
        versions.create(connection)
    for statement in backfill(at=datetime.now(UTC)):
        connection.execute(statement)


def downgrade() -> None:
    """Take it back."""
    for versions in VERSIONS.values():
        versions.drop(op.get_bind())
