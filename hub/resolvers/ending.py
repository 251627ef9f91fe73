"""How a studio ends: by itself, by removal, and what is left to do: how it is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.domain.access import Act, Noun, Role
from hub.domain.command import Allowed, Command, Refusal, absent, needed
from hub.domain.ending import ArchiveStudio, DecideRemoval, HandOnOpinions, RecoverPlate, TerminateStudio
from hub.domain.ending_rules import (
    EVIDENCE,
    RULES,
    archiving_as,
    may_archive,
    may_hand_on,
    may_recover,
    may_remove,
    may_terminate,
    not_ahead,
)
from hub.domain.registry_words import EndReason, MeasureKind, StudioEventKind, TaskKind, TaskStatus
from hub.domain.words import StudioStatus
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.dialect import table_of
from hub.store.ending_facts import (
    action,
    deciders_on,
    granted,
    held_against,
    open_tasks,
    standing_of,
    undecided,
    weak_rule,
)
from hub.store.endings import open_opinions, plates_of
from hub.store.models.assessment import ArchiveRecord, Measure
from hub.store.models.base import Base
from hub.store.models.presence import Plaque
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from hub.store.people_places import close_tasks


async def decide_removal(acting: Acting, command: DecideRemoval) -> str | Refusal:
    """The plaque is removed, or the decision against it is kept with its reason; never by the hub itself (A-53)."""
    studio = await granted(acting, command.studio_id, Act.DECIDE, Noun.STUDIO)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    on = command.happened_on or acting.today
    refusal = await _why_not_removed(acting, studio, command.cause, command.reason) or not_ahead(on, today=acting.today)
    if refusal is not None:
        return refusal
    evidence = await _evidence(acting, studio, command.cause)
    if command.removed and (refusal := await held_against(acting, studio, evidence)):
        return refusal
    rule = RULES[command.cause] if evidence is None else evidence["rule"]
    await _decided(acting, studio, command, rule=rule)
    if not command.removed:
        return str(studio["id"])
    measure = acting.add(
        Measure,
        owner_body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        committee_id=studio["committee_id"],
        assessment_id=None if evidence is None else evidence["assessment_id"],
        kind=MeasureKind.REMOVAL,
        rule=rule,
        year=None if evidence is None else evidence["year"],
        taken_on=on,
        reason=command.reason,
        role=await _deciding_role(acting, studio),
        actor=acting.caller.subject,
        meeting=command.meeting,
        recorded_at=acting.now,
    )
    for plate in [one for one in await plates_of(acting.connection, studio["id"]) if one["removed_on"] is None]:
        acting.change(Plaque, plate, removed_on=on)
    acting.change(Studio, studio, ended_on=on, end_reason=command.cause.value)
    await acting.tell(
        studio, StudioEventKind.PLAQUE_REMOVED, after=StudioStatus.PLAQUE_REMOVED, on=on,
        role=await _deciding_role(acting, studio), rule=rule, note=command.reason, subject_id=measure,
    )  # fmt: skip
    return str(studio["id"])


async def terminate_studio(acting: Acting, command: TerminateStudio) -> str | Refusal:
    """The owner ends its studio."""
    studio = await acting.within(Studio, command.studio_id, Act.DECIDE)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    on = command.happened_on or acting.today
    by = await deciders_on(acting, studio)
    refusal = may_terminate(acting.actor, await standing_of(acting, studio), by, reason=command.reason)
    refusal = refusal or not_ahead(on, today=acting.today)
    if refusal is not None:
        return refusal
    acting.change(Studio, studio, ended_on=on, end_reason=EndReason.OTHER.value)
    note = command.reason if command.meeting is None else f"{command.meeting}：{command.reason}"
    await acting.tell(
        studio, StudioEventKind.TERMINATED, after=StudioStatus.TERMINATED, on=on,
        role=await _deciding_role(acting, studio), note=note,
    )  # fmt: skip
    return str(studio["id"])


async def recover_plate(acting: Acting, command: RecoverPlate) -> str | Refusal:
    """The plate is back with the body that granted it; one that never came on record gets its record now."""
    studio = await granted(acting, command.studio_id, Act.RECORD, Noun.PLAQUE)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    one, on = await standing_of(acting, studio), command.happened_on or acting.today
    refusal = may_recover(acting.actor, one, evidence=command.evidence) or not_ahead(on, today=acting.today)
    if refusal is not None:
        return refusal
    plates = await plates_of(acting.connection, studio["id"])
    for plate in plates:
        if plate["recovered_on"] is None:
            acting.change(Plaque, plate, recovered_on=on)
    recovered = str(plates[0]["id"]) if plates else acting.add(
        Plaque, owner_body_id=one.owner, studio_id=studio["id"], granted_by_id=one.grantor,
        granted_on=studio["plaqued_on"], recovered_on=on, recorded_at=acting.now,
    )  # fmt: skip
    done = await open_tasks(acting, studio["id"], TaskKind.RECOVER_PLATE)
    await close_tasks(acting, studio, tasks=done, outcome=command.evidence)
    await acting.tell(
        studio, StudioEventKind.PLATE_RECOVERED, on=on, role=Role.MANAGING_DEPARTMENT, rule="R-119",
        note=command.evidence, subject_id=recovered,
    )  # fmt: skip
    return recovered


async def hand_on_opinions(acting: Acting, command: HandOnOpinions) -> str | Refusal:
    """Each open opinion is told as handed on in the lives of both studios.

    The opinion itself stays a fact of the studio that received it: what a past period counted does not change, and the
    next row of the local system does not undo what was decided here.
    """
    studio = await acting.within(Studio, command.studio_id, Act.RECORD, noun=Noun.OPINION)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    receiver = await acting.within(Studio, command.receiver_id, Act.RECORD, noun=Noun.OPINION)
    if receiver is None:
        return absent(Studio.title, at="input.receiverId")
    one, other = await standing_of(acting, studio), await standing_of(acting, receiver)
    refusal = may_hand_on(acting.actor, one, other)
    if refusal is not None:
        return refusal
    kind, role = StudioEventKind.OPINIONS_HANDED_ON, Role.MANAGING_DEPARTMENT
    for opinion in await open_opinions(acting.connection, studio["id"]):
        given = f"移交“{receiver['name']}”（{receiver['id']}）"
        taken = f"承接“{studio['name']}”（{studio['id']}）于{opinion['received_on']}收到的意见：{opinion['topic']}"
        await acting.tell(studio, kind, role=role, rule="A-58", note=given, subject_id=opinion["id"])
        await acting.tell(receiver, kind, role=role, rule="A-58", note=taken, subject_id=opinion["id"])
    done = await open_tasks(acting, studio["id"], TaskKind.HAND_ON_OPINIONS)
    await close_tasks(acting, studio, tasks=done, outcome=f"已移交“{receiver['name']}”")
    return str(studio["id"])


async def archive_studio(acting: Acting, command: ArchiveStudio) -> str | Refusal:
    """One party has collected; when all have, the studio is archived and only read from then on (R-122)."""
    studio = await acting.within(Studio, command.studio_id, Act.RECORD, noun=Noun.ASSESSMENT)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    one, on = await standing_of(acting, studio), command.happened_on or acting.today
    refusal = may_archive(acting.actor, one) or not_ahead(on, today=acting.today)
    items = tuple(item.strip() for item in command.items if item.strip())
    if refusal is None and not items:
        refusal = needed("归档资料", "what was collected", at="input.items", rule="R-122")
    role = archiving_as(acting.actor, one)
    if refusal is not None or role is None:
        return refusal or absent(Studio.title, at="input.studioId")
    record = await _collected(acting, studio, command, role, items)
    committee = studio["committee_id"] if role is Role.SPECIAL_COMMITTEE else None
    done = await open_tasks(acting, studio["id"], TaskKind.ARCHIVE)
    mine = [task for task in done if task["committee_id"] == committee]
    await close_tasks(acting, studio, tasks=mine, outcome="、".join(items))
    if one.archivists <= one.archived_by | {role}:
        await acting.tell(
            studio, StudioEventKind.ARCHIVED, after=StudioStatus.ARCHIVED, on=on, role=role, rule="R-122",
            subject_id=record,
        )  # fmt: skip
    return record


async def studio_actions(acting: Acting, studio: Row) -> Sequence[Allowed]:
    """What a caller may do about the ending of a studio."""
    one, by = await standing_of(acting, studio), await deciders_on(acting, studio)
    refusals = [await _why_not_removed(acting, studio, cause, "-") for cause in RULES]
    removal = None if None in refusals else refusals[0]
    return [
        *await action(acting, DecideRemoval, studio, removal),
        *await action(acting, TerminateStudio, studio, may_terminate(acting.actor, one, by, reason="-")),
        *await action(acting, RecoverPlate, studio, may_recover(acting.actor, one, evidence="-")),
        *await action(acting, HandOnOpinions, studio, may_hand_on(acting.actor, one, None)),
        *await action(acting, ArchiveStudio, studio, may_archive(acting.actor, one)),
    ]


async def _why_not_removed(acting: Acting, studio: Row, cause: EndReason, reason: str) -> Refusal | None:
    return may_remove(
        acting.actor,
        await standing_of(acting, studio),
        await deciders_on(acting, studio),
        cause=cause,
        found=frozenset(await undecided(acting, studio["id"])),
        weak_rule=await weak_rule(acting, studio),
        reason=reason,
    )


async def _evidence(acting: Acting, studio: Row, cause: EndReason) -> Row | None:
    wanted = EVIDENCE.get(cause)
    return None if wanted is None else (await undecided(acting, studio["id"]))[wanted]


async def _decided(acting: Acting, studio: Row, command: DecideRemoval, *, rule: str | None) -> None:
    """The task to decide is done; a decision that nobody had asked for is kept in the same place.

    A removal settles every question about the plaque, a decision against it only the one that was decided.
    """
    outcome = f"{'摘牌' if command.removed else '不摘牌'}：{command.reason}"
    asked = await open_tasks(acting, studio["id"], TaskKind.DECIDE_REMOVAL)
    settled = [task for task in asked if command.removed or task["rule"] == rule]
    await close_tasks(acting, studio, tasks=settled, outcome=outcome)
    if settled:
        return
    acting.add(
        Task,
        body_id=acting.actor.body_id,
        studio_id=studio["id"],
        kind=TaskKind.DECIDE_REMOVAL,
        status=TaskStatus.DONE,
        rule=rule,
        why=command.cause.title_zh,
        raised_on=acting.today,
        done_on=acting.today,
        done_by=acting.caller.subject,
        outcome=outcome,
        recorded_at=acting.now,
    )


async def _deciding_role(acting: Acting, studio: Row) -> Role:
    return min(acting.actor.roles & await deciders_on(acting, studio))


async def _collected(acting: Acting, studio: Row, command: ArchiveStudio, role: Role, items: Sequence[str]) -> str:
    """The record of a party; one from before a correction is brought up to date."""
    values = {
        "items": list(items),
        "place": command.place,
        "collected_on": command.happened_on or acting.today,
        "actor": acting.caller.subject,
        "recorded_at": acting.now,
    }
    table = table_of(ArchiveRecord)
    known = await acting.one(ArchiveRecord, table.c.studio_id == studio["id"], table.c.role == role)
    if known is not None:
        acting.change(ArchiveRecord, known, **values)
        return str(known["id"])
    return acting.add(
        ArchiveRecord,
        owner_body_id=studio["owner_body_id"],
        studio_id=studio["id"],
        committee_id=studio["committee_id"],
        role=role,
        **values,
    )


DEEDS: Mapping[type[Command], Do] = {
    DecideRemoval: decide_removal,
    TerminateStudio: terminate_studio,
    RecoverPlate: recover_plate,
    HandOnOpinions: hand_on_opinions,
    ArchiveStudio: archive_studio,
}
ACTIONS: Mapping[type[Base], Actions] = {Studio: studio_actions}
