"""Runs of sources: asked for, claimed by a process with a lease, closed with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, and_, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.domain.words import RunStatus, SourceKind, SourceStatus
from hub.errors import BadRequest
from hub.store.dialect import insert_ignore, table_of
from hub.store.landing import FenceLost, Hold
from hub.store.models.source import Source, SyncCursor, SyncRun

LEASE = timedelta(seconds=30)
"""How long a process is taken to be alive after its last sign of life."""

_RUNS, _SOURCES, _CURSORS = table_of(SyncRun), table_of(Source), table_of(SyncCursor)


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A run that this process shall work on; `attempt` grows each time another process had to take it over."""

    run_id: str
    attempt: int


async def request_run(
    connection: AsyncConnection,
    source: str,
    *,
    trigger: str,
    requested_by: str | None,
    now: datetime,
    deletes_allowed: bool = False,
) -> str:
    """Queue a run of a source and return its id; when one is open already, that one is the answer.

    `deletes_allowed` says that a person confirmed the deletions for which the last run was held.
    Raises BadRequest for an unknown source and for one that is paused or retired.
    """
    row = (await connection.execute(select(_SOURCES).where(_SOURCES.c.code == source))).mappings().one_or_none()
    if row is None:
        raise BadRequest("SOURCE_UNKNOWN", "没有这个来源系统，请核对代码", "no such source: check its code")
    if row["status"] in (SourceStatus.PAUSED, SourceStatus.RETIRED):
        raise BadRequest(
            "SOURCE_CLOSED", "来源系统已暂停或停用，请先启用", "the source is paused or retired: activate it"
        )
    if row["kind"] is SourceKind.PUSH:
        raise BadRequest(
            "SOURCE_PUSHES", "该来源主动推送数据，无须同步", "this source pushes its rows: there is nothing to fetch"
        )
    seed = f"{row['id']}|{row['fence']}|{row['landed']}|{now.isoformat()}"
    await _queue(
        connection,
        row,
        run_id=new_id(SyncRun.prefix, now, seed=seed.encode()),
        now=now,
        values={"trigger": trigger, "requested_by": requested_by, "deletes_allowed": deletes_allowed},
    )
    opened = select(_RUNS.c.id).where(_RUNS.c.source_id == row["id"], _RUNS.c.finished_at.is_(None))
    return str((await connection.execute(opened)).scalar_one())


async def schedule_run(connection: AsyncConnection, source: str, *, tick: datetime) -> bool:
    """Queue the run of one minute of a schedule; however many processes see the minute, it is queued once.

    Answers whether it was queued now; it is not while another run of the source is open.
    """
    row = (await connection.execute(select(_SOURCES).where(_SOURCES.c.code == source))).mappings().one_or_none()
    if row is None or row["status"] in (SourceStatus.PAUSED, SourceStatus.RETIRED):
        return False
    run_id = new_id(SyncRun.prefix, tick, seed=f"{row['id']}|{tick.isoformat()}".encode())
    there = select(_RUNS.c.id).where(_RUNS.c.id == run_id)
    if (await connection.execute(there)).scalar_one_or_none() is not None:
        return False
    values = {"trigger": "SCHEDULE", "requested_by": None, "deletes_allowed": False}
    await _queue(connection, row, run_id=run_id, now=tick, values=values)
    return (await connection.execute(there)).scalar_one_or_none() is not None


async def claim(
    connection: AsyncConnection,
    sources: Sequence[str],
    *,
    executor: str,
    now: datetime,
    most: int,
    lease: timedelta = LEASE,
) -> Sequence[Claimed]:
    """Take at most so many runs of these sources that wait, or whose process gave no sign of life within its lease."""
    free = or_(_RUNS.c.executor.is_(None), _RUNS.c.lease_until < now)
    wanted = (
        select(_RUNS.c.id)
        .join(_SOURCES, _SOURCES.c.id == _RUNS.c.source_id)
        .where(_RUNS.c.finished_at.is_(None), free, _SOURCES.c.code.in_(sources))
        .order_by(_RUNS.c.queued_at, _RUNS.c.id)
        .limit(most)
    )
    claimed = []
    for run_id in (await connection.execute(wanted)).scalars().all():
        later = case((_RUNS.c.executor.is_(None), _RUNS.c.attempt), else_=_RUNS.c.attempt + 1)
        taken = (
            update(_RUNS)
            .where(_RUNS.c.id == run_id, _RUNS.c.finished_at.is_(None), free)
            .values(executor=executor, lease_until=now + lease, attempt=later)
            .returning(_RUNS.c.attempt)
        )
        attempt = (await connection.execute(taken)).scalar_one_or_none()
        if attempt is not None:
            claimed.append(Claimed(run_id=run_id, attempt=attempt))
    return claimed


async def begin(connection: AsyncConnection, claimed: Claimed, *, executor: str, now: datetime) -> Hold | None:
    """Raise the source's fence for this execution of the run; None when the run is over or another process has it."""
    mine = and_(
        _RUNS.c.id == claimed.run_id,
        _RUNS.c.finished_at.is_(None),
        _RUNS.c.executor == executor,
        _RUNS.c.attempt == claimed.attempt,
    )
    source_id = (await connection.execute(select(_RUNS.c.source_id).where(mine))).scalar_one_or_none()
    if source_id is None:
        return None
    raised = update(_SOURCES).where(_SOURCES.c.id == source_id).values(fence=_SOURCES.c.fence + 1)
    fence = int((await connection.execute(raised.returning(_SOURCES.c.fence))).scalar_one())
    begun = {
        "status": RunStatus.FETCHING,
        "fence": fence,
        "started_at": case((_RUNS.c.started_at.is_(None), now), else_=_RUNS.c.started_at),
        "lease_until": now + LEASE,
    }
    await connection.execute(update(_CURSORS).where(_CURSORS.c.source_id == source_id).values(fence=fence))
    done = await connection.execute(update(_RUNS).where(mine).values(begun))
    return Hold(source_id=source_id, run_id=claimed.run_id, fence=fence) if done.rowcount == 1 else None


async def heartbeat(
    connection: AsyncConnection, runs: Sequence[str], *, executor: str, now: datetime, lease: timedelta = LEASE
) -> None:
    """Say that the process is alive and works on these runs."""
    mine = and_(_RUNS.c.id.in_(runs), _RUNS.c.executor == executor, _RUNS.c.finished_at.is_(None))
    await connection.execute(update(_RUNS).where(mine).values(lease_until=now + lease))


async def let_go(connection: AsyncConnection, *, executor: str, now: datetime) -> None:
    """Give up the runs of a process that stops, so that another one takes them over at once."""
    mine = and_(_RUNS.c.executor == executor, _RUNS.c.finished_at.is_(None))
    status = case((_RUNS.c.status == RunStatus.QUEUED, RunStatus.QUEUED.value), else_=RunStatus.INTERRUPTED.value)
    await connection.execute(update(_RUNS).where(mine).values(status=status, lease_until=now - timedelta(seconds=1)))


async def forget_unbegun(connection: AsyncConnection, *, executor: str) -> None:
    """Put runs back that a process of this name had claimed and died before it began them."""
    unbegun = and_(_RUNS.c.executor == executor, _RUNS.c.status == RunStatus.QUEUED, _RUNS.c.finished_at.is_(None))
    await connection.execute(update(_RUNS).where(unbegun).values(executor=None, lease_until=None))


async def set_run(connection: AsyncConnection, hold: Hold, **values: Any) -> None:  # column values of several types
    """Change columns of the run under its fence; raises FenceLost."""
    mine = and_(_RUNS.c.id == hold.run_id, _RUNS.c.fence == hold.fence)
    if (await connection.execute(update(_RUNS).where(mine).values(values))).rowcount != 1:
        raise FenceLost(hold.run_id)


async def close_source(connection: AsyncConnection, hold: Hold, *, now: datetime, changed: bool, healthy: bool) -> None:
    """Note on the source that a run ended."""
    values: dict[str, datetime] = {"last_success_at": now} if healthy else {}
    if changed:
        values["last_changed_at"] = now
    if values:
        await connection.execute(update(_SOURCES).where(_SOURCES.c.id == hold.source_id).values(values))


async def read_run(connection: AsyncConnection, run_id: str) -> RowMapping:
    """A run with the code and the status of its source."""
    columns = (_SOURCES.c.code.label("source_code"), _SOURCES.c.status.label("source_status"))
    found = select(_RUNS, *columns).join(_SOURCES, _SOURCES.c.id == _RUNS.c.source_id).where(_RUNS.c.id == run_id)
    return (await connection.execute(found)).mappings().one()


async def _queue(
    connection: AsyncConnection, source: RowMapping, *, run_id: str, now: datetime, values: Mapping[str, Any]
) -> None:
    counts = dict.fromkeys("pages fetched new changed unchanged stale quarantined tombstoned fence".split(), 0)
    row = {
        "id": run_id,
        "source_id": source["id"],
        "body_id": source["body_id"],
        "status": RunStatus.QUEUED,
        "attempt": 1,
        "queued_at": now,
        "notes": [],
    }
    await insert_ignore(connection, _RUNS, rows=[{**row, **counts, **values}])
