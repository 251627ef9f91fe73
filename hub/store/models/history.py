"""The life of a studio step by step, and what judging it by its standards came to (Q-38, Q-40)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Role, Sensitivity
from hub.domain.registry_words import FindingResult, JudgedBy, StudioEventKind
from hub.domain.standard_words import Strength, StructureKind
from hub.domain.term import Title
from hub.domain.words import StudioStatus
from hub.store.kinds import Document
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.standard import Rulebook, Standard, StructureRule
from hub.store.models.studio import Studio


class StudioEvent(Base):
    """One step, who took it, and under which version of the standards; never changed and never removed."""

    __tablename__ = "studio_event"
    prefix: ClassVar[str] = "evt"
    title = Title("工作室历程", "A step in the life of a studio")
    access = Access(noun=Noun.HISTORY, owners=("owner_body_id",), studio="studio_id", committee="studio.committee_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column(
        "归属政协标识", "owner of the studio at the time", refers="body.id", index=False
    )
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    position: Mapped[int] = column("序号", "its number in the life of the studio, from 1")
    kind: Mapped[StudioEventKind] = column("步骤", "what happened", of=StudioEventKind, index=True)
    happened_on: Mapped[date] = column("发生日期", "day it happened")
    recorded_at: Mapped[datetime] = column("记录时间", "when the hub came to know it")
    status_before: Mapped[StudioStatus | None] = column("此前状态", "state before", of=StudioStatus)
    status_after: Mapped[StudioStatus | None] = column("此后状态", "state after", of=StudioStatus)
    body_id: Mapped[str | None] = column("经办政协标识", "body that took it; null for the hub itself", refers="body.id")
    role: Mapped[Role | None] = column("经办角色", "role in which it was taken; null for the hub itself", of=Role)
    actor: Mapped[str | None] = column("经办人", "who took it", sensitivity=Sensitivity.WORK)
    rulebook_id: Mapped[str | None] = column("标准版本标识", "standards it rests on", refers="rulebook.id")
    rule: Mapped[str | None] = column("规则号", "rule it follows from (R-…)")
    note: Mapped[str | None] = column("说明", "what is to be known about it", sensitivity=Sensitivity.WORK)
    subject_id: Mapped[str | None] = column("相关对象标识", "row it is about, where it is not the studio")

    __table_args__ = (
        UniqueConstraint("studio_id", "position"),
        Index("ix_studio_event_owner_body_id_id", owner_body_id, id),
    )

    owner: Mapped[Body] = relation("归属政协", "owner of the studio at the time", key="StudioEvent.owner_body_id")
    studio: Mapped[Studio] = relation("工作室", "which studio")
    body: Mapped[Body | None] = relation("经办政协", "body that took it", key="StudioEvent.body_id")
    rulebook: Mapped[Rulebook | None] = relation("标准版本", "standards it rests on")


class Finding(Base):
    """What judging one studio by one rule came to, kept in the transaction that changes what it rests on."""

    __tablename__ = "finding"
    prefix: ClassVar[str] = "fnd"
    title = Title("合规结论", "What judging a studio by a rule came to")
    access = Access(noun=Noun.FINDING, owners=("owner_body_id",), studio="studio_id", committee="studio.committee_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    rulebook_id: Mapped[str] = column("标准版本标识", "version it was judged by", refers="rulebook.id")
    structure_rule_id: Mapped[str | None] = column("结构规则标识", "rule of structure", refers="structure_rule.id")
    standard_id: Mapped[str | None] = column("建设标准标识", "named standard", refers="standard.id")
    judged_by: Mapped[JudgedBy] = column("依据", "whose standard it is", of=JudgedBy)
    effective: Mapped[bool] = column("有效标准", "the stricter one of its kind along the chain (A-25)")
    kind: Mapped[StructureKind | None] = column(
        "规则种类", "kind of rule; null for a named standard", of=StructureKind, index=True
    )
    rule: Mapped[str | None] = column("规则号", "number of the rule (R-…)")
    strength: Mapped[Strength | None] = column("约束力", "strength of the wording", of=Strength)
    result: Mapped[FindingResult] = column("结论", "what it came to", of=FindingResult, index=True)
    expected: Mapped[str] = column("要求", "what is asked, in Chinese")
    expected_en: Mapped[str] = column("要求（英文）", "what is asked, in English")
    found: Mapped[str] = column("实际", "what the records show, in Chinese")
    found_en: Mapped[str] = column("实际（英文）", "what the records show, in English")
    reason: Mapped[str | None] = column("例外理由", "reason of an exception", sensitivity=Sensitivity.WORK)
    judged_on: Mapped[date] = column("判定日期", "day for which it was judged")

    __table_args__ = (
        Index("ix_finding_owner_body_id_id", owner_body_id, id),
        Index("ix_finding_studio_id_id", studio_id, id),
    )

    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
    studio: Mapped[Studio] = relation("工作室", "which studio")
    rulebook: Mapped[Rulebook] = relation("标准版本", "version it was judged by")
    structure_rule: Mapped[StructureRule | None] = relation("结构规则", "rule of structure")
    standard: Mapped[Standard | None] = relation("建设标准", "named standard")


class RememberedRequest(Base):
    """What a request with a key came to, so that the same request again has the same answer and no second effect."""

    __tablename__ = "remembered_request"
    __table_args__ = (UniqueConstraint("client", "operation", "key"),)
    prefix: ClassVar[str] = "req"
    title = Title("幂等请求", "A request that may come again")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    client: Mapped[str] = column("客户端", "issuer, subject and client that sent it")
    operation: Mapped[str] = column("操作", "name of the mutation")
    key: Mapped[str] = column("幂等键", "key that the client chose")
    fingerprint: Mapped[str] = column("请求摘要", "SHA-256 of its arguments")
    answer: Mapped[dict[str, object]] = column("答复", "what it came to", kind=Document())
    recorded_at: Mapped[datetime] = column("记录时间", "when it was answered")
