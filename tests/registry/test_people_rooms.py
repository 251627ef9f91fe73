"""Places in studios, areas without members, and what a front end is told of it (R-25 to R-33, R-117)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.words import SeatStatus, StudioType
from hub.store.consequences import write_all
from hub.store.models.member import Membership
from hub.store.write import Author, Update
from tests.asking import Asked, Person
from tests.factories import MOMENT, World
from tests.registry.ending_world import (
    CHAIR_MEETING,
    COUNTY,
    DEPARTMENT,
    do,
    kinds,
    life,
    room,
)
from tests.registry.people_steps import HERE, leave, task_of


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
        "rule": "W7",
    }


async def test_an_area_without_members_ends_its_studio(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.REGIONAL, located=COUNTY)

    await leave(ask, held.seat)

    found = await life(ask, held.studio)
    assert (found["status"], found["endReason"]) == ("TERMINATED", {"value": "AREA_EMPTY"})
    assert [(one["kind"], one["rule"]) for one in found["history"]["nodes"]] == [("TERMINATED", "R-117")]


async def test_an_area_with_a_member_keeps_its_studio(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.REGIONAL, located=COUNTY)
    await world.member(COUNTY, name="测试同区委员")

    await leave(ask, held.seat)

    found = await life(ask, held.studio)
    assert (found["status"], kinds(found)) == ("ACTIVE", ["REARRANGE_CONVENER", "REPLACE_RESIDENT"])


@pytest.mark.parametrize(("has_member", "status"), [(True, "ACTIVE"), (False, "TERMINATED")])
async def test_nothing_is_guessed_of_an_area_that_the_records_do_not_tell(
    ask: Asked, world: World, has_member: bool, status: str
) -> None:
    held = await room(world, type=StudioType.REGIONAL, located=COUNTY, area="测试镇")
    await world.member(COUNTY, name="测试何处委员")

    await leave(ask, held.seat)
    before = await life(ask, held.studio)
    task = await task_of(ask, held, "CHECK_AREA")
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
    await leave(ask, held.seat, endsOn="2026-02-01")

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
