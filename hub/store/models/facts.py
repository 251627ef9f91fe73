"""The facts that local systems hold: activities, duty shifts, opinions and outputs (domain.md §2.7-§2.13)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.term import Title
from hub.domain.words import (
    JointRule,
    Mode,
    OpinionChannel,
    OpinionClass,
    OpinionStatus,
    OutputFate,
    OutputKind,
    RotaKind,
)
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.member import Member
from hub.store.models.provenance import Provenance
from hub.store.models.studio import Studio

if TYPE_CHECKING:
    from hub.store.models.activity_party import ActivityParty
    from hub.store.models.arrangement import Arrangement


def _access(noun: Noun, *, published: str | None = "published", member: str | None = None) -> Access:
    return Access(
        noun=noun,
        owners=("owner_body_id",),
        published=published,
        studio="studio_id",
        committee="studio.committee_id",
        member=member,
    )


class ActivityKind(Base):
    """A kind of duty activity; a new kind is a row, not a release."""

    __tablename__ = "activity_kind"
    prefix: ClassVar[str] = "akd"
    title = Title("活动类别", "A kind of duty activity")
    access = Access(noun=Noun.STANDARD, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    code: Mapped[str] = column("代码", "stable code", unique=True)
    name: Mapped[str] = column("名称", "Chinese name")
    name_en: Mapped[str] = column("英文名称", "English name")
    labels: Mapped[list[str]] = column("文中说法", "wordings in the documents", kind=TextList(), default=list)
    cite: Mapped[str | None] = column("出处", "document and line")


class Activity(Provenance, Base):
    """A duty activity that a studio held."""

    __tablename__ = "activity"
    prefix: ClassVar[str] = "act"
    title = Title("履职活动", "A duty activity of a studio")
    access = _access(Noun.ACTIVITY)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "body that counts it", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "studio that held it", refers="studio.id", index=False)
    kind_id: Mapped[str] = column("类别标识", "kind of activity", refers="activity_kind.id")
    local_kind_label: Mapped[str | None] = column("本地类别名称", "kind as the source words it")
    mode: Mapped[Mode] = column("线上或线下", "online, offline or both", of=Mode)
    topic: Mapped[str] = column("主题", "topic")
    held_on: Mapped[date] = column("活动日期", "business day, Asia/Shanghai")
    starts_at: Mapped[datetime | None] = column("开始时间", "start")
    ends_at: Mapped[datetime | None] = column("结束时间", "end")
    place: Mapped[str | None] = column("地点", "place")
    platform: Mapped[str | None] = column("平台", "platform of an online activity")
    host_bodies: Mapped[list[str]] = column("主办单位", "hosts as named", kind=TextList(), default=list)
    members_count: Mapped[int | None] = column("参加委员数", "members taking part, persons (人)")
    public_count: Mapped[int | None] = column("参加群众数", "people of the public, persons or person-times as reported")
    departments: Mapped[list[str]] = column("参加部门", "departments taking part", kind=TextList(), default=list)
    beneficiaries: Mapped[int | None] = column("受益人数", "people helped, person-times (人次)")
    summary: Mapped[str | None] = column("活动情况", "what was done", sensitivity=Sensitivity.WORK)
    party_study_first: Mapped[bool | None] = column("先学理论", "opened with party study", cite="S1:60")
    publicity: Mapped[str | None] = column("宣传", "how it was reported", cite="S1:104")
    joint_rule: Mapped[JointRule | None] = column(
        "共同活动计法", "how its persons are credited to its parties; null where it is not joint", of=JointRule
    )
    arrangement_id: Mapped[str | None] = column("联动标识", "linkage it was part of", refers="arrangement.id")
    published: Mapped[bool] = column("已公开", "shown to the public", default=False)

    __table_args__ = (
        # Every list is asked for from its latest row on: all of them, those of a studio, those of a body, whose own
        # rooms see no others.
        Index("ix_activity_held_on_id", held_on.desc(), id),
        Index("ix_activity_studio_id_held_on", studio_id, held_on.desc(), id),
        Index("ix_activity_owner_body_id_held_on", owner_body_id, held_on.desc(), id),
    )

    studio: Mapped[Studio] = relation("工作室", "studio that held it")
    owner: Mapped[Body] = relation("归属政协", "body that counts it")
    kind: Mapped[ActivityKind] = relation("类别", "kind of activity")
    arrangement: Mapped[Arrangement | None] = relation("联动", "linkage it was part of")
    parties: Mapped[list[ActivityParty]] = relation("共同参与方", "its parties, the lead among them; none unless joint")


class DutyShift(Provenance, Base):
    """A member's shift on duty in a studio; the plan is public, attendance is not."""

    __tablename__ = "duty_shift"
    prefix: ClassVar[str] = "shf"
    title = Title("值班", "A duty shift")
    access = _access(Noun.DUTY_SHIFT, member="member_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "where", refers="studio.id", index=False)
    member_id: Mapped[str | None] = column("委员标识", "who", refers="member.id", index=False)
    held_on: Mapped[date] = column("值班日期", "business day, Asia/Shanghai")
    starts_at: Mapped[datetime | None] = column("开始时间", "start")
    ends_at: Mapped[datetime | None] = column("结束时间", "end")
    mode: Mapped[Mode] = column("线上或线下", "online or offline", of=Mode)
    rota_kind: Mapped[RotaKind | None] = column("轮值方式", "how the shift comes about", of=RotaKind)
    platform: Mapped[str | None] = column("平台", "platform of an online shift")
    place: Mapped[str | None] = column("地点", "place")
    planned: Mapped[bool] = column("列入计划", "on the published plan", default=True)
    attended: Mapped[bool | None] = column("已到岗", "attended", sensitivity=Sensitivity.WORK)
    appointments: Mapped[int | None] = column("预约数", "appointments, persons (人)", sensitivity=Sensitivity.WORK)
    issues_raised: Mapped[int | None] = column("反映问题数", "problems raised (个)", sensitivity=Sensitivity.WORK)
    solved: Mapped[int | None] = column("解决问题数", "problems solved (个)", sensitivity=Sensitivity.WORK)
    published: Mapped[bool] = column("已公开", "shown to the public", default=True)

    __table_args__ = (
        # Every list is asked for from its latest row on: all of them, those of a studio, those of a body, whose own
        # rooms see no others.
        Index("ix_duty_shift_held_on_id", held_on.desc(), id),
        Index("ix_duty_shift_studio_id_held_on", studio_id, held_on.desc(), id),
        Index("ix_duty_shift_owner_body_id_held_on", owner_body_id, held_on.desc(), id),
        Index("ix_duty_shift_member_id_held_on", member_id, held_on.desc(), id),
    )

    studio: Mapped[Studio] = relation("工作室", "where")
    member: Mapped[Member | None] = relation("委员", "who")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio")


class Opinion(Provenance, Base):
    """An opinion of the masses as a studio received it; the citizen's identity never enters the hub (A-61)."""

    __tablename__ = "opinion"
    prefix: ClassVar[str] = "opn"
    title = Title("群众意见建议", "An opinion of the masses, without the citizen's identity")
    access = _access(Noun.OPINION, published=None)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id", index=False)
    studio_id: Mapped[str] = column("工作室标识", "studio that received it", refers="studio.id", index=False)
    received_on: Mapped[date] = column("收到日期", "day it was received")
    channel: Mapped[OpinionChannel] = column("渠道", "how it came", of=OpinionChannel, cite="S3:157-159")
    opinion_class: Mapped[OpinionClass] = column("意见类别", "triage class", of=OpinionClass, cite="S3:159-161")
    topic: Mapped[str] = column("主题", "what it is about, without names")
    in_scope: Mapped[bool | None] = column("受理范围内", "within the studio's scope", cite="S3:159")
    status: Mapped[OpinionStatus] = column("办理状态", "how far it has come", of=OpinionStatus, cite="S3:163")
    widely_concerned: Mapped[bool | None] = column("反映集中", "many people raise it", cite="S3:117")
    answered_on: Mapped[date | None] = column("答复日期", "day of the answer", cite="S3:161")
    fed_back_on: Mapped[date | None] = column("反馈日期", "day of the feedback", cite="S3:163")
    solved: Mapped[bool | None] = column("已解决", "the problem was solved", cite="S2:126")
    satisfied: Mapped[bool | None] = column("群众满意", "the citizen was satisfied", cite="S3:167")

    __table_args__ = (
        # Every list is asked for from its latest row on: all of them, those of a studio, those of a body, whose own
        # rooms see no others.
        Index("ix_opinion_received_on_id", received_on.desc(), id),
        Index("ix_opinion_studio_id_received_on", studio_id, received_on.desc(), id),
        Index("ix_opinion_owner_body_id_received_on", owner_body_id, received_on.desc(), id),
    )

    studio: Mapped[Studio] = relation("工作室", "studio that received it")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio")


class Output(Provenance, Base):
    """Something a studio's work produced, whom it was sent to and what became of it."""

    __tablename__ = "output"
    prefix: ClassVar[str] = "out"
    title = Title("履职成果", "An output of a studio's work")
    access = _access(Noun.OUTPUT)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "body that counts it", refers="body.id", index=False)
    studio_id: Mapped[str | None] = column(
        "工作室标识", "studio it originates from (A-15)", refers="studio.id", index=False
    )
    kind: Mapped[OutputKind] = column("种类", "kind of output", of=OutputKind)
    title_text: Mapped[str] = column("标题", "title")
    submitted_on: Mapped[date] = column("报送日期", "day it was submitted")
    issue_number: Mapped[str | None] = column("期号", "issue (期) of a bulletin; an issue may hold several items (条)")
    is_collective: Mapped[bool | None] = column("集体提案", "a collective proposal", cite="S3:161")
    is_key: Mapped[bool | None] = column("重点提案", "a key proposal", cite="S4:29")
    recipients: Mapped[list[str]] = column("报送对象", "who received it (A-12)", kind=TextList(), default=list)
    authors: Mapped[list[str]] = column("作者", "authors as named", kind=TextList(), default=list)
    fate: Mapped[OutputFate | None] = column("结果", "what became of it", of=OutputFate)
    fate_by: Mapped[str | None] = column("批示采纳单位", "who adopted or endorsed it")
    ticket_number: Mapped[str | None] = column("工单号", "ticket number of a hotline", sensitivity=Sensitivity.WORK)
    published: Mapped[bool] = column("已公开", "shown to the public", default=False)

    __table_args__ = (
        # Every list is asked for from its latest row on: all of them, those of a studio, those of a body, whose own
        # rooms see no others.
        Index("ix_output_submitted_on_id", submitted_on.desc(), id),
        Index("ix_output_studio_id_submitted_on", studio_id, submitted_on.desc(), id),
        Index("ix_output_owner_body_id_submitted_on", owner_body_id, submitted_on.desc(), id),
    )

    studio: Mapped[Studio | None] = relation("工作室", "studio it originates from")
    owner: Mapped[Body] = relation("归属政协", "body that counts it")
