"""Numbers are given once each: by every body and series from 1, and to one transaction at a time."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, literal_column, select, table

from hub.store.numbering import next_number
from hub.store.session import Database
from tests.factories import MOMENT, World

WAITING = select(func.count()).select_from(table("pg_locks")).where(literal_column("not granted"))


async def take(database: Database, body: str, series: str = "FILING-2026") -> int:
    """One number, in a transaction of its own."""
    async with database.write() as connection:
        return await next_number(connection, body_id=body, series=series, at=MOMENT)


async def test_each_body_and_series_counts_from_one(database: Database, world: World) -> None:
    shaanxi, guangdong = await world.body("610000"), await world.body("440000")

    taken = [await take(database, shaanxi), await take(database, shaanxi), await take(database, guangdong)]

    assert taken == [1, 2, 1]
    assert await take(database, shaanxi, "RECEIPT-2026") == 1


async def test_a_number_of_a_change_that_failed_is_given_again(database: Database, world: World) -> None:
    body = await world.body("610000")

    with pytest.raises(LookupError):
        async with database.write() as connection:
            await next_number(connection, body_id=body, series="FILING-2026", at=MOMENT)
            raise LookupError

    assert await take(database, body) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
async def test_whoever_comes_meanwhile_waits_for_the_number_to_be_taken(database: Database, world: World) -> None:
    body = await world.body("610000")
    await take(database, body)

    async with database.write() as connection:
        mine = await next_number(connection, body_id=body, series="FILING-2026", at=MOMENT)
        other = asyncio.ensure_future(take(database, body))
        while not await _somebody_waits(database):
            assert not other.done()

    assert (mine, await other) == (2, 3)


async def _somebody_waits(database: Database) -> bool:
    async with database.read() as connection:
        return bool((await connection.execute(WAITING)).scalar_one())
