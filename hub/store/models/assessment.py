"""Assessments with their dossiers, measures between them, and archives (domain.md §2.17, W5, W6)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Role, Sensitivity
from hub.domain.registry_words import AssessmentResult, FindingResult, MeasureKind
from hub.domain.term import Title
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.standard import Rulebook
from hub.store.models.studio import Studio


def _access() -> Access:
    return Access(noun=Noun.ASSESSMENT, owners=("owner_body_id",), studio="studio_id", committee="committee_id")


class Assessment(Base):
    """The assessment of one studio for one year by the committee that guides it (R-112)."""

    __tablename__ = "assessment"
    prefix: ClassVar[str] = "asm"
    title = Title("年度考核", "The assessment of a studio for a year")
    access = _access()

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    committee_id: Mapped[str | None] = column("考核专委会标识", "committee that assesses", refers="committee.id")
    rulebook_id: Mapped[str | None] = column("标准版本标识", "standards it was judged by", refers="rulebook.id")
    year: Mapped[int] = column("年度", "which year", index=True)
    result: Mapped[AssessmentResult] = column("结果", "what it came to", of=AssessmentResult, cite="S3:167")
    failures: Mapped[int] = column("连续未达标次数", "failures in a row with this one; a pass makes it 0 (A-54)")
    opinion: Mapped[str | None] = column("考核意见", "opinion of the committee")
    assessed_on: Mapped[date] = column("考核日期", "day it was decided")
    assessor: Mapped[str] = column("考核经办人", "who entered it", sensitivity=Sensitivity.WORK)
    reported_on: Mapped[date] = column("报主管部门日期", "day the managing department had it", cite="S3:167")
    recorded_at: Mapped[datetime] = column("记录时间", "when it was recorded")

    __table_args__ = (
        UniqueConstraint("studio_id", "year"),
        Index("ix_assessment_owner_body_id_id", owner_body_id, id),
    )

    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
    studio: Mapped[Studio] = relation("工作室", "which studio")
    committee: Mapped[Committee | None] = relation("考核专委会", "committee that assesses")
    rulebook: Mapped[Rulebook | None] = relation("标准版本", "standards it was judged by")
    items: Mapped[list[AssessmentItem]] = relation("考核依据", "its dossier")


class AssessmentItem(Base):
    """One line of a dossier: what a rule asks, what the records show, and whose gap it is where they show nothing."""

    __tablename__ = "assessment_item"
    __table_args__ = (UniqueConstraint("assessment_id", "position"),)
    prefix: ClassVar[str] = "asi"
    title = Title("考核依据", "A line of an assessment's dossier")
    access = _access()

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    assessment_id: Mapped[str] = column("考核标识", "which assessment", refers="assessment.id", index=False)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id")
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id")
    committee_id: Mapped[str | None] = column("考核专委会标识", "committee that assesses", refers="committee.id")
    position: Mapped[int] = column("序号", "its number, from 1")
    key: Mapped[str] = column("键", "key of the rule within its version")
    rule: Mapped[str | None] = column("规则号", "number of the rule (R-…)")
    clause: Mapped[str | None] = column("条款", "clause or heading")
    source_sentence: Mapped[str | None] = column("原文", "sentence it rests on")
    result: Mapped[FindingResult] = column("结论", "what it came to", of=FindingResult)
    expected: Mapped[str] = column("要求", "what is asked")
    found: Mapped[str] = column("实际", "what the records show")
    missing: Mapped[str | None] = column("缺口", "what is missing")
    gap_owner: Mapped[str | None] = column("缺口责任方", "whose gap it is, where data are missing")

    assessment: Mapped[Assessment] = relation("考核", "which assessment")
    studio: Mapped[Studio] = relation("工作室", "which studio")


class Measure(Base):
    """A check, a reminder, a warning, a violation that was found, or a removal that is due or decided."""

    __tablename__ = "measure"
    prefix: ClassVar[str] = "mea"
    title = Title("监督措施", "What was done about a studio")
    access = _access()

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    committee_id: Mapped[str | None] = column("专委会标识", "committee that guides it", refers="committee.id")
    assessment_id: Mapped[str | None] = column("考核标识", "assessment it follows from", refers="assessment.id")
    kind: Mapped[MeasureKind] = column("种类", "what was done", of=MeasureKind, index=True)
    rule: Mapped[str | None] = column("规则号", "rule it follows from (R-…)")
    year: Mapped[int | None] = column("年度", "year it is about")
    taken_on: Mapped[date] = column("日期", "day it was done")
    scheduled: Mapped[bool | None] = column("定期检查", "a scheduled check, as against one unannounced")
    reason: Mapped[str] = column("事由", "why, or what was found")
    role: Mapped[Role | None] = column("经办角色", "role in which it was done; null for the hub itself", of=Role)
    actor: Mapped[str | None] = column("经办人", "who did it", sensitivity=Sensitivity.WORK)
    meeting: Mapped[str | None] = column("会议届次", "which meeting decided")
    recorded_at: Mapped[datetime] = column("记录时间", "when it was recorded")

    __table_args__ = (
        Index("ix_measure_owner_body_id_id", owner_body_id, id),
        Index("ix_measure_studio_id_id", studio_id, id),
    )

    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
    studio: Mapped[Studio] = relation("工作室", "which studio")
    committee: Mapped[Committee | None] = relation("专委会", "committee that guides it")
    assessment: Mapped[Assessment | None] = relation("考核", "assessment it follows from")


class ArchiveRecord(Base):
    """What one of the two parties has collected of an ended studio (R-122)."""

    __tablename__ = "archive_record"
    __table_args__ = (UniqueConstraint("studio_id", "role"),)
    prefix: ClassVar[str] = "arc"
    title = Title("归档记录", "What was collected of an ended studio")
    access = _access()

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id")
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    committee_id: Mapped[str | None] = column("专委会标识", "committee that guides it", refers="committee.id")
    role: Mapped[Role] = column("归档方", "managing department or guiding committee", of=Role, cite="S3:175")
    items: Mapped[list[str]] = column("归档资料", "what was collected", kind=TextList(), default=list)
    place: Mapped[str | None] = column("存放处", "where it is kept", sensitivity=Sensitivity.WORK)
    collected_on: Mapped[date] = column("归档日期", "day it was collected")
    actor: Mapped[str] = column("经办人", "who did it", sensitivity=Sensitivity.WORK)
    recorded_at: Mapped[datetime] = column("记录时间", "when it was recorded")

    studio: Mapped[Studio] = relation("工作室", "which studio")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
