"""Whatever happens to the reports of a period, in whatever order: its rates keep their laws (behaviour.md §2g 13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hub.store.dialect import table_of
from hub.store.models.rollup import Obligation
from hub.store.rollup_settling import settle
from hub.store.session import Database
from tests.asking import KEY, Asked, Person
from tests.factories import World
from tests.quarter.due import changed, with_calendar, with_due_day
from tests.quarter.steps import (
    ACCEPT,
    EXEMPT,
    OFFICE,
    OPEN,
    REPORT,
    RETURN,
    SIGNER,
    SUBMIT,
    VALIDATE,
    WITHDRAW,
    YULIN,
    done,
    draft_of,
    told,
)
from tests.quarter.test_rates import DECIDE, RATES

WEINAN = Person(role=SIGNER.role, body="610500", subject="weinan-signer")
PEOPLE = {"611000": SIGNER, "610800": YULIN, "610500": WEINAN}
ACTS = ("send", "send", "send", "return", "return", "accept", "accept", "withdraw", "exempt", "extend", "settle")
HISTORIES = st.lists(st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(ACTS)), min_size=6, max_size=9)
RATIOS = (
    "received",
    "accepted",
    "onTime",
    "onTimeExtended",
    "contentCompleteness",
    "studioCoverage",
    "firstPassYield",
    "explanationRate",
    "evidenceCoverage",
    "restatedShare",
)
History = Sequence[tuple[str, str]]


class Quarter:
    """A period that things happen to; what the rules refuse leaves it as it was."""

    def __init__(self, ask: Asked, database: Database, period: str, owed: dict[str, str]) -> None:
        self.ask = ask
        self.database = database
        self.period = period
        self.owed = owed

    async def happen(self, code: str, act: str) -> None:
        """One thing happens to one report, if it may."""
        obligation, person = self.owed[code], PEOPLE[code]
        newest = await draft_of(self.ask, obligation, person)
        version = {"versionId": newest["id"]}
        match act:
            case "send":
                await told(self.ask, obligation, person, code)
                valid = await done(self.ask, VALIDATE, person, id=obligation)
                if valid.get("digest"):
                    await done(self.ask, SUBMIT, person, id=obligation, digest=valid["digest"])
            case "return":
                await done(self.ask, RETURN, OFFICE, input={**version, "items": [{"code": "X", "text": "测试"}]})
            case "accept":
                await done(self.ask, ACCEPT, OFFICE, input=version)
            case "withdraw":
                await done(self.ask, WITHDRAW, person, id=newest["id"])
            case "exempt":
                await done(self.ask, EXEMPT, OFFICE, id=obligation, reason="测试")
            case "extend":
                asked = {"extension_reason": "测试", "extension_asked_by": "x", "extension_granted": None}
                last = await self.last_day(obligation)
                asked_at = datetime(last.year, last.month, 1, 2, tzinfo=UTC)
                later = last.replace(year=last.year + 1)
                await changed(self.database, obligation, extension_until=later, extension_asked_at=asked_at, **asked)
                await done(self.ask, DECIDE, OFFICE, id=obligation)
            case "settle":
                await settle(self.database, now=datetime(2098, 12, 1, tzinfo=UTC), key=KEY)

    async def last_day(self, obligation: str) -> Any:
        """The day in force."""
        table = table_of(Obligation)
        async with self.database.read() as connection:
            chosen = select(table.c.due_effective).where(table.c.id == obligation)
            return (await connection.execute(chosen)).scalar_one()

    async def rates(self) -> dict[str, Any]:
        """What the office is told."""
        found: dict[str, Any] = (await self.ask(RATES, OFFICE, period=self.period))["reportingRates"]
        return found


def drawn(most: int) -> list[History]:
    """Histories, the same ones each time."""
    found: list[History] = []

    @given(HISTORIES)
    @settings(max_examples=most)
    def collect(history: History) -> None:
        found.append(history)

    collect()
    return found


def fractions(rates: dict[str, Any]) -> Iterator[tuple[str, Fraction]]:
    for name in RATIOS:
        if rates[name]["reason"] is None:
            yield name, Fraction(rates[name]["numerator"], rates[name]["denominator"])


def lawful(before: dict[str, Any], after: dict[str, Any]) -> None:
    """The laws of §2d between two moments."""
    together = after["together"]
    for rates in (together, *(one["rates"] for one in after["units"])):
        assert all(0 <= rate <= 1 for _, rate in fractions(rates))
        assert rates["onTime"]["numerator"] <= rates["received"]["numerator"]
        assert rates["onTime"]["numerator"] <= rates["onTimeExtended"]["numerator"] <= rates["received"]["numerator"]
        assert rates["accepted"]["numerator"] <= rates["received"]["numerator"]
    assert together["owed"] == before["together"]["owed"] == 12
    assert together["received"]["numerator"] >= before["together"]["received"]["numerator"]
    for name in RATIOS:
        parts = [one["rates"][name] for one in after["units"] if one["rates"][name]["reason"] is None]
        whole = together[name]
        if whole["reason"] is None:
            assert whole["numerator"] == sum(part["numerator"] for part in parts)
            assert whole["denominator"] == sum(part["denominator"] for part in parts)
    for then, now in zip(before["units"], after["units"], strict=True):
        if then["rates"]["received"]["numerator"]:
            assert now["rates"]["onTime"] == then["rates"]["onTime"]


async def test_no_rate_ever_leaves_its_bounds(ask: Asked, database: Database, world: World) -> None:
    for code in PEOPLE:
        studio = await world.studio(code)
        await world.activity(studio, code)
    await with_calendar(database, *range(2024, 2100))
    await with_due_day(database, working_day=10, grace=5)
    histories = drawn(5)
    assert len({act for history in histories for _, act in history}) == len(set(ACTS))
    for number, history in enumerate(histories):
        label = f"{2098 if number % 2 else 2024}-Q{number // 2 + 1}"
        found = await done(ask, OPEN, OFFICE, definition=REPORT, period=label)
        assert "id" in found, found
        owed = {one["body"]["code"]: one["id"] for one in found["obligations"]["nodes"]}
        quarter = Quarter(ask, database, found["id"], owed)
        before = await quarter.rates()
        lawful(before, before)
        for code, act in history:
            await quarter.happen(code, act)
            after = await quarter.rates()
            lawful(before, after)
            before = after
