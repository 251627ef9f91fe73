"""All that the tables say of a period at one moment, and what its records gave at the moments that it names (§2a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from hub.domain.rollup_figures import Figure
from hub.domain.rollup_words import ValueKind
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.journal import AuditEntry, OutboxNotice
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import Contribution, DriftItem, NarrativeItem, Restatement
from hub.store.rollup_compute import Days, Whose, computed
from hub.store.rollup_sections import sections_of
from hub.store.rollup_terms import definition_of
from hub.store.session import Database

Row = Mapping[str, Any]  # column values of several types
Place = tuple[str, ...]
"""Unit, indicator and the two keys of a line."""

QUARTER = Days(first=date(2026, 1, 1), last=date(2026, 3, 31))
_OF_REVIEW = {"status", "review_began_at", "returned_at", "returned_by", "correction_due", "accepted_at", "accepted_by",
              "explanation_accepted", "waived_reason"}  # fmt: skip
"""What the receiving side writes beside a version; everything else is as it was submitted."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The rows of a period at one moment."""

    duties: Mapping[str, Row]
    versions: Mapping[str, Row]
    parts: Mapping[str, tuple[tuple[str, Row], ...]]
    """Lines, texts and contributions of the versions that are looked into."""

    restated: tuple[Row, ...]
    audit: int
    notices: int
    drifted: int

    def lines(self, version: str) -> list[Row]:
        """The lines of a version."""
        return [row for table, row in self.parts.get(version, ()) if table == RollupLine.__tablename__]

    def behind(self, version: str) -> Mapping[str, list[Row]]:
        """The records behind the lines of a version."""
        found: dict[str, list[Row]] = defaultdict(list)
        for table, row in self.parts.get(version, ()):
            if table == Contribution.__tablename__:
                found[row["line_id"]].append(row)
        return found

    def seal(self, version: str) -> object:
        """All of a version that nobody may change once it was submitted."""
        own = self.versions[version]
        rows = [(RollupVersion.__tablename__, own), *self.parts.get(version, ())]
        return [(table, {name: row[name] for name in row if name not in _OF_REVIEW}) for table, row in rows]


async def kept(database: Database, *, of: Collection[str]) -> Kept:
    """Read everything in one transaction; into the versions of these obligations it is looked as well."""
    parts: dict[str, list[tuple[str, Row]]] = defaultdict(list)
    async with database.read() as connection:

        async def rows(model: type[Base], within: Collection[str] | None = None) -> list[Row]:
            table = table_of(model)
            chosen = select(table).order_by(table.c.id)
            chosen = chosen if within is None else chosen.where(table.c.version_id.in_(sorted(within)))
            return [dict(row) for row in (await connection.execute(chosen)).mappings()]

        async def number(model: type[Base]) -> int:
            return int((await connection.execute(select(func.count()).select_from(table_of(model)))).scalar_one())

        versions = {row["id"]: row for row in await rows(RollupVersion)}
        within = {name for name, row in versions.items() if row["obligation_id"] in of}
        for model in (RollupLine, NarrativeItem, Contribution):
            for row in await rows(model, within):
                parts[row["version_id"]].append((model.__tablename__, row))
        return Kept(
            duties={row["id"]: row for row in await rows(Obligation)},
            versions=versions,
            parts={name: tuple(found) for name, found in parts.items()},
            restated=tuple(await rows(Restatement)),
            audit=await number(AuditEntry),
            notices=await number(OutboxNotice),
            drifted=await number(DriftItem),
        )


def place(line: Row) -> Place:
    """By what a line is known again in another version."""
    return tuple(line[name] for name in ("unit_body_id", "indicator", "first_key", "second_key"))


def stated(line: Row) -> Decimal | None:
    """The number of a line, where it states one."""
    number: Decimal | None = line["claimed"]
    return number if line["value_kind"] is ValueKind.NUMBER else None


async def derived_again(database: Database, version: Row) -> Mapping[Place, tuple[Decimal, Decimal]]:
    """What the records give for a version at the watermark it bears: gross and net of each line that is not nought."""
    async with database.read() as connection:
        definition = await definition_of(connection, version["definition_id"])
        sections = await sections_of(connection, version["body_id"], by_section=definition.by_section)
        whose = Whose(body=version["body_id"])
        found = await computed(
            connection, definition, sections, whose=whose, days=QUARTER, until=version["watermark"]
        )  # fmt: skip
    ids = sections.ids
    return {(ids[key.unit], key.indicator, key.mode, key.kind): _both(figure) for key, figure in found.figures.items()
            if figure.contributions}  # fmt: skip


def _both(figure: Figure) -> tuple[Decimal, Decimal]:
    return Decimal(figure.computed), Decimal(figure.net)
