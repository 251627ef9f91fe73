"""How places in studios begin and end, and how the tasks about them are settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from hub.domain.people_leaving import BY_ITSELF
from hub.domain.registry_words import EndReason, TaskKind, TaskStatus
from hub.domain.standard_words import StructureKind
from hub.domain.words import ResidencyRole
from hub.store.acting import Acting, Row
from hub.store.demands import demands_on
from hub.store.dialect import table_of
from hub.store.endings import ended_by_itself
from hub.store.models.body import Body
from hub.store.models.member import Residency
from hub.store.models.task import Task
from hub.store.write import Insert, Update

_ABOUT_PEOPLE = (TaskKind.REARRANGE_CONVENER, TaskKind.REPLACE_RESIDENT)


def new_place(acting: Acting, studio: Row, role: ResidencyRole, *, on: date, **more: Any) -> str:  # column values
    """A place in a studio from a day on."""
    return acting.add(
        Residency,
        owner_body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        role=role,
        starts_on=on,
        published=studio["published"],
        recorded_at=acting.now,
        **more,
    )


def end_place(acting: Acting, held: Row, *, on: date, reason: str) -> None:
    """A place ends on a day; it stays on record for the time before."""
    acting.change(Residency, held, ends_on=on, end_reason=reason, recorded_at=acting.now)


async def close_tasks(
    acting: Acting, studio: Row, *, outcome: str, subjects: Collection[str] = (), tasks: Sequence[Row] = (),
    status: TaskStatus = TaskStatus.DONE,
) -> None:  # fmt: skip
    """Settle tasks: those given, and the open ones about these places."""
    table = table_of(Task)
    about = await acting.all(
        select(table).where(
            table.c.studio_id == studio["id"],
            table.c.kind.in_(_ABOUT_PEOPLE),
            table.c.status == TaskStatus.OPEN,
            table.c.subject_id.in_(subjects),
        )
    )
    for task in (*tasks, *about):
        acting.change(
            Task,
            task,
            status=status,
            done_on=acting.today,
            done_by=acting.caller.subject,
            outcome=outcome,
            recorded_at=acting.now,
        )


async def empty_area_ends(acting: Acting, studio: Row) -> Sequence[Insert | Update]:
    """The end of a studio whose area has no member, where a rule in force lets it end by itself."""
    kind, reason = StructureKind.SELF_TERMINATION, EndReason.AREA_EMPTY
    owner = await acting.one(Body, table_of(Body).c.id == studio["owner_body_id"], locked=False)
    demands = await demands_on(acting.connection, studio["owner_body_id"], {kind}, on=acting.today)
    found = () if owner is None else demands.of(kind, studio["type"], owner["level"])
    for rule in found:
        if BY_ITSELF[reason][1] in rule.items:
            return await ended_by_itself(
                acting.connection, studio, reason, rule, version=demands.version_of(rule), on=acting.today,
                at=acting.now,
            )  # fmt: skip
    return ()
