"""Where a studio is found: its room, its plate and its seats on platforms (domain.md §2.2)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from hub.domain.access import Noun, Sensitivity
from hub.domain.term import Title
from hub.store.kinds import TextList
from hub.store.models.base import Access, Base, column, relation
from hub.store.models.body import Body
from hub.store.models.provenance import Provenance
from hub.store.models.studio import Studio


def _access(noun: Noun) -> Access:
    return Access(
        noun=noun, owners=("owner_body_id",), published="published", studio="studio_id", committee="studio.committee_id"
    )


class Venue(Provenance, Base):
    """The place where a studio meets, and what hangs on its wall (S3:131)."""

    __tablename__ = "venue"
    prefix: ClassVar[str] = "ven"
    title = Title("活动场所", "The place where a studio meets")
    access = _access(Noun.VENUE)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id")
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id")
    address: Mapped[str | None] = column("地址", "address", cite="S4:27")
    kind: Mapped[str | None] = column("场所类别", "building, park, community, court, hospital …", cite="S1:72")
    is_fixed: Mapped[bool | None] = column("固定场所", "a fixed place", cite="S3:131")
    has_own_room: Mapped[bool | None] = column("独立工作室", "a room of its own", cite="S2:98")
    siting_principle: Mapped[str | None] = column("选址原则", "why here", cite="S3:131")
    facilities: Mapped[list[str]] = column("办公设施", "facilities", kind=TextList(), default=list, cite="S3:131")
    provided_by: Mapped[str | None] = column("提供方", "who provides it", cite="S3:131")
    shared_with: Mapped[list[str]] = column(
        "共享场所", "rooms shared with others", kind=TextList(), default=list, cite="S1:99"
    )
    wall_items: Mapped[list[str]] = column(
        "墙面布置", "what hangs on the wall", kind=TextList(), default=list, cite="S3:131"
    )
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    studio: Mapped[Studio] = relation("工作室", "which studio")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio")


class Plaque(Provenance, Base):
    """The plate of a studio: granted, removed, recovered by the body that granted it (S3:171)."""

    __tablename__ = "plaque"
    prefix: ClassVar[str] = "plq"
    title = Title("标牌", "The plate of a studio")
    access = _access(Noun.PLAQUE)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id")
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id")
    granted_by_id: Mapped[str | None] = column("授牌单位标识", "body that granted it", refers="body.id", cite="S3:151")
    granted_on: Mapped[date | None] = column("授牌日期", "day it was granted", cite="S3:151")
    removed_on: Mapped[date | None] = column(
        "摘牌日期", "day it was removed", sensitivity=Sensitivity.WORK, cite="S3:167"
    )
    recovered_on: Mapped[date | None] = column(
        "收回日期", "day it was recovered", sensitivity=Sensitivity.WORK, cite="S3:171"
    )
    displayed_prominently: Mapped[bool | None] = column("醒目位置", "set up where it is seen", cite="S3:131")
    unified_signage: Mapped[bool | None] = column("统一标识", "carries the unified sign", cite="S2:38")
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    studio: Mapped[Studio] = relation("工作室", "which studio")
    granted_by: Mapped[Body | None] = relation("授牌单位", "body that granted it", key="Plaque.granted_by_id")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio", key="Plaque.owner_body_id")


class OnlinePresence(Provenance, Base):
    """A studio's seat on a platform such as 秦商量 or a cloud studio (S3:151, S0:71)."""

    __tablename__ = "online_presence"
    prefix: ClassVar[str] = "onp"
    title = Title("线上入驻", "A studio's seat on an online platform")
    access = _access(Noun.ONLINE_PRESENCE)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    owner_body_id: Mapped[str] = column("归属政协标识", "owner of the studio", refers="body.id")
    studio_id: Mapped[str] = column("工作室标识", "which studio", refers="studio.id")
    platform: Mapped[str] = column("平台", "name of the platform", index=True, cite="S3:151")
    room: Mapped[str | None] = column("平台房间号", "the platform's own key of the room")
    onboarded_on: Mapped[date | None] = column("入驻日期", "day it moved in", cite="S3:151")
    left_on: Mapped[date | None] = column("退出日期", "day it left")
    published: Mapped[bool] = column("已公开", "shown to the public", default=True, index=True)

    studio: Mapped[Studio] = relation("工作室", "which studio")
    owner: Mapped[Body] = relation("归属政协", "owner of the studio")
