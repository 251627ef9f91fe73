"""The few places where the two databases want different statements for the same thing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Date,
    Integer,
    Select,
    Table,
    Text,
    any_,
    case,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.span import Span
from hub.store.models.base import Base

Transaction: TypeAlias = AsyncConnection
"""An open transaction, for rooms that hand one on and speak no SQL themselves."""

_T = TypeVar("_T")
_MOST_AT_ONCE = 5_000  # identifiers in one statement: both databases bound the number of parameters


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} has no table of its own")
    return table


def is_postgresql(connection: AsyncConnection) -> bool:
    """Whether the connection's database is PostgreSQL; it is SQLite otherwise."""
    return connection.dialect.name == "postgresql"


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows ON CONFLICT, in the words of the connection's database."""
    return insert_for(table, on_postgresql=is_postgresql(connection))


def insert_for(table: Table, *, on_postgresql: bool) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows ON CONFLICT, for a statement that is kept."""
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


def records(given: BindParameter[str], columns: Sequence[Column[Any]]) -> Select[Any]:
    """The rows that one text holds, a JSON list of objects with the columns' names, in PostgreSQL's words."""
    rows = func.json_to_recordset(cast(given, postgresql.JSON))
    named = rows.table_valued(*(column(one.name, one.type) for one in columns)).render_derived(with_types=True)
    return select(*named.c)


def among(connection: AsyncConnection, column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text is one of many; they go as one parameter, so that the statement is the same for any number."""
    if is_postgresql(connection):
        return column == any_(literal(list(values), postgresql.ARRAY(Text)))
    given = func.json_each(json.dumps(list(values), ensure_ascii=False)).table_valued("value")
    return column.in_(select(given.c.value))


async def insert_ignore(connection: AsyncConnection, table: Table, *, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        await connection.execute(insert_into(connection, table).on_conflict_do_nothing(), list(rows))


def first_day(day: ColumnElement[date], span: Span, *, on_postgresql: bool) -> ColumnElement[date]:
    """The first day of the span in which a day lies, or null where there is no day."""
    if on_postgresql:
        return cast(func.date_trunc(span.value.lower(), day), Date)
    if span is Span.MONTH:
        return func.date(day, "start of month", type_=Date)
    over = (cast(func.strftime("%m", day), Integer) - 1) % span.months
    return func.date(day, "start of month", func.printf("-%d months", over), type_=Date)


def business_day_of(moment: ColumnElement[datetime], *, on_postgresql: bool) -> ColumnElement[date]:
    """The day of an instant in Asia/Shanghai, which has kept one offset since 1991."""
    if on_postgresql:
        return cast(func.timezone(literal_column("'Asia/Shanghai'"), moment), Date)
    return func.date(moment, literal_column("'+8 hours'"), type_=Date)


def days_between(
    first: ColumnElement[date], last: ColumnElement[date], *, on_postgresql: bool
) -> ColumnElement[int | None]:
    """How many days lie between two days; none where the first is the later one, null where there is no first."""
    none = literal_column("0", Integer)
    days: ColumnElement[int]
    if on_postgresql:
        days = cast(last, Date).op("-", return_type=Integer())(first)
    else:
        days = cast(func.julianday(last) - func.julianday(first), Integer)
    return case((days < none, none), else_=days)


def chunks(items: Sequence[_T], size: int = _MOST_AT_ONCE) -> Iterator[Sequence[_T]]:
    """The items in pieces that fit into one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
