"""Reads for which nobody waits any more end where they run, and leave nothing behind."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
from sqlalchemy import select, text

from hub.store.quick import ConnectionLost
from hub.store.session import Database

_ENDLESS = {
    True: "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c",
    False: "SELECT pg_sleep(3600)::text",
}
_ONE = {True: "SELECT '[1]'", False: "SELECT '[1]'::text"}
_AT_WORK = "select count(*) from pg_stat_activity where datname = current_database() and query like '%3600%'"
_ENDED = "select pg_terminate_backend(pid) from pg_stat_activity where query like '%3600%' and pid <> pg_backend_pid()"
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


async def test_whoever_left_waits_until_that_has_ended_though_the_first_request_to_cancel_is_lost(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncpg.Connection, "_cancel", _lost)
    sqlite = database.is_sqlite
    read = asyncio.create_task(database.quick.text(_ENDLESS[sqlite], (), who="somebody"))
    async with asyncio.timeout(30):
        if not sqlite:
            await _until(database, at_work=1)
        await asyncio.sleep(0)
        read.cancel()
        with pytest.raises(asyncio.CancelledError):
            await read

        assert await database.quick.text(_ONE[sqlite], (), who="somebody") == b"[1]"
        assert database.quick.busy == 0
        assert sqlite or await _at_work(database) == 0


async def test_a_session_that_does_not_listen_is_ended(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncpg.Connection, "_cancel", _lost)
    monkeypatch.setattr("hub.store.quick._CANCELS", 0)
    sqlite = database.is_sqlite
    read = asyncio.create_task(database.quick.text(_ENDLESS[sqlite], (), who="somebody"))
    async with asyncio.timeout(30):
        if not sqlite:
            await _until(database, at_work=1)
        await asyncio.sleep(0)
        read.cancel()
        with pytest.raises(asyncio.CancelledError):
            await read

        assert await database.quick.text(_ONE[sqlite], (), who="somebody") == b"[1]"
        if not sqlite:
            await _until(database, at_work=0)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
async def test_a_session_that_the_server_has_closed_is_left_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    async def noted(_reader: object, what: str, _session: object) -> None:
        told.append(what)

    monkeypatch.setattr("hub.store.quick._Postgres._tell", noted)
    read = asyncio.create_task(database.quick.text(_ENDLESS[False], ()))
    async with asyncio.timeout(30):
        await _until(database, at_work=1)
        async with database.engine.connect() as connection:
            await connection.execute(text(_ENDED))
        with pytest.raises(ConnectionLost):
            await read
        await database.quick.close()

    assert told == []
    assert await database.quick.text(_ONE[False], ()) == b"[1]"


async def _lost(connection: Any, waiter: asyncio.Future[None], _answer: object = None) -> None:
    """A request to cancel that the driver takes for sent and the server never hears of."""
    connection._cancellations.discard(asyncio.current_task())
    waiter.set_result(None)


async def _at_work(database: Database) -> int:
    async with database.engine.connect() as connection:
        return int(await connection.scalar(select(text(f"({_AT_WORK}{_OTHERS})"))) or 0)


async def _until(database: Database, *, at_work: int) -> None:
    while await _at_work(database) != at_work:
        pass
