"""What a landed row must become: the fields of an entity, their kinds and what they point to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from hub.domain.joint_activity import NamedParty
from hub.domain.term import Term

Scalar = str | int | Decimal | bool | date | datetime | Term | NamedParty
Value = Scalar | tuple[Scalar, ...] | None


class FieldKind(Term):
    """How the text of a local system is read into a field."""

    TEXT = "TEXT", "文本", "text"
    TEXT_LIST = "TEXT_LIST", "文本列表", "list of texts"
    INTEGER = "INTEGER", "整数", "whole number"
    DECIMAL = "DECIMAL", "小数", "decimal number"
    BOOLEAN = "BOOLEAN", "是否", "yes or no"
    DATE = "DATE", "日期", "date"
    INSTANT = "INSTANT", "时刻", "point in time"
    TERM = "TERM", "固定词表", "word of a closed set"
    BODY = (
        "BODY",
        "政协组织（代码或当时名称）",
        "body, by code or by its name of the day",
    )
    DIVISION = (
        "DIVISION",
        "行政区划（代码或当时名称）",
        "division, by code or by its name of the day",
    )
    SECTOR = "SECTOR", "界别", "sector"
    REFERENCE = (
        "REFERENCE",
        "同一来源的另一条记录",
        "another row of the same source, by its external id",
    )
    PARTIES = "PARTIES", "共同活动参与方", "parties of a joint activity, each a record of its own"


@dataclass(frozen=True, kw_only=True)
class FieldShape:
    """One field: its kind, whether a row can do without it, and the closed set or entity it draws on."""

    name: str
    kind: FieldKind
    required: bool = False
    term: type[Term] | None = None
    refers_to: str | None = None
    many: bool = False
    parts: tuple[FieldShape, ...] = ()
    """The fields of each record, where the field holds records."""

    def __post_init__(self) -> None:
        if (self.kind is FieldKind.TERM) != (self.term is not None):
            raise ValueError(f"{self.name}: a TERM field names its closed set, no other field does")
        if (self.kind is FieldKind.REFERENCE) != (self.refers_to is not None):
            raise ValueError(f"{self.name}: a REFERENCE field names its entity, no other field does")

    @property
    def holds_list(self) -> bool:
        """Whether the field takes several values."""
        return self.many or self.kind in (FieldKind.TEXT_LIST, FieldKind.PARTIES)


@dataclass(frozen=True, kw_only=True)
class EntityShape:
    """An entity that local systems deliver, with its fields in their order."""

    name: str
    fields: tuple[FieldShape, ...]

    @cached_property
    def by_name(self) -> Mapping[str, FieldShape]:
        """The fields by their names."""
        return MappingProxyType({field.name: field for field in self.fields})
