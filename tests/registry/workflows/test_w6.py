"""W6: a studio ends; plate, opinions and archive follow in their order, and nothing is deleted (R-119, R-122, A-58)."""

from __future__ import annotations

from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.workflows.story import kept, machine, who
from tests.registry.workflows.zhashui import (
    CHAIRS,
    CITY_CHAIRS,
    CITY_DEPARTMENT,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    OFFICE,
    PARTY_GROUP,
    Life,
    life,
)

ROBOT = machine(Role.MANAGING_DEPARTMENT, COUNTY)


async def test_w6_from_the_end_to_the_archive_with_every_step_that_is_refused(ask: Asked, world: World) -> None:
    zhashui = await life(ask, world)
    story = zhashui.story
    await zhashui.founded()
    await world.opinion(zhashui.studio, COUNTY)
    receiver = await world.studio(COUNTY, name="测试承接室")
    await _before_the_end(zhashui, receiver)
    ending = {"studioId": zhashui.studio, "reason": "测试：任务完成", "happenedOn": "2026-02-03"}
    await story.done(CHAIRS, "terminateStudio", **ending)
    await _plate(zhashui)
    await _opinions(zhashui, receiver)
    await _archive(zhashui, ending, receiver)
    await zhashui.submitted(kind="ENDING")
    await zhashui.put_on_file()

    found = await story.read("w6", DEPARTMENT, studio=zhashui.studio)

    story.refusals_are("w6")
    assert found == kept("w6")


async def _before_the_end(zhashui: Life, receiver: str) -> None:
    """Who ends it, and that nothing comes before."""
    story, studio = zhashui.story, {"studioId": zhashui.studio}
    ending = studio | {"reason": "测试"}
    await story.no("党组决定终止", PARTY_GROUP, "terminateStudio", **ending)
    await story.no("专委会决定终止", zhashui.committee, "terminateStudio", **ending)
    await story.no("市政协终止县工作室", CITY_CHAIRS, "terminateStudio", **ending)
    await story.no("系统账号终止", machine(Role.CHAIR_MEETING, COUNTY), "terminateStudio", **ending)
    await story.barred("省政协办公厅终止县工作室", OFFICE, "terminateStudio", ("Studio", zhashui.studio), **ending)
    await story.no("不写理由", CHAIRS, "terminateStudio", **ending | {"reason": " "})
    await story.no("未终止即收牌", DEPARTMENT, "recoverPlate", **studio, evidence="测试")
    await story.no("未终止即移交", DEPARTMENT, "handOnOpinions", **studio, receiverId=receiver)
    await story.no("未终止即归档", DEPARTMENT, "archiveStudio", **zhashui.records())
    await story.no("未终止即更正", DEPARTMENT, "correctEnding", **ending)


async def _plate(zhashui: Life) -> None:
    """The plate goes back to the body that granted it, once, with evidence."""
    story, studio = zhashui.story, {"studioId": zhashui.studio}
    plate = studio | {"evidence": "测试标牌交接单"}
    await story.no("邻县收牌", NEIGHBOUR, "recoverPlate", **plate)
    await story.no("市政协收县牌", CITY_DEPARTMENT, "recoverPlate", **plate)
    await story.no("系统账号收牌", ROBOT, "recoverPlate", **plate)
    await story.barred("主席会议自行收牌", CHAIRS, "recoverPlate", ("Studio", zhashui.studio), **plate)
    await story.no("无凭据收牌", DEPARTMENT, "recoverPlate", **studio, evidence=" ")
    await story.no("收牌日期晚于今天", DEPARTMENT, "recoverPlate", **plate, happenedOn="9999-01-01")
    await zhashui.archived_by(zhashui.committee)
    await story.no("标牌未收即归档完毕", DEPARTMENT, "archiveStudio", **zhashui.records())
    await zhashui.recovered()
    await story.no("重复收牌", DEPARTMENT, "recoverPlate", **plate)


async def _opinions(zhashui: Life, receiver: str) -> None:
    """Open opinions go to a living studio of the same body before the archive is closed."""
    story, studio = zhashui.story, {"studioId": zhashui.studio}
    world = zhashui.desk.world
    ended = await world.studio(COUNTY, name="测试已终止室", status="TERMINATED")
    elsewhere = await world.studio("611025", name="测试邻县室")
    await story.no("意见未移交即归档完毕", DEPARTMENT, "archiveStudio", **zhashui.records())
    await story.no("移交给已终止工作室", DEPARTMENT, "handOnOpinions", **studio, receiverId=ended)
    await story.no("移交给邻县工作室", DEPARTMENT, "handOnOpinions", **studio, receiverId=elsewhere)
    liaison = who(Role.LIAISON, COUNTY, studios=(zhashui.studio,))
    await story.no("联络员自行移交", liaison, "handOnOpinions", **studio, receiverId=receiver)
    await zhashui.handed_on(receiver)
    await story.no("重复移交", DEPARTMENT, "handOnOpinions", **studio, receiverId=receiver)


async def _archive(zhashui: Life, ending: dict[str, str], receiver: str) -> None:
    """Two parties collect, each once; what is archived is only read."""
    story, studio = zhashui.story, {"studioId": zhashui.studio}
    await story.no("同一方重复归档", zhashui.committee, "archiveStudio", **zhashui.records())
    await story.no("其他专委会归档", zhashui.other_committee, "archiveStudio", **zhashui.records())
    await story.no("系统账号归档", ROBOT, "archiveStudio", **zhashui.records())
    await story.no("邻县归档", NEIGHBOUR, "archiveStudio", **zhashui.records())
    await zhashui.archived_by(DEPARTMENT)
    await story.no("归档后再终止", CHAIRS, "terminateStudio", **ending)
    await story.no("归档后摘牌", CHAIRS, "decideRemoval", **zhashui.removal(cause="VIOLATION"))
    await story.no("归档后收牌", DEPARTMENT, "recoverPlate", **studio, evidence="测试")
    await story.no("归档后移交", DEPARTMENT, "handOnOpinions", **studio, receiverId=receiver)
    await story.no("归档后再归档", DEPARTMENT, "archiveStudio", **zhashui.records())
    await story.no("归档后更正", DEPARTMENT, "correctEnding", **studio, reason="测试")
    await story.no("归档后考核", zhashui.committee, "assessStudio", **zhashui.failure(2025))
