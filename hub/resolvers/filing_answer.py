"""Remarks about the substance of a filing: the task that they open, and its answer."""

from __future__ import annotations

from collections.abc import Sequence

from hub.domain.access import Act, Noun, Role
from hub.domain.command import Allowed, Refusal, absent
from hub.domain.filing import FILING, AnswerRemarks
from hub.domain.filing_answer import answering, words_of
from hub.domain.filing_settings import filing_settings
from hub.domain.registry_words import StudioEventKind, TaskKind, TaskStatus
from hub.resolvers.filing_rows import facts_of, standing_of
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.filings import codes_above, open_tasks_of
from hub.store.models.filing import Filing
from hub.store.models.studio import Studio
from hub.store.models.task import Task


async def raise_answer(acting: Acting, studio: Row, filing: Row, *, remarks: str) -> str:
    """Have the owner's department answer; a due day stands on it only where a document gives one (A-43)."""
    bodies = [one["code"] for one in await acting.all(codes_above(studio["owner_body_id"]))]
    return acting.add(
        Task,
        body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        kind=TaskKind.ANSWER_REMARKS,
        status=TaskStatus.OPEN,
        rule="A-40",
        why=f"请答复省政协办公厅的备案意见：{remarks}",
        subject_id=filing["id"],
        raised_on=acting.today,
        due_on=filing_settings().answer_due_on(since=acting.today, bodies=bodies),
        recorded_at=acting.now,
    )


async def answer(acting: Acting, command: AnswerRemarks) -> str | Refusal:
    """Answer the remarks on a filing; whoever owns the studio now answers."""
    found = await _own(acting, command.filing_id)
    if found is None:
        return absent(FILING, at="input.filingId")
    filing, studio = found
    refusal = answering(acting.actor, standing_of(filing), facts_of(studio))
    if refusal is not None:
        return refusal
    words = words_of(command.answer)
    if isinstance(words, Refusal):
        return words
    acting.change(Filing, filing, answer=words, answered_on=acting.today, revision=filing["revision"] + 1)
    await acting.tell(
        studio,
        StudioEventKind.REMARKS_ANSWERED,
        role=Role.MANAGING_DEPARTMENT,
        rule="A-40",
        note=words,
        subject_id=filing["id"],
    )
    for task in await acting.all(open_tasks_of(studio["id"], TaskKind.ANSWER_REMARKS)):
        if task["subject_id"] == filing["id"]:
            done = {"status": TaskStatus.DONE, "done_on": acting.today, "done_by": acting.caller.subject}
            acting.change(Task, task, **done, outcome=words, recorded_at=acting.now)
    return str(filing["id"])


async def may_answer(acting: Acting, filing: Row) -> Allowed:
    """Whether the caller may answer the remarks on a filing now."""
    studio = await acting.one(Studio, table_of(Studio).c.id == filing["studio_id"])
    assert studio is not None  # the filing refers to it
    refusal = answering(acting.actor, standing_of(filing), facts_of(studio))
    return Allowed(action="answerRemarks", refusal=refusal)


async def on_task(acting: Acting, task: Row) -> Sequence[Allowed]:
    """What settles a task about remarks."""
    if task["kind"] is not TaskKind.ANSWER_REMARKS:
        return []
    filing = await acting.one(Filing, table_of(Filing).c.id == task["subject_id"])
    return [] if filing is None else [await may_answer(acting, filing)]


async def _own(acting: Acting, identifier: str) -> tuple[Row, Row] | None:
    """A filing and its studio; the studio is locked first, as whoever submits locks it."""
    known = await acting.one(Filing, table_of(Filing).c.id == identifier, locked=False)
    if known is None:
        return None
    studio = await acting.within(Studio, known["studio_id"], Act.SUBMIT, noun=Noun.FILING)
    filing = await acting.one(Filing, table_of(Filing).c.id == identifier)
    return None if studio is None or filing is None else (filing, studio)
