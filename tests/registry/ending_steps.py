"""What tests of endings ask again and again."""

from __future__ import annotations

from typing import Any

from tests.asking import Asked, Person
from tests.registry.ending_world import (
    CHAIR_MEETING,
    DEPARTMENT,
    Room,
    do,
)

REASON = "测试理由"


async def remove(ask: Asked, held: Room, person: Person = CHAIR_MEETING, **given: Any) -> dict[str, Any]:
    wish = {"studioId": held.studio, "removed": True, "cause": "VIOLATION", "reason": REASON}
    return await do(ask, person, "decideRemoval", "status", **(wish | given))


async def end(ask: Asked, held: Room) -> None:
    answer = await do(ask, CHAIR_MEETING, "terminateStudio", "status", studioId=held.studio, reason=REASON)
    assert answer == {"status": "TERMINATED"}


async def archive(ask: Asked, held: Room, person: Person) -> dict[str, Any]:
    return await do(ask, person, "archiveStudio", "role", studioId=held.studio, items=["测试台账"])


async def recover(ask: Asked, held: Room, person: Person = DEPARTMENT) -> dict[str, Any]:
    given = {"studioId": held.studio, "evidence": "测试交接单"}
    return await do(ask, person, "recoverPlate", "id recoveredOn { value }", **given)


async def of_period(ask: Asked, studio: str) -> dict[str, Any]:
    query = """query ($id: ID!) { node(id: $id) { ... on Studio {
      opinions(where: { receivedOn: { gte: "2026-01-01", lt: "2026-04-01" } }) { nodes { id } }
      plaques { totalCount } } } }"""
    found: dict[str, Any] = (await ask(query, DEPARTMENT, id=studio))["node"]
    return found
