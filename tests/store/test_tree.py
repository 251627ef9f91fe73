"""The reporting tree in memory: who stands where, and when a change is seen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text, update
from sqlalchemy.exc import DBAPIError

from hub.auth.tree import Place, Tree
from hub.domain.level import Level
from hub.store.models.body import Body
from hub.store.session import Database
from hub.store.tree import BodyTree

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    held = Database(migrated_url)
    yield held
    await held.close()


def placed(tree: Tree, code: str) -> Place:
    found = tree.place(code)
    assert found is not None, code
    return found


async def test_a_body_has_the_place_that_the_reporting_tree_gives_it(database: Database) -> None:
    tree = BodyTree(database, clock=Clock())
    await tree.refresh()

    province, city, county = (placed(tree, code) for code in ("610000", "611000", "611026"))

    assert province.branch.holds(city.position) and city.branch.holds(county.position)
    assert (province.level, city.level, county.level) == (Level.PROVINCE, Level.CITY, Level.COUNTY)
    assert (city.rollup_unit, county.rollup_unit) == (True, False)


async def test_hancheng_reports_to_the_province_and_stands_outside_weinan(database: Database) -> None:
    tree = BodyTree(database, clock=Clock())
    await tree.refresh()

    hancheng = placed(tree, "610581")

    assert placed(tree, "610000").branch.holds(hancheng.position)
    assert not placed(tree, "610500").branch.holds(hancheng.position)


async def test_the_body_printed_without_a_place_stands_alone(database: Database) -> None:
    tree = BodyTree(database, clock=Clock())
    await tree.refresh()

    printed = placed(tree, "printed:郴州市")

    assert printed.position == printed.last
    assert not placed(tree, "430000").branch.holds(printed.position)


async def test_nobody_stands_in_a_tree_that_was_never_read(database: Database) -> None:
    tree = BodyTree(database, clock=Clock())

    assert tree.place("610000") is None


async def test_a_change_is_seen_when_the_reading_has_grown_old(database: Database) -> None:
    clock = Clock()
    tree = BodyTree(database, clock=clock, max_age=timedelta(minutes=1))
    await tree.keep_fresh()
    async with database.write() as connection:
        await connection.execute(update(Body).where(Body.code == "611026").values(rollup_unit=True))

    clock.now = NOON + timedelta(seconds=59)
    await tree.keep_fresh()
    before = placed(tree, "611026").rollup_unit
    clock.now = NOON + timedelta(seconds=61)
    await tree.keep_fresh()

    assert (before, placed(tree, "611026").rollup_unit) == (False, True)


async def test_many_who_ask_at_once_cause_one_reading(database: Database) -> None:
    tree = BodyTree(database, clock=Clock())
    statements: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *seen: statements.append(str(seen[2])))

    await asyncio.gather(*(tree.keep_fresh() for _ in range(5)))

    assert len([statement for statement in statements if "FROM body" in statement]) == 1


async def test_a_refresh_that_fails_leaves_the_last_places_standing(database: Database) -> None:
    tree = BodyTree(database, clock=Clock())
    await tree.refresh()
    async with database.write() as connection:
        await connection.execute(text("alter table body rename to away"))

    with pytest.raises(DBAPIError):
        await tree.refresh()

    assert placed(tree, "611026").level is Level.COUNTY
