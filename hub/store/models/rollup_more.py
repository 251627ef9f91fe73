"""What belongs to versions: words, findings, returns, receipts, amendments, restatements, drift, pushes, lineage."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.receipt import OnTime
from hub.domain.rollup_words import FactKind, PushOutcome, Severity
from hub.domain.term import Title
from hub.store.kinds import Document, Exact, TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.studio import Studio


def _access(*owners: str, through: str = "version") -> Access:
    studio, committee = f"{through}.studio_id", f"{through}.committee_id"
    return Access(noun=Noun.ROLLUP, owners=owners, studio=studio, committee=committee)


class NarrativeItem(Base):
    """Good experience, good practice or a summary, told in words (R-103)."""

    __tablename__ = "narrative_item"
    prefix: ClassVar[str] = "rln"
    title = Title("文字材料", "A part of a report told in words")
    access = _access("body_id", "unit_body_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    version_id: Mapped[str] = column("版本标识", "version it belongs to", refers="rollup_version.id", index=False)
    body_id: Mapped[str] = column("报送单位标识", "body that tells it", refers="body.id", index=False)
    unit_body_id: Mapped[str] = column("分节单位标识", "own level or county it is about", refers="body.id", index=False)
    indicator: Mapped[str] = column("指标代码", "narrative part of the report")
    theme: Mapped[str] = column("主题", "by which such texts are gathered")
    heading: Mapped[str] = column("标题", "title")
    body_text: Mapped[str] = column("内容", "what is told")
    ordinal: Mapped[int] = column("次序", "its place, from 1")

    __table_args__ = (
        Index("ix_narrative_item_version_id_id", version_id, id),
        Index("ix_narrative_item_body_id_id", body_id, id),
        Index("ix_narrative_item_unit_body_id_id", unit_body_id, id),
        Index("ix_narrative_item_theme_id", theme, id),
    )

    version: Mapped[RollupVersion] = relation("版本", "version it belongs to")
    body: Mapped[Body] = relation("报送单位", "body that tells it", key="NarrativeItem.body_id")
    unit: Mapped[Body] = relation("分节单位", "own level or county it is about", key="NarrativeItem.unit_body_id")


class RollupFinding(Base):
    """What a rule found on a version or a line."""

    __tablename__ = "rollup_finding"
    prefix: ClassVar[str] = "rlf"
    title = Title("校验结论", "A finding on a version")
    access = _access("body_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    version_id: Mapped[str] = column("版本标识", "version it is about", refers="rollup_version.id", index=False)
    line_id: Mapped[str | None] = column("数据行标识", "line it is about", refers="rollup_line.id")
    body_id: Mapped[str] = column("报送单位标识", "body that owes the report", refers="body.id", index=False)
    rule: Mapped[str] = column("规则代码", "rule of the definition")
    severity: Mapped[Severity] = column("严重程度", "what it asks for", of=Severity)
    place: Mapped[str] = column("位置", "section, indicator and keys it is about, empty for the whole version")
    message: Mapped[str] = column("说明", "what is wrong and what to do, in Chinese")
    message_en: Mapped[str] = column("英文说明", "what is wrong and what to do, in English")

    __table_args__ = (
        Index("ix_rollup_finding_version_id_id", version_id, id),
        Index("ix_rollup_finding_body_id_id", body_id, id),
    )

    version: Mapped[RollupVersion] = relation("版本", "version it is about")
    line: Mapped[RollupLine | None] = relation("数据行", "line it is about")


class ReturnItem(Base):
    """One reason for a return; a superior returns a line and never edits it (I8)."""

    __tablename__ = "return_item"
    prefix: ClassVar[str] = "rri"
    title = Title("退回事项", "A reason for a return")
    access = _access("body_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    version_id: Mapped[str] = column("版本标识", "version that was returned", refers="rollup_version.id", index=False)
    line_id: Mapped[str | None] = column("数据行标识", "line it is about", refers="rollup_line.id")
    body_id: Mapped[str] = column("报送单位标识", "body that owes the report", refers="body.id", index=False)
    code: Mapped[str] = column("代码", "kind of defect")
    reason: Mapped[str] = column("说明", "what is to be corrected")

    __table_args__ = (
        Index("ix_return_item_version_id_id", version_id, id),
        Index("ix_return_item_body_id_id", body_id, id),
    )

    version: Mapped[RollupVersion] = relation("版本", "version that was returned")
    line: Mapped[RollupLine | None] = relation("数据行", "line it is about")


class RollupReceipt(Base):
    """What the reporting unit holds in its hand: verifiable offline, evidence against a history that was altered."""

    __tablename__ = "rollup_receipt"
    prefix: ClassVar[str] = "rcp"
    title = Title("报送回执", "A receipt for a version")
    access = _access("body_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    obligation_id: Mapped[str] = column("报送义务标识", "what was answered", refers="obligation.id", index=False)
    version_id: Mapped[str] = column("版本标识", "version received", refers="rollup_version.id", index=False)
    body_id: Mapped[str] = column("报送单位标识", "body that handed it in", refers="body.id", index=False)
    number: Mapped[str] = column("回执号", "number of the receipt", unique=True)
    digest: Mapped[str] = column("摘要值", "of the version's canonical form")
    digest_algorithm: Mapped[str] = column("摘要算法", "SM3 or SHA-256")
    received_at: Mapped[datetime] = column("收到时间", "when the hub had it for good")
    on_time: Mapped[OnTime] = column("按时", "whether it came in time", of=OnTime)
    findings: Mapped[str] = column("校验摘要", "findings in short")
    seal: Mapped[int] = column("封记序号", "number of the seal over the audit trail that it bears")
    audit_root: Mapped[str] = column("审计根", "root of that seal")
    key_id: Mapped[str] = column("密钥标识", "published key it is signed with")
    signature: Mapped[str] = column("签名", "over the receipt's canonical form")

    __table_args__ = (
        UniqueConstraint("version_id"),
        Index("ix_rollup_receipt_obligation_id_id", obligation_id, id),
        Index("ix_rollup_receipt_body_id_id", body_id, id),
    )

    obligation: Mapped[Obligation] = relation("报送义务", "what was answered")
    version: Mapped[RollupVersion] = relation("版本", "version received")
    body: Mapped[Body] = relation("报送单位", "body that handed it in")


class AmendmentGrant(Base):
    """Leave to amend an accepted version, for some lines and until a moment; it expires by itself (A10)."""

    __tablename__ = "amendment_grant"
    prefix: ClassVar[str] = "amg"
    title = Title("修订许可", "Leave to amend an accepted version")
    access = _access("body_id", through="obligation")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    obligation_id: Mapped[str] = column("报送义务标识", "what may be amended", refers="obligation.id", index=False)
    version_id: Mapped[str] = column("版本标识", "version that was accepted", refers="rollup_version.id")
    body_id: Mapped[str] = column("报送单位标识", "body that owes the report", refers="body.id", index=False)
    reason: Mapped[str] = column("理由", "why it may be amended")
    line_ids: Mapped[list[str]] = column("许可范围", "lines that may be changed", kind=TextList())
    granted_at: Mapped[datetime] = column("许可时间", "when it was granted")
    granted_by: Mapped[str] = column("许可人", "who granted it", sensitivity=Sensitivity.WORK)
    expires_at: Mapped[datetime] = column("失效时间", "when it expires")
    used_at: Mapped[datetime | None] = column("使用时间", "when the amendment was accepted")

    __table_args__ = (
        Index("ix_amendment_grant_obligation_id_id", obligation_id, id),
        Index("ix_amendment_grant_body_id_id", body_id, id),
    )

    obligation: Mapped[Obligation] = relation("报送义务", "what may be amended")
    version: Mapped[RollupVersion] = relation("版本", "version that was accepted")


class Restatement(Base):
    """A figure that an accepted amendment changed; what was published before stands beside it (A11)."""

    __tablename__ = "restatement"
    prefix: ClassVar[str] = "rst"
    title = Title("数字重述", "A restated figure")
    access = _access("body_id", "unit_body_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    version_id: Mapped[str] = column("版本标识", "amendment", refers="rollup_version.id", index=False)
    before_line_id: Mapped[str | None] = column("原数据行标识", "line before", refers="rollup_line.id")
    line_id: Mapped[str | None] = column("数据行标识", "line after", refers="rollup_line.id")
    body_id: Mapped[str] = column("报送单位标识", "body that owes the report", refers="body.id", index=False)
    unit_body_id: Mapped[str] = column("分节单位标识", "own level or county it is about", refers="body.id", index=False)
    indicator: Mapped[str] = column("指标代码", "code of the indicator")
    before: Mapped[Decimal | None] = column("原数", "figure before", kind=Exact())
    after: Mapped[Decimal | None] = column("重述数", "figure after", kind=Exact())
    is_material: Mapped[bool | None] = column("重大", "beyond the definition's bound; null where it sets none")
    restated_at: Mapped[datetime] = column("重述时间", "when the amendment was accepted")

    __table_args__ = (
        Index("ix_restatement_version_id_id", version_id, id),
        Index("ix_restatement_body_id_id", body_id, id),
        Index("ix_restatement_unit_body_id_id", unit_body_id, id),
    )

    version: Mapped[RollupVersion] = relation("版本", "amendment")
    before_line: Mapped[RollupLine | None] = relation("原数据行", "line before", key="Restatement.before_line_id")
    line: Mapped[RollupLine | None] = relation("数据行", "line after", key="Restatement.line_id")


class DriftItem(Base):
    """A difference that late records make to an accepted figure; it is listed and never applied (I10)."""

    __tablename__ = "drift_item"
    __table_args__ = (UniqueConstraint("line_id", "found_on"),)
    prefix: ClassVar[str] = "dri"
    title = Title("后续差异", "A difference found after acceptance")
    access = _access("body_id", "unit_body_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    version_id: Mapped[str] = column("版本标识", "accepted version", refers="rollup_version.id")
    line_id: Mapped[str] = column("数据行标识", "line that differs", refers="rollup_line.id", index=False)
    body_id: Mapped[str] = column("报送单位标识", "body that owes the report", refers="body.id")
    unit_body_id: Mapped[str] = column("分节单位标识", "own level or county it is about", refers="body.id")
    computed: Mapped[Decimal] = column("原计算数", "computed at the watermark", kind=Exact())
    recomputed: Mapped[Decimal] = column("现计算数", "computed now", kind=Exact())
    facts_added: Mapped[list[str]] = column("新增记录", "records that came since", kind=TextList())
    facts_removed: Mapped[list[str]] = column("减少记录", "records that no longer count", kind=TextList())
    found_on: Mapped[date] = column("发现日期", "day of the recomputation")

    version: Mapped[RollupVersion] = relation("版本", "accepted version")
    line: Mapped[RollupLine] = relation("数据行", "line that differs")


class PushAttempt(Base):
    """A push under an idempotency key, kept with its answer; a refused one is kept too, so that none is lost."""

    __tablename__ = "push_attempt"
    prefix: ClassVar[str] = "psh"
    title = Title("推送记录", "A push by a system")
    access = Access(noun=Noun.ROLLUP, owners=("body_id",))

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    body_id: Mapped[str] = column("报送单位标识", "body for which it was pushed", refers="body.id", index=False)
    obligation_id: Mapped[str | None] = column("报送义务标识", "what it answers", refers="obligation.id")
    version_id: Mapped[str | None] = column("版本标识", "version it came to", refers="rollup_version.id")
    client: Mapped[str] = column("客户端", "who pushed", sensitivity=Sensitivity.WORK)
    operation: Mapped[str] = column("操作", "mutation it asked for")
    key: Mapped[str] = column("幂等键", "idempotency key", sensitivity=Sensitivity.WORK)
    fingerprint: Mapped[str] = column("内容指纹", "digest of the canonical content", sensitivity=Sensitivity.WORK)
    outcome: Mapped[PushOutcome] = column("结果", "what became of it", of=PushOutcome)
    answer: Mapped[dict[str, Any]] = column("应答", "given again under the same key", kind=Document())
    content: Mapped[dict[str, Any]] = column("内容", "what was pushed", kind=Document())
    findings: Mapped[list[str]] = column("校验结论", "what was found in it, and what is to be done", kind=TextList())
    received_at: Mapped[datetime] = column("收到时间", "when it came")

    __table_args__ = (
        # The first push under a key owns it; others that came under it with other content are kept beside.
        Index(
            "uq_push_attempt_key",
            client,
            operation,
            key,
            unique=True,
            sqlite_where=text("outcome <> 'KEY_REUSED'"),
            postgresql_where=text("outcome <> 'KEY_REUSED'"),
        ),
        Index("ix_push_attempt_body_id_id", body_id, id),
    )

    body: Mapped[Body] = relation("报送单位", "body for which it was pushed")
    obligation: Mapped[Obligation | None] = relation("报送义务", "what it answers")
    version: Mapped[RollupVersion | None] = relation("版本", "version it came to")


class Contribution(Base):
    """One record behind a figure, with the share of it that is credited here and those credited beside."""

    __tablename__ = "contribution"
    prefix: ClassVar[str] = "ctb"
    title = Title("数据来源", "A record behind a figure")
    # Whose record it is decides; a caller who reads the line and not the record is shown a stub.
    access = Access(noun=Noun.ROLLUP, owners=("owner_body_id",), studio="studio_id", committee="studio.committee_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    line_id: Mapped[str] = column("数据行标识", "line it counts in", refers="rollup_line.id", index=False)
    version_id: Mapped[str] = column("版本标识", "version it counts in", refers="rollup_version.id", index=False)
    fact_kind: Mapped[FactKind] = column("记录种类", "kind of record", of=FactKind)
    fact_id: Mapped[str] = column("记录标识", "which record")
    studio_id: Mapped[str | None] = column("工作室标识", "studio of the record", refers="studio.id", index=False)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the record", refers="body.id", index=False)
    weight: Mapped[Decimal] = column("计入数", "how much of it is credited here", kind=Exact())
    whole: Mapped[Decimal] = column("全数", "how much it is as a whole, counted once", kind=Exact())
    owned: Mapped[bool] = column("本节所有", "its section owns the record, which therefore counts here in the net")
    shared_with: Mapped[list[str]] = column("共享单位", "bodies credited beside", kind=TextList())

    __table_args__ = (
        UniqueConstraint("line_id", "fact_id"),
        Index("ix_contribution_line_id_id", line_id, id),
        Index("ix_contribution_version_id_id", version_id, id),
        Index("ix_contribution_fact_id", fact_id),
        Index("ix_contribution_studio_id_id", studio_id, id),
        Index("ix_contribution_owner_body_id_id", owner_body_id, id),
    )

    line: Mapped[RollupLine] = relation("数据行", "line it counts in")
    version: Mapped[RollupVersion] = relation("版本", "version it counts in")
    studio: Mapped[Studio | None] = relation("工作室", "studio of the record")
    owner: Mapped[Body] = relation("归属政协", "owner of the record")
