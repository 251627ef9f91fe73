"""Who held a joint activity together: the joint part, which every party reads, beside the one activity (A-14)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hub.domain.access import Noun
from hub.domain.registry_words import PartyRole
from hub.domain.term import Title
from hub.domain.words import JointRule, Mode
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body, Committee
from hub.store.models.facts import Activity, ActivityKind
from hub.store.models.studio import Studio

COPIED = ("owner_body_id", "topic", "held_on", "kind_id", "mode", "joint_rule", "published", "deleted_at")
"""What stands on each party's row as it stands on the activity, corrected and withdrawn with it."""


class ActivityParty(Base):
    """One party of a joint activity; what all of them read of the activity stands on each party's row.

    The activity itself belongs to the lead alone and is counted once. Who took part and by which rule it is credited
    never changes once it is recorded; what its source corrects besides stands here too.
    """

    __tablename__ = "activity_party"
    prefix: ClassVar[str] = "aty"
    title = Title("共同活动参与方", "A party of a joint activity")
    access = Access(
        noun=Noun.ACTIVITY,
        owners=("owner_body_id", "body_id", "fellows.body_id"),
        published="published",
        studio="fellows.studio_id",
        committee="fellows.committee_id",
    )

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    activity_id: Mapped[str] = column("活动标识", "which activity", refers="activity.id")
    owner_body_id: Mapped[str] = column(
        "牵头政协标识", "body of the lead, which counts it", refers="body.id", index=False
    )
    body_id: Mapped[str | None] = column(
        "政协标识", "body that is credited; null where it has no login", refers="body.id", index=False
    )
    studio_id: Mapped[str | None] = column("工作室标识", "studio that is credited", refers="studio.id", index=False)
    committee_id: Mapped[str | None] = column(
        "专委会标识", "committee that guides that studio", refers="committee.id", index=False
    )
    role: Mapped[PartyRole] = column("角色", "what it did", of=PartyRole)
    share: Mapped[int | None] = column("份额", "share in parts per thousand (‰); only where persons are split")
    name: Mapped[str] = column("名称", "name as it is called", cite="S4:73")
    topic: Mapped[str] = column("主题", "topic of the activity")
    held_on: Mapped[date] = column("活动日期", "business day, Asia/Shanghai")
    kind_id: Mapped[str] = column("类别标识", "kind of activity", refers="activity_kind.id", index=False)
    mode: Mapped[Mode] = column("线上或线下", "online, offline or both", of=Mode)
    joint_rule: Mapped[JointRule] = column("共同活动计法", "how persons are credited to the parties", of=JointRule)
    published: Mapped[bool] = column("已公开", "shown to the public, as the activity is", default=False)
    deleted_at: Mapped[datetime | None] = column("删除时间", "when the source of the activity withdrew it")

    __table_args__ = (
        # What a body or a studio took part in, from the latest on or within a period.
        Index("ix_activity_party_body_id_held_on", body_id, held_on.desc(), id),
        Index("ix_activity_party_studio_id_held_on", studio_id, held_on.desc(), id),
    )

    activity: Mapped[Activity] = relation("活动", "the activity itself; its lead's own record")
    owner: Mapped[Body] = relation("牵头政协", "body of the lead, which counts it", key="ActivityParty.owner_body_id")
    body: Mapped[Body | None] = relation("政协组织", "body that is credited", key="ActivityParty.body_id")
    studio: Mapped[Studio | None] = relation("工作室", "studio that is credited")
    committee: Mapped[Committee | None] = relation("专委会", "committee that guides that studio")
    kind: Mapped[ActivityKind] = relation("类别", "kind of activity")
    fellows: Mapped[list[ActivityParty]] = relation(
        "各方",
        "all parties of the same activity",
        alike="ActivityParty.activity_id == foreign(remote(ActivityParty.activity_id))",
    )
