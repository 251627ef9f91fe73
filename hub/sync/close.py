"""Closes a run: deletions only on evidence, the conservation count, and the state in which the run ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.auth.tree import Place
from hub.domain.row_outcome import RowOutcome
from hub.domain.words import RunStatus, SourceStatus
from hub.store import quarantine
from hub.store.applying import Tally, tally
from hub.store.closing import StreamEnd, stream_end, withdraw
from hub.store.consequences import draw_ended_seats
from hub.store.dialect import Transaction
from hub.store.identity import Absent, count_absences
from hub.store.landing import Hold, lock
from hub.store.runs import close_source, read_run, set_run
from hub.store.session import Database
from hub.store.shapes import MODELS
from hub.store.sources import set_status
from hub.store.write import Author
from hub.sync.connectors.exchange import NoteCode
from hub.sync.report import RunReason
from hub.sync.source import DeleteStyle, Source

_FEW = 20
_SHARE = 10  # one in ten
_LEAST_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The state in which a run ends and why."""

    status: RunStatus
    code: str | None = None
    zh: str | None = None
    en: str | None = None


async def close_run(
    database: Database, source: Source, hold: Hold, *, place: Place, now: datetime, audit_key: bytes
) -> RunStatus:
    """Close the run in one transaction."""
    author = _author(source, hold, place=place, now=now, audit_key=audit_key)
    async with database.write() as connection:
        await lock(connection, hold)
        run = await read_run(connection, hold.run_id)
        ends = [await stream_end(connection, hold, stream=stream.name) for stream in source.streams]
        notes = [note for end in ends for note in _told(end)]
        degraded = run["source_status"] is SourceStatus.DEGRADED
        sound = run["reason_code"] is None and not degraded
        absent = await _absent(connection, source, hold, ends=ends) if sound else {}
        held = not run["deletes_allowed"] and any(_too_many(found) for found in absent.values())
        gone = 0 if held else await _withdraw(connection, source, hold, absent, author=author)
        if gone:
            notes.append(f"WITHDRAWN rows={gone}")
        await quarantine.count_seen(connection, hold, now=now)
        counted = await tally(connection, hold)
        fault = Verdict(status=RunStatus.FAILED, code=run["reason_code"], zh=run["reason"], en=run["reason_en"])
        verdict = _verdict(counted, fault=fault if fault.code else None, degraded=degraded, held=held)
        if verdict.code == RunReason.QUARANTINE_RATIO:
            await set_status(connection, source.code, status=SourceStatus.DEGRADED)
        await _finish(connection, hold, verdict, counted, notes=notes, now=now)
        await close_source(
            connection,
            hold,
            now=now,
            changed=gone > 0 or any(counted.ends[end] for end in _CHANGING),
            healthy=verdict.status in _SOUND,
        )
        if verdict.status in _SOUND and verdict.code is None:
            seats = [stream.name for stream in source.streams if stream.entity == _SEATS]
            await draw_ended_seats(connection, hold, streams=seats, author=author)
    return verdict.status


def _author(source: Source, hold: Hold, *, place: Place, now: datetime, audit_key: bytes) -> Author:
    return Author(
        actor=f"source:{source.code}",
        stream=place.code,
        request_id=hold.run_id,
        at=now,
        key=audit_key,
        bundled=True,
    )


_SEATS = "membership"
_SOUND = (RunStatus.SUCCEEDED, RunStatus.SUCCEEDED_WITH_QUARANTINE)
_CHANGING = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.TOMBSTONED)


async def _absent(
    connection: Transaction, source: Source, hold: Hold, *, ends: Sequence[StreamEnd]
) -> dict[str, Absent]:
    """Rows that two complete lists lacked, by entity; only where every stream of the entity was a complete list."""
    by_name = {end.stream: end for end in ends}
    found = {}
    for entity in dict.fromkeys(stream.entity for stream in source.streams):
        streams = [stream for stream in source.streams if stream.entity == entity]
        listed = [by_name[stream.name] for stream in streams]
        complete = all(stream.deletes.style is DeleteStyle.SNAPSHOT for stream in streams) and all(
            # A row that lost its key is still there, under which key nobody knows: absence proves nothing then.
            end.snapshot and end.rows > 0 and end.keyless == 0
            for end in listed
        )
        if complete:
            names = [end.stream for end in listed]
            found[entity] = await count_absences(connection, hold, entity=entity, model=MODELS[entity], streams=names)
    return found


async def _withdraw(
    connection: Transaction, source: Source, hold: Hold, absent: Mapping[str, Absent], *, author: Author
) -> int:
    for entity, found in absent.items():
        if found.twice:
            names = [stream.name for stream in source.streams if stream.entity == entity]
            await withdraw(connection, hold, found.twice, model=MODELS[entity], streams=names, author=author)
    return sum(len(found.twice) for found in absent.values())


def _too_many(absent: Absent) -> bool:
    return len(absent.twice) > max(_FEW, absent.live // _SHARE)


def _told(end: StreamEnd) -> list[str]:
    """What was remarked of a stream; an empty list is told apart by what was there before."""
    known = "EMPTY_SUSPICIOUS" if end.known else "EMPTY_EXPECTED"
    return [f"{end.stream}: {known if note == NoteCode.EMPTY else note}" for note in end.notes]


def _verdict(counted: Tally, *, fault: Verdict | None, degraded: bool, held: bool) -> Verdict:
    if not degraded and (not counted.balanced or counted.waiting):
        return _because(RunStatus.FAILED, RunReason.ACCOUNTING)
    if fault is not None:
        return fault
    if degraded:
        return _because(RunStatus.HELD, RunReason.SOURCE_DEGRADED)
    if held:
        return _because(RunStatus.HELD, RunReason.DELETES_HELD)
    aside = counted.ends[RowOutcome.QUARANTINED]
    if counted.fetched >= _LEAST_ROWS and aside * 2 > counted.fetched:
        return _because(RunStatus.SUCCEEDED_WITH_QUARANTINE, RunReason.QUARANTINE_RATIO)
    return Verdict(status=RunStatus.SUCCEEDED_WITH_QUARANTINE if aside else RunStatus.SUCCEEDED)


def _because(status: RunStatus, reason: RunReason) -> Verdict:
    return Verdict(status=status, code=reason.value, zh=reason.title_zh, en=reason.title_en)


async def _finish(
    connection: Transaction, hold: Hold, verdict: Verdict, counted: Tally, *, notes: Sequence[str], now: datetime
) -> None:
    await set_run(
        connection,
        hold,
        status=verdict.status,
        finished_at=now,
        pages=counted.pages,
        fetched=counted.fetched,
        reason_code=verdict.code,
        reason=verdict.zh,
        reason_en=verdict.en,
        notes=list(dict.fromkeys(notes)),
        **{str(end.value).lower(): count for end, count in counted.ends.items()},
    )
