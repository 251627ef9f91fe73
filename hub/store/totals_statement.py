"""One statement for totals, whether they are read from cells or from the facts themselves.

Both ways of answering read its rows: one for each cell of the answer, in the order of the answer. What may not be
told leaves no trace in them: a number that is hidden from the caller, and what small cells of citizens would say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.domain.access import Sensitivity
from hub.domain.small_cell import least_told
from hub.domain.unfiled import Counting
from hub.errors import TooMuch
from hub.store.joined_text import fixed
from hub.store.kinds import TermText
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.facts import ActivityKind
from hub.store.models.places import Division, Sector
from hub.store.session import Reader
from hub.store.totals_from import PERIOD, ROWS, TotalsFrom, key, known_of, open_of
from hub.store.totals_read import TotalsRead, source_for, sources_of
from hub.store.totals_shape import UNIT, Shape, shape_of, type_at
from hub.store.units import place_of_unit
from hub.store.where import Rows, visible

MOST_CELLS = 5_000
"""The most cells of one answer."""

SUPPRESSED = "suppressed"
_ORDERED_BY: dict[type[Base], str] = {Body: "position", Division: "code", ActivityKind: "code", Sector: "name"}


def masked_of(name: str) -> str:
    """The column that says whether a number is hidden from the caller."""
    return f"{name}_masked"


def withheld_of(name: str) -> str:
    """The column that says whether a number would tell of a small cell."""
    return f"{name}_withheld"


@dataclass(frozen=True, kw_only=True)
class EndText:
    """What is shown of the row that a key stands for, as one more column of each cell; null where there is no row."""

    label: str
    dimension: str
    text: Callable[[Rows], ColumnElement[str]]


def statement_of_totals(
    read: TotalsRead,
    source: type[Base],
    caller: Caller,
    *,
    sums: Sequence[str],
    ends: Sequence[EndText] = (),
    on_postgresql: bool,
) -> Select[Any]:
    """The cells of an answer in their order, one more than there may be; `sums` are the numbers wanted.

    Columns: `key_…` and `period` as asked, `rows`, `suppressed`, and of each number its total, how many facts state
    it, whether it is hidden from the caller, and whether it is withheld; and the texts of `ends`.
    """
    shape = shape_of(read.facts)
    grouped = _grouped(TotalsFrom(read, source, caller, on_postgresql=on_postgresql), read, shape, sums)
    ordered = _Ordered(grouped, read, caller, ends)
    told = _Told(ordered.rows(least=least_of(read)), shape, sums, least=least_of(read))
    return told.statement(ordered).limit(literal_column(str(MOST_CELLS + 1)))


async def read_totals(
    reader: Reader, caller: Caller, read: TotalsRead, *, on_postgresql: bool
) -> Sequence[Mapping[str, Any]]:
    """The cells of an answer with all their numbers, or TooMuch where they are more than an answer holds."""
    sums = shape_of(read.facts).sums
    source = source_for(caller, read.facts, sources_of(read), sums=sums)
    rows = await reader.all(statement_of_totals(read, source, caller, sums=sums, on_postgresql=on_postgresql))
    if len(rows) > MOST_CELLS:
        raise TooMuch(
            "TOO_MUCH_CELLS",
            f"统计结果超过 {MOST_CELLS} 格；请减少 by、放宽 period 或用 where 缩小范围",
            f"the totals have more than {MOST_CELLS} cells; group by less, by a longer period, or narrow them by where",
            at="by",
            numbers={"cells": MOST_CELLS},
        )
    return [{str(name): value for name, value in row.items()} for row in rows]


def least_of(read: TotalsRead) -> int | None:
    """The least number of facts that a cell tells, or None where every cell is told."""
    access = read.facts.access
    return None if access is None else least_told(access.noun)


def _grouped(source: TotalsFrom, read: TotalsRead, shape: Shape, sums: Sequence[str]) -> Subquery:
    """The cells of the answer, added up; first by owner where their unit is asked for, since owners are few."""
    found = _added(source.rows(sums).subquery(), read, shape, sums)
    return (found if source.by_owner is None else _added(_placed(found, source.by_owner), read, shape, sums)).subquery()


def _placed(found: Select[Any], name: str) -> Subquery:
    """Rows with the place of the unit instead of the owner, which is looked for once for each owner."""
    rows = found.cte()
    owners = select(rows.c[name].label("owner")).distinct().subquery()
    # The bound that bounds nothing keeps PostgreSQL from looking for it once for each row.
    placed = select(owners.c.owner, place_of_unit(owners.c.owner).label("place")).offset(literal_column("0")).subquery()
    kept = [placed.c.place.label(name) if column.key == name else column for column in rows.c]
    return select(*kept).select_from(rows.outerjoin(placed, placed.c.owner == rows.c[name])).subquery()


def _added(each: Subquery, read: TotalsRead, shape: Shape, sums: Sequence[str]) -> Select[Any]:
    """Rows that are alike in all keys, added up."""
    keys = [each.c[name] for name in _keys(read)]
    numbers = [ROWS, *(column for name in sums for column in (name, known_of(name)))]
    added: list[ColumnElement[Any]] = [
        cast(func.coalesce(func.sum(each.c[name]), 0), BigInteger).label(name) for name in numbers
    ]
    guards = {shape.meaning(name).sensitivity for name in sums} - {Sensitivity.OPEN}
    # A number is shown where the caller may see it of every fact in the cell.
    added += [_open(each, open_of(one)).label(open_of(one)) for one in sorted(guards)]
    found = select(*keys, *added)
    if keys and read.counted is not Counting.ALL:
        found = found.having(func.sum(each.c[ROWS]) > literal_column("0"))
    return found.group_by(*keys) if keys else found


def _open(each: Subquery, name: str) -> ColumnElement[int]:
    """Whether no fact is left of which the caller may not see the number; facts may have been taken away."""
    closed = func.sum(case((each.c[name] == literal_column("1"), literal_column("0")), else_=each.c[ROWS]))
    return case((closed > literal_column("0"), literal_column("0")), else_=literal_column("1"))


def _keys(read: TotalsRead) -> list[str]:
    return [*(key(name) for name in read.by), *((PERIOD,) if read.span is not None else ())]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One step of the answer's order: what it is ordered by, and the key."""

    rank: str
    key: str


class _Ordered:
    """The cells of an answer with what they are ordered by."""

    def __init__(self, grouped: Subquery, read: TotalsRead, caller: Caller, ends: Sequence[EndText]) -> None:
        self._grouped = grouped
        self._read = read
        self._shape = shape_of(read.facts)
        self._caller = caller
        self.ends = ends
        self._joins: list[tuple[Rows, ColumnElement[bool]]] = []
        self.steps = [_Step(rank=f"rank_{name}", key=name) for name in _keys(read)]

    def rows(self, *, least: int | None) -> Subquery:
        """Every cell, with its ranks and, where small cells are not told, whether it is one of those."""
        chosen = [column for name in self._read.by for column in self._key(name)]
        if self._read.span is not None:
            chosen += [self._grouped.c[PERIOD].label(f"rank_{PERIOD}"), self._grouped.c[PERIOD]]
        named = {key(name) for name in self._read.by} | {PERIOD}
        chosen += [column for column in self._grouped.c if column.key not in named]
        found = select(*chosen).select_from(self._grouped)
        for end, on in self._joins:
            found = found.outerjoin(end, on)
        placed = found.subquery()
        if least is None:
            return placed
        return select(placed, self._hidden(placed, least).label(SUPPRESSED)).subquery()

    def _key(self, name: str) -> list[ColumnElement[Any]]:
        """A key, what it is ordered by, and what is shown of the row it stands for."""
        dimension = self._shape.dimension(name)
        held = self._grouped.c[key(name)]
        rank = f"rank_{key(name)}"
        if dimension.end is None:
            return [_rank(held, type_at(dimension, self._read.facts)).label(rank), held]
        end: Rows = aliased(dimension.end)
        is_place = dimension.what == UNIT  # units are told apart by where they stand in the tree
        there = visible(self._caller, end, dimension.end)
        same = and_(end.position == held, end.rollup_unit.is_(true())) if is_place else end.id == held
        self._joins.append((end, and_(same, there)))
        ordered_by = getattr(end, _ORDERED_BY[dimension.end])
        shown = [one for one in self.ends if one.dimension == name]
        return [
            (held if is_place else ordered_by).label(rank),
            (end.id if is_place else held).label(key(name)),
            *(case((end.id.is_(None), fixed("null")), else_=one.text(end)).label(one.label) for one in shown),
        ]

    def order(self, rows: Subquery, steps: Sequence[_Step]) -> list[ColumnElement[Any]]:
        """The order of some keys; what is not known comes last."""
        return [
            step for one in steps for step in (rows.c[one.rank].asc().nulls_last(), rows.c[one.key].asc().nulls_last())
        ]

    def _hidden(self, rows: Subquery, least: int) -> ColumnElement[bool]:
        """Small cells, and beside each the next smallest, so that the total of both does not tell it.

        Beside a cell stand those that differ from it in one key alone, whichever that is; those of them that are
        hidden come to `least` facts at least.
        """
        count = rows.c[ROWS]
        found = [_small(count, least)]
        for step in self.steps:
            others = [rows.c[one.key] for one in self.steps if one is not step]
            smaller = func.sum(count).over(
                partition_by=others or None, order_by=[count, *self.order(rows, [step])], rows=(None, -1)
            )
            found.append(_small(func.coalesce(smaller, 0), least))
        return or_(*found)


class _Told:
    """What of the cells is told."""

    def __init__(self, rows: Subquery, shape: Shape, sums: Sequence[str], *, least: int | None) -> None:
        self._rows = rows
        self._shape = shape
        self._sums = sums
        self._least = least
        self._hidden: ColumnElement[bool] = false() if least is None else rows.c[SUPPRESSED]

    def statement(self, ordered: _Ordered) -> Select[Any]:
        """The columns of the answer in its order."""
        count = self._rows.c[ROWS]
        chosen: list[ColumnElement[Any]] = [self._rows.c[one.key] for one in ordered.steps]
        if self._least is None:
            chosen.append(count)
        else:
            chosen += [case((not_(self._hidden), count)).label(ROWS), self._hidden.label(SUPPRESSED)]
        for name in self._sums:
            chosen += self._number(name)
        chosen += [self._rows.c[one.label] for one in ordered.ends]
        return select(*chosen).order_by(*ordered.order(self._rows, ordered.steps))

    def _number(self, name: str) -> list[ColumnElement[Any]]:
        total, known = self._rows.c[name], self._rows.c[known_of(name)]
        found: list[ColumnElement[Any]] = []
        shown: ColumnElement[bool] = true()
        if not self._shape.is_open(name):
            may = self._rows.c[open_of(self._shape.meaning(name).sensitivity)] == literal_column("1")
            shown = and_(shown, may)
            found.append(not_(may).label(masked_of(name)))
        if self._least is not None:
            withheld = self._withheld(total, known)
            shown = and_(shown, not_(withheld))
            found.append(withheld.label(withheld_of(name)))
        told = case((and_(shown, known > literal_column("0")), total))
        return [told.label(name), case((shown, known)).label(known_of(name)), *found]

    def _withheld(self, yes: ColumnElement[int], known: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether those who say yes, those who say no or those who say nothing are a small cell."""
        least = self._least or 0
        parts = (yes, known - yes, self._rows.c[ROWS] - known)
        return or_(self._hidden, *(_small(part, least) for part in parts))


def _small(count: ColumnElement[int], least: int) -> ColumnElement[bool]:
    return and_(count > literal_column("0"), count < literal_column(str(least)))


def _rank(column: ColumnElement[Any], kind: Any) -> ColumnElement[Any]:  # kind: a column type
    """Words in the order in which their set names them, no before yes."""
    if isinstance(kind, TermText):
        stored = type_coerce(column, String)
        places = [(stored == literal_column(f"'{word.value}'"), at) for at, word in enumerate(kind.term)]
        return case(*((found, literal_column(str(at), BigInteger)) for found, at in places))
    if isinstance(kind, Boolean):
        return case((column.is_(true()), literal_column("1", BigInteger)), (column.is_(false()), literal_column("0")))
    return column
