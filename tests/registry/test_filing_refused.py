"""Every step of filing that somebody may not take: its code, its rule, what is said in both languages, no effect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.auth.development import Wish
from hub.domain.access import Role
from hub.domain.words import StudioStatus
from tests.asking import DINGBIAN, Asked, Person
from tests.factories import World
from tests.registry.filing_steps import (
    ACCEPT,
    CITY,
    COUNTY,
    GUANGDONG,
    OFFICE,
    RECEIVE,
    RENAME,
    RETURN,
    SUBMIT,
    asked_as,
    done,
    filed,
    life,
    submitted,
    unfiled,
)

OTHER_CITY = Person(role=Role.CITY_SYSTEM, body="610800")
NOTHING = "没有可由您办理的该工作室，请核对标识"


def refusal(found: dict[str, Any]) -> tuple[str, str | None, str, str]:
    """What a refusal says: code, rule, Chinese, English."""
    assert "code" in found, found
    return found["code"], found["rule"], found["message"], found["messageEn"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"status": StudioStatus.DRAFT, "plaqued_on": None},
            (
                "WRONG_STATE",
                "R-77",
                "工作室尚未授牌，不能备案，请先完成审批和授牌",
                "the studio has no plaque yet; file it once it was approved and given its plaque",
            ),
        ),
        (
            {"plaqued_on": None},
            (
                "FORM_INCOMPLETE",
                "A-40",
                "备案材料不全，缺少：授牌日期，请补齐后提交",
                "the form is not complete; missing: day the plaque was granted",
            ),
        ),
        (
            {"approved_on": date(2024, 3, 21)},
            (
                "DATES_OUT_OF_ORDER",
                "B9",
                "日期顺序有误，应为主席会议同意不晚于授牌、授牌不晚于备案，请核对工作室日期",
                "the days are out of order: approval, then plaque, then filing; correct the days of the studio",
            ),
        ),
        (
            {"filing_number": "610000-2023-0007", "status": StudioStatus.ACTIVE},
            (
                "ALREADY_FILED",
                "F1",
                "该工作室已备案，备案号 610000-2023-0007，每个工作室只备案一次",
                "the studio is on file under 610000-2023-0007; each is filed as new once",
            ),
        ),
    ],
    ids=["no plaque", "form", "dates", "on file"],
)
async def test_a_studio_that_cannot_be_submitted(
    ask: Asked, world: World, given: dict[str, Any], expected: tuple[str, str | None, str, str]
) -> None:
    studio = await unfiled(world, "611026", **given)

    found = await done(ask, SUBMIT, COUNTY, studio=studio)

    assert refusal(found) == expected
    seen = await life(ask, studio)
    assert (seen["filings"]["totalCount"], seen["history"]["nodes"]) == (0, [])


async def test_a_filing_that_stands_is_not_submitted_again(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    filing = await submitted(ask, studio)

    while_sent = refusal(await done(ask, SUBMIT, CITY, studio=studio))
    await done(ask, RECEIVE, OFFICE, id=filing)
    while_received = refusal(await done(ask, SUBMIT, COUNTY, studio=studio))
    await done(ask, ACCEPT, OFFICE, id=filing)
    once_filed = refusal(await done(ask, SUBMIT, COUNTY, studio=studio))

    assert while_sent[:3] == ("FILING_STANDS", "F1", "该项备案已提交，无须重复提交，请等待省政协办公厅办理")
    assert while_received[3] == "this filing has been received; there is no need to submit it again"
    assert once_filed[:2] == ("ALREADY_FILED", "F1")
    assert (await life(ask, studio))["filings"]["totalCount"] == 1


async def test_a_change_of_what_is_not_on_file_waits_for_the_filing(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")

    found = await done(ask, SUBMIT, COUNTY, studio=studio, kind="RENAMING", before="甲", after="乙")

    assert found["at"] == "input.kind"
    assert refusal(found) == (
        "FILE_NEW_STUDIO_FIRST",
        "A-41",
        "该工作室尚未备案，请先办理新建备案，再办理变更备案",
        "the studio is not on file yet; file it as new first, then its change",
    )


@pytest.mark.parametrize("person", [DINGBIAN, OTHER_CITY, Person(role=Role.MANAGING_DEPARTMENT, body="611000")])
async def test_who_is_not_of_the_studio_finds_nothing_to_file(ask: Asked, world: World, person: Person) -> None:
    studio = await unfiled(world, "611026")

    there = await done(ask, SUBMIT, person, studio=studio)
    absent = await done(ask, SUBMIT, person, studio="stu_" + "0" * 26)

    assert there == absent
    assert refusal(there) == (
        "NOT_FOUND",
        "R-72",
        NOTHING,
        "there is nothing you may act on under this identifier (studio); check it",
    )


@pytest.mark.parametrize(
    ("query", "more"),
    [(RECEIVE, {}), (RETURN, {"defects": ["缺签名"]}), (ACCEPT, {})],
    ids=["receive", "return", "accept"],
)
@pytest.mark.parametrize("person", [COUNTY, CITY, Person(role=Role.PROVINCE_OFFICE, body="611026")])
async def test_no_lower_body_and_no_machine_is_even_offered_a_step_of_the_office(
    ask: Asked, world: World, query: str, more: dict[str, Any], person: Person
) -> None:
    filing = await submitted(ask, await unfiled(world, "611026"))

    answer = await ask.raw(query, person, variables={"id": filing, **more})

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


async def test_the_office_of_another_province_finds_nothing(ask: Asked, world: World) -> None:
    filing = await submitted(ask, await unfiled(world, "611026"))

    for query, more in ((RECEIVE, {}), (RETURN, {"defects": ["缺签名"]}), (ACCEPT, {})):
        there = await done(ask, query, GUANGDONG, id=filing, **more)
        absent = await done(ask, query, GUANGDONG, id="fil_" + "0" * 26, **more)
        assert there == absent
        assert refusal(there)[:3] == ("NOT_FOUND", "R-72", "没有可由您办理的该备案，请核对标识")


async def test_a_machine_with_the_role_of_the_office_does_not_decide(ask: Asked, world: World) -> None:
    filing = await submitted(ask, await unfiled(world, "611026"))
    machine = Wish(roles=(Role.PROVINCE_OFFICE,), body="610000", subject="hub-client", client="service")

    found = (await asked_as(ask, RECEIVE, wish=machine, id=filing))["data"]["done"]

    assert refusal(found) == (
        "PEOPLE_ONLY",
        "F6",
        "签收备案须由人员办理，系统账号不得代办",
        "receiving a filing is done by people; a machine may not do it",
    )


async def test_nobody_decides_on_what_they_submitted(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "610000")
    both = Wish(roles=(Role.PROVINCE_OFFICE, Role.MANAGING_DEPARTMENT), body="610000", subject="both")
    filing = (await asked_as(ask, SUBMIT, wish=both, studio=studio))["data"]["done"]["id"]

    own = (await asked_as(ask, RECEIVE, wish=both, id=filing))["data"]["done"]
    await done(ask, RECEIVE, OFFICE, id=filing)
    filed_by_self = (await asked_as(ask, ACCEPT, wish=both, id=filing))["data"]["done"]

    assert refusal(own) == (
        "OWN_FILING",
        "I8",
        "签收备案须由提交人以外的人员办理",
        "receiving a filing is done by somebody other than who submitted it",
    )
    assert refusal(filed_by_self)[:2] == ("OWN_FILING", "I8")


async def test_each_step_of_the_office_comes_in_its_turn(ask: Asked, world: World) -> None:
    filing = await submitted(ask, await unfiled(world, "611026"))

    too_early = [
        refusal(await done(ask, ACCEPT, OFFICE, id=filing)),
        refusal(await done(ask, RETURN, OFFICE, id=filing, defects=["缺签名"])),
    ]
    await done(ask, RECEIVE, OFFICE, id=filing)
    twice = refusal(await done(ask, RECEIVE, OFFICE, id=filing))
    await done(ask, ACCEPT, OFFICE, id=filing)
    too_late = refusal(await done(ask, RETURN, OFFICE, id=filing, defects=["缺签名"]))

    assert too_early == [
        (
            "WRONG_STATE",
            "A-40",
            "该备案现为“已提交”，只有“已签收”的备案可以备案",
            "the filing is submitted; only one that is received can be put on file",
        ),
        (
            "WRONG_STATE",
            "A-40",
            "该备案现为“已提交”，只有“已签收”的备案可以退回",
            "the filing is submitted; only one that is received can be returned",
        ),
    ]
    assert twice[2] == "该备案现为“已签收”，只有“已提交”的备案可以签收"
    assert too_late[:3] == ("WRONG_STATE", "A-40", "该备案现为“已备案”，只有“已签收”的备案可以退回")


@pytest.mark.parametrize("defects", [[], ["", "  "]])
async def test_an_objection_to_the_substance_is_no_ground_for_a_return(
    ask: Asked, world: World, defects: list[str]
) -> None:
    studio = await unfiled(world, "611026")
    filing = await submitted(ask, studio)
    await done(ask, RECEIVE, OFFICE, id=filing)

    found = await done(ask, RETURN, OFFICE, id=filing, defects=defects)

    assert found["at"] == "input.defects"
    assert refusal(found) == (
        "NO_DEFECT_OF_FORM",
        "A-40",
        "退回须写明至少一项形式缺陷；对内容有不同意见的，不属于形式缺陷，请予以备案并附意见",
        "name at least one defect of form; an objection to the substance is none: file it with remarks instead",
    )
    assert (await life(ask, studio))["filings"]["nodes"][0]["status"] == "RECEIPTED"


async def test_who_may_not_rename_and_what_is_no_new_name(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026", name="甲测试室")
    ended = await unfiled(world, "611026", status=StudioStatus.TERMINATED)

    by_machine = refusal(await done(ask, RENAME, CITY, studio=studio, name="乙"))
    by_stranger = refusal(await done(ask, RENAME, DINGBIAN, studio=studio, name="乙"))
    blank = refusal(await done(ask, RENAME, COUNTY, studio=studio, name="  "))
    same = refusal(await done(ask, RENAME, COUNTY, studio=studio, name="甲测试室"))
    too_late = refusal(await done(ask, RENAME, COUNTY, studio=ended, name="乙"))

    assert by_machine == (
        "WRONG_ROLE",
        "R-72",
        "工作室更名由主管部门办理",
        "renaming a studio is for: managing department",
    )
    assert by_stranger[:3] == ("NOT_FOUND", "R-72", NOTHING)
    assert blank == ("MISSING_FIELD", "A-41", "缺少新名称，请补充", "the new name is missing; give it")
    assert same == ("SAME_NAME", "A-41", "新名称与现名称相同，无须更名", "this is its name already")
    assert too_late[:3] == ("WRONG_STATE", "A-41", "工作室已处于“终止”状态，不再更名")
    assert (await life(ask, studio))["name"] == "甲测试室"


async def test_a_refused_step_leaves_no_trace(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    await filed(ask, studio)
    before = await life(ask, studio)

    await done(ask, SUBMIT, COUNTY, studio=studio)
    await done(ask, SUBMIT, COUNTY, studio=studio, kind="RENAMING")

    assert await life(ask, studio) == before
