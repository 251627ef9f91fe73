"""What the rules have to know of a wish for a studio, and of the studios that are there already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import distinct, func, or_, select

from hub.domain.application import StudioPlan
from hub.domain.application_founding import AtWork
from hub.domain.registry_words import ApplicationStatus
from hub.domain.sector import read_sectors
from hub.domain.structure_facts import StudioFacts
from hub.domain.words import LIVING, ResidencyRole, StudioType
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.application import StudioApplication
from hub.store.models.body import Body
from hub.store.models.member import Member, Residency
from hub.store.models.places import Division, DivisionAlias
from hub.store.models.studio import Studio

ROSTER = (ResidencyRole.RESIDENT, ResidencyRole.CONVENER)
"""Roles of those who are on the roster: the residents, and the conveners they choose among themselves (R-29)."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A wish for a studio as the rules of structure see it."""

    facts: StudioFacts
    all_members_excused: bool
    """Every member who would sit in more than one studio has a reason of their own on the form."""


async def wanted(acting: Acting, row: Row, plan: StudioPlan, *, body: Row, studio: Row | None = None) -> Wanted:
    """The facts of an application; `studio` is the one that it is about, where there is one."""
    roster = {one.member_id for one in plan.people if one.role in ROSTER and one.member_id is not None}
    conveners = [one for one in plan.people if one.role is ResidencyRole.CONVENER]
    elsewhere = await _studios_of(acting, roster, body=body)
    crowded = {member for member, others in elsewhere.items() if others > 0}
    excused = {one.member_id for one in plan.people if one.exception_reason}
    division = await _division(acting, row["division_id"])
    facts = StudioFacts(
        type=plan.type,
        name=plan.name,
        level=body["level"],
        mode=plan.mode,
        name_bases=await _bases(acting, plan, division),
        division_code=None if division is None else division["code"],
        area=plan.area,
        based_on=plan.based_on,
        sectors=plan.sector_names,
        named_after_member=plan.named_after_id is not None,
        residents=len(roster),
        conveners=len(conveners),
        conveners_on_roster=all(one.member_id is not None for one in conveners),
        convener_posts=await _posts(acting, plan),
        liaisons=sum(one.role is ResidencyRole.LIAISON for one in plan.people),
        most_studios_of_a_member=max((others + 1 for others in elsewhere.values()), default=0),
        regional_in_area=await _in_area(acting, row, plan, studio=studio),
        founded_offline=studio is not None,
        has_venue=bool(plan.venue_address),
        has_own_room=bool(plan.venue_address),
    )
    return Wanted(facts=facts, all_members_excused=crowded <= excused)


async def _studios_of(acting: Acting, members: set[str], *, body: Row) -> Counter[str]:
    """In how many living studios of this level each of these members sits today (A-21)."""
    places, studios, bodies = table_of(Residency), table_of(Studio), table_of(Body)
    chosen = (
        select(places.c.member_id, func.count(distinct(studios.c.id)).label("studios"))
        .join(studios, studios.c.id == places.c.studio_id)
        .join(bodies, bodies.c.id == studios.c.owner_body_id)
        .where(
            places.c.member_id.in_(members),
            places.c.role.in_(ROSTER),
            or_(places.c.ends_on.is_(None), places.c.ends_on > acting.today),
            places.c.deleted_at.is_(None),
            studios.c.status.in_(sorted(LIVING)),
            studios.c.deleted_at.is_(None),
            bodies.c.level == body["level"],
        )
        .group_by(places.c.member_id)
    )
    found = {row["member_id"]: int(row["studios"]) for row in await acting.all(chosen)}
    return Counter({member: found.get(member, 0) for member in members})


async def _in_area(acting: Acting, row: Row, plan: StudioPlan, *, studio: Row | None) -> int | None:
    """Regional studios of this body in the area, with this one and those agreed to; None without an area."""
    if plan.type is not StudioType.REGIONAL or not (plan.area or row["division_id"]):
        return None
    studios, wishes = table_of(Studio), table_of(StudioApplication)
    place = {"area": plan.area} if plan.area else {"division_id": row["division_id"]}
    living = select(studios.c.id).where(
        studios.c.owner_body_id == row["body_id"],
        studios.c.type == StudioType.REGIONAL,
        studios.c.status.in_(sorted(LIVING)),
        studios.c.deleted_at.is_(None),
        *(studios.c[name] == value for name, value in place.items()),
    )
    agreed = select(wishes.c.id).where(
        wishes.c.body_id == row["body_id"],
        wishes.c.type == StudioType.REGIONAL,
        wishes.c.status == ApplicationStatus.APPROVED,
        wishes.c.id != row["id"],
        *(wishes.c[name] == value for name, value in place.items()),
    )
    own = None if studio is None else studio["id"]
    others = [one for one in await acting.all(living) if one["id"] != own]
    return 1 + len(others) + len(await acting.all(agreed))


async def _division(acting: Acting, identifier: str | None) -> Row | None:
    if identifier is None:
        return None
    return await acting.one(Division, table_of(Division).c.id == identifier, locked=False)


async def _bases(acting: Acting, plan: StudioPlan, division: Row | None) -> tuple[str, ...]:
    """The names that a studio of this type may begin with (R-20 to R-22)."""
    match plan.type:
        case StudioType.SECTOR:
            short = {one.name: one.short_name for one in read_sectors()}
            known = [name for full in plan.sector_names for name in (full, short.get(full))]
        case StudioType.INDUSTRY:
            known = [plan.industry, plan.based_on]
        case _:
            known = [plan.area, plan.based_on, *await _names(acting, division)]
    return tuple(dict.fromkeys(one for one in known if one))


async def _names(acting: Acting, division: Row | None) -> list[str]:
    if division is None:
        return []
    table = table_of(DivisionAlias)
    aliases = await acting.all(select(table.c.name).where(table.c.division_id == division["id"]))
    return [division["name"], *(one["name"] for one in aliases)]


async def _posts(acting: Acting, plan: StudioPlan) -> tuple[str, ...] | None:
    """The posts of the conveners, from the form or from their record; None where nothing is known of any."""
    posts: list[str | None] = []
    for one in plan.people:
        if one.role is ResidencyRole.CONVENER:
            member = None
            if one.member_id is not None:
                member = await acting.one(Member, table_of(Member).c.id == one.member_id, locked=False)
            posts += [one.unit_and_post, None if member is None else member["post"]]
    known = tuple(one for one in posts if one)
    return known or None


async def at_work(acting: Acting, studio: Row) -> AtWork:
    """What is asked of a studio that would go online or turn into another type."""
    table = table_of(Residency)
    chosen = select(func.count(table.c.id).label("conveners")).where(
        table.c.studio_id == studio["id"],
        table.c.role == ResidencyRole.CONVENER,
        or_(table.c.ends_on.is_(None), table.c.ends_on > acting.today),
        table.c.deleted_at.is_(None),
    )
    (counted,) = await acting.all(chosen)
    return AtWork(
        status=studio["status"],
        mode=studio["mode"],
        type=studio["type"],
        conveners=int(counted["conveners"]),
        is_living=studio["status"] in LIVING and studio["deleted_at"] is None,
    )
