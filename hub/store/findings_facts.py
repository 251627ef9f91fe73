"""What is known of studios, read in bulk for judging them: a fixed number of statements however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from hub.domain.compliance_facts import Subject
from hub.domain.level import Level
from hub.domain.words import LIVING, ResidencyRole, StudioType
from hub.store.dialect import table_of
from hub.store.findings_fetch import Fetch
from hub.store.findings_studio import Known, subject_of
from hub.store.models.application import StudioApplication
from hub.store.models.body import Body
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.places import Division, Sector
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.studio import Studio, studio_sector

Row = Mapping[str, Any]  # column values of any type

_STUDIO, _BODY, _RESIDENCY, _MEMBER = (table_of(model) for model in (Studio, Body, Residency, Member))
_SEAT, _DIVISION, _APPLICATION = (table_of(model) for model in (Membership, Division, StudioApplication))
ROSTER = (ResidencyRole.RESIDENT, ResidencyRole.CONVENER)
"""Who counts for the roster: residents, and a member who only convenes (A-67)."""

LIVES = and_(_STUDIO.c.status.in_(sorted(LIVING)), _STUDIO.c.deleted_at.is_(None), _STUDIO.c.counts_as_studio.is_(True))
"""The studios that are judged: founded, not ended, and counted as studios by their owners (A-04)."""


@dataclass(frozen=True, kw_only=True)
class Judgeable:
    """A studio that is judged, with its row."""

    row: Row
    subject: Subject


async def judgeable(fetch: Fetch, ids: Collection[str], *, on: date) -> list[Judgeable]:
    """Those of some studios that are judged, with all that is known of them on the day."""
    studios = await _all(fetch, _studios(ids))
    if not studios:
        return []
    held = [str(row["id"]) for row in studios]
    owners = sorted({str(row["owner_body_id"]) for row in studios})
    people = await _by(fetch, _people(held), "studio_id")
    seats = await _by(fetch, _seats(held), "member_id")
    crowd = {(r["member_id"], r["level"]): int(r["studios"]) for r in await _all(fetch, _crowd(held, on))}
    twins = {(r["owner_body_id"], r["area"]): int(r["studios"]) for r in await _all(fetch, _twins(owners))}
    above = await _by(fetch, _above(owners), "owner_id")
    sectors = await _by(fetch, _sectors(held), "studio_id")
    local = {str(r["code"]): str(r["short_name"]) for r in await _all(fetch, _local(studios))}
    reasons = await _by(fetch, _reasons(held), "studio_id")
    rooms = [await _by(fetch, _of_studio(model, held), "studio_id") for model in (Venue, Plaque, OnlinePresence)]
    return [
        Judgeable(
            row=row,
            subject=subject_of(
                Known(
                    studio=row,
                    bodies=tuple(str(one["code"]) for one in above[row["owner_body_id"]]),
                    people=people.get(row["id"], ()),
                    seats=seats,
                    studios_of={member: count for (member, level), count in crowd.items() if level is row["level"]},
                    in_area=twins.get((row["owner_body_id"], row["area"])),
                    sectors=tuple(str(one["name"]) for one in sectors.get(row["id"], ())),
                    local_body=local.get(_city(row["division_code"])),
                    reasons=tuple(str(one["exception_reason"]) for one in reasons.get(row["id"], ())),
                    venues=rooms[0].get(row["id"], ()),
                    plaques=rooms[1].get(row["id"], ()),
                    presences=rooms[2].get(row["id"], ()),
                ),
                on=on,
            ),
        )
        for row in studios
    ]


def present(residency: Any, on: date) -> Any:  # a table's columns, and a condition on them
    """The residencies that hold on a day."""
    return and_(
        residency.c.deleted_at.is_(None),
        or_(residency.c.starts_on.is_(None), residency.c.starts_on <= on),
        or_(residency.c.ends_on.is_(None), residency.c.ends_on > on),
    )


def _studios(ids: Collection[str]) -> Select[Any]:
    body_columns = _BODY.c.level, _BODY.c.managing_department.label("body_department")
    return (
        select(_STUDIO, *body_columns, _DIVISION.c.code.label("division_code"), _DIVISION.c.name.label("division_name"))
        .join(_BODY, _BODY.c.id == _STUDIO.c.owner_body_id)
        .outerjoin(_DIVISION, _DIVISION.c.id == _STUDIO.c.division_id)
        .where(_STUDIO.c.id.in_(ids), LIVES)
        .order_by(_STUDIO.c.id)
    )


def _above(owners: Collection[str]) -> Select[Any]:
    """Each owner and the bodies above it in the reporting tree, the nearest first."""
    up = _BODY.alias()
    return (
        select(_BODY.c.id.label("owner_id"), up.c.code)
        .join(up, and_(up.c.position <= _BODY.c.position, up.c.last >= _BODY.c.position))
        .where(_BODY.c.id.in_(owners))
        .order_by(_BODY.c.id, up.c.position.desc())
    )


def _people(studios: Collection[str]) -> Select[Any]:
    shown = _MEMBER.c.post, _MEMBER.c.photo, _MEMBER.c.expertise, _MEMBER.c.published.label("member_published")
    return (
        select(_RESIDENCY, *shown)
        .outerjoin(_MEMBER, _MEMBER.c.id == _RESIDENCY.c.member_id)
        .where(_RESIDENCY.c.studio_id.in_(studios), _RESIDENCY.c.deleted_at.is_(None))
        .order_by(_RESIDENCY.c.id)
    )


def _members(studios: Collection[str]) -> Select[Any]:
    return select(_RESIDENCY.c.member_id).where(
        _RESIDENCY.c.studio_id.in_(studios), _RESIDENCY.c.member_id.is_not(None)
    )


def _seats(studios: Collection[str]) -> Select[Any]:
    columns = _SEAT.c.member_id, _SEAT.c.body_id, _SEAT.c.committee_id, _SEAT.c.seat_status
    return (
        select(*columns, _BODY.c.code)
        .join(_BODY, _BODY.c.id == _SEAT.c.body_id)
        .where(_SEAT.c.member_id.in_(_members(studios)), _SEAT.c.deleted_at.is_(None))
    )


def _crowd(studios: Collection[str], on: date) -> Select[Any]:
    """In how many living studios of each level the residents of some studios sit (A-21)."""
    there = _RESIDENCY.alias()
    return (
        select(there.c.member_id, _BODY.c.level, func.count(there.c.studio_id.distinct()).label("studios"))
        .join(_STUDIO, _STUDIO.c.id == there.c.studio_id)
        .join(_BODY, _BODY.c.id == _STUDIO.c.owner_body_id)
        .where(there.c.member_id.in_(_members(studios)), there.c.role.in_(ROSTER), present(there, on), LIVES)
        .group_by(there.c.member_id, _BODY.c.level)
    )


def _twins(owners: Collection[str]) -> Select[Any]:
    """How many living regional studios each owner has in each area (R-75)."""
    return (
        select(_STUDIO.c.owner_body_id, _STUDIO.c.area, func.count().label("studios"))
        .where(_STUDIO.c.owner_body_id.in_(owners), _STUDIO.c.type == StudioType.REGIONAL, LIVES)
        .group_by(_STUDIO.c.owner_body_id, _STUDIO.c.area)
    )


def _sectors(studios: Collection[str]) -> Select[Any]:
    sector = table_of(Sector)
    return (
        select(studio_sector.c.studio_id, sector.c.name)
        .join(sector, sector.c.id == studio_sector.c.sector_id)
        .where(studio_sector.c.studio_id.in_(studios))
        .order_by(sector.c.name)
    )


def _local(studios: Sequence[Row]) -> Select[Any]:
    """The bodies of the cities in which provincial studios are located."""
    codes = {_city(row["division_code"]) for row in studios if row["level"] is Level.PROVINCE}
    return select(_BODY.c.code, _BODY.c.short_name).where(_BODY.c.code.in_(sorted(codes)))


def _city(code: str | None) -> str:
    return "" if code is None else f"{code[:4]}00"


def _reasons(studios: Collection[str]) -> Select[Any]:
    return (
        select(_APPLICATION.c.studio_id, _APPLICATION.c.exception_reason)
        .where(_APPLICATION.c.studio_id.in_(studios), _APPLICATION.c.exception_reason.is_not(None))
        .order_by(_APPLICATION.c.id)
    )


def _of_studio(model: type[Any], studios: Collection[str]) -> Select[Any]:
    table = table_of(model)
    return select(table).where(table.c.studio_id.in_(studios), table.c.deleted_at.is_(None)).order_by(table.c.id)


async def _all(fetch: Fetch, chosen: Select[Any]) -> Sequence[Row]:
    return [dict(row) for row in await fetch(chosen)]


async def _by(fetch: Fetch, chosen: Select[Any], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in await _all(fetch, chosen):
        found[row[key]].append(row)
    return found
