"""Bodies (政协组织), the dated edges between them, and their committees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.bodies import EdgeKind
from hub.domain.level import Level
from hub.domain.term import Title
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.places import Division

if TYPE_CHECKING:
    from hub.store.models.activity_party import ActivityParty
    from hub.store.models.application import StudioApplication
    from hub.store.models.arrangement import Arrangement, ArrangementParty
    from hub.store.models.assessment import Assessment, Measure
    from hub.store.models.documents import PolicyDocument, ReportedFigure
    from hub.store.models.facts import Activity, DutyShift, Opinion, Output
    from hub.store.models.filing import Filing
    from hub.store.models.history import Finding
    from hub.store.models.member import Membership
    from hub.store.models.rollup import Obligation, RollupVersion
    from hub.store.models.source import Source
    from hub.store.models.standard import Rulebook, Standard
    from hub.store.models.studio import Studio
    from hub.store.models.task import Task


class Body(Base):
    """A CPPCC committee at a level; its place in the reporting tree is kept as an interval."""

    __tablename__ = "body"
    prefix: ClassVar[str] = "bod"
    title = Title("政协组织", "A CPPCC committee (body) at a level")
    access = Access(noun=Noun.BODY, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    code: Mapped[str] = column("组织代码", "division code, or a key of its own where no division is sure", unique=True)
    name: Mapped[str] = column("名称", "official name", index=True)
    short_name: Mapped[str] = column("简称", "name in use")
    abbreviation: Mapped[str | None] = column("缩写", "abbreviation used in the source references")
    level: Mapped[Level] = column("级别", "level, an attribute of its own", of=Level, index=True)
    level_confirmed: Mapped[bool] = column("级别已确认", "false where the documents leave the level open (A-01)")
    direct_to_province: Mapped[bool] = column("直接向省报送", "reports to the province beside the cities (A-03)")
    rollup_unit: Mapped[bool] = column("季度汇总单位", "owes the province a quarterly roll-up (A-03)")
    division_id: Mapped[str | None] = column("区划标识", "division it belongs to", refers="division.id")
    reports_to_id: Mapped[str | None] = column(
        "上级组织标识", "body it reports to today", refers="body.id", index=False
    )
    managing_department: Mapped[str | None] = column("主管部门", "department that manages the studios", cite="S3:133")
    office: Mapped[str | None] = column("办事机构", "office that tracks and circulates", cite="S2:82")
    publishes_member_phone: Mapped[bool] = column("公布委员电话", "members' telephones are published (A-60)")
    position: Mapped[int] = column("前序位置", "pre-order position in the reporting tree")
    last: Mapped[int] = column("末位", "last position of its branch")

    __table_args__ = (
        # Reach asks for the identifiers between two positions, in nearly every statement; the index holds both.
        Index("ix_body_position_id", position, id),
        # The bodies below one are asked for by their codes.
        Index("ix_body_reports_to_id_code", reports_to_id, code, id),
    )

    division: Mapped[Division | None] = relation("行政区划", "division it belongs to")
    reports_to: Mapped[Body | None] = relation("上级组织", "body it reports to", up="Body.id")
    reporting: Mapped[list[Body]] = relation("下级组织", "bodies that report to it")
    committees: Mapped[list[Committee]] = relation("专门委员会", "its special committees")
    edges_up: Mapped[list[BodyEdge]] = relation("上行关系", "dated edges to other bodies", key="BodyEdge.child_id")
    studios: Mapped[list[Studio]] = relation("工作室", "studios it owns", key="Studio.owner_body_id")
    memberships: Mapped[list[Membership]] = relation("委员资格", "seats in it")
    activities: Mapped[list[Activity]] = relation("履职活动", "activities it counts")
    duty_shifts: Mapped[list[DutyShift]] = relation("值班", "duty shifts of its studios")
    opinions: Mapped[list[Opinion]] = relation("群众意见建议", "opinions its studios received")
    outputs: Mapped[list[Output]] = relation("履职成果", "outputs it counts")
    figures: Mapped[list[ReportedFigure]] = relation("上报数字", "figures that documents report of it")
    rulebooks: Mapped[list[Rulebook]] = relation("标准版本", "versions of its standards")
    standards: Mapped[list[Standard]] = relation("建设标准", "its named standards")
    documents: Mapped[list[PolicyDocument]] = relation("制度文件", "documents it issued")
    sources: Mapped[list[Source]] = relation("接入系统", "linked systems that speak for it")
    applications: Mapped[list[StudioApplication]] = relation("工作室申请", "applications addressed to it")
    filings: Mapped[list[Filing]] = relation("备案", "filings of its studios")
    linkages: Mapped[list[Arrangement]] = relation("牵头联动", "linkages that it leads")
    takes_part: Mapped[list[ArrangementParty]] = relation(
        "参与联动", "its parts in linkages, its own and others'", key="ArrangementParty.body_id"
    )
    shared_activities: Mapped[list[ActivityParty]] = relation(
        "共同活动", "its parts in joint activities, its own and others'", key="ActivityParty.body_id"
    )
    tasks: Mapped[list[Task]] = relation("待办", "what it has to see to")
    assessments: Mapped[list[Assessment]] = relation("年度考核", "assessments of its studios")
    measures: Mapped[list[Measure]] = relation("监督措施", "measures about its studios")
    findings: Mapped[list[Finding]] = relation("合规结论", "findings on its studios")
    obligations: Mapped[list[Obligation]] = relation("报送义务", "reports that it, its committees and studios owe")
    rollup_versions: Mapped[list[RollupVersion]] = relation("报送版本", "versions of those reports")


class BodyEdge(Base):
    """A dated edge between two bodies: reporting, guidance and joint work are kept apart."""

    __tablename__ = "body_edge"
    prefix: ClassVar[str] = "bed"
    title = Title("组织关系", "A dated edge between two bodies")
    access = Access(noun=Noun.BODY, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    child_id: Mapped[str] = column("下级标识", "lower end", refers="body.id")
    parent_id: Mapped[str] = column("上级标识", "upper end", refers="body.id")
    kind: Mapped[EdgeKind] = column("种类", "kind of edge", of=EdgeKind)
    valid_from: Mapped[date | None] = column("启用日期", "first day in force")
    valid_to: Mapped[date | None] = column("停用日期", "first day no longer in force")
    cite: Mapped[str | None] = column("出处", "what the edge rests on")

    child: Mapped[Body] = relation("下级", "lower end", key="BodyEdge.child_id")
    parent: Mapped[Body] = relation("上级", "upper end", key="BodyEdge.parent_id")


class Committee(Base):
    """A special committee: it guides, serves, manages and assesses the studios it is linked with (S3:133)."""

    __tablename__ = "committee"
    prefix: ClassVar[str] = "com"
    title = Title("专门委员会", "A special committee of a body")
    access = Access(noun=Noun.COMMITTEE, owners=("body_id",), committee="id", is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    body_id: Mapped[str] = column("组织标识", "body it belongs to", refers="body.id")
    name: Mapped[str] = column("名称", "name of the committee")
    linked_sectors: Mapped[list[str]] = column("所联系界别", "sectors it is linked with", kind=TextList(), default=list)
    linked_areas: Mapped[list[str]] = column("所联系区域", "areas it is linked with", kind=TextList(), default=list)
    linked_industries: Mapped[list[str]] = column(
        "所联系行业", "industries it is linked with", kind=TextList(), default=list
    )
    annual_key_points: Mapped[str | None] = column(
        "年度工作要点", "studio work in the year's key points", sensitivity=Sensitivity.WORK, cite="S3:179"
    )

    body: Mapped[Body] = relation("政协组织", "body it belongs to")
    studios: Mapped[list[Studio]] = relation("所联系工作室", "studios it guides")
    memberships: Mapped[list[Membership]] = relation("委员", "seats in it")
