"""The county CPPCC of Zhashui under Shangluo and Shaanxi: its people, one studio of its sector, and its lawful life."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hub.auth.development import Wish
from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.applying import Desk, desk
from tests.registry.people_steps import seat_in
from tests.registry.workflows.story import Story, machine, who

COUNTY, CITY, PROVINCE = "611026", "611000", "610000"
OFFICE = who(Role.PROVINCE_OFFICE, PROVINCE)
AUDITOR = who(Role.AUDITOR, PROVINCE)
CHAIRS = who(Role.CHAIR_MEETING, COUNTY)
PARTY_GROUP = who(Role.PARTY_GROUP, COUNTY)
DEPARTMENT = who(Role.MANAGING_DEPARTMENT, COUNTY)
PLATFORM = who(Role.PLATFORM_DEPARTMENT, COUNTY)
CITY_CHAIRS = who(Role.CHAIR_MEETING, CITY)
CITY_DEPARTMENT = who(Role.MANAGING_DEPARTMENT, CITY)
PROVINCE_CHAIRS = who(Role.CHAIR_MEETING, PROVINCE)
NEIGHBOUR = who(Role.MANAGING_DEPARTMENT, "611025")


@dataclass(kw_only=True)
class Life:
    """A studio of Zhashui as far as its life has come, and the story of who did what."""

    story: Story
    desk: Desk
    other: str
    """Another committee of the county."""
    studio: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def committee(self) -> Wish:
        """Its committee."""
        return who(Role.SPECIAL_COMMITTEE, COUNTY, committees=(self.desk.committee,))

    @property
    def other_committee(self) -> Wish:
        """A committee that has nothing to do with it."""
        return who(Role.SPECIAL_COMMITTEE, COUNTY, subject="another-committee", committees=(self.other,))

    @property
    def vice_chair(self) -> Wish:
        """The vice-chair in charge of its committee."""
        return who(Role.VICE_CHAIR_IN_CHARGE, COUNTY, committees=(self.desk.committee,))

    @property
    def applicant(self) -> Wish:
        """The member who applies for the team."""
        return who(Role.MEMBER, COUNTY, member=self.desk.members[0])

    @property
    def convener(self) -> Wish:
        """Its convener."""
        return who(Role.CONVENER, COUNTY, studios=(self.studio,))

    @property
    def posing(self) -> Wish:
        """Somebody of the province who claims the county's committee."""
        return who(Role.SPECIAL_COMMITTEE, PROVINCE, committees=(self.desk.committee,))

    @property
    def robot(self) -> Wish:
        """A system that claims to be the committee."""
        return machine(Role.SPECIAL_COMMITTEE, COUNTY, committees=(self.desk.committee,))

    def papers(self, **given: Any) -> dict[str, Any]:
        """What the applicant hands in."""
        mine = {"applicantKind": "MEMBER_TEAM", "applicantMemberId": self.desk.members[0]}
        return {**mine, "committeeId": self.desk.committee, "plan": self.desk.plan()} | given

    async def drafted(self) -> None:
        """W1: the application for a studio of the medical sector."""
        self.ids["application"] = (await self.story.done(self.applicant, "draftApplication", **self.papers()))["id"]

    async def handed_in(self) -> None:
        """W1, W2: an application is submitted."""
        by = self.applicant if not self.studio else self.convener
        await self.story.done(by, "submitApplication", id=self.ids["application"], appliedOn="2024-05-06")

    async def step(self, by: Wish, step: str, on: str, **more: Any) -> dict[str, Any]:
        """A step of its chain."""
        return await self.story.done(by, "takeStep", **self.wish(step, on, **more))

    def wish(self, step: str, on: str, **more: Any) -> dict[str, Any]:
        """What a step of its chain is asked with."""
        given = {"id": self.ids["application"], "step": step, "verdict": "AGREED", "takenOn": on, "opinion": "同意"}
        return given | more

    async def agreed(self) -> None:
        """W1, W2: the three signatures."""
        await self.step(self.committee, "COMMITTEE_REVIEW", "2024-05-10")
        await self.step(self.vice_chair, "VICE_CHAIR_REVIEW", "2024-05-13")
        await self.step(CHAIRS, "CHAIR_MEETING", "2024-05-20", meeting="测试第十九次主席会议")

    async def plaqued(self) -> None:
        """W1: the plaque, with which the studio is there."""
        given = {"id": self.ids["application"], "step": "PLAQUE", "takenOn": "2024-06-01"}
        done = await self.story.done(DEPARTMENT, "recordStep", **given)
        self.studio = done["studio"]["id"]

    async def submitted(self, **given: Any) -> None:
        """W1, and after each change: the province office is notified."""
        done = await self.story.done(DEPARTMENT, "submitFiling", studioId=self.studio, **given)
        self.ids["filing"] = done["id"]

    async def put_on_file(self) -> str:
        """W1: the office receives and files it; the filing number."""
        await self.story.done(OFFICE, "receiveFiling", filingId=self.ids["filing"])
        return str((await self.story.done(OFFICE, "acceptFiling", filingId=self.ids["filing"]))["number"])

    async def founded(self) -> str:
        """All of W1; the filing number."""
        await self.drafted()
        await self.handed_in()
        await self.agreed()
        await self.plaqued()
        await self.submitted()
        return await self.put_on_file()

    async def applies_online(self) -> None:
        """W2: the convener's application."""
        done = await self.story.done(self.convener, "draftApplication", **self.online_papers())
        self.ids["application"] = done["id"]

    def online_papers(self, **given: Any) -> dict[str, Any]:
        """What the convener hands in to go online."""
        plan = self.desk.plan(mode="BOTH", platform="秦商量")
        wish = {"kind": "GO_ONLINE", "studioId": self.studio, "applicantKind": "MEMBER_TEAM", "plan": plan}
        return {**wish, "committeeId": self.desk.committee} | given

    async def entered(self) -> None:
        """W2: the studio moves in."""
        given = {"id": self.ids["application"], "takenOn": "2024-07-01", "room": "R-1"}
        await self.story.done(PLATFORM, "enterPlatform", **given)

    async def online(self) -> None:
        """All of W2."""
        await self.applies_online()
        await self.handed_in()
        await self.agreed()
        await self.entered()

    async def convener_left(self) -> None:
        """W7: the seat of its convener, who is a resident, ends."""
        seat = await seat_in(self.desk.world, self.desk.members[0], COUNTY)
        given = {"membershipId": seat, "seatStatus": "RESIGNED", "endsOn": "2024-09-01"}
        await self.story.done(DEPARTMENT, "endMembership", **given)

    async def rearranged(self) -> None:
        """W7: the residents' choice, and the committee's word."""
        given = {"convenerIds": [self.desk.members[1]], "electedByResidents": True, "happenedOn": "2024-09-10"}
        await self.story.done(self.committee, "rearrangeConvener", studioId=self.studio, **given)

    async def replaced(self) -> None:
        """W7: the studio takes in another member."""
        self.ids["task"] = await self.task("REPLACE_RESIDENT")
        given = {"taskId": self.ids["task"], "memberId": self.desk.members[5], "happenedOn": "2024-09-12"}
        await self.story.done(self.convener, "replaceResident", **given)

    async def task(self, kind: str) -> str:
        """The open task of a kind."""
        query = """query ($id: ID!, $kind: TaskKind!) { node(id: $id) { ... on Studio {
          tasks(where: { kind: { eq: $kind }, status: { eq: OPEN } }) { nodes { id } } } } }"""
        found = (await self.story.post(query, DEPARTMENT, id=self.studio, kind=kind))["data"]["node"]["tasks"]["nodes"]
        return str(found[0]["id"])

    async def failed(self, year: int) -> dict[str, Any]:
        """W5: the committee finds at year's end that it was not enough."""
        return await self.story.done(self.committee, "assessStudio", **self.failure(year))

    def failure(self, year: int, **given: Any) -> dict[str, Any]:
        """What a failure is recorded with."""
        found = {"result": "FAIL", "opinion": "测试：履职活动不足", "happenedOn": f"{year + 1}-01-10"}
        return {"studioId": self.studio, "year": year, **found} | given

    def removal(self, **given: Any) -> dict[str, Any]:
        """What the removal of the plaque is decided with."""
        wish = {"removed": True, "cause": "ASSESSMENT", "reason": "连续两次未达标", "happenedOn": "2026-02-03"}
        return {"studioId": self.studio, **wish} | given

    async def removed(self) -> None:
        """W5: the body that granted the plaque decides."""
        await self.story.done(CHAIRS, "decideRemoval", **self.removal())

    async def recovered(self) -> None:
        """W6: the plate goes back."""
        given = {"evidence": "测试标牌交接单", "happenedOn": "2026-02-10"}
        await self.story.done(DEPARTMENT, "recoverPlate", studioId=self.studio, **given)

    async def handed_on(self, receiver: str) -> None:
        """W6: who still waits for an answer gets it elsewhere."""
        await self.story.done(DEPARTMENT, "handOnOpinions", studioId=self.studio, receiverId=receiver)

    async def archived_by(self, by: Wish) -> None:
        """W6: one of the two parties has collected its records."""
        await self.story.done(by, "archiveStudio", **self.records())

    def records(self) -> dict[str, Any]:
        """What is archived."""
        return {"studioId": self.studio, "items": ["测试台账", "测试活动日志"], "happenedOn": "2026-02-20"}


async def life(ask: Asked, world: World) -> Life:
    """Zhashui before anybody has applied for anything."""
    office = await desk(ask, world, COUNTY)
    return Life(story=Story(ask=ask), desk=office, other=await world.committee(COUNTY, name="测试另一委员会"))
