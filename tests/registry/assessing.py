"""Assesses studios as committees do: a county's committee, its department, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from hub.domain.access import Role
from hub.domain.words import QuarantineStatus
from hub.store.models.source import QuarantinedRow
from tests.asking import Asked, Person
from tests.factories import World

_REFUSED = "... on Refused { code message messageEn rule at }"
ASSESS = (
    """mutation ($input: AssessStudioInput!) { assessStudio(input: $input) { %s ... on Assessment {
  id year result failures opinion assessedOn reportedOn rulebook { version body { code } } } } }"""
    % _REFUSED
)
MEASURE = "{ %s ... on Measure { id kind rule scheduled reason takenOn role } }" % _REFUSED
CHECK = "mutation ($input: RecordCheckInput!) { recordCheck(input: $input) %s }" % MEASURE
REMIND = "mutation ($input: RemindConvenerInput!) { remindConvener(input: $input) %s }" % MEASURE
VIOLATION = "mutation ($input: RecordViolationInput!) { recordViolation(input: $input) %s }" % MEASURE
LIFE = """query ($id: ID!) { node(id: $id) { ... on Studio { status
  history(orderBy: [{ position: ASC }]) { nodes { kind role rule statusBefore statusAfter } }
  measures(orderBy: [{ id: ASC }]) { nodes { kind rule year reason role } }
  tasks { nodes { kind status rule why dueOn body { code } } } } } }"""
LINES = """query ($id: ID!) { node(id: $id) { ... on Assessment { items(first: 100, orderBy: [{ position: ASC }]) {
  nodes { position key rule clause sourceSentence result expected found missing gapOwner } } } } }"""


@dataclass(frozen=True, kw_only=True)
class Office:
    """One body's committee with the studio it guides."""

    ask: Asked
    world: World
    body: str
    committee: str
    studio: str

    @property
    def member(self) -> Person:
        """Somebody of the guiding committee."""
        return Person(role=Role.SPECIAL_COMMITTEE, body=self.body, committee=self.committee)

    @property
    def department(self) -> Person:
        """Somebody of the managing department of the same body."""
        return Person(role=Role.MANAGING_DEPARTMENT, body=self.body)

    async def assess(self, year: int, result: str, *, by: Person | None = None, **more: Any) -> dict[str, Any]:
        """The answer to an assessment, decided in the January after the year unless another day is given."""
        given = {"studioId": self.studio, "year": year, "result": result, "happenedOn": f"{year + 1}-01-10"}
        if result == "FAIL":
            given["opinion"] = "活动未达到要求"
        answer: dict[str, Any] = (await self.ask(ASSESS, by or self.member, input=given | more))["assessStudio"]
        return answer

    async def do(self, mutation: str, *, by: Person | None = None, **more: Any) -> dict[str, Any]:
        """The answer to another mutation about the studio."""
        data = await self.ask(mutation, by or self.member, input={"studioId": self.studio} | more)
        (answer,) = data.values()
        found: dict[str, Any] = answer
        return found

    async def life(self) -> dict[str, Any]:
        """The studio's state, steps, measures and tasks, as its department sees them."""
        found: dict[str, Any] = (await self.ask(LIFE, self.department, id=self.studio))["node"]
        return found

    async def lines(self, assessment: str) -> dict[str, dict[str, Any]]:
        """The dossier of an assessment: of lines with the same key the first."""
        nodes = (await self.ask(LINES, self.member, id=assessment))["node"]["items"]["nodes"]
        lines: dict[str, dict[str, Any]] = {}
        for one in nodes:
            lines.setdefault(one["key"], one)
        return lines


async def office(ask: Asked, world: World, body: str, **given: Any) -> Office:
    """A body's committee with a studio that it guides."""
    committee = await world.committee(body)
    studio = await world.studio(body, committee_id=committee, published=False, **given)
    return Office(ask=ask, world=world, body=body, committee=committee, studio=studio)


async def settle_quarantine(world: World) -> None:
    """Have somebody see to every row in quarantine."""
    async with world.database.write() as connection:
        await connection.execute(update(QuarantinedRow).values(status=QuarantineStatus.WAIVED))
