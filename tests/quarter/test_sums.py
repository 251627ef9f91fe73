"""An activity of three cities: each is credited, the province counts it once, and the difference is listed (I5)."""

from __future__ import annotations

from typing import Any

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.steps import OFFICE, SIGNER, done, opened, submitted

CITIES = ("611000", "610800", "610900")
JOINT = """mutation ($input: RecordJointActivityInput!) { done: recordJointActivity(input: $input) {
  ... on Activity { id } ... on Refused { code message } } }"""
SUMS = """query ($period: ID!) { periodFigures(period: $period) { units reported
  figures { indicator firstKey secondKey units claimed gross net difference
    shared { section { code } claimed gross net lineage { nodes { weight owned isShared
      record { ... on Activity { topic } } } } } } } }"""


async def test_three_cities_are_credited_and_the_province_counts_once_what_they_did_together(
    ask: Asked, world: World
) -> None:
    period = await _reported(ask, world)

    found = (await ask(SUMS, OFFICE, period=period))["periodFigures"]

    assert (found["units"], found["reported"]) == (12, 3)
    together = _of(found, "activities", "RESEARCH")
    assert {name: together[name] for name in ("gross", "net", "difference")} == {"gross": 3, "net": 1, "difference": 2}
    listed = {one["section"]["code"]: (one["gross"], one["net"]) for one in together["shared"]}
    assert listed == {"611000": ("1", "1"), "610800": ("1", "0"), "610900": ("1", "0")}
    records = [node for one in together["shared"] for node in one["lineage"]["nodes"]]
    assert [node["record"]["topic"] for node in records] == ["测试：三市联合调研"] * 3
    assert sum(not node["owned"] for node in records) == together["difference"]
    people = _of(found, "activity-attendance", "RESEARCH")
    assert (people["gross"], people["net"]) == (36, 12)


async def test_a_city_is_told_its_own_figures_alone(ask: Asked, world: World) -> None:
    period = await _reported(ask, world)

    found = (await ask(SUMS, SIGNER, period=period))["periodFigures"]

    assert (found["units"], found["reported"]) == (1, 1)
    together = _of(found, "activities", "RESEARCH")
    assert (together["gross"], together["net"]) == (1, 1)


async def test_a_period_that_is_not_there_has_no_figures(ask: Asked) -> None:
    assert (await ask(SUMS, OFFICE, period="rpd_none"))["periodFigures"] is None


async def _reported(ask: Asked, world: World) -> str:
    """The three cities have submitted a quarter with one activity that they held together."""
    studio = await world.studio("611000")
    parties = [
        {"role": "LEAD", "studioId": studio},
        *({"role": "CO", "bodyCode": code} for code in CITIES[1:]),
    ]
    given = {
        "parties": parties,
        "jointRule": "FULL_EACH",
        "kindCode": "RESEARCH",
        "mode": "OFFLINE",
        "topic": "测试：三市联合调研",
        "heldOn": "2026-03-02",
        "membersCount": 12,
    }
    recorded = await done(ask, JOINT, SIGNER, input=given)
    assert "id" in recorded, recorded
    period, owed = await opened(ask)
    for code in CITIES:
        editor, signer = (
            Person(role=Role.MANAGING_DEPARTMENT, body=code, subject=f"{code}-{one}") for one in ("editor", "signer")
        )
        found = await submitted(ask, owed[code], editor=editor, signer=signer, code=code)
        assert found["status"] == "RECEIPTED", found
    return period


def _of(found: dict[str, Any], indicator: str, key: str) -> dict[str, Any]:
    (figure,) = [one for one in found["figures"] if (one["indicator"], one["firstKey"]) == (indicator, key)]
    return dict(figure)
