"""W5: assessed at year's end, warned, and the plaque removed by people of the body that granted it (R-112 to R-114)."""

from __future__ import annotations

from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.assessing import settle_quarantine
from tests.registry.workflows.story import kept, machine, who
from tests.registry.workflows.zhashui import (
    CHAIRS,
    CITY,
    CITY_CHAIRS,
    COUNTY,
    DEPARTMENT,
    OFFICE,
    PARTY_GROUP,
    PROVINCE_CHAIRS,
    Life,
    life,
)


async def test_w5_from_the_first_failure_to_the_removal_with_every_step_that_is_refused(
    ask: Asked, world: World
) -> None:
    zhashui = await life(ask, world)
    story = zhashui.story
    await zhashui.founded()
    await _who_assesses(zhashui)
    await _held_up(zhashui)
    assert (await zhashui.failed(2024))["failures"] == 1
    await _one_failure(zhashui)
    assert (await zhashui.failed(2025))["failures"] == 2
    await _who_removes(zhashui)
    await zhashui.removed()
    await story.no("重复摘牌", CHAIRS, "decideRemoval", **zhashui.removal())
    await story.no("摘牌后考核", zhashui.committee, "assessStudio", **zhashui.failure(2026))

    found = await story.read("w5", DEPARTMENT, studio=zhashui.studio)

    story.refusals_are("w5")
    assert found == kept("w5")


async def _who_assesses(zhashui: Life) -> None:
    """The guiding committee, at the end of the year, with an opinion; nobody else."""
    story, given = zhashui.story, zhashui.failure(2024)
    studio = ("Studio", zhashui.studio)
    city = who(Role.SPECIAL_COMMITTEE, CITY, committees=(await zhashui.desk.world.committee(CITY),))
    await story.no("主管部门考核", DEPARTMENT, "assessStudio", **given)
    await story.no("其他专委会考核", zhashui.other_committee, "assessStudio", **given)
    await story.no("市专委会考核县工作室", city, "assessStudio", **given)
    await story.no("省政协冒用县专委会", zhashui.posing, "assessStudio", **given)
    await story.barred("主席会议考核", CHAIRS, "assessStudio", studio, **given)
    await story.barred("省政协办公厅考核县工作室", OFFICE, "assessStudio", studio, **given)
    await story.barred("召集人自评", zhashui.convener, "assessStudio", studio, **given)
    await story.no("系统账号考核", zhashui.robot, "assessStudio", **given)
    await story.no("年终前考核", zhashui.committee, "assessStudio", **given | {"happenedOn": "2024-11-30"})
    await story.no("考核设立前年度", zhashui.committee, "assessStudio", **zhashui.failure(2023))
    await story.no("日期晚于今天", zhashui.committee, "assessStudio", **given | {"happenedOn": "9999-01-01"})
    await story.no("未达标不写意见", zhashui.committee, "assessStudio", **given | {"opinion": " "})
    await story.no("未考核即摘牌", CHAIRS, "decideRemoval", **zhashui.removal())


async def _held_up(zhashui: Life) -> None:
    """No failure is found in a year whose data wait for somebody."""
    await zhashui.desk.world.source(COUNTY, "ZS-1")
    await zhashui.story.no("数据未决期间认定未达标", zhashui.committee, "assessStudio", **zhashui.failure(2024))
    await settle_quarantine(zhashui.desk.world)


async def _one_failure(zhashui: Life) -> None:
    """One failure is a warning; each year is assessed once, in its order."""
    story = zhashui.story
    await story.no("同一年度再次考核", zhashui.committee, "assessStudio", **zhashui.failure(2024))
    await story.no("首次未达标即摘牌", CHAIRS, "decideRemoval", **zhashui.removal())


async def _who_removes(zhashui: Life) -> None:
    """The body that granted the plaque, by the one who approves there, for a cause that is on record."""
    story, given = zhashui.story, zhashui.removal()
    studio = ("Studio", zhashui.studio)
    await story.no("专委会摘牌", zhashui.committee, "decideRemoval", **given)
    await story.no("党组摘牌", PARTY_GROUP, "decideRemoval", **given)
    await story.barred("主管部门摘牌", DEPARTMENT, "decideRemoval", studio, **given)
    await story.barred("省政协办公厅摘县工作室", OFFICE, "decideRemoval", studio, **given)
    await story.no("市政协摘县工作室", CITY_CHAIRS, "decideRemoval", **given)
    await story.no("省政协摘县工作室", PROVINCE_CHAIRS, "decideRemoval", **given)
    await story.no("系统账号摘牌", machine(Role.CHAIR_MEETING, COUNTY), "decideRemoval", **given)
    await story.no("无违规记录以违规摘牌", CHAIRS, "decideRemoval", **given | {"cause": "VIOLATION"})
    await story.no("以个人工作室事由摘界别工作室", CHAIRS, "decideRemoval", **given | {"cause": "WEAK_PERSONAL"})
    await story.no("以其他事由摘牌", CHAIRS, "decideRemoval", **given | {"cause": "OTHER"})
    await story.no("不写理由", CHAIRS, "decideRemoval", **given | {"reason": " "})
    await story.no("日期晚于今天", CHAIRS, "decideRemoval", **given | {"happenedOn": "9999-01-01"})
