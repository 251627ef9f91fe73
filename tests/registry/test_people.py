"""A seat ends: what follows by itself, what people have to do, and what they may not (W7, R-115 to R-117, A-21)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.domain.access import Role
from hub.domain.words import ResidencyRole, SeatStatus, StudioType
from hub.store.consequences import write_all
from hub.store.models.member import Membership
from hub.store.write import Author, Update
from tests.asking import Asked, Person
from tests.factories import MOMENT, World
from tests.registry.ending_world import (
    CHAIR_MEETING,
    CITY_SYSTEM,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    Room,
    do,
    kinds,
    life,
    plate,
    room,
    seat_of,
)

HERE = Path(__file__).parent
CAUSES = ("TERM_ENDED", "NOT_CONTINUED", "RESIGNED", "ORDERED_TO_RESIGN", "REVOKED")


async def _leave(ask: Asked, seat: str, person: Person = DEPARTMENT, cause: str = "RESIGNED", **given: Any) -> Any:
    return await do(ask, person, "endMembership", "id seatStatus endsOn", membershipId=seat, seatStatus=cause, **given)


@pytest.mark.parametrize("cause", CAUSES)
async def test_a_studio_named_after_a_person_ends_with_the_seat(ask: Asked, world: World, cause: str) -> None:
    held = await room(world, filed_on=date(2024, 2, 1))
    await plate(world, held.studio)
    await world.opinion(held.studio, COUNTY)

    ended = await _leave(ask, held.seat, cause=cause, endsOn="2026-02-01")
    found = await life(ask, held.studio)

    assert ended == {"id": held.seat, "seatStatus": cause, "endsOn": "2026-02-01"}
    assert found["status"] == "TERMINATED"
    assert found["endReason"] == {"value": "NAMESAKE_LEFT"}
    assert found["endedOn"] == "2026-02-01"
    assert kinds(found) == ["ARCHIVE", "ARCHIVE", "FILE_AMENDMENT", "HAND_ON_OPINIONS", "RECOVER_PLATE"]
    assert found["history"]["nodes"] == [
        {
            "kind": "TERMINATED",
            "rule": "R-116",
            "role": None,
            "position": 1,
            "statusBefore": "ACTIVE",
            "statusAfter": "TERMINATED",
        }
    ]


async def test_the_tasks_of_an_end_name_who_has_to_see_to_them(ask: Asked, world: World) -> None:
    held = await room(world)
    await plate(world, held.studio, granted_by="610800")
    province = Person(role=Role.MANAGING_DEPARTMENT, body="610000")

    await _leave(ask, held.seat)
    tasks = (await life(ask, held.studio, province))["tasks"]["nodes"]

    assert {
        (one["kind"], one["rule"], one["body"]["code"], one["committee"] and one["committee"]["id"]) for one in tasks
    } == {
        ("RECOVER_PLATE", "R-119", "610800", None),
        ("ARCHIVE", "R-122", COUNTY, None),
        ("ARCHIVE", "R-122", COUNTY, held.committee),
    }


async def test_a_seat_in_another_body_leaves_the_namesake_alone(ask: Asked, world: World) -> None:
    held = await room(world)
    await world.seat(held.namesake, "611026")
    other = await _seat_in(world, held.namesake, "611026")

    await _leave(ask, other, NEIGHBOUR)

    assert (await life(ask, held.studio))["status"] == "ACTIVE"


async def test_a_new_term_of_the_same_body_carries_the_studio(ask: Asked, world: World) -> None:
    held = await room(world)
    await world.seat(held.namesake, COUNTY, term="十四届")

    await _leave(ask, held.seat, cause="TERM_ENDED")

    found = await life(ask, held.studio)
    assert (found["status"], kinds(found)) == ("ACTIVE", [])


async def test_without_a_rule_in_force_nothing_ends(ask: Asked, world: World) -> None:
    member = await world.member("440113")
    studio = await world.studio("440113", type=StudioType.PERSONAL, named_after_id=member)
    await world.residency(studio, member, "440113", role=ResidencyRole.CONVENER)
    department = Person(role=Role.MANAGING_DEPARTMENT, body="440113")

    await _leave(ask, await seat_of(world, member), department)

    found = await life(ask, studio, department)
    assert (found["status"], kinds(found)) == ("ACTIVE", [])


async def test_a_convener_who_left_is_arranged_anew_by_the_committee(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    other = await world.member(COUNTY, name="测试接任人")
    await world.residency(held.studio, other, COUNTY)

    await _leave(ask, held.seat)
    raised = await life(ask, held.studio)
    answer = await do(
        ask, held.guides, "rearrangeConvener", studioId=held.studio, convenerIds=[other], electedByResidents=True
    )
    found = await life(ask, held.studio)

    assert {(one["kind"], one["rule"], one["member"]["id"]) for one in raised["tasks"]["nodes"]} == {
        ("REARRANGE_CONVENER", "R-115", held.namesake),
        ("REPLACE_RESIDENT", "R-115", held.namesake),
    }
    assert [one["committee"] for one in raised["tasks"]["nodes"] if one["kind"] == "REARRANGE_CONVENER"] == [
        {"id": held.committee}
    ]
    assert answer == {"id": held.studio}
    assert kinds(found) == ["REPLACE_RESIDENT"]
    assert [(one["kind"], one["role"]) for one in found["history"]["nodes"]] == [
        ("CONVENER_CHANGED", "SPECIAL_COMMITTEE")
    ]
    assert await _conveners(ask, held.studio) == [other]


async def test_a_resident_who_left_is_replaced_by_the_studio(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    other = await world.member(COUNTY, name="测试接替人")
    await _leave(ask, held.seat)
    task = await _task(ask, held, "REPLACE_RESIDENT")

    answer = await do(ask, held.convener, "replaceResident", "status outcome", taskId=task, memberId=other)
    again = await do(ask, held.convener, "replaceResident", taskId=task, memberId=other)

    assert answer == {"status": "DONE", "outcome": "已更换"}
    assert again == {
        "code": "WRONG_STATE",
        "message": "该待办状态为“已办”，不能重复办理",
        "messageEn": "this task is not open any more: done",
        "at": "input.taskId",
        "rule": "R-115",
    }
    found = await life(ask, held.studio)
    assert [one["kind"] for one in found["history"]["nodes"]] == ["RESIDENT_CHANGED"]


async def test_who_may_not_rearrange_a_convener(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    outsider = await world.member(COUNTY, name="测试非驻室")
    gone = await world.member(COUNTY, name="测试离任")
    await world.residency(held.studio, gone, COUNTY)
    await _leave(ask, await seat_of(world, gone))
    other_committee = Person(
        role=Role.SPECIAL_COMMITTEE, body=COUNTY, committee=await world.committee(COUNTY, name="另一委员会")
    )

    async def refused(person: Person, conveners: list[str], *, elected: bool = True) -> tuple[str, str, str, Any]:
        answer = await do(
            ask, person, "rearrangeConvener", studioId=held.studio, convenerIds=conveners, electedByResidents=elected
        )
        return answer["code"], answer["message"], answer["messageEn"], answer["rule"]

    assert await refused(DEPARTMENT, [held.namesake]) == (
        "WRONG_ROLE", "安排调整召集人由专门委员会办理", "arranging who convenes is for: special committee", "R-115",
    )  # fmt: skip
    assert (await refused(CITY_SYSTEM, [held.namesake]))[0] == "PEOPLE_ONLY"
    assert (await refused(other_committee, [held.namesake]))[0] == "NOT_FOUND"
    assert await refused(held.guides, []) == (
        "CONVENERS_NUMBER", "召集人应为1-2名，请调整", "the number of conveners is 1-2; change the list", "R-29",
    )  # fmt: skip
    assert await refused(held.guides, [outsider]) == (
        "CONVENER_NOT_RESIDENT", "召集人应由驻室委员产生，请先安排其驻室",
        "conveners are chosen among the residents; place the person as a resident first", "R-29",
    )  # fmt: skip
    assert await refused(held.guides, [gone]) == (
        "SEAT_ENDED", "所选召集人中有人委员资格已终止，请另选",
        "the seat of one of them has ended; choose another resident", "R-115",
    )  # fmt: skip


async def test_an_unelected_convener_is_refused(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    other = await world.member(COUNTY, name="测试未协商")
    await world.residency(held.studio, other, COUNTY)

    answer = await do(
        ask, held.guides, "rearrangeConvener", studioId=held.studio, convenerIds=[other], electedByResidents=False
    )

    assert answer == {
        "code": "NOT_ELECTED",
        "message": "召集人应由驻室委员协商产生，请先组织协商",
        "messageEn": "conveners are chosen by the residents through consultation; have them consult first",
        "at": "input.electedByResidents",
        "rule": "R-29",
    }


async def test_a_seat_is_ended_once_by_those_who_keep_it(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)

    assert (await _leave(ask, held.seat, NEIGHBOUR))["code"] == "NOT_FOUND"
    assert await _leave(ask, held.seat, cause="SERVING") == {
        "code": "NOT_A_CAUSE",
        "message": "“在任”不是终止原因，请从任期届满、不再继续担任、辞去、责令辞去、撤销资格中选择",
        "messageEn": "serving is no cause; choose term ended, not continued, resigned, ordered to resign or revoked",
        "at": "input.seatStatus",
        "rule": "R-115",
    }
    assert (await _leave(ask, held.seat, endsOn="2999-01-01"))["code"] == "DAY_AHEAD"
    assert (await _leave(ask, held.seat, CITY_SYSTEM))["seatStatus"] == "RESIGNED"
    assert await _leave(ask, held.seat) == {
        "code": "WRONG_STATE",
        "message": "该委员资格已终止（辞去），不必重复记录",
        "messageEn": "this seat has ended already (resigned); there is nothing to record",
        "at": "input.membershipId",
        "rule": "R-115",
    }


async def test_one_member_takes_part_in_one_studio_of_a_level(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    second = await world.studio(COUNTY, type=StudioType.SECTOR)

    async def place(**given: Any) -> dict[str, Any]:
        shown = "role crossLevel exceptionReason { value }"
        return await do(ask, DEPARTMENT, "placeResident", shown, studioId=second, memberId=held.namesake, **given)

    refused = await place(role="RESIDENT")
    contact = await place(role="FIXED_CONTACT")
    excepted = await place(role="RESIDENT", exceptionReason="测试例外")
    again = await place(role="RESIDENT", exceptionReason="测试例外")

    assert refused == {
        "code": "ALREADY_IN_A_STUDIO",
        "message": "一名委员原则上只参加一个委员工作室，确需参加的请填写例外理由",
        "messageEn": "in principle one member takes part in one studio; give the reason of an exception",
        "at": "input.exceptionReason",
        "rule": "R-28",
    }
    assert contact["role"] == "FIXED_CONTACT"
    assert excepted == {"role": "RESIDENT", "crossLevel": False, "exceptionReason": {"value": "测试例外"}}
    assert again["code"] == "ALREADY_THERE"


async def test_only_a_provincial_studio_takes_in_lower_members(ask: Asked, world: World) -> None:
    member = await world.member(COUNTY)
    province, city = await world.studio("610000"), await world.studio("610800", type=StudioType.SECTOR)

    async def place(studio: str, body: str, **given: Any) -> dict[str, Any]:
        person = Person(role=Role.MANAGING_DEPARTMENT, body=body)
        given |= {"studioId": studio, "memberId": member, "role": "RESIDENT"}
        return await do(ask, person, "placeResident", "crossLevel", **given)

    assert await place(province, "610000") == {"crossLevel": True}
    assert await place(city, "610800") == {
        "code": "CROSS_LEVEL",
        "message": "该委员不是本级政协委员，仅省政协委员工作室可吸纳市县委员；确需参加的请填写例外理由",
        "messageEn": "this member does not sit at the studio's level; only provincial studios take in lower members: "
        "give the reason of an exception",
        "at": "input.exceptionReason",
        "rule": "R-33",
    }
    assert await place(city, "610800", exceptionReason="测试跨级") == {"crossLevel": True}


async def test_a_roster_has_at_most_twenty_and_only_residents_count(ask: Asked, world: World) -> None:
    studio = await world.studio(COUNTY, type=StudioType.SECTOR)
    for _ in range(19):
        await world.residency(studio, await world.member(COUNTY), COUNTY)
    members = [await world.member(COUNTY) for _ in range(3)]

    async def place(member: str, role: str = "RESIDENT") -> dict[str, Any]:
        return await do(ask, DEPARTMENT, "placeResident", "role", studioId=studio, memberId=member, role=role)

    assert await place(members[0]) == {"role": "RESIDENT"}
    assert await place(members[1]) == {
        "code": "ROSTER_FULL",
        "message": "驻室委员应控制在20人以内，请先办理离室",
        "messageEn": "there are at most 20 residents; end another place first",
        "at": "input.studioId",
        "rule": "R-26",
    }
    assert await place(members[1], "INVITED") == {"role": "INVITED"}


async def test_a_place_ends_once(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    place = await world.residency(held.studio, await world.member(COUNTY), COUNTY)

    ended = await do(ask, DEPARTMENT, "endResidency", "endReason { value }", residencyId=place, reason="测试离室")
    again = await do(ask, DEPARTMENT, "endResidency", residencyId=place, reason="测试离室")

    assert ended == {"endReason": {"value": "测试离室"}}
    assert again == {
        "code": "WRONG_STATE",
        "message": "该人员已离室，不必重复办理",
        "messageEn": "this place has ended already; there is nothing to do",
        "at": "input.residencyId",
        "rule": None,
    }


async def test_an_area_without_members_ends_its_studio(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.REGIONAL, located=COUNTY)

    await _leave(ask, held.seat)

    found = await life(ask, held.studio)
    assert (found["status"], found["endReason"]) == ("TERMINATED", {"value": "AREA_EMPTY"})
    assert [(one["kind"], one["rule"]) for one in found["history"]["nodes"]] == [("TERMINATED", "R-117")]


async def test_an_area_with_a_member_keeps_its_studio(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.REGIONAL, located=COUNTY)
    await world.member(COUNTY, name="测试同区委员")

    await _leave(ask, held.seat)

    found = await life(ask, held.studio)
    assert (found["status"], kinds(found)) == ("ACTIVE", ["REARRANGE_CONVENER", "REPLACE_RESIDENT"])


@pytest.mark.parametrize(("has_member", "status"), [(True, "ACTIVE"), (False, "TERMINATED")])
async def test_nothing_is_guessed_of_an_area_that_the_records_do_not_tell(
    ask: Asked, world: World, has_member: bool, status: str
) -> None:
    held = await room(world, type=StudioType.REGIONAL, located=COUNTY, area="测试镇")
    await world.member(COUNTY, name="测试何处委员")

    await _leave(ask, held.seat)
    before = await life(ask, held.studio)
    task = await _task(ask, held, "CHECK_AREA")
    given: dict[str, Any] = {"taskId": task, "hasMember": has_member, "basis": "测试核实"}
    wrong = await do(ask, held.convener, "settleArea", **given)
    answer = await do(ask, DEPARTMENT, "settleArea", "status", **given)

    assert (before["status"], kinds(before)) == ("ACTIVE", ["CHECK_AREA", "REARRANGE_CONVENER", "REPLACE_RESIDENT"])
    assert (wrong["code"], wrong["message"]) == ("WRONG_ROLE", "核实区域委员由主管部门办理")
    assert answer == {"status": "DONE"}
    found = await life(ask, held.studio)
    assert found["status"] == status


async def test_a_seat_that_a_sync_ends_has_the_same_consequences(ask: Asked, world: World) -> None:
    held = await room(world)
    before = {
        "id": held.seat,
        "member_id": held.namesake,
        "body_id": await world.body(COUNTY),
        "seat_status": SeatStatus.SERVING,
        "ends_on": None,
    }
    author = Author(actor="test", stream=COUNTY, at=MOMENT, key=b"test", bundled=True)

    async with world.database.write() as connection:
        change = Update(model=Membership, before=before, values={"seat_status": SeatStatus.REVOKED})
        await write_all(connection, [change], author=author)

    assert (await life(ask, held.studio))["status"] == "TERMINATED"


async def test_the_convener_asks_who_left_and_whether_the_convener_is_arranged_anew(ask: Asked, world: World) -> None:
    """Q-29."""
    held = await room(world, type=StudioType.SECTOR)
    await world.residency(held.studio, await world.member(COUNTY, name="测试留任委员"), COUNTY)
    await _leave(ask, held.seat, endsOn="2026-02-01")

    query = (HERE / "q-29.graphql").read_text("utf-8")
    data = await ask(query, held.convener, studio=held.studio)

    assert data == json.loads((HERE / "q-29.json").read_text("utf-8"))


async def test_allowed_actions_say_what_the_mutations_would(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    query = "query ($id: ID!) { node(id: $id) { ... on Studio { allowedActions { action allowed code } } } }"

    async def actions(person: Person) -> dict[str, tuple[bool, str | None]]:
        found = (await ask(query, person, id=held.studio))["node"]["allowedActions"]
        return {one["action"]: (one["allowed"], one["code"]) for one in found}

    committee, department, chairs = await actions(held.guides), await actions(DEPARTMENT), await actions(CHAIR_MEETING)

    assert committee["rearrangeConvener"] == (True, None)
    assert committee["placeResident"] == (False, "WRONG_ROLE")
    assert department["placeResident"] == (True, None)
    assert department["correctEnding"] == (False, "WRONG_STATE")
    assert chairs["terminateStudio"] == (True, None)
    assert chairs["decideRemoval"] == (False, "NO_EVIDENCE")


async def _conveners(ask: Asked, studio: str) -> list[str]:
    query = """query ($id: ID!) { node(id: $id) { ... on Studio { residencies(where: { role: { eq: CONVENER },
      endsOn: { isNull: true } }) { nodes { member { id } } } } } }"""
    found = (await ask(query, DEPARTMENT, id=studio))["node"]["residencies"]["nodes"]
    return [one["member"]["id"] for one in found]


async def _task(ask: Asked, held: Room, kind: str) -> str:
    tasks = (await life(ask, held.studio))["tasks"]["nodes"]
    return str(next(one["id"] for one in tasks if one["kind"] == kind))


async def _seat_in(world: World, member: str, body: str) -> str:
    chosen = select(Membership.id).where(Membership.member_id == member, Membership.body_id == await world.body(body))
    async with world.database.read() as connection:
        return str((await connection.execute(chosen)).scalar_one())
