"""Endings that are corrected, opinions that are handed on, and who archives (A-55, A-58, R-122)."""

from __future__ import annotations

from typing import Any

import pytest

from hub.domain.words import StudioStatus, StudioType
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.ending_steps import REASON, archive, end
from tests.registry.ending_world import (
    CITY_SYSTEM,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    do,
    kinds,
    life,
    room,
)


async def test_an_ending_by_itself_is_corrected_by_people_with_a_reason(ask: Asked, world: World) -> None:
    held = await room(world, status=StudioStatus.WARNED)
    await do(ask, DEPARTMENT, "endMembership", membershipId=held.seat, seatStatus="REVOKED")

    async def correct(person: Person, reason: str = REASON) -> dict[str, Any]:
        return await do(ask, person, "correctEnding", "status endedOn", studioId=held.studio, reason=reason)

    assert (await correct(CITY_SYSTEM))["message"] == "更正自行终止须由人员办理，系统账号不得代办"
    assert (await correct(NEIGHBOUR))["code"] == "NOT_FOUND"
    assert (await correct(DEPARTMENT, " "))["code"] == "MISSING_FIELD"
    assert await correct(DEPARTMENT) == {"status": "WARNED", "endedOn": None}
    found = await life(ask, held.studio)
    assert kinds(found) == []
    assert [(one["kind"], one["rule"]) for one in found["history"]["nodes"]] == [
        ("TERMINATED", "R-116"),
        ("RESTORED", "A-55"),
    ]
    assert await correct(DEPARTMENT) == {
        "code": "WRONG_STATE",
        "message": "只有自行终止且未归档的工作室可以更正恢复",
        "messageEn": "only a studio that ended by itself and is not archived can be restored",
        "at": "input.studioId",
        "rule": "A-55",
    }


async def test_what_people_decided_is_not_corrected(ask: Asked, world: World) -> None:
    held = await room(world)
    await end(ask, held)

    answer = await do(ask, DEPARTMENT, "correctEnding", studioId=held.studio, reason=REASON)

    assert answer["code"] == "WRONG_STATE"


@pytest.mark.parametrize("receiving", [{"body": "610802"}, {"body": COUNTY, "status": StudioStatus.TERMINATED}])
async def test_opinions_go_to_a_living_studio_of_the_same_body(
    ask: Asked, world: World, receiving: dict[str, Any]
) -> None:
    held = await room(world, type=StudioType.SECTOR)
    await world.opinion(held.studio, COUNTY)
    receiver = await world.studio(**receiving)
    living = await do(ask, DEPARTMENT, "handOnOpinions", studioId=held.studio, receiverId=held.studio)
    await end(ask, held)

    answer = await do(ask, DEPARTMENT, "handOnOpinions", studioId=held.studio, receiverId=receiver)

    assert living["message"] == "工作室当前状态为“运行”，尚未终止或摘牌"
    assert answer["code"] == ("NOT_FOUND" if receiving["body"] != COUNTY else "CANNOT_RECEIVE")


async def test_who_does_not_archive(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    early = await archive(ask, held, DEPARTMENT)
    await end(ask, held)
    empty = await do(ask, DEPARTMENT, "archiveStudio", studioId=held.studio, items=[" "])
    await archive(ask, held, DEPARTMENT)
    twice = await archive(ask, held, DEPARTMENT)
    other = await archive(ask, held, NEIGHBOUR)

    assert early["message"] == "工作室当前状态为“运行”，尚未终止或摘牌"
    assert (empty["code"], empty["at"], empty["rule"]) == ("MISSING_FIELD", "input.items", "R-122")
    assert (twice["message"], twice["messageEn"]) == (
        "主管部门已归档，不能重复办理",
        "already collected and archived: managing department",
    )
    assert other["code"] == "NOT_FOUND"
