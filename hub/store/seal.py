"""Sealing the audit chains, and finding where history no longer agrees with a seal or a receipt (behaviour.md §2e)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.receipt import Receipt, microseconds
from hub.domain.seal import FORM, GROUND, Head, Seal, sealed_over
from hub.store.audit import agrees, heads
from hub.store.dialect import insert_ignore, table_of
from hub.store.models.seal import AuditSeal

_SEALS = table_of(AuditSeal)
_GROUND = Seal(number=0, sealed_us=0, algorithm=FORM, root=GROUND, previous="", chains=0)
_AT_ONCE = 100  # seals read together: each may name thousands of chains


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A seal that history does not agree with, and in what."""

    number: int
    zh: str
    en: str


async def sealed(connection: AsyncConnection, *, now: datetime) -> Seal:
    """Seal all chains as this transaction sees them, after what it has written itself, and answer the new seal.

    Whoever seals at the same time waits until this transaction ends, so that the seals are one chain. Afterwards the
    transaction may still write to chains that it has written to before, and to no others: two that did so would wait
    for each other.
    """
    last, _ = await _locked(connection)
    return await _seal(connection, await _standing(connection), last=last, now=now)


async def sealed_if_moved(connection: AsyncConnection, *, now: datetime) -> Seal | None:
    """Seal as `sealed` does, unless no chain has grown since the last seal."""
    last, kept = await _locked(connection)
    standing = await _standing(connection)
    return None if _told(standing) == kept else await _seal(connection, standing, last=last, now=now)


async def seals(connection: AsyncConnection, *, first: int = 1) -> Sequence[Seal]:
    """The seals from a number on, in their order."""
    return [seal async for seal, _ in _all(connection, first)]


async def contradictions(connection: AsyncConnection) -> list[Contradiction]:
    """Compare every seal with the seal before it and with the chains; the first fault of each, none when all is well.

    That the entries of a chain agree with its links is for `audit.verify` to say: the two belong together.
    """
    found: list[Contradiction] = []
    before: Seal | None = None
    known: Mapping[str, Head] = {}
    async for seal, kept in _all(connection, 0):
        here = _heads(kept)
        wrong = _against_seals(seal, here, before=before) or _against_earlier(seal, here, known=known)
        wrong = wrong or await _against_chains(connection, seal, here, known=known)
        if wrong is not None:
            found.append(wrong)
        before, known = seal, {one.stream: one for one in here}
    return found


async def against_receipt(connection: AsyncConnection, receipt: Receipt) -> Contradiction | None:
    """Compare the root in a receipt that was kept elsewhere with the seal it names."""
    root = (await connection.execute(select(_SEALS.c.root).where(_SEALS.c.number == receipt.seal))).scalar_one_or_none()
    if root is None:
        return _wrong(receipt.seal, zh="回执所载的封记缺失", en="the seal that the receipt names is missing")
    if root != receipt.audit_root:
        return _wrong(receipt.seal, zh="与回执所载的审计根不符", en="it is not the audit root of the receipt")
    return None


async def _locked(connection: AsyncConnection) -> tuple[Seal, str]:
    """The last seal and the heads it names; nobody else seals until this transaction ends."""
    await insert_ignore(connection, _SEALS, rows=[_row(_GROUND, "[]")])
    await connection.execute(select(_SEALS.c.number).where(_SEALS.c.number == 0).with_for_update())
    # A statement of its own, begun when the lock is held: it sees the seal of whoever held it before.
    newest = select(_SEALS).order_by(_SEALS.c.number.desc()).limit(1)
    row = (await connection.execute(newest)).mappings().one()
    return _seal_in(row), row["heads"]


async def _standing(connection: AsyncConnection) -> list[Head]:
    return sorted((one for one in await heads(connection) if one.seq > 0), key=lambda one: one.stream.encode())


async def _seal(connection: AsyncConnection, standing: Sequence[Head], *, last: Seal, now: datetime) -> Seal:
    seal = sealed_over(standing, number=last.number + 1, sealed_us=microseconds(now), previous=last.root)
    await connection.execute(insert(_SEALS), [_row(seal, _told(standing))])
    return seal


async def _all(connection: AsyncConnection, first: int) -> AsyncIterator[tuple[Seal, str]]:
    while True:
        chosen = select(_SEALS).where(_SEALS.c.number >= first).order_by(_SEALS.c.number).limit(_AT_ONCE)
        found = (await connection.execute(chosen)).mappings().all()
        for row in found:
            yield _seal_in(row), row["heads"]
        if len(found) < _AT_ONCE:
            return
        first = found[-1]["number"] + 1


def _against_seals(seal: Seal, here: Sequence[Head], *, before: Seal | None) -> Contradiction | None:
    expected = 0 if before is None else before.number + 1
    if seal.number != expected:
        return _wrong(expected, zh="缺失", en="it is missing")
    if before is None:
        return None if seal == _GROUND else _wrong(0, zh="被改动", en="it was altered")
    again = sealed_over(here, number=seal.number, sealed_us=seal.sealed_us, previous=before.root)
    return None if again == seal else _wrong(seal.number, zh="内容与根摘要不符", en="its content does not fit its root")


def _against_earlier(seal: Seal, here: Sequence[Head], *, known: Mapping[str, Head]) -> Contradiction | None:
    reached = {one.stream: one.seq for one in here}
    for stream, earlier in known.items():
        if reached.get(stream, 0) < earlier.seq:
            return _wrong(
                seal.number, zh=f"链 {stream} 比前一封记短", en=f"chain {stream} is shorter than in the seal before"
            )
    return None


async def _against_chains(
    connection: AsyncConnection, seal: Seal, here: Sequence[Head], *, known: Mapping[str, Head]
) -> Contradiction | None:
    for one in here:
        if known.get(one.stream) != one and (broken := await agrees(connection, one)) is not None:
            return _wrong(
                seal.number,
                zh=f"{one.stream} 第 {one.seq} 条：{broken.zh}",
                en=f"{one.stream}, entry {one.seq}: {broken.en}",
            )
    return None


def _row(seal: Seal, told: str) -> dict[str, Any]:  # column values of several types
    return {
        "number": seal.number,
        "sealed_us": seal.sealed_us,
        "algorithm": seal.algorithm,
        "root": seal.root,
        "previous": seal.previous,
        "chains": seal.chains,
        "heads": told,
    }


def _seal_in(row: Mapping[Any, Any]) -> Seal:
    return Seal(
        number=row["number"],
        sealed_us=row["sealed_us"],
        algorithm=row["algorithm"],
        root=row["root"],
        previous=row["previous"],
        chains=row["chains"],
    )


def _told(standing: Sequence[Head]) -> str:
    named = [[one.stream, one.seq, one.chain_hash] for one in standing]
    return json.dumps(named, ensure_ascii=False, separators=(",", ":"))


def _heads(told: str) -> list[Head]:
    """The heads that a seal names; none where they cannot be read, which then does not fit the root."""
    try:
        return [Head(stream=str(stream), seq=int(seq), chain_hash=str(link)) for stream, seq, link in json.loads(told)]
    except (TypeError, ValueError):
        return []


def _wrong(number: int, *, zh: str, en: str) -> Contradiction:
    return Contradiction(number=number, zh=zh, en=en)
