"""When a seat ends: conveners and residents to be replaced: how it is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hub.domain.access import Act, Noun, Role
from hub.domain.command import Allowed, Command, Refusal, absent, needed
from hub.domain.people import (
    CorrectEnding,
    EndMembership,
    EndResidency,
    PlaceResident,
    RearrangeConvener,
    ReplaceResident,
    SettleArea,
)
from hub.domain.people_convening import arranges, may_rearrange
from hub.domain.people_room import Room
from hub.domain.people_rules import (
    fits,
    may_end_seat,
    may_place,
    may_replace,
    may_settle_area,
    not_ahead,
    takes_in,
)
from hub.domain.registry_words import StudioEventKind, TaskKind, TaskStatus
from hub.domain.words import ResidencyRole
from hub.store.acting import Acting, Actions, Do, Row
from hub.store.dialect import table_of
from hub.store.ending_facts import action, correction
from hub.store.models.base import Base
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from hub.store.people_facts import candidate, limits_on, places_of, room_of, seats_of
from hub.store.people_places import close_tasks, empty_area_ends, end_place, new_place


async def end_membership(acting: Acting, command: EndMembership) -> str | Refusal:
    """The seat ends; what follows from it is the matter of the store, for systems and people alike."""
    seat = await acting.within(Membership, command.membership_id, Act.RECORD)
    if seat is None:
        return absent(Membership.title, at="input.membershipId")
    on = command.ends_on or acting.today
    refusal = may_end_seat(acting.actor, seat["seat_status"], command.seat_status, on=on, today=acting.today)
    if refusal is not None:
        return refusal
    acting.change(Membership, seat, seat_status=command.seat_status, ends_on=on, recorded_at=acting.now)
    return str(seat["id"])


async def place_resident(acting: Acting, command: PlaceResident) -> str | Refusal:
    """A person gets a place."""
    studio = await acting.within(Studio, command.studio_id, Act.RECORD, noun=Noun.RESIDENCY)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    room = await room_of(acting, studio)
    on = command.starts_on or acting.today
    refusal = may_place(acting.actor, room, command.role) or not_ahead(on, today=acting.today, at="input.startsOn")
    if refusal is not None:
        return refusal
    person = await candidate(acting, command.member_id, studio)
    if person is None:
        return absent(Member.title, at="input.memberId")
    if command.member_id is None and not (command.person_name or "").strip():
        return needed("委员标识或姓名", "the member or the name of the person", at="input.memberId", rule="A-67")
    limits = await limits_on(acting, studio)
    elected = bool(command.elected_by_residents)
    refusal = fits(room, person, command.role, limits, reason=command.exception_reason, elected=elected)
    if refusal is not None:
        return refusal
    return new_place(
        acting,
        studio,
        command.role,
        on=on,
        member_id=command.member_id,
        person_name=None if command.member_id else command.person_name,
        contact=command.contact,
        head_title=command.head_title,
        elected_by_residents=command.elected_by_residents,
        allocation_principle=command.allocation_principle,
        exception_reason=command.exception_reason,
        cross_level=takes_in(room, person),
    )


async def end_residency(acting: Acting, command: EndResidency) -> str | Refusal:
    """A place ends; tasks about it are settled with it."""
    held = await acting.within(Residency, command.residency_id, Act.RECORD)
    if held is None:
        return absent(Residency.title, at="input.residencyId")
    studio = await _studio(acting, held["studio_id"])
    on = command.ends_on or acting.today
    room = await room_of(acting, studio)
    refusal = may_place(acting.actor, room, held["role"]) or not_ahead(on, today=acting.today, at="input.endsOn")
    if refusal is not None:
        return refusal
    if held["ends_on"] is not None:
        return _over()
    if not command.reason.strip():
        return needed("离室原因", "the reason", at="input.reason", rule="W7")
    end_place(acting, held, on=on, reason=command.reason)
    await close_tasks(acting, studio, subjects=[held["id"]], outcome=command.reason)
    return str(held["id"])


async def rearrange_convener(acting: Acting, command: RearrangeConvener) -> str | Refusal:
    """Who convenes from now on: those who do no more leave that place, the new ones get it, the tasks are settled."""
    studio = await acting.within(Studio, command.studio_id, Act.RECORD, noun=Noun.RESIDENCY)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    room, wanted = await room_of(acting, studio), tuple(dict.fromkeys(command.convener_ids))
    seated = {one["member_id"] for one in await seats_of(acting, wanted)}
    on, limits = command.happened_on or acting.today, await limits_on(acting, studio)
    refusal = may_rearrange(acting.actor, room, wanted, seated, limits, elected=command.elected_by_residents)
    refusal = refusal or not_ahead(on, today=acting.today)
    if refusal is not None:
        return refusal
    left = []
    for held in await places_of(acting, studio["id"], {ResidencyRole.CONVENER}):
        if held["member_id"] not in wanted:
            end_place(acting, held, on=on, reason=StudioEventKind.CONVENER_CHANGED.title_zh)
            left.append(held["id"])
    for member in wanted:
        if member not in room.conveners:
            new_place(
                acting, studio, ResidencyRole.CONVENER, on=on, member_id=member,
                elected_by_residents=command.elected_by_residents,
            )  # fmt: skip
    await close_tasks(acting, studio, subjects=left, outcome=StudioEventKind.CONVENER_CHANGED.title_zh)
    versions = [rule.number for rule in limits.conveners]
    role = Role.SPECIAL_COMMITTEE
    await acting.tell(studio, StudioEventKind.CONVENER_CHANGED, on=on, role=role, rule=next(iter(versions), "R-115"))
    return str(studio["id"])


async def replace_resident(acting: Acting, command: ReplaceResident) -> str | Refusal:
    """The place of who left ends, another member takes it where there is one, and the task is done."""
    task = await acting.within(Task, command.task_id, Act.RECORD)
    if task is None:
        return absent(Task.title, at="input.taskId")
    studio = await _studio(acting, task["studio_id"])
    room, on = await room_of(acting, studio), command.happened_on or acting.today
    refusal = may_replace(acting.actor, room, task["kind"], task["status"]) or not_ahead(on, today=acting.today)
    if refusal is not None:
        return refusal
    gone = await acting.one(Residency, table_of(Residency).c.id == task["subject_id"])
    if gone is not None and gone["ends_on"] is None:
        end_place(acting, gone, on=on, reason=task["why"])
    placed = None
    if command.member_id is not None:
        placed = await _successor(acting, command, studio, replace(room, roster=room.roster - {task["member_id"]}))
        if isinstance(placed, Refusal):
            return placed
    await close_tasks(acting, studio, tasks=[task], outcome="已更换" if placed else "离室，未补人")
    role = Role.CONVENER if Role.CONVENER in acting.actor.roles else Role.MANAGING_DEPARTMENT
    subject = placed or task["subject_id"]
    await acting.tell(studio, StudioEventKind.RESIDENT_CHANGED, on=on, role=role, rule="R-115", subject_id=subject)
    return str(task["id"])


async def settle_area(acting: Acting, command: SettleArea) -> str | Refusal:
    """The task is done; a studio whose area is empty ends by itself (R-117)."""
    task = await acting.within(Task, command.task_id, Act.RECORD)
    if task is None:
        return absent(Task.title, at="input.taskId")
    studio = await _studio(acting, task["studio_id"])
    refusal = may_settle_area(acting.actor, await room_of(acting, studio), task["kind"], task["status"])
    if refusal is None and not command.basis.strip():
        refusal = needed("核实依据", "what this rests on", at="input.basis", rule="R-117")
    if refusal is not None:
        return refusal
    await close_tasks(acting, studio, tasks=[task], outcome=command.basis)
    if not command.has_member:
        acting.changes += await empty_area_ends(acting, studio)
    return str(task["id"])


async def correct_ending(acting: Acting, command: CorrectEnding) -> str | Refusal:
    """The studio is restored to the state in which it ended, and nothing is left to be done about its end."""
    studio = await acting.within(Studio, command.studio_id, Act.RECORD)
    if studio is None:
        return absent(Studio.title, at="input.studioId")
    restored = await correction(acting, studio, reason=command.reason)
    if isinstance(restored, Refusal):
        return restored
    acting.change(Studio, studio, ended_on=None, end_reason=None)
    await close_tasks(acting, studio, tasks=restored.tasks, outcome=command.reason, status=TaskStatus.CANCELLED)
    await acting.tell(
        studio, StudioEventKind.RESTORED, after=restored.status, role=Role.MANAGING_DEPARTMENT, rule="A-55",
        note=command.reason,
    )  # fmt: skip
    return str(studio["id"])


async def studio_actions(acting: Acting, studio: Row) -> Sequence[Allowed]:
    """What a caller may do about the people of a studio, and about its ending by itself."""
    room = await room_of(acting, studio)
    correct = await correction(acting, studio, reason="-")
    return [
        *await action(acting, PlaceResident, studio, may_place(acting.actor, room, ResidencyRole.RESIDENT)),
        *await action(acting, RearrangeConvener, studio, arranges(acting.actor, room)),
        *await action(acting, CorrectEnding, studio, correct if isinstance(correct, Refusal) else None),
    ]


async def task_actions(acting: Acting, task: Row) -> Sequence[Allowed]:
    """What a caller may do to settle a task about people."""
    if task["kind"] not in {TaskKind.REPLACE_RESIDENT, TaskKind.REARRANGE_CONVENER, TaskKind.CHECK_AREA}:
        return []
    studio = await _studio(acting, task["studio_id"])
    room: Room = await room_of(acting, studio)
    if task["kind"] is TaskKind.REARRANGE_CONVENER:
        return await action(acting, RearrangeConvener, studio, arranges(acting.actor, room))
    strange = await acting.within(Task, task["id"], Act.RECORD) is None
    out = absent(Task.title, at="input.taskId") if strange else None
    if task["kind"] is TaskKind.CHECK_AREA:
        why = may_settle_area(acting.actor, room, task["kind"], task["status"])
        return [Allowed(action="settleArea", refusal=why or out)]
    why = may_replace(acting.actor, room, task["kind"], task["status"])
    return [Allowed(action="replaceResident", refusal=why or out)]


async def _successor(acting: Acting, command: ReplaceResident, studio: Row, room: Room) -> str | Refusal:
    person = await candidate(acting, command.member_id, studio)
    if person is None:
        return absent(Member.title, at="input.memberId")
    limits = await limits_on(acting, studio)
    refusal = fits(room, person, ResidencyRole.RESIDENT, limits, reason=command.exception_reason)
    if refusal is not None:
        return refusal
    return new_place(
        acting, studio, ResidencyRole.RESIDENT, on=command.happened_on or acting.today, member_id=command.member_id,
        exception_reason=command.exception_reason, cross_level=takes_in(room, person),
    )  # fmt: skip


async def _studio(acting: Acting, identifier: str) -> Row:
    found = await acting.one(Studio, table_of(Studio).c.id == identifier)
    if found is None:
        raise LookupError(identifier)
    return found


def _over() -> Refusal:
    return Refusal(
        code="WRONG_STATE",
        zh="该人员已离室，不必重复办理",
        en="this place has ended already; there is nothing to do",
        at="input.residencyId",
        rule="W7",
    )


DEEDS: Mapping[type[Command], Do] = {
    EndMembership: end_membership,
    PlaceResident: place_resident,
    EndResidency: end_residency,
    RearrangeConvener: rearrange_convener,
    ReplaceResident: replace_resident,
    SettleArea: settle_area,
    CorrectEnding: correct_ending,
}
ACTIONS: Mapping[type[Base], Actions] = {Studio: studio_actions, Task: task_actions}
