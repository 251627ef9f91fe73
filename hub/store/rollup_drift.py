"""What records that came later would change in accepted and locked figures: listed day by day, never applied (I10)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import and_, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.due import ZONE, business_day
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_figures import Figure
from hub.domain.rollup_words import Owes, VersionStatus
from hub.store.dialect import chunks, insert_into, table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import Contribution, DriftItem
from hub.store.rollup_compute import Days, Whose, computed
from hub.store.rollup_draft import new_id_of
from hub.store.rollup_sections import Sections, sections_of
from hub.store.rollup_terms import Definition, definition_of
from hub.store.session import Database

Row = Mapping[str, Any]  # column values of any type
Wait = Callable[[float], Awaitable[None]]

_VERSION, _DUTY, _PERIOD, _LINE = (table_of(model) for model in (RollupVersion, Obligation, ReportPeriod, RollupLine))
_CONTRIBUTION, _DRIFT, _BODY = table_of(Contribution), table_of(DriftItem), table_of(Body)
_IN_FORCE = (VersionStatus.ACCEPTED, VersionStatus.LOCKED)
_NIGHT = time(2, 30)  # between the days of business, whose records are then complete
_ROWS_AT_ONCE = 500
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Drifted:
    """What a pass looked at, and how many lines it found to differ."""

    versions: int
    items: int


@dataclass(kw_only=True)
class _Now:
    """A line as the records give it today."""

    weight: int = 0
    facts: set[str]


async def find_drift(database: Database, *, now: datetime) -> Drifted:
    """Compute every accepted and locked version anew and list what differs; a second pass of a day lists it afresh."""
    async with database.read() as connection:
        chosen = select(_VERSION.c.id).where(_VERSION.c.status.in_(_IN_FORCE)).order_by(_VERSION.c.id)
        versions = list((await connection.execute(chosen)).scalars())
    items = 0
    for identifier in versions:
        async with database.read() as connection:
            found = await _differences(connection, identifier, now=now)
        async with database.write() as connection:
            await _list(connection, identifier, found, on=business_day(now))
        items += len(found)
    return Drifted(versions=len(versions), items=items)


async def _differences(connection: AsyncConnection, identifier: str, *, now: datetime) -> list[dict[str, Any]]:
    found_row = (await connection.execute(_read(identifier))).mappings().one_or_none()
    row = dict(found_row or {})
    if not row or row["status"] not in _IN_FORCE:
        return []
    definition = await definition_of(connection, row["definition_id"])
    sections = await _sections(connection, row, definition)
    owes = definition.owes
    whose = Whose(
        body=row["body_id"],
        studio=row["studio_id"] if owes is Owes.STUDIO else None,
        committee=row["committee_id"] if owes is Owes.COMMITTEE else None,
    )
    days = Days(first=row["starts_on"], last=row["ends_on"])
    found = await computed(connection, definition, sections, whose=whose, days=days, until=now)
    lines = await _lines(connection, identifier)
    today = _by_line(lines, found.figures)
    before = await _facts(connection, identifier)
    return [
        one
        for identifier, line in lines.items()
        if line["computed"] is not None
        and (one := _difference(line, before[identifier], today.get(identifier), now=now)) is not None
    ]


def _difference(line: Row, before: set[str], today: _Now | None, *, now: datetime) -> dict[str, Any] | None:
    weight, facts = (0, set()) if today is None else (today.weight, today.facts)
    if weight == int(line["computed"]) and facts == before:
        return None
    return {
        "id": new_id_of(DriftItem, now),
        "version_id": line["version_id"],
        "line_id": line["id"],
        "body_id": line["body_id"],
        "unit_body_id": line["unit_body_id"],
        "computed": line["computed"],
        "recomputed": Decimal(weight),
        "facts_added": sorted(facts - before),
        "facts_removed": sorted(before - facts),
        "found_on": business_day(now),
    }


def _by_line(lines: Mapping[str, Row], figures: Mapping[LineKey, Figure]) -> dict[str, _Now]:
    """Each figure under its line; one that no line was made for, under the first of its section and indicator."""
    ids: dict[LineKey, str] = {}
    first: dict[tuple[str, str], str] = {}
    for identifier, line in lines.items():
        key = LineKey(unit=line["unit"], indicator=line["indicator"], mode=line["first_key"], kind=line["second_key"])
        ids[key] = identifier
        first.setdefault((key.unit, key.indicator), identifier)
    found: dict[str, _Now] = defaultdict(lambda: _Now(facts=set()))
    for key, figure in figures.items():
        at = ids.get(key) or first.get((key.unit, key.indicator))
        if at is not None:
            found[at].weight += figure.computed
            found[at].facts |= {one.record.id for one in figure.contributions}
    return found


def _read(identifier: str) -> Any:  # a select of a version with its obligation and period
    return (
        select(
            _VERSION.c.status,
            _VERSION.c.body_id,
            _VERSION.c.definition_id,
            _VERSION.c.units,
            _DUTY.c.studio_id,
            _DUTY.c.committee_id,
            _PERIOD.c.starts_on,
            _PERIOD.c.ends_on,
        )
        .join(_DUTY, _DUTY.c.id == _VERSION.c.obligation_id)
        .join(_PERIOD, _PERIOD.c.id == _DUTY.c.period_id)
        .where(_VERSION.c.id == identifier)
    )


async def _lines(connection: AsyncConnection, version: str) -> dict[str, Row]:
    chosen = (
        select(*_LINE.c, _BODY.c.code.label("unit"))
        .join(_BODY, _BODY.c.id == _LINE.c.unit_body_id)
        .where(_LINE.c.version_id == version)
        .order_by(_LINE.c.unit_body_id, _LINE.c.indicator, _LINE.c.first_key, _LINE.c.second_key)
    )
    return {row["id"]: dict(row) for row in (await connection.execute(chosen)).mappings()}


async def _facts(connection: AsyncConnection, version: str) -> Mapping[str, set[str]]:
    chosen = select(_CONTRIBUTION.c.line_id, _CONTRIBUTION.c.fact_id).where(_CONTRIBUTION.c.version_id == version)
    found: dict[str, set[str]] = defaultdict(set)
    for row in await connection.execute(chosen):
        found[row.line_id].add(row.fact_id)
    return found


async def _sections(connection: AsyncConnection, row: Row, definition: Definition) -> Sections:
    """The sections of the version, as its hierarchy was then (I6).

    A county that came since is left out; one that has gone since is looked for where it stands today.
    """
    today = await sections_of(connection, row["body_id"], by_section=definition.by_section)
    unit_of = {body: unit for body, unit in today.unit_of.items() if unit in row["units"]}
    for unit, body in await _gone(connection, [code for code in row["units"] if code not in today.names]):
        unit_of[body] = unit
    units = tuple(one for one in today.units if one.code in row["units"])
    return Sections(units=units, unit_of=unit_of)


async def _gone(connection: AsyncConnection, codes: Sequence[str]) -> list[tuple[str, str]]:
    if not codes:
        return []
    top, below = _BODY.alias(), _BODY.alias()
    inside = and_(below.c.position >= top.c.position, below.c.position <= top.c.last)
    chosen = select(top.c.code, below.c.id).join(below, inside).where(top.c.code.in_(codes))
    return [(row.code, row.id) for row in await connection.execute(chosen)]


async def _list(connection: AsyncConnection, version: str, found: Sequence[Row], *, on: date) -> None:
    """Put the list of a day in the place of one that was made earlier on it; lists of other days stay."""
    lines = sorted(one["line_id"] for one in found)
    of_day = and_(_DRIFT.c.version_id == version, _DRIFT.c.found_on == on)
    listed = set((await connection.execute(select(_DRIFT.c.line_id).where(of_day))).scalars())
    for some in chunks(sorted(listed.difference(lines))):
        await connection.execute(delete(_DRIFT).where(of_day, _DRIFT.c.line_id.in_(some)))
    for rows in chunks(found, _ROWS_AT_ONCE):
        fresh = insert_into(connection, _DRIFT)
        names = ("computed", "recomputed", "facts_added", "facts_removed")
        statement = fresh.on_conflict_do_update(
            index_elements=[_DRIFT.c.line_id, _DRIFT.c.found_on], set_={name: fresh.excluded[name] for name in names}
        )
        await connection.execute(statement, [dict(row) for row in rows])


def next_pass(now: datetime) -> datetime:
    """The next night's pass: once in each night of the business zone."""
    local = now.astimezone(ZONE)
    tonight = datetime.combine(local.date(), _NIGHT, tzinfo=ZONE)
    return tonight if local < tonight else tonight + timedelta(days=1)


class DriftWatch:
    """Looks for drift every night; many processes may do so, each lists the same."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime], wait: Wait = asyncio.sleep) -> None:
        self._database = database
        self._clock = clock
        self._wait = wait

    async def keep(self) -> None:
        """Make a pass each night, until cancelled; a database that is out of reach is met again the next night."""
        while True:
            now = self._clock()
            await self._wait((next_pass(now) - now).total_seconds())
            await self.look()

    async def look(self) -> None:
        """Make one pass and log what it came to."""
        try:
            found = await find_drift(self._database, now=self._clock())
        except SQLAlchemyError as problem:
            _log.error("drift_not_looked_for", reason=type(problem).__name__)
        else:
            _log.info("drift_looked_for", versions=found.versions, items=found.items)
