"""What passes with a studio to another body, and what stays where it was counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from hub.domain.registry_words import FilingStatus, StudioEventKind, TaskKind, TaskStatus
from hub.store.acting import Acting, Row
from hub.store.dialect import Transaction, table_of
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.filing import Filing
from hub.store.models.history import StudioEvent
from hub.store.models.member import Residency
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.task import Task

_ON_FILE = (FilingStatus.FILED, FilingStatus.FILED_WITH_REMARKS)


async def pass_on(acting: Acting, studio: Row, *, to: str) -> None:
    """Give the new owner what stands in the studio today, and what is still to be done about it.

    Facts, assessments, steps and filings that are on file stay with the former owner: history is not rewritten.
    """
    for model in (Venue, OnlinePresence, Plaque, Residency):
        for row in await acting.all(_standing(model, studio["id"], on=acting.today)):
            acting.change(model, row, owner_body_id=to)
    table = table_of(Filing)
    open_ones = select(table).where(table.c.studio_id == studio["id"], table.c.status.not_in(_ON_FILE))
    for row in await acting.all(open_ones.order_by(table.c.id)):
        acting.change(Filing, row, owner_body_id=to, revision=row["revision"] + 1)
    former = studio["owner_body_id"]
    for row in await acting.all(_open_tasks(studio["id"])):
        if row["body_id"] == former and row["kind"] is not TaskKind.AGREE_OWNER_CHANGE:
            acting.change(Task, row, body_id=to, committee_id=None, recorded_at=acting.now)


async def pending(acting: Acting, studio: str) -> Row | None:
    """The proposed change of a studio's owner that waits for an answer."""
    found = await acting.all(_open_tasks(studio))
    return next((row for row in found if row["kind"] is TaskKind.AGREE_OWNER_CHANGE), None)


async def body_with(acting: Acting, code: str) -> Row | None:
    """The body with a code."""
    return await acting.one(Body, table_of(Body).c.code == code, locked=False)


async def former_owners(connection: Transaction, studios: Collection[str]) -> Mapping[str, Sequence[tuple[date, str]]]:
    """Of studios that passed: until which day (which no longer belongs to it) which body owned them, in order."""
    table = table_of(StudioEvent)
    steps = select(table.c.studio_id, table.c.happened_on, table.c.owner_body_id).where(
        table.c.studio_id.in_(sorted(studios)), table.c.kind == StudioEventKind.OWNER_CHANGED
    )
    found: dict[str, list[tuple[date, str]]] = {}
    for row in await connection.execute(steps.order_by(table.c.studio_id, table.c.position)):
        found.setdefault(row.studio_id, []).append((row.happened_on, row.owner_body_id))
    return found


def _standing(model: type[Base], studio: str, *, on: date) -> Select[Any]:
    table = table_of(model)
    found = select(table).where(table.c.studio_id == studio, table.c.deleted_at.is_(None)).order_by(table.c.id)
    last = next((name for name in ("ends_on", "left_on", "recovered_on") if name in table.c), None)
    return found if last is None else found.where(or_(table.c[last].is_(None), table.c[last] > on))


def _open_tasks(studio: str) -> Select[Any]:
    table = table_of(Task)
    mine = select(table).where(table.c.studio_id == studio, table.c.status == TaskStatus.OPEN)
    return mine.order_by(table.c.id)
