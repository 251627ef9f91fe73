"""The papers of an application as they are kept: from what a caller gives to rows, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hub.domain.application import PlannedPerson, StudioPlan
from hub.domain.application_notes import Notes
from hub.domain.application_rules import Standing, Taken
from hub.domain.command import Refusal, absent, needed
from hub.domain.standard_words import ApprovalStep
from hub.domain.words import ResidencyRole, SeatStatus
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.application import ApplicationPerson, ApplicationStep
from hub.store.models.body import Body
from hub.store.models.member import Member, Membership
from hub.store.models.places import Division
from hub.store.write import Links

_SAME = (
    "name", "type", "mode", "platform", "area", "based_on", "industry", "named_after_id", "venue_address",
    "work_arrangement", "exception_reason",
)  # fmt: skip
_LISTS = ("sector_names", "functions", "applicants")


async def columns_of(acting: Acting, plan: StudioPlan) -> dict[str, Any] | Refusal:
    """The columns that a plan fills, of any type, or what in it nobody knows."""
    division = None
    if plan.division_code is not None:
        table = table_of(Division)
        division = await acting.one(
            Division, table.c.code == plan.division_code, table.c.valid_to.is_(None), locked=False
        )
        if division is None:
            return absent(Division.title, at="input.plan.divisionCode")
    if plan.named_after_id is not None and not await _is_member(acting, plan.named_after_id):
        return absent(Member.title, at="input.plan.namedAfterId")
    same: dict[str, Any] = {name: getattr(plan, name) for name in _SAME}
    lists = {name: list(getattr(plan, name)) for name in _LISTS}
    return same | lists | {"division_id": None if division is None else division["id"]}


async def people_refusal(acting: Acting, plan: StudioPlan, body: Row) -> Refusal | None:
    """Whether everybody named is a member with a seat in the body or below it, or named as who is none."""
    for one in plan.people:
        if (one.member_id is None) is (one.person_name is None):
            return needed("委员标识或非委员姓名（二者填其一）", "a member or the name of who is none",
                          at="input.plan.people", rule="R-71")  # fmt: skip
        if one.role is ResidencyRole.RESIDENT and one.member_id is None:
            return needed("驻室委员的委员标识", "the member who would reside", at="input.plan.people", rule="R-28")
    wanted = {one.member_id for one in plan.people if one.member_id is not None}
    if wanted - await seated(acting, wanted, position=body["position"], last=body["last"]):
        return absent(Member.title, at="input.plan.people")
    return None


async def seated(acting: Acting, members: set[str], *, position: int, last: int) -> set[str]:
    """Those of these members who hold a seat in a body of this stretch of the tree today."""
    seats, bodies = table_of(Membership), table_of(Body)
    chosen = (
        select(seats.c.member_id)
        .join(bodies, bodies.c.id == seats.c.body_id)
        .where(
            seats.c.member_id.in_(members),
            seats.c.seat_status == SeatStatus.SERVING,
            seats.c.deleted_at.is_(None),
            bodies.c.position.between(position, last),
        )
    )
    return {row["member_id"] for row in await acting.all(chosen)}


async def _is_member(acting: Acting, identifier: str) -> bool:
    return await acting.one(Member, table_of(Member).c.id == identifier, locked=False) is not None


async def put_people(acting: Acting, plan: StudioPlan, *, application: str, body_id: str) -> None:
    """Write the people of a plan in place of those that were named before."""
    for row in await people_rows(acting, application):
        # A row of a draft that no longer names the person: taken away through the door that writes it.
        table = table_of(ApplicationPerson)
        acting.links.append(Links(table=table, near="id", far="application_id", id=row["id"], ids=()))
    for one in plan.people:
        acting.add(
            ApplicationPerson,
            application_id=application,
            body_id=body_id,
            role=one.role,
            member_id=one.member_id,
            person_name=one.person_name,
            unit_and_post=one.unit_and_post,
            expertise=one.expertise,
            contact=one.contact,
            exception_reason=one.exception_reason,
        )


async def people_rows(acting: Acting, application: str) -> Sequence[Row]:
    """The people that an application names, as kept."""
    table = table_of(ApplicationPerson)
    return await acting.all(select(table).where(table.c.application_id == application).order_by(table.c.id))


async def step_rows(acting: Acting, application: str) -> Sequence[Row]:
    """The steps that were taken, in their order."""
    table = table_of(ApplicationStep)
    return await acting.all(select(table).where(table.c.application_id == application).order_by(table.c.position))


async def plan_of(acting: Acting, row: Row) -> StudioPlan:
    """The plan that an application holds."""
    people = tuple(
        PlannedPerson(
            role=one["role"],
            member_id=one["member_id"],
            person_name=one["person_name"],
            unit_and_post=one["unit_and_post"],
            expertise=one["expertise"],
            contact=one["contact"],
            exception_reason=one["exception_reason"],
        )
        for one in await people_rows(acting, row["id"])
    )
    same: dict[str, Any] = {name: row[name] for name in _SAME}
    lists: dict[str, Any] = {name: tuple(row[name]) for name in _LISTS}
    return StudioPlan(**same, **lists, people=people)


async def standing_of(acting: Acting, row: Row) -> Standing:
    """An application as its rules see it."""
    steps = await step_rows(acting, row["id"])
    return Standing(
        status=row["status"],
        body_id=row["body_id"],
        applicant_kind=row["applicant_kind"],
        created_by=row["created_by"],
        committee_id=row["committee_id"],
        studio_id=row["studio_id"],
        applicant_member=row["applicant_member_id"],
        revision=row["revision"],
        applied_on=row["applied_on"],
        steps_due=tuple(ApprovalStep.of(one) for one in row["steps_due"]),
        taken=tuple(Taken(step=one["step"], verdict=one["verdict"], on=one["taken_on"]) for one in steps),
    )


def columns_told(notes: Notes) -> dict[str, list[str]]:
    """The columns that say what an application was told when it was accepted."""
    return {
        "warnings": [one.zh for one in notes.warnings],
        "warnings_en": [one.en for one in notes.warnings],
        "exceptions": [one.zh for one in notes.exceptions],
        "exceptions_en": [one.en for one in notes.exceptions],
    }
