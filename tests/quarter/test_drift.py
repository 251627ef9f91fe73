"""What comes after a figure was accepted never changes it: a later pass lists the difference, once for each day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from hub.app import now
from hub.store.models.studio import Studio
from hub.store.rollup_drift import Drifted, DriftWatch, find_drift, next_pass
from hub.store.session import Database
from tests.asking import Asked
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, OTHER, Quarter, withdraw
from tests.quarter.steps import ACCEPT, CLOSE, COUNTY, EXEMPT, OFFICE, SIGNER, SYSTEM, YULIN, done, submitted

ITEMS = """{ driftItems { nodes { computed recomputed foundOn line { id indicator claimed computed } } } }"""
DRIFT = """query ($id: ID!) { figure(id: $id) { claimed computed lineage { totalCount } versionStatus drift {
  computed recomputed addedCount removedCount added { unseen record { id } } removed { unseen record { id } } } } }"""


@pytest.fixture
async def locked(ask: Asked, world: World) -> tuple[Quarter, list[str]]:
    """A quarter that was closed: one city reported two activities of a county and its own, all others are exempt."""
    here = Quarter(ask, world)
    city, county = await world.studio(CITY), await world.studio(COUNTY_CODE)
    facts = [await world.activity(county, COUNTY_CODE) for _ in range(2)]
    await world.activity(city, CITY)
    await here.open()
    version = await submitted(ask, here.owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY)
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": version["id"]})
    assert accepted["status"] == "ACCEPTED", accepted
    for code, duty in here.owed.items():
        if code != CITY:
            assert "id" in await done(ask, EXEMPT, OFFICE, id=duty, reason="测试免报")
    closed = await done(ask, CLOSE, OFFICE, id=here.period)
    assert closed["status"] == "CLOSED", closed
    return here, facts


async def items(ask: Asked) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ask(ITEMS, OFFICE))["driftItems"]["nodes"]
    return found


async def test_2g_11_a_late_fact_after_lock_is_drift_only(
    locked: tuple[Quarter, list[str]], database: Database
) -> None:
    here, facts = locked
    line = await here.line(CITY, COUNTY_CODE)
    assert await find_drift(database, now=now()) == Drifted(versions=1, items=0)

    studio = await here.world.studio(COUNTY_CODE)
    before = {one["id"]: one for one in await here.lines(CITY)}
    late = await here.world.activity(studio, COUNTY_CODE, recorded_at=datetime.now(UTC))
    await here.world.activity(await here.world.studio(OTHER), OTHER, recorded_at=datetime.now(UTC))
    await withdraw(here.world, facts[0])
    at = now()
    found = await find_drift(database, now=at)

    figure = (await here.ask(DRIFT, OFFICE, id=line))["figure"]
    assert (figure["claimed"], figure["computed"], figure["lineage"]["totalCount"]) == ("2", "2", 2)
    assert figure["versionStatus"] == "LOCKED"
    (drift,) = figure["drift"]
    assert (drift["computed"], drift["recomputed"]) == ("2", "2")
    assert (drift["addedCount"], drift["removedCount"]) == (1, 1)
    assert drift["added"] == [{"unseen": None, "record": {"id": late}}]
    assert drift["removed"] == [{"unseen": "WITHDRAWN", "record": None}]
    assert {one["id"]: one for one in await here.lines(CITY)} == before
    listed = await items(here.ask)
    assert len(listed) == found.items
    # New studios of the county are drift of their own indicator, since they live on the period's last day.
    assert {one["line"]["indicator"] for one in listed} >= {"activities"}

    assert await find_drift(database, now=at) == found
    assert len(await items(here.ask)) == found.items
    await find_drift(database, now=at + timedelta(days=1))
    assert len(await items(here.ask)) == 2 * found.items
    await _undone(here, database, late, at)


async def _undone(here: Quarter, database: Database, late: str, at: datetime) -> None:
    """What is put right within a day leaves that day's list, and no other."""
    await withdraw(here.world, late)
    days = [one["foundOn"] for one in await items(here.ask)]
    await find_drift(database, now=at)
    after = [one for one in await items(here.ask) if one["line"]["indicator"] == "activities"]
    assert len(after) == 2
    assert len(set(days)) == 2
    assert sorted(one["recomputed"] for one in after) == ["1", "2"]


async def test_what_is_out_of_reach_is_counted_in_drift_and_not_named(
    locked: tuple[Quarter, list[str]], database: Database
) -> None:
    here, _ = locked
    line = await here.line(CITY, COUNTY_CODE)
    city, county = await here.world.studio(CITY), await here.world.studio(COUNTY_CODE)
    late = await here.joint(CITY, city, (COUNTY_CODE, county))
    await find_drift(database, now=now())

    (drift,) = (await here.ask(DRIFT, COUNTY, id=line))["figure"]["drift"]
    assert (drift["recomputed"], drift["added"]) == ("3", [{"unseen": "OUT_OF_REACH", "record": None}])
    assert late not in str(await here.ask.raw(ITEMS, COUNTY))
    assert (await here.ask(ITEMS, YULIN))["driftItems"]["nodes"] == []


async def test_a_record_in_a_place_without_a_line_is_listed_under_its_indicator(
    locked: tuple[Quarter, list[str]], database: Database
) -> None:
    here, _ = locked
    studio = await here.world.studio(COUNTY_CODE)
    await here.world.opinion(studio, COUNTY_CODE, recorded_at=datetime.now(UTC))
    async with database.write() as connection:
        await connection.execute(update(Studio).where(Studio.id == studio).values(counts_as_studio=False))
    await find_drift(database, now=now())
    listed = [(one["line"]["indicator"], one["computed"], one["recomputed"]) for one in await items(here.ask)]
    assert ("opinions", "0", "1") in listed, listed


async def test_the_watch_waits_for_each_night_and_makes_its_pass(
    locked: tuple[Quarter, list[str]], database: Database
) -> None:
    here, _ = locked
    await here.joint(CITY, await here.world.studio(CITY), (COUNTY_CODE, await here.world.studio(COUNTY_CODE)))
    waited: list[float] = []

    class Enough(Exception):
        """The second night."""

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) > 1:
            raise Enough

    at = datetime(2026, 12, 1, 4, tzinfo=UTC)  # noon in Shanghai
    with pytest.raises(Enough):
        await DriftWatch(database, clock=lambda: at, wait=wait).keep()
    assert waited == [(next_pass(at) - at).total_seconds()] * 2
    assert waited[0] == timedelta(hours=14, minutes=30).total_seconds()
    assert {one["foundOn"] for one in await items(here.ask)} == {"2026-12-01"}
