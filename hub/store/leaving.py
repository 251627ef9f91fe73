"""What the end of a seat comes to: studios that end by themselves, and tasks for those that do not (R-115 to R-117)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.people_demands import Demands
from hub.domain.people_leaving import BY_ITSELF, TO_DO, Place, Seat, has_left
from hub.domain.registry_words import EndReason, TaskKind, TaskStatus
from hub.domain.standard_words import StructureKind
from hub.domain.structure_facts import Rule
from hub.domain.words import LIVING, SeatStatus, StudioType
from hub.store.areas import empty_areas
from hub.store.demands import demands_on
from hub.store.dialect import table_of
from hub.store.endings import business_day, ended_by_itself, new_task
from hub.store.models.body import Body
from hub.store.models.member import Membership, Residency
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from hub.store.write import Change, Update

Row = Mapping[str, Any]  # column values of any type
_KINDS = frozenset(
    {
        StructureKind.SELF_TERMINATION,
        StructureKind.CONVENERS,
        StructureKind.STABLE_ROSTER,
        StructureKind.ROSTER_SIZE,
    }
)
_STUDIO, _BODY, _SEAT = table_of(Studio), table_of(Body), table_of(Membership)


@dataclass(frozen=True, kw_only=True)
class _Ended:
    """A seat that has ended."""

    id: str
    member: str
    cause: SeatStatus
    seat: Seat
    on: date


class Leaving:
    """Finds what the end of some seats comes to."""

    def __init__(self, connection: AsyncConnection, *, at: datetime) -> None:
        self._connection = connection
        self._at = at
        self._today = business_day(at)
        self._demands: dict[str, Demands] = {}
        self._over: set[str] = set()
        self._raised: set[tuple[str, TaskKind, str]] = set()
        self._changes: list[Change] = []

    async def follow(self, changes: Sequence[Update]) -> list[Change]:
        """Studios that end by themselves, and tasks for those that do not."""
        seats = await self._seats([one.before["member_id"] for one in changes])
        ended = [self._ended(one, seats) for one in changes]
        for one in ended:
            await self._namesake(one, _others(one, seats))
        await self._areas(ended)
        for one in ended:
            await self._places(one, _others(one, seats))
        return self._changes

    async def _seats(self, members: Sequence[str]) -> dict[str, list[tuple[str, Seat]]]:
        chosen = (
            select(_SEAT.c.id, _SEAT.c.member_id, _SEAT.c.body_id, _SEAT.c.seat_status, _BODY.c.level)
            .join(_BODY, _BODY.c.id == _SEAT.c.body_id)
            .where(_SEAT.c.member_id.in_(members), _SEAT.c.deleted_at.is_(None))
        )
        found: dict[str, list[tuple[str, Seat]]] = defaultdict(list)
        for row in (await self._connection.execute(chosen)).mappings():
            serving = row["seat_status"] is SeatStatus.SERVING
            found[row["member_id"]].append((row["id"], Seat(body=row["body_id"], level=row["level"], serving=serving)))
        return {member: found[member] for member in members}

    def _ended(self, change: Update, seats: Mapping[str, Sequence[tuple[str, Seat]]]) -> _Ended:
        row = {**change.before, **change.values}
        seat = next(seat for id, seat in seats[row["member_id"]] if id == change.id)
        day = row["ends_on"]
        on = day if day is not None and day <= self._today else self._today
        return _Ended(
            id=change.id, member=row["member_id"], cause=SeatStatus.of(str(row["seat_status"])), seat=seat, on=on
        )

    async def _namesake(self, one: _Ended, others: Sequence[Seat]) -> None:
        """A studio named after the person ends by itself (R-116)."""
        chosen = _living().where(_STUDIO.c.named_after_id == one.member, _STUDIO.c.type == StudioType.PERSONAL)
        for studio in (await self._connection.execute(chosen.with_for_update(of=_STUDIO))).mappings().all():
            left = has_left(Place(body=studio["owner_body_id"], level=studio["level"]), one.seat, others)
            rule = await self._rule_of(EndReason.NAMESAKE_LEFT, studio)
            if left and rule is not None:
                await self._end(studio, EndReason.NAMESAKE_LEFT, rule, one.on)

    async def _areas(self, ended: Sequence[_Ended]) -> None:
        """A studio of an area without a member of its level ends by itself (R-117); nothing is guessed."""
        bodies = {one.seat.body: one for one in ended}
        for body, one in sorted(bodies.items()):
            chosen = _living().where(_STUDIO.c.owner_body_id == body, _STUDIO.c.type == StudioType.REGIONAL)
            studios = (await self._connection.execute(chosen.with_for_update(of=_STUDIO))).mappings().all()
            bound = [(it, await self._rule_of(EndReason.AREA_EMPTY, it)) for it in studios]
            judged = [it for it, rule in bound if rule is not None]
            leavers = [mate.member for mate in ended if mate.seat.body == body]
            empty, unknown = await empty_areas(self._connection, judged, leavers=leavers)
            for studio, rule in bound:
                if rule is not None and studio["id"] in empty:
                    await self._end(studio, EndReason.AREA_EMPTY, rule, one.on)
                elif rule is not None and studio["id"] in unknown:
                    await self._unknown(studio, rule)

    async def _places(self, one: _Ended, others: Sequence[Seat]) -> None:
        """Conveners to be arranged anew and residents to be replaced (R-115)."""
        held = table_of(Residency)
        chosen = (
            _living(held.c.id.label("residency"), held.c.role, held.c.cross_level)
            .join(held, held.c.studio_id == _STUDIO.c.id)
            .where(
                held.c.member_id == one.member,
                held.c.role.in_(list(TO_DO)),
                held.c.deleted_at.is_(None),
                or_(held.c.ends_on.is_(None), held.c.ends_on > self._today),
            )
        )
        for place in (await self._connection.execute(chosen.order_by(held.c.id))).mappings().all():
            rests = Place(body=place["owner_body_id"], level=place["level"], cross_level=place["cross_level"])
            _, kinds, _ = TO_DO[place["role"]]
            demands = await self._demands_on(place["owner_body_id"])
            is_bound = any(demands.of(asked, place["type"], place["level"]) for asked in kinds)
            if is_bound and place["id"] not in self._over and has_left(rests, one.seat, others):
                await self._raise(one, place)

    async def _raise(self, one: _Ended, place: Row) -> None:
        """A task about a place, once."""
        kind, _, why = TO_DO[place["role"]]
        key = place["id"], kind, one.member
        if key in self._raised or await self._is_open(*key):
            return
        self._raised.add(key)
        self._changes.append(
            new_task(
                kind,
                body=place["owner_body_id"],
                studio=place["id"],
                rule="R-115",
                why=why.format(cause=one.cause.title_zh),
                committee=place["committee_id"] if kind is TaskKind.REARRANGE_CONVENER else None,
                member=one.member,
                subject=place["residency"],
                on=self._today,
                at=self._at,
            )
        )

    async def _is_open(self, studio: str, kind: TaskKind, member: str | None) -> bool:
        table = table_of(Task)
        chosen = select(table.c.id).where(
            table.c.studio_id == studio,
            table.c.member_id == member,
            table.c.kind == kind,
            table.c.status == TaskStatus.OPEN,
        )
        return (await self._connection.execute(chosen)).first() is not None

    async def _end(self, studio: Row, reason: EndReason, rule: Rule, on: date) -> None:
        if studio["id"] in self._over:
            return
        self._over.add(studio["id"])
        version = (await self._demands_on(studio["owner_body_id"])).version_of(rule)
        self._changes += await ended_by_itself(
            self._connection, studio, reason, rule, version=version, on=on, at=self._at
        )

    async def _unknown(self, studio: Row, rule: Rule) -> None:
        """People find out whether the area still has a member; until then nothing ends (R-117)."""
        if await self._is_open(studio["id"], TaskKind.CHECK_AREA, None):
            return
        self._changes.append(
            new_task(
                TaskKind.CHECK_AREA,
                body=studio["owner_body_id"],
                studio=studio["id"],
                rule=rule.number or "R-117",
                why="本级委员资格终止后，记录不足以判定该区域是否还有本级政协委员，请核实",
                on=self._today,
                at=self._at,
            )
        )

    async def _rule_of(self, reason: EndReason, studio: Row) -> Rule | None:
        """The rule by which a studio ends by itself for this reason, where one is in force."""
        _, item = BY_ITSELF[reason]
        demands = await self._demands_on(studio["owner_body_id"])
        found = demands.of(StructureKind.SELF_TERMINATION, studio["type"], studio["level"])
        return next((rule for rule in found if item in rule.items), None)

    async def _demands_on(self, body: str) -> Demands:
        if body not in self._demands:
            self._demands[body] = await demands_on(self._connection, body, _KINDS, on=self._today)
        return self._demands[body]


def _others(one: _Ended, seats: Mapping[str, Sequence[tuple[str, Seat]]]) -> list[Seat]:
    """The other seats of a person as they stand now."""
    return [seat for id, seat in seats[one.member] if id != one.id]


def _living(*more: ColumnElement[Any]) -> Select[Any]:
    """Living studios with the level of their owner."""
    chosen = select(_STUDIO, _BODY.c.level, *more).join(_BODY, _BODY.c.id == _STUDIO.c.owner_body_id)
    return chosen.where(_STUDIO.c.status.in_(list(LIVING)), _STUDIO.c.deleted_at.is_(None)).order_by(_STUDIO.c.id)
