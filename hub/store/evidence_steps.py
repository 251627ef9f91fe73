"""What supervision has to know beside the year's work: who granted the plaque, and what came before."""

from __future__ import annotations

from sqlalchemy import select

from hub.domain.registry_words import StudioEventKind, TaskKind, TaskStatus
from hub.domain.words import StudioStatus
from hub.store.dialect import Transaction, table_of
from hub.store.models.history import StudioEvent
from hub.store.models.presence import Plaque
from hub.store.models.task import Task

_PLAQUE, _TASK, _EVENT = table_of(Plaque), table_of(Task), table_of(StudioEvent)


async def granting_body(connection: Transaction, studio_id: str) -> str | None:
    """The body that granted the plaque that hangs, the latest of several; None where it is not on record."""
    plaque = _PLAQUE.c
    chosen = (
        select(plaque.granted_by_id)
        .where(
            plaque.studio_id == studio_id,
            plaque.granted_by_id.is_not(None),
            plaque.removed_on.is_(None),
            plaque.deleted_at.is_(None),
        )
        .order_by(plaque.granted_on.is_(None), plaque.granted_on.desc(), plaque.id.desc())
        .limit(1)
    )
    found: str | None = (await connection.execute(chosen)).scalar_one_or_none()
    return found


async def has_open_removal(connection: Transaction, studio_id: str, *, rule: str | None) -> bool:
    """Whether people have been asked to decide on the plaque under this rule and have not decided yet."""
    task = _TASK.c
    chosen = select(task.id).where(
        task.studio_id == studio_id,
        task.kind == TaskKind.DECIDE_REMOVAL,
        task.status == TaskStatus.OPEN,
        task.rule.is_not_distinct_from(rule),
    )
    return (await connection.execute(chosen.limit(1))).first() is not None


async def last_before_warning(connection: Transaction, studio_id: str) -> StudioStatus | None:
    """The state in which the studio was when it was last warned."""
    event = _EVENT.c
    chosen = (
        select(event.status_before)
        .where(event.studio_id == studio_id, event.kind == StudioEventKind.WARNED)
        .order_by(event.position.desc())
        .limit(1)
    )
    found: StudioStatus | None = (await connection.execute(chosen)).scalar_one_or_none()
    return found
