"""Joint work as its parties ask for it: the commands, written once, and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.app import now
from hub.auth.development import Wish
from hub.domain.access import Role
from tests.asking import LIFE, Asked, Person

GUANGDONG = Person(role=Role.MANAGING_DEPARTMENT, body="440000", subject="测试省经办")
GUANGZHOU = Person(role=Role.MANAGING_DEPARTMENT, body="440100", subject="测试市经办")
PANYU = Person(role=Role.MANAGING_DEPARTMENT, body="440113", subject="测试番禺经办")
HAIZHU = Person(role=Role.MANAGING_DEPARTMENT, body="440105", subject="测试海珠经办")
TIANHE = Person(role=Role.MANAGING_DEPARTMENT, body="440106", subject="测试天河经办")
STRANGER = Person(role=Role.MANAGING_DEPARTMENT, body="350205", subject="测试海沧经办")

DAY = "2026-03-02"
SHOWN = """... on Arrangement { id status agreedOn levels topic adoption leadPerson startedOn endedOn published revision
  parties(orderBy: [{ id: ASC }]) { nodes { id name kind role level consent consentedOn consentNote part published
    body { code } } }
  results { nodes { name kind recipients adoption published body { code } } } }
  ... on Refused { code message messageEn at rule }"""


@dataclass(frozen=True, kw_only=True)
class Linking:
    """Asks for joint work."""

    ask: Asked

    async def do(self, command: str, person: Person | None, **given: Any) -> dict[str, Any]:
        """What a command came to."""
        kind = f"{command[0].upper()}{command[1:]}Input"
        query = "mutation ($input: %s!) { answer: %s(input: $input) { __typename %s } }" % (kind, command, SHOWN)
        answer: dict[str, Any] = (await self.ask(query, person, input=given))["answer"]
        return answer

    async def refused(self, command: str, person: Person | None, **given: Any) -> tuple[str, str | None]:
        """The code and the rule of an expected no, which speaks both languages."""
        answer = await self.do(command, person, **given)
        assert answer["__typename"] == "Refused", answer
        assert any("一" <= letter <= "鿿" for letter in answer["message"])
        assert answer["messageEn"].isprintable()
        assert answer["messageEn"] != answer["message"]
        return answer["code"], answer["rule"]

    async def propose(self, person: Person, *parties: dict[str, Any], **given: Any) -> dict[str, Any]:
        """A proposal of joint research, unless something else is given."""
        wanted = {
            "direction": "VERTICAL",
            "form": "JOINT_RESEARCH",
            "topic": "测试议题",
            "procedure": "主席会议测试第1次",
            "givenOn": DAY,
            "parties": list(parties),
        }
        return await self.do("proposeArrangement", person, **(wanted | given))

    async def consent(
        self, person: Person, link: dict[str, Any], name: str, *, answer: str = "AGREED"
    ) -> dict[str, Any]:
        """A party's answer."""
        return await self.do(
            "giveConsent", person, partyId=party(link, name), answer=answer, procedure="测试程序第2号", givenOn=DAY
        )


def party(link: dict[str, Any], name: str) -> str:
    """The identifier of the party with a name."""
    (found,) = [one["id"] for one in link["parties"]["nodes"] if one["name"] == name]
    return str(found)


def body(code: str, role: str = "CO") -> dict[str, Any]:
    """A body as a party."""
    return {"kind": "BODY", "role": role, "bodyCode": code}


def machine_token(ask: Asked, code: str) -> str:
    """A token of a system that also holds the rights of the managing department."""
    issuer = ask.hub.development
    assert issuer is not None
    roles = (Role.CITY_SYSTEM, Role.MANAGING_DEPARTMENT)
    return issuer.mint(Wish(roles=roles, body=code, subject="测试系统"), now=now(), ttl=LIFE)
