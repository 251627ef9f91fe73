"""What the province sees of studios that work without being on file: their age, and totals without and with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.app import now
from hub.domain.words import StudioStatus
from hub.store.versions import business_day
from tests.asking import SHANGLUO, Asked
from tests.factories import DAY, MOMENT, World
from tests.registry.filing_steps import OFFICE, filed, unfiled

AGES = """query ($ids: [String!]!) {
  studios(where: { id: { in: $ids } }, orderBy: [{ name: ASC }]) { nodes { name unfiledDays } } }"""
TOTALS = """{
  all: activityTotals(by: [CITY], period: QUARTER) { cells { city { code } count } }
  official: activityTotals(by: [CITY], period: QUARTER, counted: OFFICIAL) { cells { city { code } count } }
  studios: studioTotals(by: [STATUS], counted: OFFICIAL) { cells { status count } }
  outputs: outputTotals(by: [], counted: OFFICIAL) { cells { count } } }"""


async def test_the_province_sees_for_how_long_a_studio_has_worked_unfiled(ask: Asked, world: World) -> None:
    today = business_day(now())
    recent = {"plaqued_on": today - timedelta(days=12), "approved_on": today - timedelta(days=20)}
    ids = [
        await unfiled(world, "611026", name="甲", **recent),
        await unfiled(world, "611026", name="乙", plaqued_on=None, approved_on=None),
        await world.studio("611026", name="丙"),
        await unfiled(world, "611026", name="丁", status=StudioStatus.TERMINATED),
    ]
    since_recorded = (today - business_day(MOMENT)).days

    before = await ask(AGES, OFFICE, ids=ids)
    await filed(ask, ids[0])
    after = await ask(AGES, OFFICE, ids=ids)

    def told(found: dict[str, Any]) -> dict[str, int | None]:
        return {one["name"]: one["unfiledDays"] for one in found["studios"]["nodes"]}

    assert told(before) == {"甲": 12, "乙": since_recorded, "丙": None, "丁": None}
    assert told(after) == {"甲": None, "乙": since_recorded, "丙": None, "丁": None}
    public = await ask.raw("{ studios { nodes { unfiledDays } } }")
    assert public["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_work_of_the_unfiled_is_kept_and_counts_officially_once_they_are_filed(ask: Asked, world: World) -> None:
    new, old = await unfiled(world, "611026"), await world.studio("611026")
    for studio in (new, new, old):
        await world.activity(studio, "611026", held_on=DAY)
    await world.output(new, "611026")

    before = await ask(TOTALS, SHANGLUO)
    await filed(ask, new)
    after = await ask(TOTALS, SHANGLUO)

    assert [one["count"] for one in before["all"]["cells"]] == [3]
    assert before["official"]["cells"] == [{"city": {"code": "611000"}, "count": 1}]
    assert before["studios"]["cells"] == [{"status": "ACTIVE", "count": 1}]
    assert before["outputs"]["cells"] == [{"count": 0}]
    assert after["official"] == after["all"]
    assert after["studios"]["cells"] == [{"status": "ACTIVE", "count": 2}]
    assert after["outputs"]["cells"] == [{"count": 1}]
