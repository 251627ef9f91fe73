"""What a push needs of the database: the source that stands for the system, its run, and the rows that rows name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.auth.caller import Caller
from hub.domain.ids import new_id
from hub.domain.row_outcome import RowOutcome
from hub.domain.words import RunStatus, SourceKind, SourceStatus
from hub.store.dialect import among, chunks, insert_ignore, table_of
from hub.store.landing import Hold
from hub.store.lookup import BodyRow
from hub.store.models.body import Body
from hub.store.models.member import Member
from hub.store.models.source import IdentityLink, RawRecord, Source, SyncRun
from hub.store.models.studio import Studio
from hub.store.where import seen_rows

VERSION = "2"
"""Version by which pushed rows are read; it follows the fields that the graph takes."""
ZONE = "Asia/Shanghai"

_SOURCES, _RUNS, _RAW = table_of(Source), table_of(SyncRun), table_of(RawRecord)
_LINKS, _STUDIOS, _BODIES = table_of(IdentityLink), table_of(Studio), table_of(Body)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A studio that a row names, under the key by which it is named."""

    key: str
    id: str
    owner_body_id: str
    committee_id: str | None


async def begin_push(
    connection: AsyncConnection, *, code: str, body_id: str, name: str, requested_by: str | None, now: datetime
) -> Hold | None:
    """Open a run of the source that stands for a system; None where the source is paused or retired.

    The source is made when the system pushes for the first time. One push of a system goes after another.
    """
    mine = _SOURCES.c.code == code
    raised = update(_SOURCES).where(mine).values(fence=_SOURCES.c.fence + 1)
    raised_to = raised.returning(_SOURCES.c.id, _SOURCES.c.fence, _SOURCES.c.status)
    found = (await connection.execute(raised_to)).one_or_none()
    if found is None:
        await insert_ignore(connection, _SOURCES, rows=[_source(code, body_id=body_id, name=name, now=now)])
        found = (await connection.execute(raised_to)).one()
    if found.status in (SourceStatus.PAUSED, SourceStatus.RETIRED):
        return None
    run_id = new_id(SyncRun.prefix, now, seed=f"{found.id}|{found.fence}".encode())
    row = {
        "id": run_id,
        "source_id": found.id,
        "body_id": body_id,
        "status": RunStatus.APPLYING,
        "trigger": "PUSH",
        "requested_by": requested_by,
        "fence": found.fence,
        "queued_at": now,
        "started_at": now,
    }
    await connection.execute(_RUNS.insert().values(row))
    return Hold(source_id=found.id, run_id=run_id, fence=found.fence)


def _source(code: str, *, body_id: str, name: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(Source.prefix, now, seed=code.encode()),
        "code": code,
        "name": name,
        "name_en": f"pushes of {code}",
        "body_id": body_id,
        "kind": SourceKind.PUSH,
        "status": SourceStatus.ACTIVE,
        "zone": ZONE,
        "mapping_version": VERSION,
        "fence": 0,
        "landed": 0,
    }


async def reopen_set_aside(connection: AsyncConnection, hold: Hold, *, stream: str) -> None:
    """Let rows wait again that this push brought once more and that were not understood before."""
    here = (_RAW.c.seen_run_id == hold.run_id, _RAW.c.source_id == hold.source_id, _RAW.c.stream == stream)
    aside = _RAW.c.outcome == RowOutcome.QUARANTINED
    await connection.execute(update(_RAW).where(*here, aside).values(applied_version=None))


async def named_studios(connection: AsyncConnection, keys: Collection[str], *, body_id: str) -> Sequence[Named]:
    """The studios of these keys: identifiers of the hub, or keys of a source of this body."""
    columns = (_STUDIOS.c.id, _STUDIOS.c.owner_body_id, _STUDIOS.c.committee_id)
    joined = _LINKS.join(_SOURCES, _SOURCES.c.id == _LINKS.c.source_id).join(_STUDIOS, _STUDIOS.c.id == _LINKS.c.row_id)
    found: list[Named] = []
    for some in chunks(sorted(keys)):
        ours = select(_STUDIOS.c.id.label("key"), *columns).where(among(connection, _STUDIOS.c.id, some))
        theirs = (
            select(_LINKS.c.external_id.label("key"), *columns)
            .select_from(joined)
            .where(
                _LINKS.c.entity == "studio",
                among(connection, _LINKS.c.external_id, some),
                _SOURCES.c.body_id == body_id,
            )
        )
        for chosen in (ours, theirs):
            rows = (await connection.execute(chosen.where(_STUDIOS.c.deleted_at.is_(None)))).mappings()
            found += [Named(**row) for row in rows]
    return found


async def named_members(
    connection: AsyncConnection, keys: Collection[str], *, body_id: str, caller: Caller
) -> Sequence[tuple[str, str]]:
    """Keys and identifiers of the members of these keys whom the caller may see."""
    member, seen = seen_rows(caller, Member)
    joined = _LINKS.join(_SOURCES, _SOURCES.c.id == _LINKS.c.source_id)
    found: list[tuple[str, str]] = []
    for some in chunks(sorted(keys)):
        ours = select(member.id, member.id).where(among(connection, member.id, some), seen)
        linked = (
            _LINKS.c.entity == "member",
            among(connection, _LINKS.c.external_id, some),
            _SOURCES.c.body_id == body_id,
        )
        theirs = (
            select(_LINKS.c.external_id, member.id)
            .select_from(joined)
            .join(member, member.id == _LINKS.c.row_id)
            .where(*linked, seen)
        )
        for chosen in (ours, theirs):
            found += [(key, id) for key, id in await connection.execute(chosen)]
    return found


async def held_elsewhere(
    connection: AsyncConnection, hold: Hold, keys: Collection[str], *, entity: str, body_id: str
) -> Mapping[str, str]:
    """Names of the sources of the body that hold a row under one of these keys, by the key."""
    found: dict[str, str] = {}
    for some in chunks(sorted(keys)):
        wanted = (
            select(_LINKS.c.external_id, _SOURCES.c.name)
            .join(_SOURCES, _SOURCES.c.id == _LINKS.c.source_id)
            .where(_SOURCES.c.body_id == body_id, _SOURCES.c.id != hold.source_id)
            .where(_LINKS.c.entity == entity, among(connection, _LINKS.c.external_id, some))
        )
        found |= dict((await connection.execute(wanted)).all())
    return found


async def bodies_of(connection: AsyncConnection, ids: Collection[str]) -> Mapping[str, BodyRow]:
    """Bodies by identifier, as applying wants them."""
    if not ids:
        return {}
    columns = (_BODIES.c.id, _BODIES.c.code, _BODIES.c.position, _BODIES.c.last, _BODIES.c.publishes_member_phone)
    rows = (await connection.execute(select(*columns).where(among(connection, _BODIES.c.id, sorted(ids))))).mappings()
    return {row["id"]: BodyRow(**row) for row in rows}
