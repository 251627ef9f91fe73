"""The steps of filing as callers ask for them, and the studios they are about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from hub.app import now
from hub.auth.development import Wish
from hub.domain.access import Role
from hub.domain.ids import new_id
from hub.domain.registry_words import TaskKind, TaskStatus
from hub.domain.words import StudioStatus
from hub.store.models.task import Task
from tests.asking import Asked, Person
from tests.factories import MOMENT, World

OFFICE = Person(role=Role.PROVINCE_OFFICE, body="610000", subject="office")
PROVINCIAL = Person(role=Role.MANAGING_DEPARTMENT, body="610000", subject="provincial-department")
CITY = Person(role=Role.CITY_SYSTEM, body="611000", subject="city-system")
COUNTY = Person(role=Role.MANAGING_DEPARTMENT, body="611026", subject="county-department")
GUANGDONG = Person(role=Role.PROVINCE_OFFICE, body="440000", subject="guangdong-office")

APPROVED, PLAQUED = date(2024, 3, 1), date(2024, 3, 20)

FILING = """... on Filing { id kind status number receiptNumber attempt defects remarks filedOn dueOn before after
  revision studio { id name status filingNumber filedOn } }"""
REFUSED = "... on Refused { code message messageEn at rule }"
SUBMIT = """mutation ($studio: ID!, $kind: FilingKind, $before: String, $after: String, $key: String) {
  done: submitFiling(input: { studioId: $studio, kind: $kind, before: $before, after: $after }, requestKey: $key) {
    %s %s } }""" % (FILING, REFUSED)
RECEIVE = "mutation ($id: ID!) { done: receiveFiling(input: { filingId: $id }) { %s %s } }" % (FILING, REFUSED)
RETURN = """mutation ($id: ID!, $defects: [String!]!) {
  done: returnFiling(input: { filingId: $id, defects: $defects }) { %s %s } }""" % (FILING, REFUSED)
ACCEPT = """mutation ($id: ID!, $remarks: String) {
  done: acceptFiling(input: { filingId: $id, remarks: $remarks }) { %s %s } }""" % (FILING, REFUSED)
RENAME = """mutation ($studio: ID!, $name: String!) {
  done: renameStudio(input: { studioId: $studio, name: $name }) { ... on Studio { id name filingNumber } %s } }""" % (
    REFUSED
)
LIFE = """query ($id: ID!) { node(id: $id) { ... on Studio { name status filingNumber filedOn
  history(orderBy: [{ position: ASC }]) { nodes { kind role rule statusBefore statusAfter note { value } } }
  filings(orderBy: [{ submittedOn: ASC }, { attempt: ASC }]) { totalCount nodes { id kind status attempt number } }
  tasks { nodes { kind status rule why dueOn outcome } } } } }"""


async def unfiled(world: World, body: str, **given: Any) -> str:
    """A studio that was approved, has its plaque, and is not on file."""
    days = {"approved_on": APPROVED, "plaqued_on": PLAQUED}
    return await world.studio(body, **({"status": StudioStatus.UNFILED_ACTIVE} | days | given))


async def done(ask: Asked, query: str, person: Person, **variables: Any) -> dict[str, Any]:
    """What a step came to: a row, or a refusal."""
    found: dict[str, Any] = (await ask(query, person, **variables))["done"]
    return found


async def submitted(ask: Asked, studio: str, person: Person = COUNTY, **more: Any) -> str:
    """The filing that a submission came to."""
    found = await done(ask, SUBMIT, person, studio=studio, **more)
    assert found.get("status") == "SUBMITTED", found
    return str(found["id"])


async def filed(ask: Asked, studio: str, person: Person = COUNTY, **more: Any) -> dict[str, Any]:
    """A filing that went all the way."""
    filing = await submitted(ask, studio, person, **more)
    await done(ask, RECEIVE, OFFICE, id=filing)
    return await done(ask, ACCEPT, OFFICE, id=filing)


async def life(ask: Asked, studio: str, person: Person = OFFICE) -> dict[str, Any]:
    """A studio's state, its steps, its filings and what is to be done about it."""
    found: dict[str, Any] = (await ask(LIFE, person, id=studio))["node"]
    return found


async def asked_as(ask: Asked, query: str, *, wish: Wish, **variables: Any) -> dict[str, Any]:
    """The answer to a token that says just what is wished."""
    issuer = ask.hub.development
    assert issuer is not None
    token = issuer.mint(wish, now=now(), ttl=timedelta(hours=1))
    answer: dict[str, Any] = (await ask.post({"query": query, "variables": variables}, token=token)).json()
    return answer


async def to_be_filed(world: World, studio: str, body: str) -> None:
    """The task that the grant of a plaque leaves."""
    row = {
        "id": new_id(Task.prefix, MOMENT, seed=studio.encode()),
        "body_id": await world.body(body),
        "studio_id": studio,
        "kind": TaskKind.FILE_STUDIO,
        "status": TaskStatus.OPEN,
        "rule": "R-77",
        "why": "授牌后办理备案",
        "raised_on": PLAQUED,
        "recorded_at": MOMENT,
    }
    async with world.database.write() as connection:
        await connection.execute(insert(Task).values(row))
