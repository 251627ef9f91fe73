"""Totals are kept in the transaction that changes a fact: the cells it leaves lose it, the cells it enters gain it.

The database adds and subtracts, so two transactions that change one cell both count. Cells are changed last and in
one order, so that no two transactions wait for each other. `store.totals_check` counts them anew from the facts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Executable, Text, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.dialect import among, chunks, insert_for, is_postgresql, records, table_of
from hub.store.models.base import Base
from hub.store.models.cell import OWNER, UNIT, Cell, by_unit, known
from hub.store.models.totals import cells_of
from hub.store.units import units_of

ABSENT = "-"
"""Stands in a cell's identifier for a key without a value; no key is spelt like this."""
BETWEEN = "|"
_GIVEN = "cells"

Row = Mapping[str, Any]  # column values of any type


@dataclass(frozen=True, kw_only=True)
class Step:
    """A fact before and after a change; None where there was or will be none. A withdrawn fact counts for none."""

    model: type[Base]
    before: Row | None = field(default=None, repr=False)
    after: Row | None = field(default=None, repr=False)


async def standing(connection: AsyncConnection, model: type[Base], ids: Collection[str]) -> dict[str, Row]:
    """What totals want to know of facts as they stand, by identifier; nobody else changes them until the end.

    Read again here and locked: what a caller has read of them before may be older than another's change.
    """
    table = table_of(model)
    wanted = [table.c.id, *(table.c[name] for name in sorted(watched(model)))]
    found: dict[str, Row] = {}
    for some in chunks(sorted(ids)):
        here = among(connection, table.c.id, some)
        rows = select(*wanted).where(here).order_by(table.c.id).with_for_update(key_share=True)
        found |= {row["id"]: row for row in (await connection.execute(rows)).mappings()}
    return found


async def follow(connection: AsyncConnection, steps: Iterable[Step]) -> None:
    """Let the cells follow the changes of facts, in the transaction of these changes."""
    changed: dict[type[Base], list[tuple[int, Row]]] = {}
    for step in steps:
        if watched(step.model):
            signed = changed.setdefault(step.model, [])
            sides = ((-1, step.before), (1, step.after))
            signed.extend((sign, row) for sign, row in sides if row is not None and row.get("deleted_at") is None)
    owners = {row[OWNER] for model, signed in changed.items() if _is_by_unit(model) for _, row in signed}
    # Read after the facts are written: whoever changes the tree locks them first (`totals_check.rebuild_units`).
    units = await units_of(connection, owners) if owners else {}
    for model in sorted(changed, key=lambda one: one.__tablename__):
        facts = [_Fact(model, row, sign=sign, units=units) for sign, row in changed[model]]
        for cell in cells_of(model):
            await _add(connection, cell, facts)


@cache
def watched(model: type[Base]) -> frozenset[str]:
    """The columns of a fact on which its totals rest; none where no totals are kept of it."""
    cells = cells_of(model)
    names = {OWNER if name == UNIT else name for cell in cells for name in (*cell.keys, *cell.sums)}
    return frozenset(names | {"deleted_at"}) if cells else frozenset()


@cache
def _is_by_unit(model: type[Base]) -> bool:
    return any(by_unit(cell) for cell in cells_of(model))


class _Fact:
    """What one fact adds to its cells, or takes from them."""

    __slots__ = ("_row", "_sign", "_texts")

    def __init__(self, model: type[Base], row: Row, *, sign: int, units: Mapping[str, str]) -> None:
        self._row = {name: row.get(name, default) for name, default in _defaults(model).items()}
        if _is_by_unit(model):
            self._row[UNIT] = units[self._row[OWNER]]
        self._texts = {name: _text(self._row[name]) for name in _key_names(model)}
        self._sign = sign

    def id(self, cell: type[Cell]) -> str:
        """The identifier of its cell."""
        texts = self._texts
        if cell.dated is not None and (day := self._day(cell)) is not None:
            texts = {**texts, cell.dated: day.isoformat()}
        return BETWEEN.join([texts[name] for name in cell.keys])

    def keys(self, cell: type[Cell]) -> dict[str, Any]:
        """The values of the keys of its cell."""
        values = {name: self._row[name] for name in cell.keys}
        return values if cell.dated is None else {**values, cell.dated: self._day(cell)}

    def _day(self, cell: type[Cell]) -> date | None:
        day: date | None = self._row[cell.dated] if cell.dated is not None else None
        return day if day is None or cell.span is None else cell.span.first_day(day)

    def adds(self, cell: type[Cell]) -> list[int]:
        """What it adds to the numbers of its cell, in the order of `_numbers`."""
        added = [self._sign]
        for name in cell.sums:
            value = self._row[name]
            added.extend((0, 0) if value is None else (self._sign * int(value), self._sign))
        return added


async def _add(connection: AsyncConnection, cell: type[Cell], facts: Sequence[_Fact]) -> None:
    keys: dict[str, dict[str, Any]] = {}
    sums: dict[str, list[int]] = {}
    for fact in facts:
        id, added = fact.id(cell), fact.adds(cell)
        if id in keys:
            sums[id] = [held + more for held, more in zip(sums[id], added, strict=True)]
        else:
            keys[id], sums[id] = fact.keys(cell), added
    moved = [id for id, numbers in sums.items() if any(numbers)]
    if not moved:
        return
    names = _numbers(cell)
    rows = [{"id": id, **keys[id], **dict(zip(names, sums[id], strict=True))} for id in moved]
    on_postgresql = is_postgresql(connection)
    # PostgreSQL takes them as one text: sending it every value of every cell takes longer than the cells do.
    given = {_GIVEN: json.dumps(rows, default=str)} if on_postgresql else rows
    await connection.execute(_addition(cell, on_postgresql=on_postgresql), given)
    table = table_of(cell)
    for some in chunks([id for id in moved if sums[id][0] < 0]):
        await connection.execute(delete(table).where(table.c.id.in_(some), table.c.rows == 0))


@cache
def _addition(cell: type[Cell], *, on_postgresql: bool) -> Executable:
    table = table_of(cell)
    statement = insert_for(table, on_postgresql=on_postgresql)
    if on_postgresql:
        columns = [table.c[name] for name in ("id", *cell.keys, *_numbers(cell))]
        rows = records(bindparam(_GIVEN, type_=Text), columns)
        # Whoever changes the same cells locks them in this order.
        statement = statement.from_select(
            [column.name for column in columns], rows.order_by(rows.selected_columns["id"])
        )
    more = {name: table.c[name] + statement.excluded[name] for name in _numbers(cell)}
    return statement.on_conflict_do_update(index_elements=["id"], set_=more)


def _numbers(cell: type[Cell]) -> tuple[str, ...]:
    return ("rows", *(name for summed in cell.sums for name in (summed, known(summed))))


@cache
def _key_names(model: type[Base]) -> frozenset[str]:
    return frozenset(name for cell in cells_of(model) for name in cell.keys)


@cache
def _defaults(model: type[Base]) -> dict[str, Any]:
    """The columns on which totals rest, with what a row holds that says nothing of them."""
    columns = table_of(model).c
    return {name: getattr(columns[name].default, "arg", None) for name in watched(model)}


def _text(value: Any) -> str:  # a value of any key column
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)
