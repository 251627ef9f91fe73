"""Joint work across levels, peers, departments and regions: the “十” of linkages (domain.md §2.15, W8, A-62)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.level import Level
from hub.domain.registry_words import Consent, LinkDirection, LinkForm, LinkStatus, PartyKind, PartyRole
from hub.domain.term import Title
from hub.domain.words import OutputKind
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.facts import Activity, Output
from hub.store.models.studio import Studio


class Arrangement(Base):
    """A linkage of several parties; one of them leads and owns it, every party reads the joint part."""

    __tablename__ = "arrangement"
    prefix: ClassVar[str] = "arr"
    title = Title("联动", "A linkage of several parties")
    access = Access(
        noun=Noun.ARRANGEMENT,
        owners=("lead_body_id", "parties.body_id"),
        published="published",
        studio="parties.studio_id",
        committee="parties.committee_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    lead_body_id: Mapped[str] = column("牵头政协标识", "body that leads and counts it", refers="body.id", index=False)
    studio_id: Mapped[str | None] = column("共建工作室标识", "studio that is built jointly", refers="studio.id")
    direction: Mapped[LinkDirection] = column("方向", "direction", of=LinkDirection, cite="S0:67")
    form: Mapped[LinkForm] = column("形式", "form", of=LinkForm, cite="S0:71")
    status: Mapped[LinkStatus] = column("状态", "where it stands", of=LinkStatus, index=True)
    topic: Mapped[str] = column("议题", "topic", cite="S4:51")
    year: Mapped[int | None] = column("年度", "year", cite="S4:51")
    recurrence: Mapped[str | None] = column("届次", "which time it takes place", cite="S4:43")
    levels: Mapped[list[str]] = column(
        "参与级别", "levels that take part, highest first", kind=TextList(), default=list, cite="S4:43"
    )
    lead_person: Mapped[str | None] = column("带队人", "who leads, with the post", cite="S4:43")
    platform: Mapped[str | None] = column("使用平台", "platform that it uses", cite="S0:71")
    adoption: Mapped[str | None] = column("采纳情况", "what became of it", cite="S4:51")
    agreement_signed_on: Mapped[date | None] = column("协议签订日期", "day an agreement was signed", cite="S4:43")
    agreed_on: Mapped[date | None] = column("达成日期", "day the last party agreed")
    started_on: Mapped[date | None] = column("开始日期", "first day")
    ended_on: Mapped[date | None] = column("结束日期", "last day")
    source_text: Mapped[str | None] = column("原文", "sentence it rests on")
    cite: Mapped[str | None] = column("出处", "document and line")
    published: Mapped[bool] = column("已公开", "shown to the public", default=False, index=True)
    changed_at: Mapped[datetime] = column("更新时间", "when it last changed")
    revision: Mapped[int] = column("修订号", "counts its changes, from 1")

    __table_args__ = (Index("ix_arrangement_lead_body_id_id", lead_body_id, id),)

    lead: Mapped[Body] = relation("牵头政协", "body that leads it")
    studio: Mapped[Studio | None] = relation("共建工作室", "studio that is built jointly")
    parties: Mapped[list[ArrangementParty]] = relation("参与方", "its parties")
    results: Mapped[list[ArrangementOutput]] = relation("成果", "what came of it")
    activities: Mapped[list[Activity]] = relation("共同活动", "joint activities that were part of it")


class ArrangementParty(Base):
    """One party of a linkage: what it is, what it does in it, whether it has agreed, and its own part."""

    __tablename__ = "arrangement_party"
    prefix: ClassVar[str] = "apy"
    title = Title("联动参与方", "A party of a linkage")
    access = Access(
        noun=Noun.ARRANGEMENT,
        owners=("lead_body_id", "body_id", "fellows.body_id"),
        published="published",
        studio="fellows.studio_id",
        committee="fellows.committee_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    arrangement_id: Mapped[str] = column("联动标识", "which linkage", refers="arrangement.id")
    lead_body_id: Mapped[str] = column("牵头政协标识", "body that leads the linkage", refers="body.id")
    kind: Mapped[PartyKind] = column("种类", "what it is", of=PartyKind)
    role: Mapped[PartyRole] = column("角色", "what it does", of=PartyRole)
    level: Mapped[Level | None] = column("级别", "its level, where it has one", of=Level)
    body_id: Mapped[str | None] = column(
        "政协标识", "body that speaks for it here; null where it has no login", refers="body.id"
    )
    studio_id: Mapped[str | None] = column("工作室标识", "studio that takes part", refers="studio.id")
    committee_id: Mapped[str | None] = column(
        "专委会标识", "committee that takes part, or guides the studio that does", refers="committee.id"
    )
    name: Mapped[str] = column("名称", "name as it is called", cite="S4:73")
    consent: Mapped[Consent] = column("是否同意", "whether it has agreed", of=Consent)
    consented_on: Mapped[date | None] = column("表态日期", "day it agreed or declined")
    consent_note: Mapped[str | None] = column("同意程序", "by which procedure, with its number")
    consented_by: Mapped[str | None] = column("表态人", "who recorded it", sensitivity=Sensitivity.WORK)
    part: Mapped[str | None] = column("本方工作", "what this party itself brings and did; written by it alone")
    published: Mapped[bool] = column("已公开", "shown to the public", default=False)

    arrangement: Mapped[Arrangement] = relation("联动", "which linkage")
    body: Mapped[Body | None] = relation("政协组织", "body that speaks for it", key="ArrangementParty.body_id")
    studio: Mapped[Studio | None] = relation("工作室", "studio that takes part")
    committee: Mapped[Committee | None] = relation("专委会", "committee that takes part or guides it")
    fellows: Mapped[list[ArrangementParty]] = relation(
        "各方",
        "all parties of the same linkage",
        alike="ArrangementParty.arrangement_id == foreign(remote(ArrangementParty.arrangement_id))",
    )


class ArrangementOutput(Base):
    """What came of a linkage; recorded by a party, read by all of them."""

    __tablename__ = "arrangement_output"
    prefix: ClassVar[str] = "aro"
    title = Title("联动成果", "What came of a linkage")
    access = Access(
        noun=Noun.ARRANGEMENT,
        owners=("lead_body_id", "body_id", "parties.body_id"),
        published="published",
        studio="parties.studio_id",
        committee="parties.committee_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    arrangement_id: Mapped[str] = column("联动标识", "which linkage", refers="arrangement.id")
    lead_body_id: Mapped[str] = column("牵头政协标识", "body that leads the linkage", refers="body.id")
    body_id: Mapped[str] = column("记录政协标识", "body that recorded it", refers="body.id")
    output_id: Mapped[str | None] = column("成果标识", "output it is, where it is on record", refers="output.id")
    kind: Mapped[OutputKind] = column("种类", "kind of output", of=OutputKind)
    name: Mapped[str] = column("题目", "title", cite="S4:51")
    recipients: Mapped[list[str]] = column(
        "报送对象", "to whom it was sent", kind=TextList(), default=list, cite="S4:51"
    )
    adoption: Mapped[str | None] = column("采纳情况", "what became of it", cite="S4:51")
    submitted_on: Mapped[date | None] = column("报送日期", "day it was submitted")
    published: Mapped[bool] = column("已公开", "shown to the public", default=False)

    arrangement: Mapped[Arrangement] = relation("联动", "which linkage")
    body: Mapped[Body] = relation("记录政协", "body that recorded it", key="ArrangementOutput.body_id")
    output: Mapped[Output | None] = relation("成果", "output it is")
    parties: Mapped[list[ArrangementParty]] = relation(
        "各方",
        "the parties of its linkage",
        alike="ArrangementOutput.arrangement_id == foreign(remote(ArrangementParty.arrangement_id))",
    )
