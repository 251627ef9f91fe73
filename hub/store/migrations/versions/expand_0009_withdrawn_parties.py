"""Parties of joint activities that a source has withdrawn: their rows say so, as those of the activities do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "expand_0009_withdrawn_parties"
down_revision: str | None = "expand_0008_past_lists"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the change."""
    op.add_column("activity_party", sa.Column("deleted_at", INSTANT, nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("activity_party", "deleted_at")
