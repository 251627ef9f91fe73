"""Filing with the province office: how it is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.domain import filing_rules as rules
from hub.domain.access import Act, Noun, Role
from hub.domain.command import Allowed, Command, Refusal, absent
from hub.domain.filing import (
    FILING,
    STUDIO,
    AcceptFiling,
    AnswerRemarks,
    FileStudios,
    ReceiveFiling,
    RenameStudio,
    ReturnFiling,
    SubmitFiling,
)
from hub.domain.filing_answer import asking
from hub.domain.filing_settings import NumberKind
from hub.domain.registry_words import FilingKind, FilingStatus, StudioEventKind
from hub.resolvers.filing_answer import answer, may_answer, on_task, raise_answer
from hub.resolvers.filing_batch import submit_each
from hub.resolvers.filing_rows import (
    application_of,
    facts_of,
    for_the_office,
    judged,
    latest,
    standing_of,
    take_number,
    wish_of,
)
from hub.resolvers.filing_tasks import close_tasks, due_on, raise_amendment
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.filing import Filing
from hub.store.models.studio import Studio
from hub.store.models.task import Task


async def submit(acting: Acting, command: SubmitFiling) -> str | Refusal:
    """Submit a filing, or submit one again that was returned."""
    studio = await acting.within(Studio, command.studio_id, Act.SUBMIT, noun=Noun.FILING)
    if studio is None:
        return absent(STUDIO, at="input.studioId")
    role = rules.submitter(acting.actor, facts_of(studio))
    if isinstance(role, Refusal):
        return role
    held = await latest(acting, studio, command.kind)
    wish = wish_of(command, held)
    attempt = judged(acting, wish, studio, held)
    if isinstance(attempt, Refusal):
        return attempt
    identifier = await _submitted(acting, wish, studio, held, attempt=attempt)
    await acting.tell(
        studio,
        StudioEventKind.FILING_SUBMITTED,
        role=role,
        rule=_rule(wish.kind),
        note=f"{wish.kind.title_zh}，第 {attempt} 次提交",
        subject_id=identifier,
    )
    return identifier


async def receive(acting: Acting, command: ReceiveFiling) -> str | Refusal:
    """Give the receipt of a filing."""
    found = await for_the_office(acting, command.filing_id)
    if found is None:
        return absent(FILING, at="input.filingId")
    filing, _ = found
    refusal = rules.receipt(acting.actor, standing_of(filing))
    if refusal is not None:
        return refusal
    acting.change(
        Filing,
        filing,
        status=FilingStatus.RECEIPTED,
        receipt_number=await take_number(acting, NumberKind.RECEIPT),
        received_at=acting.now,
        received_by=acting.actor.subject,
        revision=filing["revision"] + 1,
    )
    return str(filing["id"])


async def send_back(acting: Acting, command: ReturnFiling) -> str | Refusal:
    """Return a filing for its defects of form."""
    found = await for_the_office(acting, command.filing_id)
    if found is None:
        return absent(FILING, at="input.filingId")
    filing, studio = found
    refusal = rules.returning(acting.actor, standing_of(filing))
    if refusal is not None:
        return refusal
    defects = rules.defects_of_form(command.defects)
    if isinstance(defects, Refusal):
        return defects
    status, revision = FilingStatus.RETURNED, filing["revision"] + 1
    acting.change(Filing, filing, status=status, defects=list(defects), revision=revision)
    await acting.tell(
        studio,
        StudioEventKind.FILING_RETURNED,
        role=Role.PROVINCE_OFFICE,
        rule="A-40",
        note=f"回执号 {filing['receipt_number']}；{'；'.join(defects)}",
        subject_id=filing["id"],
    )
    return str(filing["id"])


async def accept(acting: Acting, command: AcceptFiling) -> str | Refusal:
    """Put a filing on file; the studio gets its number with its first."""
    found = await for_the_office(acting, command.filing_id)
    if found is None:
        return absent(FILING, at="input.filingId")
    filing, studio = found
    refusal = rules.accepting(acting.actor, standing_of(filing)) or asking(
        command.remarks, asks_answer=command.asks_answer
    )
    if refusal is not None:
        return refusal
    what = rules.acceptance(
        standing_of(filing), facts_of(studio), remarks=command.remarks, asks_answer=command.asks_answer
    )
    number = await take_number(acting, NumberKind.FILING) if what.takes_number else studio["filing_number"]
    acting.change(
        Filing,
        filing,
        status=what.filing,
        remarks=what.remarks,
        asks_answer=what.asks_answer,
        number=number,
        filed_on=acting.today,
        revision=filing["revision"] + 1,
    )
    if what.takes_number or studio["filed_on"] is None:
        acting.change(Studio, studio, filing_number=number, filed_on=studio["filed_on"] or acting.today)
    await acting.tell(
        studio,
        StudioEventKind.FILED,
        after=what.studio,
        role=Role.PROVINCE_OFFICE,
        rule=_rule(filing["kind"]),
        note=f"{filing['kind'].title_zh}，备案号 {number}",
        subject_id=filing["id"],
    )
    await close_tasks(acting, studio, filing["kind"], outcome=f"{what.filing.title_zh}，备案号 {number}")
    if what.asks_answer and what.remarks is not None:
        await raise_answer(acting, studio, filing, remarks=what.remarks)
    return str(filing["id"])


async def rename(acting: Acting, command: RenameStudio) -> str | Refusal:
    """Rename a studio; one that the office knows of has the change to file."""
    studio = await acting.within(Studio, command.studio_id, Act.RECORD)
    if studio is None:
        return absent(STUDIO, at="input.studioId")
    facts = facts_of(studio)
    refusal = rules.renaming(acting.actor, facts)
    if refusal is not None:
        return refusal
    name = rules.new_name(facts, command.name)
    if isinstance(name, Refusal):
        return name
    acting.change(Studio, studio, name=name)
    change = f"{facts.name} → {name}"
    step = await acting.tell(studio, StudioEventKind.RENAMED, role=Role.MANAGING_DEPARTMENT, rule="A-41", note=change)
    if facts.is_filed or await latest(acting, studio, FilingKind.NEW_STUDIO) is not None:
        await raise_amendment(acting, studio, FilingKind.RENAMING, why=f"更名需办理变更备案：{change}", subject=step)
    return str(studio["id"])


async def _on_studio(acting: Acting, studio: Row) -> Sequence[Allowed]:
    submitting = await _not_submitting(acting, SubmitFiling(studio_id=studio["id"]), studio)
    return [
        Allowed(action="submitFiling", refusal=submitting),
        Allowed(action="renameStudio", refusal=rules.renaming(acting.actor, facts_of(studio))),
    ]


async def _on_filing(acting: Acting, filing: Row) -> Sequence[Allowed]:
    standing = standing_of(filing)
    found = [
        Allowed(action="receiveFiling", refusal=rules.receipt(acting.actor, standing)),
        Allowed(action="returnFiling", refusal=rules.returning(acting.actor, standing)),
        Allowed(action="acceptFiling", refusal=rules.accepting(acting.actor, standing)),
    ]
    if filing["asks_answer"]:
        found.append(await may_answer(acting, filing))
    studio = await acting.one(Studio, table_of(Studio).c.id == filing["studio_id"])
    if studio is None:
        return found
    again = SubmitFiling(studio_id=studio["id"], kind=filing["kind"])
    return [Allowed(action="submitFiling", refusal=await _not_submitting(acting, again, studio)), *found]


async def _not_submitting(acting: Acting, command: SubmitFiling, studio: Row) -> Refusal | None:
    role = rules.submitter(acting.actor, facts_of(studio))
    if isinstance(role, Refusal):
        return role
    held = await latest(acting, studio, command.kind)
    attempt = judged(acting, wish_of(command, held), studio, held)
    return attempt if isinstance(attempt, Refusal) else None


async def _submitted(acting: Acting, wish: rules.Wish, studio: Row, held: Row | None, *, attempt: int) -> str:
    values = {
        "owner_body_id": studio["owner_body_id"],
        "status": FilingStatus.SUBMITTED,
        "attempt": attempt,
        "submitted_on": acting.today,
        "submitted_at": acting.now,
        "submitted_by": acting.actor.subject,
        "due_on": await due_on(acting, studio, wish.kind),
        "before": wish.before,
        "after": wish.after,
    }
    if held is not None and attempt > 1:
        acting.change(
            Filing,
            held,
            **values,
            receipt_number=None,
            received_at=None,
            received_by=None,
            defects=[],
            revision=held["revision"] + 1,
        )
        return str(held["id"])
    application = await application_of(acting, studio, wish.kind)
    number = studio["filing_number"]
    more = {"studio_id": studio["id"], "kind": wish.kind, "application_id": application, "number": number}
    return acting.add(Filing, **values, **more, defects=[], revision=1)


def _rule(kind: FilingKind) -> str:
    return "R-77" if kind is FilingKind.NEW_STUDIO else "A-41"


DEEDS: Mapping[type[Command], Do] = {
    SubmitFiling: submit,
    ReceiveFiling: receive,
    ReturnFiling: send_back,
    AcceptFiling: accept,
    AnswerRemarks: answer,
    RenameStudio: rename,
    FileStudios: submit_each(submit),
}
ACTIONS: Mapping[type[Base], Actions] = {Studio: _on_studio, Filing: _on_filing, Task: on_task}
