"""Numbers that are given once each: the row of a series is locked until the transaction ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.store.dialect import insert_ignore, table_of
from hub.store.models.filing import NumberSeries

_TABLE = table_of(NumberSeries)


async def next_number(connection: AsyncConnection, *, body_id: str, series: str, at: datetime) -> int:
    """The next number of a body's series, from 1; whoever takes one at the same time waits for this transaction."""
    seed = f"{body_id}|{series}".encode()
    first = {"id": new_id(NumberSeries.prefix, at, seed=seed), "body_id": body_id, "series": series, "last": 0}
    await insert_ignore(connection, _TABLE, rows=[first])
    mine = (_TABLE.c.body_id == body_id, _TABLE.c.series == series)
    taken = update(_TABLE).where(*mine).values(last=_TABLE.c.last + 1).returning(_TABLE.c.last)
    number: int = (await connection.execute(taken)).scalar_one()
    return number
