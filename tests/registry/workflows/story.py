"""Tells a workflow through the door: who asks for which kept step, what it came to, and each refusal word by word."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.app import now
from hub.auth.development import Wish
from hub.domain.access import Role
from tests.asking import LIFE, Asked

HERE = Path(__file__).parent
_MAY = """query ($id: ID!) { node(id: $id) { ... on %s {
  allowedActions { action allowed code rule message messageEn } } } }"""


def who(role: Role, body: str, *, subject: str = "", **more: Any) -> Wish:
    """Somebody in a role at a body; everybody is somebody else unless a subject says otherwise."""
    return Wish(roles=(role,), body=body, subject=subject or f"{body}-{role.value}", **more)


def machine(role: Role, body: str, **more: Any) -> Wish:
    """A system that claims a role of people."""
    return who(role, body, subject=f"{body}-system", client="service", **more)


@dataclass(kw_only=True)
class Story:
    """One workflow while it is told; what was refused on the way is kept in its order."""

    ask: Asked
    refused: list[dict[str, Any]] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    """Words of messages that differ from run to run, and what stands for them."""

    async def done(self, by: Wish, step: str, /, **given: Any) -> dict[str, Any]:
        """A step that is open to this caller, and what it came to."""
        answer: dict[str, Any] = (await self._sent(by, step, given))["data"]["answer"]
        assert answer["__typename"] != "Refused", answer
        return answer

    async def no(self, attempt: str, by: Wish, step: str, /, **given: Any) -> None:
        """A step that is refused, with code, rule and both messages."""
        told = await self._sent(by, step, given)
        assert "errors" not in told, told["errors"]
        answer = told["data"]["answer"]
        assert answer.pop("__typename") == "Refused", answer
        self._keep(attempt, by, step, answer)

    async def barred(self, attempt: str, by: Wish, step: str, on: tuple[str, str], /, **given: Any) -> None:
        """A step that the page of rights does not even offer to this role; `on` (type, id) is asked for the reason."""
        told = await self._sent(by, step, given)
        assert {one["extensions"]["code"] for one in told["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}, told
        kind, identifier = on
        seen = await self.post(_MAY % kind, by, id=identifier)
        (answer,) = [one for one in seen["data"]["node"]["allowedActions"] if one["action"] == step]
        assert not answer.pop("allowed"), answer
        del answer["action"]
        self._keep(attempt, by, step, answer)

    async def read(self, name: str, by: Wish, **variables: Any) -> dict[str, Any]:
        """The answer to a kept query of this folder."""
        told = await self.post((HERE / f"{name}.graphql").read_text("utf-8"), by, **variables)
        assert "errors" not in told, told["errors"]
        found: dict[str, Any] = told["data"]
        return found

    async def post(self, query: str, by: Wish, **variables: Any) -> dict[str, Any]:
        """The answer to an operation under a token that says just what is wished."""
        issuer = self.ask.hub.development
        assert issuer is not None
        token = issuer.mint(by, now=now(), ttl=LIFE)
        answer: dict[str, Any] = (await self.ask.post({"query": query, "variables": variables}, token=token)).json()
        return answer

    def refusals_are(self, name: str) -> None:
        """Whether everything that was refused is what is kept, in its order."""
        assert self.refused == kept(f"{name}.refused")

    async def _sent(self, by: Wish, step: str, given: dict[str, Any]) -> dict[str, Any]:
        return await self.post((HERE / "steps" / f"{step}.graphql").read_text("utf-8"), by, input=given)

    def _keep(self, attempt: str, by: Wish, step: str, answer: dict[str, Any]) -> None:
        for word, instead in self.hidden.items():
            answer = {name: text and text.replace(word, instead) for name, text in answer.items()}
        assert answer["rule"], (attempt, answer)
        assert any("一" <= letter <= "鿿" for letter in answer["message"]), answer
        assert answer["messageEn"] and answer["messageEn"] != answer["message"], answer
        role = by.roles[0].value + ("（系统）" if by.client == "service" else "")
        self.refused.append({"attempt": attempt, "by": f"{role} @ {by.body}", "step": step, **answer})


def kept(name: str) -> Any:
    """A kept answer of this folder."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))
