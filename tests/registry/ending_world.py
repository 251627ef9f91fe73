"""What tests of endings share: a county with its studio, the people who act on it, and how they are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from hub.domain.access import Role
from hub.domain.ids import new_id
from hub.domain.registry_words import MeasureKind
from hub.domain.words import ResidencyRole, StudioType
from hub.store.dialect import table_of
from hub.store.models.assessment import Measure
from hub.store.models.base import Base
from hub.store.models.member import Membership
from hub.store.models.presence import Plaque
from tests.asking import Asked, Person
from tests.factories import MOMENT, World

COUNTY = "610825"
DEPARTMENT = Person(role=Role.MANAGING_DEPARTMENT, body=COUNTY, subject="dingbian-department")
CHAIR_MEETING = Person(role=Role.CHAIR_MEETING, body=COUNTY, subject="dingbian-chairs")
PARTY_GROUP = Person(role=Role.PARTY_GROUP, body=COUNTY, subject="dingbian-party-group")
CITY_SYSTEM = Person(role=Role.CITY_SYSTEM, body="610800", subject="yulin-system")
NEIGHBOUR = Person(role=Role.MANAGING_DEPARTMENT, body="611026", subject="zhashui-department")
REFUSED = "... on Refused { code message messageEn at rule }"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A studio of Dingbian and those who act on it."""

    studio: str
    committee: str
    namesake: str
    seat: str

    @property
    def guides(self) -> Person:
        """Its committee."""
        return Person(role=Role.SPECIAL_COMMITTEE, body=COUNTY, committee=self.committee, subject="dingbian-committee")

    @property
    def convener(self) -> Person:
        """Its convener."""
        return Person(role=Role.CONVENER, body=COUNTY, studio=self.studio, subject="dingbian-convener")


async def room(world: World, *, type: StudioType = StudioType.PERSONAL, **given: Any) -> Room:
    """A studio with one member who convenes and resides there, and after whom a personal one is named."""
    committee = await world.committee(COUNTY)
    member = await world.member(COUNTY, name="测试冠名人")
    named = {"named_after_id": member} if type is StudioType.PERSONAL else {}
    studio = await world.studio(COUNTY, type=type, committee_id=committee, name="测试终止室", **(named | given))
    for role in (ResidencyRole.CONVENER, ResidencyRole.RESIDENT):
        await world.residency(studio, member, COUNTY, role=role)
    return Room(studio=studio, committee=committee, namesake=member, seat=await seat_of(world, member))


async def seat_of(world: World, member: str) -> str:
    """The seat of a member."""
    async with world.database.read() as connection:
        return str((await connection.execute(select(Membership.id).where(Membership.member_id == member))).scalar_one())


async def plate(world: World, studio: str, *, granted_by: str = COUNTY, **given: Any) -> str:
    """A plate that a body granted."""
    values = {
        "studio_id": studio,
        "owner_body_id": await world.body(COUNTY),
        "granted_by_id": await world.body(granted_by),
        "granted_on": date(2024, 1, 5),
        "recorded_at": MOMENT,
    }
    return await row(world, Plaque, values | given)


async def measure(world: World, studio: str, kind: MeasureKind, *, rule: str) -> str:
    """A measure about a studio."""
    values = {
        "studio_id": studio,
        "owner_body_id": await world.body(COUNTY),
        "kind": kind,
        "rule": rule,
        "taken_on": date(2026, 1, 5),
        "reason": "测试事由",
        "recorded_at": MOMENT,
    }
    return await row(world, Measure, values)


async def row(world: World, model: type[Base], values: dict[str, Any]) -> str:
    """A row of any model."""
    made = {"id": new_id(model.prefix, MOMENT, seed=repr(sorted(values.items(), key=str)).encode()), **values}
    async with world.database.write() as connection:
        await connection.execute(insert(table_of(model)).values(made))
    return str(made["id"])


async def do(ask: Asked, person: Person, name: str, shown: str = "id", **given: Any) -> dict[str, Any]:
    """The answer to a mutation: what it came to or why not."""
    kind = name[0].upper() + name[1:] + "Input"
    answers = _ANSWERS.get(name, "Studio")
    query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ ... on {answers} {{ {shown} }} {REFUSED} }} }}"
    answer: dict[str, Any] = (await ask(query, person, input=given))[name]
    return answer


async def life(ask: Asked, studio: str, person: Person = DEPARTMENT) -> dict[str, Any]:
    """The state of a studio, its open tasks and its steps."""
    query = """query ($id: ID!) { node(id: $id) { ... on Studio { status endReason { value } endedOn
      tasks(where: { status: { eq: OPEN } }) { nodes { id kind rule member { id } committee { id } body { code } } }
      history { nodes { kind rule role position statusBefore statusAfter } } } } }"""
    found: dict[str, Any] = (await ask(query, person, id=studio))["node"]
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    """The kinds of open tasks."""
    return sorted(task["kind"] for task in found["tasks"]["nodes"])


_ANSWERS = {
    "endMembership": "Membership",
    "placeResident": "Residency",
    "endResidency": "Residency",
    "replaceResident": "Task",
    "settleArea": "Task",
    "recoverPlate": "Plaque",
    "archiveStudio": "ArchiveRecord",
}
