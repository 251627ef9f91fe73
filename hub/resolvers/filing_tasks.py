"""What is left to be filed: the tasks about it, and the due days of those documents that give any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hub.domain.filing_settings import filing_settings
from hub.domain.registry_words import ApplicationKind, FilingKind, StudioEventKind, TaskKind, TaskStatus
from hub.domain.term import Term
from hub.store.acting import Acting, Row
from hub.store.filings import codes_above, kinds_of, open_tasks_of
from hub.store.models.application import StudioApplication
from hub.store.models.history import StudioEvent
from hub.store.models.task import Task

# What a task to file a change is about: the step in the studio's life, or the application, that it names.
_CHANGES: Mapping[Term, FilingKind] = {
    StudioEventKind.WENT_ONLINE: FilingKind.GO_ONLINE,
    StudioEventKind.CONVERTED: FilingKind.CONVERSION,
    StudioEventKind.RENAMED: FilingKind.RENAMING,
    StudioEventKind.OWNER_CHANGED: FilingKind.OWNER_CHANGE,
    StudioEventKind.TERMINATED: FilingKind.ENDING,
    StudioEventKind.PLAQUE_REMOVED: FilingKind.ENDING,
}
_APPLIED: Mapping[Term, FilingKind] = {
    ApplicationKind.GO_ONLINE: FilingKind.GO_ONLINE,
    ApplicationKind.CONVERT_TYPE: FilingKind.CONVERSION,
}


async def raise_amendment(acting: Acting, studio: Row, kind: FilingKind, *, why: str, subject: str) -> str:
    """Have the owner of a studio file a change of it; `subject` is the step in its life that made it."""
    return acting.add(
        Task,
        body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        kind=TaskKind.FILE_AMENDMENT,
        status=TaskStatus.OPEN,
        rule="A-41",
        why=why,
        subject_id=subject,
        raised_on=acting.today,
        due_on=await due_on(acting, studio, kind, since=acting.today),
        recorded_at=acting.now,
    )


async def open_tasks(acting: Acting, studio: Row, kind: FilingKind) -> Sequence[Row]:
    """The open tasks that a filing of this kind is about; of a task that names no change, any change."""
    wanted = TaskKind.FILE_STUDIO if kind is FilingKind.NEW_STUDIO else TaskKind.FILE_AMENDMENT
    found = await acting.all(open_tasks_of(studio["id"], wanted))
    if kind is FilingKind.NEW_STUDIO or not found:
        return found
    named = await _named(acting, [one["subject_id"] for one in found if one["subject_id"] is not None])
    told = [one for one in found if named.get(one["subject_id"]) is kind]
    return told or [one for one in found if one["subject_id"] not in named]


async def close_tasks(acting: Acting, studio: Row, kind: FilingKind, *, outcome: str) -> None:
    """What was to be filed is on file."""
    for one in await open_tasks(acting, studio, kind):
        acting.change(
            Task,
            one,
            status=TaskStatus.DONE,
            done_on=acting.today,
            done_by=acting.caller.subject,
            outcome=outcome,
            recorded_at=acting.now,
        )


async def due_on(acting: Acting, studio: Row, kind: FilingKind, *, since: date | None = None) -> date | None:
    """The last day by the documents of the studio's owner and of the bodies above it; null where they give none.

    Unless a day is given it is counted from the plaque, or from the day on which filing the change was asked for.
    """
    settings = filing_settings()
    if not settings.due_days:
        return None
    if since is None and kind is FilingKind.NEW_STUDIO:
        since = studio["plaqued_on"]
    elif since is None:
        since = min((one["raised_on"] for one in await open_tasks(acting, studio, kind)), default=None)
    bodies = [one["code"] for one in await acting.all(codes_above(studio["owner_body_id"]))]
    return settings.due_on(kind, since=since, bodies=bodies)


async def _named(acting: Acting, subjects: Sequence[str]) -> dict[str, FilingKind]:
    """The kind of filing that each subject asks for, where it is a step or an application."""
    found: dict[str, FilingKind] = {}
    for model, kinds in ((StudioEvent, _CHANGES), (StudioApplication, _APPLIED)):
        rows = await acting.all(kinds_of(model, subjects))
        found |= {one["id"]: kinds[one["kind"]] for one in rows if one["kind"] in kinds}
    return found
