"""The few places where the two databases want different statements for the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

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


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows ON CONFLICT, in the words of the connection's database."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


async def insert_ignore(connection: AsyncConnection, table: Table, *, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        await connection.execute(insert_into(connection, table).on_conflict_do_nothing(), list(rows))


def chunks(items: Sequence[_T], size: int = _MOST_AT_ONCE) -> Iterator[Sequence[_T]]:
    """The items in pieces that fit into one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
