"""Many rows at once: PostgreSQL takes them as one text, for which one statement is planned, sent and run.

Sending every value of every row by itself takes longer than writing them does. SQLite is in the process and takes the
rows as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import BindParameter, Column, Dialect, Executable, Table, Text, bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.dialect import insert_for, is_postgresql, records
from hub.store.kinds import Document, Exact, Instant, TermText

_FEW = 8  # rows below which a text of its own is not worth its while
_GIVEN = "rows"
_BOUND = (TermText, Instant, Document, Exact)

Row = Mapping[str, Any]  # column values of any type


async def insert_many(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; columns that they leave out take their defaults."""
    if not rows:
        return
    if not is_postgresql(connection) or len(rows) < _FEW:
        await connection.execute(insert(table), [dict(row) for row in rows])
        return
    defaults = {name: value for name, value in _defaults(table) if name not in rows[0]}
    names = (*rows[0], *defaults)
    made = [{**row, **{name: value() for name, value in defaults.items()}} for row in rows] if defaults else rows
    await connection.execute(_insertion(table, names), {_GIVEN: _text(connection.dialect, table, names, made)})


async def insert_or_set(
    connection: AsyncConnection, table: Table, rows: Sequence[Row], *, key: tuple[str, ...], moved: tuple[str, ...]
) -> None:
    """Insert rows that all name the same columns; of those that are there under their key, set the moved columns."""
    if not rows:
        return
    on_postgresql = is_postgresql(connection)
    if on_postgresql and len(rows) >= _FEW:
        names = tuple(rows[0])
        await connection.execute(
            _upsertion(table, names, key, moved), {_GIVEN: _text(connection.dialect, table, names, rows)}
        )
        return
    statement = insert_for(table, on_postgresql=on_postgresql)
    new = {name: statement.excluded[name] for name in moved}
    renewed = statement.on_conflict_do_update(index_elements=list(key), set_=new)
    await connection.execute(renewed, [dict(row) for row in rows])


async def update_many(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Give rows new values by their `id`; all name the same columns."""
    if not rows:
        return
    names = tuple(rows[0])
    if is_postgresql(connection) and len(rows) >= _FEW:
        await connection.execute(_renewal(table, names), {_GIVEN: _text(connection.dialect, table, names, rows)})
        return
    values: dict[str, BindParameter[Any]] = {name: bindparam(f"b_{name}") for name in names if name != "id"}
    statement = update(table).where(table.c.id == bindparam("b_id")).values(values)
    await connection.execute(statement, [{f"b_{name}": value for name, value in row.items()} for row in rows])


@cache
def _insertion(table: Table, names: tuple[str, ...]) -> Executable:
    return insert_for(table, on_postgresql=True).from_select(list(names), _given(table, names), include_defaults=False)


@cache
def _upsertion(table: Table, names: tuple[str, ...], key: tuple[str, ...], moved: tuple[str, ...]) -> Executable:
    statement = insert_for(table, on_postgresql=True)
    chosen = _given(table, names)
    # Whoever changes the same rows locks them in this order.
    ordered = chosen.order_by(*(chosen.selected_columns[name] for name in key))
    filled = statement.from_select(list(names), ordered, include_defaults=False)
    new = {name: statement.excluded[name] for name in moved}
    return filled.on_conflict_do_update(index_elements=list(key), set_=new)


@cache
def _renewal(table: Table, names: tuple[str, ...]) -> Executable:
    new = _given(table, names).subquery("new")
    values = {name: new.c[name] for name in names if name != "id"}
    return update(table).where(table.c.id == new.c.id).values(values)


def _given(table: Table, names: tuple[str, ...]) -> Any:  # SQLAlchemy's select
    return records(bindparam(_GIVEN, type_=Text), [table.c[name] for name in names])


@cache
def _defaults(table: Table) -> tuple[tuple[str, Any], ...]:
    """The columns that have a default, each with a function that makes it."""
    return tuple((column.name, _maker(column)) for column in table.columns if column.default is not None)


def _maker(column: Column[Any]) -> Any:  # a function without arguments
    given: Any = getattr(column.default, "arg", None)
    return (lambda: given(None)) if callable(given) else (lambda: given)


def _text(dialect: Dialect, table: Table, names: tuple[str, ...], rows: Sequence[Row]) -> str:
    """The rows as one JSON text, every value as its column keeps it."""
    made = [dict(row) for row in rows]
    for name, kind in _binding(table, names):
        keep = _keeper(kind, dialect)
        for row in made:
            value = row[name]
            if value is not None:
                row[name] = keep(value)
    return orjson.dumps(made, default=str).decode()


@cache
def _binding(table: Table, names: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    """The columns whose values are not kept as they are, with their kinds."""
    kinds: list[tuple[str, Any]] = [(name, table.c[name].type) for name in names]
    return tuple((name, kind) for name, kind in kinds if isinstance(kind, _BOUND))


def _keeper(kind: Any, dialect: Dialect) -> Callable[[Any], Any]:  # a kind of column; a value of it, as it is kept
    """What a column makes of a value; the words of a closed set are looked up, since there are few and many times."""
    if not isinstance(kind, TermText):
        return lambda value: kind.process_bind_param(value, dialect)
    words = {one.value: one.value for one in kind.term}
    return lambda value: words.get(value) or kind.process_bind_param(value, dialect)
