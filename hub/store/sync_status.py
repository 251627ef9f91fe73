"""How each linked system stands: its last run and what waits in quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from hub.domain.words import QuarantineStatus, RunStatus, SourceStatus
from hub.store.models.source import QuarantinedRow, Source, SyncRun
from hub.store.session import Database


@dataclass(frozen=True, kw_only=True)
class LastRun:
    """The run of a source that was asked for last."""

    status: RunStatus
    queued_at: datetime
    finished_at: datetime | None
    new: int
    changed: int
    unchanged: int
    quarantined: int
    reason_zh: str | None
    reason_en: str | None


@dataclass(frozen=True, kw_only=True)
class SourceStanding:
    """A source with its last run, if it ever ran, and the rows that wait in quarantine."""

    code: str
    name: str
    status: SourceStatus
    last_success_at: datetime | None
    waiting: int
    last: LastRun | None


async def standings(database: Database) -> list[SourceStanding]:
    """Every source, ordered by its code."""
    async with database.read() as connection:
        rows = (await connection.execute(_statement())).all()
    return [
        SourceStanding(
            code=row.code,
            name=row.name,
            status=row.source_status,
            last_success_at=row.last_success_at,
            waiting=row.waiting or 0,
            last=None if row.queued_at is None else _last_run(row),
        )
        for row in rows
    ]


def _statement() -> Select[Any]:
    newest_first = func.row_number().over(partition_by=SyncRun.source_id, order_by=SyncRun.queued_at.desc())
    ranked = select(SyncRun, newest_first.label("rank")).subquery()
    waiting = (
        select(QuarantinedRow.source_id, func.count().label("waiting"))
        .where(QuarantinedRow.status == QuarantineStatus.OPEN)
        .group_by(QuarantinedRow.source_id)
        .subquery()
    )
    columns = Source.code, Source.name, Source.status.label("source_status"), Source.last_success_at, waiting.c.waiting
    return (
        select(*columns, ranked)
        .outerjoin(ranked, (ranked.c.source_id == Source.id) & (ranked.c.rank == 1))
        .outerjoin(waiting, waiting.c.source_id == Source.id)
        .order_by(Source.code)
    )


def _last_run(row: Row[Any]) -> LastRun:
    return LastRun(
        status=row.status,
        queued_at=row.queued_at,
        finished_at=row.finished_at,
        new=row.new,
        changed=row.changed,
        unchanged=row.unchanged,
        quarantined=row.quarantined,
        reason_zh=row.reason,
        reason_en=row.reason_en,
    )
