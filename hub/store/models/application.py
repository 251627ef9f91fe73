"""Applications for a studio, the people they name and the steps of their approval (domain.md §2.6, W1, W2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Role, Sensitivity
from hub.domain.registry_words import ApplicantKind, ApplicationKind, ApplicationStatus, Verdict
from hub.domain.standard_words import ApprovalStep
from hub.domain.term import Title
from hub.domain.words import Mode, ResidencyRole, StudioType
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.member import Member
from hub.store.models.places import Division
from hub.store.models.standard import ApprovalChain, Rulebook
from hub.store.models.studio import Studio


class StudioApplication(Base):
    """A wish for a studio, for going online or for another type, addressed to the body of the same level (R-70)."""

    __tablename__ = "studio_application"
    prefix: ClassVar[str] = "app"
    title = Title("工作室申请", "An application for a studio")
    access = Access(
        noun=Noun.APPLICATION,
        owners=("body_id",),
        studio="studio_id",
        committee="committee_id",
        member="applicant_member_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    body_id: Mapped[str] = column("受理政协标识", "body it is addressed to", refers="body.id", index=False)
    studio_id: Mapped[str | None] = column("工作室标识", "studio it is about, once there is one", refers="studio.id")
    kind: Mapped[ApplicationKind] = column("申请种类", "what is applied for", of=ApplicationKind, cite="S3:151")
    status: Mapped[ApplicationStatus] = column("状态", "where it stands", of=ApplicationStatus, index=True)
    next_step: Mapped[ApprovalStep | None] = column(
        "待办步骤", "step it waits for", of=ApprovalStep, index=True, cite="S3:151"
    )
    rulebook_id: Mapped[str | None] = column("标准版本标识", "standards it is judged by", refers="rulebook.id")
    chain_id: Mapped[str | None] = column("审批程序标识", "chain it goes through", refers="approval_chain.id")
    steps_due: Mapped[list[str]] = column(
        "应经步骤", "the steps of its chain, as they stood when it was submitted", kind=TextList(), default=list
    )
    applicant_kind: Mapped[ApplicantKind] = column("申报主体", "who applies", of=ApplicantKind, cite="S3:147")
    applicant_member_id: Mapped[str | None] = column("申请委员标识", "member who applies", refers="member.id")
    committee_id: Mapped[str | None] = column(
        "所联系专委会标识", "committee that audits it and will guide the studio", refers="committee.id", cite="S3:151"
    )
    name: Mapped[str] = column("工作室名称", "name of the studio", cite="S3:197")
    type: Mapped[StudioType] = column("类型", "type", of=StudioType, cite="S3:198")
    mode: Mapped[Mode] = column("线上或线下", "online or offline", of=Mode, cite="S3:198")
    platform: Mapped[str | None] = column("拟入驻平台", "platform it would enter", cite="S3:151")
    division_id: Mapped[str | None] = column("区划标识", "division where it would be", refers="division.id")
    area: Mapped[str | None] = column("区域", "area it would serve", cite="S3:151")
    based_on: Mapped[str | None] = column("依托", "what it would rest on", cite="S3:99")
    industry: Mapped[str | None] = column("行业", "industry it would rest on", cite="S3:99")
    sector_names: Mapped[list[str]] = column(
        "界别", "sectors it would rest on", kind=TextList(), default=list, cite="S3:125"
    )
    named_after_id: Mapped[str | None] = column("冠名委员标识", "member it would be named after", refers="member.id")
    venue_address: Mapped[str | None] = column("活动场所", "room the applicant provides", cite="S3:131")
    functions: Mapped[list[str]] = column("主要职能", "main functions", kind=TextList(), default=list, cite="S3:149")
    work_arrangement: Mapped[str | None] = column("工作安排", "work arrangement", cite="S3:149")
    applicants: Mapped[list[str]] = column(
        "申请人", "who signs, jointly where several", kind=TextList(), default=list, cite="S3:209"
    )
    exception_reason: Mapped[str | None] = column(
        "例外理由", "why a rule in principle is not kept", sensitivity=Sensitivity.WORK
    )
    warnings: Mapped[list[str]] = column(
        "提示", "what is generally asked and not met, as told when it was submitted", kind=TextList(), default=list
    )
    warnings_en: Mapped[list[str]] = column("提示（英文）", "the same in English", kind=TextList(), default=list)
    exceptions: Mapped[list[str]] = column(
        "例外",
        "what is asked in principle and not met, each with its reason, as told when it was submitted",
        kind=TextList(),
        default=list,
        sensitivity=Sensitivity.WORK,
    )
    exceptions_en: Mapped[list[str]] = column(
        "例外（英文）", "the same in English", kind=TextList(), default=list, sensitivity=Sensitivity.WORK
    )
    applied_on: Mapped[date | None] = column("申请时间", "day of the application", cite="S3:197")
    decided_on: Mapped[date | None] = column("决定时间", "day it was agreed to or not", cite="S3:212")
    created_by: Mapped[str] = column("经办人", "who entered it", sensitivity=Sensitivity.WORK)
    changed_at: Mapped[datetime] = column("更新时间", "when it last changed")
    revision: Mapped[int] = column("修订号", "counts its changes, from 1")

    # The applications that wait for a step, as the people who take it ask for them.
    __table_args__ = (Index("ix_studio_application_body_id_id", body_id, id),)

    body: Mapped[Body] = relation("受理政协", "body it is addressed to")
    studio: Mapped[Studio | None] = relation("工作室", "studio it is about", key="StudioApplication.studio_id")
    rulebook: Mapped[Rulebook | None] = relation("标准版本", "standards it is judged by")
    chain: Mapped[ApprovalChain | None] = relation("审批程序", "chain it goes through")
    committee: Mapped[Committee | None] = relation("所联系专委会", "committee that audits it")
    applicant_member: Mapped[Member | None] = relation(
        "申请委员", "member who applies", key="StudioApplication.applicant_member_id"
    )
    named_after: Mapped[Member | None] = relation(
        "冠名委员", "member it would be named after", key="StudioApplication.named_after_id"
    )
    division: Mapped[Division | None] = relation("区划", "division where it would be")
    people: Mapped[list[ApplicationPerson]] = relation("参与人员", "people it names")
    steps: Mapped[list[ApplicationStep]] = relation("审批步骤", "steps that were taken")


class ApplicationPerson(Base):
    """A convener, liaison or participating member as the form names them (S3:199-206)."""

    __tablename__ = "application_person"
    prefix: ClassVar[str] = "apn"
    title = Title("申请所列人员", "A person that an application names")
    access = Access(
        noun=Noun.APPLICATION,
        owners=("body_id",),
        studio="application.studio_id",
        committee="application.committee_id",
        member="member_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    application_id: Mapped[str] = column("申请标识", "which application", refers="studio_application.id")
    body_id: Mapped[str] = column("受理政协标识", "body the application is addressed to", refers="body.id")
    role: Mapped[ResidencyRole] = column("角色", "what they would be", of=ResidencyRole, cite="S3:202")
    member_id: Mapped[str | None] = column("委员标识", "which member; null for who is none", refers="member.id")
    person_name: Mapped[str | None] = column("非委员姓名", "name of who is no member (S3:127)")
    unit_and_post: Mapped[str | None] = column(
        "单位及职务", "unit and post", sensitivity=Sensitivity.WORK, cite="S3:199"
    )
    expertise: Mapped[str | None] = column("专长领域", "field of expertise", cite="S3:201")
    contact: Mapped[str | None] = column(
        "联系方式", "telephone", sensitivity=Sensitivity.PERSONAL, mask="phone", cite="S3:206"
    )
    exception_reason: Mapped[str | None] = column(
        "例外理由", "why this member sits in more than one studio", sensitivity=Sensitivity.WORK, cite="S3:127"
    )

    application: Mapped[StudioApplication] = relation("申请", "which application")
    member: Mapped[Member | None] = relation("委员", "which member")


class ApplicationStep(Base):
    """One signature or act on the way: who, with which opinion, on which day (S3:210-212)."""

    __tablename__ = "application_step"
    __table_args__ = (UniqueConstraint("application_id", "position"),)
    prefix: ClassVar[str] = "aps"
    title = Title("审批步骤", "A step of an approval")
    access = Access(
        noun=Noun.APPLICATION,
        owners=("body_id",),
        studio="application.studio_id",
        committee="application.committee_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    application_id: Mapped[str] = column("申请标识", "which application", refers="studio_application.id", index=False)
    body_id: Mapped[str] = column("政协标识", "body that takes it", refers="body.id")
    position: Mapped[int] = column("序号", "its number, from 1")
    step: Mapped[ApprovalStep] = column("步骤", "which step", of=ApprovalStep)
    verdict: Mapped[Verdict] = column("结论", "what it came to", of=Verdict)
    role: Mapped[Role] = column("经办角色", "role in which it was taken", of=Role)
    actor: Mapped[str] = column("经办人", "who took it", sensitivity=Sensitivity.WORK)
    opinion: Mapped[str | None] = column("意见", "opinion", cite="S3:210-212")
    meeting: Mapped[str | None] = column("会议届次", "which meeting, as it is called", cite="S3:83")
    attachment: Mapped[str | None] = column("附件", "reference of the signed paper", sensitivity=Sensitivity.WORK)
    taken_on: Mapped[date] = column("日期", "day it was taken", cite="S3:210-212")
    recorded_at: Mapped[datetime] = column("记录时间", "when it was recorded")

    application: Mapped[StudioApplication] = relation("申请", "which application")
    body: Mapped[Body] = relation("政协组织", "body that takes it")
