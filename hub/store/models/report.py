"""Reports as data: who owes what, by when and under which clause; indicators, rules, periods and working days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Role, Sensitivity
from hub.domain.rollup_words import (
    Aggregation,
    Cadence,
    FactKind,
    IndicatorSource,
    Owes,
    PeriodStatus,
    RuleCheck,
    Severity,
)
from hub.domain.term import Title
from hub.domain.words import JointRule
from hub.store.kinds import Exact, TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.documents import PolicyDocument
from hub.store.models.standard import Clause

if TYPE_CHECKING:
    from hub.store.models.rollup import Obligation

_OPEN = Access(noun=Noun.REPORT_DEFINITION, is_open=True)


class ReportDefinition(Clause, Base):
    """One version of a report; a due day stands only where a document gives one (A-43)."""

    __tablename__ = "report_definition"
    __table_args__ = (UniqueConstraint("code", "version"),)
    prefix: ClassVar[str] = "rdf"
    title = Title("报表定义", "A version of the definition of a report")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    code: Mapped[str] = column("代码", "stable code of the report")
    version: Mapped[str] = column("版本", "version of the definition")
    name: Mapped[str] = column("名称", "Chinese name")
    name_en: Mapped[str] = column("英文名称", "English name")
    issuer_body_id: Mapped[str] = column("制定单位标识", "body whose report it is", refers="body.id")
    document_id: Mapped[str | None] = column("文件标识", "document it stands in", refers="policy_document.id")
    cadence: Mapped[Cadence] = column("周期", "how often it is owed", of=Cadence)
    owes: Mapped[Owes] = column("报送主体", "who owes it", of=Owes)
    goes_to: Mapped[Role] = column("接收方", "to which function it goes", of=Role)
    by_section: Mapped[bool] = column("分级分县", "has a section for the own level and for each county (R-103)")
    due_month_day: Mapped[str | None] = column("截止月日", "last day in the year, inclusive, as month-day (A-44)")
    due_working_day: Mapped[int | None] = column("截止工作日", "last working day after the end of the period")
    due_document_id: Mapped[str | None] = column(
        "期限文件标识", "document that gives the due day", refers="policy_document.id", index=False
    )
    due_clause: Mapped[str | None] = column("期限条款", "clause that gives the due day; null where none does (A-43)")
    grace_days: Mapped[int | None] = column("宽限工作日", "working days after which it counts as missing")
    two_person: Mapped[bool] = column("双人复核", "who edited last may not submit")
    auto_accept: Mapped[bool] = column("自动接受", "accepted by the hub where nothing differs")
    materiality: Mapped[Decimal | None] = column(
        "重大性界限", "share of a figure from which its restatement is material", kind=Exact()
    )
    effective_from: Mapped[date | None] = column("生效日期", "first day in force")
    effective_to: Mapped[date | None] = column("失效日期", "first day no longer in force")

    issuer: Mapped[Body] = relation("制定单位", "body whose report it is")
    document: Mapped[PolicyDocument | None] = relation(
        "文件", "document it stands in", key="ReportDefinition.document_id"
    )
    indicators: Mapped[list[ReportIndicator]] = relation("指标", "its indicators and narrative parts")
    rules: Mapped[list[ReportRule]] = relation("校验规则", "its rules")
    periods: Mapped[list[ReportPeriod]] = relation("期次", "the periods opened for it")


class ReportIndicator(Base):
    """What a report asks for: a figure counted from records, a figure stated by hand, or a part told in words."""

    __tablename__ = "report_indicator"
    __table_args__ = (UniqueConstraint("definition_id", "code"),)
    prefix: ClassVar[str] = "rid"
    title = Title("报表指标", "An indicator of a report")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    definition_id: Mapped[str] = column(
        "报表定义标识", "definition it belongs to", refers="report_definition.id", index=False
    )
    code: Mapped[str] = column("代码", "stable code within the definition")
    name: Mapped[str] = column("名称", "Chinese name")
    name_en: Mapped[str] = column("英文名称", "English name")
    unit: Mapped[str | None] = column("单位", "measure word of the figure (A-11); null for a part told in words")
    source: Mapped[IndicatorSource] = column("来源", "where the figure comes from", of=IndicatorSource)
    fact_kind: Mapped[FactKind | None] = column("记录种类", "kind of record counted", of=FactKind)
    conditions: Mapped[list[str]] = column("条件", "what the records must say, all of it", kind=TextList())
    dimensions: Mapped[list[str]] = column("分组", "by what the figure is divided, at most two", kind=TextList())
    aggregation: Mapped[Aggregation | None] = column("汇总方式", "how records become the figure", of=Aggregation)
    aggregated: Mapped[str | None] = column("汇总字段", "column that is summed or counted distinctly")
    joint_rule: Mapped[JointRule | None] = column(
        "联合规则", "how a sum credits joint activities whose own rule is not recorded", of=JointRule
    )
    required: Mapped[bool] = column("必填", "must be there in each version (I3)")
    ordinal: Mapped[int] = column("次序", "its place in the report, from 1")
    cite: Mapped[str] = column("出处", "document and line")

    definition: Mapped[ReportDefinition] = relation("报表定义", "definition it belongs to")


class ReportRule(Clause, Base):
    """A check that each version goes through, and what a finding of it asks for."""

    __tablename__ = "report_rule"
    __table_args__ = (UniqueConstraint("definition_id", "code"),)
    prefix: ClassVar[str] = "rrl"
    title = Title("校验规则", "A rule of a report")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    definition_id: Mapped[str] = column(
        "报表定义标识", "definition it belongs to", refers="report_definition.id", index=False
    )
    code: Mapped[str] = column("代码", "stable code within the definition")
    name: Mapped[str] = column("名称", "what it says, in Chinese")
    name_en: Mapped[str] = column("英文名称", "what it says, in English")
    check: Mapped[RuleCheck] = column("校验内容", "what is checked", of=RuleCheck)
    severity: Mapped[Severity] = column("严重程度", "what a finding asks for", of=Severity)
    tolerance: Mapped[Decimal | None] = column(
        "容差", "share of what the records support, beyond which the finding blocks", kind=Exact()
    )

    definition: Mapped[ReportDefinition] = relation("报表定义", "definition it belongs to")


class WorkingDay(Base):
    """A day on which the official arrangement of holidays departs from the week."""

    __tablename__ = "working_day"
    __table_args__ = (UniqueConstraint("year", "day"),)
    prefix: ClassVar[str] = "wcd"
    title = Title("工作日调整", "A day off in the week, or a working day at a weekend")
    access = _OPEN

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    year: Mapped[int] = column("年份", "year whose arrangement it belongs to")
    day: Mapped[date] = column("日期", "which day")
    works: Mapped[bool] = column("上班", "whether it is worked")
    origin: Mapped[str] = column("依据", "notice that arranges it")


class ReportPeriod(Base):
    """A period for which a report is owed; its obligations are frozen when it opens."""

    __tablename__ = "report_period"
    prefix: ClassVar[str] = "rpd"
    title = Title("报送期次", "A period for which a report is owed")
    access = Access(noun=Noun.REPORT_DEFINITION, owners=("body_id",), is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    definition_id: Mapped[str] = column(
        "报表定义标识", "definition in force when it opened", refers="report_definition.id"
    )
    definition_code: Mapped[str] = column("报表代码", "code of the report; one period of a label, whatever the version")
    body_id: Mapped[str] = column("制定单位标识", "body whose report it is", refers="body.id", index=False)
    label: Mapped[str] = column("期次", "such as 2026-Q3, 2026-09 or 2026")
    starts_on: Mapped[date] = column("首日", "first day, Asia/Shanghai")
    ends_on: Mapped[date] = column("末日", "last day, Asia/Shanghai")
    status: Mapped[PeriodStatus] = column("状态", "whether it is open", of=PeriodStatus)
    opened_at: Mapped[datetime] = column("开启时间", "when its obligations were made")
    opened_by: Mapped[str] = column("开启人", "who opened it", sensitivity=Sensitivity.WORK)
    closed_at: Mapped[datetime | None] = column("结清时间", "when it was closed and locked")
    closed_by: Mapped[str | None] = column("结清人", "who closed it", sensitivity=Sensitivity.WORK)

    __table_args__ = (
        UniqueConstraint("definition_code", "label"),
        Index("ix_report_period_body_id_starts_on", body_id, starts_on.desc(), id),
    )

    definition: Mapped[ReportDefinition] = relation("报表定义", "definition in force when it opened")
    body: Mapped[Body] = relation("制定单位", "body whose report it is")
    obligations: Mapped[list[Obligation]] = relation("报送义务", "who owes it")
