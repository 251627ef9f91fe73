"""Totals and facts are compared, mended by a rebuild, and made from nothing by a migration."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from sqlalchemy import delete, func, select, text, update

from hub.domain.words import Mode
from hub.store import migrate, reference
from hub.store.dialect import table_of
from hub.store.doctor import examine
from hub.store.doctor_words import Verdict
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.cell import known
from hub.store.models.facts import Activity, DutyShift, Opinion, Output
from hub.store.models.totals import (
    CELLS,
    ActivityQuarter,
    ActivityUnitQuarter,
    ActivityUnitQuarterMode,
    StudioBody,
    cells_of,
)
from hub.store.reference import load_reference
from hub.store.reference_rows import Wanted
from hub.store.session import Database
from hub.store.totals import Step, follow
from hub.store.totals_check import differences, rebuild, rebuild_all
from tests.conftest import REFERENCE_DAY
from tests.factories import MOMENT, World
from tests.postgres import PostgresServer
from tests.store.counted import Ground, Pick, Values, insert_past, wrong_cells

PACKAGED = reference.wanted
DAYS = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 1))
NEEDED: dict[type[Base], Values] = {
    Activity: {"mode": Mode.ONLINE, "topic": "测试", "kind_id": Pick(1), "members_count": 4},
    DutyShift: {"mode": Mode.BOTH, "planned": True, "attended": True, "solved": 2},
    Opinion: {
        "channel": "WALK_IN",
        "opinion_class": "PROBLEM",
        "topic": "测试",
        "status": "REGISTERED",
        "solved": False,
    },
    Output: {"kind": "PROPOSAL", "title_text": "测试", "is_key": True},
}


def some_facts(ground: Ground) -> list[tuple[type[Base], Values]]:
    """Facts of each dated kind around the ends of months and quarters, a withdrawn one among them."""
    made = []
    for model, needed in NEEDED.items():
        dated = cells_of(model)[0].dated
        assert dated is not None
        for number, day in enumerate(DAYS):
            owned = {"owner_body_id": Pick(number), "studio_id": Pick(number), dated: day}
            # What has a default only in the models is spelled out: these rows go past them.
            shown = {"published": number % 2 == 0} if "published" in model.__mapper__.columns else {}
            made.append((model, ground.row(model, {**needed, **owned, **shown})))
        made.append((model, {**ground.row(model, {**needed, **owned, **shown}), "deleted_at": MOMENT}))
    return made


@pytest.fixture
async def ground(database: Database) -> Ground:
    """What the facts of these tests point to."""
    made = await Ground.of(database)
    await rebuild_all(database)
    return made


async def compared(database: Database) -> dict[str, int]:
    """How many cells of which table differ from the facts."""
    async with database.read() as connection:
        return {one.cell.__tablename__: one.wrong for one in await differences(connection)}


async def test_facts_that_came_past_the_door_are_found_and_a_rebuild_counts_them(
    database: Database, ground: Ground
) -> None:
    await insert_past(database, some_facts(ground))

    found = await compared(database)
    made = await rebuild_all(database)

    assert set(found) == {cell.__tablename__ for cell in CELLS if cell.facts in NEEDED}
    assert (await compared(database), await wrong_cells(database)) == ({}, [])
    async with database.read() as connection:
        held = [(await connection.execute(select(table_of(cell).c.id))).all() for cell in CELLS]
    assert made == sum(len(rows) for rows in held)


@pytest.mark.parametrize("spoilt", ["number", "sum", "missing", "left over"])
async def test_any_wrong_cell_is_found_by_its_identifier_and_mended(
    database: Database, ground: Ground, spoilt: str
) -> None:
    await insert_past(database, some_facts(ground))
    await rebuild_all(database)
    table = table_of(ActivityUnitQuarterMode)
    async with database.write() as connection:
        one = (await connection.execute(select(table.c.id).order_by(table.c.id))).scalars().first()
        this = table.c.id == one
        if spoilt == "missing":
            await connection.execute(delete(table).where(this))
        elif spoilt == "left over":
            await connection.execute(update(table_of(Activity)).values(deleted_at=MOMENT))
        else:
            name = "rows" if spoilt == "number" else known("members_count")
            await connection.execute(update(table).where(this).values({name: table.c[name] + 1}))

    async with database.read() as connection:
        found = {difference.cell: difference for difference in await differences(connection)}
    async with database.write() as connection:
        await rebuild(connection, Activity)

    assert one in found[ActivityUnitQuarterMode].some
    assert found[ActivityUnitQuarterMode].wrong == (5 if spoilt == "left over" else 1)
    assert await compared(database) == {}


async def test_the_doctor_names_wrong_totals_and_what_to_do(database: Database, world: World) -> None:
    await world.activity(await world.studio("611026"), "611026")
    async with database.write() as connection:
        await connection.execute(update(table_of(ActivityQuarter)).values(rows=2))

    findings = {finding.check.en: finding for finding in await examine(database, now=MOMENT)}
    ailing = findings["totals agree with the facts"]
    await rebuild_all(database)
    again = {finding.check.en: finding for finding in await examine(database, now=MOMENT)}

    assert ailing.verdict is Verdict.BROKEN and "activity_quarter 1" in ailing.found.zh
    assert ailing.advice is not None and "hub doctor --rebuild-totals" in ailing.advice.zh
    assert again["totals agree with the facts"].verdict is Verdict.WELL


async def test_a_rebuild_waits_for_writers_at_work_and_counts_what_they_wrote(
    postgres: PostgresServer, postgres_template: str
) -> None:
    with postgres.fresh("rebuilt_beside_a_writer", template=postgres_template) as url:
        database = Database(url)
        ground = await Ground.of(database)
        owned = {"owner_body_id": Pick(0), "studio_id": Pick(0), "held_on": DAYS[0]}
        row = ground.row(Activity, {**NEEDED[Activity], **owned})

        async with database.write() as writer:
            await writer.execute(table_of(Activity).insert().values(row))
            rebuilding = asyncio.create_task(rebuild_all(database))
            while not await _somebody_waits(database):
                assert not rebuilding.done()
            await follow(writer, [Step(model=Activity, after=row)])
        await rebuilding

        assert await wrong_cells(database) == []
        await database.close()


async def test_a_writer_waits_for_a_rebuild_and_counts_on_top_of_it(
    postgres: PostgresServer, postgres_template: str
) -> None:
    with postgres.fresh("written_beside_a_rebuild", template=postgres_template) as url:
        database = Database(url)
        world = World(database)
        studio = await world.studio("611026")

        async with database.write() as connection:
            await rebuild(connection)
            writing = asyncio.create_task(world.activity(studio, "611026"))
            while not await _somebody_waits(database):
                assert not writing.done()
        await writing

        assert await wrong_cells(database) == []
        await database.close()


async def test_facts_go_along_when_their_body_is_counted_under_another_unit(
    database: Database, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    await insert_past(database, some_facts(ground))
    await rebuild_all(database)
    before = await under_units(database)

    monkeypatch.setattr(reference, "wanted", lambda *, on: county_reports_to_the_province(on))
    await load_reference(database, now=REFERENCE_DAY, again=True)

    assert (await compared(database), await wrong_cells(database)) == ({}, [])
    after = await under_units(database)
    moved = after["611026"]
    assert "611026" not in before and moved > 0
    assert after == {**before, "611026": moved, "611000": before["611000"] - moved}


async def test_a_tree_that_moves_no_facts_leaves_the_cells_as_they_are(database: Database, ground: Ground) -> None:
    await insert_past(database, some_facts(ground))

    await load_reference(database, now=REFERENCE_DAY, again=True)

    assert await under_units(database) == {}


async def under_units(database: Database) -> dict[str, int]:
    """How many activities are counted under which unit, by its code."""
    units, bodies = table_of(ActivityUnitQuarter), table_of(Body)
    counted = select(bodies.c.code, func.sum(units.c.rows).label("rows"))
    found = counted.join_from(units, bodies, bodies.c.id == units.c.unit_id).group_by(bodies.c.code)
    async with database.read() as connection:
        return {row.code: int(row.rows) for row in await connection.execute(found)}


def county_reports_to_the_province(on: date) -> tuple[Wanted, ...]:
    """The packaged reference, but a county owes the province a roll-up of its own."""
    return tuple(
        replace(
            part, rows=tuple(row | {"rollup_unit": row["rollup_unit"] or row["code"] == "611026"} for row in part.rows)
        )
        if part.model is Body
        else part
        for part in PACKAGED(on=on)
    )


async def _somebody_waits(database: Database) -> bool:
    async with database.read() as connection:
        return bool(await connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


async def test_a_migration_fills_the_cells_from_the_facts_that_are_there(database_url: str) -> None:
    await asyncio.to_thread(migrate.upgrade, database_url)
    database = Database(database_url)
    await load_reference(database, now=REFERENCE_DAY)
    ground = await Ground.of(database)
    await insert_past(database, some_facts(ground))
    await asyncio.to_thread(_take_back, database_url, "expand_0002_indexes")

    await asyncio.to_thread(migrate.upgrade, database_url)

    wrong = await compared(database), await wrong_cells(database)
    async with database.read() as connection:
        rows = await connection.scalar(select(func.sum(table_of(ActivityQuarter).c.rows)))
        studios = await connection.scalar(select(func.sum(table_of(StudioBody).c.rows)))
    await database.close()
    assert wrong == ({}, [])
    assert (rows, studios) == (5, 3)


def _take_back(url: str, version: str) -> None:
    """Bring a filled database to the tables of an older release; what they hold stays."""
    with migrate._writing(url) as connection:
        command.downgrade(migrate._config(connection), version)
