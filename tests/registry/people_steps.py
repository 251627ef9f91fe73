"""What tests of people ask again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from hub.store.models.member import Membership
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.ending_world import (
    DEPARTMENT,
    Room,
    do,
    life,
)

HERE = Path(__file__).parent


CAUSES = ("TERM_ENDED", "NOT_CONTINUED", "RESIGNED", "ORDERED_TO_RESIGN", "REVOKED")


async def leave(ask: Asked, seat: str, person: Person = DEPARTMENT, cause: str = "RESIGNED", **given: Any) -> Any:
    return await do(ask, person, "endMembership", "id seatStatus endsOn", membershipId=seat, seatStatus=cause, **given)


async def conveners(ask: Asked, studio: str) -> list[str]:
    query = """query ($id: ID!) { node(id: $id) { ... on Studio { residencies(where: { role: { eq: CONVENER },
      endsOn: { isNull: true } }) { nodes { member { id } } } } } }"""
    found = (await ask(query, DEPARTMENT, id=studio))["node"]["residencies"]["nodes"]
    return [one["member"]["id"] for one in found]


async def task_of(ask: Asked, held: Room, kind: str) -> str:
    tasks = (await life(ask, held.studio))["tasks"]["nodes"]
    return str(next(one["id"] for one in tasks if one["kind"] == kind))


async def seat_in(world: World, member: str, body: str) -> str:
    chosen = select(Membership.id).where(Membership.member_id == member, Membership.body_id == await world.body(body))
    async with world.database.read() as connection:
        return str((await connection.execute(chosen)).scalar_one())
