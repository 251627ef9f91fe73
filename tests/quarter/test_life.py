"""A quarter from its opening to its closing, as the office, a city's people and a county see it (W4, R-103)."""

from __future__ import annotations

from tests.asking import Asked
from tests.factories import World
from tests.quarter.steps import (
    ACCEPT,
    LINES,
    OFFICE,
    SIGNER,
    SYSTEM,
    done,
    draft_of,
    opened,
    submitted,
)


async def test_twelve_units_owe_the_quarter_and_yangling_and_hancheng_are_their_own(ask: Asked) -> None:
    _, owed = await opened(ask)

    assert len(owed) == 12
    assert {"610403", "610581", "610400", "610500"} <= owed.keys()


async def test_a_city_submits_what_the_records_give_and_the_office_accepts_it(ask: Asked, world: World) -> None:
    city, county = await world.studio("611000"), await world.studio("611026")
    for _ in range(3):
        await world.activity(city, "611000")
    await world.activity(county, "611026")
    _, owed = await opened(ask)
    obligation = owed["611000"]

    draft = await draft_of(ask, obligation)
    lines = (await ask(LINES, SIGNER, version=draft["id"]))["node"]["lines"]["nodes"]
    counted = {
        (one["unit"]["code"], one["firstKey"], one["secondKey"]): (one["claimed"], one["computed"], one["status"])
        for one in lines
        if one["indicator"] == "activities" and one["computed"] != "0"
    }
    assert sorted(value for value in counted.values()) == [("1", "1", "MATCH"), ("3", "3", "MATCH")]

    found = await submitted(ask, obligation, editor=SYSTEM, signer=SIGNER, code="611000")
    assert found["status"] == "RECEIPTED", found
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": found["id"]})
    assert accepted["status"] == "ACCEPTED", accepted
