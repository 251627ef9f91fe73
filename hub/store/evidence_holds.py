"""Data of a studio's body that are held up and may touch a year (behaviour.md §3, due process)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased

from hub.domain.dossier_holds import Hold, HoldKind
from hub.domain.term import Title
from hub.domain.words import QuarantineStage, QuarantineStatus, RunStatus, SourceStatus
from hub.store.dialect import Transaction, table_of
from hub.store.models.body import Body
from hub.store.models.source import QuarantinedRow, Source, SyncRun

_SOURCE, _RUN, _BAD, _BODY = table_of(Source), table_of(SyncRun), table_of(QuarantinedRow), table_of(Body)
_ZONE = ZoneInfo("Asia/Shanghai")
_EARLIEST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)

_SOUND = (RunStatus.SUCCEEDED, RunStatus.SUCCEEDED_WITH_QUARANTINE)
_STUCK = {RunStatus.HELD: HoldKind.DRIFT, RunStatus.FAILED: HoldKind.SOURCE_DOWN}
_STATES = {SourceStatus.DEGRADED: HoldKind.DRIFT, SourceStatus.PAUSED: HoldKind.SOURCE_DOWN}
"""States of a source in which its data are not all here; one that is retired sends none any more."""

_Aside = Mapping[tuple[str, HoldKind], Any]  # rows of counts


async def open_holds(connection: Transaction, body_id: str, *, year: int) -> tuple[Hold, ...]:
    """What is held up in the systems that speak for a body: its own and those of the bodies above it.

    Whatever is open counts, since nobody can tell what it hides; only rows that were last seen before the year began
    can say nothing about it.
    """
    sources = (await connection.execute(_speaking_for(body_id))).all()
    aside = await _aside(connection, [one.id for one in sources], since=_begin(year))
    return tuple(hold for one in sources for hold in _holds(one, aside))


def _speaking_for(body_id: str) -> Select[Any]:
    """The sources with the state and reason of their last run that ended, and the end of their last sound one."""
    own: Any = aliased(Body)
    ended = (
        select(_RUN.c.status, _RUN.c.reason, _RUN.c.reason_en)
        .where(_RUN.c.source_id == _SOURCE.c.id, _RUN.c.status.in_((*_SOUND, *_STUCK)))
        .order_by(_RUN.c.queued_at.desc(), _RUN.c.id.desc())
        .limit(1)
    )
    last = [ended.with_only_columns(column).scalar_subquery().label(name) for name, column in _LAST.items()]
    sound = select(func.max(_RUN.c.finished_at)).where(_RUN.c.source_id == _SOURCE.c.id, _RUN.c.status.in_(_SOUND))
    columns = _SOURCE.c.id, _SOURCE.c.name, _SOURCE.c.status, _BODY.c.short_name
    return (
        select(*columns, *last, sound.scalar_subquery().label("sound_at"))
        .join(_BODY, _BODY.c.id == _SOURCE.c.body_id)
        .join(own, and_(_BODY.c.position <= own.position, _BODY.c.last >= own.last))
        .where(own.id == body_id)
        .order_by(_BODY.c.position.desc(), _SOURCE.c.code)
    )


_LAST = {"run": _RUN.c.status, "reason": _RUN.c.reason, "reason_en": _RUN.c.reason_en}


async def _aside(connection: Transaction, sources: Sequence[str], *, since: datetime) -> _Aside:
    """Open rows in quarantine by source: duplicates that wait to be settled apart from the others."""
    merge = _BAD.c.stage == QuarantineStage.DUPLICATE
    kind = case((merge, HoldKind.MERGE.value), else_=HoldKind.QUARANTINE.value).label("kind")
    chosen = (
        select(_BAD.c.source_id, kind, func.count().label("rows"), func.min(_BAD.c.first_seen_at).label("since"))
        .where(_BAD.c.source_id.in_(sources), _BAD.c.status == QuarantineStatus.OPEN, _BAD.c.last_seen_at >= since)
        .group_by(_BAD.c.source_id, kind)
    )
    return {(one.source_id, HoldKind.of(one.kind)): one for one in (await connection.execute(chosen)).all()}


def _holds(source: Any, aside: _Aside) -> Iterator[Hold]:
    shared = {"body": source.short_name, "source": source.name}
    for kind, why in _states(source):
        yield Hold(**shared, kind=kind, why=why, since=_day(source.sound_at))
    for kind, words in _WORDS.items():
        if found := aside.get((source.id, kind)):
            why = Title(words.zh.format(found.rows), words.en.format(found.rows))
            yield Hold(**shared, kind=kind, why=why, since=_day(found.since))


_WORDS = {
    HoldKind.QUARANTINE: Title("隔离数据{}条待处理", "rows in quarantine: {}"),
    HoldKind.MERGE: Title("重复数据{}条待确认", "duplicates to be settled: {}"),
}


def _states(source: Any) -> Iterator[tuple[HoldKind, Title]]:
    if (kind := _STATES.get(source.status)) is not None:
        yield kind, Title(f"状态为“{source.status.title_zh}”", source.status.title_en)
    if source.status is SourceStatus.RETIRED:
        return
    if source.run is None:
        yield HoldKind.SOURCE_DOWN, Title("尚未同步过", "never synced")
    elif (kind := _STUCK.get(source.run)) is not None:
        zh = f"最近一次同步{source.run.title_zh}" + (f"：{source.reason}" if source.reason else "")
        en = f"its last run: {source.run.title_en}" + (f": {source.reason_en}" if source.reason_en else "")
        yield kind, Title(zh, en)


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(_ZONE).date()


def _begin(year: int) -> datetime:
    # The first day of the calendar has no moment before it in the zone.
    return _EARLIEST if year <= 1 else datetime(year, 1, 1, tzinfo=_ZONE)
