"""How what findings rest on is read: in a transaction that writes, or in the snapshot of an operation that reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import RowMapping, Select
from sqlalchemy.ext.asyncio import AsyncConnection

Fetch = Callable[[Select[Any]], Awaitable[Sequence[RowMapping]]]
"""Reads all rows of a statement."""


def fetching(connection: AsyncConnection) -> Fetch:
    """Read in an open transaction."""

    async def fetch(chosen: Select[Any]) -> Sequence[RowMapping]:
        rows: Sequence[RowMapping] = (await connection.execute(chosen)).mappings().all()
        return rows

    return fetch
