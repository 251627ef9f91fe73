"""The steps of an approval: each is recorded, told in the life of the studio, and the last ones carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hub.domain.access import Act, Noun
from hub.domain.application import EnterPlatform, RecordStep, TakeStep
from hub.domain.application_rules import TAKEN_BY, Progress, Wish, stepped
from hub.domain.command import Refusal, absent
from hub.domain.registry_words import ApplicationKind, ApplicationStatus, StudioEventKind, Verdict
from hub.domain.standard_words import ApprovalStep
from hub.resolvers.application_grounds import body_of, grounds
from hub.store.acting import Acting, Row
from hub.store.application_effects import converted, founded, went_online
from hub.store.application_papers import plan_of, standing_of
from hub.store.dialect import table_of
from hub.store.models.application import ApplicationStep, StudioApplication
from hub.store.models.standard import ApprovalChain
from hub.store.models.studio import Studio


@dataclass(frozen=True, kw_only=True)
class _Signed:
    """A step with what is written beside it."""

    step: ApprovalStep
    on: date
    verdict: Verdict = Verdict.AGREED
    opinion: str | None = None
    meeting: str | None = None
    attachment: str | None = None
    room: str | None = None


async def take_step(acting: Acting, command: TakeStep) -> str | Refusal:
    """Agree, return or refuse, as who takes the step decided."""
    row = await acting.within(StudioApplication, command.id, Act.DECIDE)
    signed = _Signed(
        step=command.step,
        on=command.taken_on,
        verdict=command.verdict,
        opinion=command.opinion,
        meeting=command.meeting,
        attachment=command.attachment,
    )
    return await _take(acting, row, signed)


async def record_step(acting: Acting, command: RecordStep) -> str | Refusal:
    """Carry out what was agreed: the rules on the wall, the plaque."""
    row = await acting.within(StudioApplication, command.id, Act.RECORD)
    signed = _Signed(
        step=command.step,
        on=command.taken_on,
        opinion=command.opinion,
        meeting=command.meeting,
        attachment=command.attachment,
    )
    return await _take(acting, row, signed)


async def enter_platform(acting: Acting, command: EnterPlatform) -> str | Refusal:
    """Carry out what was agreed: the studio's entry to its platform."""
    row = await acting.within(StudioApplication, command.id, Act.RECORD, noun=Noun.ONLINE_PRESENCE)
    signed = _Signed(
        step=ApprovalStep.ONLINE_ENTRY,
        on=command.taken_on,
        opinion=command.opinion,
        attachment=command.attachment,
        room=command.room,
    )
    return await _take(acting, row, signed)


async def _take(acting: Acting, row: Row | None, signed: _Signed) -> str | Refusal:
    if row is None:
        return absent(StudioApplication.title, at="input.id")
    standing = await standing_of(acting, row)
    wish = Wish(step=signed.step, verdict=signed.verdict, on=signed.on, opinion=signed.opinion)
    progress = stepped(standing, wish, acting.actor, today=acting.today)
    if isinstance(progress, Refusal):
        return progress
    if progress.decided and signed.verdict is Verdict.AGREED:
        # What was so when it was submitted may have changed since: the area, the members, the rules (W1).
        body = await body_of(acting, row, locked=True)
        if (refusal := await grounds(acting, row, await plan_of(acting, row), body)) is not None:
            return refusal
    step = _written(acting, row, signed, position=len(standing.taken) + 1)
    acting.change(
        StudioApplication,
        row,
        status=progress.status,
        next_step=progress.next_step,
        decided_on=signed.on if progress.decided else row["decided_on"],
        changed_at=acting.now,
        revision=row["revision"] + 1,
    )
    await _follow(acting, row, signed, progress, step=step)
    return str(row["id"])


def _written(acting: Acting, row: Row, signed: _Signed, *, position: int) -> str:
    return acting.add(
        ApplicationStep,
        application_id=row["id"],
        body_id=row["body_id"],
        position=position,
        step=signed.step,
        verdict=signed.verdict,
        role=TAKEN_BY[signed.step],
        actor=acting.caller.subject,
        opinion=signed.opinion,
        meeting=signed.meeting,
        attachment=signed.attachment,
        taken_on=signed.on,
        recorded_at=acting.now,
    )


async def _follow(acting: Acting, row: Row, signed: _Signed, progress: Progress, *, step: str) -> None:
    """What a step means for the studio: told where there is one, carried out at the end of the chain."""
    rule = await _rule(acting, row)
    done = progress.status is ApplicationStatus.COMPLETED
    if row["studio_id"] is None:
        if signed.step is ApprovalStep.PLAQUE or done:
            await founded(acting, row, await plan_of(acting, row), on=signed.on, rule=rule)
        return
    studio = await acting.one(Studio, table_of(Studio).c.id == row["studio_id"])
    assert studio is not None  # the application refers to it
    marks = {"role": TAKEN_BY[signed.step], "rule": rule, "rulebook_id": row["rulebook_id"], "subject_id": step}
    note = f"{signed.step.title_zh}：{signed.verdict.title_zh}"
    await acting.tell(studio, StudioEventKind.REVIEWED, on=signed.on, note=note, **marks)
    if progress.decided and signed.verdict is Verdict.AGREED:
        await acting.tell(studio, StudioEventKind.APPROVED, on=signed.on, **marks)
    if done and row["kind"] is ApplicationKind.GO_ONLINE:
        await went_online(acting, row, studio, on=signed.on, room=signed.room, rule=rule)
    if done and row["kind"] is ApplicationKind.CONVERT_TYPE:
        await converted(acting, row, studio, await plan_of(acting, row), on=signed.on)


async def _rule(acting: Acting, row: Row) -> str | None:
    chain = await acting.one(ApprovalChain, table_of(ApprovalChain).c.id == row["chain_id"], locked=False)
    return None if chain is None else chain["rule"]
