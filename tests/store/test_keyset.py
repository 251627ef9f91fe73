"""Pages in any order, from either end, meet every row once and in the order of one large page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from hub.auth.caller import Caller
from hub.domain.ids import new_id
from hub.domain.words import Mode, PlatformKind, StudioStatus, StudioType
from hub.store.fetch import one_list
from hub.store.keyset import key_columns
from hub.store.models.studio import Studio
from hub.store.plan import Direction, ListRead, Order, Piece, Record
from hub.store.session import Database, Reader
from tests.factories import MOMENT, World

COLUMNS = ("name", "area", "type", "mode", "opened_on", "legacy", "filing_number", "id")
TEXTS = ("甲", "乙", "a", "A", "b", "Z", "", " ", "é", "😀", "10", "9", "_", "%")
ROWS = 60
EVERYBODY = Caller.anonymous()


@pytest.fixture
async def reader(world: World, database: Database) -> AsyncIterator[Reader]:
    """A reader over rows with many equal and many absent values."""
    draw = Random(7)
    owner = await world.body("611026")
    rows = [_row(draw, number, owner) for number in range(ROWS)]
    async with database.write() as connection:
        await connection.execute(insert(Studio), rows)
    opened = Reader(database)
    yield opened
    await opened.close()


def _row(draw: Random, number: int, owner: str) -> dict[str, Any]:
    return {
        "id": new_id("stu", MOMENT, seed=str(number).encode()),
        "name": draw.choice(TEXTS),
        "area": draw.choice([None, None, *TEXTS[:6]]),
        "type": draw.choice(list(StudioType)),
        "mode": draw.choice(list(Mode)),
        "opened_on": draw.choice([None, *(date(2025, 1, 1) + timedelta(days=days) for days in range(5))]),
        "legacy": draw.random() < 0.5,
        "filing_number": None if draw.random() < 0.5 else f"F{number:03d}",
        "platform_kind": PlatformKind.STUDIO,
        "counts_as_studio": True,
        "status": StudioStatus.ACTIVE,
        "owner_body_id": owner,
        "published": True,
        "recorded_at": MOMENT,
    }


ORDERS = st.lists(
    st.builds(Order, column=st.sampled_from(COLUMNS), direction=st.sampled_from(Direction)),
    max_size=3,
    unique_by=lambda step: step.column,
).map(tuple)


def drawn(bound: int) -> list[tuple[tuple[Order, ...], int]]:
    """Orders and page sizes as Hypothesis draws them; they are run on the loop that holds the database."""
    found: list[tuple[tuple[Order, ...], int]] = []

    @settings(max_examples=bound)
    @given(ORDERS, st.integers(min_value=1, max_value=25))
    def collect(order: tuple[Order, ...], size: int) -> None:
        found.append((order, size))

    collect()
    return found


async def piece(reader: Reader, order: tuple[Order, ...], **given_piece: Any) -> Any:
    """A piece of the list in this order."""
    read = ListRead(model=Studio, order=order, piece=Piece(**given_piece))
    return await one_list(reader, EVERYBODY, read)


def key(row: Record, order: tuple[Order, ...]) -> tuple[Any, ...]:
    """The place of a row, as a cursor holds it."""
    return tuple(row.values[name] for name in key_columns(order))


async def forward(reader: Reader, order: tuple[Order, ...], size: int) -> list[str]:
    """All identifiers, page after page."""
    found: list[str] = []
    after: tuple[Any, ...] | None = None
    while True:
        page = await piece(reader, order, limit=size, after=after)
        found += [row.id for row in page.rows]
        assert page.has_previous is (after is not None)
        if not page.has_next:
            return found
        after = key(page.rows[-1], order)


async def backward(reader: Reader, order: tuple[Order, ...], size: int) -> list[str]:
    """All identifiers, page before page."""
    found: list[str] = []
    before: tuple[Any, ...] | None = None
    while True:
        page = await piece(reader, order, limit=size, before=before, backward=True)
        found = [row.id for row in page.rows] + found
        assert page.has_next is (before is not None)
        if not page.has_previous:
            return found
        before = key(page.rows[0], order)


async def test_pages_from_either_end_meet_every_row_once_in_the_order_of_the_whole(
    reader: Reader, database: Database
) -> None:
    for order, size in drawn(40 if database.is_sqlite else 20):
        whole = [row.id for row in (await piece(reader, order, limit=ROWS)).rows]

        assert len(set(whole)) == len(whole) == ROWS
        assert await forward(reader, order, size) == whole, order
        assert await backward(reader, order, size) == whole, order


async def test_the_order_is_the_one_that_python_gives(reader: Reader, database: Database) -> None:
    for order, _ in drawn(40 if database.is_sqlite else 20):
        rows = (await piece(reader, order, limit=ROWS)).rows

        wanted = sorted(rows, key=lambda row: str(row.id))
        for step in reversed(order):
            wanted.sort(key=lambda row: _rank(row.values[step.column]), reverse=step.direction is Direction.DESC)
        assert [row.id for row in rows] == [row.id for row in wanted], order


def _rank(value: Any) -> tuple[bool, Any]:
    return (value is not None, str(value) if value is not None else "")


async def test_rows_that_come_between_pages_neither_hide_nor_repeat_a_row_that_was_there(
    reader: Reader, database: Database, world: World
) -> None:
    owner = await world.body("611026")
    draw = Random(11)
    numbers = count(ROWS)  # the new rows fall before, beside and after the place where the reader stands
    for order, size in drawn(24 if database.is_sqlite else 12):
        there = [row.id for row in (await piece(reader, order, limit=ROWS)).rows]

        page = await piece(reader, order, limit=size)
        met = [row.id for row in page.rows]
        while page.has_next:
            if len(met) < ROWS:
                async with database.write() as connection:
                    await connection.execute(insert(Studio), [_row(draw, next(numbers), owner) for _ in range(2)])
                await reader.renew()
            page = await piece(reader, order, limit=size, after=key(page.rows[-1], order))
            met += [row.id for row in page.rows]

        assert len(set(met)) == len(met), order
        assert [one for one in met if one in set(there)] == there, order
        async with database.write() as connection:
            await connection.execute(delete(Studio).where(Studio.id.not_in(there)))
        await reader.renew()


async def test_an_order_that_begins_with_the_identifier_is_by_the_identifier(reader: Reader) -> None:
    order = (Order(column="id", direction=Direction.DESC), Order(column="name"))

    found = [row.id for row in (await piece(reader, order, limit=ROWS)).rows]

    assert found == sorted(found, reverse=True)
    assert key_columns(order) == ["id"]


async def test_between_two_places_lie_the_rows_between_them(reader: Reader) -> None:
    order = (Order(column="area"), Order(column="opened_on", direction=Direction.DESC))
    whole = (await piece(reader, order, limit=ROWS)).rows

    part = await piece(reader, order, limit=ROWS, after=key(whole[9], order), before=key(whole[30], order))

    assert [row.id for row in part.rows] == [row.id for row in whole[10:30]]
