"""A later due day: asked for by the unit, granted by the receiving side, and never a new verdict on the first day."""

from __future__ import annotations

from datetime import date

from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Actor, Refusal, machines_never, wrong_state
from hub.domain.due import Timing, extended, may_extend
from hub.domain.rollup_facts import Duty, Terms, own_unit, reviewer
from hub.domain.rollup_review import period_open
from hub.domain.rollup_rules import still_owed
from hub.domain.rollup_words import VersionKind


def asking_extension(
    actor: Actor,
    duty: Duty,
    terms: Terms,
    *,
    to: date,
    reason: str,
    today: date,
    notice: int,
    calendar: WorkingCalendar,
) -> Refusal | None:
    """Why a unit cannot ask for a later day; a machine never asks, and nobody once something was received."""
    if actor.is_machine:
        return machines_never("申请延期", "asking for an extension")
    refusal = own_unit(actor, duty, terms, "申请延期", "asking for an extension") or still_owed(
        duty, VersionKind.ORIGINAL
    )
    if refusal is None and duty.timing.first_received_at is not None:
        refusal = wrong_state("本期已报送，无须申请延期", "it was received already; no extension is needed", rule="I7")
    return refusal or may_extend(duty.timing, to=to, reason=reason, asked_on=today, notice=notice, calendar=calendar)


def granting_extension(
    actor: Actor, duty: Duty, terms: Terms, *, to: date, reason: str, asked_on: date, notice: int,
    calendar: WorkingCalendar,
) -> Timing | Refusal:  # fmt: skip
    """The days once an extension is granted, judged by the day it was asked; the first verdict stays (I7)."""
    refusal = (
        reviewer(actor, terms, "批准延期", "granting an extension")
        or period_open(duty)
        or may_extend(duty.timing, to=to, reason=reason, asked_on=asked_on, notice=notice, calendar=calendar)
    )
    return refusal if refusal is not None else extended(duty.timing, to=to)
