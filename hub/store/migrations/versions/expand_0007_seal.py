"""Seals over the audit chains: each is a row, chained to the seal before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "expand_0007_seal"
down_revision: str | None = "expand_0006_quarter"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed_us", sa.BigInteger(), nullable=False),
        sa.Column("algorithm", TEXT, nullable=False),
        sa.Column("root", TEXT, nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("heads", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("audit_seal")
