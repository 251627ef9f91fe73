"""What the records show of a studio that ends, and the tasks that its end leaves (domain.md W6)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.access import Role
from hub.domain.ending_left import Standing, archivists, is_open, left_to_do
from hub.domain.ids import new_id
from hub.domain.registry_words import EndReason, StudioEventKind, TaskKind, TaskStatus
from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import StudioStatus
from hub.store.demands import demands_on
from hub.store.dialect import table_of
from hub.store.models.assessment import ArchiveRecord
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.facts import Opinion
from hub.store.models.history import StudioEvent
from hub.store.models.presence import Plaque
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from hub.store.write import Insert, Update

Row = Mapping[str, Any]  # column values of any type
_ZONE = ZoneInfo("Asia/Shanghai")
ABOUT_LIFE = frozenset(
    {TaskKind.REARRANGE_CONVENER, TaskKind.REPLACE_RESIDENT, TaskKind.CHECK_AREA, TaskKind.DECIDE_REMOVAL}
)
"""Tasks that only a living studio has; its end leaves nothing of them to be done."""
AFTER_END = frozenset({TaskKind.RECOVER_PLATE, TaskKind.HAND_ON_OPINIONS, TaskKind.ARCHIVE, TaskKind.FILE_AMENDMENT})
"""Tasks that an end leaves; its correction leaves nothing of them to be done."""


async def standing(connection: AsyncConnection, studio: Row, *, on: date) -> Standing:
    """A studio as the rules of its ending see it."""
    plates = await plates_of(connection, studio["id"])
    first = plates[0] if plates else None
    done = await _archived_by(connection, studio["id"])
    body = await _one(connection, Body, studio["owner_body_id"])
    rules = (await demands_on(connection, body["id"], {StructureKind.ARCHIVE}, on=on)).of(
        StructureKind.ARCHIVE, studio["type"], body["level"]
    )
    return Standing(
        name=studio["name"],
        status=studio["status"],
        type=studio["type"],
        owner=studio["owner_body_id"],
        committee=studio["committee_id"],
        grantor=(first["granted_by_id"] if first else None) or studio["owner_body_id"],
        plate_out=any(one["recovered_on"] is None for one in plates) if plates else studio["plaqued_on"] is not None,
        open_opinions=len(await open_opinions(connection, studio["id"])),
        archivists=archivists(rules),
        archived_by=done,
        is_filed=studio["filed_on"] is not None or studio["filing_number"] is not None,
    )


def business_day(at: datetime) -> date:
    """The day of an instant in Asia/Shanghai."""
    return at.astimezone(_ZONE).date()


async def plates_of(connection: AsyncConnection, studio: str) -> Sequence[Row]:
    """The plates of a studio, those that are out first."""
    table = table_of(Plaque)
    chosen = select(table).where(table.c.studio_id == studio, table.c.deleted_at.is_(None)).order_by(table.c.id)
    found = [dict(one) for one in (await connection.execute(chosen)).mappings()]
    return sorted(found, key=lambda one: one["recovered_on"] is not None)


async def open_opinions(connection: AsyncConnection, studio: str) -> Sequence[Row]:
    """Opinions of a studio that still ask for something and have not been handed on."""
    opinions, events = table_of(Opinion), table_of(StudioEvent)
    handed = select(events.c.subject_id).where(
        events.c.studio_id == studio,
        events.c.kind == StudioEventKind.OPINIONS_HANDED_ON,
        events.c.subject_id.is_not(None),
    )
    chosen = select(opinions).where(
        opinions.c.studio_id == studio, opinions.c.deleted_at.is_(None), opinions.c.id.not_in(handed)
    )
    found = (await connection.execute(chosen.order_by(opinions.c.id))).mappings()
    return [dict(one) for one in found if is_open(one["status"], one["opinion_class"])]


async def after_end(
    connection: AsyncConnection, studio: Row, *, event: str | None, on: date, at: datetime
) -> list[Insert | Update]:
    """The tasks that the end of a studio leaves, and those that it makes needless."""
    one = await standing(connection, studio, on=on)
    found: list[Insert | Update] = list(await cancelled(connection, studio["id"], ABOUT_LIFE, on=on, at=at))
    for wanted in left_to_do(one):
        subject = event if wanted.kind is TaskKind.FILE_AMENDMENT else None
        found.append(
            new_task(
                wanted.kind, body=wanted.body, studio=studio["id"], rule=wanted.rule, why=wanted.why,
                committee=wanted.committee, subject=subject, on=on, at=at,
            )
        )  # fmt: skip
    return found


async def cancelled(
    connection: AsyncConnection, studio: str, kinds: Collection[TaskKind], *, on: date, at: datetime
) -> Sequence[Update]:
    """The open tasks of these kinds, cancelled."""
    table = table_of(Task)
    chosen = select(table).where(
        table.c.studio_id == studio, table.c.kind.in_(kinds), table.c.status == TaskStatus.OPEN
    )
    values = {"status": TaskStatus.CANCELLED, "done_on": on, "recorded_at": at}
    found = (await connection.execute(chosen.order_by(table.c.id))).mappings().all()
    return [Update(model=Task, before=dict(row), values=values) for row in found]


def new_task(
    kind: TaskKind, *, body: str, studio: str, rule: str, why: str, on: date, at: datetime,
    committee: str | None = None, member: str | None = None, subject: str | None = None,
) -> Insert:  # fmt: skip
    """A task that the hub raises; no document gives it a due day (A-43)."""
    values = {
        "body_id": body,
        "committee_id": committee,
        "studio_id": studio,
        "member_id": member,
        "kind": kind,
        "status": TaskStatus.OPEN,
        "rule": rule,
        "why": why,
        "subject_id": subject,
        "raised_on": on,
        "recorded_at": at,
    }
    return insert_of(Task, values, at=at)


def insert_of(model: type[Base], values: Row, *, at: datetime) -> Insert:
    """A new row with an identifier of its own."""
    return Insert(model=model, values={"id": new_id(model.prefix, at, seed=secrets.token_bytes(16)), **values})


async def ended_by_itself(
    connection: AsyncConnection, studio: Row, reason: EndReason, rule: Rule, *, version: str | None, on: date,
    at: datetime,
) -> list[Insert | Update]:  # fmt: skip
    """The hub itself ends a studio; only a correction undoes it (A-55)."""
    values = {"status": StudioStatus.TERMINATED, "ended_on": on, "end_reason": reason.value}
    step = {
        "owner_body_id": studio["owner_body_id"],
        "studio_id": studio["id"],
        "position": await next_position(connection, studio["id"]),
        "kind": StudioEventKind.TERMINATED,
        "happened_on": on,
        "recorded_at": at,
        "status_before": studio["status"],
        "status_after": StudioStatus.TERMINATED,
        "rulebook_id": version,
        "rule": rule.number,
        "note": reason.title_zh,
    }
    before = {name: value for name, value in studio.items() if name in table_of(Studio).c}
    return [Update(model=Studio, before=before, values=values), insert_of(StudioEvent, step, at=at)]


async def next_position(connection: AsyncConnection, studio: str) -> int:
    """The number of the next step in the life of a studio."""
    table = table_of(StudioEvent)
    chosen = select(func.coalesce(func.max(table.c.position), 0)).where(table.c.studio_id == studio)
    return int((await connection.execute(chosen)).scalar_one()) + 1


async def studio_of(connection: AsyncConnection, identifier: str) -> Row:
    """A studio as it stands."""
    return await _one(connection, Studio, identifier)


async def _one(connection: AsyncConnection, model: type[Base], identifier: str) -> Row:
    table = table_of(model)
    return dict((await connection.execute(select(table).where(table.c.id == identifier))).mappings().one())


async def _archived_by(connection: AsyncConnection, studio: str) -> frozenset[Role]:
    """The parties that have collected since the studio ended; what they did before it was restored is no more."""
    table, events = table_of(ArchiveRecord), table_of(StudioEvent)
    restored = select(func.max(events.c.recorded_at)).where(
        events.c.studio_id == studio, events.c.kind == StudioEventKind.RESTORED
    )
    since = (await connection.execute(restored)).scalar_one()
    chosen = select(table.c.role, table.c.recorded_at).where(table.c.studio_id == studio)
    found = (await connection.execute(chosen)).mappings()
    return frozenset(one["role"] for one in found if since is None or one["recorded_at"] > since)
