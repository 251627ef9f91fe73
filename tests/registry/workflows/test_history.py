"""Q-38: one studio from its application to its archive, read whole by the auditor."""

from __future__ import annotations

from datetime import date

from tests.asking import Asked
from tests.factories import World
from tests.registry.workflows.story import kept
from tests.registry.workflows.zhashui import AUDITOR, COUNTY, DEPARTMENT, life

OF_TODAY = frozenset({"FILING_SUBMITTED", "FILED", "OPINIONS_HANDED_ON"})
RECEIVER = "测试承接室"


async def test_the_whole_life_of_a_studio_tells_each_step_actor_role_rule_and_standard(
    ask: Asked, world: World
) -> None:
    zhashui = await life(ask, world)
    number = await zhashui.founded()
    await zhashui.online()
    await zhashui.convener_left()
    await zhashui.rearranged()
    await zhashui.replaced()
    await world.opinion(zhashui.studio, COUNTY)
    for year in (2024, 2025):
        await zhashui.failed(year)
    await zhashui.removed()
    await zhashui.recovered()
    await zhashui.handed_on(await world.studio(COUNTY, name=RECEIVER))
    await zhashui.archived_by(DEPARTMENT)
    await zhashui.archived_by(zhashui.committee)

    found = await zhashui.story.read("q-38", AUDITOR, studio=zhashui.studio)

    for one in found["node"]["history"]["nodes"]:
        if one["kind"] in OF_TODAY:
            assert date.fromisoformat(one.pop("happenedOn")) > date(2026, 3, 1)
            told = one["note"]["value"]
            one["note"]["value"] = told.replace(number, "（备案号）").split("（stu_")[0]
    assert found == kept("q-38")
