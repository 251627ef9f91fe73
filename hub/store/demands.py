"""The rules of structure and approval chains in force for a body: its own and those of the bodies above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.level import Level
from hub.domain.people_demands import Demands
from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import StudioType
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.standard import ApprovalChain, Rulebook, StructureRule

_BODY, _BOOK = table_of(Body), table_of(Rulebook)


async def demands_on(
    connection: AsyncConnection, body_id: str, kinds: Collection[StructureKind], *, on: date
) -> Demands:
    """The rules of these kinds in force for a body on a day, the nearest body first."""
    table = table_of(StructureRule)
    chosen = select(table, _BODY.c.position).where(table.c.kind.in_(kinds))
    tiers: dict[int, list[Rule]] = defaultdict(list)
    versions: dict[str, str] = {}
    for row in (await connection.execute(_above(chosen, table, body_id, on).order_by(table.c.id))).mappings():
        tiers[row["position"]].append(_rule(row))
        versions[row["id"]] = row["rulebook_id"]
    return Demands(tiers=tuple(tuple(tiers[at]) for at in sorted(tiers, reverse=True)), versions=versions)


async def chains_of(
    connection: AsyncConnection, body_id: str, type: StudioType, *, on: date
) -> Sequence[Sequence[str]]:
    """The approval chains of the nearest body that has any; those of a type where some speak of it."""
    table = table_of(ApprovalChain)
    chosen = select(table.c.types, table.c.steps, _BODY.c.position)
    rows = (await connection.execute(_above(chosen, table, body_id, on))).mappings().all()
    nearest = max((row["position"] for row in rows), default=None)
    own = [row for row in rows if row["position"] == nearest]
    spoken_of = [row for row in own if not row["types"] or type.value in row["types"]]
    return [row["steps"] for row in spoken_of or own]


def _above(chosen: Select[Any], table: Any, body_id: str, on: date) -> Select[Any]:
    """What is chosen, of the versions in force of a body and of those above it in the reporting tree."""
    here = _BODY.alias()
    joined = table.join(_BOOK, _BOOK.c.id == table.c.rulebook_id).join(_BODY, _BODY.c.id == _BOOK.c.body_id)
    above: ColumnElement[bool] = and_(_BODY.c.position <= here.c.position, _BODY.c.last >= here.c.position)
    begun = or_(_BOOK.c.effective_from.is_(None), _BOOK.c.effective_from <= on)
    holds = or_(_BOOK.c.effective_to.is_(None), _BOOK.c.effective_to > on)
    return chosen.select_from(joined.join(here, above)).where(here.c.id == body_id, begun, holds)


def _rule(row: Any) -> Rule:  # a row of the table of rules
    return Rule(
        kind=row["kind"],
        strength=row["strength"],
        minimum=row["minimum"],
        maximum=row["maximum"],
        items=tuple(row["items"]),
        items_open=row["items_open"],
        types=tuple(StudioType.of(one) for one in row["types"]),
        levels=tuple(Level.of(one) for one in row["levels"]),
        number=row["rule"],
        id=row["id"],
    )
