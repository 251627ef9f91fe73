"""Fetches a page of a stream and lands it: what is private is taken out first, rows and cursor commit at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hub.store.landing import Cursor, Hold, LandPage, LandRow, land_page, open_cursor, read_cursor
from hub.store.session import Database
from hub.sync.connectors.choose import connector_for
from hub.sync.connectors.exchange import Connector, NoteCode, Page, Position, Request
from hub.sync.failpoints import Failpoint, Fuse
from hub.sync.mapping import is_tombstone
from hub.sync.mapping_redact import redact
from hub.sync.rows import Drift, RawRow, drift
from hub.sync.source import Source, Stream
from hub.sync.wire import Wire

_NAMED = 5  # paths that a drift note names


class Fetcher:
    """Reads the streams of one source in one run, page by page, each page under the run's fence."""

    def __init__(
        self, source: Source, *, database: Database, wire: Wire, hold: Hold, redaction_key: bytes, fuse: Fuse
    ) -> None:
        self._source = source
        self._database = database
        self._wire = wire
        self._hold = hold
        self._key = redaction_key
        self._fuse = fuse
        self._ahead: dict[str, tuple[Position, Request]] = {}

    async def open(self, stream: Stream, *, now: datetime, full_after: timedelta) -> None:
        """Begin the stream where the last run left it, or from the start when a pass over everything is due."""
        async with self._database.write() as connection:
            held = await read_cursor(connection, source_id=self._hold.source_id, stream=stream.name)
            position = _start(held, now=now, full_after=full_after)
            await open_cursor(
                connection,
                self._hold,
                stream=stream.name,
                position=_stored(position),
                whole=position.token is None and position.index == 0 and position.since is None,
            )

    async def page(self, stream: Stream, *, now: datetime) -> bool:
        """Fetch and land the next page; answers whether the stream was read as far as this run reads it."""
        async with self._database.read() as connection:
            cursor = await read_cursor(connection, source_id=self._hold.source_id, stream=stream.name)
        if cursor is None or cursor.complete:
            return True
        self._fuse.passing(Failpoint.F1)
        before = _position(cursor.position)
        page = await self._fetched(connector_for(self._source, stream), stream, before)
        self._fuse.passing(Failpoint.F2)
        async with self._database.write() as connection:
            await land_page(connection, self._hold, self._landable(page, stream, before, cursor), at=now)
        self._fuse.passing(Failpoint.F3)
        if page.next is not None:
            self._ahead[stream.name] = (page.position, page.next)
        return page.next is None

    async def restart(self, stream: Stream) -> None:
        """Let the next run begin its pass anew: the place within the pass led to a fault that waiting cannot mend."""
        async with self._database.write() as connection:
            held = await read_cursor(connection, source_id=self._hold.source_id, stream=stream.name)
            if held is not None:
                position = _stored(_from_the_start(_position(held.position)))
                await open_cursor(connection, self._hold, stream=stream.name, position=position, whole=False, anew=True)

    async def _fetched(self, connector: Connector, stream: Stream, before: Position) -> Page:
        ahead = self._ahead.pop(stream.name, None)
        request = ahead[1] if ahead is not None and ahead[0] == before else connector.start(before)
        return connector.read(await self._wire.send(request), request)

    def _landable(self, page: Page, stream: Stream, before: Position, cursor: Cursor) -> LandPage:
        rows = [redact(row, stream, self._key) for row in page.rows]
        moved = drift(cursor.structure, page.structure) if cursor.whole_at is not None else Drift()
        return LandPage(
            stream=stream.name,
            number=cursor.pages,
            rows=[_row(row, stream) for row in rows],
            fingerprint=page.fingerprint,
            structure=tuple(sorted({*cursor.structure, *page.structure})),
            position=_stored(page.position),
            over=page.next is None,
            ended=page.complete,
            snapshot=page.snapshot and cursor.whole,
            everything=before.since is None,
            notes=(*_remarks(page), *_drift_notes(moved)),
        )


def _start(held: Cursor | None, *, now: datetime, full_after: timedelta) -> Position:
    if held is None:
        return Position()
    position = _position(held.position)
    due = held.whole_at is None or now - held.whole_at >= full_after
    within = position.token is not None or position.index > 0
    return position.afresh() if due and not within else position


def _from_the_start(position: Position) -> Position:
    return Position(since=position.since, last_total=position.last_total, memory=position.memory)


def _row(row: RawRow, stream: Stream) -> LandRow:
    keyed = row.external_id is not None
    return LandRow(
        key=row.external_id or f"content:{row.content_hash}",
        has_key=keyed,
        content=row.content,
        content_hash=row.content_hash,
        pointer=row.pointer,
        deleted=is_tombstone(row.content, stream),
        index=row.index,
    )


def _stored(position: Position) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(position.to_text())
    return stored


def _position(stored: Mapping[str, Any]) -> Position:
    return Position.from_text(json.dumps(dict(stored)))


def _remarks(page: Page) -> list[str]:
    return [
        " ".join([str(note.code), *(f"{name}={count}" for name, count in note.counts)])
        for note in page.notes
        if note.code is not NoteCode.ROWS_SKIPPED
    ]


def _drift_notes(moved: Drift) -> list[str]:
    # A path that one page lacks says nothing: optional values come and go between pages.
    found = (("STRUCTURE_ADDED", moved.added), ("STRUCTURE_RETYPED", moved.retyped))
    return [f"{code} {' '.join(paths[:_NAMED])}" for code, paths in found if paths]
