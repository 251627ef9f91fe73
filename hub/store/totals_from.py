"""Where totals are read from: rows of cells or facts, each with the keys and the numbers it adds to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.auth.predicate import Anchored, Clause, Everything, OwnerIn, OwnerIs, PublishedRows
from hub.auth.scope import rows
from hub.auth.tree import Interval
from hub.domain.access import Act, Sensitivity
from hub.domain.filing_settings import filing_settings
from hub.domain.unfiled import Counting
from hub.store.dialect import first_day
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.cell import Cell, by_unit, known
from hub.store.models.member import Member, Membership
from hub.store.models.studio import studio_sector
from hub.store.slots import SlotNumber
from hub.store.totals_read import TotalsRead
from hub.store.totals_shape import SECTORS, UNIT, Dimension, shape_of
from hub.store.unfiled import official, studio_of, unfiled
from hub.store.units import place_of_unit
from hub.store.where import Rows, matches, open_to, visible

ROWS, PERIOD = "rows", "period"


def key(name: str) -> str:
    """The column of a dimension: a value, the identifier of a row, or the place of a reporting unit in the tree."""
    return f"key_{name}"


def known_of(name: str) -> str:
    """The column that says how many facts state a number."""
    return known(name)


def open_of(sensitivity: Sensitivity) -> str:
    """The column that says whether the caller may see the numbers of a sensitivity."""
    return f"open_{sensitivity.value.lower()}"


class TotalsFrom:
    """The rows of one source that a read adds up, within the caller's reach."""

    def __init__(
        self,
        read: TotalsRead,
        source: type[Base],
        caller: Caller,
        *,
        on_postgresql: bool,
        less: type[Base] | None = None,
    ) -> None:
        self._less = less  # the cells from which these facts are taken away, where they do not count
        self._read = read
        self._source = source
        self._shape = shape_of(read.facts)
        self._caller = caller
        self._on_postgresql = on_postgresql
        self._of: Rows = aliased(source)
        self._near: dict[str, Rows] = {}
        self.by_owner: str | None = None
        """The key that is a body where its unit is asked for, once `rows` has been called."""
        self._joins: list[tuple[Any, ColumnElement[bool]]] = []  # what is joined, where it is there

    def rows(self, sums: Sequence[str]) -> Select[Any] | CompoundSelect[Any]:
        """Each row with its keys, how many facts it stands for, and its numbers; what does not count is taken away."""
        read, facts = self._read, self._read.facts
        found = self._rows(sums)
        if read.counted is Counting.ALL:
            return found
        if not self._is_cell:
            credit = filing_settings().credit_when_filed
            return found.where(official(self._of, facts, credit=credit, dated=self._shape.dated))
        less = TotalsFrom(read, facts, self._caller, on_postgresql=self._on_postgresql, less=self._source)
        return union_all(found, less._rows(sums))

    def _rows(self, sums: Sequence[str]) -> Select[Any]:
        chosen: list[ColumnElement[Any]] = [
            self._key(self._shape.dimension(name)).label(key(name)) for name in self._read.by
        ]
        if self._read.span is not None:
            chosen.append(self._period().label(PERIOD))
        each: ColumnElement[int] = literal_column("1" if self._less is None else "-1")
        chosen.append((self._of.rows if self._is_cell else each).label(ROWS))
        for name in sums:
            chosen += self._number(name)
        guards = {self._shape.meaning(name).sensitivity for name in sums} - {Sensitivity.OPEN}
        for one in sorted(guards):
            may = open_to(self._caller, one, self._of, self._source)
            chosen.append(case((may, literal_column("1")), else_=literal_column("0")).label(open_of(one)))
        found = select(*chosen).select_from(self._of)
        for end, on in self._joins:
            found = found.outerjoin(end, on)
        if self._less is not None:
            found = found.where(studio_of(self._of, self._read.facts).in_(unfiled()))
        return found.where(
            visible(self._caller, self._of, self._source),
            self._owned(),
            matches(self._read.condition, self._of, self._source, caller=self._caller),
        )

    def _owned(self) -> ColumnElement[bool]:
        """What reach says of the owners, once more: the rows of a few bodies are found by their owners' index."""
        access = self._source.access
        if access is None or len(access.owners) != 1:
            return true()
        seen = rows(self._caller, Act.READ, access.noun)
        branches = tuple(seen.any_of) if seen.within is None else seen.within
        if not branches or any(isinstance(one, Everything | PublishedRows) for one in branches):
            return true()
        body: Rows = aliased(Body)
        inside = [body.position.between(*_ends(one)) for one in branches]
        found: ColumnElement[bool] = getattr(self._of, access.owners[0]).in_(select(body.id).where(or_(*inside)))
        return found

    @property
    def _is_cell(self) -> bool:
        return issubclass(self._source, Cell)

    def _number(self, name: str) -> list[ColumnElement[Any]]:
        column = getattr(self._of, name)
        if self._is_cell:
            return [column.label(name), getattr(self._of, known_of(name)).label(known_of(name))]
        none: ColumnElement[int] = literal_column("0")
        one: ColumnElement[int] = literal_column("1" if self._less is None else "-1")
        is_yes = isinstance(self._read.facts.__mapper__.columns[name].type, Boolean)
        adds = case((column.is_(true()), one), else_=none) if is_yes else func.coalesce(column * one, none)
        return [adds.label(name), case((column.is_not(None), one), else_=none).label(known_of(name))]

    def _period(self) -> ColumnElement[Any]:
        span, dated = self._read.span, self._shape.dated
        if span is None or dated is None:
            raise TypeError(f"{self._read.facts.__name__} has no day")
        day: ColumnElement[Any] = getattr(self._of, dated)
        if issubclass(self._source, Cell) and self._source.span is span:
            return day
        return first_day(day, span, on_postgresql=self._on_postgresql)

    def _key(self, dimension: Dimension) -> ColumnElement[Any]:
        column = dimension.column_of(self._read.facts)
        if dimension.what == SECTORS:
            return self._sectors(dimension)
        if dimension.near is None or dimension.what == "id":
            found: ColumnElement[Any] = getattr(self._of, column)
            return found
        if dimension.what == UNIT:
            return self._unit(key(dimension.name), column)
        there: ColumnElement[Any] = getattr(self._row(dimension.near), dimension.what)
        return there

    def _unit(self, name: str, owner: str) -> ColumnElement[Any]:
        """Where a cell's own unit stands; else the owner, of which the unit is found once its rows are added up."""
        if by_unit(self._less or self._source) and not self._is_cell:
            return place_of_unit(getattr(self._of, owner))
        if not by_unit(self._source):
            self.by_owner = name
            found: ColumnElement[Any] = getattr(self._of, owner)
            return found
        unit: Rows = aliased(Body)
        self._joins.append((unit, and_(unit.id == self._of.unit_id, unit.rollup_unit.is_(true()))))
        place: ColumnElement[Any] = unit.position
        return place

    def _row(self, relationship: str) -> Rows:
        """The row at the other end of a relationship, where the caller may see it."""
        if relationship not in self._near:
            edge = self._read.facts.__mapper__.relationships[relationship]
            target: type[Base] = edge.mapper.class_
            other: Rows = aliased(target)
            column = str(next(iter(edge.local_columns)).key)
            there = and_(other.id == getattr(self._of, column), visible(self._caller, other, target))
            self._joins.append((other, there))
            self._near[relationship] = other
        return self._near[relationship]

    def _sectors(self, dimension: Dimension) -> ColumnElement[Any]:
        """The sectors of a row, one after the other; a row without any stays, once."""
        holder = self._of if dimension.near is None else self._row(dimension.near)
        pairs = self._seats() if self._read.facts is Member else _pairs()
        self._joins.append((pairs, pairs.c.holder_id == holder.id))
        return pairs.c.sector_id

    def _seats(self) -> Subquery:
        seat: Rows = aliased(Membership)
        chosen = select(seat.member_id.label("holder_id"), seat.sector_id).distinct()
        return chosen.where(seat.sector_id.is_not(None), visible(self._caller, seat, Membership)).subquery()


def _pairs() -> Subquery:
    return select(studio_sector.c.studio_id.label("holder_id"), studio_sector.c.sector_id).subquery()


def _ends(branch: Interval | Clause) -> tuple[Any, Any]:  # numbers, or the parameters of their slots
    match branch:
        case OwnerIs(position=position):
            return _number(position), _number(position)
        case Interval(position=position, last=last) | OwnerIn(position=position, last=last):
            return _number(position), _number(last)
        case Anchored(position=position, last=last):
            return _number(position), _number(last)
    raise TypeError(f"{branch} is no branch")


def _number(value: int) -> Any:
    return bindparam(value.slot, value, type_=Integer()) if isinstance(value, SlotNumber) else value
