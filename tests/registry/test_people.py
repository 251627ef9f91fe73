"""A seat ends: what follows by itself, what people have to do, and what they may not (W7, R-115 to R-117, A-21)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.words import ResidencyRole, StudioType
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.ending_world import (
    CITY_SYSTEM,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    do,
    kinds,
    life,
    plate,
    room,
    seat_of,
)
from tests.registry.people_steps import CAUSES, conveners, leave, seat_in, task_of


@pytest.mark.parametrize("cause", CAUSES)
async def test_a_studio_named_after_a_person_ends_with_the_seat(ask: Asked, world: World, cause: str) -> None:
    held = await room(world, filed_on=date(2024, 2, 1))
    await plate(world, held.studio)
    await world.opinion(held.studio, COUNTY)

    ended = await leave(ask, held.seat, cause=cause, endsOn="2026-02-01")
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

    await leave(ask, held.seat)
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
    other = await seat_in(world, held.namesake, "611026")

    await leave(ask, other, NEIGHBOUR)

    assert (await life(ask, held.studio))["status"] == "ACTIVE"


async def test_a_new_term_of_the_same_body_carries_the_studio(ask: Asked, world: World) -> None:
    held = await room(world)
    await world.seat(held.namesake, COUNTY, term="十四届")

    await leave(ask, held.seat, cause="TERM_ENDED")

    found = await life(ask, held.studio)
    assert (found["status"], kinds(found)) == ("ACTIVE", [])


async def test_without_a_rule_in_force_nothing_ends(ask: Asked, world: World) -> None:
    member = await world.member("440113")
    studio = await world.studio("440113", type=StudioType.PERSONAL, named_after_id=member)
    await world.residency(studio, member, "440113", role=ResidencyRole.CONVENER)
    department = Person(role=Role.MANAGING_DEPARTMENT, body="440113")

    await leave(ask, await seat_of(world, member), department)

    found = await life(ask, studio, department)
    assert (found["status"], kinds(found)) == ("ACTIVE", [])


async def test_a_convener_who_left_is_arranged_anew_by_the_committee(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    other = await world.member(COUNTY, name="测试接任人")
    await world.residency(held.studio, other, COUNTY)

    await leave(ask, held.seat)
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
    assert await conveners(ask, held.studio) == [other]


async def test_a_resident_who_left_is_replaced_by_the_studio(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    other = await world.member(COUNTY, name="测试接替人")
    await leave(ask, held.seat)
    task = await task_of(ask, held, "REPLACE_RESIDENT")

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
    await leave(ask, await seat_of(world, gone))
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

    assert (await leave(ask, held.seat, NEIGHBOUR))["code"] == "NOT_FOUND"
    assert await leave(ask, held.seat, cause="SERVING") == {
        "code": "NOT_A_CAUSE",
        "message": "“在任”不是终止原因，请从任期届满、不再继续担任、辞去、责令辞去、撤销资格中选择",
        "messageEn": "serving is no cause; choose term ended, not continued, resigned, ordered to resign or revoked",
        "at": "input.seatStatus",
        "rule": "R-115",
    }
    assert (await leave(ask, held.seat, endsOn="2999-01-01"))["code"] == "DAY_AHEAD"
    assert (await leave(ask, held.seat, CITY_SYSTEM))["seatStatus"] == "RESIGNED"
    assert await leave(ask, held.seat) == {
        "code": "WRONG_STATE",
        "message": "该委员资格已终止（辞去），不必重复记录",
        "messageEn": "this seat has ended already (resigned); there is nothing to record",
        "at": "input.membershipId",
        "rule": "R-115",
    }
