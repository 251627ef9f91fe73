"""The rows that supervision writes beside an assessment: measures, and tasks for those who decide on a plaque."""

from __future__ import annotations

from datetime import date

from hub.domain.access import Role
from hub.domain.registry_words import MeasureKind, TaskKind, TaskStatus
from hub.domain.words import StudioStatus
from hub.store.acting import Acting, Row
from hub.store.evidence_steps import granting_body, has_open_removal, last_before_warning
from hub.store.models.assessment import Measure
from hub.store.models.task import Task


def add_measure(
    acting: Acting, studio: Row, kind: MeasureKind, *, on: date, reason: str, rule: str | None,
    year: int | None = None, scheduled: bool | None = None, assessment: str | None = None,
) -> str:  # fmt: skip
    """Write a measure about a studio; what follows from an assessment is the hub's own doing, without a role."""
    by_hub = kind in (MeasureKind.WARNING, MeasureKind.REMOVAL_DUE)
    return acting.add(
        Measure,
        owner_body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        committee_id=studio["committee_id"],
        assessment_id=assessment,
        kind=kind,
        rule=rule,
        year=year,
        taken_on=on,
        scheduled=scheduled,
        reason=reason,
        role=None if by_hub else role_of(acting),
        actor=None if by_hub else acting.actor.subject,
        recorded_at=acting.now,
    )


def role_of(acting: Acting) -> Role:
    """In which of its roles the caller supervises a studio."""
    roles = acting.actor.roles
    return Role.SPECIAL_COMMITTEE if Role.SPECIAL_COMMITTEE in roles else Role.MANAGING_DEPARTMENT


async def raise_removal(acting: Acting, studio: Row, *, rule: str | None, why: str, subject: str) -> None:
    """Ask people of the body that granted the plaque to decide, unless they have been asked and have not decided."""
    if await has_open_removal(acting.connection, studio["id"], rule=rule):
        return
    acting.add(
        Task,
        body_id=await granting_body(acting.connection, studio["id"]) or studio["owner_body_id"],
        committee_id=None,
        studio_id=studio["id"],
        member_id=None,
        kind=TaskKind.DECIDE_REMOVAL,
        status=TaskStatus.OPEN,
        rule=rule,
        why=why,
        subject_id=subject,
        raised_on=acting.today,
        due_on=None,
        recorded_at=acting.now,
    )


async def status_before_warning(acting: Acting, studio: Row) -> StudioStatus:
    """The state to which a pass leads back: unfiled where it was and still is, else active."""
    before = await last_before_warning(acting.connection, studio["id"])
    if before is StudioStatus.UNFILED_ACTIVE and studio["filed_on"] is None:
        return before
    return StudioStatus.ACTIVE
