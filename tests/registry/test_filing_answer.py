"""Remarks about the substance of a filing: the studio is on file, and its department has something to answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hub.domain.filing_settings import DueDays, filing_settings
from hub.resolvers import filing_answer
from tests.asking import Asked
from tests.factories import World
from tests.registry.filing_steps import (
    CITY,
    COUNTY,
    FILING,
    OFFICE,
    PROVINCIAL,
    RECEIVE,
    REFUSED,
    done,
    life,
    submitted,
    unfiled,
)

REMARK = """mutation ($id: ID!, $remarks: String, $asks: Boolean) {
  done: acceptFiling(input: { filingId: $id, remarks: $remarks, asksAnswer: $asks }) {
    ... on Filing { asksAnswer } %s %s } }""" % (FILING, REFUSED)
ANSWER = (
    """mutation ($id: ID!, $answer: String!) {
  done: answerRemarks(input: { filingId: $id, answer: $answer }) {
    ... on Filing { id status answer answeredOn revision } %s } }"""
    % REFUSED
)
TODO = """{ tasks(where: { kind: { eq: ANSWER_REMARKS } }) { nodes { id status rule why dueOn openDays outcome doneOn
  subjectId body { code } allowedActions { action allowed code rule } } } }"""
ALLOWED = """query ($id: ID!) { node(id: $id) { ... on Filing { allowedActions { action allowed code } } } }"""


async def remarked(
    ask: Asked, studio: str, *, remarks: str | None = "面积与申报表不符", asks: bool = True
) -> dict[str, Any]:
    """A filing put on file with remarks."""
    filing = await submitted(ask, studio)
    await done(ask, RECEIVE, OFFICE, id=filing)
    return await done(ask, REMARK, OFFICE, id=filing, remarks=remarks, asks=asks)


async def test_remarks_about_the_substance_open_a_task_and_hinder_nothing(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")

    on_file = await remarked(ask, studio)
    waiting = (await ask(TODO, OFFICE))["tasks"]["nodes"]
    answered = await done(ask, ANSWER, COUNTY, id=on_file["id"], answer=" 已更正申报表 ")
    settled = (await ask(TODO, OFFICE))["tasks"]["nodes"]

    assert (on_file["status"], on_file["studio"]["status"], on_file["asksAnswer"]) == (
        "FILED_WITH_REMARKS", "ACTIVE", True,
    )  # fmt: skip
    assert on_file["number"] == on_file["studio"]["filingNumber"] is not None
    assert [
        (one["status"], one["rule"], one["dueOn"], one["openDays"], one["body"]["code"], one["subjectId"])
        for one in waiting
    ] == [("OPEN", "A-40", None, 0, "611026", on_file["id"])]  # no document gives a day
    assert "面积与申报表不符" in waiting[0]["why"]
    assert (answered["status"], answered["answer"]) == ("FILED_WITH_REMARKS", "已更正申报表")
    assert answered["answeredOn"] == settled[0]["doneOn"] is not None
    assert [(one["status"], one["outcome"], one["openDays"]) for one in settled] == [("DONE", "已更正申报表", None)]
    assert [one["kind"] for one in (await life(ask, studio))["history"]["nodes"]] == [
        "FILING_SUBMITTED", "FILED", "REMARKS_ANSWERED",
    ]  # fmt: skip


async def test_other_remarks_ask_for_nothing(ask: Asked, world: World) -> None:
    on_file = await remarked(ask, await unfiled(world, "611026"), asks=False)

    refused = await done(ask, ANSWER, COUNTY, id=on_file["id"], answer="已知悉")

    assert on_file["status"] == "FILED_WITH_REMARKS"
    assert (refused["code"], refused["rule"]) == ("WRONG_STATE", "A-40")
    assert (await ask(TODO, OFFICE))["tasks"]["nodes"] == []


async def test_only_the_department_of_the_owner_answers_and_once(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    filing = (await remarked(ask, studio))["id"]

    by_system = await done(ask, ANSWER, CITY, id=filing, answer="已更正")
    elsewhere = await done(ask, ANSWER, PROVINCIAL, id=filing, answer="已更正")
    blank = await done(ask, ANSWER, COUNTY, id=filing, answer="  ")
    await done(ask, ANSWER, COUNTY, id=filing, answer="已更正")
    again = await done(ask, ANSWER, COUNTY, id=filing, answer="再次更正")

    assert (by_system["code"], by_system["rule"]) == ("WRONG_ROLE", "A-40")
    assert elsewhere["code"] == "NOT_FOUND"
    assert (blank["code"], blank["at"]) == ("MISSING_FIELD", "input.answer")
    assert again["code"] == "WRONG_STATE"


async def test_remarks_that_ask_for_an_answer_must_say_what_it_is_about(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")

    refused = await remarked(ask, studio, remarks="  ")

    assert (refused["code"], refused["at"], refused["rule"]) == ("MISSING_FIELD", "input.remarks", "A-40")
    assert (await life(ask, studio))["status"] == "UNFILED_ACTIVE"


async def test_the_task_and_the_filing_say_who_may_answer_now(ask: Asked, world: World) -> None:
    filing = (await remarked(ask, await unfiled(world, "611026")))["id"]

    own = (await ask(TODO, COUNTY))["tasks"]["nodes"][0]["allowedActions"]
    office = (await ask(TODO, OFFICE))["tasks"]["nodes"][0]["allowedActions"]
    shown = (await ask(ALLOWED, COUNTY, id=filing))["node"]["allowedActions"]

    assert own == [{"action": "answerRemarks", "allowed": True, "code": None, "rule": None}]
    assert office == [{"action": "answerRemarks", "allowed": False, "code": "WRONG_ROLE", "rule": "A-40"}]
    assert {"action": "answerRemarks", "allowed": True, "code": None} in shown


async def test_a_due_day_stands_on_the_task_where_a_document_gives_one(
    ask: Asked, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (DueDays(kind=None, body="610000", days=0, document="sx-2024-guidance", clause="试行"),)
    settings = replace(filing_settings(), answer_days=days)
    monkeypatch.setattr(filing_answer, "filing_settings", lambda: settings)

    on_file = await remarked(ask, await unfiled(world, "611026"))

    assert [one["dueOn"] for one in (await ask(TODO, OFFICE))["tasks"]["nodes"]] == [on_file["filedOn"]]
