"""A figure opens to every record behind it for whoever reads the figure; what is out of reach is counted, not shown."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, FIGURE, OTHER, Quarter, synced, weight, withdraw
from tests.quarter.steps import COUNTY, OFFICE, SIGNER, SYSTEM, YULIN

AUDITOR = Person(role=Role.AUDITOR, body="610000")
NEIGHBOUR = Person(role=Role.MANAGING_DEPARTMENT, body="611025", subject="neighbour")
OTHERS = (
    Person(role=Role.INTEGRATOR, body="610000"),
    Person(role=Role.PLATFORM_DEPARTMENT, body="610000"),
    Person(role=Role.CHAIR_MEETING, body=CITY),
    Person(role=Role.COUNTY_FRONTEND, body=COUNTY_CODE),
)
READERS = (OFFICE, AUDITOR, SYSTEM, SIGNER, COUNTY, NEIGHBOUR, YULIN)


@pytest.fixture
async def quarter(ask: Asked, world: World) -> Quarter:
    """A city with records of its own level and of two counties, joint ones among them."""
    here = Quarter(ask, world)
    city, county = await world.studio(CITY), await world.studio(COUNTY_CODE)
    beside, far = await world.studio("611025"), await world.studio(OTHER)
    for _ in range(2):
        await world.activity(city, CITY)
        await world.activity(county, COUNTY_CODE)
    await here.joint(CITY, city, (COUNTY_CODE, county))
    await here.joint(OTHER, far, (COUNTY_CODE, county), ("611025", beside))
    await world.opinion(county, COUNTY_CODE)
    await world.output(city, CITY)
    await here.open()
    return here


async def test_the_weights_add_up_to_what_was_computed_for_every_reader(quarter: Quarter) -> None:
    opened = 0
    for person in READERS:
        for body in (CITY, OTHER):
            for line in await quarter.lines(body, person):
                figure = await quarter.figure(line["id"], person)
                assert figure is not None, (person, line)
                assert figure["computed"] == line["computed"]
                assert weight(figure) == Decimal(figure["computed"] or 0), (person, line)
                stubs = [one for one in figure["lineage"]["nodes"] if one["record"] is None]
                assert figure["notShown"] == len(stubs)
                opened += bool(figure["lineage"]["nodes"])
    assert opened > 20


async def test_a_record_is_shown_as_its_reader_sees_it_and_else_counted_without_a_trace(
    quarter: Quarter, world: World
) -> None:
    line = await quarter.line(CITY, COUNTY_CODE)
    whole, masked = await quarter.figure(line, OFFICE), await quarter.figure(line, COUNTY)
    assert whole is not None and masked is not None
    assert whole["computed"] == masked["computed"] == "4"
    assert {one["record"]["__typename"] for one in whole["lineage"]["nodes"]} == {"Activity"}
    hidden = [one for one in masked["lineage"]["nodes"] if one["record"] is None]
    assert [(one["unseen"], one["weight"], one["isShared"]) for one in hidden] == [("OUT_OF_REACH", "1", True)] * 2
    assert all(one["sourceRecord"] is None and one["alsoCreditedTo"] == [] for one in hidden)
    seen = json.dumps(masked)
    shown = {one["record"]["id"] for one in masked["lineage"]["nodes"] if one["record"]}
    for one in whole["lineage"]["nodes"]:
        assert (one["record"]["id"] in seen) == (one["record"]["id"] in shown)
    assert all(one["countedIn"]["id"] == line for one in masked["lineage"]["nodes"])


async def test_what_is_shared_names_the_bodies_that_are_credited_beside(quarter: Quarter) -> None:
    figure = await quarter.figure(await quarter.line(CITY, COUNTY_CODE), OFFICE)
    assert figure is not None
    beside = sorted(
        sorted(body["code"] for body in one["alsoCreditedTo"]) for one in figure["lineage"]["nodes"] if one["isShared"]
    )
    assert beside == [["610800", "611025"], ["611000"]]
    assert (figure["gross"], figure["net"]) == ("4", "2")
    assert sum(int(one["whole"]) for one in figure["lineage"]["nodes"] if one["owned"]) == 2


async def test_the_source_row_its_run_and_its_mapping_stand_beside_the_record(ask: Asked, world: World) -> None:
    here = Quarter(ask, world)
    studio = await world.studio(CITY)
    source = await world.source(CITY, "shangluo-test")
    run = await synced(world, source, await world.activity(studio, CITY), "E-1")
    await here.open()

    line = await here.line(CITY, CITY)
    figure = await here.figure(line, SIGNER)
    assert figure is not None
    (one,) = figure["lineage"]["nodes"]
    assert one["sourceRecord"] == {
        "externalId": "E-1",
        "contentHash": "E-1".rjust(64, "a"),
        "mappingVersion": "1",
        "source": {"code": "shangluo-test"},
        "run": {"id": run, "status": "SUCCEEDED"},
    }


async def test_a_withdrawn_record_stays_counted_and_is_told_as_withdrawn_to_those_concerned(
    ask: Asked, world: World
) -> None:
    here = Quarter(ask, world)
    city, county = await world.studio(CITY), await world.studio(COUNTY_CODE)
    await withdraw_later(here, await here.joint(CITY, city, (COUNTY_CODE, county)))
    line = await here.line(CITY, COUNTY_CODE)
    for person, told in ((OFFICE, "WITHDRAWN"), (SIGNER, "WITHDRAWN"), (COUNTY, "OUT_OF_REACH")):
        figure = await here.figure(line, person)
        assert figure is not None
        assert [(one["record"], one["unseen"], one["weight"]) for one in figure["lineage"]["nodes"]] == [
            (None, told, "1")
        ], person


async def withdraw_later(quarter: Quarter, activity: str) -> None:
    """Open the quarter, then withdraw a record that was counted."""
    await quarter.open()
    await withdraw(quarter.world, activity)


async def test_a_figure_is_told_with_its_indicator_section_period_and_coverage(quarter: Quarter) -> None:
    line = await quarter.line(CITY, COUNTY_CODE)
    asked = """query ($id: ID!) { figure(id: $id) { line { id } valueKind status reasonCode evidenceCoverage
      indicator { code name unit } section { code } period { label } version { number }
      versionNumber versionStatus } }"""
    for person, version in ((OFFICE, {"number": 1}), (COUNTY, None)):
        found = (await quarter.ask(asked, person, id=line))["figure"]
        assert found == {
            "line": {"id": line},
            "valueKind": "NUMBER",
            "status": "SHARED",
            "reasonCode": None,
            "evidenceCoverage": found["evidenceCoverage"],
            "indicator": {"code": "activities", "name": "履职活动次数", "unit": "次"},
            "section": {"code": COUNTY_CODE},
            "period": {"label": "2026-Q1"},
            "version": version,
            "versionNumber": 1,
            "versionStatus": "DRAFT",
        }
        assert Decimal(found["evidenceCoverage"]) == 1


async def test_lineage_comes_page_by_page_without_a_gap(quarter: Quarter) -> None:
    line = await quarter.line(CITY, COUNTY_CODE)
    whole = await quarter.figure(line, OFFICE)
    assert whole is not None
    found, after, pages = [], None, 0
    while True:
        piece = await quarter.figure(line, OFFICE, first=3, after=after)
        assert piece is not None
        found += [one["record"]["id"] for one in piece["lineage"]["nodes"]]
        pages += 1
        if not piece["lineage"]["pageInfo"]["hasNextPage"]:
            break
        after = piece["lineage"]["pageInfo"]["endCursor"]
    assert pages == 2
    assert found == [one["record"]["id"] for one in whole["lineage"]["nodes"]]
    assert whole["lineage"]["totalCount"] == 4


async def test_a_line_out_of_reach_and_one_that_is_not_there_are_the_same_answer(quarter: Quarter) -> None:
    line = await quarter.line(CITY, COUNTY_CODE)
    nothing = "rll_" + "0" * 26
    for person in (YULIN, NEIGHBOUR):
        assert await quarter.figure(line, person) is None
        assert await quarter.figure(nothing, person) is None
    for person in OTHERS:
        answer = await quarter.ask.raw(FIGURE, person, variables={"id": line})
        assert answer.get("data", {}) in ({}, None, {"figure": None}), person


async def test_a_cursor_of_another_list_is_refused(quarter: Quarter) -> None:
    line = await quarter.line(CITY, COUNTY_CODE)
    answer = await quarter.ask.raw(FIGURE, OFFICE, variables={"id": line, "first": 1, "after": "none"})
    assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR"
