"""A studio passes to another body: it stays the same studio, and what it did stays counted where it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.app import now
from hub.domain.access import Role
from hub.store.owner_change import former_owners
from hub.store.versions import business_day
from hub.sync.resolve import Neighbours
from tests.asking import Asked, Person
from tests.factories import DAY, World
from tests.registry.filing_steps import COUNTY, OFFICE, REFUSED, done, filed, life, to_be_filed, unfiled

NEW_OWNER = Person(role=Role.MANAGING_DEPARTMENT, body="611000", subject="city-department")
PROPOSE = (
    """mutation ($studio: ID!, $body: String!, $reason: String!) {
  done: changeStudioOwner(input: { studioId: $studio, bodyCode: $body, reason: $reason }) {
    ... on Studio { id owner { code } } %s } }"""
    % REFUSED
)
ANSWER = (
    """mutation ($task: ID!, $agreed: Boolean!, $committee: ID, $note: String) {
  done: answerOwnerChange(input: { taskId: $task, agreed: $agreed, committeeId: $committee, note: $note }) {
    ... on Task { id status outcome studio { id owner { code } } } %s } }"""
    % REFUSED
)
OFFERS = """{ tasks(where: { kind: { eq: AGREE_OWNER_CHANGE } }) { nodes { id status why openDays
  allowedActions { action allowed code } } } }"""
STANDS = """query ($id: ID!) { node(id: $id) { ... on Studio { name filingNumber status owner { code }
  committee { id } residencies { nodes { owner { code } } }
  tasks(orderBy: [{ id: ASC }]) { nodes { kind status body { code } } }
  history { nodes { kind rule note { value } owner { code } } } } } }"""
COUNTS = "{ activityTotals(by: [BODY]) { cells { body { code } count } } }"


async def proposed(ask: Asked, studio: str, **more: Any) -> str:
    """The task that a proposal leaves to the new owner."""
    given = {"body": "611000", "reason": "由市政协直接联系"} | more
    found = await done(ask, PROPOSE, COUNTY, studio=studio, **given)
    assert found["owner"] == {"code": "611026"}, found  # nothing has changed yet
    return str((await ask(OFFERS, NEW_OWNER))["tasks"]["nodes"][-1]["id"])


async def test_a_studio_passes_with_its_number_its_people_and_what_is_left_to_do(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026", name="柞水测试室")
    number = (await filed(ask, studio))["number"]
    member = await world.member("611026")
    await world.residency(studio, member, "611026")
    await to_be_filed(world, studio, "611026")
    committee = await world.committee("611000")

    task = await proposed(ask, studio)
    offered = (await ask(OFFERS, NEW_OWNER))["tasks"]["nodes"][0]
    answered = await done(ask, ANSWER, NEW_OWNER, task=task, agreed=True, committee=committee)
    stands = (await ask(STANDS, OFFICE, id=studio))["node"]

    assert offered["openDays"] == 0 and "由市政协直接联系" in offered["why"]
    assert offered["allowedActions"] == [{"action": "answerOwnerChange", "allowed": True, "code": None}]
    assert (answered["status"], answered["outcome"], answered["studio"]["owner"]) == (
        "DONE",
        "同意",
        {"code": "611000"},
    )
    assert (stands["name"], stands["filingNumber"], stands["status"]) == ("柞水测试室", number, "ACTIVE")
    assert (stands["owner"], stands["committee"]) == ({"code": "611000"}, {"id": committee})
    assert [one["owner"]["code"] for one in stands["residencies"]["nodes"]] == ["611000"]
    assert sorted((one["kind"], one["status"], one["body"]["code"]) for one in stands["tasks"]["nodes"]) == [
        ("AGREE_OWNER_CHANGE", "DONE", "611000"),
        ("FILE_AMENDMENT", "OPEN", "611000"),
        ("FILE_STUDIO", "OPEN", "611000"),
    ]
    last = stands["history"]["nodes"][-1]
    assert (last["kind"], last["rule"], last["owner"]["code"]) == ("OWNER_CHANGED", "A-41", "611026")
    assert last["note"]["value"] == "柞水县政协 → 商洛市政协"
    change = await filed(ask, studio, NEW_OWNER, kind="OWNER_CHANGE", before="柞水县政协", after="商洛市政协")
    assert change["number"] == number
    assert ("FILE_AMENDMENT", "DONE") in [
        (one["kind"], one["status"]) for one in (await life(ask, studio))["tasks"]["nodes"]
    ]


async def test_what_it_did_stays_counted_for_the_former_owner(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    await world.activity(studio, "611026", held_on=DAY)

    await done(ask, ANSWER, NEW_OWNER, task=await proposed(ask, studio), agreed=True)
    await world.activity(studio, "611000", held_on=business_day(now()))
    counted = {one["body"]["code"]: one["count"] for one in (await ask(COUNTS, OFFICE))["activityTotals"]["cells"]}

    assert counted == {"611026": 1, "611000": 1}
    stands = (await ask(STANDS, OFFICE, id=studio))["node"]
    assert [one["kind"] for one in stands["tasks"]["nodes"]] == ["AGREE_OWNER_CHANGE"]  # the office knows nothing of it


async def test_what_a_source_brings_late_is_counted_for_the_owner_of_its_day(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    await done(ask, ANSWER, NEW_OWNER, task=await proposed(ask, studio), agreed=True)
    today, county, city = business_day(now()), await world.body("611026"), await world.body("611000")

    async with world.database.read() as connection:
        former = await former_owners(connection, [studio])
    near = Neighbours(rows={}, studio_owners={studio: city}, former=former)

    assert near.owner_of(studio, {"held_on": today - timedelta(days=1)}, "home") == county
    assert near.owner_of(studio, {"held_on": today}, "home") == city
    assert near.owner_of(studio, {"starts_on": DAY}, "home") == city  # what stands in it goes with it
    assert near.owner_of(None, {"held_on": DAY}, "home") == "home"


async def test_a_body_may_decline_and_then_all_stays_as_it_was(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    task = await proposed(ask, studio)

    silent = await done(ask, ANSWER, NEW_OWNER, task=task, agreed=False)
    declined = await done(ask, ANSWER, NEW_OWNER, task=task, agreed=False, note="不便联系")
    again = await done(ask, ANSWER, NEW_OWNER, task=task, agreed=True)

    assert (silent["code"], silent["at"]) == ("MISSING_FIELD", "input.note")
    assert (declined["outcome"], declined["studio"]["owner"]) == ("不同意：不便联系", {"code": "611026"})
    assert again["code"] == "WRONG_STATE"
    assert [one["kind"] for one in (await ask(STANDS, OFFICE, id=studio))["node"]["history"]["nodes"]] == []


async def test_others_can_neither_propose_nor_agree(ask: Asked, world: World) -> None:
    studio = await unfiled(world, "611026")
    elsewhere = await world.committee("611026")

    unknown = await done(ask, PROPOSE, COUNTY, studio=studio, body="999999", reason="调整")
    own = await done(ask, PROPOSE, COUNTY, studio=studio, body="611026", reason="调整")
    above = await done(ask, PROPOSE, NEW_OWNER, studio=studio, body="611000", reason="调整")
    task = await proposed(ask, studio)
    twice = await done(ask, PROPOSE, COUNTY, studio=studio, body="611000", reason="调整")
    by_proposer = await done(ask, ANSWER, COUNTY, task=task, agreed=True)
    wrong = await done(ask, ANSWER, NEW_OWNER, task=task, agreed=True, committee=elsewhere)

    assert (unknown["code"], unknown["at"]) == ("NO_SUCH_BODY", "input.bodyCode")
    assert own["code"] == "SAME_OWNER"
    assert above["code"] == "NOT_FOUND"
    assert twice["code"] == "WRONG_STATE" and twice["rule"] == "A-41"
    assert by_proposer["code"] == "NOT_FOUND"
    assert (wrong["code"], wrong["at"]) == ("NOT_FOUND", "input.committeeId")
    assert (await ask(STANDS, OFFICE, id=studio))["node"]["owner"] == {"code": "611026"}
