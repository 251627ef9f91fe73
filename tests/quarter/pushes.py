"""Pushes as a city's system sends them."""

from __future__ import annotations

from typing import Any

from tests.asking import Asked, Person
from tests.quarter.steps import LINES, NOTHING, QUARTER, REFUSED, REPORT, SIGNER, SYSTEM, draft_of

CITY, COUNTY = "611000", "611026"
PUSH = """mutation ($input: PushRollupInput!, $key: String) { done: pushRollup(input: $input, requestKey: $key) {
  ... on PushAttempt { id outcome findings
    version { id number status revision digest obligation { receipts { nodes { number version { id } } } } } } %s } }
""" % (REFUSED)
ATTEMPTS = """query ($id: String!) { pushAttempts(first: 100, where: { obligation: { id: { eq: $id } } }) {
  totalCount nodes { id outcome findings key { value } version { id } } } }"""


def line(unit: str, indicator: str, value: int | None = None, **more: Any) -> dict[str, Any]:
    """A line as it is stated."""
    return {"unit": unit, "indicator": indicator, "value": value, **more}


def texts(unit: str = CITY) -> list[dict[str, Any]]:
    """What must be told in words."""
    return [
        {"unit": unit, "indicator": one, "theme": "联动", "heading": "无", "text": NOTHING}
        for one in ("good-experience", "good-practice")
    ]


async def stated(ask: Asked, obligation: str, *, units: set[str] | None = None) -> list[dict[str, Any]]:
    """The lines of the newest version as a system would state them: what was computed."""
    draft = await draft_of(ask, obligation)
    nodes = (await ask(LINES, SIGNER, version=draft["id"]))["node"]["lines"]["nodes"]
    return [
        line(
            one["unit"]["code"],
            one["indicator"],
            int(one["claimed"]),
            firstKey=one["firstKey"],
            secondKey=one["secondKey"],
        )
        for one in nodes
        if units is None or one["unit"]["code"] in units
    ]


async def whole(ask: Asked, obligation: str, **more: Any) -> dict[str, Any]:
    """A push of every section with what the records give."""
    lines = await stated(ask, obligation)
    units = list(dict.fromkeys(one["unit"] for one in lines))
    return push_of(units, lines, narratives=texts(), **more)


def push_of(units: list[str], lines: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The input of a push."""
    return {"definition": REPORT, "period": QUARTER, "body": CITY, "units": units, "lines": lines, **more}


async def pushed(ask: Asked, given: dict[str, Any], key: str | None, person: Person = SYSTEM) -> dict[str, Any]:
    """What a push comes to: what was kept of it, or a refusal."""
    found: dict[str, Any] = (await ask(PUSH, person, input=given, key=key))["done"]
    return found


async def attempts(ask: Asked, obligation: str) -> list[dict[str, Any]]:
    """The pushes that are kept for an obligation."""
    found: list[dict[str, Any]] = (await ask(ATTEMPTS, SIGNER, id=obligation))["pushAttempts"]["nodes"]
    return found


def receipts(came: dict[str, Any]) -> list[str]:
    """The receipts given for the obligation of a push."""
    return [one["number"] for one in came["version"]["obligation"]["receipts"]["nodes"]]


def found(given: dict[str, Any], indicator: str, unit: str = CITY) -> dict[str, Any]:
    """A line of a push, the one with the largest figure."""
    rows = [one for one in given["lines"] if (one["unit"], one["indicator"]) == (unit, indicator)]
    return max(rows, key=lambda one: int(one["value"]))


async def claims_of(ask: Asked, obligation: str) -> dict[tuple[str, str, str, str], Any]:
    """What the newest version claims, by line."""
    draft = await draft_of(ask, obligation)
    nodes = (await ask(LINES, SIGNER, version=draft["id"]))["node"]["lines"]["nodes"]
    return {(one["unit"]["code"], one["indicator"], one["firstKey"], one["secondKey"]): one["claimed"] for one in nodes}
