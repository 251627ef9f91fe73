"""What a caller may do to an application or to a studio that might apply, and why not; the deeds' own rules say so."""

from __future__ import annotations

from collections.abc import Sequence

from hub.domain.access import Role
from hub.domain.application_founding import online_refusal
from hub.domain.application_rules import (
    CARRIED_OUT,
    Standing,
    may_change,
    may_submit,
    may_withdraw,
    not_applicant,
    others_approve,
    who_may_step,
)
from hub.domain.command import Actor, Allowed, Refusal, wrong_state
from hub.domain.standard_words import ApprovalStep
from hub.store.acting import Acting, Row
from hub.store.application_facts import at_work
from hub.store.application_papers import standing_of


async def on_application(acting: Acting, row: Row) -> Sequence[Allowed]:
    """The moves of an application."""
    standing, actor = await standing_of(acting, row), acting.actor
    carried = CARRIED_OUT - {ApprovalStep.ONLINE_ENTRY}
    return [
        Allowed(action="changeApplication", refusal=may_change(standing, actor)),
        Allowed(action="submitApplication", refusal=may_submit(standing, actor)),
        Allowed(action="withdrawApplication", refusal=may_withdraw(standing, actor)),
        Allowed(action="takeStep", refusal=_due(standing, actor, frozenset(ApprovalStep) - CARRIED_OUT)),
        Allowed(action="recordStep", refusal=_due(standing, actor, carried)),
        Allowed(action="enterPlatform", refusal=_due(standing, actor, frozenset({ApprovalStep.ONLINE_ENTRY}))),
    ]


def _due(standing: Standing, actor: Actor, steps: frozenset[ApprovalStep]) -> Refusal | None:
    due = standing.next_step
    if due is None:
        return wrong_state("该申请没有待办的步骤", "no step of it is due", rule="R-73")
    if due not in steps:
        return wrong_state(f"待办步骤是：{due.title_zh}", f"the step due is: {due.title_en}", rule="R-73")
    return who_may_step(standing, due, actor)


async def on_studio(acting: Acting, row: Row) -> Sequence[Allowed]:
    """Applying to go online."""
    return [Allowed(action="draftApplication", refusal=await _online(acting, row))]


async def _online(acting: Acting, row: Row) -> Refusal | None:
    actor = acting.actor
    if actor.body_id != row["owner_body_id"]:
        return others_approve()
    convener = Role.CONVENER in actor.roles and row["id"] in actor.studios
    committee = Role.SPECIAL_COMMITTEE in actor.roles and row["committee_id"] in actor.committees
    if not convener and not committee:
        return not_applicant()
    # Which platform is said in the application itself.
    return online_refusal(await at_work(acting, row), platform=row["name"])
