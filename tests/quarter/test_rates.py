"""Completeness and timeliness of a period: frozen denominators, exact fractions, clocks of both sides (§2d)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hub.domain.access import Role
from hub.domain.due import ZONE
from hub.store.session import Database
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.due import changed, with_calendar, with_due_day
from tests.quarter.steps import (
    ACCEPT,
    EXEMPT,
    OFFICE,
    RETURN,
    SECOND,
    SIGNER,
    SYSTEM,
    done,
    opened,
    submitted,
)

RATES = """query ($period: ID!) { reportingRates(period: $period) { owes
  together { ...All } units { body { code } rates { ...All } }
  clocks { receiptTime { ...Time } reviewTurnaround { ...Time } correctionAnswerTime { ...Time }
    amendmentAnswerTime { ...Time } } } }
fragment All on ReportingRates { owed exempt received { ...One } accepted { ...One } onTime { ...One }
  onTimeExtended { ...One } daysLate { count p50 p90 reason } contentCompleteness { ...One } studioCoverage { ...One }
  firstPassYield { ...One } returnsPerAccepted { ...One } explanationRate { ...One } evidenceCoverage { ...One }
  restatedShare { ...One } }
fragment One on ReportingRate { numerator denominator decimal reason }
fragment Time on AnswerTime { answered waiting p50Seconds p90Seconds longestWaitingSeconds reason }"""
BACK = [{"code": "CHECK", "text": "请核对"}]


async def rates(ask: Asked, period: str, person: Person = OFFICE) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(RATES, person, period=period))["reportingRates"]
    return found


def of(found: dict[str, Any], code: str) -> dict[str, Any]:
    """The rates of a unit."""
    (mine,) = [one["rates"] for one in found["units"] if one["body"]["code"] == code]
    rated: dict[str, Any] = mine
    return rated


def rate(part: int, whole: int, decimal: str) -> dict[str, Any]:
    return {"numerator": part, "denominator": whole, "decimal": decimal, "reason": None}


def none(reason: str) -> dict[str, Any]:
    return {"numerator": None, "denominator": None, "decimal": None, "reason": reason}


async def accepted(ask: Asked, obligation: str) -> str:
    """The report of Shangluo, returned once and accepted as corrected."""
    first = await submitted(ask, obligation, editor=SYSTEM, signer=SIGNER, code="611000")
    returned = await done(ask, RETURN, OFFICE, input={"versionId": first["id"], "items": BACK})
    assert returned["status"] == "RETURNED", returned
    second = await submitted(ask, obligation, editor=SYSTEM, signer=SIGNER, code="611000")
    found = await done(ask, ACCEPT, SECOND, input={"versionId": second["id"]})
    assert found["status"] == "ACCEPTED", found
    return str(found["id"])


async def test_the_rates_of_a_quarter_stand_over_its_frozen_obligations(ask: Asked, world: World) -> None:
    busy, idle = await world.studio("611000"), await world.studio("611026")
    await world.activity(busy, "611000")
    assert idle
    period, owed = await opened(ask)
    await accepted(ask, owed["611000"])
    exempt = await done(ask, EXEMPT, OFFICE, id=owed["610403"], reason="测试：本期无工作室")
    assert exempt["status"] == "EXEMPT", exempt

    found = await rates(ask, period)
    together = found["together"]

    assert (found["owes"], together["owed"], together["exempt"], len(found["units"])) == ("ROLLUP_UNIT", 12, 1, 12)
    assert together["received"] == together["accepted"] == rate(1, 12, "0.0833")
    assert together["onTime"] == together["onTimeExtended"] == none("NO_DUE_DAY")
    assert together["daysLate"] == {"count": 0, "p50": None, "p90": None, "reason": "NO_DUE_DAY"}
    assert together["studioCoverage"] == rate(1, 2, "0.5000")
    assert together["firstPassYield"] == rate(0, 1, "0.0000")
    assert together["returnsPerAccepted"] == rate(1, 1, "1.0000")
    mine = of(found, "611000")
    assert mine["contentCompleteness"]["decimal"] == mine["evidenceCoverage"]["decimal"] == "1.0000"
    assert mine["restatedShare"]["numerator"] == mine["explanationRate"]["numerator"] == 0
    waits = of(found, "610400")
    assert waits["received"] == rate(0, 1, "0.0000")
    assert (waits["contentCompleteness"]["numerator"], waits["contentCompleteness"]["decimal"]) == (0, "0.0000")
    assert waits["evidenceCoverage"] == none("NOTHING_CLAIMED")
    assert waits["explanationRate"] == none("NO_LINES")
    assert waits["firstPassYield"] == waits["returnsPerAccepted"] == none("NOTHING_ACCEPTED")
    assert waits["studioCoverage"] == none("NO_STUDIOS")


async def test_the_clocks_of_the_province_are_shown_to_it_and_to_each_city(ask: Asked, world: World) -> None:
    assert await world.studio("611000")
    period, owed = await opened(ask)
    await accepted(ask, owed["611000"])

    office, city = await rates(ask, period), await rates(ask, period, SIGNER)
    clocks = office["clocks"]

    assert (clocks["receiptTime"]["answered"], clocks["receiptTime"]["p90Seconds"]) == (2, 0)
    assert (clocks["reviewTurnaround"]["answered"], clocks["reviewTurnaround"]["waiting"]) == (2, 0)
    assert clocks["correctionAnswerTime"]["answered"] == 1
    assert clocks["amendmentAnswerTime"] == {
        "answered": 0,
        "waiting": 0,
        "p50Seconds": None,
        "p90Seconds": None,
        "longestWaitingSeconds": None,
        "reason": "NOT_RECORDED",
    }
    assert [one["body"]["code"] for one in city["units"]] == ["611000"]
    assert city["together"] == of(office, "611000")
    assert city["clocks"] == clocks
    other = await rates(ask, period, Person(role=Role.MANAGING_DEPARTMENT, body="610800"))
    assert [one["body"]["code"] for one in other["units"]] == ["610800"]
    assert other["clocks"] == clocks


async def test_a_county_owes_the_province_nothing_and_sees_no_city(ask: Asked) -> None:
    period, _ = await opened(ask)

    found = await rates(ask, period, Person(role=Role.MANAGING_DEPARTMENT, body="611026"))

    assert found["units"] == []
    assert found["together"]["received"] == none("NOTHING_OWED")


DECIDE = """mutation ($id: ID!) { done: decideExtension(input: { obligationId: $id, granted: true }) {
  ... on Obligation { id onTime onTimeExtended dueOriginal dueEffective } ... on Refused { code message } } }"""


async def test_a_later_extension_never_changes_the_verdict_on_the_first_day(
    ask: Asked, database: Database, world: World
) -> None:
    """I7: what came late stays late; an extension adds a second verdict beside the first."""
    assert await world.studio("611000")
    await with_calendar(database, *range(2026, 2101))
    await with_due_day(database, working_day=5)
    period, owed = await opened(ask)
    late, far = owed["611000"], date(2099, 6, 30)
    await submitted(ask, late, editor=SYSTEM, signer=SIGNER, code="611000")
    before = of(await rates(ask, period), "611000")
    assert before["onTime"] == before["onTimeExtended"] == rate(0, 1, "0.0000")
    assert before["daysLate"]["count"] == 1

    # The first day has long passed; the extension was asked for when it had not, and is granted only now.
    await changed(
        database,
        late,
        extension_until=far,
        extension_reason="测试",
        extension_asked_at=datetime(2026, 4, 2, 9, tzinfo=ZONE),
        extension_asked_by="city-signer",
    )
    granted = await done(ask, DECIDE, OFFICE, id=late)
    assert (granted["onTime"], granted["onTimeExtended"]) == (False, True), granted
    assert granted["dueEffective"] == far.isoformat()

    after = of(await rates(ask, period), "611000")
    assert after["onTime"] == before["onTime"]
    assert after["daysLate"] == before["daysLate"]
    assert after["onTimeExtended"] == rate(1, 1, "1.0000")
