"""“Where is my record?”: what became of a row under the key that its own system gave it (behaviour.md §3.8)."""

from __future__ import annotations

from typing import Any

import pytest

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, Quarter, landed, set_aside, synced, withdraw
from tests.quarter.steps import COUNTY, OFFICE, SIGNER, SYSTEM, YULIN

WHERE = """query ($source: String!, $key: String!) { whereIsMyRecord(source: $source, externalId: $key) { state
  landed { stream contentHash outcome mappingVersion deleted run { status } }
  quarantined { code pointer reason status row { externalId } }
  linked { entity withdrawnAt record { __typename id } sourceRecord { externalId } counted: countedElsewhere
    countedIn { weight figure { versionNumber versionStatus period { label } section { code }
      indicator { code } } } } } }"""
OWN = """query ($source: String!, $key: String!) { whereIsMyRecord(source: $source, externalId: $key) { state
  landed { stream contentHash } quarantined { code pointer reason }
  linked { entity record { __typename id } } } }"""
SOURCE = "shangluo-test"


@pytest.fixture
async def quarter(ask: Asked, world: World) -> Quarter:
    """A city with a system of its own."""
    here = Quarter(ask, world)
    here.source = await world.source(CITY, SOURCE)
    return here


async def where(here: Quarter, key: str, person: Person | None = SYSTEM, source: str = SOURCE) -> Any:
    return (await here.ask(WHERE, person, source=source, key=key))["whereIsMyRecord"]


async def test_a_record_is_followed_from_its_landing_to_the_figures_it_counts_in(
    quarter: Quarter, world: World
) -> None:
    studio = await world.studio(CITY)
    activity = await world.activity(studio, CITY)
    await synced(world, quarter.source, activity, "E-1")
    before = await where(quarter, "E-1")
    assert before["state"] == "HELD"
    assert [one["countedIn"] for one in before["linked"]] == [[]]
    await quarter.open()

    found = await where(quarter, "E-1")
    assert found["state"] == "COUNTED"
    assert found["landed"] == [
        {
            "stream": "events",
            "contentHash": "E-1".rjust(64, "a"),
            "outcome": "NEW",
            "mappingVersion": "1",
            "deleted": False,
            "run": {"status": "SUCCEEDED"},
        }
    ]
    (link,) = found["linked"]
    assert (link["entity"], link["record"]) == ("activity", {"__typename": "Activity", "id": activity})
    assert link["sourceRecord"] == {"externalId": "E-1"}
    places = {(one["figure"]["indicator"]["code"], one["weight"]) for one in link["countedIn"]}
    assert ("activities", "1") in places
    assert {(one["figure"]["versionNumber"], one["figure"]["versionStatus"]) for one in link["countedIn"]} == {
        (1, "DRAFT")
    }
    assert {one["figure"]["period"]["label"] for one in link["countedIn"]} == {"2026-Q1"}
    assert link["counted"] == 0
    assert (await where(quarter, "E-1", OFFICE)) == found


async def test_what_was_set_aside_says_why_and_what_is_counted_stays_so(quarter: Quarter, world: World) -> None:
    await set_aside(world, quarter.source, CITY, "E-2")
    found = await where(quarter, "E-2")
    assert (found["state"], found["linked"], found["landed"]) == ("QUARANTINED", [], [])
    assert found["quarantined"] == [
        {
            "code": "MISSING_FIELD",
            "pointer": "/topic",
            "reason": "缺少主题，请补充",
            "status": "OPEN",
            "row": {"externalId": "E-2"},
        }
    ]


async def test_a_row_that_waits_one_that_was_withdrawn_and_one_that_never_came(quarter: Quarter, world: World) -> None:
    await landed(world, quarter.source, "E-3")
    gone = await world.activity(await world.studio(CITY), CITY)
    await synced(world, quarter.source, gone, "E-4")
    await withdraw(world, gone)

    assert (await where(quarter, "E-3"))["state"] == "LANDED"
    withdrawn = await where(quarter, "E-4")
    assert (withdrawn["state"], withdrawn["linked"][0]["record"]) == ("WITHDRAWN", None)
    assert withdrawn["linked"][0]["withdrawnAt"] is not None
    never = await where(quarter, "E-5")
    assert never == {"state": "UNKNOWN", "landed": [], "quarantined": [], "linked": []}


async def test_who_reads_neither_the_source_nor_the_record_is_told_nothing(quarter: Quarter, world: World) -> None:
    activity = await world.activity(await world.studio(COUNTY_CODE), COUNTY_CODE, published=True)
    await synced(world, quarter.source, activity, "E-6")
    assert await where(quarter, "E-6", YULIN) is None
    assert await where(quarter, "E-6", YULIN, source="none") is None
    assert await where(quarter, "E-6", source="none") is None
    for person in (None, Person(role=Role.COUNTY_FRONTEND, body=COUNTY_CODE)):
        answer = await quarter.ask.raw(WHERE, person, variables={"source": SOURCE, "key": "E-6"})
        assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_the_owner_of_a_record_is_told_of_it_though_not_of_others_under_its_key(
    quarter: Quarter, world: World
) -> None:
    studio = await world.studio(COUNTY_CODE)
    activity = await world.activity(studio, COUNTY_CODE)
    await synced(world, quarter.source, activity, "E-7")
    await set_aside(world, quarter.source, CITY, "E-7")
    await set_aside(world, quarter.source, CITY, "E-7", entity="opinion", pointer="/other")
    await landed(world, quarter.source, "E-7")
    liaison = Person(role=Role.LIAISON, body=COUNTY_CODE, studio=studio)

    for person in (COUNTY, liaison):
        found = (await quarter.ask(OWN, person, source=SOURCE, key="E-7"))["whereIsMyRecord"]
        assert found["state"] == "HELD", person
        assert [one["contentHash"] for one in found["landed"]] == ["E-7".rjust(64, "a")]
        assert [one["pointer"] for one in found["quarantined"]] == ["/topic"]
        assert [one["record"]["id"] for one in found["linked"]] == [activity]
        assert (await quarter.ask(OWN, person, source=SOURCE, key="E-8"))["whereIsMyRecord"] is None
    whole = await where(quarter, "E-7", SIGNER)
    assert (len(whole["landed"]), len(whole["quarantined"])) == (2, 2)


async def test_a_figure_out_of_reach_is_counted_and_not_named(quarter: Quarter, world: World) -> None:
    city, county = await world.studio(CITY), await world.studio("610825")
    activity = await quarter.joint(CITY, city, ("610825", county))
    await synced(world, quarter.source, activity, "E-9")
    await quarter.open()
    (link,) = (await where(quarter, "E-9", SIGNER))["linked"]
    assert {one["figure"]["section"]["code"] for one in link["countedIn"]} == {CITY}
    (whole,) = (await where(quarter, "E-9", OFFICE))["linked"]
    assert {one["figure"]["section"]["code"] for one in whole["countedIn"]} == {CITY, "610825"}
    assert link["counted"] == len(whole["countedIn"]) - len(link["countedIn"]) > 0
