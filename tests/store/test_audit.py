"""The audit chain: whatever is edited, deleted, moved, put in or cut off is noticed at its first place."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from hub.store.audit import Entry, agrees, append, digest, heads, streams, verify
from hub.store.session import Database

_AT = datetime(2026, 6, 1, tzinfo=UTC)
_STREAM = "611000"


async def _written(database: Database, count: int, *, stream: str = _STREAM) -> None:
    entries = [Entry(actor="source:test", action="studio.changed", object_id=f"stu_{n}") for n in range(count)]
    async with database.write() as connection:
        await append(connection, entries, stream=stream, at=_AT)


async def _tampered(database: Database, *statements: str) -> None:
    async with database.write() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def _first_break(database: Database, **span: int) -> int | None:
    async with database.read() as connection:
        found = await verify(connection, stream=_STREAM, **span)
    return None if found is None else found.seq


async def test_an_untouched_chain_holds_and_streams_do_not_mix(database: Database) -> None:
    await _written(database, 4)
    await _written(database, 2, stream="611026")
    await _written(database, 3)

    assert await _first_break(database) is None
    assert await _first_break(database, first=3, last=5) is None


async def test_an_empty_chain_holds(database: Database) -> None:
    await _written(database, 0)

    assert await _first_break(database) is None


@pytest.mark.parametrize(
    ("statements", "seq"),
    [
        (["UPDATE audit_entry SET actor = 'someone' WHERE seq = 3"], 3),
        (["UPDATE audit_entry SET occurred_us = occurred_us + 1 WHERE seq = 1"], 1),
        (["DELETE FROM audit_entry WHERE seq = 2"], 2),
        (
            [
                "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
                "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
                "UPDATE audit_entry SET seq = 3 WHERE seq = 99",
            ],
            2,
        ),
        (
            [
                "INSERT INTO audit_entry (id, stream, seq, occurred_us, actor, action, object_id, changed, chain_hash)"
                " SELECT 'aud_x', stream, 6, occurred_us, actor, action, object_id, changed, chain_hash"
                " FROM audit_entry WHERE seq = 5"
            ],
            6,
        ),
        (["DELETE FROM audit_entry WHERE seq >= 4"], 4),
        (["DELETE FROM audit_entry WHERE seq = 5", "UPDATE audit_head SET seq = 4"], 4),
    ],
)
async def test_tampering_is_noticed_at_its_first_place(database: Database, statements: list[str], seq: int) -> None:
    await _written(database, 5)

    await _tampered(database, *statements)

    assert await _first_break(database) == seq


INSERTED = (
    "INSERT INTO audit_entry (id, stream, seq, occurred_us, actor, action, object_id, changed, chain_hash)"
    " SELECT 'aud_x', stream, 3, occurred_us, actor, action, object_id, changed, chain_hash"
    " FROM audit_entry WHERE seq = 2"
)
MOVED_UP = (
    "UPDATE audit_entry SET seq = seq + 100 WHERE seq >= 3",
    "UPDATE audit_entry SET seq = seq - 99 WHERE seq > 99",
)


@pytest.mark.parametrize(
    ("statements", "seq"),
    [
        pytest.param(["UPDATE audit_entry SET changed = 'name' WHERE seq = 4"], 4, id="edited"),
        pytest.param(["UPDATE audit_entry SET chain_hash = '%s' WHERE seq = 4" % ("f" * 64)], 4, id="link edited"),
        pytest.param(["DELETE FROM audit_entry WHERE seq = 1"], 1, id="first deleted"),
        pytest.param(
            ["DELETE FROM audit_entry WHERE seq = 3", "UPDATE audit_entry SET seq = seq - 1 WHERE seq = 4",
             "UPDATE audit_entry SET seq = seq - 1 WHERE seq = 5", "UPDATE audit_head SET seq = 4"],
            3, id="deleted and closed up",
        ),
        pytest.param([*MOVED_UP, INSERTED, "UPDATE audit_head SET seq = 6"], 3, id="put in between"),
        pytest.param(["UPDATE audit_entry SET stream = '610000' WHERE seq = 5"], 5, id="moved to another chain"),
        pytest.param(["DELETE FROM audit_entry"], 1, id="all cut off"),
        pytest.param(["DELETE FROM audit_head"], 1, id="head deleted"),
        pytest.param(["UPDATE audit_head SET chain_hash = '%s'" % ("f" * 64)], 5, id="head edited"),
    ],
)  # fmt: skip
async def test_tampering_with_a_chain_among_others_is_noticed(
    database: Database, statements: list[str], seq: int
) -> None:
    await _written(database, 5)

    await _tampered(database, *statements)

    assert await _first_break(database) == seq
    async with database.read() as connection:
        assert _STREAM in await streams(connection)


async def test_a_chain_cut_off_and_sealed_anew_contradicts_the_head_that_was_kept(database: Database) -> None:
    await _written(database, 5)
    async with database.read() as connection:
        (kept,) = await heads(connection)
        assert await agrees(connection, kept) is None

    sealed = "UPDATE audit_head SET seq = 3, chain_hash = (SELECT chain_hash FROM audit_entry WHERE seq = 3)"
    await _tampered(database, "DELETE FROM audit_entry WHERE seq > 3", sealed)

    assert await _first_break(database) is None
    async with database.read() as connection:
        found = await agrees(connection, kept)
    assert found is not None and (found.stream, found.seq) == (_STREAM, 5)
    await _written(database, 2)
    async with database.read() as connection:
        found = await agrees(connection, kept)
    assert found is not None and (found.seq, found.zh) == (5, "与留存的链头不符")


async def test_writers_at_the_same_time_do_not_fork_the_chain(database: Database) -> None:
    await asyncio.gather(*(_written(database, 3) for _ in range(6)))

    assert await _first_break(database) is None
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT max(seq), count(*) FROM audit_entry"))).one() == (18, 18)


def test_fields_cannot_be_shifted_into_each_other() -> None:
    first = digest({"a": "1", "b": ""}, key=b"k")

    assert first != digest({"a": "", "b": "1"}, key=b"k")
    assert first != digest({"a": "1", "b": ""}, key=b"another key")
