"""Seats that end, places in studios and who convenes them: what may be asked for (domain.md W7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from hub.domain.access import Act, Noun
from hub.domain.command import Command, said
from hub.domain.term import Title
from hub.domain.words import ResidencyRole, SeatStatus


@dataclass(frozen=True, kw_only=True)
class EndMembership(Command):
    """A seat ends for one of the five causes; what follows from it is raised or happens by itself (R-115 to R-117)."""

    title: ClassVar[Title] = Title(
        "记录委员资格终止，系统据此提出更换待办或自行终止工作室",
        "Record the end of a seat; what follows for studios follows by itself",
    )
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.MEMBERSHIP
    answers: ClassVar[str] = "Membership"

    membership_id: str = said("委员资格标识", "identifier of the seat")
    seat_status: SeatStatus = said("终止原因", "how it ended: one of the five causes")
    ends_on: date | None = said("卸任日期，默认今天", "first day no longer seated; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class PlaceResident(Command):
    """A person's new place in a studio; only residents count for the roster (A-67)."""

    title: ClassVar[Title] = Title("安排人员进室", "Place a person in a studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.RESIDENCY
    answers: ClassVar[str] = "Residency"

    studio_id: str = said("工作室标识", "identifier of the studio")
    role: ResidencyRole = said("角色", "role in the studio")
    member_id: str | None = said("委员标识", "which member; left out for a person who is none", default=None)
    person_name: str | None = said("非委员姓名", "name of a person who is no member (A-35)", default=None)
    contact: str | None = said("联系方式", "telephone of the convener or liaison", default=None)
    head_title: str | None = said("负责人称谓", "title of the head as used locally", default=None)
    elected_by_residents: bool | None = said("协商产生", "chosen by the residents", default=None)
    allocation_principle: str | None = said("安排原则", "why this studio", default=None)
    exception_reason: str | None = said(
        "例外理由，参加一个以上工作室或跨级时填写", "reason of an exception to one member, one studio", default=None
    )
    starts_on: date | None = said("进室日期，默认今天", "first day; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class EndResidency(Command):
    """A place in a studio ends."""

    title: ClassVar[Title] = Title("记录人员离室", "End a person's place in a studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.RESIDENCY
    answers: ClassVar[str] = "Residency"

    residency_id: str = said("驻室标识", "identifier of the place")
    reason: str = said("离室原因", "why it ends")
    ends_on: date | None = said("离室日期，默认今天", "first day no longer there; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class RearrangeConvener(Command):
    """The studio's committee says who convenes from now on (R-115, R-29)."""

    title: ClassVar[Title] = Title("安排调整召集人", "Arrange who convenes a studio from now on")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.RESIDENCY
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("工作室标识", "identifier of the studio")
    convener_ids: tuple[str, ...] = said(
        "调整后全部召集人的委员标识", "members who convene from now on, all of them, each a resident"
    )
    elected_by_residents: bool = said("经驻室委员协商产生", "chosen by the residents through consultation")
    happened_on: date | None = said("调整日期，默认今天", "first day; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class ReplaceResident(Command):
    """A resident whose seat ended is replaced; without a successor the place just ends (R-115)."""

    title: ClassVar[Title] = Title("更换驻室委员", "Replace a resident whose seat has ended")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.TASK
    answers: ClassVar[str] = "Task"

    task_id: str = said("更换待办标识", "identifier of the task to replace a resident")
    member_id: str | None = said(
        "接替委员标识，不补人时不填", "member who takes the place; left out when nobody does", default=None
    )
    exception_reason: str | None = said("例外理由", "reason of an exception to one member, one studio", default=None)
    happened_on: date | None = said("更换日期，默认今天", "first day; today unless given", default=None)


@dataclass(frozen=True, kw_only=True)
class SettleArea(Command):
    """What people found out about an area of which the records did not tell; an empty one ends its studio (R-117)."""

    title: ClassVar[Title] = Title(
        "核实区域是否还有本级委员", "Say whether an area still has a member of the studio's level"
    )
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.TASK
    answers: ClassVar[str] = "Task"

    task_id: str = said("核实待办标识", "identifier of the task to find out")
    has_member: bool = said("该区域还有本级政协委员", "the area still has a member of the level")
    basis: str = said("核实依据", "what this rests on")


@dataclass(frozen=True, kw_only=True)
class CorrectEnding(Command):
    """An ending that happened by itself was wrong: the studio is restored, and the reason is kept (A-55)."""

    title: ClassVar[Title] = Title("更正自行终止，恢复工作室", "Correct an ending by itself: restore the studio")
    act: ClassVar[Act] = Act.RECORD
    noun: ClassVar[Noun] = Noun.STUDIO
    answers: ClassVar[str] = "Studio"

    studio_id: str = said("工作室标识", "identifier of the studio")
    reason: str = said("更正理由", "why the ending was wrong")


COMMANDS: tuple[type[Command], ...] = (
    EndMembership,
    PlaceResident,
    EndResidency,
    RearrangeConvener,
    ReplaceResident,
    SettleArea,
    CorrectEnding,
)
