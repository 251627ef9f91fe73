"""What the records of a period give: every figure of a report with the records behind it, at one moment."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.prefixed import prefixed
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_figures import Figure, figures
from hub.domain.rollup_words import FactKind
from hub.domain.words import QuarantineStatus
from hub.store.dialect import chunks, table_of
from hub.store.models.source import QuarantinedRow
from hub.store.rollup_records import MODELS, Scope, any_after, records
from hub.store.rollup_sections import Sections
from hub.store.rollup_terms import Definition


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of a period, both included."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose report it is: a body's, or that of one of its studios or committees."""

    body: str
    studio: str | None = None
    committee: str | None = None


@dataclass(frozen=True, kw_only=True)
class Computed:
    """The figures of a report, how many records were read for them, and which mappings these came by."""

    figures: Mapping[LineKey, Figure]
    kinds: Mapping[str, FactKind]
    facts_read: int
    mapping_digest: str


async def computed(
    connection: AsyncConnection,
    definition: Definition,
    sections: Sections,
    *,
    whose: Whose,
    days: Days,
    until: datetime,
    after: datetime | None = None,
) -> Computed:
    """Compute every indicator that is counted; with `after`, from records alone that came after that moment."""
    scope = Scope(
        bodies=tuple(sections.unit_of),
        first_day=days.first,
        last_day=days.last,
        until=until,
        after=after,
        studio=whose.studio,
        committee=whose.committee,
    )
    facts = {one.predicate.fact for one in definition.stated if one.predicate is not None}
    if not await any_after(connection, facts, scope):
        return Computed(figures={}, kinds={}, facts_read=0, mapping_digest="")
    found: dict[LineKey, Figure] = {}
    kinds: dict[str, FactKind] = {}
    read: dict[str, str] = {}
    for asked in definition.stated:
        if asked.predicate is None:
            continue
        kinds[asked.code] = asked.predicate.fact
        rows = await records(connection, asked.predicate, scope)
        read |= {row.id: row.mapping or "" for row in rows}
        found |= figures(asked.code, asked.predicate.aggregation, rows, sections=sections.unit_of)
    mappings = sorted(set(read.values()))
    digest = hashlib.sha256(prefixed(mappings)).hexdigest()
    return Computed(figures=found, kinds=kinds, facts_read=len(read), mapping_digest=digest)


async def waiting(connection: AsyncConnection, sections: Sections, *, since: datetime) -> Mapping[tuple[str, str], int]:
    """How many rows wait in quarantine, by unit and kind of row, that came since a moment: they may belong to it."""
    row = table_of(QuarantinedRow)
    found: dict[tuple[str, str], int] = defaultdict(int)
    for some in chunks(sorted(sections.unit_of)):
        each = select(row.c.body_id, row.c.entity, row.c.source_id, row.c.stream, row.c.external_id).distinct()
        here = each.where(
            row.c.body_id.in_(some),
            row.c.status == QuarantineStatus.OPEN,
            row.c.entity.is_not(None),
            row.c.last_seen_at >= since,
        ).subquery()
        counted = select(here.c.body_id, here.c.entity, func.count()).group_by(here.c.body_id, here.c.entity)
        for body, entity, number in await connection.execute(counted):
            found[sections.unit_of[body], entity] += int(number)
    return found


def entity_of(kind: FactKind) -> str:
    """What the rows of a kind of record are called when they are synced."""
    return table_of(MODELS[kind]).name
