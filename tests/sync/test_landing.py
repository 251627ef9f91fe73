"""Landing: a page is there as a whole or not at all, and only the run with the fence can put it there."""

from __future__ import annotations

import pytest

from hub.store.landing import FenceLost, LandPage, LandRow, land_page, open_cursor
from hub.store.runs import begin, claim
from hub.store.session import Database
from tests.sync.county import CODE, LATER, NOW, County, held, registered, rows

_COUNTS = (
    "SELECT (SELECT count(*) FROM raw_record), (SELECT count(*) FROM sync_page),"
    " (SELECT coalesce(max(pages), 0) FROM sync_cursor)"
)


def _page(*keys: str, number: int = 0, over: bool = True, topic: str = "") -> LandPage:
    found = [
        LandRow(
            key=key,
            has_key=True,
            content={"id": key, "zt": topic},
            content_hash=f"{key}-{topic}",
            pointer="",
            deleted=False,
            index=place,
        )
        for place, key in enumerate(keys)
    ]
    return LandPage(
        stream="hd",
        number=number,
        rows=found,
        fingerprint="",
        structure=(),
        position={},
        over=over,
        ended=over,
        snapshot=False,
        everything=True,
    )


async def test_a_page_and_its_cursor_commit_together(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with held(database, county.source()) as (hold, _):
        async with database.write() as connection:
            await open_cursor(connection, hold, stream="hd", position={}, whole=True)

        with pytest.raises(ZeroDivisionError):
            async with database.write() as connection:
                await land_page(connection, hold, _page("H1"), at=NOW)
                raise ZeroDivisionError
        before = await rows(database, _COUNTS)
        async with database.write() as connection:
            await land_page(connection, hold, _page("H1"), at=NOW)

    assert (before, await rows(database, _COUNTS)) == ([(0, 0, 0)], [(1, 1, 1)])


async def test_a_run_that_was_taken_over_can_write_nothing(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with held(database, county.source()) as (zombie, _):
        async with database.write() as connection:
            await open_cursor(connection, zombie, stream="hd", position={}, whole=True)
        async with database.write() as connection:
            taken = await claim(connection, [CODE], executor="tests-2", now=LATER, most=1)
            living = await begin(connection, taken[0], executor="tests-2", now=LATER)
        assert living is not None

        with pytest.raises(FenceLost):
            async with database.write() as connection:
                await land_page(connection, zombie, _page("H1"), at=NOW)
        async with database.write() as connection:
            await land_page(connection, living, _page("H2"), at=NOW)

    assert await rows(database, "SELECT external_id FROM raw_record") == [("H2",)]


async def test_a_process_that_lives_keeps_its_run(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with held(database, county.source()), database.write() as connection:
        taken = await claim(connection, [CODE], executor="tests-2", now=NOW, most=1)

    assert list(taken) == []


async def test_rows_that_come_again_are_landed_once_and_counted(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with held(database, county.source()) as (hold, _):
        for number, page in enumerate([_page("H1", "H2", "H1", over=False), _page("H2", "H3", number=1)]):
            async with database.write() as connection:
                if number == 0:
                    await open_cursor(connection, hold, stream="hd", position={}, whole=True)
                await land_page(connection, hold, page, at=NOW)

    counted = await rows(database, "SELECT rows, landed_new, repeated FROM sync_page ORDER BY number")
    assert counted == [(3, 2, 1), (2, 1, 1)]
    assert await rows(database, "SELECT external_id, seq FROM raw_record ORDER BY seq") == [
        ("H1", 1),
        ("H2", 2),
        ("H3", 3),
    ]
