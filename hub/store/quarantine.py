"""Rows that were landed but not understood: recorded once, counted when seen again, closed when their key is good."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.domain.row_outcome import RowOutcome
from hub.domain.words import QuarantineStage, QuarantineStatus
from hub.store.dialect import among, chunks, insert_into, table_of
from hub.store.landing import Hold
from hub.store.models.source import QuarantinedRow, RawRecord

_ROWS, _RAW = table_of(QuarantinedRow), table_of(RawRecord)
_CLOSED_BY_US = (QuarantineStatus.SUPERSEDED, QuarantineStatus.REPLAYED, QuarantineStatus.FIXED_AT_SOURCE)
_KEY = "source_id stream external_id content_hash code pointer".split()


@dataclass(frozen=True, kw_only=True)
class Misread:
    """One reason why one landed row was not understood."""

    stream: str
    page: int
    row_index: int
    key: str
    content_hash: str
    stage: QuarantineStage
    code: str
    pointer: str
    zh: str
    en: str
    mapping_version: str


async def put(
    connection: AsyncConnection, hold: Hold, misread: Sequence[Misread], *, body_id: str, entity: str, now: datetime
) -> None:
    """Record reasons; one that is recorded already is opened again and not doubled."""
    rows = {_identity(row): _row(hold, row, body_id=body_id, entity=entity, now=now) for row in misread}
    if not rows:
        return
    statement = insert_into(connection, _ROWS)
    new = statement.excluded
    again = {name: new[name] for name in ("run_id", "page", "row_index", "mapping_version", "last_seen_at", "entity")}
    again |= {"reason": new.reason, "reason_en": new.reason_en, "stage": new.stage}
    # What a person decided about a row stands; what the hub itself had closed is open again.
    closed = or_(*(_ROWS.c.status == status for status in _CLOSED_BY_US))
    status = case((closed, QuarantineStatus.OPEN.value), else_=_ROWS.c.status)
    renewed = statement.on_conflict_do_update(index_elements=_KEY, set_={**again, "status": status})
    await connection.execute(renewed, list(rows.values()))


async def close(
    connection: AsyncConnection,
    hold: Hold,
    *,
    stream: str,
    good: Mapping[str, str],
    overtaken: Collection[tuple[str, str]],
) -> None:
    """Close the open reasons of keys that are good now; `good` gives the content by which each is good.

    The same content understood at last is REPLAYED; an older one (`overtaken`: key and content) was mended at the
    source or, when both contents came with one run, overtaken before anybody saw it.
    """
    here = and_(_ROWS.c.source_id == hold.source_id, _ROWS.c.stream == stream, _ROWS.c.status == QuarantineStatus.OPEN)
    for keys in chunks(sorted(good)):
        columns = (_ROWS.c.id, _ROWS.c.external_id, _ROWS.c.content_hash, _ROWS.c.first_run_id)
        found: dict[QuarantineStatus, list[str]] = {}
        for row in (
            await connection.execute(select(*columns).where(here, among(connection, _ROWS.c.external_id, keys)))
        ).all():
            if row.content_hash == good[row.external_id]:
                found.setdefault(QuarantineStatus.REPLAYED, []).append(row.id)
            elif (row.external_id, row.content_hash) in overtaken:
                same_run = row.first_run_id == hold.run_id
                ended = QuarantineStatus.SUPERSEDED if same_run else QuarantineStatus.FIXED_AT_SOURCE
                found.setdefault(ended, []).append(row.id)
        for status, ids in found.items():
            for some in chunks(ids):
                await connection.execute(update(_ROWS).where(among(connection, _ROWS.c.id, some)).values(status=status))


async def count_seen(connection: AsyncConnection, hold: Hold, *, now: datetime) -> None:
    """Count once more the reasons of rows that this run brought again and that are still not understood."""
    again = select(_RAW.c.external_id).where(
        _RAW.c.source_id == _ROWS.c.source_id,
        _RAW.c.stream == _ROWS.c.stream,
        or_(_RAW.c.external_id == _ROWS.c.external_id, and_(_ROWS.c.external_id == "", _RAW.c.has_key.is_(False))),
        _RAW.c.content_hash == _ROWS.c.content_hash,
        _RAW.c.seen_run_id == hold.run_id,
        _RAW.c.outcome == RowOutcome.QUARANTINED,
    )
    here = and_(_ROWS.c.source_id == hold.source_id, _ROWS.c.first_run_id != hold.run_id, again.exists())
    values: dict[str, Any] = {"seen": _ROWS.c.seen + 1, "last_seen_at": now, "run_id": hold.run_id}
    await connection.execute(update(_ROWS).where(here).values(values))


def _identity(row: Misread) -> tuple[str, ...]:
    return row.stream, row.key, row.content_hash, row.code, row.pointer


def _row(hold: Hold, row: Misread, *, body_id: str, entity: str, now: datetime) -> dict[str, Any]:
    seed = "|".join((hold.source_id, *_identity(row)))
    return {
        "id": new_id(QuarantinedRow.prefix, now, seed=seed.encode()),
        "source_id": hold.source_id,
        "body_id": body_id,
        "run_id": hold.run_id,
        "first_run_id": hold.run_id,
        "stream": row.stream,
        "entity": entity,
        "page": row.page,
        "row_index": row.row_index,
        "external_id": row.key,
        "content_hash": row.content_hash,
        "stage": row.stage,
        "code": row.code,
        "pointer": row.pointer,
        "reason": row.zh,
        "reason_en": row.en,
        "mapping_version": row.mapping_version,
        "status": QuarantineStatus.OPEN,
        "seen": 1,
        "first_seen_at": now,
        "last_seen_at": now,
    }
