"""Indexes that end with what lists are sorted by, so that a page is read where it lies.

Each takes the place of the index of its first columns, so that a write pays for no more indexes than before. The
published facts are no index any more: they are most of the facts, and whoever looks for them reads by another.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "expand_0002_indexes"
down_revision: str | None = "expand_0001_foundation"
branch_labels = None
depends_on = None

_FACTS = {"activity": "held_on", "duty_shift": "held_on", "opinion": "received_on", "output": "submitted_on"}
_UNDER = {"activity": (), "duty_shift": ("member_id",), "opinion": (), "output": ()}

# table, index as it was (its column), columns as they are
_LONGER = (
    ("body", "position", ("position", "id")),
    ("body", "reports_to_id", ("reports_to_id", "code", "id")),
    ("studio", "owner_body_id", ("owner_body_id", "id")),
    ("residency", "studio_id", ("studio_id", "id")),
    ("membership", "body_id", ("body_id", "id")),
)


def upgrade() -> None:
    """Apply the change."""
    for table, day in _FACTS.items():
        op.create_index(f"ix_{table}_{day}_id", table, [sa.text(f"{day} DESC"), "id"])
        op.drop_index(f"ix_{table}_{day}", table)
        for parent in ("studio_id", "owner_body_id", *_UNDER[table]):
            op.create_index(f"ix_{table}_{parent}_{day}", table, [parent, sa.text(f"{day} DESC"), "id"])
            op.drop_index(f"ix_{table}_{parent}", table)
        if table != "opinion":
            op.drop_index(f"ix_{table}_published", table)
    for table, before, columns in _LONGER:
        op.create_index(_name(table, columns), table, list(columns))
        op.drop_index(f"ix_{table}_{before}", table)


def downgrade() -> None:
    """Take it back."""
    for table, before, columns in _LONGER:
        op.create_index(f"ix_{table}_{before}", table, [before])
        op.drop_index(_name(table, columns), table)
    for table, day in _FACTS.items():
        if table != "opinion":
            op.create_index(f"ix_{table}_published", table, ["published"])
        for parent in ("studio_id", "owner_body_id", *_UNDER[table]):
            op.create_index(f"ix_{table}_{parent}", table, [parent])
            op.drop_index(f"ix_{table}_{parent}_{day}", table)
        op.create_index(f"ix_{table}_{day}", table, [day])
        op.drop_index(f"ix_{table}_{day}_id", table)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns[:2])}"
