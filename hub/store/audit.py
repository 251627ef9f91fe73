"""The audit trail: one hash chain for each stream, its head a row that every writer locks (behaviour.md §2e)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.domain.prefixed import prefixed
from hub.domain.seal import Head
from hub.store.bulk import insert_many
from hub.store.dialect import insert_ignore, table_of
from hub.store.models.journal import AuditEntry, AuditHead

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
_TAG = "sha256-1"
_GENESIS = "0" * 64
_OTHER = "it is not the link of the kept head"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEADS, _ENTRIES = table_of(AuditHead), table_of(AuditEntry)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change as it is to be remembered: names of fields and digests, never personal values."""

    actor: str
    client: str | None = None
    body_id: str | None = None
    action: str
    object_id: str
    changed: tuple[str, ...] = ()
    before_hash: str | None = None
    after_hash: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Break:
    """The first place where a chain does not hold, and what is wrong there."""

    stream: str
    seq: int
    zh: str
    en: str


async def append(connection: AsyncConnection, entries: Sequence[Entry], *, stream: str, at: datetime) -> str:
    """Add entries to a stream in the caller's transaction and return the new head of the chain."""
    await insert_ignore(connection, _HEADS, rows=[{"stream": stream, "seq": 0, "chain_hash": _GENESIS}])
    locked = select(_HEADS.c.seq, _HEADS.c.chain_hash).where(_HEADS.c.stream == stream).with_for_update()
    seq, chain = (await connection.execute(locked)).one()
    moment = (at - _EPOCH) // timedelta(microseconds=1)
    rows: list[dict[str, Any]] = []  # column values of several types
    for entry in entries:
        seq += 1
        row = _row(entry, stream=stream, seq=seq, moment=moment)
        chain = _link(chain, row)
        rows.append(
            {**row, "id": new_id(AuditEntry.prefix, at, seed=f"{stream}|{chain}".encode()), "chain_hash": chain}
        )
    if rows:
        await insert_many(connection, _ENTRIES, rows)
        await connection.execute(update(_HEADS).where(_HEADS.c.stream == stream).values(seq=seq, chain_hash=chain))
    return str(chain)


async def verify(connection: AsyncConnection, *, stream: str, first: int = 1, last: int | None = None) -> Break | None:
    """Recompute a stretch of a chain and answer the first place where it does not hold, or None.

    Without `last` the stretch ends at the head, so that entries cut off at the end are noticed too.
    """
    chain = await _before(connection, stream, first)
    if chain is None:
        return _break(stream, first - 1, zh="前一条缺失", en="the entry before it is missing")
    statement = select(_ENTRIES).where(_ENTRIES.c.stream == stream, _ENTRIES.c.seq >= first).order_by(_ENTRIES.c.seq)
    if last is not None:
        statement = statement.where(_ENTRIES.c.seq <= last)
    expected = first
    async with connection.stream(statement) as found:
        async for row in found.mappings():
            if row["seq"] != expected:
                return _break(stream, expected, zh="缺失一条", en="an entry is missing")
            chain = _link(chain, dict(row))
            if not hmac.compare_digest(chain, row["chain_hash"]):
                return _break(stream, expected, zh="内容与链不符", en="its content does not match the chain")
            expected += 1
    return await _end(connection, stream, expected - 1, chain=chain, last=last)


async def streams(connection: AsyncConnection) -> Sequence[str]:
    """The names of all chains, those whose head is missing among them."""
    named = union(select(_HEADS.c.stream), select(_ENTRIES.c.stream)).subquery()
    return (await connection.execute(select(named.c.stream).order_by(named.c.stream))).scalars().all()


async def heads(connection: AsyncConnection) -> Sequence[Head]:
    """The last link of every chain, to be kept where nobody who can write here can reach it."""
    found = await connection.execute(select(_HEADS).order_by(_HEADS.c.stream))
    return [Head(stream=row["stream"], seq=row["seq"], chain_hash=row["chain_hash"]) for row in found.mappings()]


async def agrees(connection: AsyncConnection, kept: Head) -> Break | None:
    """Compare a head that was kept elsewhere: a chain that was cut off and sealed anew no longer holds its link."""
    if kept.seq == 0:
        return None if kept.chain_hash == _GENESIS else _break(kept.stream, 1, zh="与留存的链头不符", en=_OTHER)
    here = select(_ENTRIES.c.chain_hash).where(_ENTRIES.c.stream == kept.stream, _ENTRIES.c.seq == kept.seq)
    chain = (await connection.execute(here)).scalar_one_or_none()
    if chain is None:
        return _break(kept.stream, kept.seq, zh="留存的链头所指的一条缺失", en="the entry of the kept head is missing")
    return None if chain == kept.chain_hash else _break(kept.stream, kept.seq, zh="与留存的链头不符", en=_OTHER)


def digest(values: Mapping[str, Any], *, key: bytes) -> str:
    """A keyed digest of a row's values: without the key nobody can try out telephone numbers against it."""
    return hmac.digest(key, _CANONICAL.encode(values).encode(), "sha256").hex()


async def _before(connection: AsyncConnection, stream: str, first: int) -> str | None:
    if first <= 1:
        return _GENESIS
    previous = select(_ENTRIES.c.chain_hash).where(_ENTRIES.c.stream == stream, _ENTRIES.c.seq == first - 1)
    return (await connection.execute(previous)).scalar_one_or_none()


async def _end(connection: AsyncConnection, stream: str, reached: int, *, chain: str, last: int | None) -> Break | None:
    if last is not None:
        return None if reached >= last else _break(stream, reached + 1, zh="缺失一条", en="an entry is missing")
    head = (await connection.execute(select(_HEADS).where(_HEADS.c.stream == stream))).mappings().one_or_none()
    seq, sealed = (head["seq"], head["chain_hash"]) if head is not None else (0, _GENESIS)
    if seq != reached:
        at = min(seq, reached) + 1
        return _break(stream, at, zh="链尾与链头记录不符", en="the end of the chain does not match its head")
    return None if sealed == chain else _break(stream, reached, zh="链头被改动", en="the head was altered")


def _row(entry: Entry, *, stream: str, seq: int, moment: int) -> dict[str, Any]:
    return {
        "stream": stream,
        "seq": seq,
        "occurred_us": moment,
        "actor": entry.actor,
        "client": entry.client,
        "body_id": entry.body_id,
        "action": entry.action,
        "object_id": entry.object_id,
        "changed": " ".join(entry.changed),
        "before_hash": entry.before_hash,
        "after_hash": entry.after_hash,
        "request_id": entry.request_id,
    }


_CHAINED = (
    "stream",
    "seq",
    "occurred_us",
    "actor",
    "client",
    "body_id",
    "action",
    "object_id",
    "changed",
    "before_hash",
    "after_hash",
    "request_id",
)


def _link(chain: str, row: Mapping[str, Any]) -> str:
    sealed = hashlib.sha256(prefixed((_TAG, *(row[name] for name in _CHAINED)))).digest()
    return hashlib.sha256(bytes.fromhex(chain) + sealed).hexdigest()


def _break(stream: str, seq: int, *, zh: str, en: str) -> Break:
    return Break(stream=stream, seq=seq, zh=zh, en=en)
