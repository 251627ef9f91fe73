"""The steps of a quarter as its callers ask for them."""

from __future__ import annotations

from typing import Any

from hub.domain.access import Role
from tests.asking import Asked, Person

OFFICE = Person(role=Role.PROVINCE_OFFICE, body="610000", subject="office")
SECOND = Person(role=Role.PROVINCE_OFFICE, body="610000", subject="office-second")
SYSTEM = Person(role=Role.CITY_SYSTEM, body="611000", subject="city-system")
SIGNER = Person(role=Role.MANAGING_DEPARTMENT, body="611000", subject="city-signer")
COUNTY = Person(role=Role.MANAGING_DEPARTMENT, body="611026", subject="county-department")
YULIN = Person(role=Role.MANAGING_DEPARTMENT, body="610800", subject="yulin-signer")

REPORT, QUARTER = "province-quarterly", "2026-Q1"
"""The report and the period in which rows of the factories lie."""

REFUSED = "... on Refused { code message messageEn at rule }"
VERSION = """... on RollupVersion { id number kind status revision digest units
  findings { nodes { rule severity place message } } }"""
OPEN = """mutation ($definition: String!, $period: String!) {
  done: openPeriod(input: { definition: $definition, period: $period }) {
    ... on ReportPeriod { id label startsOn endsOn status obligations(first: 50) { totalCount
      nodes { id status dueOriginal body { code } } } } %s } }""" % (REFUSED)
SAVE = """mutation ($input: SaveRollupDraftInput!) { done: saveRollupDraft(input: $input) { %s %s } }""" % (
    VERSION,
    REFUSED,
)
LINES = """query ($version: ID!) { node(id: $version) { ... on RollupVersion { number status
  lines(first: 500) { nodes { id indicator firstKey secondKey valueKind claimed computed net gross pending late status
    unit { code } explanation } }
  narratives { nodes { indicator theme heading bodyText } } } } }"""


def _of_obligation(name: str) -> str:
    return "mutation ($id: ID!) { done: %s(input: { obligationId: $id }) { %s %s } }" % (name, VERSION, REFUSED)


RECOMPUTE, VALIDATE = _of_obligation("recomputeRollup"), _of_obligation("validateRollup")
SUBMIT = """mutation ($id: ID!, $digest: String!) {
  done: submitRollup(input: { obligationId: $id, digest: $digest }) { %s %s } }""" % (VERSION, REFUSED)
ACCEPT = """mutation ($input: AcceptRollupInput!) { done: acceptRollup(input: $input) { %s %s } }""" % (
    VERSION,
    REFUSED,
)
RETURN = """mutation ($input: ReturnRollupInput!) {
  done: returnRollup(input: $input) { %s %s } }""" % (VERSION, REFUSED)
WITHDRAW = """mutation ($id: ID!) { done: withdrawRollup(input: { versionId: $id }) { %s %s } }""" % (VERSION, REFUSED)
CLOSE = """mutation ($id: ID!) { done: closePeriod(input: { periodId: $id }) {
  ... on ReportPeriod { id status } %s } }""" % (REFUSED)
EXEMPT = """mutation ($id: ID!, $reason: String!) { done: exemptUnit(input: { obligationId: $id, reason: $reason }) {
  ... on Obligation { id status exemption } %s } }""" % (REFUSED)
NOTHING = "本季度没有需要单列的内容"


async def done(ask: Asked, query: str, person: Person, **variables: Any) -> dict[str, Any]:
    """What a step came to: a row, or a refusal."""
    found: dict[str, Any] = (await ask(query, person, **variables))["done"]
    return found


async def opened(ask: Asked) -> tuple[str, dict[str, str]]:
    """The quarter opened by the office: its identifier, and the obligations by the code of who owes."""
    found = await done(ask, OPEN, OFFICE, definition=REPORT, period=QUARTER)
    assert "id" in found, found
    owed = {one["body"]["code"]: one["id"] for one in found["obligations"]["nodes"]}
    return found["id"], owed


async def draft_of(ask: Asked, obligation: str, person: Person = SIGNER) -> dict[str, Any]:
    """The newest version of an obligation."""
    query = """query ($id: ID!) { node(id: $id) { ... on Obligation { status onTime
      versions(orderBy: [{ number: DESC }], first: 1) { nodes { id number status revision digest } } } } }"""
    found = (await ask(query, person, id=obligation))["node"]
    version: dict[str, Any] = found["versions"]["nodes"][0]
    return version


async def told(ask: Asked, obligation: str, person: Person = SIGNER, code: str = "611000") -> dict[str, Any]:
    """The draft with its narrative parts told, which a submission needs."""
    draft = await draft_of(ask, obligation, person)
    texts = [
        {"unit": code, "indicator": one, "theme": "联动", "heading": "无", "text": NOTHING}
        for one in ("good-experience", "good-practice")
    ]
    given = {"obligationId": obligation, "expectedRevision": draft["revision"], "narratives": texts}
    return await done(ask, SAVE, person, input=given)


async def submitted(ask: Asked, obligation: str, *, editor: Person, signer: Person, code: str) -> dict[str, Any]:
    """A version told, validated and submitted by two people."""
    await told(ask, obligation, editor, code)
    valid = await done(ask, VALIDATE, signer, id=obligation)
    assert valid["status"] == "VALIDATED", valid
    return await done(ask, SUBMIT, signer, id=obligation, digest=valid["digest"])
