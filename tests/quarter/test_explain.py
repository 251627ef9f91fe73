"""What may explain a claim that differs from the records: rows that wait, came late, or lie elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from hub.store.models.source import Source
from tests.asking import Asked
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, Quarter, no_quarantine, set_aside
from tests.quarter.steps import COUNTY, OFFICE, SAVE, SIGNER, SYSTEM, YULIN, done, draft_of

EXPLAIN = """query ($id: ID!) { explainDifference(figure: $id) {
  status claimed computed difference
  quarantined { externalId pointer reason } quarantinedCount
  late { weight record { id } unseen countedIn { id } } lateCount
  otherPeriod { record { id } } otherPeriodCount
  unclaimed(first: 50) { totalCount nodes { record { id } unseen } } joint(first: 50) { totalCount nodes { isShared } }
  suggestions { code why whyEn } } }"""


@pytest.fixture
async def quarter(ask: Asked, world: World) -> Quarter:
    """A city with two activities of its own and a system, nothing of which waits."""
    here = Quarter(ask, world)
    studio = await world.studio(CITY)
    await world.source(CITY, "shangluo-test")
    await no_quarantine(world.database)
    await world.activity(studio, CITY, topic="一次活动")
    await world.activity(studio, CITY, topic="另一次活动")
    return here


async def claimed(here: Quarter, value: int, unit: str = CITY) -> str:
    """The line of a section's activities with another claim."""
    line = next(
        one
        for one in await here.lines(CITY, SIGNER)
        if (one["unit"]["code"], one["indicator"]) == (unit, "activities") and one["computed"] != "0"
    )
    draft = await draft_of(here.ask, here.owed[CITY])
    stated = {"unit": unit, "indicator": "activities", "firstKey": line["firstKey"], "secondKey": line["secondKey"]}
    given = {"obligationId": here.owed[CITY], "expectedRevision": draft["revision"]}
    found = await done(here.ask, SAVE, SYSTEM, input={**given, "lines": [{**stated, "value": value}]})
    assert "id" in found, found
    return str(line["id"])


async def explained(here: Quarter, line: str, person: Any = SIGNER) -> dict[str, Any]:
    found: dict[str, Any] = (await here.ask(EXPLAIN, person, id=line))["explainDifference"]
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [one["code"] for one in found["suggestions"]]


async def test_rows_in_quarantine_and_late_records_are_listed(quarter: Quarter, world: World) -> None:
    await quarter.open()
    line = await claimed(quarter, 4)
    source = await _source(world)
    await set_aside(world, source, CITY, "E-9")
    await set_aside(world, source, CITY, "E-9", pointer="/heldOn", content_hash="d" * 64)
    late = await world.activity(await world.studio(CITY), CITY, recorded_at=datetime.now(UTC))

    found = await explained(quarter, line)
    assert (found["claimed"], found["computed"], found["difference"]) == ("4", "2", "2")
    assert (found["quarantinedCount"], [one["externalId"] for one in found["quarantined"]]) == (1, ["E-9"])
    assert (found["lateCount"], [one["record"]["id"] for one in found["late"]]) == (1, [late])
    assert found["late"][0]["countedIn"] is None
    assert codes(found) == ["LATE_SYNC"]
    assert found["unclaimed"]["totalCount"] == 0


async def test_a_system_that_is_down_speaks_for_itself(quarter: Quarter, world: World) -> None:
    await quarter.open()
    line = await claimed(quarter, 3)
    async with world.database.write() as connection:
        await connection.execute(update(Source).values(status="DEGRADED"))

    found = await explained(quarter, line)
    assert codes(found) == ["SOURCE_DOWN", "PAPER_ONLY"]
    assert "商洛" in found["suggestions"][0]["why"]


async def test_records_of_the_period_beside_point_to_their_date(quarter: Quarter, world: World) -> None:
    now = datetime.now(UTC)
    beside = await world.activity(await world.studio(CITY), CITY, held_on=date(2026, 4, 2), recorded_at=now)
    await quarter.open()
    line = await claimed(quarter, 3)

    found = await explained(quarter, line)
    assert (found["otherPeriodCount"], [one["record"]["id"] for one in found["otherPeriod"]]) == (1, [beside])
    assert codes(found) == ["WRONG_PERIOD", "PAPER_ONLY"]


async def test_what_was_computed_and_not_claimed_is_listed(quarter: Quarter, world: World) -> None:
    studio = await world.studio(COUNTY_CODE)
    for _ in range(2):
        await world.activity(studio, COUNTY_CODE)
    city = await world.studio(CITY)
    await quarter.joint(CITY, city, (COUNTY_CODE, studio))
    await quarter.open()
    line = await claimed(quarter, 1, unit=COUNTY_CODE)

    found = await explained(quarter, line)
    assert (found["status"], found["difference"]) == ("UNDERCLAIMED", "-2")
    assert found["unclaimed"]["totalCount"] == 3
    assert codes(found) == ["DUPLICATE", "JOINT_ATTRIBUTION"]
    assert [one["isShared"] for one in found["joint"]["nodes"]] == [True]

    # The county reads the line, and of the city's own activity no more than that it counts.
    seen = await explained(quarter, line, COUNTY)
    assert sorted(str(one["unseen"]) for one in seen["unclaimed"]["nodes"]) == ["None", "None", "OUT_OF_REACH"]
    assert (await explained(quarter, line, YULIN)) is None
    assert codes(await explained(quarter, line, OFFICE)) == codes(found)


async def test_where_nothing_differs_nothing_is_explained(quarter: Quarter) -> None:
    await quarter.open()
    found = await explained(quarter, await quarter.line(CITY, CITY))
    assert (found["difference"], found["suggestions"], found["lateCount"]) == ("0", [], 0)


async def _source(world: World) -> str:
    async with world.database.read() as connection:
        return str((await connection.execute(Source.__table__.select())).mappings().one()["id"])
