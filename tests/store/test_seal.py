"""Seals: whatever is done to the trail afterwards contradicts a seal or a receipt held elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from hub.domain.seal import GROUND, Seal, sealed_over
from hub.store.audit import Entry, append, heads
from hub.store.seal import sealed, sealed_if_moved, seals
from hub.store.session import Database
from tests.store.sealing import (
    AT,
    REWOUND,
    broken,
    contradicted,
    grown,
    receipt,
    seal,
    tampered,
    two_chains,
    written_anew,
)


@pytest.fixture
async def trail(database: Database) -> Seal:
    """Two chains under one seal."""
    return await two_chains(database)


async def test_an_untouched_history_agrees_with_its_seals(database: Database, trail: Seal) -> None:
    await grown(database, 2)
    second = await seal(database)
    await grown(database, 1, stream="610000")

    assert await broken(database) == []
    assert (trail.number, trail.previous, trail.chains) == (1, GROUND, 2)
    assert (second.number, second.previous) == (2, trail.root)
    assert not await contradicted(database, receipt(trail))


async def test_a_seal_covers_what_its_own_transaction_has_written(database: Database) -> None:
    async with database.write() as connection:
        await append(connection, [Entry(actor="x", action="a", object_id="o")], stream="611000", at=AT)
        made = await sealed(connection, now=AT)
        own = await heads(connection)

    assert made == sealed_over(own, number=1, sealed_us=made.sealed_us, previous=GROUND)
    assert made.chains == 1


async def test_a_seal_that_was_rolled_back_leaves_no_trace(database: Database, trail: Seal) -> None:
    with pytest.raises(RuntimeError, match="gone"):
        async with database.write() as connection:
            await sealed(connection, now=AT)
            raise RuntimeError("the power is gone")

    assert (await seal(database)).number == trail.number + 1
    assert await broken(database) == []


async def test_nothing_new_is_not_sealed_again_unless_asked(database: Database, trail: Seal) -> None:
    async with database.write() as connection:
        assert await sealed_if_moved(connection, now=AT) is None
    await grown(database, 1)
    async with database.write() as connection:
        moved = await sealed_if_moved(connection, now=AT)

    assert moved is not None and moved.number == 2


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(["UPDATE audit_entry SET actor = 'y' WHERE stream = '611000' AND seq = 2"], id="edited"),
        pytest.param(["DELETE FROM audit_entry WHERE stream = '611000' AND seq = 2"], id="deleted"),
        pytest.param(
            ["UPDATE audit_entry SET seq = 99 WHERE stream = '611000' AND seq = 2",
             "UPDATE audit_entry SET seq = 2 WHERE stream = '611000' AND seq = 5",
             "UPDATE audit_entry SET seq = 5 WHERE stream = '611000' AND seq = 99"],
            id="reordered",
        ),
        pytest.param(
            ["UPDATE audit_entry SET seq = seq + 100 WHERE stream = '611000' AND seq >= 3",
             "UPDATE audit_entry SET seq = seq - 99 WHERE stream = '611000' AND seq > 99",
             "INSERT INTO audit_entry (id, stream, seq, occurred_us, actor, action, object_id, changed, chain_hash)"
             " SELECT 'aud_x', stream, 3, occurred_us, actor, action, object_id, changed, chain_hash"
             " FROM audit_entry WHERE stream = '611000' AND seq = 2",
             "UPDATE audit_head SET seq = 6 WHERE stream = '611000'"],
            id="put in between",
        ),
        pytest.param([REWOUND[0]], id="cut off"),
    ],
)  # fmt: skip
async def test_what_is_done_to_entries_is_found(database: Database, trail: Seal, statements: list[str]) -> None:
    await tampered(database, *statements)

    assert await broken(database) != []


async def test_a_chain_cut_off_with_its_head_set_back_contradicts_the_seal(database: Database, trail: Seal) -> None:
    await tampered(database, *REWOUND)

    assert await broken(database) == ["seal 1"]
    await grown(database, 2)
    assert await broken(database) == ["seal 1"]


async def test_a_chain_that_is_gone_altogether_contradicts_the_seal(database: Database, trail: Seal) -> None:
    await tampered(
        database, *(f"DELETE FROM {table} WHERE stream = '611026'" for table in ("audit_entry", "audit_head"))
    )

    assert await broken(database) == ["seal 1"]


@pytest.mark.parametrize(
    ("statements", "number"),
    [
        (["UPDATE audit_seal SET root = '%s' WHERE number = 2" % ("f" * 64)], 2),
        (["UPDATE audit_seal SET sealed_us = sealed_us + 1 WHERE number = 1"], 1),
        (["UPDATE audit_seal SET chains = 1 WHERE number = 2"], 2),
        (["UPDATE audit_seal SET algorithm = 'md5-1' WHERE number = 2"], 2),
        (["UPDATE audit_seal SET heads = '[]' WHERE number = 2"], 2),
        (["UPDATE audit_seal SET heads = 'x' WHERE number = 2"], 2),
        (["UPDATE audit_seal SET heads = '[[1]]' WHERE number = 2"], 2),
        (["DELETE FROM audit_seal WHERE number = 2"], 2),
        (["DELETE FROM audit_seal WHERE number = 1"], 1),
        (["DELETE FROM audit_seal WHERE number = 0"], 0),
        (["UPDATE audit_seal SET sealed_us = 1 WHERE number = 0"], 0),
    ],
)
async def test_what_is_done_to_seals_is_found(
    database: Database, trail: Seal, statements: list[str], number: int
) -> None:
    for _ in range(2):
        await grown(database, 1)
        await seal(database)
    await tampered(database, *statements)

    assert (await broken(database))[0] == f"seal {number}"


async def test_a_seal_with_a_shorter_chain_than_the_one_before_is_found(database: Database, trail: Seal) -> None:
    await tampered(database, *REWOUND)
    await seal(database)

    assert await broken(database) == ["seal 1", "seal 2"]


async def test_a_history_forged_with_its_seals_contradicts_a_receipt_held_outside(
    database: Database, trail: Seal
) -> None:
    kept = receipt(trail)

    await written_anew(database, actor="somebody else")

    assert await broken(database) == []
    assert await contradicted(database, kept)


async def test_seals_cut_off_with_their_history_contradict_a_receipt_held_outside(
    database: Database, trail: Seal
) -> None:
    await grown(database, 2)
    kept = receipt(await seal(database))

    await tampered(
        database,
        "DELETE FROM audit_entry WHERE stream = '611000' AND seq > 5",
        "UPDATE audit_head SET seq = 5, chain_hash = (SELECT chain_hash FROM audit_entry WHERE stream = '611000'"
        " AND seq = 5) WHERE stream = '611000'",
        "DELETE FROM audit_seal WHERE number = 2",
    )

    assert await broken(database) == []
    assert await contradicted(database, kept)


async def test_seals_made_at_the_same_time_do_not_fork(database: Database) -> None:
    async def handed_in(number: int) -> Seal:
        async with database.write() as connection:
            entries = [Entry(actor="x", action="rollup.submitted", object_id=f"rlv_{number}")]
            await append(connection, entries, stream=f"61{number % 4}000", at=AT)
            made = await sealed(connection, now=AT)
            await append(connection, entries, stream=f"61{number % 4}000", at=AT)
            return made

    made = await asyncio.gather(*(handed_in(number) for number in range(12)))

    async with database.read() as connection:
        held = await seals(connection)
    assert sorted(made, key=lambda one: one.number) == held
    assert [one.number for one in held] == list(range(1, 13))
    assert [one.previous for one in held] == [GROUND, *(one.root for one in held[:-1])]
    assert await broken(database) == []


async def test_many_seals_are_read_piece_by_piece(database: Database, trail: Seal) -> None:
    async with database.write() as connection:
        for _ in range(250):
            await sealed(connection, now=AT)
    await tampered(database, "DELETE FROM audit_seal WHERE number = 201")

    assert (await broken(database))[0] == "seal 201"
