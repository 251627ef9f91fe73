"""W2: an offline studio of Zhashui goes online by the same chain again (R-76)."""

from __future__ import annotations

from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.workflows.story import kept, machine, who
from tests.registry.workflows.zhashui import (
    CHAIRS,
    CITY,
    CITY_CHAIRS,
    COUNTY,
    DEPARTMENT,
    OFFICE,
    PLATFORM,
    PROVINCE,
    PROVINCE_CHAIRS,
    Life,
    life,
)

MOVED_IN = "2024-07-01"


async def test_w2_from_the_convener_to_the_platform_with_every_step_that_is_refused(ask: Asked, world: World) -> None:
    zhashui = await life(ask, world)
    story = zhashui.story
    await zhashui.founded()
    await _papers(zhashui)
    await _chain(zhashui)
    await _entry(zhashui)
    await zhashui.submitted(kind="GO_ONLINE", after="秦商量")
    await zhashui.put_on_file()

    found = await story.read("w2", DEPARTMENT, studio=zhashui.studio)

    story.refusals_are("w2")
    assert found == kept("w2")


async def _papers(zhashui: Life) -> None:
    """Only the studio itself applies, and only for a platform."""
    story = zhashui.story
    other = await zhashui.desk.world.studio(COUNTY)
    stranger = who(Role.CONVENER, COUNTY, subject="another-convener", studios=(other,))
    province = who(Role.CONVENER, PROVINCE, studios=(zhashui.studio,))
    await story.no("他室召集人申请", stranger, "draftApplication", **zhashui.online_papers())
    await story.no("省级召集人代申请", province, "draftApplication", **zhashui.online_papers())
    await story.no("不填工作室", zhashui.convener, "draftApplication", **zhashui.online_papers(studioId=None))
    nowhere = zhashui.online_papers(plan=zhashui.desk.plan(mode="BOTH"))
    draft = (await story.done(zhashui.convener, "draftApplication", **nowhere))["id"]
    await story.no("不写入驻平台", zhashui.convener, "submitApplication", id=draft)
    await zhashui.applies_online()
    mine = zhashui.ids["application"]
    await story.no("未经审批即入驻", PLATFORM, "enterPlatform", id=mine, takenOn=MOVED_IN)
    await zhashui.handed_in()


async def _chain(zhashui: Life) -> None:
    """Each signature again, in its turn."""
    story = zhashui.story
    application = ("StudioApplication", zhashui.ids["application"])
    due = zhashui.wish("COMMITTEE_REVIEW", "2024-05-10")
    own = who(Role.SPECIAL_COMMITTEE, COUNTY, subject=zhashui.convener.subject, committees=(zhashui.desk.committee,))
    await story.no("越过专委会", CHAIRS, "takeStep", **zhashui.wish("CHAIR_MEETING", "2024-05-10"))
    await story.no("审核中即入驻", PLATFORM, "enterPlatform", id=application[1], takenOn=MOVED_IN)
    await story.barred("召集人自批", zhashui.convener, "takeStep", application, **due)
    await story.no("申请人换身份自审", own, "takeStep", **due)
    await story.no("系统账号审批", zhashui.robot, "takeStep", **due)
    await story.no("市政协审批县工作室", CITY_CHAIRS, "takeStep", **due)
    await story.no("省政协审批县工作室", PROVINCE_CHAIRS, "takeStep", **due)
    await story.barred("省政协办公厅审批县工作室", OFFICE, "takeStep", application, **due)
    await zhashui.step(zhashui.committee, "COMMITTEE_REVIEW", "2024-05-10")
    await story.no("越过分管副主席", CHAIRS, "takeStep", **zhashui.wish("CHAIR_MEETING", "2024-05-13"))
    await zhashui.step(zhashui.vice_chair, "VICE_CHAIR_REVIEW", "2024-05-13")
    await story.no("主席会议前入驻", PLATFORM, "enterPlatform", id=application[1], takenOn=MOVED_IN)
    await zhashui.step(CHAIRS, "CHAIR_MEETING", "2024-05-20", meeting="测试第二十次主席会议")


async def _entry(zhashui: Life) -> None:
    """The platform department enters it, once."""
    story, application = zhashui.story, zhashui.ids["application"]
    given = {"id": application, "takenOn": MOVED_IN, "room": "R-1"}
    await story.no("主管部门代办入驻", DEPARTMENT, "enterPlatform", **given)
    await story.no("市平台部门代办入驻", who(Role.PLATFORM_DEPARTMENT, CITY), "enterPlatform", **given)
    await story.no("系统账号办理入驻", machine(Role.PLATFORM_DEPARTMENT, COUNTY), "enterPlatform", **given)
    await story.no("入驻早于同意", PLATFORM, "enterPlatform", **given | {"takenOn": "2024-05-19"})
    await zhashui.entered()
    await story.no("重复入驻", PLATFORM, "enterPlatform", **given)
    await zhashui.applies_online()
    again = {"id": zhashui.ids["application"], "appliedOn": "2024-08-01"}
    await story.no("已在线上再申请", zhashui.convener, "submitApplication", **again)
