"""One answer to a push however often it comes: its key, its content, and what is kept of it (behaviour.md §2a, §2g)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from hub.store import push_attempts, session
from hub.store.dialect import is_postgresql, table_of
from hub.store.models.rollup import Obligation
from hub.store.session import Database
from tests.asking import Asked, Person, hub_over, patient
from tests.quarter.pushes import COUNTY, attempts, claims_of, found, push_of, pushed, receipts, stated, whole
from tests.quarter.steps import ACCEPT, OFFICE, SIGNER, SYSTEM, WITHDRAW, done

YULIN_SYSTEM = Person(role=SYSTEM.role, body="610800", subject="yulin-system")


async def test_the_same_key_and_content_have_the_same_answer_whatever_the_order(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    first = await pushed(ask, given, "q1")
    turned = {**given, "lines": given["lines"][::-1], "units": given["units"][::-1]}

    assert await pushed(ask, turned, "q1") == first
    assert len(await attempts(ask, owed)) == 1


async def test_an_answer_is_given_again_after_the_report_was_accepted(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    first = await pushed(ask, given, "q1")
    accepted = await done(ask, ACCEPT, OFFICE, input={"versionId": first["version"]["id"]})
    again, other = await pushed(ask, given, "q1"), await pushed(ask, given, "q2")

    assert accepted["status"] == "ACCEPTED"
    assert (again["id"], receipts(again)) == (first["id"], receipts(first))
    assert (other["outcome"], receipts(other)) == ("DUPLICATE", receipts(first))


async def test_same_key_with_other_content_is_refused_with_the_difference_and_only_kept(ask: Asked, owed: str) -> None:
    """Conformance list 4."""
    given = await whole(ask, owed)
    first = await pushed(ask, given, "q1")
    before = await claims_of(ask, owed)
    found(given, "activities")["value"] = 4

    answers = [await pushed(ask, given, "q1") for _ in range(2)]

    assert answers[0] == answers[1]
    assert (answers[0]["code"], answers[0]["at"]) == ("IDEMPOTENCY_KEY_REUSED", "requestKey")
    assert "商洛" in answers[0]["message"] and "履职活动次数" in answers[0]["message"]
    assert "3 → 4" in answers[0]["message"] and "3 -> 4" in answers[0]["messageEn"]
    assert await claims_of(ask, owed) == before
    assert [one["outcome"] for one in await attempts(ask, owed)] == ["ACCEPTED", "KEY_REUSED"]
    assert (await pushed(ask, {**given, "submit": False}, "q1"))["message"].count("是否一并报送") == 1
    assert receipts(await pushed(ask, await whole(ask, owed), "q1")) == receipts(first)


async def test_same_content_under_a_new_key_comes_to_the_receipt_that_was_given(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    first, second = await pushed(ask, given, "q1"), await pushed(ask, given, "q2")
    part = push_of([COUNTY], await stated(ask, owed, units={COUNTY}))
    third = await pushed(ask, part, "q3")

    assert (second["outcome"], third["outcome"]) == ("DUPLICATE", "DUPLICATE")
    assert first["version"] == second["version"] == third["version"]
    assert len(receipts(third)) == 1


async def test_other_content_than_that_of_the_version_that_stands_is_refused(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    await pushed(ask, given, "q1")
    found(given, "activities")["value"] = 4

    refused = await pushed(ask, given, "q2")

    assert (refused["code"], refused["rule"]) == ("VERSION_STANDS", "I1")
    assert [one["outcome"] for one in await attempts(ask, owed)] == ["ACCEPTED", "REFUSED"]


async def test_after_a_withdrawal_the_same_content_is_a_new_version(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    first = await pushed(ask, given, "q1")
    await done(ask, WITHDRAW, SYSTEM, id=first["version"]["id"])

    assert (await pushed(ask, given, "q1"))["id"] == first["id"]
    second = await pushed(ask, given, "q2")
    assert (second["outcome"], second["version"]["number"], len(receipts(second))) == ("ACCEPTED", 2, 2)


@pytest.mark.parametrize("key", [None, "", "  ", "长" * 201])
async def test_a_push_needs_a_key_of_its_own(ask: Asked, owed: str, key: str | None) -> None:
    refused = await pushed(ask, await whole(ask, owed), key)

    assert (refused["code"], refused["at"]) == ("MISSING_FIELD" if len(key or "") < 9 else "VALUE_WRONG", "requestKey")
    assert await attempts(ask, owed) == []


async def test_keys_of_different_clients_are_not_the_same(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)
    first, second = await pushed(ask, given, "q1"), await pushed(ask, given, "q1", SIGNER)

    assert (first["outcome"], second["outcome"]) == ("ACCEPTED", "DUPLICATE")
    assert first["id"] != second["id"] and receipts(first) == receipts(second)


async def test_out_of_reach_and_not_yet_open_are_the_same_no_and_bind_no_key(ask: Asked, owed: str) -> None:
    given = await whole(ask, owed)

    foreign = await pushed(ask, given, "q1", YULIN_SYSTEM)
    early = await pushed(ask, {**given, "period": "2026-Q2"}, "q1")

    assert foreign == early and foreign["code"] == "NOT_FOUND"
    assert (await pushed(ask, given, "q1"))["outcome"] == "ACCEPTED"


async def test_while_another_push_is_at_work_the_answer_is_to_come_again(
    owed: str, ask: Asked, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = await whole(ask, owed)
    monkeypatch.setattr(session, "_BUSY_MS", 100)
    monkeypatch.setattr(push_attempts, "PATIENCE_SECONDS", 0.1)
    second = Database(database.url)
    asked = Asked(hub_over(second, patient(tmp_path, database_url=database.url)))
    other = asked.hub.development
    assert other is not None
    async with database.write() as connection:
        duty = table_of(Obligation)
        chosen = select(duty).where(duty.c.id == owed)
        await connection.execute(chosen.with_for_update() if is_postgresql(connection) else text("SELECT 1"))
        waiting = await pushed(asked, given, "q1")
    after = await pushed(asked, given, "q1")
    await asked.client.aclose()
    await second.close()

    assert (waiting["code"], waiting["at"]) == ("IN_PROGRESS", "requestKey")
    assert "重试" in waiting["message"]
    assert after["outcome"] == "ACCEPTED"
