"""Reminders of due days: each step of the ladder is put into the outbox once, whoever runs this and how often (§2a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Refusal
from hub.domain.due import ZONE, NoticeKind, Rung, business_day, ladder, to_send
from hub.domain.due import Notice as Step
from hub.domain.rollup_review import AWAITED
from hub.domain.rollup_words import ObligationStatus, PeriodStatus
from hub.store import outbox
from hub.store.dialect import table_of
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation
from hub.store.rollup_rows import calendar
from hub.store.session import Database

Row = RowMapping
TOPIC = "report.reminder"
_OBLIGATION, _PERIOD = table_of(Obligation), table_of(ReportPeriod)
_UNSENT = AWAITED | {ObligationStatus.MISSING}


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """How many notices of each kind were posted now, and why some could not be reckoned."""

    posted: Mapping[NoticeKind, int]
    refused: Sequence[Refusal]


async def remind(database: Database, *, rungs: Sequence[Rung], now: datetime) -> Reminded:
    """Post what is to be sent today: of each report that is owed by a day the latest step that has come, once."""
    async with database.write() as connection:
        days = await calendar(connection)
        if isinstance(days, Refusal):
            return Reminded(posted={}, refused=[days])
        owed = await _owed(connection)
        once: list[outbox.Once] = []
        refused: dict[str, Refusal] = {}
        for row in owed:
            step = _step(row, rungs, days, now)
            if isinstance(step, Refusal):
                refused[step.zh] = step
            elif step is not None:
                once.append(_notice(row, step))
        fresh = await outbox.post_once(connection, once, at=now)
    posted = Counter(NoticeKind.of(str(one.detail["kind"])) for one in fresh)
    return Reminded(posted=posted, refused=list(refused.values()))


async def _owed(connection: AsyncConnection) -> Sequence[Row]:
    """What is owed by a day in an open period and was never received."""
    chosen = (
        select(
            _OBLIGATION.c.id,
            _OBLIGATION.c.body_id,
            _OBLIGATION.c.studio_id,
            _OBLIGATION.c.due_effective,
            _PERIOD.c.definition_code,
            _PERIOD.c.label,
        )
        .join(_PERIOD, _PERIOD.c.id == _OBLIGATION.c.period_id)
        .where(
            _PERIOD.c.status == PeriodStatus.OPEN,
            _OBLIGATION.c.status.in_(sorted(_UNSENT)),
            _OBLIGATION.c.due_effective.is_not(None),
            _OBLIGATION.c.first_received_at.is_(None),
        )
        .order_by(_OBLIGATION.c.id)
    )
    return (await connection.execute(chosen)).mappings().all()


def _step(row: Row, rungs: Sequence[Rung], days: WorkingCalendar, now: datetime) -> Step | Refusal | None:
    steps = ladder(row["due_effective"], rungs, days)
    if isinstance(steps, Refusal):
        return steps
    return to_send(steps, today=business_day(now), sent=(), has_come=False)


def _notice(row: Row, step: Step) -> outbox.Once:
    """A later day after an extension begins a ladder of its own, since the day is part of the key."""
    due = step.due.isoformat()
    notice = outbox.Notice(
        topic=TOPIC,
        object_id=row["id"],
        body_id=row["body_id"],
        detail={
            "kind": step.kind.value,
            "days": step.offset,
            "due": due,
            "definition": row["definition_code"],
            "period": row["label"],
            "studio": row["studio_id"],
        },
    )
    key = f"{TOPIC}|{row['id']}|{due}|{step.offset}"
    return outbox.Once(notice=notice, key=key, since=datetime.combine(step.on, time.min, tzinfo=ZONE))
