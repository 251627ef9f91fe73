"""Three views of the map: as reported, as known now, restated to today; with the changes of Shaanxi as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from hub.domain.level import Level
from hub.domain.views import MapView
from hub.domain.words import StudioStatus
from hub.store.dialect import table_of
from hub.store.models.body import Body, BodyEdge
from hub.store.models.places import Division
from hub.store.models.studio import Studio
from hub.store.models.version import VERSIONS
from hub.store.versions import ALWAYS, catch_up
from tests.asking import DINGBIAN, PROVINCE, ZHASHUI, Asked, Person
from tests.domain.test_divisions import CHANGES
from tests.domain.test_views import UNITS
from tests.factories import World
from tests.store.chronicle import LATER, Chronicle

QUERY = """query ($on: Date!, $view: MapView!, $root: String!) { mapView(on: $on, view: $view, root: $root) {
  bodyId code name reportsTo reportingUnit studios studiosInBranch } }"""
REPORTED, KNOWN, RESTATED = MapView.AS_REPORTED, MapView.AS_KNOWN_NOW, MapView.RESTATED


@pytest.fixture
def chronicle(world: World) -> Chronicle:
    """Writes at chosen instants."""
    return Chronicle(world)


async def seen(
    ask: Asked, on: date, view: MapView, *, root: str = "610000", person: Person | None = PROVINCE
) -> dict[str, dict[str, Any]]:
    """The entries of a map by their code."""
    found = await ask(QUERY, person, on=on.isoformat(), view=view.value, root=root)
    return {entry["code"]: entry for entry in found["mapView"]}


async def learned(world: World, old: str, new: str, *, on: date, at: datetime) -> None:
    """Let the hub learn of a change of code at an instant: before, it knew the old division as lasting."""
    division, body = table_of(Division), table_of(Body)
    async with world.database.write() as connection:
        rows = select(division).where(division.c.code.in_([old, new]))
        held = {row["code"]: dict(row) for row in (await connection.execute(rows)).mappings()}
        own = (await connection.execute(select(body.c.id).where(body.c.code == new))).scalar_one()
        for model, ids in ((Division, [row["id"] for row in held.values()]), (Body, [own])):
            await connection.execute(delete(VERSIONS[model]).where(VERSIONS[model].c.id.in_(ids)))
        lasting = {**held[old], "valid_to": None, "successor_code": None}
        before = {"known_from": ALWAYS, "known_to": at, "holds_from": None, "holds_to": None}
        await connection.execute(insert(VERSIONS[Division]).values(lasting | before))
        now = {"known_from": at, "known_to": None, "holds_from": None, "holds_to": on}
        await connection.execute(insert(VERSIONS[Division]).values(held[old] | now))
        now = {"known_from": at, "known_to": None, "holds_from": on, "holds_to": None}
        await connection.execute(insert(VERSIONS[Division]).values(held[new] | now))
        row = dict((await connection.execute(select(body).where(body.c.id == own))).mappings().one())
        was = {**row, "division_id": held[old]["id"]}
        spans = ((was, ALWAYS, at, None, None), (was, at, None, None, on), (row, at, None, on, None))
        for values, known_from, known_to, holds_from, holds_to in spans:
            bounds = {"known_from": known_from, "known_to": known_to, "holds_from": holds_from, "holds_to": holds_to}
            await connection.execute(insert(VERSIONS[Body]).values(values | bounds))


@pytest.mark.parametrize(("old_code", "old_name", "new_code", "new_name", "on"), CHANGES)
async def test_the_three_views_differ_where_a_change_became_known_late(
    ask: Asked, world: World, old_code: str, old_name: str, new_code: str, new_name: str, on: date
) -> None:
    """In force on a day, learned two months later, asked for the days around both."""
    await learned(
        world, old_code, new_code, on=on, at=datetime(on.year, on.month, 1, 4, tzinfo=UTC) + timedelta(days=62)
    )
    before, between, after = on - timedelta(days=1), on + timedelta(days=30), on + timedelta(days=90)
    old, new = (old_code, old_name), (new_code, new_name)

    told: dict[tuple[date, MapView], list[tuple[str, str]]] = {}
    for day in (before, between, after):
        for view in MapView:
            entries = await seen(ask, day, view, root=new_code[:4] + "00")
            told[day, view] = [
                (one["code"], one["name"]) for one in entries.values() if one["code"] in (old_code, new_code)
            ]

    assert told == {
        (before, REPORTED): [old], (before, KNOWN): [old], (before, RESTATED): [new],
        (between, REPORTED): [old], (between, KNOWN): [new], (between, RESTATED): [new],
        (after, REPORTED): [new], (after, KNOWN): [new], (after, RESTATED): [new],
    }  # fmt: skip


async def test_a_studio_is_counted_in_every_view_under_the_code_of_that_view(ask: Asked, chronicle: Chronicle) -> None:
    early = datetime(2016, 3, 1, tzinfo=UTC)
    one = await chronicle.studio("610118", early, name="户县一室", approved_on=date(2016, 3, 1), filing_number="1")
    await chronicle.studio("610118", datetime(2017, 2, 1, tzinfo=UTC), name="补录", approved_on=date(2016, 5, 1))
    await learned(chronicle.world, "610125", "610118", on=date(2016, 12, 1), at=datetime(2017, 1, 31, tzinfo=UTC))
    june, december = date(2016, 6, 30), date(2016, 12, 31)

    counts = {
        (day, view): {
            code: entry["studios"] for code, entry in (await seen(ask, day, view)).items() if entry["studios"]
        }
        for day in (june, december)
        for view in MapView
    }

    assert counts == {
        (june, REPORTED): {"610125": 1}, (june, KNOWN): {"610125": 2}, (june, RESTATED): {"610118": 2},
        (december, REPORTED): {"610125": 1}, (december, KNOWN): {"610118": 2}, (december, RESTATED): {"610118": 2},
    }  # fmt: skip
    query = '{ studios(asOf: "2016-06-30", asKnownAt: "2016-06-30T08:00:00Z") { nodes { id filingNumber } } }'
    found = await ask(query, PROVINCE)
    assert found["studios"]["nodes"] == [{"id": one, "filingNumber": "1"}]


async def test_yangling_keeps_its_code_and_changes_its_name(ask: Asked) -> None:
    before, after = date(2009, 11, 30), date(2009, 12, 1)

    names = {(day, view): (await seen(ask, day, view))["610403"]["name"] for day in (before, after) for view in MapView}

    assert names == {
        (before, REPORTED): "杨凌区", (before, KNOWN): "杨凌区", (before, RESTATED): "杨陵区",
        (after, REPORTED): "杨陵区", (after, KNOWN): "杨陵区", (after, RESTATED): "杨陵区",
    }  # fmt: skip


@pytest.mark.parametrize("view", list(MapView))
async def test_the_twelve_units_hold_yangling_and_hancheng_beside_their_cities(
    ask: Asked, chronicle: Chronicle, view: MapView
) -> None:
    for code in ("610403", "610402", "610581", "610503"):
        await chronicle.studio(code, approved_on=date(2026, 3, 1))

    shown = await seen(ask, date(2026, 3, 31), view)

    units = {
        entry["code"]: entry["studiosInBranch"] for entry in shown.values() if entry["reportingUnit"] == entry["code"]
    }
    assert sorted(units) == sorted(UNITS)
    assert {code: units[code] for code in ("610400", "610403", "610500", "610581")} == dict.fromkeys(
        ("610400", "610403", "610500", "610581"), 1
    )
    assert (shown["610000"]["reportingUnit"], shown["610000"]["studiosInBranch"]) == (None, 4)
    assert "610403" not in await seen(ask, date(2026, 3, 31), view, root="610400")
    assert "610581" not in await seen(ask, date(2026, 3, 31), view, root="610500")


async def test_no_total_of_a_city_holds_yangling_or_hancheng(ask: Asked, world: World) -> None:
    """Their codes lie under 咸阳 and 渭南, their reports do not (A-03)."""
    for code in ("610403", "610402", "610581", "610503"):
        await world.activity(await world.studio(code, located=code), code)

    found = await ask(
        """query { studioTotals(by: [CITY]) { cells { city { code } count } }
          activityTotals(by: [CITY]) { cells { city { code } count } }
          xianyang: studioTotals(by: [LEVEL], where: { owner: { within: "610400" } }) { cells { count } }
          weinan: activityTotals(by: [LEVEL], where: { owner: { within: "610500" } }) { cells { count } } }""",
        PROVINCE,
    )

    units = [{"city": {"code": code}, "count": 1} for code in ("610400", "610403", "610500", "610581")]
    for name in ("studioTotals", "activityTotals"):
        assert sorted(found[name]["cells"], key=lambda one: str(one["city"]["code"])) == units
    assert (found["xianyang"], found["weinan"]) == ({"cells": [{"count": 1}]}, {"cells": [{"count": 1}]})


async def test_a_studio_counts_while_it_lives_and_as_far_as_it_was_known(ask: Asked, chronicle: Chronicle) -> None:
    one = await chronicle.studio(approved_on=date(2025, 4, 1))
    await chronicle.studio(approved_on=date(2026, 4, 1))
    await chronicle.studio(approved_on=date(2025, 4, 1), counts_as_studio=False)
    await chronicle.studio(approved_on=date(2025, 4, 1), status=StudioStatus.DRAFT)
    await chronicle.change(
        Studio, one, LATER, valid_from=date(2026, 4, 15), status=StudioStatus.TERMINATED, ended_on=date(2026, 4, 15)
    )

    days = (date(2025, 3, 31), date(2025, 4, 1), date(2026, 4, 1), date(2026, 4, 14), date(2026, 4, 15))
    known = [(await seen(ask, day, KNOWN, root="611026"))["611026"]["studios"] for day in days]
    reported = [(await seen(ask, day, REPORTED, root="611026"))["611026"]["studios"] for day in days]

    assert known == [0, 1, 2, 2, 1]
    assert reported == [0, 0, 2, 2, 2]


async def test_only_studios_within_reach_are_counted(ask: Asked, chronicle: Chronicle) -> None:
    await chronicle.studio(published=False)
    await chronicle.studio()

    counts = [
        (await seen(ask, date(2026, 3, 31), KNOWN, root="611026", person=person))["611026"]["studios"]
        for person in (ZHASHUI, PROVINCE, DINGBIAN, None)
    ]

    assert counts == [2, 2, 1, 1]


async def test_what_a_body_that_is_gone_owned_is_restated_under_its_heir(
    ask: Asked, chronicle: Chronicle, world: World
) -> None:
    gone, heir, merged = await world.body("611025"), await world.body("611026"), date(2026, 5, 1)
    one = await chronicle.studio("611025", approved_on=date(2025, 4, 1))
    edge = table_of(BodyEdge)
    async with world.database.write() as connection:
        await connection.execute(update(edge).where(edge.c.child_id == gone).values(valid_to=merged))
        await catch_up(connection, at=LATER)
    await chronicle.change(Studio, one, LATER, valid_from=merged, owner_body_id=heir)

    def owned(entries: dict[str, dict[str, Any]]) -> dict[str, int]:
        return {code: entries[code]["studios"] for code in ("611025", "611026") if code in entries}

    april, may = date(2026, 4, 30), date(2026, 5, 31)
    views = {(day, view): owned(await seen(ask, day, view, root="611000")) for day in (april, may) for view in MapView}
    assert views == {
        (april, REPORTED): {"611025": 1, "611026": 0}, (april, KNOWN): {"611025": 1, "611026": 0},
        (april, RESTATED): {"611026": 1},
        (may, REPORTED): {"611026": 1}, (may, KNOWN): {"611026": 1}, (may, RESTATED): {"611026": 1},
    }  # fmt: skip


async def test_a_body_of_which_nothing_is_known_has_no_map(ask: Asked) -> None:
    assert await seen(ask, date(2026, 3, 31), KNOWN, root="999999") == {}


@pytest.mark.parametrize("day", ["1948-12-31", "9999-12-31"])
async def test_a_day_beyond_all_maps_is_refused(ask: Asked, day: str) -> None:
    variables = {"on": day, "view": "AS_REPORTED", "root": "610000"}

    answer = await ask.raw(QUERY, PROVINCE, variables=variables)

    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"]["at"]) == ("BAD_DAY", "on")


async def test_a_new_division_takes_the_place_of_another_from_its_day(ask: Asked, world: World) -> None:
    """The way a later release tells of a change: rows of the reference differ, and the day is in them."""
    division, body, day = table_of(Division), table_of(Body), date(2026, 4, 1)
    async with world.database.write() as connection:
        old = dict((await connection.execute(select(division).where(division.c.code == "611026"))).mappings().one())
        new = {**old, "id": "div_new", "code": "611082", "name": "柞水市", "valid_from": day, "level": Level.COUNTY}
        await connection.execute(insert(division).values(new))
        ended = {"valid_to": day, "successor_code": "611082"}
        await connection.execute(update(division).where(division.c.id == old["id"]).values(ended))
        await connection.execute(update(body).where(body.c.code == "611026").values(division_id="div_new"))
        await catch_up(connection, at=LATER)

    march, april, may = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)
    codes = {
        (when, view): next(iter(await seen(ask, when, view, root="611026")))
        for when in (march, april, may)
        for view in MapView
    }

    assert codes == {
        (march, REPORTED): "611026", (march, KNOWN): "611026", (march, RESTATED): "611082",
        (april, REPORTED): "611026", (april, KNOWN): "611082", (april, RESTATED): "611082",
        (may, REPORTED): "611082", (may, KNOWN): "611082", (may, RESTATED): "611082",
    }  # fmt: skip
