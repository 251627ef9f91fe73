"""What people have to do; the hub raises it and never does it by itself (domain.md W6, W7)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.registry_words import TaskKind, TaskStatus
from hub.domain.term import Title
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.member import Member
from hub.store.models.studio import Studio


class Task(Base):
    """One thing to be done, by whom, about which studio, and under which rule."""

    __tablename__ = "task"
    prefix: ClassVar[str] = "tsk"
    title = Title("待办", "Something to be done by people")
    access = Access(noun=Noun.TASK, owners=("body_id",), studio="studio_id", committee="committee_id")

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    body_id: Mapped[str] = column("责任政协标识", "body that has to see to it", refers="body.id", index=False)
    committee_id: Mapped[str | None] = column(
        "责任专委会标识", "committee that has to see to it", refers="committee.id"
    )
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id", index=False)
    member_id: Mapped[str | None] = column("委员标识", "member it is about", refers="member.id")
    kind: Mapped[TaskKind] = column("种类", "what is to be done", of=TaskKind, index=True)
    status: Mapped[TaskStatus] = column("状态", "whether it is done", of=TaskStatus)
    rule: Mapped[str | None] = column("规则号", "rule it follows from (R-…)")
    why: Mapped[str] = column("事由", "why it is to be done")
    subject_id: Mapped[str | None] = column("相关对象标识", "row it is about, where it is not the studio")
    raised_on: Mapped[date] = column("提出日期", "day it was raised")
    due_on: Mapped[date | None] = column("期限", "last day by configuration; null where no document gives one (A-43)")
    done_on: Mapped[date | None] = column("办结日期", "day it was done or cancelled")
    done_by: Mapped[str | None] = column("办结人", "who did it", sensitivity=Sensitivity.WORK)
    outcome: Mapped[str | None] = column("结果", "what came of it")
    recorded_at: Mapped[datetime] = column("更新时间", "when it last changed")

    __table_args__ = (
        Index("ix_task_body_id_id", body_id, id),
        Index("ix_task_studio_id_id", studio_id, id),
    )

    body: Mapped[Body] = relation("责任政协", "body that has to see to it")
    committee: Mapped[Committee | None] = relation("责任专委会", "committee that has to see to it")
    studio: Mapped[Studio] = relation("工作室", "which studio")
    member: Mapped[Member | None] = relation("委员", "member it is about")
