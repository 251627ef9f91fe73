"""The end of a run in the database: how the reading of each stream ended, and rows that complete lists lacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.row_outcome import CURRENT, RowOutcome
from hub.store.applying import held_rows
from hub.store.dialect import chunks, table_of
from hub.store.identity import Link
from hub.store.landing import Hold
from hub.store.models.base import Base
from hub.store.models.source import RawRecord, SyncPage
from hub.store.party_places import party_copies
from hub.store.write import Action, Author, Change, Update, write

_RAW, _PAGES = table_of(RawRecord), table_of(SyncPage)


@dataclass(frozen=True, kw_only=True)
class StreamEnd:
    """How the reading of a stream ended in this run."""

    stream: str
    rows: int
    snapshot: bool
    keyless: int
    known: int
    notes: tuple[str, ...]


async def stream_end(connection: AsyncConnection, hold: Hold, *, stream: str) -> StreamEnd:
    """What this run fetched of a stream; `known` counts rows landed by earlier runs."""
    pages = select(_PAGES.c.rows, _PAGES.c.snapshot, _PAGES.c.notes).where(
        _PAGES.c.run_id == hold.run_id, _PAGES.c.stream == stream
    )
    found = (await connection.execute(pages.order_by(_PAGES.c.number))).all()
    here = and_(_RAW.c.source_id == hold.source_id, _RAW.c.stream == stream)
    count = select(func.count()).select_from(_RAW)
    keyless = count.where(here, _RAW.c.seen_run_id == hold.run_id, _RAW.c.has_key.is_(False))
    known = count.where(here, _RAW.c.first_run_id != hold.run_id)
    return StreamEnd(
        stream=stream,
        rows=sum(page.rows for page in found),
        snapshot=any(page.snapshot for page in found),
        keyless=(await connection.execute(keyless)).scalar_one(),
        known=(await connection.execute(known)).scalar_one(),
        notes=tuple(dict.fromkeys(note for page in found for note in page.notes)),
    )


async def withdraw(
    connection: AsyncConnection,
    hold: Hold,
    links: Sequence[Link],
    *,
    model: type[Base],
    streams: Sequence[str],
    author: Author,
) -> None:
    """Take rows for gone that two complete lists lacked; they come back when their source shows them again."""
    rows = await held_rows(connection, model, [link.row_id for link in links])
    values = {"deleted_at": author.at, "run_id": hold.run_id, "recorded_at": author.at}
    silent = frozenset({"run_id", "recorded_at"})
    changes: list[Change] = [
        Update(model=model, before=dict(row), values=values, action=Action.WITHDRAWN.value, unaudited=silent)
        for row in rows.values()
    ]
    await write(connection, [*changes, *await party_copies(connection, changes)], author=author)
    standing = [outcome.value for outcome in CURRENT]
    for keys in chunks([link.key for link in links]):
        gone = and_(
            _RAW.c.source_id == hold.source_id,
            _RAW.c.stream.in_(streams),
            _RAW.c.external_id.in_(keys),
            _RAW.c.outcome.in_(standing),
        )
        await connection.execute(update(_RAW).where(gone).values(outcome=RowOutcome.TOMBSTONED))
