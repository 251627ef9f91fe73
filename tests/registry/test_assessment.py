"""The annual assessment from the committee's decision to what people are asked to decide (W5)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from hub.domain.access import Role
from hub.domain.words import SourceStatus
from hub.store.models.presence import Plaque
from hub.store.models.source import Source
from tests.asking import PROVINCE, Asked, Person
from tests.factories import World
from tests.registry.assessing import CHECK, REMIND, VIOLATION, office, settle_quarantine

ZHASHUI = "611026"


async def test_a_first_failure_warns_and_a_pass_lifts_the_warning(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)

    failed = await desk.assess(2023, "FAIL")
    warned = await desk.life()
    passed = await desk.assess(2024, "PASS")
    again = await desk.assess(2025, "FAIL")

    assert (failed["failures"], passed["failures"], again["failures"]) == (1, 0, 1)
    assert failed["assessedOn"] == failed["reportedOn"] == "2024-01-10"
    assert warned["status"] == "WARNED"
    life = await desk.life()
    assert life["status"] == "WARNED"
    assert life["tasks"]["nodes"] == []
    assert [(one["kind"], one["rule"], one["year"], one["role"]) for one in life["measures"]["nodes"]] == [
        ("WARNING", "R-113", 2023, None),
        ("WARNING", "R-113", 2025, None),
    ]
    assert [(one["kind"], one["statusBefore"], one["statusAfter"]) for one in life["history"]["nodes"]] == [
        ("ASSESSED", "ACTIVE", "ACTIVE"),
        ("WARNED", "ACTIVE", "WARNED"),
        ("ASSESSED", "WARNED", "ACTIVE"),
        ("ASSESSED", "ACTIVE", "ACTIVE"),
        ("WARNED", "ACTIVE", "WARNED"),
    ]


@pytest.mark.parametrize("first", [2023, 2024], ids=["a year between them without assessment", "year after year"])
async def test_two_failures_in_a_row_ask_people_to_decide_and_remove_nothing(
    ask: Asked, world: World, first: int
) -> None:
    desk = await office(ask, world, ZHASHUI)
    await _plaque(world, desk.studio, granted_by="611000")

    await desk.assess(first, "FAIL")
    second = await desk.assess(2025, "FAIL")

    assert second["failures"] == 2
    life = await desk.life()
    assert life["status"] == "WARNED"
    assert [one["kind"] for one in life["measures"]["nodes"]] == ["WARNING", "REMOVAL_DUE"]
    assert life["history"]["nodes"][-1] == {
        "kind": "REMOVAL_DUE",
        "role": "SPECIAL_COMMITTEE",
        "rule": "R-114",
        "statusBefore": "WARNED",
        "statusAfter": "WARNED",
    }
    granting = Person(role=Role.MANAGING_DEPARTMENT, body="611000")
    tasks = (await ask("{ tasks { nodes { kind status rule why dueOn body { code } } } }", granting))["tasks"]
    assert tasks["nodes"] == [
        {
            "kind": "DECIDE_REMOVAL",
            "status": "OPEN",
            "rule": "R-114",
            "why": "2025年度考核未达标，连续2次",
            "dueOn": None,
            "body": {"code": "611000"},
        }
    ]
    lines = await desk.lines(second["id"])
    assert ("unassessed-years" in lines) == (first == 2023)


async def test_the_owner_decides_where_nobody_is_on_record_as_having_granted_the_plaque(
    ask: Asked, world: World
) -> None:
    desk = await office(ask, world, ZHASHUI)
    for year in (2023, 2024, 2025):
        await desk.assess(year, "FAIL")

    life = await desk.life()

    assert [one["body"] for one in life["tasks"]["nodes"]] == [{"code": ZHASHUI}]
    assert [one["kind"] for one in life["measures"]["nodes"]] == ["WARNING", "REMOVAL_DUE", "REMOVAL_DUE"]


async def test_an_unfiled_studio_is_unfiled_again_after_a_warning_is_lifted(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI, status="UNFILED_ACTIVE")
    await desk.assess(2023, "FAIL")

    await desk.assess(2024, "PASS")

    assert (await desk.life())["status"] == "UNFILED_ACTIVE"


async def test_outside_shaanxi_the_result_is_recorded_and_nothing_follows(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "440113")

    answers = [await desk.assess(year, "FAIL") for year in (2024, 2025)]

    assert [one["failures"] for one in answers] == [1, 2]
    life = await desk.life()
    assert (life["status"], life["measures"]["nodes"], life["tasks"]["nodes"]) == ("ACTIVE", [], [])
    assert [one["kind"] for one in life["history"]["nodes"]] == ["ASSESSED", "ASSESSED"]


async def test_a_studio_with_a_quarantine_backlog_cannot_be_proposed_for_removal(ask: Asked, world: World) -> None:
    """Item 16 of behaviour.md §2g."""
    desk = await office(ask, world, ZHASHUI)
    await desk.assess(2024, "FAIL")
    await world.source("611000", "shangluo-test")
    await world.source("610825", "dingbian-test")

    refused = await desk.assess(2025, "FAIL")
    before = await desk.life()
    await settle_quarantine(world)
    settled = await desk.assess(2025, "FAIL")

    assert (refused["code"], refused["rule"], refused["at"]) == ("DATA_HOLD", "behaviour §3.5", "input.result")
    assert "商洛市政协（测试系统）隔离数据1条待处理" in refused["message"]
    assert "定边" not in refused["message"]
    assert "rows in quarantine: 1" in refused["messageEn"]
    assert [one["kind"] for one in before["measures"]["nodes"]] == ["WARNING"]
    assert settled["failures"] == 2


@pytest.mark.parametrize("status", [SourceStatus.DEGRADED, SourceStatus.PAUSED])
async def test_a_source_that_is_down_holds_up_a_failure_and_not_a_pass(
    ask: Asked, world: World, status: SourceStatus
) -> None:
    desk = await office(ask, world, ZHASHUI)
    source = await world.source(ZHASHUI, "zhashui-test")
    await settle_quarantine(world)
    async with world.database.write() as connection:
        await connection.execute(update(Source).where(Source.id == source).values(status=status))

    refused = await desk.assess(2025, "FAIL")
    passed = await desk.assess(2025, "PASS")

    assert (refused["code"], refused["rule"]) == ("DATA_HOLD", "behaviour §3.5")
    assert f"状态为“{status.title_zh}”" in refused["message"]
    assert passed["failures"] == 0


async def test_nobody_but_the_guiding_committee_assesses(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)
    another = await world.committee(ZHASHUI, name="另一委员会")
    province = Person(role=Role.SPECIAL_COMMITTEE, body="610000", committee=desk.committee)
    stranger = Person(role=Role.SPECIAL_COMMITTEE, body=ZHASHUI, committee=another)

    above = await desk.assess(2025, "PASS", by=province)
    beside = await desk.assess(2025, "PASS", by=stranger)
    office_of = await desk.assess(2025, "PASS", by=desk.department)

    assert (above["code"], above["rule"], above["at"]) == ("WRONG_LEVEL", "R-72", "input.studioId")
    assert above["message"] == "谁审批谁负责：年度考核只能由工作室归属的本级政协办理"
    assert above["messageEn"] == (
        "the annual assessment is only for the body that owns the studio: who approves answers for it"
    )
    assert (beside["code"], beside["at"]) == ("NOT_FOUND", "input.studioId")
    assert beside["message"] == "没有可由您办理的该委员工作室，请核对标识"
    assert (office_of["code"], office_of["rule"]) == ("WRONG_ROLE", "R-112")
    assert office_of["message"] == "年度考核由专门委员会办理"
    refused = await ask.raw('mutation { assessStudio(input: { studioId: "x" }) { __typename } }', PROVINCE)
    assert "errors" in refused
    assert (await desk.life())["history"]["nodes"] == []


async def test_a_year_is_assessed_once_and_not_behind_a_later_one(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)
    await desk.assess(2024, "PASS")

    twice = await desk.assess(2024, "FAIL")
    behind = await desk.assess(2023, "FAIL")
    unreasoned = await desk.assess(2025, "FAIL", opinion=None)
    early = await desk.assess(2025, "PASS", happenedOn="2025-11-30")

    assert (twice["code"], twice["rule"], twice["at"]) == ("ALREADY_ASSESSED", "R-112", "input.year")
    assert twice["message"] == "2024年度已有考核结论，同一工作室每年考核一次"
    assert (behind["code"], behind["rule"]) == ("LATER_YEAR_ASSESSED", "A-54")
    assert behind["messageEn"] == (
        "2024 has been assessed, so that 2023 is not added; a missing year neither counts nor resets"
    )
    assert (unreasoned["code"], unreasoned["at"]) == ("MISSING_FIELD", "input.opinion")
    assert (early["code"], early["message"]) == (
        "YEAR_NOT_ENDED",
        "2025年度考核于年终进行，2025-12-01 起方可办理",
    )


async def test_of_several_who_assess_at_once_one_does(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)

    answers = await asyncio.gather(*(desk.assess(2025, "FAIL") for _ in range(4)))

    assert sorted(one.get("code", "done") for one in answers) == ["ALREADY_ASSESSED"] * 3 + ["done"]
    assert [one["kind"] for one in (await desk.life())["measures"]["nodes"]] == ["WARNING"]


async def test_checks_and_reminders_change_no_state(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)

    check = await desk.do(CHECK, scheduled=False, findings="台账不全", happenedOn="2026-03-01")
    reminder = await desk.do(REMIND, reason="活动形式单一", happenedOn="2026-03-02")
    empty = await desk.do(REMIND, reason=" ")
    ahead = await desk.do(CHECK, scheduled=True, findings="无", happenedOn="2199-01-01")
    department = await desk.do(CHECK, scheduled=True, findings="无", by=desk.department)

    assert (check["kind"], check["rule"], check["scheduled"], check["role"]) == (
        "CHECK", "R-111", False, "SPECIAL_COMMITTEE",
    )  # fmt: skip
    assert (reminder["kind"], reminder["rule"], reminder["takenOn"]) == ("REMINDER", "R-111", "2026-03-02")
    assert (empty["code"], empty["at"], empty["message"]) == ("MISSING_FIELD", "input.reason", "缺少情况说明，请补充")
    assert (ahead["code"], ahead["messageEn"]) == ("DAY_AHEAD", "the day lies ahead; give the day on which it was done")
    assert (department["code"], department["rule"], department["message"]) == (
        "WRONG_ROLE", "R-111", "检查由专门委员会办理",
    )  # fmt: skip
    life = await desk.life()
    assert life["status"] == "ACTIVE"
    assert [one["kind"] for one in life["history"]["nodes"]] == ["CHECKED", "REMINDED"]


async def test_a_violation_asks_people_to_decide_on_the_plaque(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI)
    elsewhere = await office(ask, world, "440113")

    found = await desk.do(VIOLATION, reason="以工作室名义开展有偿服务", by=desk.department)
    again = await desk.do(VIOLATION, reason="再次发现")
    outside = await elsewhere.do(VIOLATION, reason="有偿服务")

    assert (found["kind"], found["rule"], found["role"]) == ("VIOLATION", "R-118", "MANAGING_DEPARTMENT")
    assert again["role"] == "SPECIAL_COMMITTEE"
    assert outside["rule"] is None
    life = await desk.life()
    assert life["status"] == "ACTIVE"
    assert [(one["kind"], one["rule"], one["body"]) for one in life["tasks"]["nodes"]] == [
        ("DECIDE_REMOVAL", "R-118", {"code": ZHASHUI})
    ]
    assert (await elsewhere.life())["tasks"]["nodes"] == []


async def test_an_ended_studio_is_not_supervised_any_more(ask: Asked, world: World) -> None:
    desk = await office(ask, world, ZHASHUI, status="TERMINATED")

    answers = [
        await desk.assess(2025, "PASS"),
        await desk.do(CHECK, scheduled=True, findings="无"),
        await desk.do(VIOLATION, reason="无"),
    ]

    assert {(one["code"], one["rule"]) for one in answers} == {("WRONG_STATE", "R-112")}
    assert answers[0]["message"] == "工作室当前状态为“终止”，不再考核、检查或提醒"


async def _plaque(world: World, studio: str, *, granted_by: str) -> None:
    values: dict[str, Any] = {"studio_id": studio, "owner_body_id": await world.body(ZHASHUI)}
    await world._row(Plaque, values | {"granted_by_id": await world.body(granted_by)})
