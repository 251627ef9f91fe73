"""Landing: raw rows, accounting and cursor of a page in one transaction, which only the run with the fence commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.domain.row_outcome import RowOutcome
from hub.store.bulk import insert_many
from hub.store.dialect import among, chunks, table_of
from hub.store.models.source import RawRecord, Source, SyncCursor, SyncPage

PREFIX = "raw"
_RAW, _PAGES = table_of(RawRecord), table_of(SyncPage)
_CURSORS, _SOURCES = table_of(SyncCursor), table_of(Source)


class FenceLost(Exception):
    """Another run has taken over the source; what this one does from now on must not be written."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """The right of one run to write for its source: it lasts as long as the source's fence has this number."""

    source_id: str
    run_id: str
    fence: int


@dataclass(frozen=True, kw_only=True)
class LandRow:
    """A row as it is landed, private places already taken out; `key` is made from the content where none was given."""

    key: str
    has_key: bool
    content: Mapping[str, Any] = field(repr=False)  # the source's own JSON
    content_hash: str
    pointer: str
    deleted: bool
    index: int


@dataclass(frozen=True, kw_only=True)
class LandPage:
    """A fetched page and where to go on after it.

    `over` when no further page is to be read, `ended` when the source declared its end, `snapshot` when absence
    from the pass may count, `everything` when the pass asked for all rows and not only for changed ones.
    """

    stream: str
    number: int
    rows: Sequence[LandRow]
    fingerprint: str
    structure: tuple[str, ...]
    position: Mapping[str, Any]  # JSON that the connector gave
    over: bool
    ended: bool
    snapshot: bool
    everything: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """How far a stream has been read."""

    position: Mapping[str, Any]
    run_id: str | None
    pages: int
    complete: bool
    whole: bool
    whole_at: datetime | None
    structure: tuple[str, ...]


async def read_cursor(connection: AsyncConnection, *, source_id: str, stream: str) -> Cursor | None:
    """The cursor of a stream, or None when it was never read."""
    wanted = select(_CURSORS).where(_CURSORS.c.source_id == source_id, _CURSORS.c.stream == stream)
    row = (await connection.execute(wanted)).mappings().one_or_none()
    if row is None:
        return None
    return Cursor(
        position=row["position"],
        run_id=row["run_id"],
        pages=row["pages"],
        complete=row["complete"],
        whole=row["whole"],
        whole_at=row["whole_at"],
        structure=tuple(row["structure"]),
    )


async def open_cursor(
    connection: AsyncConnection,
    hold: Hold,
    *,
    stream: str,
    position: Mapping[str, Any],
    whole: bool,
    anew: bool = False,
) -> None:
    """Begin a stream in this run, or take it over where an interrupted attempt of the same run left it.

    `whole` says that the position is the start of a pass over everything, `anew` that the next run begins there
    whatever was read.
    """
    await lock(connection, hold)
    held = await read_cursor(connection, source_id=hold.source_id, stream=stream)
    if held is None:
        fresh = {"source_id": hold.source_id, "stream": stream, "structure": []}
        await connection.execute(insert(_CURSORS), [{**fresh, **_opened(hold, position, whole)}])
        return
    values = {"fence": hold.fence} if held.run_id == hold.run_id else _opened(hold, position, whole)
    if anew:
        values = {"position": dict(position), "complete": True, "fence": hold.fence}
    await connection.execute(update(_CURSORS).where(*_cursor_key(hold, stream)).values(values))


async def land_page(connection: AsyncConnection, hold: Hold, page: LandPage, *, at: datetime) -> int:
    """Land a page in the caller's transaction and return how many of its rows were new; raises FenceLost."""
    await lock(connection, hold)
    known = await _known(connection, hold, page)
    placed, repeated = _placed(page.rows, known, run_id=hold.run_id)
    seq = await _places(connection, hold, count=len(placed))
    stamp = {"page": page.number, "seen_run_id": hold.run_id, "landed_at": at}
    fresh: list[dict[str, Any]] = []
    for place, (row, held) in enumerate(placed, start=seq + 1):
        if held is None:
            fresh.append(_raw(hold, page.stream, row, at=at) | stamp | {"seq": place})
            continue
        # The source went back to a content it had before: the same row, at a new place in the order.
        again = stamp | {"seq": place, "row_index": row.index, "applied_version": None, "outcome": None}
        await connection.execute(update(_RAW).where(_RAW.c.id == held["id"]).values(again))
    if fresh:
        await insert_many(connection, _RAW, fresh)
    delivered = {(row.key, row.content_hash) for row in page.rows}
    for some in chunks([held["id"] for key, held in known.items() if key in delivered]):
        await connection.execute(update(_RAW).where(among(connection, _RAW.c.id, some)).values(seen_run_id=hold.run_id))
    await _account(connection, hold, page, new=len(fresh), repeated=repeated, at=at)
    return len(fresh)


async def lock(connection: AsyncConnection, hold: Hold) -> None:
    """Make sure, for the rest of the transaction, that the run still has the right to write; raises FenceLost."""
    locked = select(_SOURCES.c.fence).where(_SOURCES.c.id == hold.source_id).with_for_update()
    if (await connection.execute(locked)).scalar_one() != hold.fence:
        raise FenceLost(hold.run_id)


def _opened(hold: Hold, position: Mapping[str, Any], whole: bool) -> dict[str, Any]:
    return {
        "position": dict(position),
        "run_id": hold.run_id,
        "pages": 0,
        "complete": False,
        "whole": whole,
        "fence": hold.fence,
    }


def _cursor_key(hold: Hold, stream: str) -> tuple[Any, ...]:  # SQL conditions
    return _CURSORS.c.source_id == hold.source_id, _CURSORS.c.stream == stream


async def _known(connection: AsyncConnection, hold: Hold, page: LandPage) -> dict[tuple[str, str], RowMapping]:
    """Every landed content of the page's keys."""
    names = "id external_id content_hash seq seen_run_id outcome deleted"
    columns = [_RAW.c[name] for name in names.split()]
    found: dict[tuple[str, str], RowMapping] = {}
    for keys in chunks(sorted({row.key for row in page.rows})):
        wanted = select(*columns).where(
            _RAW.c.source_id == hold.source_id,
            _RAW.c.stream == page.stream,
            among(connection, _RAW.c.external_id, keys),
        )
        for row in (await connection.execute(wanted)).mappings():
            found[row["external_id"], row["content_hash"]] = row
    return found


def _placed(
    rows: Sequence[LandRow], known: Mapping[tuple[str, str], RowMapping], *, run_id: str
) -> tuple[list[tuple[LandRow, RowMapping | None]], int]:
    """The rows that take a new place in the order of landing, and how many the run had delivered before.

    A row takes a place when its content is new, and also when it was overtaken by another content of its key
    or taken for gone since.
    """
    newest: dict[str, float] = {}
    for held in known.values():
        newest[held["external_id"]] = max(newest.get(held["external_id"], 0), held["seq"])
    seen = {key for key, held in known.items() if held["seen_run_id"] == run_id}
    placed: list[tuple[LandRow, RowMapping | None]] = []
    repeated = 0
    for row in rows:
        key = (row.key, row.content_hash)
        before = known.get(key)
        if key in seen:
            repeated += 1
        elif before is None or before["seq"] < newest[row.key] or _withdrawn(before):
            placed.append((row, before))
            newest[row.key] = inf
        seen.add(key)
    return placed, repeated


def _withdrawn(held: RowMapping) -> bool:
    return held["outcome"] is RowOutcome.TOMBSTONED and not held["deleted"]


async def _places(connection: AsyncConnection, hold: Hold, *, count: int) -> int:
    """The last place taken in the source's order of landing before these rows."""
    moved = (
        update(_SOURCES)
        .where(_SOURCES.c.id == hold.source_id, _SOURCES.c.fence == hold.fence)
        .values(landed=_SOURCES.c.landed + count)
        .returning(_SOURCES.c.landed)
    )
    return int((await connection.execute(moved)).scalar_one()) - count


def _raw(hold: Hold, stream: str, row: LandRow, *, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(PREFIX, at, seed=f"{hold.source_id}|{stream}|{row.key}|{row.content_hash}".encode()),
        "source_id": hold.source_id,
        "stream": stream,
        "external_id": row.key,
        "has_key": row.has_key,
        "content_hash": row.content_hash,
        "content": dict(row.content),
        "source_pointer": row.pointer,
        "deleted": row.deleted,
        "row_index": row.index,
        "first_run_id": hold.run_id,
    }


async def _account(
    connection: AsyncConnection, hold: Hold, page: LandPage, *, new: int, repeated: int, at: datetime
) -> None:
    counted = {
        "run_id": hold.run_id,
        "stream": page.stream,
        "number": page.number,
        "rows": len(page.rows),
        "landed_new": new,
        "repeated": repeated,
        "fingerprint": page.fingerprint,
        "ended": page.ended,
        "snapshot": page.snapshot,
        "notes": list(page.notes),
        "landed_at": at,
    }
    await connection.execute(insert(_PAGES), [counted])
    values: dict[str, Any] = {
        "position": dict(page.position),
        "pages": page.number + 1,
        "complete": page.over,
        "structure": list(page.structure),
    }
    if page.ended and page.everything:
        values["whole_at"] = at
    moved = update(_CURSORS).where(*_cursor_key(hold, page.stream), _CURSORS.c.fence == hold.fence).values(values)
    if (await connection.execute(moved)).rowcount != 1:
        raise FenceLost(hold.run_id)
