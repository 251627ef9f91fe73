"""The outbox: what happened, for those who will be told of it, committed with what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import new_id
from hub.store.dialect import chunks, insert_ignore, table_of
from hub.store.models.journal import OutboxNotice

PREFIX = "ntc"
_NOTICES = table_of(OutboxNotice)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing that happened: a topic such as `studio.recorded`, identifiers and counts, no personal values."""

    topic: str
    object_id: str
    body_id: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)  # JSON


async def post(connection: AsyncConnection, notices: Sequence[Notice], *, at: datetime, seed: str) -> None:
    """Put notices into the outbox in the caller's transaction; the seed is unique to that transaction."""
    rows = [
        {
            "id": new_id(PREFIX, at, seed=f"{seed}|{place}".encode()),
            "occurred_at": at,
            "topic": notice.topic,
            "object_id": notice.object_id,
            "body_id": notice.body_id,
            "detail": dict(notice.detail),
        }
        for place, notice in enumerate(notices)
    ]
    if rows:
        await connection.execute(insert(_NOTICES), rows)


@dataclass(frozen=True, kw_only=True)
class Once:
    """A notice that is posted once for its key, whoever posts it and how often; `since` is a moment of that key."""

    notice: Notice
    key: str
    since: datetime

    @property
    def id(self) -> str:
        """The same for the same key."""
        return new_id(PREFIX, self.since, seed=self.key.encode())


async def post_once(connection: AsyncConnection, wanted: Sequence[Once], *, at: datetime) -> Sequence[Notice]:
    """Post those notices that were never posted; answers them."""
    by_id = {one.id: one.notice for one in wanted}
    for some in chunks(list(by_id)):
        held = select(_NOTICES.c.id).where(_NOTICES.c.id.in_(some))
        for row in await connection.execute(held):
            del by_id[row.id]
    rows = [
        {
            "id": identifier,
            "occurred_at": at,
            "topic": notice.topic,
            "object_id": notice.object_id,
            "body_id": notice.body_id,
            "detail": dict(notice.detail),
        }
        for identifier, notice in by_id.items()
    ]
    await insert_ignore(connection, _NOTICES, rows=rows)
    return list(by_id.values())


async def waiting(connection: AsyncConnection, *, limit: int) -> Sequence[RowMapping]:
    """Notices that nobody was told of yet, oldest first."""
    statement = (
        select(_NOTICES).where(_NOTICES.c.delivered_at.is_(None)).order_by(_NOTICES.c.occurred_at, _NOTICES.c.id)
    )
    return (await connection.execute(statement.limit(limit))).mappings().all()


async def delivered(connection: AsyncConnection, ids: Sequence[str], *, at: datetime) -> None:
    """Note that these were delivered."""
    await connection.execute(update(_NOTICES).where(_NOTICES.c.id.in_(ids)).values(delivered_at=at))
