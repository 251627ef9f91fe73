"""What the hub itself does about reports that did not come: overdue, missing, and figures from records alone (A12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from hub.auth.caller import Caller, CallerKind
from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Refusal
from hub.domain.due import business_day, is_overdue
from hub.domain.rollup_facts import EDITABLE
from hub.domain.rollup_review import AWAITED, marking_missing
from hub.domain.rollup_rules import recompute
from hub.domain.rollup_words import ObligationStatus, PeriodStatus
from hub.store.acting import SYSTEM, Acting
from hub.store.consequences import write_all
from hub.store.dialect import table_of
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.rollup_drafts import begun
from hub.store.rollup_lines import recomputed, write_recomputed
from hub.store.rollup_rows import HeldDuty, calendar, held_duty, held_version, versions_of
from hub.store.session import Database
from hub.store.write import Author

_OBLIGATION, _PERIOD = table_of(Obligation), table_of(ReportPeriod)
_REQUEST = "hub report settle"


@dataclass(kw_only=True)
class Settled:
    """How many obligations were found overdue and missing now, and why some could not be judged."""

    overdue: int = 0
    missing: int = 0
    refused: dict[str, Refusal] = field(default_factory=dict)


async def settle(database: Database, *, now: datetime, key: bytes) -> Settled:
    """Mark what nobody sent by its day, and what nobody sent within the days of grace; each in its own transaction."""
    done = Settled()
    for identifier in await _late(database, now):
        async with database.write() as connection:
            acting = Acting(connection, caller=_HUB, now=now, request_id=_REQUEST)
            await _settle(acting, identifier, done)
            if acting.changes:
                author = Author(actor=SYSTEM, stream=SYSTEM, request_id=_REQUEST, at=now, key=key)
                await write_all(connection, acting.changes, author=author)
                for step in acting.later:
                    await step(connection)
    return done


_HUB = Caller(kind=CallerKind.SERVICE, subject=SYSTEM)


async def _late(database: Database, now: datetime) -> Sequence[str]:
    chosen = (
        select(_OBLIGATION.c.id)
        .join(_PERIOD, _PERIOD.c.id == _OBLIGATION.c.period_id)
        .where(
            _PERIOD.c.status == PeriodStatus.OPEN,
            _OBLIGATION.c.status.in_(sorted(AWAITED)),
            _OBLIGATION.c.due_effective < business_day(now),
            _OBLIGATION.c.first_received_at.is_(None),
        )
        .order_by(_OBLIGATION.c.id)
    )
    async with database.read() as connection:
        return list((await connection.execute(chosen)).scalars())


async def _settle(acting: Acting, identifier: str, done: Settled) -> None:
    """Judge one obligation as it stands now: somebody may have submitted meanwhile."""
    row = await acting.one(Obligation, _OBLIGATION.c.id == identifier)
    days = await calendar(acting.connection)
    if row is None or isinstance(days, Refusal):
        return
    held = await held_duty(acting, row)
    if not is_overdue(held.duty.timing, today=acting.today) or held.duty.status not in AWAITED:
        return
    if await _missing(acting, held, days, done):
        return
    if held.duty.status is not ObligationStatus.OVERDUE:
        acting.change(Obligation, row, status=ObligationStatus.OVERDUE, revision=row["revision"] + 1)
        done.overdue += 1


async def _missing(acting: Acting, held: HeldDuty, days: WorkingCalendar, done: Settled) -> bool:
    if held.definition.grace is None:
        return False  # no document gives days of grace: what is overdue stays so until it comes or is exempt
    judged = marking_missing(held.duty, today=acting.today, grace=held.definition.grace, calendar=days)
    if isinstance(judged, Refusal):
        if judged.code not in _WAITS:
            done.refused[judged.zh] = judged
        return False
    values = {"status": judged, "missing_since": acting.now, "revision": held.row["revision"] + 1}
    acting.change(Obligation, held.row, **values)
    await _computed_only(acting, held)
    done.missing += 1
    return True


_WAITS = frozenset({"GRACE_RUNS", "WRONG_STATE"})


async def _computed_only(acting: Acting, held: HeldDuty) -> None:
    """Bring the draft to what the records give at this moment; what the unit may have begun to state stays (A3)."""
    versions = await versions_of(acting, held.row)
    draft = next((one for one in versions if one["status"] in EDITABLE), None)
    if draft is None:
        if not versions:
            await begun(acting, held)
        return
    version = await held_version(acting, draft, held.definition)
    judged = recompute(None, held.duty, version.version, version.terms, watermark=acting.now.isoformat())
    if isinstance(judged, Refusal):
        return
    found, whole = await recomputed(acting, held, version)
    write_recomputed(acting, version, whole)
    acting.change(
        RollupVersion,
        draft,
        status=judged.status,
        revision=draft["revision"] + 1,
        watermark=acting.now,
        facts_read=found.facts_read,
        mapping_digest=found.mapping_digest,
        digest=None,
        digest_algorithm=None,
        validated_at=None,
    )
