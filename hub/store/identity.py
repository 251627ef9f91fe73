"""Which row of ours a source's key stands for, and how often the key was missing from a complete list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.bulk import insert_or_set
from hub.store.dialect import among, chunks, table_of
from hub.store.landing import Hold
from hub.store.models.base import Base
from hub.store.models.source import IdentityLink, RawRecord

_LINKS, _RAW = table_of(IdentityLink), table_of(RawRecord)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A key of a source and our row; `changed_at` is the source's own time of the row's last change."""

    key: str
    row_id: str
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Absent:
    """How many live rows a source's complete list should hold, and which of them it lacked twice in a row."""

    live: int
    twice: tuple[Link, ...]


async def read_links(
    connection: AsyncConnection, *, source_id: str, entity: str, keys: Iterable[str]
) -> dict[str, Link]:
    """The links of these keys, by key."""
    found: dict[str, Link] = {}
    for some in chunks(sorted(set(keys))):
        wanted = select(_LINKS).where(
            _LINKS.c.source_id == source_id, _LINKS.c.entity == entity, among(connection, _LINKS.c.external_id, some)
        )
        for row in (await connection.execute(wanted)).mappings():
            found[row["external_id"]] = Link(key=row["external_id"], row_id=row["row_id"], changed_at=row["changed_at"])
    return found


async def write_links(connection: AsyncConnection, links: Sequence[Link], *, source_id: str, entity: str) -> None:
    """Keep the links; a key that is known keeps its row for ever, only its time of change moves."""
    rows = [
        {
            "source_id": source_id,
            "entity": entity,
            "external_id": link.key,
            "row_id": link.row_id,
            "absences": 0,
            "changed_at": link.changed_at,
        }
        for link in links
    ]
    key = ("source_id", "entity", "external_id")
    await insert_or_set(connection, _LINKS, rows, key=key, moved=("changed_at",))


async def count_absences(
    connection: AsyncConnection, hold: Hold, *, entity: str, model: type[Base], streams: Sequence[str]
) -> Absent:
    """After a complete list: count up the live rows it lacked, set the others back, answer those lacking twice.

    A landed row counts as present whether it was understood or not.
    """
    table = table_of(model)
    seen = select(_RAW.c.external_id).where(
        _RAW.c.source_id == hold.source_id, _RAW.c.stream.in_(streams), _RAW.c.seen_run_id == hold.run_id
    )
    ours = and_(_LINKS.c.source_id == hold.source_id, _LINKS.c.entity == entity)
    alive = select(table.c.id).where(table.c.source_id == hold.source_id, table.c.deleted_at.is_(None))
    here = and_(ours, _LINKS.c.row_id.in_(alive))
    counted = case((_LINKS.c.external_id.in_(seen), 0), else_=_LINKS.c.absences + 1)
    await connection.execute(update(_LINKS).where(here).values(absences=counted))
    live = (await connection.execute(select(func.count()).select_from(_LINKS).where(here))).scalar_one()
    twice = select(_LINKS).where(here, _LINKS.c.absences >= 2).order_by(_LINKS.c.external_id)
    found = (await connection.execute(twice)).mappings().all()
    links = (Link(key=row["external_id"], row_id=row["row_id"], changed_at=row["changed_at"]) for row in found)
    return Absent(live=live, twice=tuple(links))


def by_key(links: Mapping[str, Link]) -> dict[str, str]:
    """The rows of ours by the source's keys."""
    return {key: link.row_id for key, link in links.items()}
