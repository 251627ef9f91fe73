"""The records that an indicator counts: those of a branch dated in a period, as far as the hub knew them.

What a studio did that is not filed yet is kept and not counted (behaviour.md §3.17). A record is counted by the state
in which the hub holds it when it is read; `known` bounds when it was recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, false, null, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.registry_words import PartyRole
from hub.domain.report_definition import SHAPES, Predicate
from hub.domain.rollup_figures import Record
from hub.domain.rollup_words import Aggregation, FactKind
from hub.domain.shared import Part
from hub.domain.words import JointRule, StudioStatus
from hub.store.dialect import chunks, table_of
from hub.store.models.activity_party import ActivityParty
from hub.store.models.base import Base
from hub.store.models.facts import Activity, ActivityKind, DutyShift, Opinion, Output
from hub.store.models.studio import Studio

MODELS: Mapping[FactKind, type[Base]] = {
    FactKind.ACTIVITY: Activity,
    FactKind.DUTY_SHIFT: DutyShift,
    FactKind.OPINION: Opinion,
    FactKind.OUTPUT: Output,
    FactKind.STUDIO: Studio,
}
"""The kinds of record and where they are held."""

Row = Mapping[str, Any]  # column values of any type

_BODIES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose records, of which days, and known when: after `after` and not after `until`.

    A studio or the studios of a committee may narrow it further.
    """

    bodies: Collection[str]
    first_day: date
    last_day: date
    until: datetime
    after: datetime | None = None
    studio: str | None = None
    committee: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Tables:
    """The tables of a statement: the fact's own, that of its studio, and that of its kind."""

    fact: FromClause
    studio: FromClause
    kind: FromClause | None


async def records(connection: AsyncConnection, predicate: Predicate, scope: Scope) -> list[Record]:
    """Every record that a predicate counts in a scope, of joint activities those of all its parties."""
    found: dict[str, Row] = {}
    for some in chunks(sorted(scope.bodies), _BODIES_AT_ONCE):
        for chosen in statements(predicate, scope, bodies=some):
            found |= {row["id"]: dict(row) for row in (await connection.execute(chosen)).mappings()}
    joint = [row["id"] for row in found.values() if row["joint_rule"] is not None]
    parts = await parts_of(connection, joint)
    return [_record(row, parts.get(row["id"], ())) for row in found.values()]


async def any_after(connection: AsyncConnection, kinds: Collection[FactKind], scope: Scope) -> bool:
    """Whether anything at all of some kinds was recorded in a scope after its `after`; one statement says so."""
    if scope.after is None:
        return True
    for some in chunks(sorted(scope.bodies), _BODIES_AT_ONCE):
        found = union_all(*(_recorded(kind, scope, some) for kind in sorted(kinds)))
        if (await connection.execute(found.limit(1))).first() is not None:
            return True
    return False


def _recorded(kind: FactKind, scope: Scope, bodies: Sequence[str]) -> Select[Any]:
    """Records of the period that came after a moment; joint ones are looked for among those of all bodies."""
    fact, day = table_of(MODELS[kind]), SHAPES[kind].day
    owned = fact.c.owner_body_id.in_(bodies)
    here = or_(owned, fact.c.joint_rule.is_not(None)) if kind is FactKind.ACTIVITY else owned
    dated = true() if day is None else fact.c[day].between(scope.first_day, scope.last_day)
    return select(fact.c.id).where(here, dated, fact.c.recorded_at > scope.after, fact.c.recorded_at <= scope.until)


def statements(predicate: Predicate, scope: Scope, *, bodies: Sequence[str]) -> list[Select[Any]]:
    """The statements that read the records that some bodies own, and the joint activities they took part in."""
    owned = statement(predicate, scope, bodies=bodies)
    if predicate.fact is not FactKind.ACTIVITY:
        return [owned]
    party = _named(ActivityParty)
    took_part = select(party.c.activity_id).where(
        party.c.body_id.in_(bodies),
        party.c.body_id != party.c.owner_body_id,
        party.c.held_on.between(scope.first_day, scope.last_day),
        true() if scope.studio is None else party.c.studio_id == scope.studio,
        true() if scope.committee is None else party.c.committee_id == scope.committee,
    )
    return [owned, statement(predicate, scope, bodies=None, among=took_part)]


def statement(
    predicate: Predicate, scope: Scope, *, bodies: Sequence[str] | None, among: Select[Any] | None = None
) -> Select[Any]:
    """The statement that reads the records that some bodies own, or those `among` which it is."""
    fact = _named(MODELS[predicate.fact])
    is_studio = predicate.fact is FactKind.STUDIO
    studio = fact if is_studio else _named(Studio)
    needs_kind = predicate.fact is FactKind.ACTIVITY and _names_kind(predicate)
    kind = _named(ActivityKind) if needs_kind else None
    tables = _Tables(fact=fact, studio=studio, kind=kind)
    first, second = (*(_column(predicate, name, tables) for name in predicate.by), null(), null())[:2]
    amount, value = _aggregated(predicate, tables)
    chosen = select(
        fact.c.id,
        fact.c.owner_body_id,
        (fact.c.id if is_studio else fact.c.studio_id).label("studio_id"),
        first.label("first_key"),
        second.label("second_key"),
        amount.label("amount"),
        value.label("value"),
        fact.c.mapping_version,
        (fact.c.joint_rule if predicate.fact is FactKind.ACTIVITY else null()).label("joint_rule"),
    ).select_from(_joined(tables, is_studio=is_studio))
    where = (
        true() if bodies is None else fact.c.owner_body_id.in_(bodies),
        true() if among is None else fact.c.id.in_(among),
        fact.c.deleted_at.is_(None),
        _dated(predicate, scope, fact),
        fact.c.recorded_at <= scope.until,
        true() if scope.after is None else fact.c.recorded_at > scope.after,
        or_(studio.c.id.is_(None), studio.c.status != StudioStatus.UNFILED_ACTIVE),
        true() if scope.studio is None or among is not None else studio.c.id == scope.studio,
        true() if scope.committee is None or among is not None else studio.c.committee_id == scope.committee,
        *(_holds(predicate, one.column, one.values, tables) for one in predicate.conditions),
    )
    return chosen.where(*where)


@cache
def _named(model: type[Base]) -> FromClause:
    """A table under a name of its own, made once: no statement here names a table twice, and columns are many."""
    return table_of(model).alias()


def _joined(tables: _Tables, *, is_studio: bool) -> Any:  # a join of tables
    if is_studio:
        return tables.fact
    joined = tables.fact.outerjoin(tables.studio, tables.studio.c.id == tables.fact.c.studio_id)
    return joined if tables.kind is None else joined.join(tables.kind, tables.kind.c.id == tables.fact.c.kind_id)


def _names_kind(predicate: Predicate) -> bool:
    paths = predicate.shape.paths
    named = (*predicate.by, *(one.column for one in predicate.conditions))
    return any(paths.get(name, name).startswith("kind.") for name in named)


def _column(predicate: Predicate, name: str, tables: _Tables) -> ColumnElement[Any]:
    near, _, far = predicate.shape.path(name).partition(".")
    if not far:
        return tables.fact.c[near]
    table = tables.kind if near == "kind" else tables.studio
    if table is None:
        raise ValueError(f"no table for {name}")
    return table.c[far]


def _aggregated(predicate: Predicate, tables: _Tables) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """What is added up and what is told apart; each is nothing where the figure does not ask for it."""
    if predicate.of is None:
        return null(), null()
    column = _column(predicate, predicate.of, tables)
    return (column, null()) if predicate.aggregation is Aggregation.SUM else (null(), column)


def _dated(predicate: Predicate, scope: Scope, fact: FromClause) -> ColumnElement[bool]:
    """The records of the period; studios are those that lived on its last day."""
    if predicate.shape.day is not None:
        return fact.c[predicate.shape.day].between(scope.first_day, scope.last_day)
    return and_(
        or_(fact.c.approved_on.is_(None), fact.c.approved_on <= scope.last_day),
        or_(fact.c.ended_on.is_(None), fact.c.ended_on > scope.last_day),
    )


def _holds(predicate: Predicate, name: str, values: Sequence[str], tables: _Tables) -> ColumnElement[bool]:
    column = _column(predicate, name, tables)
    if name in predicate.shape.flags:
        return or_(false(), *(column.is_(one == "true") for one in values))
    return column.in_(values)


async def parts_of(connection: AsyncConnection, activities: Sequence[str]) -> dict[str, list[Part]]:
    """The parties of joint activities, the lead first; one without a login here stands under its name."""
    party = table_of(ActivityParty)
    found: dict[str, list[Part]] = defaultdict(list)
    leads_first = case((party.c.role == PartyRole.LEAD, 0), else_=1)
    for some in chunks(sorted(activities)):
        chosen = select(party.c.activity_id, party.c.body_id, party.c.name, party.c.share)
        here = chosen.where(party.c.activity_id.in_(some)).order_by(party.c.activity_id, leads_first, party.c.id)
        for row in await connection.execute(here):
            found[row.activity_id].append(Part(body=row.body_id or row.name, share=row.share))
    return found


def _record(row: Row, parts: Sequence[Part]) -> Record:
    return Record(
        id=row["id"],
        owner=row["owner_body_id"],
        studio=row["studio_id"],
        first_key=_key(row["first_key"]),
        second_key=_key(row["second_key"]),
        amount=row["amount"],
        value=None if row["value"] is None else str(row["value"]),
        mapping=row["mapping_version"],
        parts=tuple(parts),
        rule=row["joint_rule"] or JointRule.FULL_EACH,
    )


def _key(value: Any) -> str:  # a word of a closed set, a code, or nothing
    return "" if value is None else str(value)
