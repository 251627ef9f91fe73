"""Cells of totals, one table for each grain, filled from the facts that are there already."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "expand_0003_totals"
down_revision: str | None = "expand_0002_indexes"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

_DATED = ("held_on", "received_on", "submitted_on", "approved_on")
_YES_OR_NO = ("published", "counts_as_studio", "is_standing_committee")
_MAY_BE_ABSENT = ("approved_on", "fate", "sector_id")
_COUNTED_TRUE = {"duty_shift": ("attended",), "opinion": ("widely_concerned", "solved", "satisfied")}
_COUNTED_TRUE["output"] = ("is_collective", "is_key")
_ADDED = {
    "activity": ("members_count", "public_count", "beneficiaries"),
    "duty_shift": ("appointments", "issues_raised", "solved"),
}

# table, facts, months in its span, keys
_CELLS = (
    ("activity_unit_quarter", "activity", 3, "unit_id held_on published"),
    ("activity_unit_quarter_mode", "activity", 3, "unit_id held_on published mode"),
    ("activity_unit_quarter_kind", "activity", 3, "unit_id held_on published kind_id"),
    ("activity_quarter", "activity", 3, "owner_body_id held_on published"),
    ("activity_month", "activity", 1, "owner_body_id held_on published"),
    ("duty_shift_unit_quarter", "duty_shift", 3, "unit_id held_on published"),
    ("duty_shift_unit_quarter_mode", "duty_shift", 3, "unit_id held_on published mode"),
    ("duty_shift_quarter", "duty_shift", 3, "owner_body_id held_on published"),
    ("duty_shift_month", "duty_shift", 1, "owner_body_id held_on published"),
    ("opinion_unit_quarter", "opinion", 3, "unit_id received_on"),
    ("opinion_unit_quarter_class", "opinion", 3, "unit_id received_on opinion_class"),
    ("opinion_unit_quarter_channel", "opinion", 3, "unit_id received_on channel"),
    ("opinion_unit_quarter_status", "opinion", 3, "unit_id received_on status"),
    ("opinion_quarter", "opinion", 3, "owner_body_id received_on"),
    ("opinion_month", "opinion", 1, "owner_body_id received_on"),
    ("output_unit_quarter", "output", 3, "unit_id submitted_on published"),
    ("output_unit_quarter_fate", "output", 3, "unit_id submitted_on published fate"),
    ("output_unit_quarter_kind", "output", 3, "unit_id submitted_on published kind"),
    ("output_quarter", "output", 3, "owner_body_id submitted_on published"),
    ("output_month", "output", 1, "owner_body_id submitted_on published"),
    ("studio_body", "studio", 0, "owner_body_id published type mode status counts_as_studio"),
    ("studio_body_quarter", "studio", 3, "owner_body_id approved_on published type mode status counts_as_studio"),
    ("membership_body", "membership", 0, "body_id published sector_id seat_status is_standing_committee"),
    ("member_body", "member", 0, "home_body_id published"),
)
_UNITS = """
    units as materialized (
        select body.id as body_id, coalesce((
            select unit.id from body unit
            where unit.rollup_unit and body.position between unit.position and unit.last
            order by unit.position desc limit 1
        ), body.id) as unit_id
        from body
    )
"""


def upgrade() -> None:
    """Apply the change."""
    for table, facts, months, listed in _CELLS:
        keys = listed.split()
        op.create_table(
            table,
            sa.Column("id", TEXT, nullable=False),
            *(sa.Column(key, _kind(key), nullable=key in _MAY_BE_ABSENT) for key in keys),
            sa.Column("rows", sa.BigInteger(), nullable=False),
            *(
                sa.Column(name, sa.BigInteger(), nullable=False)
                for summed in _sums(facts)
                for name in (summed, f"{summed}_known")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.execute(_filling(table, facts, months, keys))
        dated = [key for key in keys if key in _DATED]
        op.create_index(op.f(f"ix_{table}_{keys[0]}"), table, [keys[0], *dated], unique=False)


def downgrade() -> None:
    """Take it back."""
    for table, *_ in reversed(_CELLS):
        op.drop_table(table)


def _kind(key: str) -> sa.types.TypeEngine[Any]:
    if key in _DATED:
        return sa.Date()
    return sa.Boolean() if key in _YES_OR_NO else TEXT


def _sums(facts: str) -> tuple[str, ...]:
    return (*_COUNTED_TRUE.get(facts, ()), *_ADDED.get(facts, ()))


def _filling(table: str, facts: str, months: int, keys: list[str]) -> str:
    alike = ", ".join(f"{_first_day(key, months) if key in _DATED else key} as {key}" for key in keys)
    sums = [_sum(name, facts) for name in _sums(facts)]
    known = [f"count({name}) as {name}_known" for name in _sums(facts)]
    counted = ", ".join([alike, "count(*) as facts", *sums, *known])
    grouped = ", ".join(str(place + 1) for place in range(len(keys)))
    owned = f"{facts} join units on units.body_id = {facts}.owner_body_id" if "unit_id" in keys else facts
    cells = f"select {counted} from {owned} where deleted_at is null group by {grouped}"
    identifier = " || '|' || ".join(f"coalesce({_as_text(key)}, '-')" for key in keys)
    names = [name for summed in _sums(facts) for name in (summed, f"{summed}_known")]
    into = ", ".join(["id", *keys, '"rows"', *names])
    made = f"select {', '.join([identifier, *keys, 'facts', *names])} from ({cells}) cells"
    return f"insert into {table} ({into}) with {_UNITS} {made}"


def _sum(name: str, facts: str) -> str:
    if name in _COUNTED_TRUE.get(facts, ()):
        return f"count(case when {name} then 1 end) as {name}"
    return f"coalesce(sum({name}), 0) as {name}"


def _first_day(key: str, months: int) -> str:
    if op.get_bind().dialect.name == "postgresql":
        return f"cast(date_trunc('{'quarter' if months == 3 else 'month'}', {key}) as date)"
    if months == 1:
        return f"date({key}, 'start of month')"
    return f"date({key}, 'start of month', '-' || ((cast(strftime('%m', {key}) as integer) - 1) % 3) || ' months')"


def _as_text(key: str) -> str:
    if key in _YES_OR_NO:
        return f"case {key} when true then '1' when false then '0' end"
    if key in _DATED and op.get_bind().dialect.name == "postgresql":
        return f"to_char({key}, 'YYYY-MM-DD')"
    return key
