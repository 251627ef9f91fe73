"""Fifty pushes at once come to one version and one receipt (behaviour.md §2g 3)."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from sqlalchemy import func, select

from hub.store.dialect import table_of
from hub.store.models.journal import AuditEntry
from hub.store.models.rollup import RollupVersion
from hub.store.models.rollup_more import PushAttempt, RollupReceipt
from hub.store.session import Database
from tests.asking import Asked
from tests.quarter.pushes import pushed, receipts, whole

AT_ONCE = 50


async def counted(database: Database, obligation: str) -> tuple[int, int, int, int]:
    """Versions and receipts of an obligation, pushes that are kept, and submissions in the audit trail."""
    version, receipt, attempt, entry = (
        table_of(one) for one in (RollupVersion, RollupReceipt, PushAttempt, AuditEntry)
    )
    statements = (
        select(func.count()).select_from(version).where(version.c.obligation_id == obligation),
        select(func.count()).select_from(receipt).where(receipt.c.obligation_id == obligation),
        select(func.count()).select_from(attempt).where(attempt.c.obligation_id == obligation),
        select(func.count()).select_from(entry).where(entry.c.action == "rollup_version.changed"),
    )
    async with database.read() as connection:
        one, two, three, four = [(await connection.execute(each)).scalar_one() for each in statements]
    return one, two, three, four


async def at_once(ask: Asked, given: dict[str, Any], keys: list[str]) -> list[dict[str, Any]]:
    return await asyncio.gather(*(pushed(ask, given, key) for key in keys))


async def test_fifty_at_once_under_one_key_are_one_version_and_one_receipt(
    ask: Asked, owed: str, database: Database
) -> None:
    """Conformance list 3."""
    answers = await at_once(ask, await whole(ask, owed), ["q1"] * AT_ONCE)

    assert [one for one in answers if one != answers[0]] == []
    assert answers[0]["version"]["status"] == "RECEIPTED"
    assert await counted(database, owed) == (1, 1, 1, 1)


async def test_fifty_at_once_of_one_content_under_keys_of_their_own_share_the_receipt(
    ask: Asked, owed: str, database: Database
) -> None:
    answers = await at_once(ask, await whole(ask, owed), [f"q{number}" for number in range(AT_ONCE)])

    assert Counter(one["outcome"] for one in answers) == {"ACCEPTED": 1, "DUPLICATE": AT_ONCE - 1}
    assert {tuple(receipts(one)) for one in answers} == {tuple(receipts(answers[0]))}
    assert await counted(database, owed) == (1, 1, AT_ONCE, 1)


async def test_of_two_contents_at_once_under_one_key_one_is_taken(ask: Asked, owed: str, database: Database) -> None:
    given = await whole(ask, owed)
    other = {**given, "narratives": [{**one, "text": "另有内容"} for one in given["narratives"]]}
    answers = await asyncio.gather(*(pushed(ask, one, "q1") for one in [given, other] * 5))

    codes = Counter(one.get("outcome") or one["code"] for one in answers)
    assert codes == {"ACCEPTED": 5, "IDEMPOTENCY_KEY_REUSED": 5}
    assert await counted(database, owed) == (1, 1, 2, 1)
