"""Divisions with their dated names, and the sectors of the CPPCC."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy.orm import Mapped

from hub.domain.access import Noun
from hub.domain.divisions import AliasKind
from hub.domain.level import Level
from hub.domain.term import Title
from hub.store.models.base import Access, Base, column, relation

if TYPE_CHECKING:
    from hub.store.models.body import Body
    from hub.store.models.member import Membership
    from hub.store.models.studio import Studio


class Division(Base):
    """An administrative area, for the days on which this code and this name were in force."""

    __tablename__ = "division"
    prefix: ClassVar[str] = "div"
    title = Title("行政区划", "An administrative division with its GB/T 2260 code")
    access = Access(noun=Noun.DIVISION, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    code: Mapped[str] = column("区划代码", "GB/T 2260 code, six digits", index=True)
    name: Mapped[str] = column("名称", "official name", index=True)
    level: Mapped[Level] = column("级别", "level; never read off the last character of the name", of=Level)
    parent_id: Mapped[str | None] = column("上级区划标识", "division above it by code", refers="division.id")
    valid_from: Mapped[date | None] = column("启用日期", "first day in force; null when it predates the data")
    valid_to: Mapped[date | None] = column("停用日期", "first day no longer in force; null while in force")
    successor_code: Mapped[str | None] = column("后继代码", "code that took its place")
    note: Mapped[str | None] = column("备注", "what the packaged source says about the dates")
    position: Mapped[int] = column("前序位置", "pre-order position in the tree of divisions", index=True)
    last: Mapped[int] = column("末位", "last position of its branch")

    parent: Mapped[Division | None] = relation("上级区划", "division above it by code", up="Division.id")
    children: Mapped[list[Division]] = relation("下级区划", "divisions below it by code")
    aliases: Mapped[list[DivisionAlias]] = relation("别名", "dated other names")
    bodies: Mapped[list[Body]] = relation("政协组织", "bodies of the division")
    studios: Mapped[list[Studio]] = relation("所在工作室", "studios located here, whoever owns them (A-05)")


class DivisionAlias(Base):
    """Another name of a division and the days on which it was used."""

    __tablename__ = "division_alias"
    prefix: ClassVar[str] = "dal"
    title = Title("区划别名", "A dated other name of a division")
    access = Access(noun=Noun.DIVISION, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    division_id: Mapped[str] = column("区划标识", "division it names", refers="division.id")
    name: Mapped[str] = column("别名", "the other name", index=True)
    kind: Mapped[AliasKind] = column("种类", "kind of name", of=AliasKind)
    valid_from: Mapped[date | None] = column("启用日期", "first day of use")
    valid_to: Mapped[date | None] = column("停用日期", "first day no longer in use")

    division: Mapped[Division] = relation("区划", "division it names")


class Sector(Base):
    """A sector of the CPPCC, as the documents name it."""

    __tablename__ = "sector"
    prefix: ClassVar[str] = "sec"
    title = Title("界别", "A sector of the CPPCC")
    access = Access(noun=Noun.SECTOR, is_open=True)

    id: Mapped[str] = column("标识", "opaque identifier", primary_key=True)
    name: Mapped[str] = column("名称", "name of the sector", unique=True)
    cite: Mapped[str | None] = column("出处", "document and line that names it")

    memberships: Mapped[list[Membership]] = relation("委员资格", "seats held for it")
    studios: Mapped[list[Studio]] = relation("工作室", "studios that rest on it", through="studio_sector")
