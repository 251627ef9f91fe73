"""The reader of one operation ends quietly, whatever became of its statements."""

from __future__ import annotations

import asyncio
import contextlib

from sqlalchemy import literal, select

from hub.store.models.body import Body
from hub.store.session import Database, Reader


async def test_a_reader_closes_after_its_statement_was_cancelled(database: Database) -> None:
    reader = Reader(database)
    await reader.all(select(literal(1)))
    await _cancelled(reader)

    await reader.close()

    again = Reader(database)
    assert (await again.all(select(literal(1).label("one"))))[0]["one"] == 1
    await again.close()


async def _cancelled(reader: Reader) -> None:
    """Cancel a statement while it is under way."""
    other, third = Body.__table__.alias(), Body.__table__.alias()
    working = asyncio.create_task(reader.all(select(Body.id, other.c.id, third.c.id).limit(300_000)))
    for _ in range(3):
        await asyncio.sleep(0)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
