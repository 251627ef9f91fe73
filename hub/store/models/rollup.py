"""Obligations to report, the versions handed in, and their lines (domain.md W4; behaviour.md §2a)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.rollup_words import (
    LineStatus,
    ObligationStatus,
    ReasonCode,
    ValueKind,
    VersionKind,
    VersionStatus,
)
from hub.domain.term import Title
from hub.store.kinds import Exact, TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.report import ReportDefinition, ReportPeriod
from hub.store.models.studio import Studio

if TYPE_CHECKING:
    from hub.store.models.rollup_more import Contribution, NarrativeItem, ReturnItem, RollupFinding, RollupReceipt

_OF_BODY = Access(noun=Noun.ROLLUP, owners=("body_id",), studio="studio_id", committee="committee_id")

_STANDING = "status IN ('SUBMITTED', 'RECEIPTED', 'ACCEPTED', 'LOCKED') AND kind <> 'AMENDMENT'"
_IN_REVIEW = "status IN ('SUBMITTED', 'RECEIPTED')"
_IN_FORCE = "status IN ('ACCEPTED', 'LOCKED')"


class Obligation(Base):
    """One report that somebody owes for a period; lateness is decided once and never rewritten (I7)."""

    __tablename__ = "obligation"
    prefix: ClassVar[str] = "obl"
    title = Title("报送义务", "An obligation to report for a period")
    access = _OF_BODY

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    period_id: Mapped[str] = column("期次标识", "period it is owed for", refers="report_period.id", index=False)
    body_id: Mapped[str] = column(
        "报送单位标识", "body that owes it, or whose studio does", refers="body.id", index=False
    )
    studio_id: Mapped[str | None] = column("工作室标识", "studio that owes it", refers="studio.id")
    committee_id: Mapped[str | None] = column(
        "专委会标识", "committee that owes it or that the studio's summary goes to", refers="committee.id"
    )
    due_original: Mapped[date | None] = column(
        "原定期限", "last day, inclusive; null where no document gives one (A-43)"
    )
    due_effective: Mapped[date | None] = column("现行期限", "last day with the extension granted")
    status: Mapped[ObligationStatus] = column("状态", "where it stands", of=ObligationStatus)
    exemption: Mapped[str | None] = column("免报理由", "why it is not owed")
    first_received_at: Mapped[datetime | None] = column("首次收到时间", "when the first version was received")
    on_time: Mapped[bool | None] = column("按原定期限", "received by the original due day; null where there is none")
    on_time_extended: Mapped[bool | None] = column("按延长期限", "received by the extended due day")
    missing_since: Mapped[datetime | None] = column("缺报认定时间", "when it was found missing")
    extension_until: Mapped[date | None] = column("申请延至", "last day asked for")
    extension_reason: Mapped[str | None] = column("延期理由", "why more time is asked for")
    extension_asked_at: Mapped[datetime | None] = column("延期申请时间", "when more time was asked for")
    extension_asked_by: Mapped[str | None] = column(
        "延期申请人", "who asked for more time", sensitivity=Sensitivity.WORK
    )
    extension_granted: Mapped[bool | None] = column("延期已同意", "whether it was granted; null until decided")
    extension_decided_at: Mapped[datetime | None] = column("延期决定时间", "when it was decided")
    extension_decided_by: Mapped[str | None] = column("延期决定人", "who decided it", sensitivity=Sensitivity.WORK)
    revision: Mapped[int] = column("修订号", "counts its changes, from 1")

    __table_args__ = (
        # A body, a committee and a studio each owe a report once for a period.
        Index("uq_obligation_studio", period_id, studio_id, unique=True),
        Index(
            "uq_obligation_committee",
            period_id,
            committee_id,
            unique=True,
            sqlite_where=text("studio_id IS NULL"),
            postgresql_where=text("studio_id IS NULL"),
        ),
        Index(
            "uq_obligation_body",
            period_id,
            body_id,
            unique=True,
            sqlite_where=text("studio_id IS NULL AND committee_id IS NULL"),
            postgresql_where=text("studio_id IS NULL AND committee_id IS NULL"),
        ),
        Index("ix_obligation_period_id_id", period_id, id),
        Index("ix_obligation_body_id_id", body_id, id),
        Index("ix_obligation_status_due_effective", status, due_effective),
    )

    period: Mapped[ReportPeriod] = relation("期次", "period it is owed for")
    body: Mapped[Body] = relation("报送单位", "body that owes it, or whose studio does")
    studio: Mapped[Studio | None] = relation("工作室", "studio that owes it")
    committee: Mapped[Committee | None] = relation("专委会", "committee that owes it or receives the summary")
    versions: Mapped[list[RollupVersion]] = relation("版本", "what was drafted and handed in")
    receipts: Mapped[list[RollupReceipt]] = relation("回执", "receipts given")


class RollupVersion(Base):
    """A full snapshot of a report (I3); from its submission on it never changes (I2)."""

    __tablename__ = "rollup_version"
    prefix: ClassVar[str] = "rlv"
    title = Title("报送版本", "A version of a report")
    access = _OF_BODY

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    obligation_id: Mapped[str] = column("报送义务标识", "what it answers", refers="obligation.id", index=False)
    body_id: Mapped[str] = column("报送单位标识", "body that owes it", refers="body.id", index=False)
    studio_id: Mapped[str | None] = column("工作室标识", "studio that owes it", refers="studio.id")
    committee_id: Mapped[str | None] = column("专委会标识", "committee of the obligation", refers="committee.id")
    number: Mapped[int] = column("版本号", "from 1 within the obligation")
    kind: Mapped[VersionKind] = column("种类", "why it was made", of=VersionKind)
    status: Mapped[VersionStatus] = column("状态", "where it stands", of=VersionStatus)
    revision: Mapped[int] = column("修订号", "counts the changes of the draft, from 1")
    previous_id: Mapped[str | None] = column("上一版本标识", "version it follows", refers="rollup_version.id")
    digest: Mapped[str | None] = column("摘要值", "of its canonical form, once validated")
    digest_algorithm: Mapped[str | None] = column("摘要算法", "SM3 or SHA-256")
    watermark: Mapped[datetime] = column("数据时点", "records up to this moment are computed")
    facts_read: Mapped[int] = column("记录数", "how many records were read up to then")
    definition_id: Mapped[str] = column("报表定义标识", "definition it follows (I6)", refers="report_definition.id")
    rules_digest: Mapped[str] = column("规则摘要", "of the rules it was checked by (I6)")
    mapping_digest: Mapped[str] = column("映射摘要", "of the mapping versions of the records read (I6)")
    units: Mapped[list[str]] = column(
        "分节单位", "codes of the bodies with a section, own level first (I6)", kind=TextList()
    )
    drafted_at: Mapped[datetime] = column("起草时间", "when it was made")
    drafted_by: Mapped[str] = column(
        "起草人", "who made it; the hub for a computed draft", sensitivity=Sensitivity.WORK
    )
    last_edited_at: Mapped[datetime | None] = column("编辑时间", "when it was last edited")
    last_edited_by: Mapped[str | None] = column("编辑人", "who edited it last", sensitivity=Sensitivity.WORK)
    validated_at: Mapped[datetime | None] = column("校验时间", "when it was found ready")
    submitted_at: Mapped[datetime | None] = column("提交时间", "when it was submitted")
    submitted_by: Mapped[str | None] = column("提交人", "who submitted it", sensitivity=Sensitivity.WORK)
    received_at: Mapped[datetime | None] = column("收到时间", "when the hub had it for good; decides lateness (I7)")
    review_began_at: Mapped[datetime | None] = column("审核开始时间", "when its review began; not withdrawn after it")
    returned_at: Mapped[datetime | None] = column("退回时间", "when it was returned")
    returned_by: Mapped[str | None] = column("退回人", "who returned it", sensitivity=Sensitivity.WORK)
    correction_due: Mapped[date | None] = column("更正期限", "last day for the correction, inclusive")
    accepted_at: Mapped[datetime | None] = column("接受时间", "when it was accepted")
    accepted_by: Mapped[str | None] = column("接受人", "who accepted it", sensitivity=Sensitivity.WORK)

    __table_args__ = (
        UniqueConstraint("obligation_id", "number"),
        # I1: besides amendments one version stands; one at a time is in review, and one is in force. An amendment is
        # in review while the version it amends is still in force (A10, A11).
        Index("uq_rollup_version_standing", obligation_id, unique=True, sqlite_where=text(_STANDING),
              postgresql_where=text(_STANDING)),
        Index("uq_rollup_version_in_review", obligation_id, unique=True, sqlite_where=text(_IN_REVIEW),
              postgresql_where=text(_IN_REVIEW)),
        Index("uq_rollup_version_in_force", obligation_id, unique=True, sqlite_where=text(_IN_FORCE),
              postgresql_where=text(_IN_FORCE)),
        Index("ix_rollup_version_obligation_id_id", obligation_id, id),
        Index("ix_rollup_version_body_id_id", body_id, id),
        Index("ix_rollup_version_digest", digest),
    )  # fmt: skip

    obligation: Mapped[Obligation] = relation("报送义务", "what it answers")
    body: Mapped[Body] = relation("报送单位", "body that owes it")
    definition: Mapped[ReportDefinition] = relation("报表定义", "definition it follows")
    previous: Mapped[RollupVersion | None] = relation("上一版本", "version it follows", up="RollupVersion.id")
    lines: Mapped[list[RollupLine]] = relation("数据行", "its lines")
    narratives: Mapped[list[NarrativeItem]] = relation("文字材料", "what it tells in words")
    findings: Mapped[list[RollupFinding]] = relation("校验结论", "what its rules found")
    return_items: Mapped[list[ReturnItem]] = relation("退回事项", "why it was returned")
    contributions: Mapped[list[Contribution]] = relation("数据来源", "the records that its figures rest on")


class RollupLine(Base):
    """A figure of a section: what the unit claims beside what the records give; neither overwrites the other."""

    __tablename__ = "rollup_line"
    prefix: ClassVar[str] = "rll"
    title = Title("数据行", "A line of a report")
    # A county reads the section that a city reports of it.
    access = Access(
        noun=Noun.ROLLUP,
        owners=("body_id", "unit_body_id"),
        studio="version.studio_id",
        committee="version.committee_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    version_id: Mapped[str] = column("版本标识", "version it belongs to", refers="rollup_version.id", index=False)
    body_id: Mapped[str] = column("报送单位标识", "body that claims it", refers="body.id", index=False)
    unit_body_id: Mapped[str] = column("分节单位标识", "own level or county it is about", refers="body.id", index=False)
    indicator: Mapped[str] = column("指标代码", "code of the indicator")
    first_key: Mapped[str] = column("第一分组值", "value of its first dimension, empty when there is none")
    second_key: Mapped[str] = column("第二分组值", "value of its second dimension, empty when there is none")
    value_kind: Mapped[ValueKind] = column("数值种类", "a number, or why there is none", of=ValueKind)
    claimed: Mapped[Decimal | None] = column("上报数", "what the unit states, in the indicator's unit", kind=Exact())
    reason: Mapped[str | None] = column("无数值原因", "why there is no number")
    computed: Mapped[Decimal | None] = column("计算数", "from the records at the watermark", kind=Exact())
    pending: Mapped[Decimal | None] = column("待处理数", "from rows in quarantine that would count", kind=Exact())
    late: Mapped[Decimal | None] = column("迟到数", "from records that came after the watermark", kind=Exact())
    net: Mapped[Decimal | None] = column("净数", "each joint activity counted once", kind=Exact())
    gross: Mapped[Decimal | None] = column("毛数", "each party credited", kind=Exact())
    status: Mapped[LineStatus] = column("核对状态", "how claimed and computed compare", of=LineStatus)
    is_shared: Mapped[bool] = column("含联合活动", "a contributing activity is credited to others as well")
    reason_code: Mapped[ReasonCode | None] = column("差异原因", "why they differ", of=ReasonCode)
    explanation: Mapped[str | None] = column("差异说明", "in the words of the unit")
    explanation_accepted: Mapped[bool | None] = column("说明已采信", "the reviewer accepted the explanation")
    waived_reason: Mapped[str | None] = column("豁免理由", "why the reviewer lets the difference stand")

    __table_args__ = (
        Index("uq_rollup_line_place", version_id, unit_body_id, indicator, first_key, second_key, unique=True),
        Index("ix_rollup_line_version_id_id", version_id, id),
        Index("ix_rollup_line_body_id_id", body_id, id),
        Index("ix_rollup_line_unit_body_id_id", unit_body_id, id),
    )

    version: Mapped[RollupVersion] = relation("版本", "version it belongs to")
    body: Mapped[Body] = relation("报送单位", "body that claims it", key="RollupLine.body_id")
    unit: Mapped[Body] = relation("分节单位", "own level or county it is about", key="RollupLine.unit_body_id")
    contributions: Mapped[list[Contribution]] = relation("数据来源", "the records it rests on")
    findings: Mapped[list[RollupFinding]] = relation("校验结论", "what the rules found on it")
