"""Versions: what the hub knew is kept beside what it knows, for the days for which it held."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, event, func, select

from hub.domain.words import ResidencyRole
from hub.store.applying import held_rows
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.member import Member, Residency
from hub.store.models.places import Division
from hub.store.models.studio import Studio
from hub.store.models.version import DAYS, VERSIONS
from hub.store.session import Database
from hub.store.versions import ALWAYS, backfill, catch_up
from hub.store.write import Insert, Update, write
from tests.factories import World
from tests.store.chronicle import FIRST, LAST, LATER, Chronicle, author


@pytest.fixture
def chronicle(world: World) -> Chronicle:
    """Writes at chosen instants."""
    return Chronicle(world)


async def history(database: Database, model: type[Base], id: str, *names: str) -> list[tuple[Any, ...]]:
    """The versions of a row: bounds of knowledge as months, bounds of validity, and some of its columns."""
    table: Table = VERSIONS[model]
    bounds = table.c.known_from, table.c.known_to, table.c.holds_from, table.c.holds_to
    chosen = select(*bounds, *(table.c[name] for name in names)).where(table.c.id == id)
    async with database.read() as connection:
        rows = (await connection.execute(chosen)).all()
    told = [(row[0].month, row[1] and row[1].month, *row[2:]) for row in rows]
    return sorted(told, key=lambda row: (row[0], row[1] or 99, str(row[2] or "")))


async def test_a_new_row_holds_from_its_own_first_day(world: World, chronicle: Chronicle) -> None:
    dated = await chronicle.studio(approved_on=date(2025, 4, 1), opened_on=date(2025, 5, 1))
    undated = await chronicle.studio(at=LATER)

    assert await history(world.database, Studio, dated) == [(3, None, date(2025, 4, 1), None)]
    assert await history(world.database, Studio, undated) == [(5, None, None, None)]


async def test_a_change_holds_from_its_business_day_and_what_was_known_is_kept(
    world: World, chronicle: Chronicle
) -> None:
    one = await chronicle.studio(approved_on=date(2025, 4, 1))

    # 00:30 of the eleventh in Shanghai is still the tenth in UTC.
    await chronicle.change(Studio, one, datetime(2026, 5, 10, 16, 30, tzinfo=UTC), name="乙")

    assert await history(world.database, Studio, one, "name") == [
        (3, 5, date(2025, 4, 1), None, "甲"),
        (5, None, date(2025, 4, 1), date(2026, 5, 11), "甲"),
        (5, None, date(2026, 5, 11), None, "乙"),
    ]


async def test_a_change_that_reaches_back_leaves_the_days_before_it(world: World, chronicle: Chronicle) -> None:
    one = await chronicle.studio(approved_on=date(2025, 4, 1))
    await chronicle.change(Studio, one, LATER, name="乙")

    await chronicle.change(Studio, one, LAST, name="丙", valid_from=date(2026, 1, 1))

    assert await history(world.database, Studio, one, "name") == [
        (3, 5, date(2025, 4, 1), None, "甲"),
        (5, 6, date(2025, 4, 1), date(2026, 5, 10), "甲"),
        (5, 6, date(2026, 5, 10), None, "乙"),
        (6, None, date(2025, 4, 1), date(2026, 1, 1), "甲"),
        (6, None, date(2026, 1, 1), date(2026, 5, 10), "丙"),
        (6, None, date(2026, 5, 10), None, "丙"),
    ]


async def test_a_change_that_reaches_back_leaves_what_else_changed_since(world: World, chronicle: Chronicle) -> None:
    one = await chronicle.studio(approved_on=date(2025, 4, 1), area="东")
    await chronicle.change(Studio, one, LATER, area="西")

    await chronicle.change(Studio, one, LAST, name="乙", valid_from=date(2026, 1, 1))

    known = [row for row in await history(world.database, Studio, one, "name", "area") if row[1] is None]
    assert [row[2:] for row in known] == [
        (date(2025, 4, 1), date(2026, 1, 1), "甲", "东"),
        (date(2026, 1, 1), date(2026, 5, 10), "乙", "东"),
        (date(2026, 5, 10), None, "乙", "西"),
    ]


async def test_a_change_that_is_still_to_come_survives_another_one_before_it(
    world: World, chronicle: Chronicle
) -> None:
    one = await chronicle.studio(area="东")
    await chronicle.change(Studio, one, LATER, name="乙", valid_from=date(2027, 1, 1))

    await chronicle.change(Studio, one, LAST, area="西")

    known = [row for row in await history(world.database, Studio, one, "name", "area") if row[1] is None]
    assert sorted(known, key=lambda row: str(row[2] or "")) == [
        (6, None, None, date(2026, 6, 20), "甲", "东"),
        (6, None, date(2026, 6, 20), date(2027, 1, 1), "甲", "西"),
        (6, None, date(2027, 1, 1), None, "乙", "西"),
    ]


async def test_a_row_that_has_ended_is_corrected_for_all_its_days(world: World, chronicle: Chronicle) -> None:
    home = await world.studio("611026")
    values = {"studio_id": home, "role": ResidencyRole.RESIDENT, "owner_body_id": await world.body("611026")}
    one = await chronicle.add(Residency, FIRST, **values, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))

    await chronicle.change(Residency, one, LATER, role=ResidencyRole.CONVENER)

    span = (date(2025, 1, 1), date(2026, 1, 1))
    assert await history(world.database, Residency, one, "role") == [
        (3, 5, *span, ResidencyRole.RESIDENT),
        (5, None, *span, ResidencyRole.CONVENER),
    ]


async def test_a_change_ahead_of_its_day_holds_from_that_day(world: World, chronicle: Chronicle) -> None:
    one = await chronicle.studio()

    await chronicle.change(Studio, one, LATER, name="乙", valid_from=date(2027, 1, 1))

    assert await history(world.database, Studio, one, "name") == [
        (3, 5, None, None, "甲"),
        (5, None, None, date(2027, 1, 1), "甲"),
        (5, None, date(2027, 1, 1), None, "乙"),
    ]


async def test_another_first_day_corrects_the_row_for_all_its_days(world: World, chronicle: Chronicle) -> None:
    one = await chronicle.studio(approved_on=date(2025, 4, 1))

    await chronicle.change(Studio, one, LATER, approved_on=date(2025, 6, 1))

    assert await history(world.database, Studio, one, "approved_on") == [
        (3, 5, date(2025, 4, 1), None, date(2025, 4, 1)),
        (5, None, date(2025, 6, 1), None, date(2025, 6, 1)),
    ]


@pytest.mark.parametrize(
    ("ended", "held"),
    [(date(2026, 4, 1), date(2026, 4, 1)), (date(2026, 12, 31), date(2026, 5, 10))],
    ids=["past", "to come"],
)
async def test_a_row_that_ended_holds_no_longer_from_its_last_day(
    world: World, chronicle: Chronicle, ended: date, held: date
) -> None:
    home = await world.studio("611026")
    values = {"studio_id": home, "role": ResidencyRole.RESIDENT, "owner_body_id": await world.body("611026")}
    one = await chronicle.add(Residency, FIRST, **values, starts_on=date(2026, 1, 1))

    await chronicle.change(Residency, one, LATER, ends_on=ended)

    kept = [(3, 5, date(2026, 1, 1), None, None), (5, None, date(2026, 1, 1), held, None)]
    after = [] if held == ended else [(5, None, held, ended, ended)]
    assert await history(world.database, Residency, one, "ends_on") == kept + after


async def test_a_row_whose_end_was_a_mistake_holds_again_without_a_gap(world: World, chronicle: Chronicle) -> None:
    home = await world.studio("611026")
    values = {"studio_id": home, "role": ResidencyRole.RESIDENT, "owner_body_id": await world.body("611026")}
    one = await chronicle.add(Residency, FIRST, **values, ends_on=date(2026, 2, 1))

    await chronicle.change(Residency, one, LATER, ends_on=None)

    found = await history(world.database, Residency, one)
    assert found == [(3, None, None, date(2026, 2, 1)), (5, None, date(2026, 2, 1), None)]


async def test_two_changes_at_one_instant_leave_the_second_alone_in_force(world: World, chronicle: Chronicle) -> None:
    one = await chronicle.studio()
    await chronicle.change(Studio, one, FIRST, name="乙")
    await chronicle.change(Studio, one, FIRST, name="丙")

    found = [row for row in await history(world.database, Studio, one, "name") if row[1] is None]

    assert found == [(3, None, None, date(2026, 3, 2), "甲"), (3, None, date(2026, 3, 2), None, "丙")]


async def test_where_a_value_came_from_is_no_version_of_its_own(world: World, chronicle: Chronicle) -> None:
    one = await chronicle.studio()
    async with world.database.write() as connection:
        before = dict((await held_rows(connection, Studio, [one]))[one])
        change = Update(
            model=Studio, before=before, values={"recorded_at": LATER}, unaudited=frozenset({"recorded_at"})
        )
        await write(connection, [change], author=author(LATER))

    assert len(await history(world.database, Studio, one)) == 1


async def test_a_transaction_that_fails_leaves_no_version(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        async with world.database.write() as connection:
            values = {"id": "mem_x", "name": "测试委员甲", "home_body_id": await world.body("611026")}
            await write(
                connection, [Insert(model=Member, values={**values, "recorded_at": FIRST})], author=author(FIRST)
            )
            raise ZeroDivisionError

    assert await history(world.database, Member, "mem_x") == []


async def test_many_changes_take_as_many_statements_as_one(world: World) -> None:
    home = await world.body("611026")
    counts = []
    for number in (1, 400):
        rows = [
            Insert(
                model=Member,
                values={"id": f"mem_{number}_{at}", "name": "测试委员", "home_body_id": home, "recorded_at": FIRST},
            )
            for at in range(number)
        ]
        said: list[str] = []
        engine = world.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *given, said=said: said.append(given[2]))
        async with world.database.write() as connection:
            await write(connection, rows, author=author(FIRST))
            held = await held_rows(connection, Member, [row.id for row in rows])
            changes = [Update(model=Member, before=dict(row), values={"name": "改"}) for row in held.values()]
            await write(connection, changes, author=author(LATER))
        counts.append(sum("member_version" in one for one in said))

    assert counts == [5, 5]


async def test_the_packaged_reference_has_always_been_known(database: Database) -> None:
    for model in (Body, Division):
        table = VERSIONS[model]
        async with database.read() as connection:
            rows = (await connection.execute(select(func.count()).select_from(table_of(model)))).scalar_one()
            known = select(func.count()).where(table.c.known_from == ALWAYS, table.c.known_to.is_(None))
            assert (await connection.execute(known)).scalar_one() == rows


async def test_a_later_release_is_learned_when_it_comes(world: World) -> None:
    database, table = world.database, table_of(Division)
    one = await world.division("611026")
    async with database.write() as connection:
        await connection.execute(
            table.update().where(table.c.id == one).values(note="改", position=table.c.position + 1)
        )
        await catch_up(connection, at=LATER)
    async with database.write() as connection:
        await connection.execute(table.update().where(table.c.id == one).values(position=table.c.position + 1))
        await catch_up(connection, at=LAST)

    assert await history(database, Division, one, "note") == [(1, 5, None, None, None), (5, None, None, None, "改")]


async def test_rows_that_are_there_before_their_tables_get_one_version_each(world: World) -> None:
    one = await world.studio("611026", approved_on=date(2025, 4, 1))
    async with world.database.write() as connection:
        for _ in range(2):
            for statement in backfill(at=LATER):
                await connection.execute(statement)

    assert await history(world.database, Studio, one) == [(3, None, date(2025, 4, 1), None)]


@pytest.mark.parametrize("model", DAYS, ids=lambda model: model.__tablename__)
def test_versions_have_every_column_of_their_model(model: type[Base]) -> None:
    own = [(one.name, one.type) for one in table_of(model).columns]
    versions = [(one.name, one.type) for one in VERSIONS[model].columns]

    assert versions[: len(own)] == own
    assert [name for name, _ in versions[len(own) :]] == ["known_from", "known_to", "holds_from", "holds_to"]
    assert {*DAYS[model].first, *filter(None, [DAYS[model].last])} <= {name for name, _ in own}
