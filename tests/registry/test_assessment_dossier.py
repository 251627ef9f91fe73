"""What an assessment rests on, before and after it is decided, and the questions of committees (Q-08, Q-30)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from hub.domain.words import Mode, OutputKind, ResidencyRole
from hub.store.findings import judge
from hub.store.models.presence import OnlinePresence
from tests.asking import PROVINCE, ZHASHUI, Asked, Person
from tests.factories import MOMENT, World
from tests.registry.assessing import CHECK, REMIND, Office, office

HERE = Path(__file__).parent
QIN = "秦商量"
QUARTERS = [date(2024, month, 10) for month in (2, 5, 8, 11)]
PREVIEW = """query ($studio: ID!, $year: Int!) { assessmentDossier(studio: $studio, year: $year) {
  year failuresIfFailed measureIfFailed ruleIfFailed unassessedYears holds { body system reason reasonEn }
  lines { key rule clause result expected found missing gapOwner } } }"""
ACTIONS = "query ($id: ID!) { node(id: $id) { ... on Studio { allowedActions { action allowed code rule } } } }"


async def test_the_dossier_is_kept_with_the_decision_whatever_it_is(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "610000", name="测试室")
    await _work(desk)

    answer = await desk.assess(2024, "PASS")

    assert answer["rulebook"] == {"version": "2023-12-05", "body": {"code": "610000"}}
    lines = await desk.lines(answer["id"])
    assert [one["position"] for one in lines.values()] == list(range(1, len(lines) + 1))
    assert lines["reading-online"] == {
        "position": 2,
        "key": "reading-online",
        "rule": "R-50",
        "clause": "陕西省政协2023-12-05 三、1",
        "sourceSentence": "委员工作室每年至少分别组织2次线上、线下读书交流分享活动",
        "result": "VIOLATED",
        "expected": "读书交流分享（线上）每年不少于2次",
        "found": "1次（另有1次不在计入平台）",
        "missing": "差1次",
        "gapOwner": "测试室",
    }
    told = {key: (one["result"], one["found"], one["missing"]) for key, one in lines.items()}
    assert told["reading-offline"] == ("MET", "2次", None)
    assert told["duty-offline"][0] == "MET"
    assert told["duty-online"][2] == "第一季度差1人；第二季度差1人；第三季度差1人；第四季度差1人"
    assert told["proposal-or-social-info"][2] == "第四季度差1件"
    assert told["satisfaction"] == ("INFO", "满意1件，不满意0件，未登记1件", None)


async def test_work_of_other_years_and_studios_and_withdrawn_work_do_not_count(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "610000")
    other = await world.studio("610000")
    reading = await world.kind("READING")
    given: dict[str, Any] = {"kind_id": reading, "mode": Mode.OFFLINE}
    await world.activity(desk.studio, "610000", held_on=date(2023, 12, 31), **given)
    await world.activity(desk.studio, "610000", held_on=date(2025, 1, 1), **given)
    await world.activity(other, "610000", held_on=date(2024, 6, 1), **given)
    await world.activity(desk.studio, "610000", held_on=date(2024, 6, 1), deleted_at=MOMENT, **given)

    seen = await _preview(desk, desk.member, 2024)

    assert _line(seen, "reading-offline")["found"] == "0次"


async def test_duty_in_another_studio_counts_for_the_member(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "610000")
    other = await world.studio("610000")
    member = await world.member("610000")
    await world.residency(desk.studio, member, "610000")
    for day in QUARTERS:
        await world.shift(other, member, "610000", held_on=day)

    seen = await _preview(desk, desk.member, 2024)

    assert _line(seen, "duty-offline")["result"] == "MET"


async def test_what_judging_its_make_up_came_to_stands_in_the_dossier(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "610000", name="测试室")
    async with world.database.write() as connection:
        await judge(connection, [desk.studio], on=date(2025, 1, 1))

    seen = await _preview(desk, desk.member, 2024)

    told = {one["rule"]: one for one in seen["lines"]}
    assert told["R-39"]["result"] == "MET"
    assert told["R-39"]["clause"].startswith("陕西省政协2023-12-05 ")
    unknown = told["R-29"]
    assert (unknown["result"], unknown["missing"], unknown["gapOwner"]) == ("UNKNOWN", "须由人员核实", "测试室")


async def test_a_county_is_shown_its_own_standards_and_those_of_the_bodies_above(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "611026")

    seen = await _preview(desk, desk.member, 2024)

    clauses = [one["clause"] or "" for one in seen["lines"] if one["key"] == "reading-offline"]
    assert [clause.split(" ")[0] for clause in clauses] == ["商洛市政协2023-12-29", "陕西省政协2023-12-05"]


async def test_the_dossier_is_seen_beforehand_by_those_who_supervise_the_studio(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "611026")
    await desk.assess(2023, "FAIL")
    await world.source("611026", "zhashui-test")

    seen = await _preview(desk, desk.member, 2025)

    assert (seen["failuresIfFailed"], seen["measureIfFailed"], seen["ruleIfFailed"]) == (2, "REMOVAL_DUE", "R-114")
    assert seen["unassessedYears"] == [2024]
    assert seen["holds"] == [
        {
            "body": "柞水县政协",
            "system": "测试系统",
            "reason": "隔离数据1条待处理",
            "reasonEn": "rows in quarantine: 1",
        }
    ]
    assert "VIOLATED" not in {one["result"] for one in seen["lines"]}
    assert await _preview(desk, desk.department, 2025) == seen
    assert await _preview(desk, desk.member, 2199) is None


async def test_nobody_else_sees_a_dossier_beforehand(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "440113")

    assert await _preview(desk, ZHASHUI, 2025) is None
    for person in (PROVINCE, None):
        answer = await ask.raw(PREVIEW, person, variables={"studio": desk.studio, "year": 2025})
        assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    shown = await ask('{ __type(name: "AssessmentDossier") { name } }')
    assert shown == {"__type": None}


async def test_outside_shaanxi_a_failure_would_bring_nothing(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "440113")

    seen = await _preview(desk, desk.member, 2025)

    assert (seen["measureIfFailed"], seen["ruleIfFailed"]) == (None, None)
    assert _line(seen, "satisfaction")["rule"] is None
    assert _line(seen, "proposal")["result"] == "VIOLATED"


async def test_the_actions_follow_the_same_rules(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "611026")

    committee = await _actions(desk, desk.member)
    department = await _actions(desk, desk.department)
    ended = await office(ask, world, "611026", status="TERMINATED")
    after = await _actions(ended, ended.member)

    mine = {"assessStudio", "recordCheck", "remindConvener", "recordViolation"}
    assert {name for name, one in committee.items() if one["allowed"]} >= mine
    assert {name: one["code"] for name, one in department.items() if name in mine} == {
        "assessStudio": "WRONG_ROLE",
        "recordCheck": "WRONG_ROLE",
        "remindConvener": "WRONG_ROLE",
        "recordViolation": None,
    }
    assert {(after[name]["code"], after[name]["rule"]) for name in mine} == {("WRONG_STATE", "R-112")}


async def test_a_committee_sees_the_results_and_the_streaks_of_its_studios(ask: Asked, world: World) -> None:
    """Q-08."""
    desk = await _three_years(ask, world, "610000")

    data = await ask((HERE / "q-08.graphql").read_text("utf-8"), desk.member, year=2025)

    assert data == json.loads((HERE / "q-08.json").read_text("utf-8"))


async def test_a_committee_sees_its_measures_and_who_failed_how_often(ask: Asked, world: World) -> None:
    """Q-30."""
    desk = await _three_years(ask, world, "611026")
    await desk.do(CHECK, scheduled=False, findings="台账不全", happenedOn="2025-03-01")
    await desk.do(REMIND, reason="活动形式单一", happenedOn="2025-03-02")

    data = await ask((HERE / "q-30.graphql").read_text("utf-8"), desk.member, year=2025)

    assert data == json.loads((HERE / "q-30.json").read_text("utf-8"))


async def _three_years(ask: Asked, world: World, body: str) -> Office:
    """A committee whose studios failed twice, once and never; another committee's studio beside them."""
    desk = await office(ask, world, body, name="甲测试室")
    for year, result in ((2023, "PASS"), (2024, "FAIL"), (2025, "FAIL")):
        await desk.assess(year, result)
    for name, result in (("乙测试室", "FAIL"), ("丙测试室", "PASS")):
        studio = await world.studio(body, name=name, committee_id=desk.committee, published=False)
        beside = Office(ask=ask, world=world, body=body, committee=desk.committee, studio=studio)
        await beside.assess(2025, result)
    other = await office(ask, world, body, name="丁测试室")
    await other.assess(2025, "FAIL")
    return desk


async def _work(desk: Office) -> None:
    """A year in which some things were done and others not."""
    world, body, studio = desk.world, desk.body, desk.studio
    place = {"studio_id": studio, "owner_body_id": await world.body(body)}
    await world._row(OnlinePresence, {**place, "platform": QIN, "onboarded_on": date(2023, 12, 20)})
    reading = {"kind_id": await world.kind("READING"), "held_on": date(2024, 3, 3)}
    await world.activity(studio, body, **reading, mode=Mode.ONLINE, platform=QIN)
    await world.activity(studio, body, **reading, mode=Mode.ONLINE, platform="微信")
    for _ in range(2):
        await world.activity(studio, body, **reading, mode=Mode.OFFLINE)
    member = await world.member(body)
    await world.residency(studio, member, body, role=ResidencyRole.CONVENER)
    for day in QUARTERS:
        await world.shift(studio, member, body, held_on=day)
    kinds = (OutputKind.PROPOSAL, OutputKind.SOCIAL_INFO, OutputKind.PROPOSAL)
    for kind, day in zip(kinds, QUARTERS, strict=False):
        await world.output(studio, body, kind=kind, submitted_on=day)
    for satisfied in (True, None):
        await world.opinion(studio, body, received_on=date(2024, 4, 4), satisfied=satisfied)


async def _preview(desk: Office, person: Person, year: int) -> Any:
    return (await desk.ask(PREVIEW, person, studio=desk.studio, year=year))["assessmentDossier"]


async def _actions(desk: Office, person: Person) -> dict[str, Any]:
    shown = (await desk.ask(ACTIONS, person, id=desk.studio))["node"]["allowedActions"]
    return {one["action"]: one for one in shown}


def _line(seen: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in seen["lines"] if one["key"] == key)
