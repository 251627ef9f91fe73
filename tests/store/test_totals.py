"""Totals follow every change of a fact: whatever is written, by however many at once, they are what counting says."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from hub.domain.words import Mode
from hub.store.applying import held_rows
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.cell import Cell
from hub.store.models.facts import Activity, Output
from hub.store.models.totals import (
    ActivityMonth,
    ActivityQuarter,
    ActivityUnitQuarter,
    ActivityUnitQuarterMode,
    OutputUnitQuarterFate,
)
from hub.store.session import Database
from hub.store.totals_check import rebuild_all
from hub.store.write import Author, Insert, Update, write
from tests.factories import MOMENT
from tests.store.counted import CODES, KINDS, Ground, Pick, Values, new_rows, new_values, wrong_cells


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One transaction: new rows, changes of rows already there (by their number), and whether it breaks off."""

    new: Sequence[tuple[type[Base], Values]]
    changed: Sequence[tuple[type[Base], int, Values]]
    breaks_off: bool


class BrokenOff(Exception):
    """The transaction does not come to its end."""


def _each(draw: st.DrawFn, size: int, *, change: bool) -> list[tuple[type[Base], Values]]:
    models = draw(st.lists(st.sampled_from(KINDS), max_size=size))
    return [(model, draw(new_values(model) if change else new_rows(model))) for model in models]


@st.composite
def transactions(draw: st.DrawFn) -> Drawn:
    """Any transaction."""
    changes = [(model, draw(st.integers(0, 50)), values) for model, values in _each(draw, 5, change=True)]
    return Drawn(new=_each(draw, 6, change=False), changed=changes, breaks_off=draw(st.integers(0, 5)) == 0)


def drawn_histories() -> list[list[Drawn]]:
    """Histories as Hypothesis draws them; they are written on the loop that holds the database."""
    found: list[list[Drawn]] = []

    @settings(max_examples=40)
    @given(st.lists(transactions(), min_size=1, max_size=4))
    def collect(history: list[Drawn]) -> None:
        found.append(history)

    collect()
    return found


def author(stream: str = "611026") -> Author:
    return Author(actor="tester", stream=stream, at=MOMENT, key=b"k", bundled=True)


@pytest.fixture
async def ground(database: Database) -> Ground:
    """What the facts of these tests point to."""
    made = await Ground.of(database)
    await rebuild_all(database)
    return made


def activity(ground: Ground, **given: object) -> Insert:
    """A new activity on 2 March 2026."""
    values = {"owner_body_id": Pick(3), "studio_id": Pick(2), "kind_id": Pick(0), "mode": Mode.ONLINE, "topic": "测试"}
    return Insert(model=Activity, values=ground.row(Activity, {**values, "held_on": date(2026, 3, 2), **given}))


async def written(database: Database, *changes: Insert | Update, stream: str = "611026") -> None:
    """Write in a transaction of its own."""
    async with database.write() as connection:
        await write(connection, changes, author=author(stream))


async def cells(database: Database, cell: type[Cell], *names: str) -> list[tuple[object, ...]]:
    """Some columns of all cells of a kind."""
    table = table_of(cell)
    async with database.read() as connection:
        rows = await connection.execute(select(*(table.c[name] for name in names)).order_by(table.c.id))
        return [tuple(row) for row in rows]


async def test_totals_are_what_counting_says_after_any_history(database: Database, ground: Ground) -> None:
    rows: dict[type[Base], list[str]] = {model: [] for model in KINDS}

    for history in drawn_histories():
        for one in history:
            await _written(database, ground, one, rows)

        assert await wrong_cells(database) == [], history
    assert min(len(ids) for ids in rows.values()) > 0


async def _written(database: Database, ground: Ground, one: Drawn, rows: dict[type[Base], list[str]]) -> None:
    inserts = [Insert(model=model, values=ground.row(model, values)) for model, values in one.new]
    chosen = {
        (model, rows[model][number % len(rows[model])]): ground.settled(values)
        for model, number, values in one.changed
        if rows[model] and values
    }
    try:
        async with database.write() as connection:
            updates = [
                Update(model=model, before=dict((await held_rows(connection, model, [id]))[id]), values=values)
                for (model, id), values in chosen.items()
            ]
            await write(connection, [*inserts, *updates], author=author())
            if one.breaks_off:
                raise BrokenOff
    except BrokenOff:
        return
    for made in inserts:
        rows[made.model].append(made.id)


async def test_a_cell_holds_the_number_and_what_is_known_of_the_sums(database: Database, ground: Ground) -> None:
    told = [activity(ground, members_count=number, held_on=date(2026, 1, 31)) for number in (3, 0, None)]
    await written(database, *told, activity(ground, held_on=date(2026, 4, 1)))

    found = await cells(
        database, ActivityQuarter, "held_on", "published", "rows", "members_count", "members_count_known"
    )

    assert found == [(date(2026, 1, 1), False, 3, 3, 2), (date(2026, 4, 1), False, 1, 0, 0)]
    assert await cells(database, ActivityUnitQuarterMode, "held_on", "mode", "rows") == [
        (date(2026, 1, 1), Mode.ONLINE, 3),
        (date(2026, 4, 1), Mode.ONLINE, 1),
    ]


async def test_a_unit_counts_its_own_bodies_and_the_province_counts_for_itself(
    database: Database, ground: Ground
) -> None:
    await written(database, *(activity(ground, owner_body_id=Pick(number)) for number in range(4)))

    bodies = table_of(Body)
    assert await cells(database, ActivityQuarter, "rows") == [(1,)] * 4
    units = table_of(ActivityUnitQuarter)
    under = select(bodies.c.code, units.c.rows).join_from(units, bodies, bodies.c.id == units.c.unit_id)
    async with database.read() as connection:
        found = {row.code: row.rows for row in await connection.execute(under)}
    assert set(CODES) - set(found) == {"611026"}
    assert found == {"610000": 1, "610400": 1, "611000": 2}


async def test_a_cell_that_lost_its_last_fact_is_gone_and_comes_back(database: Database, ground: Ground) -> None:
    made = activity(ground)
    await written(database, made)

    await written(database, Update(model=Activity, before=made.values, values={"deleted_at": MOMENT}))
    withdrawn = await cells(database, ActivityUnitQuarterMode, "rows")
    await written(database, Update(model=Activity, before=made.values, values={"deleted_at": None}))

    assert (withdrawn, await cells(database, ActivityUnitQuarterMode, "rows")) == ([], [(1,)])


async def test_an_output_of_no_fate_has_a_cell_of_no_fate(database: Database, ground: Ground) -> None:
    values = {"owner_body_id": Pick(0), "kind": "PROPOSAL", "submitted_on": date(2026, 3, 2), "title_text": "测试"}
    await written(database, Insert(model=Output, values=ground.row(Output, values)))

    assert await cells(database, OutputUnitQuarterFate, "fate", "rows") == [(None, 1)]


async def test_a_transaction_that_breaks_off_leaves_the_cells_as_they_were(database: Database, ground: Ground) -> None:
    made = activity(ground, public_count=5)
    await written(database, made)
    before = await cells(database, ActivityUnitQuarterMode, "id", "rows", "public_count")

    with pytest.raises(BrokenOff):
        async with database.write() as connection:
            moved = Update(model=Activity, before=made.values, values={"mode": Mode.OFFLINE, "public_count": 9})
            await write(connection, [activity(ground), moved], author=author())
            raise BrokenOff

    assert await cells(database, ActivityUnitQuarterMode, "id", "rows", "public_count") == before


async def test_a_change_counts_from_the_row_as_it_stands_not_as_it_was_read(database: Database, ground: Ground) -> None:
    made = activity(ground, members_count=1)
    await written(database, made)
    stale = made.values  # two writers read this row; the second writes after the first has committed

    await written(database, Update(model=Activity, before=stale, values={"members_count": 5, "mode": Mode.OFFLINE}))
    await written(database, Update(model=Activity, before=stale, values={"members_count": 7, "mode": Mode.BOTH}))

    assert await wrong_cells(database) == []
    assert await cells(database, ActivityUnitQuarterMode, "mode", "rows", "members_count") == [(Mode.BOTH, 1, 7)]


async def test_writers_at_the_same_time_all_count(database: Database, ground: Ground) -> None:
    held = [activity(ground, mode=mode) for mode in Mode for _ in range(4)]
    await written(database, *held)
    # Each adds to the cells that the others leave, in an order of its own, and takes the last fact out of some.
    works: list[list[Insert | Update]] = [
        [
            Update(model=Activity, before=held[number].values, values={"mode": mode, "members_count": number}),
            *(activity(ground, mode=other) for other in ([*Mode] if number % 2 else [*reversed(Mode)])),
        ]
        for number, mode in enumerate([Mode.OFFLINE, Mode.BOTH, Mode.ONLINE] * 4)
    ]

    await asyncio.gather(*(written(database, *work, stream=f"{number}") for number, work in enumerate(works)))

    assert await wrong_cells(database) == []
    assert sum(int(str(rows)) for (rows,) in await cells(database, ActivityQuarter, "rows")) == 12 + 12 * 3


async def test_writers_of_the_same_cells_in_any_order_do_not_wait_for_each_other(
    database: Database, ground: Ground
) -> None:
    months = [date(2000 + number // 12, number % 12 + 1, 1) for number in range(240)]
    works = [
        [activity(ground, held_on=day) for day in (months if number % 2 else reversed(months))] for number in range(12)
    ]

    await asyncio.gather(*(written(database, *work, stream=f"{number}") for number, work in enumerate(works)))

    assert set(await cells(database, ActivityMonth, "rows")) == {(12,)}


async def test_the_same_fact_written_by_many_at_once_is_in_one_cell(database: Database, ground: Ground) -> None:
    made = activity(ground)
    await written(database, made)
    changes = [Update(model=Activity, before=made.values, values={"mode": mode}) for mode in [*Mode] * 3]

    await asyncio.gather(*(written(database, one, stream=f"{number}") for number, one in enumerate(changes)))

    assert await wrong_cells(database) == []
    assert await cells(database, ActivityUnitQuarterMode, "rows") == [(1,)]


async def test_a_change_that_moves_no_total_touches_no_cell(database: Database, ground: Ground) -> None:
    made = activity(ground)
    await written(database, made)
    async with database.write() as connection:
        await connection.execute(delete(table_of(ActivityQuarter)))

    await written(database, Update(model=Activity, before=made.values, values={"topic": "新主题"}))
    same = {"mode": Mode.ONLINE, "members_count": None}
    await written(database, Update(model=Activity, before=made.values, values=same))

    assert await cells(database, ActivityQuarter, "rows") == []
