"""What an approval brings about: a studio with its people, room and plate; a seat on a platform; another type."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from hub.domain.access import Role
from hub.domain.application import StudioPlan
from hub.domain.application_rules import CARRIED_OUT, TAKEN_BY, applicant_role
from hub.domain.registry_words import StudioEventKind, TaskKind, TaskStatus, Verdict
from hub.domain.standard_words import ApprovalStep
from hub.domain.words import Mode, PlatformKind, StudioStatus
from hub.store.acting import Acting, Row
from hub.store.application_papers import seated, step_rows
from hub.store.dialect import table_of
from hub.store.models.application import StudioApplication
from hub.store.models.body import Body
from hub.store.models.history import StudioEvent
from hub.store.models.member import Residency
from hub.store.models.places import Sector
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.studio import Studio, studio_sector
from hub.store.models.task import Task
from hub.store.write import Links


async def founded(acting: Acting, row: Row, plan: StudioPlan, *, on: date, rule: str | None) -> None:
    """Found the studio that was agreed to, and tell its life from the application on."""
    agreed_on = [one["taken_on"] for one in await step_rows(acting, row["id"]) if one["step"] not in CARRIED_OUT]
    approved_on = agreed_on[-1] if agreed_on else on
    filed = ApprovalStep.FILING.value in row["steps_due"]
    studio = acting.add(
        Studio,
        name=plan.name,
        type=plan.type,
        platform_kind=PlatformKind.STUDIO,
        counts_as_studio=True,
        mode=plan.mode,
        status=StudioStatus.DRAFT,
        owner_body_id=row["body_id"],
        division_id=row["division_id"],
        committee_id=row["committee_id"],
        named_after_id=plan.named_after_id,
        area=plan.area,
        based_on=plan.based_on,
        industry=plan.industry,
        functions=list(plan.functions),
        applicants=list(plan.applicants),
        applied_on=row["applied_on"],
        approved_on=approved_on,
        plaqued_on=on,
        opened_on=on,
        recorded_at=acting.now,
    )
    acting.change(StudioApplication, row, studio_id=studio)
    await _sectors(acting, studio, plan)
    await _people(acting, studio, row, plan, on=on)
    plaque = _place(acting, studio, row, plan, on=on)
    new = {"id": studio, "owner_body_id": row["body_id"], "status": StudioStatus.DRAFT}
    await _told(acting, new, row, rule=rule)
    # Where no document asks for filing there is nothing to wait for (Appendix B, item 8).
    after = StudioStatus.UNFILED_ACTIVE if filed else StudioStatus.ACTIVE
    marks = {"rule": rule, "rulebook_id": row["rulebook_id"], "role": TAKEN_BY[ApprovalStep.PLAQUE]}
    await acting.tell(new, StudioEventKind.PLAQUE_GRANTED, after=after, on=on, subject_id=plaque, **marks)
    if filed:
        _raise(acting, row, studio, TaskKind.FILE_STUDIO, rule="R-77", why="新创建的委员工作室须向省政协办公厅备案")


async def _sectors(acting: Acting, studio: str, plan: StudioPlan) -> None:
    table = table_of(Sector)
    known = await acting.all(select(table.c.id).where(table.c.name.in_(plan.sector_names)))
    ids = tuple(one["id"] for one in known)
    acting.links.append(Links(table=studio_sector, near="studio_id", far="sector_id", id=studio, ids=ids))


async def _people(acting: Acting, studio: str, row: Row, plan: StudioPlan, *, on: date) -> None:
    body = await acting.one(Body, table_of(Body).c.id == row["body_id"], locked=False)
    assert body is not None  # the application refers to it
    members = {one.member_id for one in plan.people if one.member_id is not None}
    own = await seated(acting, members, position=body["position"], last=body["position"])
    for one in plan.people:
        acting.add(
            Residency,
            owner_body_id=row["body_id"],
            studio_id=studio,
            member_id=one.member_id,
            person_name=one.person_name,
            contact=one.contact,
            role=one.role,
            cross_level=one.member_id is not None and one.member_id not in own,
            exception_reason=one.exception_reason or None,
            starts_on=on,
            recorded_at=acting.now,
        )


def _place(acting: Acting, studio: str, row: Row, plan: StudioPlan, *, on: date) -> str:
    """The room that the applicant offers, and the plate; the plate's identifier."""
    if plan.venue_address:
        acting.add(
            Venue,
            owner_body_id=row["body_id"],
            studio_id=studio,
            address=plan.venue_address,
            provided_by="、".join(plan.applicants) or None,
            recorded_at=acting.now,
        )
    return _plate(acting, row, studio, on=on)


def _plate(acting: Acting, row: Row, studio: str, *, on: date) -> str:
    return acting.add(
        Plaque,
        owner_body_id=row["body_id"],
        studio_id=studio,
        granted_by_id=row["body_id"],
        granted_on=on,
        recorded_at=acting.now,
    )


async def _told(acting: Acting, studio: Row, row: Row, *, rule: str | None) -> None:
    """Tell what happened before there was a studio, with its days and by whom it was done."""
    marks = {"rule": rule, "rulebook_id": row["rulebook_id"]}
    applied = await acting.tell(studio, StudioEventKind.APPLIED, on=row["applied_on"], subject_id=row["id"], **marks)
    _by(acting, applied, role=applicant_role(row["applicant_kind"]), actor=row["created_by"], body=row["body_id"])
    last = None
    for step in await step_rows(acting, row["id"]):
        told = await acting.tell(
            studio,
            StudioEventKind.REVIEWED,
            on=step["taken_on"],
            subject_id=step["id"],
            note=f"{step['step'].title_zh}：{step['verdict'].title_zh}",
            **marks,
        )
        _by(acting, told, role=step["role"], actor=step["actor"], body=step["body_id"])
        if step["step"] not in CARRIED_OUT and step["verdict"] is Verdict.AGREED:
            last = step
    if last is not None:
        told = await acting.tell(studio, StudioEventKind.APPROVED, on=last["taken_on"], subject_id=last["id"], **marks)
        _by(acting, told, role=last["role"], actor=last["actor"], body=last["body_id"])


def _by(acting: Acting, event: str, *, role: Role, actor: str, body: str) -> None:
    """Write who took a step that was taken before it could be told; it joins the new row."""
    acting.change(StudioEvent, {"id": event}, role=role, actor=actor, body_id=body)


def _raise(acting: Acting, row: Row, studio: str, kind: TaskKind, *, rule: str, why: str) -> None:
    acting.add(
        Task,
        body_id=row["body_id"],
        studio_id=studio,
        kind=kind,
        status=TaskStatus.OPEN,
        rule=rule,
        why=why,
        subject_id=row["id"],
        raised_on=acting.today,
        recorded_at=acting.now,
    )


async def went_online(acting: Acting, row: Row, studio: Row, *, on: date, room: str | None, rule: str | None) -> None:
    """Give a studio its seat on the platform, beside its room (A-50)."""
    seat = acting.add(
        OnlinePresence,
        owner_body_id=row["body_id"],
        studio_id=studio["id"],
        platform=row["platform"],
        room=room,
        onboarded_on=on,
        recorded_at=acting.now,
    )
    acting.change(Studio, studio, mode=Mode.BOTH)
    await acting.tell(
        studio,
        StudioEventKind.WENT_ONLINE,
        on=on,
        role=TAKEN_BY[ApprovalStep.ONLINE_ENTRY],
        rule=rule,
        rulebook_id=row["rulebook_id"],
        subject_id=seat,
    )
    _amend(acting, row, studio, why="入驻线上平台后须办理变更备案")


async def converted(acting: Acting, row: Row, studio: Row, plan: StudioPlan, *, on: date) -> None:
    """Give a studio its other type and name; its history stays."""
    acting.change(
        Studio,
        studio,
        type=plan.type,
        name=plan.name,
        named_after_id=plan.named_after_id,
        area=plan.area,
        based_on=plan.based_on,
        industry=plan.industry,
    )
    await _sectors(acting, studio["id"], plan)
    if ApprovalStep.PLAQUE.value in row["steps_due"]:
        _plate(acting, row, studio["id"], on=on)
    await acting.tell(
        studio,
        StudioEventKind.CONVERTED,
        on=on,
        role=TAKEN_BY[ApprovalStep.PLAQUE],
        rule="R-121",
        rulebook_id=row["rulebook_id"],
        note=f"{studio['type'].title_zh} → {plan.type.title_zh}；{studio['name']} → {plan.name}",
        subject_id=row["id"],
    )
    _amend(acting, row, studio, why="转类后须办理变更备案")


def _amend(acting: Acting, row: Row, studio: Row, *, why: str) -> None:
    """Raise the filing of the change, where the standards ask for filing at all (A-41)."""
    if ApprovalStep.FILING.value in row["steps_due"]:
        _raise(acting, row, studio["id"], TaskKind.FILE_AMENDMENT, rule="R-77", why=why)
