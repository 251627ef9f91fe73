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

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    case,
    false,
    null,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.registry_words import PartyRole
from hub.domain.report_definition import SHAPES, Predicate
from hub.domain.rollup_figures import Record
from hub.domain.rollup_words import Aggregation, FactKind
from hub.domain.shared import Part
from hub.domain.words import JointRule, StudioStatus
from hub.store.dialect import chunks, table_of
from hub.store.kinds import TermText
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

Holder = tuple[str, str | None]
"""A body, and the studio or committee of it where reports of such are computed."""

_BODIES_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose records, of which days, and known when: after `after` and not after `until`.

    Some studios, or the studios of some committees, may narrow it further.
    """

    bodies: Collection[str]
    first_day: date
    last_day: date
    until: datetime
    after: datetime | None = None
    studios: Sequence[str] | None = None
    committees: Sequence[str] | None = None


@dataclass(frozen=True, kw_only=True)
class _Tables:
    """The tables of a statement: the fact's own, and those of its studio, of its kind and of who took part in it."""

    fact: FromClause
    studio: FromClause
    kind: FromClause | None
    party: FromClause | None


async def records(connection: AsyncConnection, predicate: Predicate, scope: Scope) -> list[Record]:
    """Every record that a predicate counts in a scope, of joint activities those of all its parties."""
    found: dict[str, Record] = {}
    for held in (await records_held(connection, predicate, scope)).values():
        found |= held
    return list(found.values())


async def records_held(
    connection: AsyncConnection, predicate: Predicate, scope: Scope
) -> Mapping[Holder, dict[str, Record]]:
    """Every record that a predicate counts in a scope, by identifier under each of its holders there.

    The statements are as many for the reports of all units as for one.
    """
    rows: list[Any] = []  # of columns of several types
    for some in chunks(sorted(scope.bodies), _BODIES_AT_ONCE):
        for chosen in statements(predicate, scope, bodies=some):
            rows += (await connection.execute(chosen)).all()
    parts = await parts_of(connection, {row.id for row in rows if row.joint_rule is not None})
    found: dict[Holder, dict[str, Record]] = defaultdict(dict)
    for holder, part, identifier, owner, studio, first, second, amount, value, mapping, rule in rows:
        found[holder, part][identifier] = Record(
            id=identifier,
            owner=owner,
            studio=studio,
            first_key=_key(first),
            second_key=_key(second),
            amount=amount,
            value=None if value is None else str(value),
            mapping=mapping,
            parts=() if rule is None else tuple(parts.get(identifier, ())),
            rule=rule or JointRule.FULL_EACH,
        )
    return found


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
    return [owned, statement(predicate, scope, bodies=bodies, took_part=True)]


def statement(predicate: Predicate, scope: Scope, *, bodies: Sequence[str], took_part: bool = False) -> Select[Any]:
    """The statement that reads the records that some bodies own, or others' joint activities they took part in."""
    fact = _named(MODELS[predicate.fact])
    is_studio = predicate.fact is FactKind.STUDIO
    studio = fact if is_studio else _named(Studio)
    needs_kind = predicate.fact is FactKind.ACTIVITY and _names_kind(predicate)
    kind = _named(ActivityKind) if needs_kind else None
    tables = _Tables(fact=fact, studio=studio, kind=kind, party=_named(ActivityParty) if took_part else None)
    first, second = (*(_word(_column(predicate, name, tables)) for name in predicate.by), null(), null())[:2]
    amount, value = _aggregated(predicate, tables)
    holder, part = _holder(tables, scope)
    chosen = select(
        holder.label("holder"),
        part.label("part"),
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
        holder.in_(bodies),
        true() if scope.studios is None else part.in_(scope.studios),
        true() if scope.committees is None else part.in_(scope.committees),
        fact.c.deleted_at.is_(None),
        _dated(predicate, scope, fact),
        fact.c.recorded_at <= scope.until,
        true() if scope.after is None else fact.c.recorded_at > scope.after,
        or_(studio.c.id.is_(None), studio.c.status != StudioStatus.UNFILED_ACTIVE),
        *(_holds(predicate, one.column, one.values, tables) for one in predicate.conditions),
    )
    return chosen.where(*where, *_took_part(tables, scope))


def _holder(tables: _Tables, scope: Scope) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The body by which a record is of a scope, and the studio or committee where the scope is of such."""
    party, studio = tables.party, tables.studio
    body = tables.fact.c.owner_body_id if party is None else party.c.body_id
    if scope.studios is not None:
        return body, studio.c.id if party is None else party.c.studio_id
    if scope.committees is not None:
        return body, studio.c.committee_id if party is None else party.c.committee_id
    return body, null()


def _took_part(tables: _Tables, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    party = tables.party
    if party is None:
        return ()
    dated = party.c.held_on.between(scope.first_day, scope.last_day)
    return party.c.body_id != party.c.owner_body_id, dated


@cache
def _named(model: type[Base]) -> FromClause:
    """A table under a name of its own, made once: no statement here names a table twice, and columns are many."""
    return table_of(model).alias()


def _joined(tables: _Tables, *, is_studio: bool) -> Any:  # a join of tables
    if is_studio:
        return tables.fact
    joined: Any = tables.fact.outerjoin(tables.studio, tables.studio.c.id == tables.fact.c.studio_id)
    if tables.party is not None:
        joined = joined.join(tables.party, tables.party.c.activity_id == tables.fact.c.id)
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


async def parts_of(connection: AsyncConnection, activities: Collection[str]) -> dict[str, list[Part]]:
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


def _word(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A key as the text that is stored: as words of a set, so many would take longer to make than to read."""
    return type_coerce(column, Text) if isinstance(column.type, TermText) else column


def _key(value: Any) -> str:  # a word of a closed set, a code, or nothing
    return "" if value is None else str(value)
