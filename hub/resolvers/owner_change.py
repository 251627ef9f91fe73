"""A studio passes to another body: how it is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.domain.access import Act, Role
from hub.domain.command import Allowed, Command, Refusal, absent
from hub.domain.filing import STUDIO
from hub.domain.owner_change import (
    AnswerOwnerChange,
    ChangeStudioOwner,
    Offer,
    agreement,
    answering,
    proposal,
    proposing,
)
from hub.domain.registry_words import FilingKind, StudioEventKind, TaskKind, TaskStatus
from hub.resolvers.filing_rows import facts_of, latest
from hub.resolvers.filing_tasks import raise_amendment
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.body import Body, Committee
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from hub.store.owner_change import body_with, pass_on, pending


async def propose(acting: Acting, command: ChangeStudioOwner) -> str | Refusal:
    """Ask the department of another body whether it will own the studio."""
    studio = await acting.within(Studio, command.studio_id, Act.RECORD)
    if studio is None:
        return absent(STUDIO, at="input.studioId")
    facts = facts_of(studio)
    body = await body_with(acting, command.body_code)
    refusal = proposing(acting.actor, facts, pending=await pending(acting, studio["id"]) is not None)
    refusal = refusal or proposal(facts, body=None if body is None else body["id"], reason=command.reason)
    if refusal is not None or body is None:
        return refusal or absent(Body.title, at="input.bodyCode")
    former = await _body(acting, studio["owner_body_id"])
    acting.add(
        Task,
        body_id=body["id"],
        studio_id=studio["id"],
        kind=TaskKind.AGREE_OWNER_CHANGE,
        status=TaskStatus.OPEN,
        rule="A-41",
        why=f"{former['short_name']}提出将“{studio['name']}”变更为由{body['short_name']}归属：{command.reason.strip()}",
        subject_id=studio["owner_body_id"],
        raised_on=acting.today,
        recorded_at=acting.now,
    )
    return str(studio["id"])


async def answer(acting: Acting, command: AnswerOwnerChange) -> str | Refusal:
    """Agree, whereupon the studio passes, or decline."""
    known = await acting.one(Task, table_of(Task).c.id == command.task_id, locked=False)
    if known is None:
        return absent(Task.title, at="input.taskId")
    # The studio is locked first, as by whoever proposes.
    studio = await _studio(acting, known["studio_id"])
    task = await acting.within(Task, command.task_id, Act.RECORD)
    if task is None:
        return absent(Task.title, at="input.taskId")
    refusal = answering(acting.actor, _offer(task), facts_of(studio))
    refusal = refusal or agreement(facts_of(studio), agreed=command.agreed, note=command.note)
    if refusal is None and command.agreed:
        refusal = await _passes(acting, studio, task, command)
    if refusal is not None:
        return refusal
    word = "同意" if command.agreed else "不同意"
    acting.change(
        Task,
        task,
        status=TaskStatus.DONE,
        done_on=acting.today,
        done_by=acting.caller.subject,
        outcome="：".join(one for one in (word, (command.note or "").strip()) if one),
        recorded_at=acting.now,
    )
    return str(task["id"])


async def _passes(acting: Acting, studio: Row, task: Row, command: AnswerOwnerChange) -> Refusal | None:
    new = task["body_id"]
    if command.committee_id is not None:
        table = table_of(Committee)
        own = (table.c.id == command.committee_id, table.c.body_id == new)
        if await acting.one(Committee, *own, locked=False) is None:
            return absent(Committee.title, at="input.committeeId")
    before, after = await _body(acting, studio["owner_body_id"]), await _body(acting, new)
    note = f"{before['short_name']} → {after['short_name']}"
    acting.change(Studio, studio, owner_body_id=new, committee_id=command.committee_id)
    await pass_on(acting, studio, to=new)
    # The step is the former owner's: until its day the studio's work is counted there.
    marks = {"role": Role.MANAGING_DEPARTMENT, "rule": "A-41", "note": note, "subject_id": task["id"]}
    step = await acting.tell(studio, StudioEventKind.OWNER_CHANGED, **marks)
    if facts_of(studio).is_filed or await latest(acting, studio, FilingKind.NEW_STUDIO) is not None:
        why = f"归属变更需办理变更备案：{note}"
        await raise_amendment(acting, {**studio, "owner_body_id": new}, FilingKind.OWNER_CHANGE, why=why, subject=step)
    return None


async def on_studio(acting: Acting, studio: Row) -> Sequence[Allowed]:
    """Whether another owner may be proposed."""
    waits = await pending(acting, studio["id"]) is not None
    return [Allowed(action="changeStudioOwner", refusal=proposing(acting.actor, facts_of(studio), pending=waits))]


async def on_task(acting: Acting, task: Row) -> Sequence[Allowed]:
    """Whether a proposed change may be answered."""
    if task["kind"] is not TaskKind.AGREE_OWNER_CHANGE:
        return []
    studio = await _studio(acting, task["studio_id"])
    return [Allowed(action="answerOwnerChange", refusal=answering(acting.actor, _offer(task), facts_of(studio)))]


def _offer(task: Row) -> Offer:
    return Offer(body=task["body_id"], former=task["subject_id"] or "", kind=task["kind"], status=task["status"])


async def _studio(acting: Acting, identifier: str) -> Row:
    found = await acting.one(Studio, table_of(Studio).c.id == identifier)
    assert found is not None  # the task refers to it
    return found


async def _body(acting: Acting, identifier: str) -> Row:
    found = await acting.one(Body, table_of(Body).c.id == identifier, locked=False)
    assert found is not None  # the studio refers to it
    return found


DEEDS: Mapping[type[Command], Do] = {ChangeStudioOwner: propose, AnswerOwnerChange: answer}
ACTIONS: Mapping[type[Base], Actions] = {Studio: on_studio, Task: on_task}
