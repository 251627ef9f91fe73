"""Joint activities as the studio that leads records them, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World

XIAN = Person(role=Role.MANAGING_DEPARTMENT, body="610100", subject="测试西安经办")
YULIN = Person(role=Role.MANAGING_DEPARTMENT, body="610800", subject="测试榆林经办")
SHANGLUO = Person(role=Role.MANAGING_DEPARTMENT, body="611000", subject="测试商洛经办")
TOPIC = "测试联合调研"
RECORD = """mutation ($input: RecordJointActivityInput!) { answer: recordJointActivity(input: $input) {
  ... on Activity { id topic jointRule owner { code } studio { id } arrangement { id }
    parties(orderBy: [{ share: DESC }]) { nodes { name role share } } }
  ... on Refused { code message messageEn at rule } } }"""
SHARED = """query ($body: String!, $by: SharedBy!, $first: Int! = 50, $after: ID) {
  sharedTotals(body: $body, span: YEAR, on: "2026-03-02", by: $by) {
    activities { numbers { activities { gross net difference } membersCount { gross net difference } } count hidden
      hiddenNumbers { activities { gross net difference } membersCount { gross net difference } }
      shared(first: $first, after: $after) { id topic activity { topic } credited { code } owner { code }
        parties { name }
        numbers { activities { difference } membersCount { difference } } } }
    studios { studios { gross net difference } count hidden
      shared { studio { name } arrangement { topic } owner { code } division { code } credited { code }
        studios { gross net difference } } } } }"""


@dataclass(frozen=True, kw_only=True)
class Joining:
    """Three studios of three cities, and what is recorded of them together."""

    ask: Asked
    world: World
    lead: str
    second: str
    third: str

    async def do(self, person: Person = XIAN, **given: Any) -> dict[str, Any]:
        """What recording came to; what is not said is a research of three studios that counts whole for each."""
        wanted = {
            "parties": [party(self.lead, "LEAD"), party(self.second), party(self.third)],
            "jointRule": "FULL_EACH",
            "kindCode": "RESEARCH",
            "mode": "OFFLINE",
            "topic": TOPIC,
            "heldOn": "2026-03-02",
            "membersCount": 10,
        }
        answer: dict[str, Any] = (await self.ask(RECORD, person, input=wanted | given))["answer"]
        return answer

    async def refused(self, person: Person = XIAN, **given: Any) -> tuple[str, str | None, str | None]:
        """The code, the rule and the place of an expected no, which speaks both languages."""
        answer = await self.do(person, **given)
        assert "code" in answer, answer
        assert any("一" <= letter <= "鿿" for letter in answer["message"])
        assert answer["messageEn"] != answer["message"]
        return answer["code"], answer["rule"], answer["at"]

    async def shared(self, person: Person | None, body: str, *, by: str = "BODY", **given: Any) -> dict[str, Any]:
        """Gross and net of a branch."""
        found: dict[str, Any] = (await self.ask(SHARED, person, body=body, by=by, **given))["sharedTotals"]
        return found


async def joining(ask: Asked, world: World) -> Joining:
    """Three studios of three cities."""
    lead = await world.studio("610100", name="测试西安室")
    second = await world.studio("610800", name="测试榆林室")
    third = await world.studio("611000", name="测试商洛室")
    return Joining(ask=ask, world=world, lead=lead, second=second, third=third)


def party(studio: str, role: str = "CO", **given: Any) -> dict[str, Any]:
    """A studio as a party."""
    return {"studioId": studio, "role": role, **given}


def body(code: str, **given: Any) -> dict[str, Any]:
    """A body as a party."""
    return {"bodyCode": code, "role": "ASSIST", **given}
