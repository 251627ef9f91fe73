"""Joint activities: who held an activity together, and how its persons are credited to each of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "expand_0005_joint_activities"
down_revision: str | None = "expand_0004_registry"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

# A table that SQLite rebuilds gets its indexes again without their directions.
_LATEST: tuple[str | sa.TextClause, ...] = (sa.text("held_on DESC"), "id")
_LATEST_FIRST = {
    "ix_activity_held_on_id": [*_LATEST],
    "ix_activity_studio_id_held_on": ["studio_id", *_LATEST],
    "ix_activity_owner_body_id_held_on": ["owner_body_id", *_LATEST],
}


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joint_rule", TEXT, nullable=True))
        batch_op.add_column(sa.Column("arrangement_id", TEXT, nullable=True))
        batch_op.create_index(batch_op.f("ix_activity_arrangement_id"), ["arrangement_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_activity_arrangement_id_arrangement"), "arrangement", ["arrangement_id"], ["id"]
        )
    _latest_first()

    op.create_table(
        "activity_party",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("activity_id", TEXT, nullable=False),
        sa.Column("owner_body_id", TEXT, nullable=False),
        sa.Column("body_id", TEXT, nullable=True),
        sa.Column("studio_id", TEXT, nullable=True),
        sa.Column("committee_id", TEXT, nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("topic", TEXT, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind_id", TEXT, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("joint_rule", TEXT, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_party_activity_id_activity")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_activity_party_body_id_body")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_activity_party_committee_id_committee")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["activity_kind.id"], name=op.f("fk_activity_party_kind_id_activity_kind")
        ),
        sa.ForeignKeyConstraint(["owner_body_id"], ["body.id"], name=op.f("fk_activity_party_owner_body_id_body")),
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f("fk_activity_party_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_party")),
    )
    op.create_index(op.f("ix_activity_party_activity_id"), "activity_party", ["activity_id"])
    for end in ("body_id", "studio_id"):
        op.create_index(f"ix_activity_party_{end}_held_on", "activity_party", [end, *_LATEST])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("activity_party")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_activity_arrangement_id_arrangement"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_activity_arrangement_id"))
        batch_op.drop_column("arrangement_id")
        batch_op.drop_column("joint_rule")
    _latest_first()


def _latest_first() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, columns in _LATEST_FIRST.items():
        op.drop_index(name, "activity")
        op.create_index(name, "activity", columns)
