"""A read as plain data: which rows, which conditions, in which order, which piece of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hub.domain.term import Term
from hub.store.models.base import Base


class Operator(Term):
    """How a column is compared."""

    EQ = "EQ", "等于", "equals"
    NE = "NE", "不等于", "does not equal"
    IN = "IN", "属于", "is one of"
    LT = "LT", "小于", "is less than"
    LTE = "LTE", "小于等于", "is at most"
    GT = "GT", "大于", "is greater than"
    GTE = "GTE", "大于等于", "is at least"
    CONTAINS = "CONTAINS", "包含", "contains the text"
    STARTS_WITH = "STARTS_WITH", "以…开头", "starts with the text"
    IS_NULL = "IS_NULL", "为空", "is absent"


class Direction(Term):
    """Which end of an order comes first."""

    ASC = "ASC", "升序", "ascending, absent values first"
    DESC = "DESC", "降序", "descending, absent values last"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A value that is given when a prepared read runs."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Compare:
    """A column of the row itself against a value."""

    column: str
    operator: Operator
    value: Any  # of the column's own type, or a Slot


@dataclass(frozen=True, kw_only=True)
class Related:
    """A condition on the row at the other end of a to-one relationship, among those the caller may see."""

    relationship: str
    condition: Condition


@dataclass(frozen=True, kw_only=True)
class Inside:
    """The row lies in the branch that starts at the row with this code."""

    code: str | Slot


@dataclass(frozen=True, kw_only=True)
class AllOf:
    """Every part holds; no part at all holds always."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Compare | Related | Inside | AllOf | AnyOf | Not


@dataclass(frozen=True, kw_only=True)
class Order:
    """One step of an order."""

    column: str
    direction: Direction = Direction.ASC


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Which part of a list, and what of it: its rows, how many there are, or both."""

    limit: int
    backward: bool = False
    after: tuple[Any, ...] | None = None  # one value for each step of the order, then the identifier
    before: tuple[Any, ...] | None = None
    rows: bool = True
    count: bool = False


@dataclass(frozen=True, kw_only=True)
class Past:
    """Which state of the rows is read: as it was on a day, as known at an instant or, without one, as known now."""

    on: date | Slot
    known_at: datetime | Slot | None = None


@dataclass(frozen=True, kw_only=True)
class ListRead:
    """A list of rows of one model."""

    model: type[Base]
    condition: Condition = field(default_factory=AllOf)
    order: tuple[Order, ...] = ()
    piece: Piece
    past: Past | None = None


@dataclass(frozen=True, kw_only=True)
class Record:
    """One row as the caller may see it; attributes are the model's. What is read from it on is of the same state."""

    model: type[Base]
    values: Mapping[str, Any]
    past: Past | None = None

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, kw_only=True)
class Masked:
    """A value that is shown only to some: hidden is told apart from absent."""

    value: Any  # of the column's own type, its masked form, or None
    masked: bool


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A piece of a list, in its order."""

    rows: Sequence[Record] = ()
    has_next: bool = False
    has_previous: bool = False
    total: int | None = None
