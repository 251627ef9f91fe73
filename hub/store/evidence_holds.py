"""Data of a studio's body that are held up and may touch a year (behaviour.md §3, due process)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hub.domain.assessment_rules import Hold
from hub.domain.term import Title
from hub.domain.words import QuarantineStatus, RunStatus, SourceStatus
from hub.store.dialect import Transaction, table_of
from hub.store.models.body import Body
from hub.store.models.source import QuarantinedRow, Source, SyncRun

_SOURCE, _RUN, _BAD, _BODY = table_of(Source), table_of(SyncRun), table_of(QuarantinedRow), table_of(Body)
_ZONE = ZoneInfo("Asia/Shanghai")
_EARLIEST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)

_ENDED = (RunStatus.SUCCEEDED, RunStatus.SUCCEEDED_WITH_QUARANTINE, RunStatus.HELD, RunStatus.FAILED)
_DOWN = (SourceStatus.DEGRADED, SourceStatus.PAUSED)
_STUCK = (RunStatus.HELD, RunStatus.FAILED)


async def open_holds(connection: Transaction, body_id: str, *, year: int) -> tuple[Hold, ...]:
    """What is held up in the systems that speak for a body: its own and those of the bodies above it.

    Whatever is open counts, since nobody can tell what it hides; only rows that were last seen before the year began
    can say nothing about it.
    """
    own: Any = aliased(Body)
    last = (
        select(_RUN.c.status)
        .where(_RUN.c.source_id == _SOURCE.c.id, _RUN.c.status.in_(_ENDED))
        .order_by(_RUN.c.queued_at.desc(), _RUN.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = (
        select(func.count())
        .where(
            _BAD.c.source_id == _SOURCE.c.id,
            _BAD.c.status == QuarantineStatus.OPEN,
            _BAD.c.last_seen_at >= _begin(year),
        )
        .scalar_subquery()
    )
    chosen = (
        select(_SOURCE.c.name, _SOURCE.c.status, _BODY.c.short_name, last.label("run"), rows.label("rows"))
        .join(_BODY, _BODY.c.id == _SOURCE.c.body_id)
        .join(own, and_(_BODY.c.position <= own.position, _BODY.c.last >= own.last))
        .where(own.id == body_id)
        .order_by(_BODY.c.position.desc(), _SOURCE.c.code)
    )
    found = (await connection.execute(chosen)).all()
    return tuple(hold for one in found for hold in _holds(one))


def _holds(source: Any) -> list[Hold]:
    reasons: list[Title] = []
    if source.status in _DOWN:
        reasons.append(Title(f"状态为“{source.status.title_zh}”", source.status.title_en))
    if source.run in _STUCK and source.status is not SourceStatus.RETIRED:
        reasons.append(Title(f"最近一次同步{source.run.title_zh}", f"its last run: {source.run.title_en}"))
    if source.rows:
        reasons.append(Title(f"隔离数据{source.rows}条待处理", f"rows in quarantine: {source.rows}"))
    return [Hold(body=source.short_name, source=source.name, why=one) for one in reasons]


def _begin(year: int) -> datetime:
    # The first day of the calendar has no moment before it in the zone.
    return _EARLIEST if year <= 1 else datetime(year, 1, 1, tzinfo=_ZONE)
