"""Where a row went that a source once sent: landed, set aside, linked to a record of ours, counted (§3.8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, func, select

from hub.auth.caller import Caller
from hub.domain.ids import prefix_of
from hub.domain.rollup_lineage import Clues, TraceState, trace_state
from hub.domain.words import QuarantineStatus
from hub.store.dialect import table_of
from hub.store.fetch import by_column, by_ids
from hub.store.models.base import Base
from hub.store.models.catalogue import by_prefix
from hub.store.models.rollup_more import Contribution
from hub.store.models.source import IdentityLink, QuarantinedRow, RawRecord, Source
from hub.store.plan import Record
from hub.store.session import Reader

MOST_ROWS = 100
"""The most landings, rows set aside or figures that a trace lists."""

Row = Mapping[str, Any]  # column values of any type

_RAW, _BAD, _LINK = table_of(RawRecord), table_of(QuarantinedRow), table_of(IdentityLink)
_SOURCE, _CONTRIBUTION = table_of(Source), table_of(Contribution)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A line in which a record counts, and how much."""

    line: str
    weight: Any  # a decimal, as the column gives it


@dataclass(frozen=True, kw_only=True)
class Linked:
    """The record of ours that a source's key stands for; without a row where the caller does not read it."""

    entity: str
    row: Record | None
    withdrawn_at: datetime | None
    counted: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What became of a source's key."""

    state: TraceState
    landed: tuple[Row, ...]
    aside: tuple[Row, ...]
    linked: tuple[Linked, ...]


@dataclass(frozen=True, kw_only=True)
class _Link:
    entity: str
    model: type[Base]
    row_id: str


async def trace(reader: Reader, caller: Caller, *, source: str, external_id: str) -> Trace | None:
    """What became of a key, for who reads the source or where a record of theirs came from; else None.

    Whoever does not read the source is told of their own records alone, not of others that share the key.
    """
    found = await reader.all(select(_SOURCE.c.id).where(_SOURCE.c.code == source))
    if not found:
        return None
    identifier = found[0]["id"]
    reads = bool(await by_column(reader, caller, model=Source, column="code", values=[source]))
    links = await _links(reader, identifier, external_id)
    seen = await _seen(reader, caller, links)
    own = [one for one in links if one.row_id in seen and not seen[one.row_id].source_id.masked]
    if not reads and not own:
        return None
    told = links if reads else own
    landed = await _of_key(reader, _RAW, identifier, external_id, order=_RAW.c.seq.desc())
    aside = await _of_key(reader, _BAD, identifier, external_id, order=_BAD.c.last_seen_at.desc())
    if not reads:
        hashes = {seen[one.row_id].content_hash.value for one in own}
        landed = [row for row in landed if row["content_hash"] in hashes]
        aside = [row for row in aside if row["entity"] in {one.entity for one in own}]
    linked = [await _linked(reader, one, seen.get(one.row_id)) for one in told]
    return Trace(state=_state(landed, aside, linked), landed=tuple(landed), aside=tuple(aside), linked=tuple(linked))


def _state(landed: Collection[Row], aside: Collection[Row], linked: Collection[Linked]) -> TraceState:
    clues = Clues(
        landed=bool(landed),
        waits_in_quarantine=any(row["status"] is QuarantineStatus.OPEN for row in aside),
        linked=bool(linked),
        withdrawn=bool(linked) and all(one.withdrawn_at is not None for one in linked),
        counted=any(one.counted for one in linked),
    )
    return trace_state(clues)


async def _links(reader: Reader, source: str, external_id: str) -> list[_Link]:
    models = by_prefix()
    entities = sorted(model.__tablename__ for model in models.values())
    chosen = select(_LINK.c.entity, _LINK.c.row_id).where(
        _LINK.c.source_id == source, _LINK.c.entity.in_(entities), _LINK.c.external_id == external_id
    )
    found = [(row, models.get(prefix_of(row["row_id"]) or "")) for row in await reader.all(chosen)]
    return [
        _Link(entity=row["entity"], model=model, row_id=row["row_id"])
        for row, model in sorted(found, key=lambda pair: str(pair[0]["entity"]))
        if model is not None
    ]


async def _seen(reader: Reader, caller: Caller, links: Sequence[_Link]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for one in links:
        found |= await by_ids(reader, caller, model=one.model, ids=[one.row_id])
    return {key: row for key, row in found.items() if "source_id" in row.values}


async def _linked(reader: Reader, link: _Link, row: Record | None) -> Linked:
    table = table_of(link.model)
    gone = None
    if "deleted_at" in table.c:
        found = await reader.all(select(table.c.deleted_at).where(table.c.id == link.row_id))
        gone = found[0]["deleted_at"] if found else None
    counted = (
        select(_CONTRIBUTION.c.line_id, _CONTRIBUTION.c.weight)
        .where(_CONTRIBUTION.c.fact_id == link.row_id)
        .order_by(_CONTRIBUTION.c.id.desc())
        .limit(MOST_ROWS)
    )
    lines = [Counted(line=one["line_id"], weight=one["weight"]) for one in await reader.all(counted)]
    return Linked(entity=link.entity, row=row, withdrawn_at=gone, counted=tuple(lines))


async def _of_key(reader: Reader, table: Table, source: str, external_id: str, *, order: Any) -> list[Row]:
    """The rows of a key, the latest first: asked stream by stream, as the index of both tables goes."""
    streams = await _streams(reader, table, source)
    if not streams:
        return []
    same = and_(table.c.source_id == source, table.c.stream.in_(streams), table.c.external_id == external_id)
    chosen = select(*table.c).where(same).order_by(order, table.c.id.desc()).limit(MOST_ROWS)
    return [dict(row) for row in await reader.all(chosen)]


async def _streams(reader: Reader, table: Table, source: str) -> list[str]:
    """The streams that a source has rows of: few, found by stepping from each to the next along the index."""
    found: list[str] = []
    while True:
        after = table.c.stream > found[-1] if found else table.c.stream.is_not(None)
        chosen = select(func.min(table.c.stream).label("stream")).where(table.c.source_id == source, after)
        stream = (await reader.all(chosen))[0]["stream"]
        if stream is None:
            return found
        found.append(stream)
