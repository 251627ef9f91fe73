"""Who may be placed, convene or be replaced in a studio, and when a seat may be ended (domain.md R-25 to R-33, W7)."""

from __future__ import annotations

from datetime import date

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, needed, wrong_role, wrong_state
from hub.domain.level import Level
from hub.domain.people_convening import convening
from hub.domain.people_leaving import CAUSES
from hub.domain.people_room import Candidate, Limits, Room, at_work
from hub.domain.registry_words import TaskKind, TaskStatus
from hub.domain.standard_words import Strength
from hub.domain.structure_facts import Rule
from hub.domain.words import ResidencyRole, SeatStatus

ON_ROSTER = frozenset({ResidencyRole.RESIDENT, ResidencyRole.CONVENER})
"""Roles that count for the roster and for one member, one studio (A-67, A-21)."""

OPEN_TO_OUTSIDERS = frozenset(ResidencyRole) - ON_ROSTER
"""Roles whose holder need not be a member (R-31, A-35, A-67)."""

_BINDING = frozenset({Strength.MUST, Strength.LOCAL})
_BELOW = {Level.PROVINCE: frozenset({Level.CITY, Level.COUNTY}), Level.CITY: frozenset({Level.COUNTY})}


def may_end_seat(actor: Actor, held: SeatStatus, ended: SeatStatus, *, on: date, today: date) -> Refusal | None:
    """Why a seat cannot be ended so; systems may record what has happened."""
    if not actor.roles & {Role.MANAGING_DEPARTMENT, Role.CITY_SYSTEM}:
        return wrong_role(Role.MANAGING_DEPARTMENT, "记录委员资格终止", "recording the end of a seat", rule="R-115")
    if ended not in CAUSES:
        return Refusal(
            code="NOT_A_CAUSE",
            zh="“在任”不是终止原因，请从任期届满、不再继续担任、辞去、责令辞去、撤销资格中选择",
            en="serving is no cause; choose term ended, not continued, resigned, ordered to resign or revoked",
            at="input.seatStatus",
            rule="R-115",
        )
    if held is not SeatStatus.SERVING:
        return wrong_state(
            f"该委员资格已终止（{held.title_zh}），不必重复记录",
            f"this seat has ended already ({held.title_en}); there is nothing to record",
            at="input.membershipId",
            rule="R-115",
        )
    return not_ahead(on, today=today, at="input.endsOn")


def may_place(actor: Actor, room: Room, role: ResidencyRole) -> Refusal | None:
    """Why this caller cannot change who has a role in a studio, or nobody can; systems do not say who convenes."""
    zh, en = "安排驻室人员", "placing people in studios"
    if actor.is_machine and role is ResidencyRole.CONVENER:
        return machines_never(zh, en)
    if not actor.roles & {Role.MANAGING_DEPARTMENT, Role.CITY_SYSTEM}:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule="R-38")
    return at_work(room)


def fits(
    room: Room, one: Candidate, role: ResidencyRole, limits: Limits, *, reason: str | None, elected: bool = True
) -> Refusal | None:
    """Why a person cannot have a place in this role: seat, level, one studio, and the numbers of the standards."""
    if one.member is None and role not in OPEN_TO_OUTSIDERS:
        return needed("委员标识：驻室委员和召集人须为委员", "the member: residents and conveners are members",
                      at="input.memberId", rule="R-29" if role is ResidencyRole.CONVENER else "A-67")  # fmt: skip
    if role in one.roles_here:
        return Refusal(
            code="ALREADY_THERE",
            zh=f"该人员已是本工作室{role.title_zh}，不必重复安排",
            en=f"this person has that role in the studio already: {role.title_en}",
            at="input.memberId",
            rule="A-67",
        )
    if role in ON_ROSTER:
        refusal = _seated(room, one, limits, reason) or _single(one, limits, reason)
        if refusal is not None:
            return refusal
    return _numbers(room, one, role, limits, elected=elected)


def takes_in(room: Room, one: Candidate) -> bool:
    """Whether a person is taken in from a lower level (R-33)."""
    levels = {level for _, level in one.seats}
    return bool(levels) and room.level not in levels and bool(levels & _BELOW.get(room.level, frozenset()))


def may_replace(actor: Actor, room: Room, kind: TaskKind, status: TaskStatus) -> Refusal | None:
    """Why this caller cannot settle a task to replace a resident, or nobody can."""
    zh, en = "更换驻室委员", "replacing a resident"
    if actor.is_machine:
        return machines_never(zh, en)
    if not actor.roles & {Role.MANAGING_DEPARTMENT, Role.CONVENER}:
        return wrong_role(Role.CONVENER, zh, en, rule="R-115")
    return _is_for(TaskKind.REPLACE_RESIDENT, kind, status, rule="R-115") or at_work(room)


def may_settle_area(actor: Actor, room: Room, kind: TaskKind, status: TaskStatus) -> Refusal | None:
    """Why this caller cannot say whether an area still has a member, or nobody can."""
    zh, en = "核实区域委员", "saying whether an area has a member"
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.MANAGING_DEPARTMENT not in actor.roles:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule="R-117")
    return _is_for(TaskKind.CHECK_AREA, kind, status, rule="R-117") or at_work(room)


def not_ahead(on: date, *, today: date, at: str = "input.happenedOn") -> Refusal | None:
    """Why a day cannot be the day on which something was done."""
    if on <= today:
        return None
    return Refusal(
        code="DAY_AHEAD",
        zh="日期晚于今天，请填写实际日期",
        en="the day lies ahead; give the day on which it was done",
        at=at,
        rule="W7",
    )


def _is_for(wanted: TaskKind, kind: TaskKind, status: TaskStatus, *, rule: str) -> Refusal | None:
    if kind is not wanted:
        return wrong_state(
            f"该待办是“{kind.title_zh}”，不是“{wanted.title_zh}”",
            f"this task is another one: {kind.title_en}",
            at="input.taskId",
            rule=rule,
        )
    if status is not TaskStatus.OPEN:
        return wrong_state(
            f"该待办状态为“{status.title_zh}”，不能重复办理",
            f"this task is not open any more: {status.title_en}",
            at="input.taskId",
            rule=rule,
        )
    return None


def _seated(room: Room, one: Candidate, limits: Limits, reason: str | None) -> Refusal | None:
    """A resident sits in the CPPCC: at the studio's level, or below where its standards let it take in lower ones."""
    if not one.seats:
        return Refusal(
            code="SEAT_ENDED",
            zh="该人员没有在任的委员资格，不能驻室，请核对委员资格",
            en="this person holds no seat and cannot reside in a studio; check the seat",
            at="input.memberId",
            rule="R-115",
        )
    if any(level is room.level for _, level in one.seats) or not limits.single:
        return None
    if takes_in(room, one) and limits.lower:
        return None
    if reason:
        return None
    return Refusal(
        code="CROSS_LEVEL",
        zh="该委员不是本级政协委员，仅省政协委员工作室可吸纳市县委员；确需参加的请填写例外理由",
        en="this member does not sit at the studio's level; only provincial studios take in lower members: "
        "give the reason of an exception",
        at="input.exceptionReason",
        rule="R-33",
    )


def _single(one: Candidate, limits: Limits, reason: str | None) -> Refusal | None:
    for rule in limits.single:
        if rule.maximum is not None and one.studios + 1 > rule.maximum and not reason:
            return Refusal(
                code="ALREADY_IN_A_STUDIO",
                zh="一名委员原则上只参加一个委员工作室，确需参加的请填写例外理由",
                en="in principle one member takes part in one studio; give the reason of an exception",
                at="input.exceptionReason",
                rule=rule.number,
            )
    return None


def _numbers(room: Room, one: Candidate, role: ResidencyRole, limits: Limits, *, elected: bool) -> Refusal | None:
    """Numbers that the standards bind; fewer than they ask is for the list of findings, not for a refusal (A-20)."""
    # Who is to convene is a resident already, where the standards say so.
    if role is ResidencyRole.RESIDENT and one.member not in room.roster and _over(limits.roster, len(room.roster) + 1):
        return _full(limits.roster)
    if role is ResidencyRole.CONVENER:
        return convening(room, room.conveners | {str(one.member)}, limits, elected=elected)
    return None


def _over(rules: tuple[Rule, ...], count: int) -> bool:
    return any(rule.maximum is not None and rule.strength in _BINDING and count > rule.maximum for rule in rules)


def _full(rules: tuple[Rule, ...]) -> Refusal:
    rule = next(rule for rule in rules if rule.maximum is not None)
    return Refusal(
        code="ROSTER_FULL",
        zh=f"驻室委员应控制在{rule.maximum}人以内，请先办理离室",
        en=f"there are at most {rule.maximum} residents; end another place first",
        at="input.studioId",
        rule=rule.number,
    )
