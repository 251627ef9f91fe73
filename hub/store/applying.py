"""Applying in the database: which landed rows wait, what is held of them, and the marks that say they are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.row_outcome import CURRENT, RowOutcome
from hub.store.dialect import among, chunks, table_of
from hub.store.landing import Hold
from hub.store.models.base import Base
from hub.store.models.source import RawRecord, SyncPage

_RAW, _PAGES = table_of(RawRecord), table_of(SyncPage)
_CURRENT = [outcome.value for outcome in CURRENT]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A landed row that waits to be applied; `key` is made from the content where the source gave none."""

    id: str
    seq: int
    key: str
    has_key: bool
    content: Mapping[str, Any] = field(repr=False)  # the source's own JSON
    content_hash: str
    pointer: str
    page: int
    row_index: int
    seen_run_id: str
    landed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What became of a landed row; `retry` when other rows may mend it."""

    id: str
    outcome: RowOutcome
    retry: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The conservation count of a run: rows fetched, and the end of each of them."""

    pages: int
    fetched: int
    ends: Mapping[RowOutcome, int]
    waiting: int

    @property
    def balanced(self) -> bool:
        """Whether every fetched row has exactly one end."""
        return self.fetched == sum(self.ends.values())


async def reopen(connection: AsyncConnection, hold: Hold, *, stream: str, version: str) -> None:
    """Let those rows wait again that a new mapping version, or newly known rows, may read differently."""
    here = and_(_RAW.c.source_id == hold.source_id, _RAW.c.stream == stream, _RAW.c.applied_version.is_not(None))
    standing = _RAW.c.outcome.in_([*_CURRENT, RowOutcome.QUARANTINED.value, RowOutcome.TOMBSTONED.value])
    # Once in a run: rows that this run has applied already must not wait for it a second time.
    once = or_(_RAW.c.applied_run_id.is_(None), _RAW.c.applied_run_id != hold.run_id)
    again = or_(and_(_RAW.c.applied_version != version, standing), _RAW.c.retry.is_(True))
    await connection.execute(update(_RAW).where(here, once, again).values(applied_version=None))


async def waiting(connection: AsyncConnection, hold: Hold, *, stream: str, limit: int) -> Sequence[Waiting]:
    """The next rows of a stream that wait, in the order of their landing."""
    wanted = (
        select(_RAW)
        .where(_RAW.c.source_id == hold.source_id, _RAW.c.applied_version.is_(None), _RAW.c.stream == stream)
        .order_by(_RAW.c.seq)
        .limit(limit)
    )
    return [
        Waiting(
            id=row["id"],
            seq=row["seq"],
            key=row["external_id"],
            has_key=row["has_key"],
            content=row["content"],
            content_hash=row["content_hash"],
            pointer=row["source_pointer"],
            page=row["page"],
            row_index=row["row_index"],
            seen_run_id=row["seen_run_id"],
            landed_at=row["landed_at"],
        )
        for row in (await connection.execute(wanted)).mappings()
    ]


async def held_rows(connection: AsyncConnection, model: type[Base], ids: Iterable[str]) -> dict[str, RowMapping]:
    """Our rows as they stand, by identifier."""
    table = table_of(model)
    found: dict[str, RowMapping] = {}
    for some in chunks(sorted(set(ids))):
        rows = (await connection.execute(select(table).where(among(connection, table.c.id, some)))).mappings()
        found |= {row["id"]: row for row in rows}
    return found


async def linked(
    connection: AsyncConnection, model: type[Base], ids: Iterable[str], *, relationship: str
) -> dict[str, tuple[str, ...]]:
    """The far ends of our rows in a linking table, by our row."""
    link = linking(model, relationship)
    found: dict[str, tuple[str, ...]] = {}
    for some in chunks(sorted(set(ids))):
        pairs = select(link.table.c[link.near], link.table.c[link.far]).where(
            among(connection, link.table.c[link.near], some)
        )
        for near, far in await connection.execute(pairs.order_by(link.table.c[link.far])):
            found[near] = (*found.get(near, ()), far)
    return found


@dataclass(frozen=True, kw_only=True)
class Linking:
    """A linking table and the names of its two ends."""

    table: Any  # SQLAlchemy's Table
    near: str
    far: str


def linking(model: type[Base], relationship: str) -> Linking:
    """The linking table behind a many-to-many relationship."""
    edge = model.__mapper__.relationships[relationship]
    near, far = (edge.synchronize_pairs or ())[0][1], (edge.secondary_synchronize_pairs or ())[0][1]
    return Linking(table=edge.secondary, near=str(near.key), far=str(far.key))


async def current_runs(connection: AsyncConnection, hold: Hold, *, stream: str, keys: Iterable[str]) -> dict[str, str]:
    """The run that last saw the content now held, by key."""
    found: dict[str, str] = {}
    for some in chunks(sorted(set(keys))):
        wanted = select(_RAW.c.external_id, _RAW.c.seen_run_id).where(
            _RAW.c.source_id == hold.source_id,
            _RAW.c.stream == stream,
            among(connection, _RAW.c.external_id, some),
            _RAW.c.applied_version.is_not(None),
            _RAW.c.outcome.in_(_CURRENT),
        )
        found |= dict((await connection.execute(wanted)).all())
    return found


async def mark(connection: AsyncConnection, hold: Hold, marks: Sequence[Mark], *, version: str) -> None:
    """Note what became of landed rows, in the transaction of its effects."""
    alike: dict[tuple[RowOutcome, bool], list[str]] = {}
    for one in marks:
        alike.setdefault((one.outcome, one.retry), []).append(one.id)
    applied = {"applied_version": version, "applied_run_id": hold.run_id}
    for (outcome, retry), ids in alike.items():
        for some in chunks(ids):
            values = {"outcome": outcome, "retry": retry, **applied}
            await connection.execute(update(_RAW).where(among(connection, _RAW.c.id, some)).values(values))


async def overtake(
    connection: AsyncConnection, hold: Hold, *, stream: str, good: Mapping[str, int]
) -> set[tuple[str, str]]:
    """Let the contents of keys that landed before the one now standing (`good`: key to place) end as stale.

    Answers key and content hash of all that stood or waited in quarantine until now.
    """
    standing = [*_CURRENT, RowOutcome.TOMBSTONED.value, RowOutcome.QUARANTINED.value]
    overtaken: set[tuple[str, str]] = set()
    for keys in chunks(sorted(good)):
        here = and_(
            _RAW.c.source_id == hold.source_id,
            _RAW.c.stream == stream,
            among(connection, _RAW.c.external_id, keys),
            _RAW.c.applied_version.is_not(None),
            _RAW.c.outcome.in_(standing),
        )
        columns = (_RAW.c.id, _RAW.c.external_id, _RAW.c.content_hash, _RAW.c.seq)
        found = (await connection.execute(select(*columns).where(here))).all()
        older = [row for row in found if row.seq < good[row.external_id]]
        overtaken |= {(row.external_id, row.content_hash) for row in older}
        for some in chunks([row.id for row in older]):
            ended = {"outcome": RowOutcome.STALE, "retry": False}
            await connection.execute(update(_RAW).where(among(connection, _RAW.c.id, some)).values(ended))
    return overtaken


async def tally(connection: AsyncConnection, hold: Hold) -> Tally:
    """Count the run: what it fetched from its pages, what became of it from the landed rows."""
    pages = select(
        func.count(), func.coalesce(func.sum(_PAGES.c.rows), 0), func.coalesce(func.sum(_PAGES.c.repeated), 0)
    )
    number, fetched, repeated = (await connection.execute(pages.where(_PAGES.c.run_id == hold.run_id))).one()
    seen = (
        select(_RAW.c.outcome, _RAW.c.applied_run_id, _RAW.c.applied_version.is_(None), func.count())
        .where(_RAW.c.seen_run_id == hold.run_id)
        .group_by(_RAW.c.outcome, _RAW.c.applied_run_id, _RAW.c.applied_version.is_(None))
    )
    ends = dict.fromkeys(RowOutcome, 0)
    ends[RowOutcome.UNCHANGED] += repeated
    left = 0
    for outcome, run_id, waits, count in await connection.execute(seen):
        if waits or outcome is None:
            left += count
        elif run_id == hold.run_id or outcome is RowOutcome.QUARANTINED:
            ends[outcome] += count
        else:
            ends[RowOutcome.UNCHANGED] += count
    return Tally(pages=number, fetched=fetched, ends=ends, waiting=left)
