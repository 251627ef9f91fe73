"""The reader of one operation ends quietly, whatever became of its statements."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from sqlalchemy import Select, event, literal, literal_column, select, text
from sqlalchemy.exc import DBAPIError

from hub.store.faults import store_fault
from hub.store.models.body import Body
from hub.store.session import Database, Reader, ReadingOver


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


def endless(database: Database) -> Select[Any]:
    """A statement that does not end by itself."""
    if database.is_sqlite:
        return select(literal_column("x")).select_from(
            text("(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) AS x FROM c)")
        )
    return select(literal_column("pg_sleep(3600)"))


async def test_what_is_stopped_ends_in_the_database_and_its_connection_serves_others(database: Database) -> None:
    reader, begun = Reader(database), asyncio.Event()

    def seen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            begun.set()

    event.listen(database.engine.sync_engine, "before_cursor_execute", seen)
    first = asyncio.create_task(reader.all(endless(database)))
    second = asyncio.create_task(reader.all(select(literal(1))))
    async with asyncio.timeout(30):
        await begun.wait()
    first.cancel()
    second.cancel()

    async with asyncio.timeout(30):
        await reader.stop()

    assert database.in_use == 0
    assert reader.statements == 1
    with pytest.raises(ReadingOver):
        await reader.all(select(literal(1)))
    await _answers(database)


async def test_what_is_stopped_before_it_has_a_connection_never_gets_one(database: Database) -> None:
    reader = Reader(database)
    work = asyncio.create_task(reader.all(endless(database)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await reader.stop()
        with pytest.raises(asyncio.CancelledError):
            await work

    assert (reader.statements, database.in_use) == (0, 0)
    await _answers(database)


async def test_a_statement_that_runs_too_long_is_ended_by_the_database(migrated_url: str) -> None:
    database = Database(migrated_url, statement_seconds=0.1)
    reader = Reader(database)

    async with asyncio.timeout(30):
        with pytest.raises(DBAPIError) as stopped:
            await reader.all(endless(database))
        await reader.close()

    told = store_fault(stopped.value)
    assert told is not None and told.code == "QUERY_TOO_SLOW"
    await _answers(database)
    await database.close()


async def _answers(database: Database) -> None:
    again = Reader(database)
    assert (await again.all(select(literal(1).label("one"))))[0]["one"] == 1
    await again.close()
