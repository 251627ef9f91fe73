"""The rows of linked systems as their configuration states them, and whether they may run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.auth.tree import Place
from hub.domain.ids import new_id
from hub.domain.words import SourceKind, SourceStatus
from hub.errors import BadConfiguration
from hub.store.dialect import insert_into, table_of
from hub.store.models.body import Body
from hub.store.models.source import Source

_SOURCES, _BODIES = table_of(Source), table_of(Body)


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A source as its configuration states it; `body` is the code of the body it speaks for."""

    code: str
    name: str
    name_en: str | None
    body: str
    kind: SourceKind
    schedule: str | None
    zone: str
    mapping_version: str


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A source as the hub holds it, with the place of its body in the reporting tree."""

    id: str
    code: str
    status: SourceStatus
    mapping_version: str
    place: Place


async def register(connection: AsyncConnection, sources: Sequence[Registered], *, now: datetime) -> None:
    """Insert or renew the rows of all configured sources; a source without configuration is retired.

    A source that was degraded works again once its mapping has a new version. Raises BadConfiguration when a
    source speaks for a body that the hub does not know.
    """
    bodies = dict((await connection.execute(select(_BODIES.c.code, _BODIES.c.id))).all())
    held = {row.code: row for row in (await connection.execute(select(_SOURCES))).all()}
    for source in sources:
        body_id = bodies.get(source.body)
        if body_id is None:
            raise BadConfiguration(
                "SOURCE_BODY_UNKNOWN",
                f"来源 {source.code}：没有代码为 {source.body} 的政协组织",
                f"source {source.code}: no body has the code {source.body}",
            )
        row = held.get(source.code)
        status = SourceStatus.ACTIVE if row is None else _status(row.status, row.mapping_version, source)
        await _upsert(connection, source, body_id=body_id, status=status, now=now)
    configured = {source.code for source in sources}
    gone = [code for code, row in held.items() if code not in configured and row.kind is not SourceKind.PUSH]
    if gone:
        await connection.execute(update(_SOURCES).where(_SOURCES.c.code.in_(gone)).values(status=SourceStatus.RETIRED))


async def read_source(connection: AsyncConnection, code: str) -> SourceRow | None:
    """The row of a source by its code."""
    columns = (_SOURCES.c.id, _SOURCES.c.status, _SOURCES.c.mapping_version, _SOURCES.c.body_id)
    places = (_BODIES.c.code, _BODIES.c.level, _BODIES.c.position, _BODIES.c.last, _BODIES.c.rollup_unit)
    found = select(*columns, *places).join(_BODIES, _BODIES.c.id == _SOURCES.c.body_id).where(_SOURCES.c.code == code)
    row = (await connection.execute(found)).mappings().one_or_none()
    if row is None:
        return None
    place = Place(
        body_id=row["body_id"],
        code=row["code"],
        level=row["level"],
        position=row["position"],
        last=row["last"],
        rollup_unit=row["rollup_unit"],
    )
    return SourceRow(id=row["id"], code=code, status=row["status"], mapping_version=row["mapping_version"], place=place)


async def set_status(connection: AsyncConnection, code: str, *, status: SourceStatus) -> None:
    """Pause a source, let it work again, or note that it is degraded."""
    await connection.execute(update(_SOURCES).where(_SOURCES.c.code == code).values(status=status))


def _status(held: SourceStatus, version: str, source: Registered) -> SourceStatus:
    mended = held is SourceStatus.DEGRADED and version != source.mapping_version
    return SourceStatus.ACTIVE if mended or held is SourceStatus.RETIRED else held


async def _upsert(
    connection: AsyncConnection, source: Registered, *, body_id: str, status: SourceStatus, now: datetime
) -> None:
    values = {
        "name": source.name,
        "name_en": source.name_en,
        "body_id": body_id,
        "kind": source.kind,
        "status": status,
        "schedule": source.schedule,
        "zone": source.zone,
        "mapping_version": source.mapping_version,
    }
    fresh = {"id": new_id(Source.prefix, now, seed=source.code.encode()), "code": source.code, "fence": 0, "landed": 0}
    statement = insert_into(connection, _SOURCES).values(**fresh, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))
