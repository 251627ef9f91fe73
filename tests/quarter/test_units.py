"""Yangling and Hancheng report beside the cities whose code theirs begins with, never within them (§2g 1, A-03)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.steps import LINES, OFFICE, SIGNER, draft_of, opened
from tests.quarter.test_comparison import compared

PAIRS = (("610400", "610403"), ("610500", "610581"))


async def drafted(ask: Asked, obligation: str, code: str) -> tuple[list[str], dict[str, int]]:
    """The sections of a unit's draft, and its activities by section."""
    person = Person(role=SIGNER.role, body=code, subject="signer")
    draft = await draft_of(ask, obligation, person)
    found: dict[str, Any] = (await ask(UNITS, person, version=draft["id"]))["node"]
    lines = (await ask(LINES, person, version=draft["id"]))["node"]["lines"]["nodes"]
    counted: dict[str, int] = {}
    for one in lines:
        if one["indicator"] == "activities":
            counted[one["unit"]["code"]] = counted.get(one["unit"]["code"], 0) + int(one["computed"])
    return found["units"], counted


UNITS = "query ($version: ID!) { node(id: $version) { ... on RollupVersion { units } } }"


@pytest.mark.parametrize(("city", "beside"), PAIRS)
async def test_units_and_lines_of_a_city_hold_nothing_of_the_unit_beside_it(
    ask: Asked, world: World, city: str, beside: str
) -> None:
    for code, number in ((city, 2), (beside, 3)):
        studio = await world.studio(code)
        for _ in range(number):
            await world.activity(studio, code)
    period, owed = await opened(ask)

    units, counted = await drafted(ask, owed[city], city)
    alone, own = await drafted(ask, owed[beside], beside)

    assert units[0] == city
    assert beside not in units
    assert sum(counted.values()) == counted[city] == 2
    assert beside not in counted
    assert alone[0] == beside
    assert city not in alone
    assert own[beside] == sum(own.values()) == 3
    _, found = await compared(ask, period)
    assert (found[city]["evidenceOnly"], found[beside]["evidenceOnly"]) == (2, 3)
    # A caller of the one unit reads nothing of the other's report.
    for code, other in ((city, beside), (beside, city)):
        person = Person(role=SIGNER.role, body=code)
        assert (await ask("query ($id: ID!) { node(id: $id) { id } }", person, id=owed[other]))["node"] is None
    assert (await ask("query ($id: ID!) { node(id: $id) { id } }", OFFICE, id=owed[beside]))["node"]
