"""Applying for a studio: every body by its own chain, step by step, by those who take it, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.words import StudioStatus
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.applying import Desk, desk

SECTOR_STEPS = ["COMMITTEE_REVIEW", "VICE_CHAIR_REVIEW", "CHAIR_MEETING", "PLAQUE", "FILING"]


@pytest.fixture
async def zhashui(ask: Asked, world: World) -> Desk:
    """The county CPPCC of Zhashui, ready to receive applications."""
    return await desk(ask, world, "611026")


async def _read(office: Desk, identifier: str, fields: str, role: Role = Role.MANAGING_DEPARTMENT) -> dict[str, Any]:
    data = await office.ask("query ($id: ID!) { node(id: $id) { %s } }" % fields, office.person(role), id=identifier)
    found: dict[str, Any] = data["node"]
    return found


async def test_a_county_sector_studio_goes_from_the_form_to_the_plaque(zhashui: Desk) -> None:
    application = await zhashui.drafted(zhashui.plan())
    submitted = await zhashui.submit(application)
    assert (submitted["status"], submitted["nextStep"], submitted["stepsDue"]) == (
        "IN_REVIEW", "COMMITTEE_REVIEW", SECTOR_STEPS,
    )  # fmt: skip

    audited = await zhashui.step(application, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-05-10")
    assert (audited["status"], audited["nextStep"]) == ("IN_REVIEW", "VICE_CHAIR_REVIEW")
    shown = await zhashui.step(application, "VICE_CHAIR_REVIEW", Role.VICE_CHAIR_IN_CHARGE, "2024-05-13")
    assert (shown["status"], shown["nextStep"]) == ("IN_REVIEW", "CHAIR_MEETING")
    agreed = await zhashui.step(
        application, "CHAIR_MEETING", Role.CHAIR_MEETING, "2024-05-20", meeting="第十九次主席会议"
    )
    assert (agreed["status"], agreed["nextStep"], agreed["decidedOn"]) == ("APPROVED", "PLAQUE", "2024-05-20")
    granted = await zhashui.plaque(application)
    assert (granted["status"], granted["nextStep"]) == ("COMPLETED", None)

    found = await _read(
        zhashui, application, "... on StudioApplication { steps { nodes { step role takenOn } } studio { status } }"
    )
    assert [(one["step"], one["role"], one["takenOn"]) for one in found["steps"]["nodes"]] == [
        ("COMMITTEE_REVIEW", "SPECIAL_COMMITTEE", "2024-05-10"),
        ("VICE_CHAIR_REVIEW", "VICE_CHAIR_IN_CHARGE", "2024-05-13"),
        ("CHAIR_MEETING", "CHAIR_MEETING", "2024-05-20"),
        ("PLAQUE", "MANAGING_DEPARTMENT", "2024-06-01"),
    ]
    assert found["studio"] == {"status": "UNFILED_ACTIVE"}


async def test_the_plaque_founds_the_studio_that_was_agreed_to(zhashui: Desk) -> None:
    studio = await _read(
        zhashui,
        await zhashui.founded(zhashui.plan()),
        """... on Studio { name type mode status approvedOn plaquedOn openedOn sectors { nodes { name } }
             committee { id } owner { code } venues { nodes { address } }
             plaques { nodes { grantedOn grantedBy { code } } }
             residencies { nodes { role startsOn } } tasks { nodes { kind status rule dueOn } } }""",
    )
    told = ("name", "type", "mode", "status", "approvedOn", "plaquedOn", "openedOn")
    assert {name: studio[name] for name in told} == {
        "name": "医药卫生界委员工作室", "type": "SECTOR", "mode": "OFFLINE", "status": "UNFILED_ACTIVE",
        "approvedOn": "2024-05-20", "plaquedOn": "2024-06-01", "openedOn": "2024-06-01",
    }  # fmt: skip
    assert studio["sectors"]["nodes"] == [{"name": "医药卫生界"}]
    assert (studio["committee"]["id"], studio["owner"]["code"]) == (zhashui.committee, "611026")
    assert studio["venues"]["nodes"] == [{"address": "测试路1号"}]
    assert studio["plaques"]["nodes"] == [{"grantedOn": "2024-06-01", "grantedBy": {"code": "611026"}}]
    assert sorted(one["role"] for one in studio["residencies"]["nodes"]) == ["CONVENER", "LIAISON", *["RESIDENT"] * 5]
    assert {one["startsOn"] for one in studio["residencies"]["nodes"]} == {"2024-06-01"}
    assert studio["tasks"]["nodes"] == [{"kind": "FILE_STUDIO", "status": "OPEN", "rule": "R-77", "dueOn": None}]


async def test_the_life_of_a_studio_begins_with_its_application(zhashui: Desk) -> None:
    found = await _read(
        zhashui,
        await zhashui.founded(zhashui.plan()),
        "... on Studio { history { nodes { position kind happenedOn statusAfter role rule } } }",
    )

    life = sorted(found["history"]["nodes"], key=lambda one: one["position"])
    assert [(one["kind"], one["happenedOn"], one["role"], one["statusAfter"]) for one in life] == [
        ("APPLIED", "2024-05-06", "MEMBER", "DRAFT"),
        ("REVIEWED", "2024-05-10", "SPECIAL_COMMITTEE", "DRAFT"),
        ("REVIEWED", "2024-05-13", "VICE_CHAIR_IN_CHARGE", "DRAFT"),
        ("REVIEWED", "2024-05-20", "CHAIR_MEETING", "DRAFT"),
        ("APPROVED", "2024-05-20", "CHAIR_MEETING", "DRAFT"),
        ("PLAQUE_GRANTED", "2024-06-01", "MANAGING_DEPARTMENT", "UNFILED_ACTIVE"),
    ]
    assert {one["rule"] for one in life} == {"R-73"}


@pytest.mark.parametrize(
    ("body", "applicant", "plan", "steps"),
    [
        ("610000", "MEMBER_TEAM", "plan", SECTOR_STEPS),
        ("611000", "SECTOR", "plan", SECTOR_STEPS),
        ("611026", "COMMITTEE", "regional", SECTOR_STEPS[1:]),
        ("611026", "MEMBER_TEAM", "regional", SECTOR_STEPS),
        ("350205", "MEMBER_TEAM", "regional", ["SITE_INSPECTION", "PARTY_GROUP", "WALL_DISPLAY", "PLAQUE"]),
        ("440100", "MEMBER_TEAM", "personal", ["CHAIR_MEETING", "PLAQUE"]),
    ],
    ids=["province", "city", "regional by committee", "regional by members", "Haicang", "Guangzhou"],
)
async def test_the_chain_follows_from_the_standards_of_the_body(
    ask: Asked, world: World, body: str, applicant: str, plan: str, steps: list[str]
) -> None:
    office = await desk(ask, world, body)
    given = {"plan": office.plan, "regional": office.regional, "personal": office.personal}[plan]()
    by = office.founder if applicant == "COMMITTEE" else office.applicant

    application = await office.drafted(given, by=by, applicantKind=applicant)
    answer = await office.submit(application, by=by)

    assert (answer["status"], answer["stepsDue"], answer["nextStep"]) == ("IN_REVIEW", steps, steps[0])


async def test_a_regional_studio_of_a_committee_is_founded_without_its_audit(zhashui: Desk) -> None:
    given = {"applicantKind": "COMMITTEE"}

    studio = await zhashui.founded(zhashui.regional(), by=zhashui.founder, **given)

    found = await _read(zhashui, studio, "... on Studio { type area history { nodes { kind rule } } }")
    assert (found["type"], found["area"]) == ("REGIONAL", "测试镇")
    assert sorted(one["kind"] for one in found["history"]["nodes"]) == [
        "APPLIED", "APPROVED", "PLAQUE_GRANTED", "REVIEWED", "REVIEWED",
    ]  # fmt: skip
    assert {one["rule"] for one in found["history"]["nodes"]} == {"R-74"}


async def test_haicang_checks_on_site_and_its_party_group_approves(ask: Asked, world: World) -> None:
    haicang = await desk(ask, world, "350205")
    application = await haicang.submitted(haicang.plan(name="新阳街道委员工作室", type="REGIONAL", area="新阳街道"))

    await haicang.step(application, "SITE_INSPECTION", Role.SPECIAL_COMMITTEE, "2024-05-10")
    agreed = await haicang.step(application, "PARTY_GROUP", Role.PARTY_GROUP, "2024-05-20")
    assert (agreed["status"], agreed["nextStep"], agreed["decidedOn"]) == ("APPROVED", "WALL_DISPLAY", "2024-05-20")
    managing = haicang.person(Role.MANAGING_DEPARTMENT)
    early = await haicang.plaque(application)
    assert (early["code"], early["rule"]) == ("WRONG_STEP", "R-73")
    shown = await haicang.do("recordStep", managing, id=application, step="WALL_DISPLAY", takenOn="2024-05-25")
    assert (shown["status"], shown["nextStep"]) == ("APPROVED", "PLAQUE")
    assert (await haicang.plaque(application))["status"] == "COMPLETED"

    found = await _read(
        haicang, application, "... on StudioApplication { studio { status tasks { totalCount } approvedOn } }"
    )
    assert found["studio"] == {"status": "ACTIVE", "tasks": {"totalCount": 0}, "approvedOn": "2024-05-20"}


async def test_an_offline_studio_goes_online_by_the_same_chain_again(zhashui: Desk) -> None:
    studio = await zhashui.founded(zhashui.plan())
    convener = Person(role=Role.CONVENER, body="611026", studio=studio, subject="611026-convener")
    plan = zhashui.plan(mode="BOTH", platform="秦商量")
    given = {"kind": "GO_ONLINE", "studioId": studio}

    application = await zhashui.drafted(plan, by=convener, **given)
    submitted = await zhashui.submit(application, by=convener)
    assert submitted["stepsDue"] == ["COMMITTEE_REVIEW", "VICE_CHAIR_REVIEW", "CHAIR_MEETING", "ONLINE_ENTRY", "FILING"]
    assert (await zhashui.agreed(application))["nextStep"] == "ONLINE_ENTRY"
    platform = zhashui.person(Role.PLATFORM_DEPARTMENT)
    entered = await zhashui.do("enterPlatform", platform, id=application, takenOn="2024-07-01", room="R-1")
    assert entered["status"] == "COMPLETED"

    found = await _read(
        zhashui,
        studio,
        """... on Studio { mode onlinePresences { nodes { platform room onboardedOn } }
             tasks { nodes { kind } } history { nodes { position kind happenedOn } } }""",
    )
    assert found["mode"] == "BOTH"
    assert found["onlinePresences"]["nodes"] == [{"platform": "秦商量", "room": "R-1", "onboardedOn": "2024-07-01"}]
    assert sorted(one["kind"] for one in found["tasks"]["nodes"]) == ["FILE_AMENDMENT", "FILE_STUDIO"]
    life = sorted(found["history"]["nodes"], key=lambda one: one["position"])[6:]
    assert [(one["kind"], one["happenedOn"]) for one in life] == [
        ("APPLIED", "2024-05-06"),
        ("REVIEWED", "2024-05-10"),
        ("REVIEWED", "2024-05-13"),
        ("REVIEWED", "2024-05-20"),
        ("APPROVED", "2024-05-20"),
        ("REVIEWED", "2024-07-01"),
        ("WENT_ONLINE", "2024-07-01"),
    ]


async def test_a_studio_turns_into_another_type_and_keeps_its_life(zhashui: Desk, world: World) -> None:
    studio = await world.studio(
        "611026", name="测试某个人工作室", type="PERSONAL", legacy=True, committee_id=zhashui.committee,
        status=StudioStatus.ACTIVE,
    )  # fmt: skip
    given = {"kind": "CONVERT_TYPE", "studioId": studio, "applicantKind": "COMMITTEE"}
    application = await zhashui.submitted(zhashui.plan(), by=zhashui.founder, **given)
    await zhashui.agreed(application)

    assert (await zhashui.plaque(application))["status"] == "COMPLETED"

    found = await _read(
        zhashui, studio, "... on Studio { name type tasks { nodes { kind } } history { nodes { kind } } }"
    )
    assert (found["name"], found["type"]) == ("医药卫生界委员工作室", "SECTOR")
    assert found["tasks"]["nodes"] == [{"kind": "FILE_AMENDMENT"}]
    assert "CONVERTED" in {one["kind"] for one in found["history"]["nodes"]}


async def test_papers_that_were_returned_are_signed_by_everybody_again(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan())
    await zhashui.step(application, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-05-10")
    returned = await zhashui.step(
        application,
        "VICE_CHAIR_REVIEW",
        Role.VICE_CHAIR_IN_CHARGE,
        "2024-05-13",
        verdict="RETURNED",
        opinion="补充职能",
    )
    assert (returned["status"], returned["nextStep"]) == ("RETURNED", None)

    plan = zhashui.plan(functions=["联系界别群众", "义诊"], people=zhashui.named(6))
    stale = await zhashui.do("changeApplication", zhashui.applicant, id=application, revision=1, plan=plan)
    changed = await zhashui.do(
        "changeApplication", zhashui.applicant, id=application, revision=returned["revision"], plan=plan
    )
    again = await zhashui.submit(application)

    assert (stale["code"], stale["at"]) == ("STALE_REVISION", "input.revision")
    assert changed["revision"] == returned["revision"] + 1
    assert (again["status"], again["nextStep"]) == ("IN_REVIEW", "COMMITTEE_REVIEW")
    found = await _read(zhashui, application, "... on StudioApplication { functions people { totalCount } }")
    assert found == {"functions": ["联系界别群众", "义诊"], "people": {"totalCount": 8}}
    early = await zhashui.step(application, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-05-12")
    assert early["code"] == "WRONG_DATE"


async def test_what_may_be_done_now_and_why_not_is_told_to_each(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan())
    actions = "... on StudioApplication { allowedActions { action allowed code rule message messageEn } }"

    committee = (await _read(zhashui, application, actions, Role.SPECIAL_COMMITTEE))["allowedActions"]
    chair = (await _read(zhashui, application, actions, Role.CHAIR_MEETING))["allowedActions"]
    above = replace(zhashui.person(Role.MANAGING_DEPARTMENT), body="611000")
    city = (await zhashui.ask("query ($id: ID!) { node(id: $id) { %s } }" % actions, above, id=application))["node"]

    assert [one["action"] for one in committee if one["allowed"]] == ["takeStep"]
    assert {one["action"]: one["code"] for one in chair} == {
        "changeApplication": "NOT_APPLICANT", "submitApplication": "NOT_APPLICANT",
        "withdrawApplication": "NOT_APPLICANT", "takeStep": "WRONG_ROLE",
        "recordStep": "WRONG_STATE", "enterPlatform": "WRONG_STATE",
    }  # fmt: skip
    step = next(one for one in city["allowedActions"] if one["action"] == "takeStep")
    assert (step["allowed"], step["code"], step["rule"]) == (False, "NOT_OWNER", "R-72")
    assert step["message"] == "谁审批谁负责：由受理该申请的政协办理"
    assert step["messageEn"] == "who approves answers for it: only the body it is addressed to may act"


@pytest.mark.parametrize(
    ("studio", "conveners", "zh"),
    [
        ({"mode": "BOTH"}, 1, "只有线下委员工作室可以申请入驻线上"),
        ({"status": "TERMINATED"}, 1, "已终止或摘牌的工作室不能申请入驻线上"),
        ({}, 0, "请先产生召集人，再申请入驻线上"),
    ],
)
async def test_only_a_living_offline_studio_with_a_convener_goes_online(
    zhashui: Desk, world: World, studio: dict[str, Any], conveners: int, zh: str
) -> None:
    held = await world.studio("611026", type="SECTOR", committee_id=zhashui.committee, **studio)
    for member in zhashui.members[:conveners]:
        await world.residency(held, member, "611026", role="CONVENER")
    convener = Person(role=Role.CONVENER, body="611026", studio=held)
    application = await zhashui.drafted(zhashui.plan(platform="秦商量"), by=convener, kind="GO_ONLINE", studioId=held)

    answer = await zhashui.submit(application, by=convener)

    assert (answer["code"], answer["rule"], answer["message"]) == ("CANNOT_GO_ONLINE", "R-76", zh)
