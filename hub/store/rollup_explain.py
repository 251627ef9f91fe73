"""What may explain a line whose claim and records differ: rows that wait, records that came late or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.dossier_holds import HoldKind
from hub.domain.due import ZONE
from hub.domain.report_definition import Predicate
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_explain import Signs, Suggestion, suggestions
from hub.domain.rollup_figures import Contributed, figures
from hub.domain.rollup_words import FactKind, Owes, ValueKind
from hub.domain.term import Title
from hub.domain.words import QuarantineStatus
from hub.store.dialect import chunks, table_of
from hub.store.evidence_holds import open_holds
from hub.store.models.body import Body
from hub.store.models.report import ReportPeriod
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import Contribution
from hub.store.models.source import QuarantinedRow
from hub.store.rollup_compute import Days, entity_of
from hub.store.rollup_lineage import is_shared
from hub.store.rollup_records import MODELS, Scope, records
from hub.store.rollup_sections import Sections, sections_of
from hub.store.rollup_terms import definition_of

MOST_ROWS = 100
"""The most rows of each kind that an explanation lists; how many there are it tells beside."""

_LINE, _VERSION, _DUTY, _PERIOD = (table_of(model) for model in (RollupLine, RollupVersion, Obligation, ReportPeriod))
_CONTRIBUTION, _BAD, _BODY = table_of(Contribution), table_of(QuarantinedRow), table_of(Body)
_DOWN = frozenset({HoldKind.SOURCE_DOWN, HoldKind.DRIFT})
_ALIKE: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.ACTIVITY: ("studio_id", "held_on", "topic"),
    FactKind.DUTY_SHIFT: ("studio_id", "held_on", "member_id", "starts_at"),
    FactKind.OPINION: ("studio_id", "received_on", "topic"),
    FactKind.OUTPUT: ("studio_id", "submitted_on", "title_text"),
}
"""What two records of one kind have in common when they may be one thing told twice."""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What may explain a line; lists are cut at MOST_ROWS, the numbers beside them are whole."""

    line: str
    kind: FactKind | None
    difference: int
    waiting: tuple[str, ...] = ()
    waiting_count: int = 0
    late: tuple[Contributed, ...] = ()
    late_count: int = 0
    other_period: tuple[Contributed, ...] = ()
    other_period_count: int = 0
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A line with all that its records are looked for by."""

    key: LineKey
    predicate: Predicate
    sections: Sections
    scope: Scope
    watermark: datetime

    @property
    def bodies(self) -> list[str]:
        """The bodies of its section."""
        return sorted(body for body, unit in self.sections.unit_of.items() if unit == self.key.unit)

    @property
    def began(self) -> datetime:
        """The first moment of its period."""
        return datetime.combine(self.scope.first_day, datetime.min.time(), tzinfo=ZONE)


async def explained(connection: AsyncConnection, line_id: str, *, now: datetime) -> Explained:
    """What may explain a line; a line that nothing can be compared with has no difference."""
    row = dict((await connection.execute(_read(line_id))).mappings().one())
    difference = _difference(row)
    place = await _place(connection, row, now=now)
    if difference == 0 or place is None:
        return Explained(line=line_id, kind=None if place is None else place.predicate.fact, difference=difference)
    return await _explained(connection, line_id, place, difference, now=now)


async def _explained(
    connection: AsyncConnection, line_id: str, place: _Place, difference: int, *, now: datetime
) -> Explained:
    waiting, waiting_count = await _waiting(connection, place)
    late = await _found(connection, place, replace(place.scope, after=place.watermark, until=now))
    beside: list[Contributed] = []
    for days in neighbours(place.scope.first_day, place.scope.last_day):
        dated = replace(place.scope, first_day=days.first, last_day=days.last, after=place.began, until=now)
        beside += await _found(connection, place, dated)
    signs = Signs(
        difference=difference,
        pending=waiting_count,
        late=_credited(late),
        other_period=_credited(beside),
        left_out=await _left_out(connection, place, now=now),
        alike=await _alike(connection, line_id, place.predicate.fact),
        joint=await _joint(connection, line_id),
        down=await _down(connection, place.key.unit, year=place.scope.first_day.year),
    )
    return Explained(
        line=line_id,
        kind=place.predicate.fact,
        difference=difference,
        waiting=waiting,
        waiting_count=waiting_count,
        late=tuple(late[:MOST_ROWS]),
        late_count=len(late),
        other_period=tuple(beside[:MOST_ROWS]),
        other_period_count=len(beside),
        suggestions=suggestions(signs),
    )


def neighbours(first: date, last: date) -> tuple[Days, Days]:
    """The period of the same months just before, and the one just after."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    before, after = _shifted(first, -months), _shifted(first, months)
    end = _shifted(first, 2 * months) - timedelta(days=1)
    return Days(first=before, last=first - timedelta(days=1)), Days(first=after, last=end)


def _shifted(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _read(line_id: str) -> Any:  # a select of a line with what stands around it
    return (
        select(
            _LINE.c.indicator,
            _LINE.c.first_key,
            _LINE.c.second_key,
            _LINE.c.value_kind,
            _LINE.c.claimed,
            _LINE.c.computed,
            _BODY.c.code.label("unit"),
            _VERSION.c.definition_id,
            _VERSION.c.watermark,
            _DUTY.c.body_id,
            _DUTY.c.studio_id,
            _DUTY.c.committee_id,
            _PERIOD.c.starts_on,
            _PERIOD.c.ends_on,
        )
        .join(_BODY, _BODY.c.id == _LINE.c.unit_body_id)
        .join(_VERSION, _VERSION.c.id == _LINE.c.version_id)
        .join(_DUTY, _DUTY.c.id == _VERSION.c.obligation_id)
        .join(_PERIOD, _PERIOD.c.id == _DUTY.c.period_id)
        .where(_LINE.c.id == line_id)
    )


def _difference(row: Mapping[str, Any]) -> int:
    if row["computed"] is None or row["value_kind"] is ValueKind.UNKNOWN:
        return 0
    stated = row["claimed"] if row["value_kind"] is ValueKind.NUMBER else 0
    return 0 if stated is None else int(stated) - int(row["computed"])


async def _place(connection: AsyncConnection, row: Mapping[str, Any], *, now: datetime) -> _Place | None:
    definition = await definition_of(connection, row["definition_id"])
    asked = next((one for one in definition.stated if one.code == row["indicator"]), None)
    if asked is None or asked.predicate is None:
        return None
    sections = await sections_of(connection, row["body_id"], by_section=definition.by_section)
    owes = definition.owes
    return _Place(
        key=LineKey(unit=row["unit"], indicator=row["indicator"], mode=row["first_key"], kind=row["second_key"]),
        predicate=asked.predicate,
        sections=sections,
        scope=Scope(
            bodies=tuple(sections.unit_of),
            first_day=row["starts_on"],
            last_day=row["ends_on"],
            until=now,
            studios=[row["studio_id"]] if owes is Owes.STUDIO else None,
            committees=[row["committee_id"]] if owes is Owes.COMMITTEE else None,
        ),
        watermark=row["watermark"],
    )


async def _found(
    connection: AsyncConnection, place: _Place, scope: Scope, predicate: Predicate | None = None
) -> list[Contributed]:
    """The records of a scope that count in the place of a line."""
    asked = predicate or place.predicate
    rows = await records(connection, asked, scope)
    counted = figures(place.key.indicator, asked.aggregation, rows, sections=place.sections.unit_of)
    return list(counted[place.key].contributions) if place.key in counted else []


def _credited(found: Sequence[Contributed]) -> int:
    return sum(one.weight for one in found)


async def _left_out(connection: AsyncConnection, place: _Place, *, now: datetime) -> int:
    """What the conditions of the indicator keep from counting here."""
    if not place.predicate.conditions:
        return 0
    scope = replace(place.scope, until=now)
    every = await _found(connection, place, scope, replace(place.predicate, conditions=()))
    return max(0, _credited(every) - _credited(await _found(connection, place, scope)))


async def _waiting(connection: AsyncConnection, place: _Place) -> tuple[tuple[str, ...], int]:
    """The rows of the section and kind that wait in quarantine, the latest first, one for each key; and how many."""
    listed: list[str] = []
    count = 0
    for some in chunks(place.bodies):
        where = and_(
            _BAD.c.body_id.in_(some),
            _BAD.c.status == QuarantineStatus.OPEN,
            _BAD.c.entity == entity_of(place.predicate.fact),
            _BAD.c.last_seen_at >= place.began,
        )
        listed += await _latest(connection, where)
        keys = select(_BAD.c.source_id, _BAD.c.stream, _BAD.c.external_id).where(where).distinct().subquery()
        count += int((await connection.execute(select(func.count()).select_from(keys))).scalar_one())
    return tuple(listed[:MOST_ROWS]), count


async def _latest(connection: AsyncConnection, where: ColumnElement[bool]) -> list[str]:
    own_key = (_BAD.c.source_id, _BAD.c.stream, _BAD.c.external_id)
    turn = func.row_number().over(partition_by=own_key, order_by=(_BAD.c.last_seen_at.desc(), _BAD.c.id))
    rows = select(_BAD.c.id, _BAD.c.last_seen_at, turn.label("turn")).where(where).subquery()
    chosen = select(rows.c.id).where(rows.c.turn == 1).order_by(rows.c.last_seen_at.desc(), rows.c.id).limit(MOST_ROWS)
    return list((await connection.execute(chosen)).scalars())


async def _alike(connection: AsyncConnection, line_id: str, kind: FactKind) -> int:
    """How many computed records say the same as another one, beyond the first of each."""
    names = _ALIKE.get(kind)
    if names is None:
        return 0
    fact = table_of(MODELS[kind])
    columns = [fact.c[name] for name in names]
    groups = (
        select(func.count().label("number"))
        .select_from(fact.join(_CONTRIBUTION, _CONTRIBUTION.c.fact_id == fact.c.id))
        .where(_CONTRIBUTION.c.line_id == line_id)
        .group_by(*columns)
        .subquery()
    )
    beyond = func.coalesce(func.sum(case((groups.c.number > 1, groups.c.number - 1), else_=0)), 0)
    return int((await connection.execute(select(beyond))).scalar_one())


async def _joint(connection: AsyncConnection, line_id: str) -> int:
    chosen = select(func.count()).select_from(_CONTRIBUTION).where(_CONTRIBUTION.c.line_id == line_id, is_shared())
    return int((await connection.execute(chosen)).scalar_one())


async def _down(connection: AsyncConnection, unit: str, *, year: int) -> tuple[Title, ...]:
    """Whose systems are held up; which they are and why, their own bodies read elsewhere."""
    body = (await connection.execute(select(_BODY.c.id).where(_BODY.c.code == unit))).scalar_one()
    holds = await open_holds(connection, body, year=year)
    told = {(one.body, one.kind) for one in holds if one.kind in _DOWN}
    return tuple(Title(f"{body}的系统{kind.title_zh}", f"{body}: {kind.title_en}") for body, kind in sorted(told))
