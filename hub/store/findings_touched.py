"""Which studios have to be judged again after a change: those it is about, and those it makes neighbours of.

A member who comes or goes changes what is found of the other studios where the member sits (R-28), and a regional
studio what is found of the others of its area (R-75). A batch of activities touches none and costs no statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.words import StudioType
from hub.store.dialect import chunks, table_of
from hub.store.models.application import StudioApplication
from hub.store.models.base import Base
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.studio import Studio, studio_sector

if TYPE_CHECKING:
    from hub.store.write import Change

_STUDIO, _RESIDENCY = table_of(Studio), table_of(Residency)
_OF_A_STUDIO: tuple[type[Base], ...] = (Residency, Venue, Plaque, OnlinePresence)
_MOVES = frozenset({"owner_body_id", "status", "deleted_at", "counts_as_studio"})
"""Columns of a studio that change in how many studios its residents sit."""
_PLACES = _MOVES | {"type", "area"}
"""Columns of a studio that change how many regional studios an area has."""
_TOLD = {
    Member: frozenset({"post", "photo", "expertise", "published"}),
    StudioApplication: frozenset({"studio_id", "exception_reason"}),
}
"""Of rows that tell more than this: the columns on which a finding rests."""


@dataclass(kw_only=True)
class Touched:
    """What changes touch."""

    studios: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """Studios whose residents sit in more or fewer studios than before."""
    places: set[tuple[str, str]] = field(default_factory=set)
    """Owners and areas whose regional studios are more or fewer than before."""

    def __bool__(self) -> bool:
        return bool(self.studios or self.members)


def touched_by(changes: Iterable[Change]) -> Touched:
    """What is touched, from the changes alone."""
    found = Touched()
    for change in changes:
        _add(found, change)
    return found


def _add(found: Touched, change: Any) -> None:  # any kind of change
    table = getattr(change, "table", None)
    if table is not None:
        if table is studio_sector:
            found.studios |= {change.id} if change.near == "studio_id" else set(change.ids)
        return
    before: dict[str, Any] = dict(getattr(change, "before", {}))
    after, values = {**before, **change.values}, change.values
    told = _TOLD.get(change.model)
    if told is not None and not told & values.keys():
        return
    if change.model is Studio:
        _studio(found, before, after, values)
    elif change.model in _OF_A_STUDIO or change.model is StudioApplication:
        found.studios |= {row["studio_id"] for row in (before, after) if row.get("studio_id")}
    if change.model is Member and before:
        found.members.add(change.id)
    elif change.model in (Residency, Membership):
        found.members |= {row["member_id"] for row in (before, after) if row.get("member_id")}


def _studio(found: Touched, before: dict[str, Any], after: dict[str, Any], values: Any) -> None:
    found.studios.add(after["id"])
    if not before or _MOVES & values.keys():
        found.moved.add(after["id"])
    if not before or _PLACES & values.keys():
        found.places |= {(row["owner_body_id"], row["area"]) for row in (before, after) if row.get("area")}


async def with_neighbours(connection: AsyncConnection, touched: Touched) -> list[str]:
    """The identifiers of all studios to be judged again."""
    return sorted(
        touched.studios
        | await _where_they_sit(connection, touched.members, touched.moved)
        | await _in_the_same_area(connection, touched.places)
    )


async def _where_they_sit(connection: AsyncConnection, members: Collection[str], moved: Collection[str]) -> set[str]:
    found: set[str] = set()
    there = _RESIDENCY.alias()
    for some in chunks(sorted(members)):
        chosen = select(_RESIDENCY.c.studio_id).distinct().where(_RESIDENCY.c.member_id.in_(some))
        found |= set((await connection.execute(chosen)).scalars())
    for some in chunks(sorted(moved)):
        residents = select(there.c.member_id).where(there.c.studio_id.in_(some), there.c.member_id.is_not(None))
        chosen = select(_RESIDENCY.c.studio_id).distinct().where(_RESIDENCY.c.member_id.in_(residents))
        found |= set((await connection.execute(chosen)).scalars())
    return found


async def _in_the_same_area(connection: AsyncConnection, places: Collection[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    for some in chunks(sorted(places), 200):
        here = or_(*(and_(_STUDIO.c.owner_body_id == owner, _STUDIO.c.area == area) for owner, area in some))
        chosen = select(_STUDIO.c.id).where(_STUDIO.c.type == StudioType.REGIONAL, here)
        found |= set((await connection.execute(chosen)).scalars())
    return found
