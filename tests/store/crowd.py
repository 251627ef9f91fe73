"""Some ten thousand rows made by the database itself, so that its planner has a choice to make."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from hub.store.session import Database
from hub.store.versions import backfill

STUDIOS, MEMBERS, FACTS = 600, 6_000, 18_000
LARGE = frozenset(
    {"member", "membership", "residency", "activity", "duty_shift", "opinion", "output"}
    | {"member_version", "membership_version", "residency_version"}
)
"""The tables of facts and persons, which grow with the years."""

_NUMBERS = "with recursive n(i) as (select 0 union all select i + 1 from n where i < {most} - 1)"
_DAYS = {True: "date('2024-01-01', (i % 900) || ' days')", False: "date '2024-01-01' + i % 900"}
_MOMENT = "'2026-03-01 00:00:00+00'"
_AT = datetime(2026, 3, 1, tzinfo=UTC)
_SIGNS = "external_id, recorded_at"

# table: columns, their values for row i; those of facts and rooms come from studio s, those of persons from body b
_OF_BODIES = {
    "studio": (
        "id, owner_body_id, name, type, platform_kind, counts_as_studio, mode, status, functions, positioning,"
        " is_demonstration, public_channels, partners, joint_owners, linked_leaders, work_systems, applicants,"
        " fixed_contacts, legacy, published",
        "'stu_' || (10000 + i), b.id, 'studio ' || i, 'REGIONAL', 'STUDIO', true, 'BOTH', 'ACTIVE', '[]', '[]', false,"
        " '[]', '[]', '[]', '[]', '[]', '[]', '[]', false, i % 10 > 0",
        STUDIOS,
    ),
    "member": (
        "id, home_body_id, name, expertise, phone_published, public_offices, tags, published",
        "'mem_' || (10000 + i), b.id, 'member ' || i, '[]', false, '[]', '[]', i % 10 > 0",
        MEMBERS,
    ),
    "membership": (
        "id, body_id, member_id, is_standing_committee, seat_status, published",
        "'msp_' || (10000 + i), b.id, 'mem_' || (10000 + i), false, 'SERVING', i % 10 > 0",
        MEMBERS,
    ),
}
_OF_STUDIOS = {
    "residency": (
        "id, owner_body_id, studio_id, member_id, role, cross_level, published",
        "'res_' || (10000 + i), s.owner_body_id, s.id, 'mem_' || (10000 + i), 'RESIDENT', false, i % 10 > 0",
        MEMBERS,
    ),
    "activity": (
        "id, owner_body_id, studio_id, kind_id, mode, topic, held_on, host_bodies, departments, published",
        "'act_' || (10000 + i), s.owner_body_id, s.id, (select min(id) from activity_kind), 'BOTH', 'topic', {day},"
        " '[]', '[]', i % 10 > 3",
        FACTS,
    ),
    "duty_shift": (
        "id, owner_body_id, studio_id, member_id, held_on, mode, planned, published",
        "'shf_' || (10000 + i), s.owner_body_id, s.id, 'mem_' || (10000 + i % 6000), {day}, 'BOTH', true, i % 10 > 3",
        FACTS,
    ),
    "opinion": (
        "id, owner_body_id, studio_id, received_on, channel, opinion_class, topic, status",
        "'opn_' || (10000 + i), s.owner_body_id, s.id, {day}, 'WALK_IN', 'PROBLEM', 'topic', 'REGISTERED'",
        FACTS,
    ),
    "output": (
        "id, owner_body_id, studio_id, kind, title_text, submitted_on, recipients, authors, published",
        "'out_' || (10000 + i), s.owner_body_id, s.id, 'PROPOSAL', 'title', {day}, '[]', '[]', i % 10 > 3",
        FACTS,
    ),
}
# Over the bodies that report to the province, and over the studios, evenly.
_BODY = "join body top on top.code = '610000' join body b on b.position = top.position + i % (top.last - top.position)"
_STUDIO = f"join studio s on s.id = 'stu_' || (10000 + i % {STUDIOS})"


async def crowd(database: Database) -> None:
    """Fill a database and tell its planner about it."""
    tables = [(name, _BODY, *made) for name, made in _OF_BODIES.items()]
    tables += [(name, _STUDIO, *made) for name, made in _OF_STUDIOS.items()]
    async with database.write() as connection:
        for name, ground, columns, values, most in tables:
            made = values.format(day=_DAYS[database.is_sqlite])
            rows = f"{_NUMBERS.format(most=most)} select {made}, 'x' || i, {_MOMENT} from n {ground}"
            if not database.is_sqlite:
                rows = rows.replace("'[]'", "'[]'::jsonb").replace(_MOMENT, f"timestamptz {_MOMENT}")
            await connection.execute(text(f"insert into {name} ({columns}, {_SIGNS}) {rows}".replace(":", "\\:")))
        for statement in backfill(at=_AT):
            await connection.execute(statement)
        await connection.execute(text("analyze"))
