"""Plays the third quarter of 2026 by the operations of `operations.graphql`, each at its own moment.

Ten units report in time, one of them only after its first version came back. Of the other two one is left to its own
system, which pushes too late (`examples.city_system`), and one never reports. Three cities hold an activity together.
What the hub has no records of is stated as nought: no figure is invented.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from graphql import OperationDefinitionNode, parse, print_ast

REPORT, PERIOD = "province-quarterly", "2026-Q3"
PROVINCE, RETURNED, LATE, MISSING = "610000", "611000", "610581", "610403"
DUE_DAYS_AGO = 15
_BEGAN_DAYS_AGO = 30
BEGAN = timedelta(days=_BEGAN_DAYS_AGO + 1)
"""How long ago the played weeks begin."""
_TEXT = "演示：本季度没有需要单列的内容"


@dataclass(frozen=True, kw_only=True)
class Acts:
    """Who asks: a role at a body, under a name of its own."""

    role: str
    body: str
    subject: str


Ask = Callable[[Acts, str, Mapping[str, Any], datetime], Awaitable[Mapping[str, Any]]]
"""Asks an operation as somebody at a moment; answers the data."""

OFFICE = Acts(role="PROVINCE_OFFICE", body=PROVINCE, subject="demonstration-office")


class StepRefused(RuntimeError):
    """A step of the demonstration was refused; the message is the hub's own."""


class Play:
    """The quarter, step by step."""

    def __init__(self, ask: Ask, *, today: datetime) -> None:
        self._ask = ask
        self._today = today
        self._texts = operations()

    async def already(self) -> bool:
        """Whether an earlier start has played it."""
        found = await self._read(OFFICE, "Known", days_ago=0, definition=REPORT, period=PERIOD)
        return int(found["reportPeriods"]["totalCount"]) > 0

    async def whole(self) -> dict[str, str]:
        """Play it all; the obligations by the code of who owes."""
        await self._together()
        opened = await self._do(OFFICE, "Open", days_ago=_BEGAN_DAYS_AGO, definition=REPORT, period=PERIOD)
        owed = {one["body"]["code"]: str(one["id"]) for one in opened["obligations"]["nodes"]}
        for place, code in enumerate(sorted(owed.keys() - {LATE, MISSING})):
            await self._in_time(code, owed[code], days_ago=_BEGAN_DAYS_AGO - 3 - place % 5)
        return owed

    async def _together(self) -> None:
        """Three cities hold one activity; the studio that leads it counts it."""
        city = Acts(role="MANAGING_DEPARTMENT", body=RETURNED, subject="demonstration-611000-department")
        found = await self._read(city, "Studios", days_ago=_BEGAN_DAYS_AGO, body=RETURNED)
        studio = found["body"]["studios"]["nodes"][0]["id"]
        parties = [
            {"role": "LEAD", "studioId": studio},
            *({"role": "CO", "bodyCode": code} for code in ("610800", "610900")),
        ]
        given = {
            "parties": parties,
            "jointRule": "FULL_EACH",
            "kindCode": "RESEARCH",
            "mode": "OFFLINE",
            "topic": "演示：三市联合调研",
            "heldOn": "2026-09-15",
            "membersCount": 12,
        }
        await self._do(city, "Joint", days_ago=_BEGAN_DAYS_AGO, input=given)

    async def _in_time(self, code: str, obligation: str, *, days_ago: int) -> None:
        version = await self._report(code, obligation, days_ago=days_ago)
        if code == RETURNED:
            items = [{"code": "GOOD_PRACTICE", "text": "演示：请补充好做法的具体事例"}]
            await self._do(OFFICE, "Return", days_ago=days_ago - 1, input={"versionId": version, "items": items})
            version = await self._report(code, obligation, days_ago=days_ago - 2, text="演示：补充事例后重新报送")
        await self._do(OFFICE, "Accept", days_ago=days_ago - 3, version=version)

    async def _report(self, code: str, obligation: str, *, days_ago: int, text: str = _TEXT) -> str:
        """One unit's report: its system saves, its department signs; the version that was submitted."""
        system = Acts(role="MANAGING_DEPARTMENT", body=code, subject=f"demonstration-{code}-editor")
        signer = Acts(role="MANAGING_DEPARTMENT", body=code, subject=f"demonstration-{code}-signer")
        held = (await self._read(system, "Held", days_ago=days_ago, obligation=obligation))["node"]
        (draft,) = held["versions"]["nodes"]
        told = [
            {"unit": code, "indicator": part, "theme": "演示", "heading": "演示", "text": text}
            for part in ("good-experience", "good-practice")
        ]
        given = {"obligationId": obligation, "expectedRevision": draft["revision"], "narratives": told}
        await self._do(system, "Save", days_ago=days_ago, input=given)
        valid = await self._do(signer, "Validate", days_ago=days_ago, obligation=obligation)
        if valid["digest"] is None:
            raise StepRefused("; ".join(one["message"] for one in valid["findings"]["nodes"]))
        done = await self._do(signer, "Submit", days_ago=days_ago, obligation=obligation, digest=valid["digest"])
        return str(done["id"])

    async def _do(self, who: Acts, name: str, *, days_ago: int, **variables: Any) -> Mapping[str, Any]:
        done: Mapping[str, Any] = (await self._read(who, name, days_ago=days_ago, **variables))["done"]
        if "code" in done:
            raise StepRefused(f"{name}：{done['message']} / {done['messageEn']}")
        return done

    async def _read(self, who: Acts, name: str, *, days_ago: int, **variables: Any) -> Mapping[str, Any]:
        return await self._ask(who, self._texts[name], variables, self._today - timedelta(days=days_ago))


def operations() -> dict[str, str]:
    """The operations by their names."""
    text = resources.files("examples.quarter").joinpath("operations.graphql").read_text(encoding="utf-8")
    found = [one for one in parse(text).definitions if isinstance(one, OperationDefinitionNode)]
    return {one.name.value: print_ast(one) for one in found if one.name is not None}
