"""Makes what the tests of receipts need: a trail with a seal, and a stored receipt that is signed by this hub's key."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, Table

from hub.auth.receipt_keys import ReceiptKeys
from hub.domain.receipt import DigestAlgorithm, OnTime, Receipt, SignedReceipt, digest_of, microseconds
from hub.domain.seal import Seal
from hub.store.audit import Entry, append
from hub.store.dialect import table_of
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.models.rollup_more import RollupReceipt
from hub.store.seal import sealed
from hub.store.session import Database

AT = datetime(2026, 10, 8, 1, 30, 0, 250, tzinfo=UTC)
VERSION = "版本的规范文本".encode()
NUMBER = "陕政协回2026-0012"


def sealed_trail(folder: Path, *, entries: int = 5) -> Seal:
    """A chain that grows by so many entries, and a seal over it."""

    async def grown() -> Seal:
        database = Database(f"sqlite:///{folder / 'var' / 'hub.db'}")
        try:
            async with database.write() as connection:
                made = [Entry(actor="x", action="rollup.submitted", object_id=f"rlv_{n}") for n in range(entries)]
                await append(connection, made, stream="611000", at=AT)
                return await sealed(connection, now=AT)
        finally:
            await database.close()

    return asyncio.run(grown())


def issued(folder: Path) -> SignedReceipt:
    """A receipt under a fresh seal, signed and stored."""
    seal = sealed_trail(folder)
    receipt = Receipt(
        number=NUMBER,
        obligation="obl_1",
        body="611000",
        period="2026-Q3",
        version=2,
        digest=digest_of(VERSION, DigestAlgorithm.SM3),
        digest_algorithm=DigestAlgorithm.SM3,
        received_us=microseconds(AT),
        on_time=OnTime.WITHIN_EXTENSION,
        findings="须作说明 2 条",
        audit_root=seal.root,
        seal=seal.number,
    )
    signed = ReceiptKeys(folder / "var" / "receipt-keys").signed(receipt)
    _store(folder, signed)
    return signed


def tampered(folder: Path, *statements: str) -> None:
    """Change the database behind the hub's back."""
    with closing(sqlite3.connect(folder / "var" / "hub.db")) as held, held:
        for statement in statements:
            held.execute(statement)


def _store(folder: Path, signed: SignedReceipt) -> None:
    receipt = signed.receipt
    # Without foreign keys: only what a receipt tells is written.
    with closing(sqlite3.connect(folder / "var" / "hub.db")) as held, held:
        (body,) = held.execute("SELECT id FROM body WHERE code = ?", (receipt.body,)).fetchone()
        _insert(held, table_of(ReportPeriod), id="rpd_1", label=receipt.period)
        _insert(held, table_of(Obligation), id=receipt.obligation, period_id="rpd_1", body_id=body)
        _insert(held, table_of(RollupVersion), id="rlv_1", obligation_id="obl_1", body_id=body, number=receipt.version)
        _insert(
            held,
            table_of(RollupReceipt),
            id="rcp_1",
            obligation_id="obl_1",
            version_id="rlv_1",
            body_id=body,
            number=receipt.number,
            digest=receipt.digest,
            digest_algorithm=receipt.digest_algorithm.value,
            received_at=AT.strftime("%Y-%m-%d %H:%M:%S.%f"),
            on_time=receipt.on_time.value,
            findings=receipt.findings,
            seal=receipt.seal,
            audit_root=receipt.audit_root,
            key_id=signed.key_id,
            signature=signed.signature,
        )


def _insert(held: sqlite3.Connection, table: Table, **values: Any) -> None:
    """A row with these values; what else must be there is nought or empty."""
    for column in table.columns:
        if not column.nullable and column.name not in values:
            whole = isinstance(column.type, Integer | BigInteger | Boolean)
            values[column.name] = 0 if whole else ""
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    held.execute(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(values.values()))
