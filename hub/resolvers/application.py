"""Applying for a studio, and the steps of its approval: how it is carried out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.auth.predicate import admits
from hub.auth.scope import rows
from hub.domain.access import Act, Noun
from hub.domain.application import (
    ChangeApplication,
    DraftApplication,
    EnterPlatform,
    RecordStep,
    StudioPlan,
    SubmitApplication,
    TakeStep,
    WithdrawApplication,
)
from hub.domain.application_founding import Chain
from hub.domain.application_rules import (
    applying_as,
    may_change,
    may_submit,
    may_withdraw,
    not_applicant,
    wrong_date,
)
from hub.domain.command import Command, Refusal, absent, needed, wrong_state
from hub.domain.registry_words import ApplicationKind, ApplicationStatus, StudioEventKind
from hub.resolvers.application_actions import on_application, on_studio
from hub.resolvers.application_grounds import body_of, chain_of, grounds, notes, papers_refusal
from hub.resolvers.application_steps import enter_platform, record_step, take_step
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.application_papers import (
    columns_of,
    columns_told,
    people_refusal,
    plan_of,
    put_people,
    seated,
    standing_of,
)
from hub.store.dialect import table_of
from hub.store.models.application import StudioApplication
from hub.store.models.base import Base
from hub.store.models.body import Body, Committee
from hub.store.models.member import Member
from hub.store.models.studio import Studio


@dataclass(frozen=True, kw_only=True)
class _Named:
    """Whom an application that is not written yet names, as reach sees it."""

    owners: Collection[int]
    studio_ids: Collection[str]
    committee_id: str | None
    member_id: str | None
    published: bool = False


async def draft(acting: Acting, command: DraftApplication) -> str | Refusal:
    """Begin an application; nothing is judged yet but who applies, to whom, and whom it names."""
    body = await _own_body(acting, command)
    if body is None:
        return _not_same_level()
    studio = await _studio(acting, command)
    if isinstance(studio, Refusal):
        return studio
    named = _Named(
        owners=(body["position"],),
        studio_ids=() if studio is None else (studio["id"],),
        committee_id=command.committee_id or (None if studio is None else studio["committee_id"]),
        member_id=command.applicant_member_id,
    )
    if not admits(rows(acting.caller, Act.SUBMIT, Noun.APPLICATION), named):
        return not_applicant(at="input")
    if (refusal := await _belong(acting, named, body)) is not None:
        return refusal
    columns = await _columns(acting, command.plan, body)
    if isinstance(columns, Refusal):
        return columns
    application = acting.add(
        StudioApplication,
        body_id=body["id"],
        studio_id=None if studio is None else studio["id"],
        kind=command.kind,
        status=ApplicationStatus.DRAFT,
        steps_due=[],
        applicant_kind=command.applicant_kind,
        applicant_member_id=named.member_id,
        committee_id=named.committee_id,
        created_by=acting.caller.subject,
        changed_at=acting.now,
        revision=1,
        **columns,
    )
    await put_people(acting, command.plan, application=application, body_id=body["id"])
    return application


async def _own_body(acting: Acting, command: DraftApplication) -> Row | None:
    """The caller's own body, unless the application is addressed to another one."""
    place = acting.caller.place
    if place is None or command.body_id not in (None, place.body_id):
        return None
    return await acting.one(Body, table_of(Body).c.id == place.body_id, locked=False)


def _not_same_level() -> Refusal:
    return Refusal(
        code="NOT_SAME_LEVEL",
        zh="申请应向同级政协提出，请以所属政协的身份申请",
        en="an application is made to the body of the same level, by those who belong to it",
        at="input.bodyId",
        rule="R-70",
    )


async def _studio(acting: Acting, command: DraftApplication) -> Row | Refusal | None:
    """The studio that would go online or be converted; none where a new one is applied for."""
    if command.kind is ApplicationKind.NEW_STUDIO:
        if command.studio_id is None:
            return None
        return wrong_state(
            "新建申请不填工作室标识", "a new studio has no identifier yet", at="input.studioId", rule="W1"
        )
    if command.studio_id is None:
        return needed("工作室标识", "the studio it is about", at="input.studioId", rule="R-76")
    found = await acting.within(Studio, command.studio_id, Act.SUBMIT, noun=Noun.APPLICATION)
    if found is None:
        return absent(Studio.title, at="input.studioId")
    place = acting.caller.place
    return found if place is not None and found["owner_body_id"] == place.body_id else _not_same_level()


async def _belong(acting: Acting, named: _Named, body: Row) -> Refusal | None:
    """Whether the committee is one of the body's and the member who applies has a seat in it (R-70)."""
    if named.committee_id is not None:
        table = table_of(Committee)
        own = (table.c.id == named.committee_id, table.c.body_id == body["id"])
        if await acting.one(Committee, *own, locked=False) is None:
            return absent(Committee.title, at="input.committeeId")
    member, here = named.member_id, body["position"]
    if member is not None and not await seated(acting, {member}, position=here, last=here):
        return absent(Member.title, at="input.applicantMemberId")
    return None


async def _columns(acting: Acting, plan: StudioPlan, body: Row) -> dict[str, Any] | Refusal:
    """The columns that a plan fills, of any type, once everybody it names is known."""
    refusal = await people_refusal(acting, plan, body)
    return await columns_of(acting, plan) if refusal is None else refusal


async def change(acting: Acting, command: ChangeApplication) -> str | Refusal:
    """Put other papers in place of those that are there."""
    row = await acting.within(StudioApplication, command.id, Act.SUBMIT)
    if row is None:
        return absent(StudioApplication.title, at="input.id")
    standing = await standing_of(acting, row)
    if (refusal := may_change(standing, acting.actor, revision=command.revision)) is not None:
        return refusal
    columns = await _columns(acting, command.plan, await body_of(acting, row))
    if isinstance(columns, Refusal):
        return columns
    acting.change(StudioApplication, row, changed_at=acting.now, revision=row["revision"] + 1, **columns)
    await put_people(acting, command.plan, application=row["id"], body_id=row["body_id"])
    return command.id


async def withdraw(acting: Acting, command: WithdrawApplication) -> str | Refusal:
    """Take an application back; what was signed until then stays on record."""
    row = await acting.within(StudioApplication, command.id, Act.SUBMIT)
    if row is None:
        return absent(StudioApplication.title, at="input.id")
    if (refusal := may_withdraw(await standing_of(acting, row), acting.actor)) is not None:
        return refusal
    acting.change(
        StudioApplication,
        row,
        status=ApplicationStatus.WITHDRAWN,
        next_step=None,
        changed_at=acting.now,
        revision=row["revision"] + 1,
    )
    return command.id


async def submit(acting: Acting, command: SubmitApplication) -> str | Refusal:
    """Judge an application by the standards in force and send it on its chain, which it keeps from then on."""
    row = await acting.within(StudioApplication, command.id, Act.SUBMIT)
    if row is None:
        return absent(StudioApplication.title, at="input.id")
    if (refusal := may_submit(await standing_of(acting, row), acting.actor)) is not None:
        return refusal
    applied_on = command.applied_on or row["applied_on"] or acting.today
    if applied_on > acting.today:
        return wrong_date(at="input.appliedOn")
    body, plan = await body_of(acting, row), await plan_of(acting, row)
    refusal = await papers_refusal(acting, row, plan, body) or await grounds(acting, row, plan, body)
    chain = refusal or await chain_of(acting, row, body)
    if isinstance(chain, Refusal):
        return chain
    told = await notes(acting, row, plan, body)
    acting.change(
        StudioApplication,
        row,
        status=ApplicationStatus.IN_REVIEW,
        next_step=chain.steps[0],
        steps_due=[step.value for step in chain.steps],
        chain_id=chain.id,
        rulebook_id=chain.rulebook_id,
        applied_on=applied_on,
        **columns_told(told),
        changed_at=acting.now,
        revision=row["revision"] + 1,
    )
    if row["studio_id"] is not None:
        await _tell_applied(acting, row, chain, on=applied_on)
    return command.id


async def _tell_applied(acting: Acting, row: Row, chain: Chain, *, on: date) -> None:
    studio = await acting.one(Studio, table_of(Studio).c.id == row["studio_id"])
    assert studio is not None  # the application refers to it
    await acting.tell(
        studio,
        StudioEventKind.APPLIED,
        on=on,
        role=applying_as(acting.actor),
        rule=chain.rule,
        rulebook_id=chain.rulebook_id,
        subject_id=row["id"],
    )


DEEDS: Mapping[type[Command], Do] = {
    DraftApplication: draft,
    ChangeApplication: change,
    SubmitApplication: submit,
    WithdrawApplication: withdraw,
    TakeStep: take_step,
    RecordStep: record_step,
    EnterPlatform: enter_platform,
}
ACTIONS: Mapping[type[Base], Actions] = {StudioApplication: on_application, Studio: on_studio}
