"""How a model is declared: column kinds that mean the same on both databases, titles, sensitivity and access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Date, ForeignKey, MetaData, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column, relationship
from sqlalchemy.orm import Relationship as SqlRelationship
from sqlalchemy.types import TypeEngine

from hub.domain.access import Noun, Sensitivity
from hub.domain.term import Term, Title
from hub.store.kinds import Instant, TermText

# Texts sort by code point on both databases, so that a page cut is the same page everywhere.
PlainText = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, kw_only=True)
class Access:
    """Which columns of a model say whose row it is; a dotted name steps over one relationship."""

    noun: Noun
    owners: tuple[str, ...] = ()
    published: str | None = None
    studio: str | None = None
    committee: str | None = None
    member: str | None = None
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a column means to people and how private it is."""

    title: Title
    sensitivity: Sensitivity = Sensitivity.OPEN
    cite: str = ""
    mask: str | None = None
    unless: str | None = None


class Base(DeclarativeBase):
    """Every table of the hub."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: PlainText, datetime: Instant(), date: Date()}

    access: ClassVar[Access | None] = None
    title: ClassVar[Title]
    prefix: ClassVar[str]


def column(
    zh: str,
    en: str,
    *,
    of: type[Term] | None = None,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    cite: str = "",
    mask: str | None = None,
    unless: str | None = None,
    kind: TypeEngine[Any] | None = None,
    refers: str | None = None,
    **settings: Any,  # passed to SQLAlchemy's own mapped_column as they are
) -> MappedColumn[Any]:
    """Declare a column with its titles.

    `of` names the closed set a text column holds, `refers` the column it points to, `mask` the form in
    which a hidden text may still be shown, `unless` a boolean column of the same row that opens it.
    """
    meaning = Meaning(title=Title(zh, en), sensitivity=sensitivity, cite=cite, mask=mask, unless=unless)
    spec: list[Any] = []  # a type, a foreign key, both or neither
    if of is not None or kind is not None:
        spec.append(TermText(of) if of is not None else kind)
    if refers is not None:
        spec.append(ForeignKey(refers))
        settings.setdefault("index", True)
    return mapped_column(*spec, info={"meaning": meaning}, **settings)


def relation(
    zh: str,
    en: str,
    *,
    key: str | None = None,
    through: str | None = None,
    up: str | None = None,
    alike: str | None = None,
    sensitivity: Sensitivity = Sensitivity.OPEN,
) -> SqlRelationship[Any]:
    """Declare a relationship with its titles; it is read by statements of ours, never loaded or written through.

    `key` names the foreign key where two lead to the same table, `through` the linking table of a
    many-to-many, `up` the identifier at the upper end of a tree, `alike` a join of rows that share a value.
    """
    info = {"meaning": Meaning(title=Title(zh, en), sensitivity=sensitivity)}
    return relationship(
        lazy="raise",
        viewonly=True,
        foreign_keys=key,
        secondary=through,
        remote_side=up,
        primaryjoin=alike,
        info=info,
    )


def meaning_of(attribute: Any) -> Meaning | None:  # a mapped attribute of any type
    """The meaning declared for a column or a relationship, if it has one."""
    found = attribute.info.get("meaning")
    return found if isinstance(found, Meaning) else None
