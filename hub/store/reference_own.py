"""Reports of an office's own, beside the package: their rows, and what the database holds and no file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.calendar_files import read_calendars
from hub.domain.report_files import once_each, read_definitions
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.report import ReportDefinition, ReportIndicator, ReportRule, WorkingDay
from hub.store.reference_reports import report_rows
from hub.store.reference_rows import Wanted, is_reference_id


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Versions of reports and years of working days that no file names any more; nothing of them is taken out.

    `names` is for people: `province-quarterly 2026`, `calendar-2026`.
    """

    names: tuple[str, ...]
    rows: Mapping[type[Base], frozenset[str]]


def own_rows(reports: Path | None) -> tuple[Wanted, ...]:
    """The rows of an office's folder of reports and working days; none where it has no folder.

    Raises FaultyReference where a file is faulty or states a version of a report that the package states.
    """
    if reports is None:
        return ()
    definitions = read_definitions(reports)
    once_each([*read_definitions(), *definitions])
    return report_rows(definitions, read_calendars(reports))


def with_own(packaged: Sequence[Wanted], own: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """The rows of the package and of an office's own, in the order in which they can be inserted."""
    more = {part.model: part.rows for part in own}
    return tuple(Wanted(model=part.model, rows=(*part.rows, *more.get(part.model, ()))) for part in packaged)


async def kept_rows(connection: AsyncConnection, parts: Iterable[Wanted]) -> Kept:
    """What came from files and stands in none of those at hand: whose they were is not known, so they stay whole."""
    stated = {part.model: part.rows for part in parts}
    versions = {row["id"] for row in stated[ReportDefinition]}
    table = table_of(ReportDefinition)
    chosen = select(table.c.id, table.c.code, table.c.version).order_by(table.c.code, table.c.version)
    held = (await connection.execute(chosen)).all()
    unnamed = [row for row in held if row.id not in versions and is_reference_id(row.id)]
    absent = {row.id for row in unnamed}
    years = {row["year"] for row in stated[WorkingDay]}
    calendar = table_of(WorkingDay)
    days = (await connection.execute(select(calendar.c.id, calendar.c.year))).all()
    left = [day for day in days if day.year not in years and is_reference_id(day.id)]
    return Kept(
        names=(
            *(f"{row.code} {row.version}" for row in unnamed),
            *(f"calendar-{year}" for year in sorted({day.year for day in left})),
        ),
        rows={
            ReportDefinition: frozenset(absent),
            ReportIndicator: await _parts_of(connection, ReportIndicator, absent),
            ReportRule: await _parts_of(connection, ReportRule, absent),
            WorkingDay: frozenset(day.id for day in left),
        },
    )


async def _parts_of(connection: AsyncConnection, model: type[Base], definitions: set[str]) -> frozenset[str]:
    table = table_of(model)
    held = (await connection.execute(select(table.c.id, table.c.definition_id))).all()
    return frozenset(row.id for row in held if row.definition_id in definitions)
