"""What the tests of seals do to a trail: let it grow, seal it, forge it, and look what is found."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from hub.domain.receipt import DigestAlgorithm, OnTime, Receipt
from hub.domain.seal import Seal
from hub.store.audit import Entry, append, streams, verify
from hub.store.seal import against_receipt, contradictions, sealed
from hub.store.session import Database

AT = datetime(2026, 6, 1, tzinfo=UTC)
REWOUND = (
    "DELETE FROM audit_entry WHERE stream = '611000' AND seq > 3",
    "UPDATE audit_head SET seq = 3, chain_hash = (SELECT chain_hash FROM audit_entry WHERE stream = '611000'"
    " AND seq = 3) WHERE stream = '611000'",
)


async def grown(database: Database, count: int, *, stream: str = "611000", actor: str = "x") -> None:
    entries = [Entry(actor=actor, action="studio.changed", object_id=f"stu_{n}") for n in range(count)]
    async with database.write() as connection:
        await append(connection, entries, stream=stream, at=AT)


async def seal(database: Database) -> Seal:
    async with database.write() as connection:
        return await sealed(connection, now=AT)


async def tampered(database: Database, *statements: str) -> None:
    async with database.write() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def broken(database: Database) -> list[str]:
    """Everything that the chains, and then the seals, are found to be wrong in."""
    async with database.read() as connection:
        chains = [one for name in await streams(connection) if (one := await verify(connection, stream=name))]
        return [f"{one.stream} {one.seq}" for one in chains] + [
            f"seal {one.number}" for one in await contradictions(connection)
        ]


def receipt(of: Seal) -> Receipt:
    return Receipt(
        number="回1", obligation="obl_1", body="611000", period="2026-Q3", version=1, digest="a" * 64,
        digest_algorithm=DigestAlgorithm.SHA256, received_us=of.sealed_us, on_time=OnTime.ON_TIME, findings="",
        audit_root=of.root, seal=of.number,
    )  # fmt: skip


async def contradicted(database: Database, kept: Receipt) -> bool:
    async with database.read() as connection:
        return await against_receipt(connection, kept) is not None


async def written_anew(database: Database, *, actor: str) -> None:
    """History from the beginning, with another actor and with seals that fit it, as a thorough forger would."""
    await tampered(database, *(f"DELETE FROM {table}" for table in ("audit_entry", "audit_head", "audit_seal")))
    await grown(database, 5, actor=actor)
    await grown(database, 2, stream="611026")
    await seal(database)


async def two_chains(database: Database) -> Seal:
    """Two chains under one seal."""
    await grown(database, 5)
    await grown(database, 2, stream="611026")
    return await seal(database)
