"""What each caller owes, by when, how far it is, and which mutation does it; and what waits for the office (§2a)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Refusal
from hub.domain.rollup_owed import days_left
from hub.store.session import Database
from tests.asking import Asked, Person
from tests.factories import World
from tests.quarter.due import changed, with_calendar, with_due_day, with_setting
from tests.quarter.steps import (
    COUNTY,
    OFFICE,
    OPEN,
    RECOMPUTE,
    SIGNER,
    SUBMIT,
    SYSTEM,
    VALIDATE,
    WITHDRAW,
    done,
    opened,
    told,
)

MINE = """query ($first: Int! = 50) { myObligations(first: $first) {
  owed { ...One } moreOwed waiting { ...One } moreWaiting } }
fragment One on OwedReport { definition name period goesTo dueOn workingDaysLeft noDays noDaysEn status
  nextAction { action allowed code message rule } obligation { id body { code } studio { name } }
  version { id number status } }"""
REVIEW = """mutation ($id: ID!) { done: beginReview(input: { versionId: $id }) {
  ... on RollupVersion { id } ... on Refused { code } } }"""
YEAR = WorkingCalendar(years=frozenset({2026}), differs={date(2026, 10, 1): False})


async def mine(ask: Asked, person: Person, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(MINE, person, **given))["myObligations"]
    return found


async def step(ask: Asked, person: Person) -> tuple[str, str | None, bool, str | None] | None:
    """The next action on the one thing a caller owes: the state of the version, the mutation, and why not."""
    (one,) = (await mine(ask, person))["owed"]
    action = one["nextAction"]
    if action is None:
        return None
    return one["version"] and one["version"]["status"], action["action"], action["allowed"], action["code"]


@pytest.mark.parametrize(
    ("due", "today", "days"),
    [
        (date(2026, 10, 9), date(2026, 9, 30), 6),
        (date(2026, 10, 9), date(2026, 10, 9), 0),
        (date(2026, 10, 9), date(2026, 10, 12), -1),
    ],
)
def test_working_days_are_counted_to_the_due_day_and_past_it(due: date, today: date, days: int) -> None:
    assert days_left(due, YEAR, today=today).days == days


def test_days_that_cannot_be_told_say_why() -> None:
    none = days_left(None, YEAR, today=date(2026, 10, 9))
    ahead = days_left(date(2027, 1, 8), YEAR, today=date(2026, 12, 30))
    broken = days_left(date(2026, 10, 9), Refusal(code="X", zh="有误", en="wrong"), today=date(2026, 10, 8))

    assert none.days is ahead.days is broken.days is None
    assert none.why is not None and "A-43" in none.why.zh
    assert ahead.why is not None and "2027" in ahead.why.zh
    assert broken.why is not None and broken.why.zh == "有误"


async def test_a_city_is_told_step_by_step_what_does_its_report(ask: Asked, database: Database, world: World) -> None:
    await with_setting(database, two_person=True)
    assert await world.studio("611000")
    _, owed = await opened(ask)
    obligation = owed["611000"]

    (first,) = (await mine(ask, SIGNER))["owed"]
    assert (first["definition"], first["period"], first["goesTo"]) == (
        "province-quarterly",
        "2026-Q1",
        "PROVINCE_OFFICE",
    )
    assert first["obligation"] == {"id": obligation, "body": {"code": "611000"}, "studio": None}
    assert (first["dueOn"], first["workingDaysLeft"]) == (None, None)
    assert "A-43" in first["noDays"]
    assert await step(ask, SIGNER) == ("DRAFT", "saveRollupDraft", True, None)
    await told(ask, obligation, SYSTEM)
    assert await step(ask, SIGNER) == ("DRAFT", "validateRollup", True, None)
    valid = await done(ask, VALIDATE, SYSTEM, id=obligation)
    assert await step(ask, SIGNER) == ("VALIDATED", "submitRollup", True, None)
    assert await step(ask, SYSTEM) == ("VALIDATED", "submitRollup", False, "SECOND_PERSON")
    sent = await done(ask, SUBMIT, SIGNER, id=obligation, digest=valid["digest"])
    assert sent["status"] == "RECEIPTED", sent
    assert await step(ask, SIGNER) is None

    (waits,) = (await mine(ask, OFFICE))["waiting"]
    assert (waits["version"]["id"], waits["status"]) == (sent["id"], "RECEIVED")
    assert (waits["nextAction"]["action"], waits["nextAction"]["allowed"]) == ("beginReview", True)
    await done(ask, REVIEW, OFFICE, id=sent["id"])
    (waits,) = (await mine(ask, OFFICE))["waiting"]
    assert waits["nextAction"]["action"] == "acceptRollup"


async def test_what_was_withdrawn_is_owed_again(ask: Asked, world: World) -> None:
    assert await world.studio("611000")
    _, owed = await opened(ask)
    await told(ask, owed["611000"], SYSTEM)
    valid = await done(ask, VALIDATE, SIGNER, id=owed["611000"])
    sent = await done(ask, SUBMIT, SIGNER, id=owed["611000"], digest=valid["digest"])
    assert len((await mine(ask, OFFICE))["waiting"]) == 1

    await done(ask, WITHDRAW, SIGNER, id=sent["id"])

    assert (await mine(ask, OFFICE))["waiting"] == []
    assert await step(ask, SIGNER) == ("DRAFT", "saveRollupDraft", True, None)


async def test_nobody_is_told_what_others_owe(ask: Asked) -> None:
    await opened(ask)

    for person in (COUNTY, OFFICE, Person(role=Role.AUDITOR, body="610000")):
        found = await mine(ask, person)
        assert (found["owed"], found["waiting"]) == ([], []), person
    (own,) = (await mine(ask, Person(role=Role.MANAGING_DEPARTMENT, body="610400")))["owed"]
    assert own["obligation"]["body"]["code"] == "610400"


async def test_a_studio_owes_its_summary_to_its_committee_by_the_end_of_november(
    ask: Asked, database: Database, world: World
) -> None:
    await with_calendar(database, *range(2026, 2101))
    committee = await world.committee("611000")
    studio = await world.studio("611000", name="测试甲室", committee_id=committee)
    await world.studio("611000", name="测试乙室", committee_id=committee)
    found = await done(ask, OPEN, OFFICE, definition="studio-annual", period="2099")
    assert found["obligations"]["totalCount"] == 2, found
    convener = Person(role=Role.CONVENER, body="611000", studio=studio, subject="convener")

    (own,) = (await mine(ask, convener))["owed"]

    assert (own["obligation"]["studio"]["name"], own["dueOn"]) == ("测试甲室", "2099-11-30")
    assert own["workingDaysLeft"] > 0
    assert (own["goesTo"], own["version"]) == ("SPECIAL_COMMITTEE", None)
    assert (own["nextAction"]["action"], own["nextAction"]["allowed"]) == ("recomputeRollup", True)
    made = await done(ask, RECOMPUTE, convener, id=own["obligation"]["id"])
    assert made["status"] == "DRAFT", made
    assert await step(ask, convener) == ("DRAFT", "saveRollupDraft", True, None)


async def test_open_reports_come_first_and_pages_say_that_there_is_more(
    ask: Asked, database: Database, world: World
) -> None:
    assert await world.studio("611000")
    await with_calendar(database, *range(2026, 2101))
    _, owed = await opened(ask)
    await told(ask, owed["611000"], SYSTEM)
    valid = await done(ask, VALIDATE, SIGNER, id=owed["611000"])
    await done(ask, SUBMIT, SIGNER, id=owed["611000"], digest=valid["digest"])
    await with_due_day(database, working_day=5)
    later = await done(ask, OPEN, OFFICE, definition="province-quarterly", period="2026-Q2")
    assert "id" in later, later

    await changed(database, owed["611000"], due_effective=date(2026, 1, 5))  # earlier, and nothing is to be done

    both, one = await mine(ask, SIGNER), await mine(ask, SIGNER, first=1)

    assert [(each["period"], each["status"]) for each in both["owed"]] == [
        ("2026-Q2", "EXPECTED"),
        ("2026-Q1", "RECEIVED"),
    ]
    assert not both["moreOwed"]
    assert ([each["period"] for each in one["owed"]], one["moreOwed"]) == (["2026-Q2"], True)
    answer = await ask.raw(MINE, SIGNER, variables={"first": 0})
    assert answer["errors"][0]["extensions"]["code"] == "PAGE_SIZE"
