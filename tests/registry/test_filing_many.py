"""Many filings at once: row by row in one request, the same request twice, and many callers at the same moment."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from hub.domain.filing import MOST_AT_ONCE
from hub.store.models.filing import Filing
from hub.store.models.journal import AuditEntry
from hub.store.session import Database
from tests.asking import Asked
from tests.factories import World
from tests.registry.filing_steps import ACCEPT, CITY, COUNTY, OFFICE, RECEIVE, REFUSED, SUBMIT, done, submitted, unfiled

MANY = """mutation ($rows: [SubmitFilingInput!]!, $key: String) {
  done: fileStudios(input: { studios: $rows }, requestKey: $key) {
    ... on FilingRows { submitted refused rows { studioId filing { id status studio { id } }
      refusal { code message messageEn at rule } } } %s } }""" % (REFUSED)


def rows(*studios: str) -> list[dict[str, Any]]:
    """One row for each studio."""
    return [{"studioId": studio} for studio in studios]


async def counted(database: Database, model: Any) -> int:
    """How many rows there are."""
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(model))).scalar_one())


async def test_each_row_is_judged_on_its_own_and_answered_in_its_place(ask: Asked, world: World) -> None:
    good = [await unfiled(world, "611026"), await unfiled(world, "611002"), await unfiled(world, "611000")]
    incomplete = await unfiled(world, "611026", plaqued_on=None)
    elsewhere = await unfiled(world, "610825")
    sent = [good[2], incomplete, good[0], elsewhere, good[1], good[0]]

    found = await done(ask, MANY, CITY, rows=rows(*sent))

    assert (found["submitted"], found["refused"]) == (3, 3)
    assert [one["studioId"] for one in found["rows"]] == sent
    assert [one["filing"] and one["filing"]["studio"]["id"] for one in found["rows"]] == [
        good[2], None, good[0], None, good[1], None,
    ]  # fmt: skip
    assert [one["refusal"] and one["refusal"]["code"] for one in found["rows"]] == [
        None, "FORM_INCOMPLETE", None, "NOT_FOUND", None, "ROW_TWICE",
    ]  # fmt: skip
    assert found["rows"][5]["refusal"] | {"at": None} == {
        "code": "ROW_TWICE",
        "message": "与第 3 行为同一工作室的同种备案，只办理该行",
        "messageEn": "row 3 is about the same studio and kind; only that one is taken",
        "at": None,
        "rule": "F1",
    }


async def test_a_row_leaves_the_entries_that_a_single_filing_leaves(
    ask: Asked, world: World, database: Database
) -> None:
    await submitted(ask, await unfiled(world, "611026"), CITY)
    single = await counted(database, AuditEntry)

    await done(ask, MANY, CITY, rows=rows(await unfiled(world, "611026"), await unfiled(world, "611026")))

    assert await counted(database, AuditEntry) == 3 * single


async def test_too_many_rows_or_none_are_refused_as_a_whole(ask: Asked, world: World, database: Database) -> None:
    studio = await unfiled(world, "611026")

    too_many = await done(ask, MANY, CITY, rows=rows(*[studio] * (MOST_AT_ONCE + 1)))
    none = await done(ask, MANY, CITY, rows=[])

    assert too_many == {
        "code": "TOO_MANY_ROWS",
        "message": "一次最多提交 200 项，本次 201 项，请分次提交",
        "messageEn": "at most 200 filings in one request, this one has 201; send them in several",
        "at": "input.studios",
        "rule": None,
    }
    assert (none["code"], none["message"]) == ("MISSING_FIELD", "缺少要备案的工作室，请补充")
    assert await counted(database, Filing) == 0


async def test_two_hundred_studios_are_filed_in_one_request(ask: Asked, world: World, database: Database) -> None:
    studios = [await unfiled(world, "611026") for _ in range(MOST_AT_ONCE)]

    found = await done(ask, MANY, CITY, rows=rows(*studios))

    assert (found["submitted"], found["refused"]) == (MOST_AT_ONCE, 0)
    assert await counted(database, Filing) == MOST_AT_ONCE


async def test_the_same_request_twenty_times_at_once_has_one_effect_and_one_answer(
    ask: Asked, world: World, database: Database
) -> None:
    sent = rows(await unfiled(world, "611026"), await unfiled(world, "611002"), await unfiled(world, "610825"))

    found = await asyncio.gather(*(done(ask, MANY, CITY, rows=sent, key="2024-03") for _ in range(20)))
    later = await done(ask, MANY, CITY, rows=sent, key="2024-03")

    assert all(one == later for one in found)
    assert (later["submitted"], later["refused"]) == (2, 1)
    assert await counted(database, Filing) == 2


async def test_a_key_is_not_taken_for_another_request(ask: Asked, world: World) -> None:
    first, second = await unfiled(world, "611026"), await unfiled(world, "611026")
    await done(ask, MANY, CITY, rows=rows(first), key="k")

    found = await done(ask, MANY, CITY, rows=rows(first, second), key="k")

    assert (found["code"], found["at"]) == ("IDEMPOTENCY_KEY_REUSED", "requestKey")


async def test_fifty_submissions_under_one_key_are_one_filing(ask: Asked, world: World, database: Database) -> None:
    studio = await unfiled(world, "611026")

    found = await asyncio.gather(*(done(ask, SUBMIT, COUNTY, studio=studio, key="once") for _ in range(50)))

    assert len({one["id"] for one in found}) == 1
    assert {one["status"] for one in found} == {"SUBMITTED"}
    assert await counted(database, Filing) == 1


async def test_submissions_without_a_key_at_the_same_moment_are_one_filing(
    ask: Asked, world: World, database: Database
) -> None:
    studio = await unfiled(world, "611026")

    found = await asyncio.gather(*(done(ask, SUBMIT, COUNTY, studio=studio) for _ in range(10)))

    assert sorted(one.get("code") or one["status"] for one in found) == ["FILING_STANDS"] * 9 + ["SUBMITTED"]
    assert await counted(database, Filing) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
async def test_numbers_given_at_the_same_moment_are_all_different(ask: Asked, world: World) -> None:
    filings = [await submitted(ask, await unfiled(world, "611026")) for _ in range(12)]

    received = await asyncio.gather(*(done(ask, RECEIVE, OFFICE, id=one) for one in filings))
    on_file = await asyncio.gather(*(done(ask, ACCEPT, OFFICE, id=one) for one in filings))

    assert len({one["receiptNumber"] for one in received}) == 12
    assert {one["number"][-4:] for one in on_file} == {f"{number:04}" for number in range(1, 13)}
