"""Members as persons, their seats at each level, and their places in studios (domain.md §2.3, §2.4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.term import Title
from hub.domain.words import ResidencyRole, SeatStatus
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.places import Sector
from hub.store.models.provenance import Provenance
from hub.store.models.studio import Studio

if TYPE_CHECKING:
    from hub.store.models.facts import DutyShift


class Member(Provenance, Base):
    """A person who is or was a CPPCC member; one person may hold seats at several levels."""

    __tablename__ = "member"
    prefix: ClassVar[str] = "mem"
    title = Title("政协委员", "A CPPCC member, as a person")
    access = Access(
        noun=Noun.MEMBER,
        owners=("home_body_id", "memberships.body_id"),
        published="published",
        member="id",
        studio="residencies.studio_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    name: Mapped[str] = column("姓名", "name", index=True, cite="S3:115")
    photo: Mapped[str | None] = column("照片", "reference of the published photo", cite="S3:115")
    post: Mapped[str | None] = column("职务", "post", cite="S3:115")
    expertise: Mapped[list[str]] = column("专业特长", "expertise", kind=TextList(), default=list, cite="S3:115")
    home_body_id: Mapped[str] = column("登记政协标识", "body that keeps the record", refers="body.id")
    phone: Mapped[str | None] = column(
        "联系电话",
        "telephone, internal unless the body publishes it (A-60)",
        sensitivity=Sensitivity.PERSONAL,
        mask="phone",
        unless="phone_published",
        cite="S3:206",
    )
    phone_published: Mapped[bool] = column("公布电话", "the owner body publishes members' telephones", default=False)
    unit: Mapped[str | None] = column("单位", "unit of work", sensitivity=Sensitivity.WORK, cite="S3:199")
    residence_place: Mapped[str | None] = column(
        "居住地", "place of residence", sensitivity=Sensitivity.PERSONAL, mask="address", cite="S2:120"
    )
    work_place: Mapped[str | None] = column("工作地", "place of work", sensitivity=Sensitivity.WORK, cite="S2:120")
    is_party_member: Mapped[bool | None] = column(
        "中共党员", "member of the Communist Party", sensitivity=Sensitivity.WORK, cite="S1:15"
    )
    public_offices: Mapped[list[str]] = column(
        "社会职务", "public offices held", kind=TextList(), default=list, cite="S4:37"
    )
    tags: Mapped[list[str]] = column(
        "标签", "tags such as 台籍委员", kind=TextList(), default=list, sensitivity=Sensitivity.WORK
    )
    nomination_reference: Mapped[str | None] = column(
        "继续提名参考", "reference for renomination", sensitivity=Sensitivity.PERSONAL, cite="S3:57"
    )
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    home_body: Mapped[Body] = relation("登记政协", "body that keeps the record")
    memberships: Mapped[list[Membership]] = relation("委员资格", "seats at each level", key="Membership.member_id")
    residencies: Mapped[list[Residency]] = relation("驻室", "places in studios", key="Residency.member_id")
    duty_shifts: Mapped[list[DutyShift]] = relation("值班", "duty shifts")
    studios_named: Mapped[list[Studio]] = relation(
        "冠名工作室", "studios named after the member", key="Studio.named_after_id"
    )


class Membership(Provenance, Base):
    """A seat: one person in one body for one term."""

    __tablename__ = "membership"
    prefix: ClassVar[str] = "msp"
    title = Title("委员资格", "A member's seat in one body for one term")
    access = Access(noun=Noun.MEMBERSHIP, owners=("body_id",), published="published", member="member_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    member_id: Mapped[str] = column("委员标识", "who sits", refers="member.id")
    body_id: Mapped[str] = column("政协标识", "where", refers="body.id", index=False)
    term: Mapped[str | None] = column("届次", "term of the body", cite="S0:67")
    sector_id: Mapped[str | None] = column("界别标识", "for which sector", refers="sector.id", cite="S3:200")
    committee_id: Mapped[str | None] = column(
        "所属专委会标识", "in which committee", refers="committee.id", cite="S3:201"
    )
    is_standing_committee: Mapped[bool] = column(
        "常委", "member of the standing committee", default=False, cite="S1:104"
    )
    seat_status: Mapped[SeatStatus] = column(
        "任职状态", "whether the seat still holds", of=SeatStatus, cite="S3:167-171"
    )
    starts_on: Mapped[date | None] = column("任职日期", "first day")
    ends_on: Mapped[date | None] = column("卸任日期", "first day no longer seated")
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    # The seats of a body, hundreds of them, in the order of a list that asks for no other.
    __table_args__ = (Index("ix_membership_body_id_id", body_id, id),)

    member: Mapped[Member] = relation("委员", "who sits")
    body: Mapped[Body] = relation("政协组织", "where")
    sector: Mapped[Sector | None] = relation("界别", "for which sector")
    committee: Mapped[Committee | None] = relation("所属专委会", "in which committee")


class Residency(Provenance, Base):
    """A person's place in a studio and the role there; only residents count for the roster (A-67)."""

    __tablename__ = "residency"
    prefix: ClassVar[str] = "res"
    title = Title("驻室", "A person's place in a studio")
    access = Access(
        noun=Noun.RESIDENCY,
        owners=("owner_body_id",),
        published="published",
        studio="studio_id",
        committee="studio.committee_id",
        member="member_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id")
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    member_id: Mapped[str | None] = column(
        "委员标识", "which member; null for a head who is none (A-35)", refers="member.id"
    )
    person_name: Mapped[str | None] = column("非委员姓名", "name of a head or liaison who is no member (A-35)")
    contact: Mapped[str | None] = column(
        "联系方式",
        "telephone of the convener or liaison",
        sensitivity=Sensitivity.PERSONAL,
        mask="phone",
        cite="S3:199",
    )
    role: Mapped[ResidencyRole] = column("角色", "role in the studio", of=ResidencyRole, cite="S3:127")
    head_title: Mapped[str | None] = column("负责人称谓", "title of the head as used locally", cite="S1:29")
    elected_by_residents: Mapped[bool | None] = column("协商产生", "chosen by the residents", cite="S3:127")
    allocation_principle: Mapped[str | None] = column("安排原则", "why this studio", cite="S2:120")
    cross_level: Mapped[bool] = column(
        "跨级吸纳", "taken in from a lower level (A-21)", default=False, cite="S3:127-129"
    )
    exception_reason: Mapped[str | None] = column(
        "例外理由", "why more than one studio", sensitivity=Sensitivity.WORK, cite="S3:127"
    )
    starts_on: Mapped[date | None] = column("进室日期", "first day")
    ends_on: Mapped[date | None] = column("离室日期", "first day no longer there")
    end_reason: Mapped[str | None] = column("离室原因", "why it ended", sensitivity=Sensitivity.WORK, cite="S3:167-171")
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    # The people of a studio in the order of a list that asks for no other.
    __table_args__ = (Index("ix_residency_studio_id_id", studio_id, id),)

    studio: Mapped[Studio] = relation("工作室", "which studio")
    member: Mapped[Member | None] = relation("委员", "which member")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
