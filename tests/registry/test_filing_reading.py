"""What the province reads of filing: the unfiled and since when (Q-02), and totals that tell them apart."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from hub.domain.words import StudioStatus
from tests.asking import SHANGLUO, Asked
from tests.factories import World
from tests.registry.filing_steps import OFFICE, RECEIVE, RETURN, done, filed, submitted, unfiled


async def test_the_province_sees_what_is_active_and_unfiled_and_since_when(ask: Asked, world: World) -> None:
    here = Path(__file__).parent
    await unfiled(world, "611026", name="柞水后批测试室", approved_on=date(2024, 5, 1), plaqued_on=date(2024, 5, 2))
    returned = await unfiled(world, "611026", name="柞水先批测试室")
    await unfiled(world, "610825", name="定边测试室", approved_on=date(2024, 4, 1), plaqued_on=None)
    await filed(ask, await unfiled(world, "611026", name="已备案测试室"))
    await world.studio("611026", name="筹备测试室", status=StudioStatus.DRAFT, approved_on=date(2024, 1, 1))
    await unfiled(world, "440113", name="番禺测试室")
    filing = await submitted(ask, returned)
    await done(ask, RECEIVE, OFFICE, id=filing)
    await done(ask, RETURN, OFFICE, id=filing, defects=["缺申请表"])

    data = await ask((here / "q-02.graphql").read_text("utf-8"), OFFICE, below="610000")

    for node in data["studios"]["nodes"]:
        for one in node["filings"]["nodes"]:
            assert date.fromisoformat(one.pop("submittedOn")) > date(2024, 5, 2)
    assert data == json.loads((here / "q-02.json").read_text("utf-8"))


async def test_official_totals_tell_the_unfiled_apart_and_credit_them_when_filed(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    await world.studio("611026")
    query = """{ byStatus: studioTotals(by: [STATUS]) { cells { status count } }
      official: studioTotals(by: [], where: { status: { ne: UNFILED_ACTIVE } }) { cells { count } }
      work: activityTotals(by: [], where: { studio: { status: { ne: UNFILED_ACTIVE } } }) { cells { count } } }"""
    await world.activity(studio, "611026")

    before = await ask(query, SHANGLUO)
    await filed(ask, studio)
    after = await ask(query, SHANGLUO)

    assert {one["status"]: one["count"] for one in before["byStatus"]["cells"]} == {"ACTIVE": 1, "UNFILED_ACTIVE": 1}
    assert [one["count"] for one in before["official"]["cells"]] == [1]
    assert [one["count"] for one in before["work"]["cells"]] in ([], [0])
    assert {one["status"]: one["count"] for one in after["byStatus"]["cells"]} == {"ACTIVE": 2}
    assert [one["count"] for one in after["official"]["cells"]] == [2]
    assert [one["count"] for one in after["work"]["cells"]] == [1]
