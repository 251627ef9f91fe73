"""Opening a period: the definition in force at its end, everybody who owes it, and the first drafts (A1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from hub.domain.bodies import EdgeKind
from hub.domain.command import Refusal, absent
from hub.domain.due import Timing
from hub.domain.period import Period
from hub.domain.rollup import DEFINITION
from hub.domain.rollup_office import OpenPeriod
from hub.domain.rollup_period import period_of
from hub.domain.rollup_rules import opening
from hub.domain.rollup_words import ObligationStatus, Owes, PeriodStatus
from hub.domain.words import LIVING
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.body import Body, BodyEdge, Committee
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation
from hub.store.models.studio import Studio
from hub.store.rollup_drafts import all_begun
from hub.store.rollup_rows import HeldDuty, calendar, duty_of
from hub.store.rollup_terms import Definition, definitions

_BODY, _EDGE, _STUDIO, _COMMITTEE = (table_of(model) for model in (Body, BodyEdge, Studio, Committee))
_PERIOD = table_of(ReportPeriod)


async def open_period(acting: Acting, command: OpenPeriod) -> str | Refusal:
    """Open a period of a report."""
    known = await definitions(acting.connection, command.definition)
    if not known:
        return absent(DEFINITION, at="input.definition")
    period = period_of(command.period, known[0][0]["cadence"])
    if isinstance(period, Refusal):
        return period
    chosen = next((pair for pair in known if _in_force(pair[0], period)), None)
    row, definition = chosen or known[0]
    timing = await _judged(acting, command, period, row, definition, is_published=chosen is not None)
    if isinstance(timing, Refusal):
        return timing
    identifier = acting.add(
        ReportPeriod,
        definition_id=definition.id,
        definition_code=definition.code,
        body_id=row["issuer_body_id"],
        label=command.period,
        starts_on=period.first_day,
        ends_on=period.last_day,
        status=PeriodStatus.OPEN,
        opened_at=acting.now,
        opened_by=acting.caller.subject,
    )
    on = min(period.last_day, acting.today)
    owing = await _owing(acting, row["issuer_body_id"], definition, on=on)
    owed = [_owe(acting, identifier, one, timing) for one in owing]
    if definition.owes is not Owes.STUDIO:  # a studio's draft is made when it begins to write
        await all_begun(acting, _held(acting, identifier, owed, definition))
    return identifier


async def _judged(
    acting: Acting, command: OpenPeriod, period: Period, row: Row, definition: Definition, *, is_published: bool
) -> Timing | Refusal:
    days = await calendar(acting.connection)
    if isinstance(days, Refusal):
        return days
    same = and_(_PERIOD.c.definition_code == definition.code, _PERIOD.c.label == command.period)
    return opening(
        acting.actor,
        definition.due,
        issuer=row["issuer_body_id"],
        starts_on=period.first_day,
        ends_on=period.last_day,
        is_published=is_published,
        is_open=await acting.one(ReportPeriod, same, locked=False) is not None,
        calendar=days,
    )


def _owe(acting: Acting, period: str, one: Row, timing: Timing) -> Row:
    """An obligation of the period."""
    values = {
        "period_id": period,
        "body_id": one["body_id"],
        "studio_id": one.get("studio_id"),
        "committee_id": one.get("committee_id"),
        "due_original": timing.due_original,
        "due_effective": timing.due_effective,
        "status": ObligationStatus.EXPECTED,
        "revision": 1,
    }
    return {**_EMPTY, **values, "id": acting.add(Obligation, **values)}


def _held(acting: Acting, period: str, owed: Sequence[Row], definition: Definition) -> list[HeldDuty]:
    opened = next(change.values for change in acting.changes if change.id == period)
    return [
        HeldDuty(row=row, period=opened, definition=definition, duty=duty_of(row, opened, definition)) for row in owed
    ]


_EMPTY: Mapping[str, Any] = {"first_received_at": None, "on_time": None, "on_time_extended": None}


async def _owing(acting: Acting, issuer: str, definition: Definition, *, on: date) -> Sequence[Row]:
    """Everybody who owes the issuer's report on a day: its reporting units, or who lives in its branch."""
    top = _BODY.alias()
    inside = and_(_BODY.c.position >= top.c.position, _BODY.c.position <= top.c.last, top.c.id == issuer)
    match definition.owes:
        case Owes.ROLLUP_UNIT:
            reports = and_(
                _EDGE.c.child_id == _BODY.c.id,
                _EDGE.c.parent_id == issuer,
                _EDGE.c.kind == EdgeKind.REPORTING,
                or_(_EDGE.c.valid_from.is_(None), _EDGE.c.valid_from <= on),
                or_(_EDGE.c.valid_to.is_(None), _EDGE.c.valid_to > on),
            )
            chosen = select(_BODY.c.id.label("body_id")).join(_EDGE, reports).where(_BODY.c.rollup_unit.is_(True))
        case Owes.BODY:
            chosen = select(_BODY.c.id.label("body_id")).where(_BODY.c.id == issuer)
        case Owes.COMMITTEE:
            chosen = (
                select(_COMMITTEE.c.body_id, _COMMITTEE.c.id.label("committee_id"))
                .join(_BODY, _BODY.c.id == _COMMITTEE.c.body_id)
                .join(top, inside)
                .where(select(_STUDIO.c.id).where(_STUDIO.c.committee_id == _COMMITTEE.c.id, *_lives()).exists())
            )
        case Owes.STUDIO:
            chosen = (
                select(
                    _STUDIO.c.owner_body_id.label("body_id"), _STUDIO.c.id.label("studio_id"), _STUDIO.c.committee_id
                )
                .join(_BODY, _BODY.c.id == _STUDIO.c.owner_body_id)
                .join(top, inside)
                .where(*_lives())
            )
    return await acting.all(chosen.order_by(_BODY.c.position, *chosen.selected_columns))


def _lives() -> tuple[Any, ...]:
    """The studios that live and count (A-04)."""
    return (
        _STUDIO.c.status.in_(sorted(LIVING)),
        _STUDIO.c.deleted_at.is_(None),
        _STUDIO.c.counts_as_studio.is_(True),
    )


def _in_force(row: Row, period: Period) -> bool:
    begins, ends = row["effective_from"], row["effective_to"]
    return (begins is None or begins <= period.last_day) and (ends is None or ends > period.last_day)
