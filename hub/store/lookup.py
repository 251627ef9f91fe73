"""What applying looks names and codes up in: bodies, divisions, sectors and kinds of activity, read once for a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.sector import read_sectors
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.facts import ActivityKind
from hub.store.models.places import Division, Sector


@dataclass(frozen=True, kw_only=True)
class BodyRow:
    """A body as applying needs it."""

    id: str
    code: str
    position: int
    last: int
    publishes_member_phone: bool


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Rows of the reference by what a source may call them."""

    bodies: Mapping[str, BodyRow] = field(repr=False)
    """By code and by identifier."""
    body_names: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Codes by official and short name."""
    divisions: Mapping[tuple[str, str], str] = field(repr=False)
    """Identifiers by code and name."""
    sectors: Mapping[str, str] = field(repr=False)
    """Identifiers by name and short name."""
    kinds: Mapping[str, str] = field(repr=False)
    """Identifiers of kinds of activity by code, name and the wordings of the documents that mean one kind only."""


async def read_lookup(connection: AsyncConnection) -> Lookup:
    """Read the reference as it stands."""
    bodies, names = await _bodies(connection)
    divisions = await connection.execute(select(Division.code, Division.name, Division.id))
    return Lookup(
        bodies=bodies,
        body_names=names,
        divisions={(code, name): id for code, name, id in divisions},
        sectors=await _sectors(connection),
        kinds=await kinds_by_label(connection),
    )


async def _bodies(connection: AsyncConnection) -> tuple[dict[str, BodyRow], dict[str, tuple[str, ...]]]:
    table = table_of(Body)
    bodies: dict[str, BodyRow] = {}
    names: dict[str, tuple[str, ...]] = {}
    for row in (await connection.execute(select(table).order_by(table.c.code))).all():
        body = BodyRow(
            id=row.id,
            code=row.code,
            position=row.position,
            last=row.last,
            publishes_member_phone=row.publishes_member_phone,
        )
        bodies[row.code] = bodies[row.id] = body
        for name in {row.name, row.short_name}:
            names[name] = (*names.get(name, ()), row.code)
    return bodies, names


async def _sectors(connection: AsyncConnection) -> dict[str, str]:
    found = dict((await connection.execute(select(Sector.name, Sector.id))).all())
    short = {
        sector.short_name: found[sector.name]
        for sector in read_sectors()
        if sector.short_name is not None and sector.name in found
    }
    return short | found


async def kinds_by_label(connection: AsyncConnection) -> dict[str, str]:
    """Identifiers of kinds of activity by all that they may be called."""
    table = table_of(ActivityKind)
    meant: dict[str, set[str]] = {}
    sure: dict[str, str] = {}
    for row in (await connection.execute(select(table))).all():
        sure |= {row.code: row.id, row.name: row.id}
        for label in row.labels:
            meant.setdefault(label, set()).add(row.id)
    return {label: min(ids) for label, ids in meant.items() if len(ids) == 1} | sure
