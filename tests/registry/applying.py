"""Applies for studios as callers do: the people of one body, its committee, and the papers they hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World

_ANSWER = """{ ... on StudioApplication { id status nextStep stepsDue revision decidedOn }
  ... on Refused { code message messageEn rule at } }"""


def _mutation(name: str) -> str:
    kind = name[0].upper() + name[1:]
    return "mutation ($input: %sInput!) { %s(input: $input) %s }" % (kind, name, _ANSWER)


@dataclass(kw_only=True)
class Desk:
    """One body with a committee and members, and those of its people who have a part in an application."""

    ask: Asked
    world: World
    body: str
    committee: str
    members: list[str]
    people: dict[Role, Person] = field(default_factory=dict)

    def person(self, role: Role) -> Person:
        """Who holds a role at this body; everybody is somebody else."""
        of_committee = role in (Role.SPECIAL_COMMITTEE, Role.VICE_CHAIR_IN_CHARGE)
        committee = self.committee if of_committee else None
        return Person(role=role, body=self.body, committee=committee, subject=f"{self.body}-{role.value}")

    @property
    def applicant(self) -> Person:
        """The member who applies for a team."""
        return Person(role=Role.MEMBER, body=self.body, member=self.members[0], subject=f"{self.body}-member")

    @property
    def founder(self) -> Person:
        """Somebody of the committee who applies for it, and not the one who audits."""
        return Person(
            role=Role.SPECIAL_COMMITTEE, body=self.body, committee=self.committee, subject=f"{self.body}-founder"
        )

    async def do(self, name: str, person: Person, **given: Any) -> dict[str, Any]:
        """What a mutation answers."""
        answer: dict[str, Any] = (await self.ask(_mutation(name), person, input=given))[name]
        return answer

    def plan(self, **given: Any) -> dict[str, Any]:
        """A plan that keeps every rule of the guidance."""
        return {
            "name": "医药卫生界委员工作室",
            "type": "SECTOR",
            "sectorNames": ["医药卫生界"],
            "functions": ["联系界别群众"],
            "workArrangement": "每月集中一次",
            "venueAddress": "测试路1号",
            "applicants": ["测试申请人"],
            "people": self.named(),
        } | given

    def regional(self, **given: Any) -> dict[str, Any]:
        """A plan for a regional studio."""
        return self.plan(
            **{"name": "测试镇委员工作室", "type": "REGIONAL", "area": "测试镇", "sectorNames": []} | given
        )

    def personal(self, **given: Any) -> dict[str, Any]:
        """A plan for a studio named after the member who applies."""
        named = {"name": "测试某委员工作室", "type": "PERSONAL", "namedAfterId": self.members[0], "sectorNames": []}
        return self.plan(**named | given)

    def named(self, residents: int = 5) -> list[dict[str, Any]]:
        """A convener, so many residents with the convener among them, and a liaison who is no member."""
        roster = [{"role": "RESIDENT", "memberId": one} for one in self.members[:residents]]
        convener = {"role": "CONVENER", "memberId": self.members[0], "contact": "13900000000"}
        return [convener, *roster, {"role": "LIAISON", "personName": "测试联络员", "contact": "13900000001"}]

    async def drafted(self, plan: Mapping[str, Any], *, by: Person | None = None, **given: Any) -> str:
        """A draft, by the member who applies for a team unless somebody else does."""
        person = by or self.applicant
        wish: dict[str, Any] = {"applicantKind": "MEMBER_TEAM", "committeeId": self.committee, "plan": plan}
        if person.member is not None:
            wish["applicantMemberId"] = person.member
        answer = await self.do("draftApplication", person, **wish | given)
        assert "id" in answer, answer
        return str(answer["id"])

    async def submitted(self, plan: Mapping[str, Any], *, by: Person | None = None, **given: Any) -> str:
        """An application under review since 2024-05-06."""
        application = await self.drafted(plan, by=by, **given)
        answer = await self.submit(application, by=by)
        assert answer.get("status") == "IN_REVIEW", answer
        return application

    async def submit(self, application: str, *, by: Person | None = None) -> dict[str, Any]:
        """Hand it in, with the day on the form."""
        return await self.do("submitApplication", by or self.applicant, id=application, appliedOn="2024-05-06")

    async def step(self, application: str, step: str, role: Role, on: str, **given: Any) -> dict[str, Any]:
        """Take a step in a role."""
        wish = {"id": application, "step": step, "verdict": "AGREED", "takenOn": on, "opinion": "同意"}
        return await self.do("takeStep", self.person(role), **wish | given)

    async def agreed(self, application: str, *, audited: bool = True) -> dict[str, Any]:
        """Take the steps that decide, as the guidance orders them."""
        if audited:
            await self.step(application, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-05-10")
        await self.step(application, "VICE_CHAIR_REVIEW", Role.VICE_CHAIR_IN_CHARGE, "2024-05-13")
        return await self.step(
            application, "CHAIR_MEETING", Role.CHAIR_MEETING, "2024-05-20", meeting="第十九次主席会议"
        )

    async def plaque(self, application: str, on: str = "2024-06-01") -> dict[str, Any]:
        """Grant the plaque."""
        managing = self.person(Role.MANAGING_DEPARTMENT)
        return await self.do("recordStep", managing, id=application, step="PLAQUE", takenOn=on)

    async def founded(self, plan: Mapping[str, Any], *, by: Person | None = None, **given: Any) -> str:
        """The studio of an application that went all its way."""
        application = await self.submitted(plan, by=by, **given)
        await self.agreed(application, audited=plan["type"] != "REGIONAL" or given.get("applicantKind") != "COMMITTEE")
        assert (await self.plaque(application))["status"] == "COMPLETED"
        found = await self.ask(
            "query ($id: ID!) { node(id: $id) { ... on StudioApplication { studio { id } } } }",
            self.person(Role.MANAGING_DEPARTMENT),
            id=application,
        )
        return str(found["node"]["studio"]["id"])


async def desk(ask: Asked, world: World, body: str, *, members: int = 6) -> Desk:
    """A body ready to receive an application."""
    return Desk(
        ask=ask,
        world=world,
        body=body,
        committee=await world.committee(body),
        members=[await world.member(body) for _ in range(members)],
    )
