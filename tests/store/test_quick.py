"""Reads for which nobody waits any more end where they run, and leave nothing behind."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, text

from hub.store.session import Database

_ENDLESS = {
    True: "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c",
    False: "SELECT pg_sleep(3600)::text",
}
_ONE = {True: "SELECT '[1]'", False: "SELECT '[1]'::text"}
_AT_WORK = "select count(*) from pg_stat_activity where datname = current_database() and query like '%3600%'"
_OTHERS = " and pid <> pg_backend_pid() and state = 'active'"


async def test_a_read_that_is_given_up_ends_in_the_database(database: Database) -> None:
    sqlite = database.is_sqlite
    await database.quick.text(_ONE[sqlite], ())
    read = asyncio.create_task(database.quick.text(_ENDLESS[sqlite], ()))
    async with asyncio.timeout(30):
        if not sqlite:
            await _until(database, at_work=1)
        await asyncio.sleep(0)
        read.cancel()
        with pytest.raises(asyncio.CancelledError):
            await read
        if not sqlite:
            await _until(database, at_work=0)

        assert await database.quick.text(_ONE[sqlite], ()) == b"[1]"


async def _until(database: Database, *, at_work: int) -> None:
    while True:
        async with database.engine.connect() as connection:
            found = await connection.scalar(select(text(f"({_AT_WORK}{_OTHERS})")))
        if found == at_work:
            return
