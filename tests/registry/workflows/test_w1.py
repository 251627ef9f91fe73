"""W1: a new studio of Zhashui, from the form to the province's file (R-70 to R-77)."""

from __future__ import annotations

from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.workflows.story import kept, machine, who
from tests.registry.workflows.zhashui import (
    CHAIRS,
    CITY,
    CITY_CHAIRS,
    CITY_DEPARTMENT,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    OFFICE,
    PROVINCE,
    PROVINCE_CHAIRS,
    Life,
    life,
)


async def test_w1_from_the_form_to_the_file_with_every_step_that_is_refused(ask: Asked, world: World) -> None:
    zhashui = await life(ask, world)
    story = zhashui.story
    await _papers(zhashui)
    await _committee(zhashui)
    await _signatures(zhashui)
    await _plaque(zhashui)
    await _filing(zhashui)

    found = await story.read("w1", OFFICE, application=zhashui.ids["application"])

    story.refusals_are("w1")
    assert found == kept("w1")


async def _papers(zhashui: Life) -> None:
    """Who applies belongs to the body; the papers are whole."""
    story, desk = zhashui.story, zhashui.desk
    shangluo = await desk.world.body(CITY)
    to_city = zhashui.papers(bodyId=shangluo)
    for_another = zhashui.papers(applicantMemberId=desk.members[1])
    await story.no("县委员向市政协申请", zhashui.applicant, "draftApplication", **to_city)
    await story.no("以他人名义申请", zhashui.applicant, "draftApplication", **for_another)
    hollow = zhashui.papers(plan=desk.plan(functions=[]))
    draft = (await story.done(zhashui.applicant, "draftApplication", **hollow))["id"]
    await story.no("材料不全即提交", zhashui.applicant, "submitApplication", id=draft, appliedOn="2024-05-06")
    await zhashui.drafted()
    mine = zhashui.ids["application"]
    await story.no("未提交即审批", zhashui.committee, "takeStep", **zhashui.wish("COMMITTEE_REVIEW", "2024-05-10"))
    await story.no("审核方代为提交", zhashui.committee, "submitApplication", id=mine)
    await zhashui.handed_in()
    await story.no("重复提交", zhashui.applicant, "submitApplication", id=mine)


async def _committee(zhashui: Life) -> None:
    """The first signature is that of the committee, and of nobody else."""
    story, on = zhashui.story, "2024-05-10"
    application = ("StudioApplication", zhashui.ids["application"])
    due = zhashui.wish("COMMITTEE_REVIEW", on)
    await story.no("越过专委会和分管副主席", CHAIRS, "takeStep", **zhashui.wish("CHAIR_MEETING", on))
    await story.no("越过专委会", zhashui.vice_chair, "takeStep", **zhashui.wish("VICE_CHAIR_REVIEW", on))
    await story.no("未经同意即授牌", DEPARTMENT, "recordStep", id=application[1], step="PLAQUE", takenOn=on)
    await story.no("主席会议代专委会审核", CHAIRS, "takeStep", **due)
    await story.no("其他专委会审核", zhashui.other_committee, "takeStep", **due)
    await story.no("市政协审批县工作室", CITY_CHAIRS, "takeStep", **due)
    await story.no("省政协审批县工作室", PROVINCE_CHAIRS, "takeStep", **due)
    await story.no("省政协冒用县专委会", zhashui.posing, "takeStep", **due)
    await story.barred("省政协办公厅审批县工作室", OFFICE, "takeStep", application, **due)
    await story.barred("主管部门审批", DEPARTMENT, "takeStep", application, **due)
    await story.barred("市主管部门审批", CITY_DEPARTMENT, "takeStep", application, **due)
    own = who(Role.SPECIAL_COMMITTEE, COUNTY, subject=zhashui.applicant.subject, committees=(zhashui.desk.committee,))
    await story.no("申请人换身份自审", own, "takeStep", **due)
    await story.no("系统账号审批", zhashui.robot, "takeStep", **due)
    early, late = zhashui.wish("COMMITTEE_REVIEW", "2024-05-05"), zhashui.wish("COMMITTEE_REVIEW", "9999-01-01")
    await story.no("日期早于申请", zhashui.committee, "takeStep", **early)
    await story.no("日期晚于今天", zhashui.committee, "takeStep", **late)
    await story.no("退回不写理由", zhashui.committee, "takeStep", **due | {"verdict": "RETURNED", "opinion": None})
    papers = {"id": application[1], "revision": 2, "plan": zhashui.desk.plan()}
    await story.no("审核方修改材料", zhashui.committee, "changeApplication", **papers)
    await story.no("审核中修改材料", zhashui.applicant, "changeApplication", **papers)
    await zhashui.step(zhashui.committee, "COMMITTEE_REVIEW", on)


async def _signatures(zhashui: Life) -> None:
    """The vice-chair in charge, then the chair meeting, which decides."""
    story, on = zhashui.story, "2024-05-13"
    application = zhashui.ids["application"]
    due = zhashui.wish("VICE_CHAIR_REVIEW", on)
    other = who(Role.VICE_CHAIR_IN_CHARGE, COUNTY, subject="another-vice-chair", committees=(zhashui.other,))
    await story.no("越过分管副主席", CHAIRS, "takeStep", **zhashui.wish("CHAIR_MEETING", on))
    await story.no("专委会代分管副主席", zhashui.committee, "takeStep", **due)
    await story.no("其他副主席审示", other, "takeStep", **due)
    await zhashui.step(zhashui.vice_chair, "VICE_CHAIR_REVIEW", on)
    decides = zhashui.wish("CHAIR_MEETING", "2024-05-20")
    await story.no("副主席代主席会议", zhashui.vice_chair, "takeStep", **decides)
    await story.no("系统账号代主席会议", machine(Role.CHAIR_MEETING, COUNTY), "takeStep", **decides)
    await story.no("党组代主席会议", who(Role.PARTY_GROUP, COUNTY), "takeStep", **decides)
    await zhashui.step(CHAIRS, "CHAIR_MEETING", "2024-05-20", meeting="测试第十九次主席会议")
    await story.no("同意后撤回", zhashui.applicant, "withdrawApplication", id=application)
    await story.no("重复研究", CHAIRS, "takeStep", **decides)


async def _plaque(zhashui: Life) -> None:
    """The owner body grants the plaque, once."""
    story, application = zhashui.story, zhashui.ids["application"]
    given = {"id": application, "step": "PLAQUE", "takenOn": "2024-06-01"}
    await story.no("市政协授牌", CITY_DEPARTMENT, "recordStep", **given)
    await story.barred("主席会议自行授牌", CHAIRS, "recordStep", ("StudioApplication", application), **given)
    await story.no("系统账号授牌", machine(Role.MANAGING_DEPARTMENT, COUNTY), "recordStep", **given)
    await story.no("授牌早于同意", DEPARTMENT, "recordStep", **given | {"takenOn": "2024-05-19"})
    await zhashui.plaqued()
    await story.no("重复授牌", DEPARTMENT, "recordStep", **given)


async def _filing(zhashui: Life) -> None:
    """Notified, received, returned for its form, and filed; never refused."""
    story = zhashui.story
    studio = {"studioId": zhashui.studio}
    await story.no("邻县代为备案", NEIGHBOUR, "submitFiling", **studio)
    await story.no("市主管部门代为备案", CITY_DEPARTMENT, "submitFiling", **studio)
    await story.no("先报变更备案", DEPARTMENT, "submitFiling", **studio, kind="GO_ONLINE")
    await zhashui.submitted()
    filing = {"filingId": zhashui.ids["filing"]}
    on = ("Filing", filing["filingId"])
    await story.no("重复提交备案", DEPARTMENT, "submitFiling", **studio)
    await story.barred("县主管部门自行签收", DEPARTMENT, "receiveFiling", on, **filing)
    await story.barred("市主管部门签收", CITY_DEPARTMENT, "receiveFiling", on, **filing)
    await story.no("未签收即备案", OFFICE, "acceptFiling", **filing)
    await story.no("外省办公厅签收", who(Role.PROVINCE_OFFICE, "440000"), "receiveFiling", **filing)
    await story.no("系统账号签收", machine(Role.PROVINCE_OFFICE, PROVINCE), "receiveFiling", **filing)
    await story.done(OFFICE, "receiveFiling", **filing)
    await story.no("以内容为由退回", OFFICE, "returnFiling", **filing, defects=[" "])
    await story.done(OFFICE, "returnFiling", **filing, defects=["测试：申请表缺签名"])
    await story.no("退回后直接备案", OFFICE, "acceptFiling", **filing)
    await zhashui.submitted()
    number = await zhashui.put_on_file()
    story.hidden[number] = "（备案号）"
    await story.no("重复备案", DEPARTMENT, "submitFiling", **studio)
    await story.no("备案后退回", OFFICE, "returnFiling", **filing, defects=["测试"])
