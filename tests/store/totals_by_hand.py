"""Totals as a clerk would count them: over the rows that the list shows, one after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product, zip_longest
from typing import Any

from sqlalchemy import select, true

from hub.auth.caller import Caller
from hub.domain.access import Sensitivity
from hub.domain.filing_rules import StudioFacts
from hub.domain.filing_settings import filing_settings
from hub.domain.term import Term
from hub.domain.unfiled import Counting, counts_officially
from hub.domain.words import StudioStatus
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.facts import ActivityKind
from hub.store.models.member import Member, Membership
from hub.store.models.places import Division, Sector
from hub.store.models.studio import Studio, studio_sector
from hub.store.models.version import VERSIONS
from hub.store.session import Database
from hub.store.totals_read import TotalsRead
from hub.store.totals_shape import SECTORS, UNIT, Dimension, shape_of
from hub.store.where import matches, open_to, visible

Figures = dict[str, tuple[int | None, int, bool]]
"""Of each number its sum, how many rows state it, and whether one of them is hidden from the caller."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One cell."""

    rows: int
    figures: Figures


def _standing(row: Any, was_unfiled: bool) -> StudioFacts:
    return StudioFacts(
        owner=row["owner_body_id"],
        name=row["name"],
        status=row["status"],
        filed_on=row["filed_on"],
        filing_number=row["filing_number"],
        was_unfiled=was_unfiled,
    )


class ByHand:
    """Counts for one caller over one database."""

    def __init__(self, database: Database, caller: Caller) -> None:
        self._database = database
        self._caller = caller
        self._seen: dict[type[Base], dict[str, Any]] = {}
        self._pairs: list[tuple[str, str]] = []
        self._studios: dict[str, StudioFacts] = {}

    async def count(self, read: TotalsRead) -> dict[tuple[Any, ...], Counted]:
        """The cells of a read by their keys; rows stand for themselves by identifiers."""
        if not self._seen:
            for model in (Body, Studio, Membership, Division, ActivityKind, Sector):
                self._seen[model] = {
                    row["id"]: row for row in await self._rows(model, visible(self._caller, model, model))
                }
            async with self._database.read() as connection:
                self._pairs = [
                    (one.studio_id, one.sector_id) for one in await connection.execute(select(studio_sector))
                ]
        facts, shape = read.facts, shape_of(read.facts)
        shown = matches(read.condition, facts, facts, caller=self._caller)
        rows = await self._rows(facts, visible(self._caller, facts, facts), shown)
        if read.counted is Counting.OFFICIAL:
            rows = [row for row in rows if await self._counts(read, row)]
        opened = open_to(self._caller, Sensitivity.WORK, facts, facts)
        free = {row["id"] for row in await self._rows(facts, opened)}
        cells: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for row in rows:
            for alike in product(*self._keys(read, row)):
                cells[alike].append(row)
        if not read.by and read.span is None:
            cells.setdefault((), [])
        closed = {name for name in shape.sums if not shape.is_open(name)}
        return {alike: _counted(some, shape.sums, closed, free) for alike, some in cells.items()}

    async def _counts(self, read: TotalsRead, row: Any) -> bool:
        """Whether a fact counts officially, as the rule tells it of the studio alone."""
        if not self._studios:
            everywhere = await self._rows(Studio, true())
            version = VERSIONS[Studio]
            async with self._database.read() as connection:
                found = select(version.c.id).where(version.c.status == StudioStatus.UNFILED_ACTIVE)
                was = set((await connection.execute(found)).scalars())
            self._studios = {one["id"]: _standing(one, one["id"] in was) for one in everywhere}
        shape = shape_of(read.facts)
        studio = self._studios.get(row["id"] if read.facts is Studio else row["studio_id"])
        day = None if shape.dated is None or read.facts is Studio else row[shape.dated]
        credit = filing_settings().credit_when_filed
        return studio is None or counts_officially(studio, held_on=day, credit_when_filed=credit)

    def rank(self, read: TotalsRead, alike: tuple[Any, ...]) -> list[Any]:
        """Where a cell stands in the order of the answer: what is not known comes last."""
        ends = [shape_of(read.facts).dimension(name).end for name in read.by]
        return [(value is None, self._ranked(end, value)) for end, value in zip_longest(ends, alike)]

    def _ranked(self, end: type[Base] | None, value: Any) -> Any:
        if value is None:
            return None
        if end is not None:
            names = {Body: "position", Sector: "name"}
            return (self._seen[end][value][names.get(end, "code")], value)
        return list(type(value)).index(value) if isinstance(value, Term) else value

    async def _rows(self, model: type[Base], *where: Any) -> list[Any]:
        columns = [getattr(model, one.key).label(one.key) for one in model.__mapper__.column_attrs]
        async with self._database.read() as connection:
            return list((await connection.execute(select(*columns).where(*where))).mappings())

    def _keys(self, read: TotalsRead, row: Any) -> list[list[Any]]:
        shape = shape_of(read.facts)
        keys = [self._key(shape.dimension(name), read.facts, row) for name in read.by]
        if read.span is not None and shape.dated is not None:
            day = row[shape.dated]
            keys.append([None if day is None else read.span.first_day(day)])
        return keys

    def _key(self, dimension: Dimension, facts: type[Base], row: Any) -> list[Any]:
        if dimension.near is not None:
            end = facts.__mapper__.relationships[dimension.near].mapper.class_
            found = self._seen[end].get(row[dimension.column_of(facts)])
            if dimension.what == UNIT:
                return [self._unit(found)]
            if found is None:
                return [None]
            row = found
        if dimension.what != SECTORS:
            return [row[dimension.what]]
        seats = [(one["member_id"], one["sector_id"]) for one in self._seen[Membership].values()]
        pairs = seats if facts is Member else self._pairs
        return sorted({sector for holder, sector in pairs if holder == row["id"] and sector}) or [None]

    def _unit(self, body: Any) -> str | None:
        """Walk up the reporting tree."""
        while body is not None and not body["rollup_unit"]:
            body = self._seen[Body].get(body["reports_to_id"])
        return None if body is None else body["id"]


def _counted(rows: list[Any], sums: tuple[str, ...], closed: set[str], free: set[str]) -> Counted:
    figures: Figures = {}
    for name in sums:
        values = [int(row[name]) for row in rows if row[name] is not None]
        masked = name in closed and any(row["id"] not in free for row in rows)
        figures[name] = (sum(values) if values else None, len(values), masked)
    return Counted(rows=len(rows), figures=figures)
