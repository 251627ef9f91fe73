"""A whole read as plain data: which objects an answer holds, from which rows, under which keys and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hub.store.fetch import Link
from hub.store.models.base import Base
from hub.store.models.cell import Cell
from hub.store.plan import ListRead, Past, Slot
from hub.store.totals_read import TotalsRead


@dataclass(frozen=True, kw_only=True)
class Constant:
    """A JSON text that does not depend on any row."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Given:
    """A JSON text that does not depend on any row and is given when the read runs."""

    value: Slot


@dataclass(frozen=True, kw_only=True)
class Column:
    """An open column of the row."""

    name: str


class Part(Enum):
    """What is shown of a guarded value."""

    VALUE = "value"
    MASKED = "masked"
    REASON = "reason"


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """A column that is shown only to some, with the reason that is given to the others."""

    name: str
    parts: tuple[tuple[str, Part | Constant], ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class One:
    """The row at the other end of a foreign key, or null when there is none within reach."""

    key: str  # column of the near row
    model: type[Base]
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class Many:
    """A piece of the list at the other end of a relationship."""

    link: Link
    listed: Listing


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a row came from; null where the caller may not know or nothing is known."""

    guard: str  # guarded column that decides
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class Aged:
    """An age of the row in days (`store.ages`), on the day on which the read runs."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Later:
    """A value that is computed once the row is known; in its place stand this number and the row's identifier."""

    number: int


Field = Constant | Column | Guarded | One | Many | Origin | Aged | Later
Shown = tuple[tuple[str, Field], ...]
"""The fields of an object by their response keys, in the order of the response."""


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """The place of a row in its list."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """The row itself."""

    shown: Shown


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a piece."""

    shown: Shown


@dataclass(frozen=True, kw_only=True)
class Edges:
    """The rows of a piece with their places; the same place or row may be asked for under several keys."""

    parts: tuple[tuple[str, Cursor | Row | Constant], ...]


class Bound(Enum):
    """What is told of the ends of a piece."""

    HAS_NEXT = "has_next_page"
    HAS_PREVIOUS = "has_previous_page"
    START = "start_cursor"
    END = "end_cursor"


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The ends of a piece."""

    parts: tuple[tuple[str, Bound | Constant], ...]


@dataclass(frozen=True, kw_only=True)
class Total:
    """How many rows the whole list has, null above the cap."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A piece of a list and what is shown of it; `order_text` is what its cursors begin with.

    A list at the other end of a relationship is of the state of the row it hangs on.
    """

    read: ListRead
    order_text: str
    parts: tuple[tuple[str, Rows | Edges | Bounds | Total | Constant], ...]


@dataclass(frozen=True, kw_only=True)
class ByKey:
    """The visible row with a value in a column, or null; in a past state where one is asked for."""

    model: type[Base]
    column: str
    value: Slot
    shown: Shown
    past: Past | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One way to find an entity: the value of a column, and what is shown of the row."""

    model: type[Base]
    column: str
    shown: Shown


@dataclass(frozen=True, kw_only=True)
class Entities:
    """A list of rows by their keys, null where there is none within reach.

    The value is a JSON list of pairs: the place of a way among the ways, and the key.
    """

    ways: tuple[Wanted, ...]
    value: Slot


@dataclass(frozen=True, kw_only=True)
class KeyValue:
    """The value that the facts of a cell have in common."""

    dimension: str


@dataclass(frozen=True, kw_only=True)
class KeyRow:
    """The row that the facts of a cell have in common, or null when there is none within reach."""

    dimension: str
    shown: Shown


class PeriodPart(Enum):
    """What is shown of a period."""

    SPAN = "span"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    LABEL = "label"


@dataclass(frozen=True, kw_only=True)
class KeyPeriod:
    """The period of a cell, null where the day is not known."""

    parts: tuple[tuple[str, PeriodPart | Constant], ...]


class CellCount(Enum):
    """How many facts a cell counts, and whether that is told."""

    COUNT = "count"
    SUPPRESSED = "suppressed"


class NumberPart(Enum):
    """What is shown of a number that adds up."""

    TOTAL = "total"
    KNOWN = "known"
    MASKED = "masked"
    REASON = "reason"


@dataclass(frozen=True, kw_only=True)
class CellNumber:
    """A number of a cell, null where it is withheld."""

    name: str
    parts: tuple[tuple[str, NumberPart | Constant], ...]
    reason: str


CellField = Constant | KeyValue | KeyRow | KeyPeriod | CellCount | CellNumber


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The cells of an answer in their order."""

    shown: tuple[tuple[str, CellField], ...]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Totals of facts, from the first of the sources that can say the caller's reach, or from the facts."""

    read: TotalsRead
    sources: tuple[type[Cell], ...]
    parts: tuple[tuple[str, Cells | Constant], ...]


Root = Constant | Given | ByKey | Listing | Entities | Totals


@dataclass(frozen=True, kw_only=True)
class ReadPlan:
    """The answer's `data`, field by field."""

    fields: tuple[tuple[str, Root], ...]
