"""The studio: the record that the registry holds of it (domain.md §2.1)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.term import Title
from hub.domain.words import Mode, PartyUnitKind, PlatformKind, StudioStatus, StudioType
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, PlainText, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.places import Division, Sector
from hub.store.models.provenance import Provenance

if TYPE_CHECKING:
    from hub.store.models.activity_party import ActivityParty
    from hub.store.models.application import StudioApplication
    from hub.store.models.arrangement import Arrangement, ArrangementParty
    from hub.store.models.assessment import ArchiveRecord, Assessment, Measure
    from hub.store.models.facts import Activity, DutyShift, Opinion, Output
    from hub.store.models.filing import Filing
    from hub.store.models.history import Finding, StudioEvent
    from hub.store.models.member import Member, Residency
    from hub.store.models.presence import OnlinePresence, Plaque, Venue
    from hub.store.models.rollup import Obligation
    from hub.store.models.task import Task

studio_sector = Table(
    "studio_sector",
    Base.metadata,
    Column("studio_id", PlainText, ForeignKey("studio.id"), primary_key=True),
    Column("sector_id", PlainText, ForeignKey("sector.id"), primary_key=True, index=True),
)


class Studio(Provenance, Base):
    """A platform where members of an area, sector or industry study, meet the public, consult and supervise (S3:87)."""

    __tablename__ = "studio"
    prefix: ClassVar[str] = "stu"
    title = Title("委员工作室", "A CPPCC member studio")
    access = Access(
        noun=Noun.STUDIO, owners=("owner_body_id",), published="published", studio="id", committee="committee_id"
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    name: Mapped[str] = column("工作室名称", "name of the studio", index=True, cite="S3:197")
    brand_element: Mapped[str | None] = column("特色命名元素", "naming element on top of the rule name", cite="S3:125")
    type: Mapped[StudioType] = column("类型", "canonical type", of=StudioType, index=True, cite="S3:99")
    local_type_label: Mapped[str | None] = column("本地类型名称", "type as the owner words it (A-34)")
    platform_kind: Mapped[PlatformKind] = column("平台形态", "form of the platform (A-04)", of=PlatformKind)
    counts_as_studio: Mapped[bool] = column("计入工作室总数", "counted as a studio by its owner's rules (A-04)")
    mode: Mapped[Mode] = column("线上或线下", "online, offline or both", of=Mode, index=True, cite="S3:198")
    status: Mapped[StudioStatus] = column("状态", "state of its life", of=StudioStatus, index=True)
    owner_body_id: Mapped[str] = column(
        "归属政协标识", "body that owns and counts it (A-05)", refers="body.id", index=False
    )
    division_id: Mapped[str | None] = column("所在区划标识", "division where it is located", refers="division.id")
    committee_id: Mapped[str | None] = column(
        "联系指导专委会标识", "committee that guides it", refers="committee.id", cite="S3:133"
    )
    named_after_id: Mapped[str | None] = column("冠名委员标识", "member it is named after", refers="member.id")
    area: Mapped[str | None] = column("区域", "area it serves; key of the one-regional-studio rule", cite="S3:151")
    based_on: Mapped[str | None] = column("依托", "grass-roots unit or industry it rests on", cite="S3:99")
    industry: Mapped[str | None] = column("行业", "industry or chain", cite="S3:99")
    host_unit: Mapped[str | None] = column("所在单位", "unit where it sits", cite="S3:185")
    host_area: Mapped[str | None] = column("所在区域", "street, town or community where it sits", cite="S0:57")
    functions: Mapped[list[str]] = column("主要职能", "main functions", kind=TextList(), default=list, cite="S3:149")
    acceptance_scope: Mapped[str | None] = column("受理范围", "what opinions it accepts", cite="S3:159")
    positioning: Mapped[list[str]] = column(
        "功能定位", "what it means to be", kind=TextList(), default=list, cite="S3:97"
    )
    brand: Mapped[str | None] = column("品牌", "one studio, one brand", cite="S3:105")
    feature: Mapped[str | None] = column("特色", "special line of work", cite="S0:41")
    is_demonstration: Mapped[bool] = column("示范性", "a model studio", default=False, cite="S0:23")
    lead_pattern: Mapped[str | None] = column("牵头模式", "who leads, serves, links and reaches", cite="S0:49")
    duty_plan: Mapped[str | None] = column("值班计划", "duty plan, published beforehand", cite="S3:115")
    duty_list: Mapped[str | None] = column("履职清单", "list of duties", cite="S2:108")
    public_contact: Mapped[str | None] = column("公开联系方式", "contact published to the public", cite="S3:155")
    public_channels: Mapped[list[str]] = column(
        "公布渠道", "where it is published", kind=TextList(), default=list, cite="S3:155"
    )
    partners: Mapped[list[str]] = column(
        "合作机构", "institutions it works with", kind=TextList(), default=list, cite="S0:41"
    )
    joint_owners: Mapped[list[str]] = column(
        "联合共建方", "parties that build it jointly, as named (A-05)", kind=TextList(), default=list, cite="S0:71"
    )
    party_unit_kind: Mapped[PartyUnitKind | None] = column(
        "党组织形式", "kind of party unit", of=PartyUnitKind, cite="S3:95"
    )
    party_unit_name: Mapped[str | None] = column("党组织名称", "name of the party unit", cite="S3:95")
    managing_department: Mapped[str | None] = column("主管部门", "managing department of its level", cite="S3:133")
    linked_leaders: Mapped[list[str]] = column(
        "包抓联系领导",
        "leaders linked with it",
        kind=TextList(),
        default=list,
        sensitivity=Sensitivity.WORK,
        cite="S1:60",
    )
    work_systems: Mapped[list[str]] = column(
        "工作制度", "rules it works by", kind=TextList(), default=list, cite="S3:135"
    )
    annual_plan: Mapped[str | None] = column("年度工作计划", "yearly plan", sensitivity=Sensitivity.WORK, cite="S3:137")
    summary_submitted_on: Mapped[date | None] = column(
        "年度总结报送日期", "day the yearly summary was sent", sensitivity=Sensitivity.WORK, cite="S3:139"
    )
    applicants: Mapped[list[str]] = column(
        "申请人",
        "who signed the application",
        kind=TextList(),
        default=list,
        sensitivity=Sensitivity.WORK,
        cite="S3:209",
    )
    fixed_contacts: Mapped[list[str]] = column(
        "固定联系人士",
        "persons in fixed contact",
        kind=TextList(),
        default=list,
        sensitivity=Sensitivity.WORK,
        cite="S0:63",
    )
    applied_on: Mapped[date | None] = column(
        "申请时间", "day of application", sensitivity=Sensitivity.WORK, cite="S3:197"
    )
    approved_on: Mapped[date | None] = column("同意时间", "day of the chair meeting's approval", cite="S3:151")
    plaqued_on: Mapped[date | None] = column("授牌时间", "day the plaque was granted", cite="S3:151")
    filed_on: Mapped[date | None] = column("备案时间", "day of filing with the province office", cite="S3:151")
    filing_number: Mapped[str | None] = column("备案号", "filing number, never reused", unique=True)
    opened_on: Mapped[date | None] = column("启用时间", "day it began to work")
    ended_on: Mapped[date | None] = column("终止时间", "day it ended", cite="S3:171")
    end_reason: Mapped[str | None] = column("终止原因", "why it ended", sensitivity=Sensitivity.WORK, cite="S3:171")
    legacy: Mapped[bool] = column("先于指导意见", "older than the guidance in force (A-33)", default=False)
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    # The studios of a body in the order of a list that asks for no other.
    __table_args__ = (Index("ix_studio_owner_body_id_id", owner_body_id, id),)

    owner: Mapped[Body] = relation("归属政协", "body that owns and counts it", key="Studio.owner_body_id")
    division: Mapped[Division | None] = relation("所在区划", "division where it is located", key="Studio.division_id")
    committee: Mapped[Committee | None] = relation("联系指导专委会", "guiding committee", key="Studio.committee_id")
    sectors: Mapped[list[Sector]] = relation("界别", "sectors it rests on", through="studio_sector")
    named_after: Mapped[Member | None] = relation("冠名委员", "member it is named after", key="Studio.named_after_id")
    residencies: Mapped[list[Residency]] = relation("驻室", "places in it")
    venues: Mapped[list[Venue]] = relation("活动场所", "its rooms")
    plaques: Mapped[list[Plaque]] = relation("标牌", "its plates")
    online_presences: Mapped[list[OnlinePresence]] = relation("线上入驻", "its seats on platforms")
    activities: Mapped[list[Activity]] = relation("履职活动", "activities it held")
    duty_shifts: Mapped[list[DutyShift]] = relation("值班", "its duty shifts")
    opinions: Mapped[list[Opinion]] = relation("群众意见建议", "opinions it received")
    outputs: Mapped[list[Output]] = relation("履职成果", "its outputs")
    applications: Mapped[list[StudioApplication]] = relation("申请", "applications about it")
    filings: Mapped[list[Filing]] = relation("备案", "its filings with the province office")
    joint_work: Mapped[list[Arrangement]] = relation("共建", "linkages by which it is built jointly")
    takes_part: Mapped[list[ArrangementParty]] = relation("参与联动", "its parts in linkages")
    shared_activities: Mapped[list[ActivityParty]] = relation("共同活动", "its parts in joint activities")
    tasks: Mapped[list[Task]] = relation("待办", "what people have to do about it")
    assessments: Mapped[list[Assessment]] = relation("年度考核", "its assessments")
    measures: Mapped[list[Measure]] = relation("监督措施", "checks, reminders, warnings and removals")
    archives: Mapped[list[ArchiveRecord]] = relation("归档记录", "what was collected when it had ended")
    history: Mapped[list[StudioEvent]] = relation("历程", "its life step by step")
    obligations: Mapped[list[Obligation]] = relation("报送义务", "reports that it owes")
    findings: Mapped[list[Finding]] = relation("合规结论", "what judging it by its standards came to")
