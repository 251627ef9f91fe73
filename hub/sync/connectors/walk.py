"""Turns the rows of one answer and the decision of the stop rule into a page and the position after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.sync.connectors.exchange import Note, NoteCode, Page, Position, Request
from hub.sync.connectors.paging import Step
from hub.sync.dates import read_instant
from hub.sync.paths import Missing, look
from hub.sync.rows import RawRow, fingerprint, structure
from hub.sync.source import DeleteStyle, Stream

# A clock a little ahead of ours is normal; more than this is a wrong date.
_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """One answer's rows with what else the position needs to know."""

    rows: tuple[RawRow, ...]
    received_at: datetime
    notes: tuple[Note, ...] = ()
    etag: str | None = None
    memory: str | None = None
    partial: bool = False
    thin: bool = False


def turn(
    stream: Stream, *, before: Position, arrived: Arrived, step: Step, ask: Callable[[Position], Request], pages: int
) -> Page:
    """Close a page: count it, move the watermark, decide what comes next."""
    rows = () if step.repeated else arrived.rows
    high, late = _watermark(stream, rows, before=before, now=arrived.received_at)
    notes = (*arrived.notes, *step.notes, *late, *_about(rows))
    here = replace(
        before,
        index=before.index + 1,
        rows=before.rows + len(rows),
        high=high,
        started=before.started or arrived.received_at.astimezone(UTC).isoformat(),
        recent=step.recent,
        anchors=step.anchors,
        etag=arrived.etag if before.index == 0 else before.etag,
        memory=arrived.memory if arrived.memory is not None else before.memory,
        broken=before.broken or arrived.partial,
        thin=before.thin or arrived.thin,
        token=step.token,
    )
    lines = structure(rows)
    page = Page(
        rows=rows,
        next=None,
        position=here,
        complete=False,
        notes=notes,
        structure=lines,
        fingerprint=fingerprint(lines),
    )
    if step.token is None:
        return _closed(page, stream, complete=step.complete and not here.broken)
    if here.index % pages == 0:
        return replace(page, notes=(*notes, Note(code=NoteCode.PAGE_LIMIT, counts=(("pages", here.index),))))
    return replace(page, next=ask(here))


def _closed(page: Page, stream: Stream, *, complete: bool) -> Page:
    """End the pass: only a complete one moves the cursor, so that no row is skipped for good."""
    here = page.position
    notes = list(page.notes)
    everything = complete and here.since is None and not here.thin
    if everything and not here.rows:
        notes.append(Note(code=NoteCode.EMPTY))
    told = any(note.code is NoteCode.FEWER_ROWS for note in notes)
    if everything and here.last_total is not None and here.rows < here.last_total and not told:
        notes.append(Note(code=NoteCode.FEWER_ROWS, counts=(("before", here.last_total), ("now", here.rows))))
    position = Position(
        since=_next_since(here, stream) if complete else here.since,
        etag=here.etag if complete else None,
        last_total=here.rows if everything else here.last_total,
        memory=here.memory,
    )
    snapshot = everything and stream.deletes.style is DeleteStyle.SNAPSHOT
    return replace(page, position=position, complete=complete, snapshot=snapshot, notes=tuple(notes))


def _next_since(here: Position, stream: Stream) -> str | None:
    """Never past the start of this pass, always a little back: overlap is harmless, a gap is not."""
    if stream.changed is None or here.high is None or here.started is None:
        return here.since
    moment = min(datetime.fromisoformat(here.high), datetime.fromisoformat(here.started))
    moved = moment - timedelta(seconds=stream.changed.lag)
    if here.since is not None:
        moved = max(moved, datetime.fromisoformat(here.since))
    return moved.isoformat()


def _watermark(
    stream: Stream, rows: Sequence[RawRow], *, before: Position, now: datetime
) -> tuple[str | None, tuple[Note, ...]]:
    changed = stream.changed
    if changed is None or not changed.path:
        return before.high, ()
    high = datetime.fromisoformat(before.high) if before.high else None
    future = unread = 0
    for row in rows:
        found = look(row.content, changed.path)
        raw = None if isinstance(found, Missing) else found
        moment = read_instant(raw, (changed.style,), zone=ZoneInfo(stream.zone), trust_zone=changed.trust_zone)
        if moment is None:
            unread += 1
        elif moment > now + _AHEAD:
            future += 1
        elif high is None or moment > high:
            high = moment
    notes = [
        Note(code=code, counts=(("rows", count),))
        for code, count in ((NoteCode.FUTURE_TIMESTAMP, future), (NoteCode.TIMESTAMP_UNREAD, unread))
        if count
    ]
    return high.isoformat() if high else None, tuple(notes)


def _about(rows: Sequence[RawRow]) -> list[Note]:
    hashes: dict[str, str] = {}
    nameless = clashes = 0
    for row in rows:
        if row.external_id is None:
            nameless += 1
        elif hashes.setdefault(row.external_id, row.content_hash) != row.content_hash:
            clashes += 1
    found = ((NoteCode.ID_MISSING, nameless), (NoteCode.DUPLICATE_ID, clashes))
    return [Note(code=code, counts=(("rows", count),)) for code, count in found if count]
