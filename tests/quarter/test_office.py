"""What the receiving side does with reports: returning, accepting, exempting, closing and amending (A7 to A11)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from hub.domain.access import Role
from hub.store.models.report import ReportDefinition
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.steps import (
    ACCEPT,
    CLOSE,
    COUNTY,
    EXEMPT,
    LINES,
    OFFICE,
    RETURN,
    SAVE,
    SIGNER,
    SUBMIT,
    SYSTEM,
    VALIDATE,
    WITHDRAW,
    done,
    draft_of,
    opened,
    submitted,
)

GRANT = """mutation ($input: GrantAmendmentInput!) { done: grantAmendment(input: $input) {
  ... on RollupVersion { id number kind status revision } ... on Refused { code message messageEn at rule } } }"""
REVIEW = """mutation ($id: ID!) { done: beginReview(input: { versionId: $id }) {
  ... on RollupVersion { id status reviewBeganAt } ... on Refused { code message messageEn at rule } } }"""
STANDING = """query ($id: ID!) { node(id: $id) { ... on Obligation { status onTime
  versions(orderBy: [{ number: ASC }]) { nodes { id number kind status
    returnItems { nodes { code reason } } } } } } }"""
RESTATED = """query { restatements { nodes { indicator before after isMaterial line { unit { code } } } } }"""
CITY = "611000"


async def test_a_returned_report_comes_back_with_what_it_stated_and_a_line_set_to_nought_is_nought(
    ask: Asked, world: World
) -> None:
    owed, version = await _received(ask, world)
    line = await _activities(ask, version)

    items = [{"lineId": line["id"], "code": "NOT_CLEAR", "text": "请核对该项"}]
    returned = await done(ask, RETURN, OFFICE, input={"versionId": version, "items": items})

    assert returned["status"] == "RETURNED", returned
    again = await draft_of(ask, owed[CITY])
    assert (again["number"], again["status"]) == (2, "DRAFT")
    kept = await _activities(ask, again["id"])
    assert kept["claimed"] == line["claimed"] == "3"
    nought = {
        "unit": CITY,
        "indicator": "activities",
        "firstKey": kept["firstKey"],
        "secondKey": kept["secondKey"],
        "value": 0,
        "reasonCode": "DUPLICATE",
    }
    given = {"obligationId": owed[CITY], "expectedRevision": again["revision"], "lines": [nought]}
    await done(ask, SAVE, SYSTEM, input=given)
    second = await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY)
    assert second["status"] == "RECEIPTED", second
    assert (await _activities(ask, second["id"]))["claimed"] == "0"
    standing = (await ask(STANDING, OFFICE, id=owed[CITY]))["node"]
    assert [one["status"] for one in standing["versions"]["nodes"]] == ["RETURNED", "RECEIPTED"]
    assert standing["versions"]["nodes"][0]["returnItems"]["nodes"] == [{"code": "NOT_CLEAR", "reason": "请核对该项"}]


async def test_a_return_says_what_is_to_be_corrected_and_at_which_line(ask: Asked, world: World) -> None:
    _, version = await _received(ask, world)

    bare = await done(ask, RETURN, OFFICE, input={"versionId": version, "items": []})
    strange = await done(
        ask, RETURN, OFFICE, input={"versionId": version, "items": [{"lineId": "rll_x", "code": "A", "text": "b"}]}
    )

    assert (bare["code"], bare["at"], bare["rule"]) == ("MISSING_FIELD", "input.items", "A7")
    assert (strange["code"], strange["at"]) == ("NO_SUCH_LINE", "input.items.0")


async def test_who_submitted_never_accepts_whatever_roles_the_same_person_holds(ask: Asked, world: World) -> None:
    _, version = await _received(ask, world)
    same = Person(role=Role.PROVINCE_OFFICE, body="610000", subject=SIGNER.subject)

    refused = await done(ask, ACCEPT, same, input={"versionId": version})

    assert refused == {
        "code": "OWN_SUBMISSION",
        "message": "接受须由提交人以外的人员办理",
        "messageEn": "accepting is done by somebody other than who submitted it",
        "at": None,
        "rule": "I8",
    }


async def test_a_difference_is_settled_line_by_line_before_a_report_is_accepted(ask: Asked, world: World) -> None:
    owed = await _opened(ask, world)
    draft = await draft_of(ask, owed[CITY])
    line = await _activities(ask, draft["id"])
    more = {
        "unit": CITY,
        "indicator": "activities",
        "firstKey": line["firstKey"],
        "secondKey": line["secondKey"],
        "value": 5,
        "reasonCode": "PAPER_ONLY",
    }
    await done(
        ask, SAVE, SYSTEM, input={"obligationId": owed[CITY], "expectedRevision": draft["revision"], "lines": [more]}
    )
    version = (await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY))["id"]

    unsettled = await done(ask, ACCEPT, OFFICE, input={"versionId": version})
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": version, "explanations": [line["id"]]})

    assert (unsettled["code"], unsettled["rule"]) == ("LINES_UNSETTLED", "A8")
    assert accepted["status"] == "ACCEPTED", accepted


async def test_what_agrees_in_every_line_is_accepted_by_itself_where_the_definition_says_so(
    ask: Asked, world: World
) -> None:
    owed = await _opened(ask, world)
    async with world.database.write() as connection:
        await connection.execute(update(ReportDefinition).values(auto_accept=True))

    found = await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY)

    assert found["status"] == "ACCEPTED", found
    standing = (await ask(STANDING, OFFICE, id=owed[CITY]))["node"]
    assert standing["status"] == "ACCEPTED"


async def test_a_report_is_withdrawn_until_its_review_begins(ask: Asked, world: World) -> None:
    owed, version = await _received(ask, world)

    withdrawn = await done(ask, WITHDRAW, SIGNER, id=version)
    second = (await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY))["id"]
    await done(ask, REVIEW, OFFICE, id=second)
    late = await done(ask, WITHDRAW, SIGNER, id=second)

    assert withdrawn["status"] == "WITHDRAWN", withdrawn
    assert (late["code"], late["message"]) == ("WRONG_STATE", "受理方已开始审核，不能撤回；如需更正，请联系受理方退回")


async def test_a_period_closes_when_nothing_is_left_and_then_nothing_is_submitted(ask: Asked, world: World) -> None:
    period, owed, version = await _settled(ask, world)

    closed = await done(ask, CLOSE, OFFICE, id=period)
    standing = (await ask(STANDING, OFFICE, id=owed[CITY]))["node"]
    late = await done(ask, VALIDATE, SIGNER, id=owed[CITY])

    assert closed["status"] == "CLOSED", closed
    assert (standing["status"], standing["versions"]["nodes"][0]["status"]) == ("CLOSED", "LOCKED")
    assert standing["versions"]["nodes"][0]["id"] == version
    assert (late["code"], late["rule"]) == ("WRONG_STATE", "I2")


async def test_a_period_with_units_left_does_not_close(ask: Asked, world: World) -> None:
    period, _ = await opened(ask)

    refused = await done(ask, CLOSE, OFFICE, id=period)
    stranger = await done(ask, CLOSE, Person(role=Role.PROVINCE_OFFICE, body="440000", subject="gd"), id=period)

    assert (refused["code"], refused["rule"]) == ("OBLIGATIONS_LEFT", "A9")
    assert stranger["code"] == "WRONG_ROLE"


async def test_an_amendment_stays_within_its_grant_and_what_it_replaces_stays_beside_it(
    ask: Asked, world: World
) -> None:
    period, owed, version = await _settled(ask, world)
    await done(ask, CLOSE, OFFICE, id=period)
    line = await _activities(ask, version)
    wish = {"versionId": version, "reason": "演示：补报", "expiresOn": "2999-12-31", "lines": [line["id"]]}

    granted = await done(ask, GRANT, OFFICE, input=wish)
    twice = await done(ask, GRANT, OFFICE, input=wish)
    assert (granted["kind"], granted["number"]) == ("AMENDMENT", 2), granted
    assert (twice["code"], twice["rule"]) == ("GRANT_STANDS", "A10")

    outside = {"unit": CITY, "indicator": "proposals", "value": 9, "reasonCode": "PAPER_ONLY"}
    inside = {
        "unit": CITY,
        "indicator": "activities",
        "firstKey": line["firstKey"],
        "secondKey": line["secondKey"],
        "value": 4,
        "reasonCode": "PAPER_ONLY",
    }
    strange = await _saved(ask, owed[CITY], granted["revision"], outside)
    assert (strange["code"], strange["rule"]) == ("OUT_OF_SCOPE", "A10")
    changed = await _saved(ask, owed[CITY], granted["revision"], inside)
    assert changed["status"] == "DRAFT", changed
    valid = await done(ask, VALIDATE, SIGNER, id=owed[CITY])
    amended = await done(ask, SUBMIT, SIGNER, id=owed[CITY], digest=valid["digest"])
    assert amended["status"] == "RECEIPTED", amended
    again = await _activities(ask, amended["id"])
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": amended["id"], "explanations": [again["id"]]})

    assert accepted["status"] == "LOCKED", accepted
    standing = (await ask(STANDING, OFFICE, id=owed[CITY]))["node"]
    assert [one["status"] for one in standing["versions"]["nodes"]] == ["SUPERSEDED", "LOCKED"]
    assert (await _activities(ask, version))["claimed"] == "3"
    assert (await ask(RESTATED, OFFICE))["restatements"]["nodes"] == [
        {"indicator": "activities", "before": "3", "after": "4", "isMaterial": None, "line": {"unit": {"code": CITY}}}
    ]


@pytest.mark.parametrize("person", [COUNTY, Person(role=Role.MANAGING_DEPARTMENT, body="610800", subject="other")])
async def test_nobody_writes_in_the_report_of_another_unit(ask: Asked, world: World, person: Person) -> None:
    owed = await _opened(ask, world)

    refused = await done(ask, SAVE, person, input={"obligationId": owed[CITY], "expectedRevision": 1})

    assert (refused["code"], refused["at"]) == ("NOT_FOUND", "input.obligationId")


async def test_a_county_reads_the_section_that_its_city_reports_of_it_and_no_other(ask: Asked, world: World) -> None:
    await _opened(ask, world)

    query = "{ rollupLines(first: 200) { nodes { unit { code } } } }"
    units = {one["unit"]["code"] for one in (await ask(query, COUNTY))["rollupLines"]["nodes"]}

    assert units == {"611026"}


async def _opened(ask: Asked, world: World) -> dict[str, str]:
    studio = await world.studio(CITY)
    for _ in range(3):
        await world.activity(studio, CITY)
    _, owed = await opened(ask)
    return owed


async def _received(ask: Asked, world: World) -> tuple[dict[str, str], str]:
    owed = await _opened(ask, world)
    found = await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY)
    assert found["status"] == "RECEIPTED", found
    return owed, str(found["id"])


async def _settled(ask: Asked, world: World) -> tuple[str, dict[str, str], str]:
    """One city accepted and all others exempt."""
    studio = await world.studio(CITY)
    for _ in range(3):
        await world.activity(studio, CITY)
    period, owed = await opened(ask)
    version = (await submitted(ask, owed[CITY], editor=SYSTEM, signer=SIGNER, code=CITY))["id"]
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": version})
    assert accepted["status"] == "ACCEPTED", accepted
    for code in owed.keys() - {CITY}:
        exempt = await done(ask, EXEMPT, OFFICE, id=owed[code], reason="测试：本季度无工作室")
        assert exempt["status"] == "EXEMPT", exempt
    return period, owed, str(version)


async def _saved(ask: Asked, obligation: str, revision: int, line: dict[str, Any]) -> dict[str, Any]:
    given = {"obligationId": obligation, "expectedRevision": revision, "lines": [line]}
    return await done(ask, SAVE, SYSTEM, input=given)


async def _activities(ask: Asked, version: str) -> dict[str, Any]:
    """The one line of activities of the city's own level that has records behind it."""
    lines = (await ask(LINES, OFFICE, version=version))["node"]["lines"]["nodes"]
    (found,) = [
        one
        for one in lines
        if one["unit"]["code"] == CITY and one["indicator"] == "activities" and one["computed"] == "3"
    ]
    line: dict[str, Any] = found
    return line
