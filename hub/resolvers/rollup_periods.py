"""What concerns a period or an obligation as a whole: closing, exempting, and a later day."""

from __future__ import annotations

from collections.abc import Mapping

from hub.domain import rollup_review as rules
from hub.domain.access import Act
from hub.domain.command import Command, Refusal, absent, wrong_state
from hub.domain.due import business_day
from hub.domain.reporting_settings import reporting_settings
from hub.domain.rollup import OBLIGATION, PERIOD
from hub.domain.rollup_extension import asking_extension, granting_extension
from hub.domain.rollup_office import AskExtension, ClosePeriod, DecideExtension, ExemptUnit, OpenPeriod
from hub.domain.rollup_words import PeriodStatus, VersionStatus
from hub.store.acting import Acting, Do
from hub.store.dialect import table_of
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.rollup_opening import open_period
from hub.store.rollup_rows import HeldDuty, calendar, duty_of, held_duty, in_force, owed_in
from hub.store.rollup_terms import definition_of


async def close(acting: Acting, command: ClosePeriod) -> str | Refusal:
    """Close a period and lock its accepted versions (A9)."""
    row = await acting.one(ReportPeriod, table_of(ReportPeriod).c.id == command.period_id)
    if row is None:
        return absent(PERIOD, at="input.periodId")
    definition = await definition_of(acting.connection, row["definition_id"])
    duties = await owed_in(acting, row["id"])
    judged = rules.closing(acting.actor, [duty_of(one, row, definition) for one in duties], issuer=row["body_id"])
    if isinstance(judged, Refusal):
        return judged
    by_id = {one["id"]: one for one in duties}
    for identifier, status in judged.obligations.items():
        if status is not by_id[identifier]["status"]:
            one = by_id[identifier]
            acting.change(Obligation, one, status=status, revision=one["revision"] + 1)
    for one in await in_force(acting, judged.locked):
        acting.change(RollupVersion, one, status=VersionStatus.LOCKED)
    values = {"status": PeriodStatus.CLOSED, "closed_at": acting.now, "closed_by": acting.caller.subject}
    acting.change(ReportPeriod, row, **values)
    return str(row["id"])


async def exempt(acting: Acting, command: ExemptUnit) -> str | Refusal:
    """Exempt a unit with a reason."""
    held = await _received(acting, command.obligation_id)
    if isinstance(held, Refusal):
        return held
    status = rules.exempting(acting.actor, held.duty, held.definition.terms({}), reason=command.reason)
    if isinstance(status, Refusal):
        return status
    values = {"status": status, "exemption": command.reason.strip(), "revision": held.row["revision"] + 1}
    acting.change(Obligation, held.row, **values)
    return str(held.row["id"])


async def ask_extension(acting: Acting, command: AskExtension) -> str | Refusal:
    """Ask for a later day."""
    row = await acting.within(Obligation, command.obligation_id, Act.SUBMIT)
    if row is None:
        return absent(OBLIGATION, at="input.obligationId")
    held = await held_duty(acting, row)
    days = await calendar(acting.connection)
    if isinstance(days, Refusal):
        return days
    refusal = asking_extension(
        acting.actor,
        held.duty,
        held.definition.terms({}),
        to=command.to,
        reason=command.reason,
        today=acting.today,
        notice=reporting_settings().extension_days,
        calendar=days,
    )
    if refusal is not None:
        return refusal
    acting.change(
        Obligation,
        row,
        extension_until=command.to,
        extension_reason=command.reason.strip(),
        extension_asked_at=acting.now,
        extension_asked_by=acting.caller.subject,
        extension_granted=None,
        revision=row["revision"] + 1,
    )
    return str(row["id"])


async def decide_extension(acting: Acting, command: DecideExtension) -> str | Refusal:
    """Grant or decline a later day."""
    held = await _received(acting, command.obligation_id)
    if isinstance(held, Refusal):
        return held
    days = await calendar(acting.connection)
    if isinstance(days, Refusal):
        return days
    row = held.row
    asked = row["extension_asked_at"]
    if asked is None or row["extension_granted"] is not None:
        return wrong_state("没有待答复的延期申请", "no extension waits for an answer", rule="behaviour §2a")
    judged = granting_extension(
        acting.actor,
        held.duty,
        held.definition.terms({}),
        to=row["extension_until"],
        reason=row["extension_reason"],
        asked_on=business_day(asked),
        notice=reporting_settings().extension_days,
        calendar=days,
    )
    if isinstance(judged, Refusal):
        return judged
    values = {
        "extension_granted": command.granted,
        "extension_decided_at": acting.now,
        "extension_decided_by": acting.caller.subject,
        "revision": row["revision"] + 1,
    }
    if command.granted:
        values |= {"due_effective": judged.due_effective, "on_time_extended": judged.on_time_extended}
    acting.change(Obligation, row, **values)
    return str(row["id"])


async def _received(acting: Acting, identifier: str) -> HeldDuty | Refusal:
    row = await acting.within(Obligation, identifier, Act.RECEIVE)
    return absent(OBLIGATION, at="input.obligationId") if row is None else await held_duty(acting, row)


DEEDS: Mapping[type[Command], Do] = {
    OpenPeriod: open_period,
    ClosePeriod: close,
    ExemptUnit: exempt,
    AskExtension: ask_extension,
    DecideExtension: decide_extension,
}
