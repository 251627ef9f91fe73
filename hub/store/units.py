"""The reporting unit of a body: the nearest at or above it that owes the province a quarterly roll-up (A-03).

A body above all units (the province's own) has none; in cells its facts are counted under itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, Select, Subquery, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.auth.caller import Caller
from hub.domain.level import Level
from hub.store.dialect import chunks, table_of
from hub.store.models.body import Body

_T = TypeVar("_T")
_ABOVE_UNITS = (Level.PROVINCE, Level.NATIONAL)


def reaches_whole_units(caller: Caller) -> bool:
    """Whether the branches to which a caller's reach is bound surely hold all or nothing of each reporting unit."""
    places = (*caller.narrow, *(() if caller.place is None else (caller.place,)))
    return all(place.rollup_unit or place.level in _ABOVE_UNITS for place in places)


def place_of_unit(body: ColumnElement[str]) -> ScalarSelect[int]:
    """Where the unit of a body stands in the tree; null where it has none."""
    below = table_of(Body).alias()
    here = select(below.c.position).where(below.c.id == body).correlate_except(below).scalar_subquery()
    unit = table_of(Body).alias()
    return _nearest(unit, unit.c.position, here)


def counted_under() -> Subquery:
    """Of each body (`body_id`) what its facts are counted under (`unit_id`)."""
    # The bound that bounds nothing keeps PostgreSQL from looking for the unit of each fact instead of each body.
    return _counted_under(table_of(Body).alias()).offset(literal_column("0")).subquery()


async def units_of(connection: AsyncConnection, bodies: Iterable[str] | None = None) -> dict[str, str]:
    """What the facts of some bodies are counted under, by body; of all bodies where none are named."""
    body = table_of(Body).alias()
    found = _counted_under(body)
    if bodies is None:
        return {row.body_id: row.unit_id for row in await connection.execute(found)}
    units: dict[str, str] = {}
    for some in chunks(sorted(set(bodies))):
        rows = await connection.execute(found.where(body.c.id.in_(some)))
        units |= {row.body_id: row.unit_id for row in rows}
    return units


def _counted_under(body: FromClause) -> Select[tuple[str, str]]:
    unit = table_of(Body).alias()
    nearest = _nearest(unit, unit.c.id, body.c.position)
    return select(body.c.id.label("body_id"), func.coalesce(nearest, body.c.id).label("unit_id"))


def _nearest(unit: FromClause, wanted: ColumnElement[_T], position: ColumnElement[int]) -> ScalarSelect[_T]:
    """Of the units whose branch holds a position, the last to begin: whoever begins later stands lower."""
    found = select(wanted).where(unit.c.position <= position, unit.c.last >= position, unit.c.rollup_unit.is_(True))
    first = found.order_by(unit.c.position.desc()).limit(literal_column("1"))
    return first.correlate_except(unit).scalar_subquery()
