"""W7: a convener's seat ends; the committee arranges anew, the studio replaces the resident (R-115, R-29)."""

from __future__ import annotations

from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.people_steps import seat_in
from tests.registry.workflows.story import kept, machine, who
from tests.registry.workflows.zhashui import (
    CHAIRS,
    CITY,
    CITY_DEPARTMENT,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    OFFICE,
    Life,
    life,
)


async def test_w7_from_the_end_of_a_seat_to_its_successor_with_every_step_that_is_refused(
    ask: Asked, world: World
) -> None:
    zhashui = await life(ask, world)
    story = zhashui.story
    await zhashui.founded()
    await _seat(zhashui)
    await _convener(zhashui)
    await _resident(zhashui)

    found = await story.read("w7", DEPARTMENT, studio=zhashui.studio)

    story.refusals_are("w7")
    # Places are made by the hub with identifiers of the moment: in which order they stand means nothing.
    people = found["node"]["residencies"]["nodes"]
    people.sort(key=lambda one: (one["role"], one["member"]["name"], one["startsOn"]))
    assert found == kept("w7")


async def _seat(zhashui: Life) -> None:
    """A seat ends once, for one of the five causes, on the word of those who keep it."""
    story = zhashui.story
    seat = await seat_in(zhashui.desk.world, zhashui.desk.members[0], COUNTY)
    given = {"membershipId": seat, "seatStatus": "RESIGNED", "endsOn": "2024-09-01"}
    await story.no("邻县记录委员资格终止", NEIGHBOUR, "endMembership", **given)
    await story.no("市主管部门代记", CITY_DEPARTMENT, "endMembership", **given)
    await story.no("以在任为终止原因", DEPARTMENT, "endMembership", **given | {"seatStatus": "SERVING"})
    await story.no("日期晚于今天", DEPARTMENT, "endMembership", **given | {"endsOn": "9999-01-01"})
    await zhashui.convener_left()
    await story.no("重复记录终止", DEPARTMENT, "endMembership", **given)


async def _convener(zhashui: Life) -> None:
    """The committee that guides the studio, on the choice of the residents."""
    story, desk = zhashui.story, zhashui.desk
    given = {"studioId": zhashui.studio, "convenerIds": [desk.members[1]], "electedByResidents": True}
    await story.no("主管部门调整召集人", DEPARTMENT, "rearrangeConvener", **given)
    await story.no("其他专委会调整召集人", zhashui.other_committee, "rearrangeConvener", **given)
    await story.no("市主管部门调整县召集人", CITY_DEPARTMENT, "rearrangeConvener", **given)
    await story.no("系统账号调整召集人", zhashui.robot, "rearrangeConvener", **given)
    studio = ("Studio", zhashui.studio)
    await story.barred("主席会议调整召集人", CHAIRS, "rearrangeConvener", studio, **given)
    await story.barred("省政协办公厅调整召集人", OFFICE, "rearrangeConvener", studio, **given)
    await story.barred("召集人自行指定", zhashui.convener, "rearrangeConvener", studio, **given)
    await story.no("未经协商", zhashui.committee, "rearrangeConvener", **given | {"electedByResidents": False})
    await story.no("不设召集人", zhashui.committee, "rearrangeConvener", **given | {"convenerIds": []})
    three = desk.members[1:4]
    await story.no("三名召集人", zhashui.committee, "rearrangeConvener", **given | {"convenerIds": three})
    outside = [desk.members[5]]
    await story.no("非驻室委员任召集人", zhashui.committee, "rearrangeConvener", **given | {"convenerIds": outside})
    gone = [desk.members[0]]
    await story.no("离任委员任召集人", zhashui.committee, "rearrangeConvener", **given | {"convenerIds": gone})
    await zhashui.rearranged()


async def _resident(zhashui: Life) -> None:
    """The studio itself, once, with somebody who holds a seat."""
    story, desk = zhashui.story, zhashui.desk
    task = await zhashui.task("REPLACE_RESIDENT")
    given = {"taskId": task, "memberId": desk.members[5], "happenedOn": "2024-09-12"}
    stranger = who(Role.CONVENER, COUNTY, subject="another-convener", studios=(await desk.world.studio(COUNTY),))
    robot = machine(Role.MANAGING_DEPARTMENT, COUNTY)
    await story.no("他室召集人更换", stranger, "replaceResident", **given)
    await story.no("邻县更换", NEIGHBOUR, "replaceResident", **given)
    await story.no("系统账号更换", robot, "replaceResident", **given)
    liaison = who(Role.LIAISON, COUNTY, studios=(zhashui.studio,))
    await story.barred("联络员更换", liaison, "replaceResident", ("Task", task), **given)
    await story.no("由离任委员接替", zhashui.convener, "replaceResident", **given | {"memberId": desk.members[0]})
    above = await desk.world.member(CITY, name="测试市委员")
    await story.no("由市政协委员接替", zhashui.convener, "replaceResident", **given | {"memberId": above})
    busy = await desk.world.member(COUNTY, name="测试他室委员")
    await desk.world.residency(await desk.world.studio(COUNTY), busy, COUNTY)
    await story.no("由他室驻室委员接替", zhashui.convener, "replaceResident", **given | {"memberId": busy})
    await zhashui.replaced()
    await story.no("重复更换", zhashui.convener, "replaceResident", **given)
