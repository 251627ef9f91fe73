"""What the records of a period give: every figure of a report with the records behind it, at one moment."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.prefixed import prefixed
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_figures import Figure, Record, figures
from hub.domain.rollup_words import FactKind
from hub.domain.words import QuarantineStatus
from hub.store.dialect import chunks, table_of
from hub.store.models.source import QuarantinedRow
from hub.store.rollup_records import MODELS, Holder, Scope, any_after, records_held
from hub.store.rollup_sections import Sections
from hub.store.rollup_terms import Definition

Waiting = Mapping[tuple[str, str], int]
"""Numbers of rows in quarantine by unit and kind of row."""


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


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report that figures are computed for: whose it is, and its sections."""

    whose: Whose
    sections: Sections


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
    report = Report(whose=whose, sections=sections)
    (found,) = await computed_each(connection, definition, [report], days=days, until=until, after=after)
    return found


async def computed_each(
    connection: AsyncConnection,
    definition: Definition,
    reports: Sequence[Report],
    *,
    days: Days,
    until: datetime,
    after: datetime | None = None,
) -> list[Computed]:
    """The same for reports of one definition and period; the records of all of them are read together."""
    scope = _scope(reports, days, until=until, after=after)
    facts = {one.predicate.fact for one in definition.stated if one.predicate is not None}
    if not await any_after(connection, facts, scope):
        return [Computed(figures={}, kinds={}, facts_read=0, mapping_digest="") for _ in reports]
    found: list[dict[LineKey, Figure]] = [{} for _ in reports]
    read: list[dict[str, str]] = [{} for _ in reports]
    kinds: dict[str, FactKind] = {}
    for asked in definition.stated:
        if asked.predicate is None:
            continue
        kinds[asked.code] = asked.predicate.fact
        held = await records_held(connection, asked.predicate, scope)
        for report, into, seen in zip(reports, found, read, strict=True):
            rows = _of(report, held)
            seen |= {id: row.mapping or "" for id, row in rows.items()}
            counted = figures(asked.code, asked.predicate.aggregation, rows.values(), sections=report.sections.unit_of)
            into |= counted
    return [
        Computed(figures=into, kinds=kinds, facts_read=len(seen), mapping_digest=_digest_of(seen.values()))
        for into, seen in zip(found, read, strict=True)
    ]


def _scope(reports: Sequence[Report], days: Days, *, until: datetime, after: datetime | None) -> Scope:
    """Everything that the reports are computed from; all of them are of bodies, or of studios, or of committees."""
    whose = [report.whose for report in reports]
    studios = sorted({one.studio for one in whose if one.studio is not None})
    committees = sorted({one.committee for one in whose if one.committee is not None})
    return Scope(
        bodies={body for report in reports for body in report.sections.unit_of},
        first_day=days.first,
        last_day=days.last,
        until=until,
        after=after,
        studios=studios or None,
        committees=committees or None,
    )


def _of(report: Report, held: Mapping[Holder, Mapping[str, Record]]) -> Mapping[str, Record]:
    """The records of a report among those of all, each once."""
    part = report.whose.studio or report.whose.committee
    found: dict[str, Record] = {}
    for body in report.sections.unit_of:
        found |= held.get((body, part), {})
    return found


def _digest_of(mappings: Iterable[str]) -> str:
    return hashlib.sha256(prefixed(sorted(set(mappings)))).hexdigest()


async def waiting(connection: AsyncConnection, sections: Sections, *, since: datetime) -> Waiting:
    """How many rows wait in quarantine, by unit and kind of row, that came since a moment: they may belong to it."""
    (found,) = await waiting_each(connection, [sections], since=since)
    return found


async def waiting_each(connection: AsyncConnection, reports: Sequence[Sections], *, since: datetime) -> list[Waiting]:
    """The same for the sections of some reports."""
    by_body: dict[str, list[tuple[str, int]]] = defaultdict(list)
    row = table_of(QuarantinedRow)
    for some in chunks(sorted({body for sections in reports for body in sections.unit_of})):
        each = select(row.c.body_id, row.c.entity, row.c.source_id, row.c.stream, row.c.external_id).distinct()
        here = each.where(
            row.c.body_id.in_(some),
            row.c.status == QuarantineStatus.OPEN,
            row.c.entity.is_not(None),
            row.c.last_seen_at >= since,
        ).subquery()
        counted = select(here.c.body_id, here.c.entity, func.count()).group_by(here.c.body_id, here.c.entity)
        for body, entity, number in await connection.execute(counted):
            by_body[body].append((entity, int(number)))
    return [_by_unit(sections, by_body) for sections in reports]


def _by_unit(sections: Sections, by_body: Mapping[str, Sequence[tuple[str, int]]]) -> Waiting:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for body, unit in sections.unit_of.items():
        for entity, number in by_body.get(body, ()):
            found[unit, entity] += number
    return found


def entity_of(kind: FactKind) -> str:
    """What the rows of a kind of record are called when they are synced."""
    return table_of(MODELS[kind]).name
