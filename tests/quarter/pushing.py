"""Pushing facts as a city's system does, and what is asked of them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.asking import SHANGLUO, Asked, Person

REASON = "refusal { code message messageEn at }"
PUSH = """mutation ($input: PushFactsInput!, $key: String) {
  done: pushFacts(input: $input, requestKey: $key) {
    ... on FactsPushed { kept fetched new changed unchanged quarantined tombstoned runId
      run { status fetched new changed unchanged quarantined tombstoned stale trigger pages }
      rows { list index externalId outcome nodeId %s } refused { externalId %s } }
    ... on Refused { code message messageEn at } } }""" % (REASON, REASON)
HELD = """{ activities(first: 500) { totalCount nodes { id topic studio { id } membersCount
  provenance { externalId run { id } source { code kind } } } } }"""
TOTAL = "{ activities { totalCount } dutyShifts { totalCount } opinions { totalCount } outputs { totalCount } }"


def activity(studio: str, key: str, **more: Any) -> dict[str, Any]:
    """An activity as a system pushes it."""
    row = {"externalId": key, "studio": studio, "kind": "READING", "mode": "ONLINE", "topic": f"读书{key}"}
    return row | {"heldOn": "2026-02-03"} | more


def shift(studio: str, key: str, **more: Any) -> dict[str, Any]:
    """A duty shift as a system pushes it."""
    return {"externalId": key, "studio": studio, "heldOn": "2026-02-03", "mode": "ONLINE"} | more


def opinion(studio: str, key: str, **more: Any) -> dict[str, Any]:
    """An opinion as a system pushes it."""
    row = {"externalId": key, "studio": studio, "receivedOn": "2026-02-03", "channel": "WALK_IN"}
    return row | {"opinionClass": "PROBLEM", "topic": "路灯不亮", "status": "REGISTERED"} | more


def output(studio: str | None, key: str, **more: Any) -> dict[str, Any]:
    """An output as a system pushes it."""
    row = {"externalId": key, "kind": "PROPOSAL", "titleText": f"测试提案{key}", "submittedOn": "2026-02-03"}
    return row | ({} if studio is None else {"studio": studio}) | more


async def pushed(
    ask: Asked,
    person: Person = SHANGLUO,
    *,
    mode: str = "ROW_BY_ROW",
    key: str | None = None,
    **rows: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """What a push came to."""
    found: dict[str, Any] = (await ask(PUSH, person, input={"mode": mode, **rows}, key=key))["done"]
    return found


def outcomes(answer: dict[str, Any]) -> list[str]:
    """The outcome of each row, or the code of its refusal."""
    return [row["outcome"] if row["refusal"] is None else row["refusal"]["code"] for row in answer["rows"]]
