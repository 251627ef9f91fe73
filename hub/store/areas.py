"""Whether the areas of studios still have a member of their level, as far as the records tell (R-117)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.people_leaving import Area, area_after, in_area, is_whole_division
from hub.domain.words import SeatStatus
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.places import Division

Row = Mapping[str, Any]  # column values of any type


async def empty_areas(
    connection: AsyncConnection, studios: Sequence[Row], *, leavers: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Of studios of one body: those whose area has no member of it any more, and those of which nobody knows.

    A member is known to belong to an area by residing in its studio, or by the body that keeps the record: where that
    body's division lies in the area. A body that is wider than the area tells nothing.
    """
    if not studios:
        return frozenset(), frozenset()
    homes = await _homes(connection, studios[0]["owner_body_id"], leavers)
    areas = await _areas(connection, studios)
    residents = await _residents(connection, studios)
    found: dict[Area, set[str]] = {one: set() for one in Area}
    for studio in studios:
        stretch, name = areas.get(studio["division_id"], (None, None))
        whole = is_whole_division(studio["area"], name)
        serving: list[bool | None] = []
        leaving: list[bool | None] = []
        for member, (home, is_serving) in homes.items():
            is_resident = (studio["id"], member) in residents
            (serving if is_serving else leaving).append(in_area(home, stretch, is_whole=whole, is_resident=is_resident))
        if any(one is not False for one in leaving):
            found[area_after(serving)].add(studio["id"])
    return frozenset(found[Area.EMPTY]), frozenset(found[Area.UNKNOWN])


async def _homes(
    connection: AsyncConnection, body: str, leavers: Collection[str]
) -> dict[str, tuple[tuple[int, int] | None, bool]]:
    """Where the members of a body are on record, and whether they still sit; of the others only those who leave now."""
    seat, member, home, division = (table_of(one) for one in (Membership, Member, Body, Division))
    serving = seat.c.seat_status == SeatStatus.SERVING
    chosen = (
        select(seat.c.member_id, seat.c.seat_status, division.c.position, division.c.last)
        .join(member, member.c.id == seat.c.member_id)
        .join(home, home.c.id == member.c.home_body_id)
        .outerjoin(division, division.c.id == home.c.division_id)
        .where(seat.c.body_id == body, seat.c.deleted_at.is_(None), or_(serving, seat.c.member_id.in_(leavers)))
    )
    found: dict[str, tuple[tuple[int, int] | None, bool]] = {}
    for row in (await connection.execute(chosen)).mappings():
        known = found.get(row["member_id"])
        stretch = None if row["position"] is None else (row["position"], row["last"])
        is_serving = row["seat_status"] is SeatStatus.SERVING or (known is not None and known[1])
        found[row["member_id"]] = stretch, is_serving
    return found


async def _areas(connection: AsyncConnection, studios: Sequence[Row]) -> dict[str, tuple[tuple[int, int], str]]:
    """The divisions of studios: their stretch of the tree of divisions, and their name."""
    table = table_of(Division)
    chosen = select(table.c.id, table.c.name, table.c.position, table.c.last).where(
        table.c.id.in_([one["division_id"] for one in studios if one["division_id"] is not None])
    )
    rows = (await connection.execute(chosen)).mappings()
    return {row["id"]: ((row["position"], row["last"]), row["name"]) for row in rows}


async def _residents(connection: AsyncConnection, studios: Sequence[Row]) -> frozenset[tuple[str, str]]:
    """Who resides or convenes, or did, in which studio."""
    table = table_of(Residency)
    chosen = select(table.c.studio_id, table.c.member_id).where(
        table.c.studio_id.in_([one["id"] for one in studios]),
        table.c.role.in_(["RESIDENT", "CONVENER"]),
        table.c.member_id.is_not(None),
        table.c.deleted_at.is_(None),
    )
    return frozenset((row["studio_id"], row["member_id"]) for row in (await connection.execute(chosen)).mappings())
