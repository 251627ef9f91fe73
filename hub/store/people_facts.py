"""What the rules of a studio's people have to know, read from the records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from hub.domain.people_room import Candidate, Limits, Room
from hub.domain.people_rules import ON_ROSTER
from hub.domain.standard_words import StructureKind
from hub.domain.words import LIVING, ResidencyRole, SeatStatus
from hub.store.acting import Acting, Row
from hub.store.demands import demands_on
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.studio import Studio

_RESIDENCY = table_of(Residency)
_KINDS = {
    "roster": StructureKind.ROSTER_SIZE,
    "conveners": StructureKind.CONVENERS,
    "single": StructureKind.STUDIOS_PER_MEMBER,
    "lower": StructureKind.LOWER_LEVEL_MEMBERS,
    "post": StructureKind.CONVENER_POST,
}


async def room_of(acting: Acting, studio: Row) -> Room:
    """A studio with the people who count for its roster."""
    owner = await _owner(acting, studio)
    held = await places_of(acting, studio["id"], ON_ROSTER)
    return Room(
        owner=owner["id"],
        level=owner["level"],
        status=studio["status"],
        committee=studio["committee_id"],
        roster=frozenset(one["member_id"] for one in held if one["member_id"] is not None),
        conveners=frozenset(one["member_id"] for one in held if one["role"] is ResidencyRole.CONVENER),
    )


async def limits_on(acting: Acting, studio: Row) -> Limits:
    """The rules of structure that bind a studio."""
    owner = await _owner(acting, studio)
    found = await demands_on(acting.connection, owner["id"], set(_KINDS.values()), on=acting.today)
    return Limits(**{name: found.of(kind, studio["type"], owner["level"]) for name, kind in _KINDS.items()})


async def candidate(acting: Acting, member: str | None, studio: Row) -> Candidate | None:
    """A person who is to be placed; nothing where there is no such member."""
    if member is None:
        return Candidate(member=None)
    table = table_of(Member)
    if await acting.one(Member, table.c.id == member, table.c.deleted_at.is_(None), locked=True) is None:
        return None
    owner = await _owner(acting, studio)
    here = [one["role"] for one in await places_of(acting, studio["id"], set(ResidencyRole), member=member)]
    others = await acting.all(
        select(_RESIDENCY.c.studio_id)
        .join(Studio, Studio.id == _RESIDENCY.c.studio_id)
        .join(Body, Body.id == Studio.owner_body_id)
        .where(
            _RESIDENCY.c.member_id == member,
            _RESIDENCY.c.studio_id != studio["id"],
            _RESIDENCY.c.role.in_(list(ON_ROSTER)),
            *_lasting(acting),
            Studio.status.in_(list(LIVING)),
            Studio.deleted_at.is_(None),
            Body.level == owner["level"],
        )
        .distinct()
    )
    return Candidate(
        member=member,
        seats=frozenset((one["body_id"], one["level"]) for one in await seats_of(acting, [member])),
        roles_here=frozenset(here),
        studios=len(others),
    )


async def seats_of(acting: Acting, members: Collection[str]) -> Sequence[Row]:
    """The seats that hold, with the levels of their bodies."""
    return await acting.all(
        select(Membership.member_id, Membership.body_id, Body.level)
        .join(Body, Body.id == Membership.body_id)
        .where(
            Membership.member_id.in_(members),
            Membership.seat_status == SeatStatus.SERVING,
            Membership.deleted_at.is_(None),
        )
    )


async def places_of(
    acting: Acting, studio: str, roles: Collection[ResidencyRole], *, member: str | None = None
) -> Sequence[Row]:
    """The places in a studio that last."""
    chosen = select(_RESIDENCY).where(_RESIDENCY.c.studio_id == studio, _RESIDENCY.c.role.in_(roles), *_lasting(acting))
    if member is not None:
        chosen = chosen.where(_RESIDENCY.c.member_id == member)
    return await acting.all(chosen.order_by(_RESIDENCY.c.id))


def _lasting(acting: Acting) -> tuple[ColumnElement[bool], ...]:
    ends: Any = _RESIDENCY.c.ends_on
    return _RESIDENCY.c.deleted_at.is_(None), or_(ends.is_(None), ends > acting.today)


async def _owner(acting: Acting, studio: Row) -> Row:
    table = table_of(Body)
    found = await acting.one(Body, table.c.id == studio["owner_body_id"], locked=False)
    if found is None:
        raise LookupError(studio["owner_body_id"])
    return found
