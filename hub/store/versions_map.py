"""What the map of a day is drawn from: bodies, ties and divisions of a view, and how many studios each body owned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.domain.bodies import EdgeKind
from hub.domain.views import Area, MapView, Seat, Spot, Tie, branch_totals, drawn, owner_restated
from hub.domain.words import LIVING
from hub.store.models.body import Body, BodyEdge
from hub.store.models.places import Division
from hub.store.models.studio import Studio
from hub.store.models.version import VERSIONS
from hub.store.plan import Past
from hub.store.session import Reader
from hub.store.versions_read import holds, known
from hub.store.where import Rows, seen_rows

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A body on the map, and the living studios that it and its branch owned, as the caller sees them."""

    spot: Spot
    studios: int
    studios_in_branch: int


async def read_map(
    reader: Reader, caller: Caller, *, root: str, on: date, view: MapView, today: date
) -> tuple[Counted, ...]:
    """The branch of a body on a day in one of the three views."""
    past = Past(on=on, known_at=_day_end(on) if view is MapView.AS_REPORTED else None)
    drawn_on = today if view is MapView.RESTATED else on
    spots = await _spots(reader, Past(on=drawn_on, known_at=past.known_at), root=root, on=drawn_on)
    here = {spot.body for spot in spots}
    owned: Counter[str] = Counter()
    if spots:
        whole = here if view is not MapView.RESTATED else await _in_tree(reader, today)
        for then, now, number in await _owners(reader, caller, past, on=on):
            owned[owner_restated(then, now, today=whole) if view is MapView.RESTATED else then] += number
    totals = branch_totals(spots, owned)
    return tuple(Counted(spot=spot, studios=owned[spot.body], studios_in_branch=totals[spot.body]) for spot in spots)


async def _spots(reader: Reader, past: Past, *, root: str, on: date) -> tuple[Spot, ...]:
    body, edge, division = (VERSIONS[model] for model in (Body, BodyEdge, Division))
    bodies = select(body.c.id, body.c.code, body.c.name, body.c.rollup_unit, body.c.division_id)
    edges = select(edge.c.child_id, edge.c.parent_id, edge.c.valid_from, edge.c.valid_to)
    names = ("id", "code", "name", "valid_from", "valid_to")
    areas = select(*(division.c[name] for name in names), division.c.successor_code)
    seats = [
        Seat(id=row["id"], code=row["code"], name=row["name"], rollup_unit=row["rollup_unit"], area=row["division_id"])
        for row in await reader.all(bodies.where(holds(body, past)))
    ]
    ties = [
        Tie(child=row["child_id"], parent=row["parent_id"], valid_from=row["valid_from"], valid_to=row["valid_to"])
        for row in await reader.all(edges.where(known(edge, past), edge.c.kind == EdgeKind.REPORTING))
    ]
    known_areas = [
        Area(**{name: row[name] for name in names}, successor=row["successor_code"])
        for row in await reader.all(areas.where(known(division, past)))
    ]
    return drawn(seats, ties, known_areas, root=root, on=on)


async def _in_tree(reader: Reader, today: date) -> frozenset[str]:
    """The bodies that are bound to another one today."""
    edge = VERSIONS[BodyEdge]
    bound = select(edge.c.child_id, edge.c.parent_id).where(
        known(edge, Past(on=today)),
        edge.c.kind == EdgeKind.REPORTING,
        or_(edge.c.valid_from.is_(None), edge.c.valid_from <= today),
        or_(edge.c.valid_to.is_(None), edge.c.valid_to > today),
    )
    found = await reader.all(bound)
    return frozenset(end for row in found for end in (row["child_id"], row["parent_id"]))


async def _owners(reader: Reader, caller: Caller, past: Past, *, on: date) -> list[tuple[str, str, int]]:
    """The living studios of a past state that the caller sees, by owner then and owner now."""
    studio, seen = seen_rows(caller, Studio, past)
    today: Rows = aliased(Studio)
    counted = (
        select(studio.owner_body_id.label("then"), today.owner_body_id.label("now"), func.count().label("number"))
        .join_from(studio, today, today.id == studio.id)
        .where(
            seen,
            studio.counts_as_studio.is_(True),
            studio.status.in_(sorted(LIVING)),
            or_(studio.ended_on.is_(None), studio.ended_on > on),
        )
        .group_by(studio.owner_body_id, today.owner_body_id)
    )
    return [(row["then"], row["now"], row["number"]) for row in await reader.all(counted)]


def _day_end(day: date) -> datetime:
    """The instant at which a business day is over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=_ZONE).astimezone(UTC)
