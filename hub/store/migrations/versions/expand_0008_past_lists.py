"""Lists of a past state below a row: the versions by the columns that name the row."""

from __future__ import annotations

from alembic import op

revision = "expand_0008_past_lists"
down_revision: str | None = "expand_0007_seal"
branch_labels = None
depends_on = None

UNDER: dict[str, tuple[str, ...]] = {
    "division": ("parent_id",),
    "body": ("division_id", "reports_to_id"),
    "body_edge": ("child_id",),
    "studio": ("owner_body_id", "division_id", "committee_id", "named_after_id"),
    "membership": ("body_id", "member_id", "committee_id", "sector_id"),
    "residency": ("studio_id", "member_id"),
    "venue": ("studio_id",),
    "plaque": ("studio_id",),
    "online_presence": ("studio_id",),
    "studio_application": ("body_id", "studio_id"),
    "filing": ("owner_body_id", "studio_id"),
    "arrangement": ("lead_body_id", "studio_id"),
    "arrangement_party": ("arrangement_id", "studio_id", "body_id"),
    "task": ("body_id", "studio_id"),
    "assessment": ("owner_body_id", "studio_id"),
    "measure": ("owner_body_id", "studio_id"),
}


def upgrade() -> None:
    """Apply the change."""
    for table, columns in UNDER.items():
        for column in columns:
            op.create_index(f"ix_{table}_version_{column}_id", f"{table}_version", [column, "id"])


def downgrade() -> None:
    """Take the change back."""
    for table, columns in UNDER.items():
        for column in columns:
            op.drop_index(f"ix_{table}_version_{column}_id", f"{table}_version")
