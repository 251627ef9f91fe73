"""Filing with the province office: received, returned for its form, filed; and what is filed after a change."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.filing_settings import DueDays, filing_settings
from hub.domain.registry_words import FilingKind
from hub.resolvers import filing_tasks
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.filing_steps import (
    ACCEPT,
    CITY,
    COUNTY,
    OFFICE,
    PLAQUED,
    PROVINCIAL,
    RECEIVE,
    RENAME,
    RETURN,
    SUBMIT,
    done,
    filed,
    life,
    submitted,
    to_be_filed,
    unfiled,
)

NUMBER = re.compile(r"610000-\d{4}-\d{4}")


async def test_a_new_studio_goes_from_its_plaque_to_its_number(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026", name="柞水测试室")

    filing = await submitted(ask, studio)
    received = await done(ask, RECEIVE, OFFICE, id=filing)
    on_file = await done(ask, ACCEPT, OFFICE, id=filing)

    assert received["status"] == "RECEIPTED"
    assert re.fullmatch(r"HZ-610000-\d{4}-00001", received["receiptNumber"])
    assert on_file["status"] == "FILED"
    assert NUMBER.fullmatch(on_file["number"])
    assert on_file["dueOn"] is None  # no document gives a day
    assert on_file["studio"] == {
        "id": studio,
        "name": "柞水测试室",
        "status": "ACTIVE",
        "filingNumber": on_file["number"],
        "filedOn": on_file["filedOn"],
    }
    steps = (await life(ask, studio))["history"]["nodes"]
    assert [(one["kind"], one["role"], one["rule"], one["statusBefore"], one["statusAfter"]) for one in steps] == [
        ("FILING_SUBMITTED", "MANAGING_DEPARTMENT", "R-77", "UNFILED_ACTIVE", "UNFILED_ACTIVE"),
        ("FILED", "PROVINCE_OFFICE", "R-77", "UNFILED_ACTIVE", "ACTIVE"),
    ]


async def test_what_is_wrong_in_form_comes_back_and_is_submitted_again_as_the_same_filing(
    ask: Asked, world: World
) -> None:
    studio = await unfiled(world, "611026")
    filing = await submitted(ask, studio)
    first = await done(ask, RECEIVE, OFFICE, id=filing)

    returned = await done(ask, RETURN, OFFICE, id=filing, defects=["缺主席会议意见日期", " 缺召集人签名 "])
    again = await done(ask, SUBMIT, COUNTY, studio=studio)
    second = await done(ask, RECEIVE, OFFICE, id=filing)
    on_file = await done(ask, ACCEPT, OFFICE, id=filing, remarks="请注意联络员任期")

    assert (returned["status"], returned["defects"]) == ("RETURNED", ["缺主席会议意见日期", "缺召集人签名"])
    assert returned["studio"]["status"] == "UNFILED_ACTIVE"  # a return switches nothing off
    assert (again["id"], again["status"], again["attempt"], again["defects"]) == (filing, "SUBMITTED", 2, [])
    assert again["receiptNumber"] is None and second["receiptNumber"] != first["receiptNumber"]
    assert (on_file["status"], on_file["remarks"]) == ("FILED_WITH_REMARKS", "请注意联络员任期")
    assert on_file["studio"]["status"] == "ACTIVE"
    seen = await life(ask, studio)
    assert [one["kind"] for one in seen["history"]["nodes"]] == [
        "FILING_SUBMITTED", "FILING_RETURNED", "FILING_SUBMITTED", "FILED",
    ]  # fmt: skip
    assert "缺召集人签名" in seen["history"]["nodes"][1]["note"]["value"]
    assert seen["filings"]["totalCount"] == 1


async def test_a_provincial_studio_is_filed_too_by_other_people_than_those_who_submit_it(
    ask: Asked, world: World
) -> None:
    studio = await unfiled(world, "610000", name="省级测试室")

    on_file = await filed(ask, studio, PROVINCIAL)

    assert on_file["status"] == "FILED"
    assert on_file["studio"]["status"] == "ACTIVE"


async def test_a_system_of_the_city_submits_for_a_county(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")

    await filed(ask, studio, CITY)

    steps = (await life(ask, studio))["history"]["nodes"]
    assert [one["role"] for one in steps] == ["CITY_SYSTEM", "PROVINCE_OFFICE"]


async def test_a_renamed_studio_keeps_its_number_and_files_the_change(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026", name="旧名测试室")
    number = (await filed(ask, studio))["number"]

    renamed = await done(ask, RENAME, COUNTY, studio=studio, name="新名测试室")
    open_tasks = (await life(ask, studio))["tasks"]["nodes"]
    change = await filed(ask, studio, kind="RENAMING", before="旧名测试室", after="新名测试室")
    seen = await life(ask, studio)

    assert renamed == {"id": studio, "name": "新名测试室", "filingNumber": number}
    assert [(one["kind"], one["status"], one["rule"], one["dueOn"]) for one in open_tasks] == [
        ("FILE_AMENDMENT", "OPEN", "A-41", None)
    ]
    assert "旧名测试室 → 新名测试室" in open_tasks[0]["why"]
    assert (change["kind"], change["number"], change["before"]) == ("RENAMING", number, "旧名测试室")
    assert (seen["name"], seen["filingNumber"], seen["status"]) == ("新名测试室", number, "ACTIVE")
    assert [one["status"] for one in seen["tasks"]["nodes"]] == ["DONE"]
    assert number in seen["tasks"]["nodes"][0]["outcome"]
    assert [one["kind"] for one in seen["history"]["nodes"]][2:] == ["RENAMED", "FILING_SUBMITTED", "FILED"]


async def test_the_task_to_file_a_studio_is_done_when_it_is_on_file(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    await to_be_filed(world, studio, "611026")

    await submitted(ask, studio)
    sent = await life(ask, studio)
    filing = sent["filings"]["nodes"][0]["id"]
    await done(ask, RECEIVE, OFFICE, id=filing)
    await done(ask, ACCEPT, OFFICE, id=filing)

    assert [one["status"] for one in sent["tasks"]["nodes"]] == ["OPEN"]
    assert [(one["kind"], one["status"]) for one in (await life(ask, studio))["tasks"]["nodes"]] == [
        ("FILE_STUDIO", "DONE")
    ]


async def test_a_due_day_that_a_document_gives_stands_on_what_is_filed_below_its_body(
    ask: Asked, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [
        DueDays(kind=kind, body="610000", days=30, document="sx-guidance-2023-21", clause="五、3")
        for kind in (FilingKind.NEW_STUDIO, FilingKind.RENAMING)
    ]
    settings = replace(filing_settings(), due_days=tuple(given))
    monkeypatch.setattr(filing_tasks, "filing_settings", lambda: settings)
    studio = await unfiled(world, "611026", name="甲测试室")
    elsewhere = await unfiled(world, "440113")
    panyu = Person(role=Role.MANAGING_DEPARTMENT, body="440113")

    here = await filed(ask, studio)
    there = await done(ask, SUBMIT, panyu, studio=elsewhere)
    await done(ask, RENAME, COUNTY, studio=studio, name="乙测试室")
    (task,) = (await life(ask, studio))["tasks"]["nodes"]
    change = await done(ask, SUBMIT, COUNTY, studio=studio, kind="RENAMING", before="甲测试室", after="乙测试室")

    assert here["dueOn"] == (PLAQUED + timedelta(days=30)).isoformat()
    assert there["status"] == "SUBMITTED" and there["dueOn"] is None
    assert task["dueOn"] is not None and change["dueOn"] == task["dueOn"]


async def test_only_the_task_about_the_change_that_was_filed_is_done(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026", name="甲测试室")
    await filed(ask, studio)
    await done(ask, RENAME, COUNTY, studio=studio, name="乙测试室")

    await filed(ask, studio, kind="GO_ONLINE", after="秦商量")

    assert [one["status"] for one in (await life(ask, studio))["tasks"]["nodes"]] == ["OPEN"]


async def test_a_rename_before_the_studio_is_filed_leaves_nothing_to_amend(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026", name="甲测试室")

    await done(ask, RENAME, COUNTY, studio=studio, name="乙测试室")
    on_file = await filed(ask, studio)

    assert (await life(ask, studio))["tasks"]["nodes"] == []
    assert on_file["studio"]["name"] == "乙测试室"


async def test_two_changes_of_one_kind_are_two_filings_under_one_number(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    number = (await filed(ask, studio))["number"]

    first = await filed(ask, studio, kind="RENAMING", before="甲", after="乙")
    second = await filed(ask, studio, kind="RENAMING", before="乙", after="丙")

    assert first["id"] != second["id"]
    assert {first["number"], second["number"]} == {number}


async def test_a_number_that_came_in_by_another_way_is_passed_over(ask: Asked, world: World) -> None:
    first = (await filed(ask, await unfiled(world, "611026")))["number"]
    taken = first[:-4] + "0002"
    await world.studio("610825", filing_number=taken, filed_on=date(2024, 1, 5))

    second = (await filed(ask, await unfiled(world, "611026")))["number"]

    assert second == first[:-4] + "0003"


async def test_the_graph_offers_no_refusal_of_a_filing(ask: Asked) -> None:
    query = '{ mutation: __type(name: "Mutation") { fields { name } } status: __type(name: "FilingStatus") %s }' % (
        "{ enumValues { name } }"
    )

    data = await ask(query, OFFICE)

    named = {one["name"] for one in data["mutation"]["fields"]}
    assert {one for one in named if "iling" in one} == {"receiveFiling", "returnFiling", "acceptFiling"}
    assert {one["name"] for one in data["status"]["enumValues"]} == {
        "SUBMITTED", "RECEIPTED", "RETURNED", "FILED", "FILED_WITH_REMARKS",
    }  # fmt: skip


ACTIONS = """query ($id: ID!) { node(id: $id) { ... on Filing { allowedActions { action allowed code rule } }
  ... on Studio { allowedActions { action allowed code rule } } } }"""


async def test_the_actions_on_a_filing_follow_the_same_rules(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")

    before = await _actions(ask, studio, COUNTY)
    filing = await submitted(ask, studio)
    for_county = await _actions(ask, filing, COUNTY)
    for_office = await _actions(ask, filing, OFFICE)
    await done(ask, RECEIVE, OFFICE, id=filing)
    received = await _actions(ask, filing, OFFICE)

    assert before["submitFiling"] == (True, None, None) and before["renameStudio"] == (True, None, None)
    assert for_county == {
        "submitFiling": (False, "FILING_STANDS", "F1"),
        "receiveFiling": (False, "WRONG_ROLE", "R-77"),
        "returnFiling": (False, "WRONG_ROLE", "R-77"),
        "acceptFiling": (False, "WRONG_ROLE", "R-77"),
    }
    assert for_office["receiveFiling"] == (True, None, None)
    assert for_office["acceptFiling"] == (False, "WRONG_STATE", "A-40")
    assert received["returnFiling"] == received["acceptFiling"] == (True, None, None)
    assert received["receiveFiling"] == (False, "WRONG_STATE", "A-40")


async def _actions(ask: Asked, identifier: str, person: Any) -> dict[str, tuple[bool, str | None, str | None]]:
    found = (await ask(ACTIONS, person, id=identifier))["node"]["allowedActions"]
    return {one["action"]: (one["allowed"], one["code"], one["rule"]) for one in found}


async def test_two_steps_in_one_document_each_answer_with_what_came_of_them(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    filing = await submitted(ask, studio)
    shown = """... on Filing { status number receiptNumber studio { status filingNumber
      filings { nodes { status number } } history(orderBy: [{ position: ASC }]) { nodes { kind } } } }"""
    both = """mutation ($id: ID!) {
      first: receiveFiling(input: { filingId: $id }) { %s }
      second: acceptFiling(input: { filingId: $id }) { %s } }""" % (shown, shown)

    found = await ask(both, OFFICE, id=filing)
    seen = (await life(ask, studio))["filings"]["nodes"]

    first, second = found["first"], found["second"]
    (number,) = [one["number"] for one in seen]
    assert (first["status"], first["number"], first["studio"]["status"]) == ("RECEIPTED", None, "UNFILED_ACTIVE")
    assert first["studio"]["filings"]["nodes"] == [{"status": "RECEIPTED", "number": None}]
    assert (second["status"], second["number"]) == ("FILED", number) and NUMBER.fullmatch(number)
    assert second["receiptNumber"] == first["receiptNumber"]
    assert (second["studio"]["status"], second["studio"]["filingNumber"]) == ("ACTIVE", number)
    assert second["studio"]["filings"]["nodes"] == [{"status": "FILED", "number": number}]
    assert [one["kind"] for one in second["studio"]["history"]["nodes"]] == ["FILING_SUBMITTED", "FILED"]
