"""How the packaged reference comes into the database: only what differs is written, and nothing in use is removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.calendar_files import read_calendars
from hub.domain.reading import FaultyReference
from hub.domain.report_files import read_definitions
from hub.domain.standard_files import read_standards
from hub.store import audit, findings, versions
from hub.store.dialect import table_of
from hub.store.models.journal import ReferenceRelease
from hub.store.reference_own import kept_rows, own_rows, with_own
from hub.store.reference_reports import report_rows
from hub.store.reference_rows import Row, Wanted, body_rows, document_rows, is_reference_id, place_rows, word_rows
from hub.store.reference_standards import standard_rows
from hub.store.session import Database
from hub.store.totals_check import rebuild_units
from hub.store.units import units_of

KEY = "reference"
OWN = "reports"  # the office's own definitions of reports and working days
_ZONE = ZoneInfo("Asia/Shanghai")
_LOCK = 0x48554252  # any number of our own; two processes that load at once wait for each other


@dataclass(frozen=True, kw_only=True)
class TableLoad:
    """What became of the rows of one table; `kept` stand in no file any more and stay: in use, or of a report."""

    table: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The outcome of a load; `written` is false when the database already held this very reference.

    `digest` is that of the package; `kept` names the reports and calendars that stand in no file at hand and stay.
    """

    digest: str
    written: bool
    tables: tuple[TableLoad, ...]
    kept: tuple[str, ...] = ()


def wanted(*, on: date) -> tuple[Wanted, ...]:
    """All rows of the packaged reference on a day, in the order in which they can be inserted."""
    books = read_standards()
    parts = (
        *(*place_rows(on=on), *word_rows(), *body_rows(books, on=on), *document_rows(), *standard_rows(books)),
        *report_rows(read_definitions(), read_calendars()),
    )
    for part in parts:
        _require_single(part)
    return parts


def digest_of(parts: Iterable[Wanted]) -> str:
    """A digest that changes with any value of any row."""
    shown = {part.model.__tablename__: part.rows for part in parts}
    return hashlib.sha256(json.dumps(shown, default=str, sort_keys=True).encode()).hexdigest()


async def load_reference(
    database: Database, *, now: datetime, again: bool = False, reports: Path | None = None
) -> Loaded:
    """Bring the packaged reference into the database, in one transaction; a second time nothing is written.

    `now` decides which divisions and edges are in force; `again` compares every row even if the digests are held;
    `reports` is a folder with definitions of reports and working days of the office's own, beside the packaged ones.
    Raises FaultyReference when the package or the folder is faulty.
    """
    packaged, own = wanted(on=now.astimezone(_ZONE).date()), own_rows(reports)
    digests = {KEY: digest_of(packaged)} | ({OWN: digest_of(own)} if reports else {})
    parts = with_own(packaged, own)
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        kept = await kept_rows(connection, parts)
        if not again and await _holds(connection, digests):
            same = tuple(TableLoad(table=part.model.__tablename__, unchanged=len(part.rows)) for part in parts)
            return Loaded(digest=digests[KEY], written=False, tables=same, kept=kept.names)
        units = await units_of(connection)
        loads = [await _store(connection, part) for part in parts]
        await findings.forget(connection, {part.model: {str(row["id"]) for row in part.rows} for part in parts})
        gone = [await _remove(connection, part, kept.rows.get(part.model, ())) for part in reversed(parts)]
        if _moved(units, await units_of(connection)):
            await rebuild_units(connection)
        await findings.judge_all(connection, on=findings.business_day(now))
        await versions.catch_up(connection, at=now)
        await _remember(connection, digests, now)
        await audit.append(connection, [_entry(loads, digest_of(parts))], stream=KEY, at=now)
    left = {load.table: load for load in gone}
    tables = tuple(_joined(load, left[load.table]) for load in loads)
    return Loaded(digest=digests[KEY], written=True, tables=tables, kept=kept.names)


async def held_release(database: Database, key: str = KEY) -> tuple[str, datetime] | None:
    """The digest of the package (or of `OWN`) that the database holds and when it was loaded; None for none."""
    release = table_of(ReferenceRelease)
    async with database.read() as connection:
        row = (
            await connection.execute(select(release.c.digest, release.c.loaded_at).where(release.c.key == key))
        ).first()
    return None if row is None else (row.digest, row.loaded_at)


async def _store(connection: AsyncConnection, part: Wanted) -> TableLoad:
    table = table_of(part.model)
    held = {row["id"]: dict(row) for row in (await connection.execute(select(table))).mappings()}
    new = [row for row in part.rows if row["id"] not in held]
    changed = [row for row in part.rows if row["id"] in held and _differs(row, held[row["id"]])]
    if new:
        await connection.execute(insert(table), new)
    for row in changed:
        await connection.execute(update(table).where(table.c.id == row["id"]).values(row))
    unchanged = len(part.rows) - len(new) - len(changed)
    return TableLoad(table=table.name, new=len(new), changed=len(changed), unchanged=unchanged)


async def _remove(connection: AsyncConnection, part: Wanted, spared: Collection[str]) -> TableLoad:
    """Take out reference rows that left the files, unless they are spared or something still points to them."""
    table = table_of(part.model)
    wanted_ids = {row["id"] for row in part.rows}
    held: Sequence[str] = (await connection.execute(select(table.c.id))).scalars().all()
    removed, kept = 0, len(spared)
    for identifier in held:
        if identifier in wanted_ids or identifier in spared or not is_reference_id(identifier):
            continue
        try:
            async with connection.begin_nested():
                await connection.execute(delete(table).where(table.c.id == identifier))
            removed += 1
        except IntegrityError:
            kept += 1
    return TableLoad(table=table.name, removed=removed, kept=kept)


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether facts that are there are counted under another unit; a body that is new or gone owns none."""
    return any(after.get(body, unit) != unit for body, unit in before.items())


async def _holds(connection: AsyncConnection, digests: Mapping[str, str]) -> bool:
    release = table_of(ReferenceRelease)
    held = {row.key: row.digest for row in (await connection.execute(select(release.c.key, release.c.digest))).all()}
    return all(held.get(key) == digest for key, digest in digests.items())


async def _remember(connection: AsyncConnection, digests: Mapping[str, str], now: datetime) -> None:
    release = table_of(ReferenceRelease)
    await connection.execute(delete(release).where(release.c.key.in_(digests)))
    rows = [{"key": key, "digest": digest, "loaded_at": now} for key, digest in digests.items()]
    await connection.execute(insert(release), rows)


def _entry(loads: Iterable[TableLoad], digest: str) -> audit.Entry:
    changed = tuple(load.table for load in loads if load.new or load.changed)
    return audit.Entry(actor="hub", action="reference.loaded", object_id=KEY, changed=changed, after_hash=digest)


def _differs(row: Row, held: dict[str, Any]) -> bool:
    return any(held[name] != value for name, value in row.items())


def _joined(stored: TableLoad, gone: TableLoad) -> TableLoad:
    return TableLoad(
        table=stored.table,
        new=stored.new,
        changed=stored.changed,
        unchanged=stored.unchanged,
        removed=gone.removed,
        kept=gone.kept,
    )


def _require_single(part: Wanted) -> None:
    seen: set[str] = set()
    for row in part.rows:
        if row["id"] in seen:
            name = row.get("name") or row.get("key") or row["id"]
            raise FaultyReference(part.model.__tablename__, str(name), zh="重复", en="stands twice")
        seen.add(row["id"])
