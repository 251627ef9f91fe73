"""The write door: a change, its audit entry and its notice are there together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from hub.store.applying import held_rows
from hub.store.models.member import Member
from hub.store.outbox import delivered, waiting
from hub.store.session import Database
from hub.store.write import Author, Insert, Update, write

_AT = datetime(2026, 6, 1, tzinfo=UTC)


def _author(*, bundled: bool = False) -> Author:
    return Author(actor="tester", stream="611026", request_id="req-1", at=_AT, key=b"k", bundled=bundled)


async def _member(database: Database, name: str = "测试委员甲", *, number: int = 1) -> Insert:
    async with database.read() as connection:
        body = (await connection.execute(text("SELECT id FROM body WHERE code = '611026'"))).scalar_one()
    values: Mapping[str, Any] = {
        "id": f"mem_{number}",
        "name": name,
        "home_body_id": body,
        "phone": "13900000001",
        "recorded_at": _AT,
    }
    return Insert(model=Member, values=values)


async def _all(database: Database, statement: str) -> list[tuple[Any, ...]]:
    async with database.read() as connection:
        return [tuple(row) for row in (await connection.execute(text(statement))).all()]


@pytest.mark.parametrize("strange", ["mem_B", 'mem_"', "mem_\\", "mem_\n", "mem_é", "", "mem-1"])
async def test_an_identifier_that_would_need_escapes_is_not_written(database: Database, strange: str) -> None:
    made = await _member(database)
    odd = Insert(model=Member, values={**made.values, "id": strange})

    async with database.write() as connection:
        with pytest.raises(ValueError, match="identifier of Member"):
            await write(connection, [odd], author=_author())


async def test_a_change_leaves_an_entry_and_a_notice_without_personal_values(database: Database) -> None:
    made = await _member(database)

    async with database.write() as connection:
        await write(connection, [made], author=_author())
    async with database.write() as connection:
        before = (await held_rows(connection, Member, ["mem_1"]))["mem_1"]
        await write(
            connection, [Update(model=Member, before=dict(before), values={"phone": "13900000002"})], author=_author()
        )

    entries = await _all(database, "SELECT * FROM audit_entry ORDER BY seq")
    told = await _all(database, "SELECT action, object_id, changed FROM audit_entry ORDER BY seq")
    assert told == [
        ("member.recorded", "mem_1", "home_body_id name phone recorded_at"),
        ("member.changed", "mem_1", "phone"),
    ]
    notices = await _all(database, "SELECT topic, object_id, detail FROM outbox_notice ORDER BY topic")
    assert [notice[:2] for notice in notices] == [("member.changed", "mem_1"), ("member.recorded", "mem_1")]
    assert "139000" not in repr(entries) + repr(notices)
    assert "测试委员甲" not in repr(entries) + repr(notices)


async def test_a_change_that_fails_leaves_nothing(database: Database) -> None:
    made = await _member(database)

    with pytest.raises(ZeroDivisionError):
        async with database.write() as connection:
            await write(connection, [made], author=_author())
            raise ZeroDivisionError

    tables = ("member", "audit_entry", "outbox_notice")
    assert [await _all(database, f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 3


async def test_a_bulk_writer_posts_one_notice_for_each_kind_and_body(database: Database) -> None:
    members = [await _member(database, number=number) for number in range(3)]

    async with database.write() as connection:
        await write(connection, members, author=_author(bundled=True))

    assert await _all(database, "SELECT topic, detail FROM outbox_notice") == [("member.recorded", '{"rows":3}')]
    assert await _all(database, "SELECT count(*) FROM audit_entry") == [(3,)]


async def test_a_delivered_notice_waits_no_longer(database: Database) -> None:
    async with database.write() as connection:
        await write(connection, [await _member(database)], author=_author())
        found = await waiting(connection, limit=10)
        await delivered(connection, [notice["id"] for notice in found], at=_AT)
        left = await waiting(connection, limit=10)

    assert (len(found), left) == (1, [])
