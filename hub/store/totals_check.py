"""Totals counted anew from the facts: whether the cells that are kept agree, and cells made from nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    case,
    delete,
    except_,
    func,
    insert,
    literal,
    select,
    text,
    type_coerce,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.dialect import first_day, is_postgresql, table_of
from hub.store.models.base import Base
from hub.store.models.cell import OWNER, UNIT, Cell, by_unit, known
from hub.store.models.totals import CELLS, cells_of
from hub.store.session import Database
from hub.store.totals import ABSENT, BETWEEN
from hub.store.units import counted_under

_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How many cells of a kind are not what the facts say, and the identifiers of some."""

    cell: type[Cell]
    wrong: int
    some: tuple[str, ...]


async def differences(connection: AsyncConnection) -> list[Difference]:
    """The kinds of cells that differ from the facts: wrong, missing or of no facts. Reads every fact."""
    await _take_your_time(connection)
    found = [await _difference(connection, cell) for cell in CELLS]
    return [difference for difference in found if difference.wrong]


async def rebuild(connection: AsyncConnection, facts: type[Base] | None = None) -> int:
    """Make the cells anew, of one kind of fact or of all, and answer how many there are.

    Until the transaction ends nobody else writes these facts: on PostgreSQL their tables are locked, after every
    writer at work has ended; on SQLite the transaction must be one that writes, so that it is the only one.
    """
    await _take_your_time(connection)
    made = 0
    for kind in counted_facts() if facts is None else (facts,):
        await _lock(connection, kind)
        for cell in cells_of(kind):
            made += await _make(connection, cell)
    return made


async def rebuild_all(database: Database) -> int:
    """Make all cells anew, one transaction for each kind of fact, and answer how many there are.

    One lock at a time: whoever holds one and waits for another could wait for a writer that does the reverse.
    """
    made = 0
    for kind in counted_facts():
        async with database.write() as connection:
            made += await rebuild(connection, kind)
    return made


async def rebuild_units(connection: AsyncConnection) -> int:
    """Make the cells of reporting units anew, in the transaction that changed the tree; answer how many there are."""
    cells = [cell for cell in CELLS if by_unit(cell)]
    await _take_your_time(connection)
    await _lock(connection, *dict.fromkeys(cell.facts for cell in cells))
    return sum([await _make(connection, cell) for cell in cells])


def counted_facts() -> tuple[type[Base], ...]:
    """The kinds of facts of which totals are kept."""
    return tuple(dict.fromkeys(cell.facts for cell in CELLS))


def counted(cell: type[Cell], *, on_postgresql: bool) -> Select[Any]:
    """The cells as the facts make them: the columns of the cell, in their order."""
    facts = table_of(cell.facts)
    units = counted_under() if by_unit(cell) else None
    alike = [
        (units.c.unit_id if units is not None and name == UNIT else _key(cell, name, facts, on_postgresql)).label(name)
        for name in cell.keys
    ]
    found = select(*alike, *(facts.c[name] for name in cell.sums)).where(facts.c.deleted_at.is_(None))
    if units is not None:
        found = found.join_from(facts, units, units.c.body_id == facts.c[OWNER])
    each = found.subquery()
    keys = [each.c[name] for name in cell.keys]
    sums: dict[str, ColumnElement[Any]] = {"rows": func.count()}
    for name in cell.sums:
        sums |= {name: _sum(each.c[name]), known(name): func.count(each.c[name])}
    grouped = select(*keys, *(value.label(name) for name, value in sums.items())).group_by(*keys).subquery()
    parts = [_text(grouped.c[name], on_postgresql=on_postgresql) for name in cell.keys]
    identifier = reduce(lambda before, part: before + literal(BETWEEN, String) + part, parts)
    return select(identifier.label("id"), *(grouped.c[column.name] for column in _columns(cell)))


async def _difference(connection: AsyncConnection, cell: type[Cell]) -> Difference:
    table = table_of(cell)
    right = counted(cell, on_postgresql=is_postgresql(connection)).cte("right_cells")
    held = select(table.c.id, *_columns(cell))
    fresh = select(right.c.id, *(right.c[column.name] for column in _columns(cell)))
    either = union(select(_ids(except_(fresh, held))), select(_ids(except_(held, fresh)))).subquery()
    found = select(either.c.id, func.count().over().label("wrong")).order_by(either.c.id).limit(_SHOWN)
    rows = (await connection.execute(found)).all()
    return Difference(cell=cell, wrong=rows[0].wrong if rows else 0, some=tuple(row.id for row in rows))


def _ids(differing: Any) -> Any:  # SQLAlchemy's compound select, and its first column
    return differing.subquery().c.id


async def _make(connection: AsyncConnection, cell: type[Cell]) -> int:
    table = table_of(cell)
    await connection.execute(delete(table))
    names = ["id", *(column.name for column in _columns(cell))]
    fresh = counted(cell, on_postgresql=is_postgresql(connection))
    await connection.execute(insert(table).from_select(names, fresh))
    made: int = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
    return made


async def _lock(connection: AsyncConnection, *facts: type[Base]) -> None:
    if is_postgresql(connection):
        # Readers go on; writers wait, and whoever else rebuilds.
        names = ", ".join(table_of(each).name for each in facts)
        await connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


async def _take_your_time(connection: AsyncConnection) -> None:
    if is_postgresql(connection):
        await connection.execute(text("SET LOCAL statement_timeout = 0"))  # a nation's facts take longer than a read


def _columns(cell: type[Cell]) -> list[Any]:  # SQLAlchemy's columns
    return [column for column in table_of(cell).columns if column.name != "id"]


def _key(cell: type[Cell], name: str, facts: FromClause, on_postgresql: bool) -> ColumnElement[Any]:
    column: ColumnElement[Any] = facts.c[name]
    dated = name == cell.dated and cell.span is not None
    return first_day(column, cell.span, on_postgresql=on_postgresql) if dated and cell.span is not None else column


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, Boolean):
        return func.count(case((column.is_(True), 1)))
    return func.coalesce(func.sum(column), 0)


def _text(column: ColumnElement[Any], *, on_postgresql: bool) -> ColumnElement[str]:
    """A key as `store.totals` writes it into a cell's identifier."""
    if isinstance(column.type, Boolean):
        return case((column.is_(True), "1"), (column.is_(False), "0"), else_=ABSENT)
    if isinstance(column.type, Date):
        day = func.to_char(column, "YYYY-MM-DD") if on_postgresql else type_coerce(column, String)
        return func.coalesce(day, ABSENT)
    return func.coalesce(type_coerce(column, String), ABSENT)
