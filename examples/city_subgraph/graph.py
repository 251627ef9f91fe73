"""The graph the city already had, and the fields by which it extends the hub's studios."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

import strawberry
from strawberry import federation, relay

from examples.city_subgraph.caller import CITY, CityCaller
from examples.city_subgraph.links import Links
from examples.city_subgraph.rooms import HalfDay, Ledger, Opening, Reservation, Room

VERSION: Literal["2.9"] = "2.9"
MOST_DAYS = 31
strawberry.enum(HalfDay, description="半天 · half a day")
F = TypeVar("F", bound=Callable[..., Any])


def shown(text: str) -> Callable[[F], F]:
    """Mark a method as a field of the graph."""
    mark: Callable[[F], F] = strawberry.field(description=text)
    return mark


def listed(kind: type[relay.Connection[Any]], text: str) -> Callable[[F], F]:
    """Mark a method as a connection of the graph to the objects it yields."""
    mark: Callable[[F], F] = relay.connection(kind, description=text)
    return mark


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request: who asks, and what the city holds."""

    caller: CityCaller
    ledger: Ledger
    links: Links


Info = strawberry.Info[Asked, None]


@strawberry.type(description="预约联系人 · who is called about a booking")
class BookingContact:
    """Personal: for the city's own staff and systems."""

    name: str = strawberry.field(description="姓名 · name")
    phone: str = strawberry.field(description="电话 · telephone")


@strawberry.type(description="预约 · a booking")
class Booking(relay.Node):
    """A studio's room, taken for half a day."""

    number: relay.NodeID[str]
    held: strawberry.Private[Reservation]
    day: date = strawberry.field(description="日期 · day")
    half: HalfDay = strawberry.field(description="上午或下午 · half of the day")
    topic: str = strawberry.field(description="事由 · what for")
    attendees: int = strawberry.field(description="人数 · how many come")

    @shown("会议室 · the room")
    def room(self, info: Info) -> MeetingRoom | None:
        """The room that is taken."""
        room = info.context.ledger.room(self.held.room)
        return MeetingRoom.of(room) if room else None

    @shown("所属委员工作室 · the studio, as the hub knows it")
    def studio(self, info: Info) -> Studio | None:
        """Null for a studio that the hub does not hold yet."""
        return _studio(info, self.held.studio)

    @shown("联系人，仅市级 · contact, for the city alone")
    def contact(self, info: Info) -> BookingContact | None:
        """Null for everyone else."""
        if not info.context.caller.of_city:
            return None
        return BookingContact(name=self.held.contact, phone=self.held.phone)

    @classmethod
    def of(cls, held: Reservation) -> Booking:
        """The reservation as the graph shows it."""
        return cls(
            number=held.number, held=held, day=held.day, half=held.half, topic=held.topic, attendees=held.attendees
        )

    @classmethod
    def resolve_nodes(
        cls, *, info: strawberry.Info[Any, Any], node_ids: Iterable[str], required: bool = False
    ) -> Any:  # a list; relay declares four shapes of it
        """The bookings with those numbers, for `node(id:)`."""
        found = [info.context.ledger.reservation(number) for number in node_ids]
        return [cls.of(held) if held else None for held in found]


@strawberry.type(description="会议室 · a meeting room")
class MeetingRoom(relay.Node):
    """A room the city lets."""

    number: relay.NodeID[str]
    name: str = strawberry.field(description="名称 · name")
    seats: int = strawberry.field(description="座位数 · seats")

    @listed(relay.ListConnection[Booking], "预约记录 · bookings, earliest first")
    def bookings(self, info: Info) -> Iterable[Booking]:
        """What the room is taken for."""
        return [Booking.of(one) for one in info.context.ledger.of_room(self.number)]

    @shown("管理单位 · the body that keeps it")
    def kept_by(self) -> Body:
        """Joined by the body's code, which both graphs know."""
        return Body(code=CITY)

    @classmethod
    def of(cls, room: Room) -> MeetingRoom:
        """The room as the graph shows it."""
        return cls(number=room.number, name=room.name, seats=room.seats)

    @classmethod
    def resolve_nodes(
        cls, *, info: strawberry.Info[Any, Any], node_ids: Iterable[str], required: bool = False
    ) -> Any:  # a list; relay declares four shapes of it
        """The rooms with those numbers, for `node(id:)`."""
        found = [info.context.ledger.room(number) for number in node_ids]
        return [cls.of(room) if room else None for room in found]


@strawberry.type(description="可预约时段 · a slot that is free")
class Slot:
    """A room that can be had for half a day."""

    day: date = strawberry.field(description="日期 · day")
    half: HalfDay = strawberry.field(description="上午或下午 · half of the day")
    room: MeetingRoom = strawberry.field(description="会议室 · the room")

    @classmethod
    def of(cls, opening: Opening) -> Slot:
        """The opening as the graph shows it."""
        return cls(day=opening.day, half=opening.half, room=MeetingRoom.of(opening.room))


@federation.type(keys=["id"])
class Studio:
    """The hub's studio with the city's own fields; the city keeps nothing of it but the identifier."""

    id: strawberry.ID

    @shown("市平台编号 · the city's number")
    def city_number(self, info: Info) -> str | None:
        """Null when the city does not know the studio."""
        return info.context.links.number(self.id)

    @listed(relay.ListConnection[Booking], "预约记录 · bookings, earliest first")
    def bookings(self, info: Info) -> Iterable[Booking]:
        """Empty when the city does not know the studio."""
        return [Booking.of(one) for one in info.context.ledger.of_studio(info.context.links.number(self.id))]

    @shown("可预约时段 · free slots from a day on, working days only")
    def open_slots(self, info: Info, start: date, days: int = 7) -> list[Slot]:
        """At most a month is looked through."""
        number = info.context.links.number(self.id)
        return [Slot.of(one) for one in info.context.ledger.openings(number, start=start, days=min(days, MOST_DAYS))]

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> Studio:
        """The studio a gateway asks about; whether it exists is the hub's to say."""
        return cls(id=id)


@federation.type(keys=["code"])
class Body:
    """The hub's body with the city's own field; the code is known everywhere, no table is needed."""

    code: str

    @shown("会议室 · its meeting rooms")
    def meeting_rooms(self, info: Info) -> list[MeetingRoom]:
        """Empty for all bodies but the city's own."""
        return [MeetingRoom.of(one) for one in info.context.ledger.rooms if self.code == CITY]

    @classmethod
    def resolve_reference(cls, code: str) -> Body:
        """The body a gateway asks about."""
        return cls(code=code)


@strawberry.type
class Query:
    """The root fields the city had before it heard of the hub, `node` and `studio` among them."""

    node: relay.Node | None = relay.node(description="按标识取对象 · any object of the city by its identifier")

    @shown("按市平台编号取工作室 · a studio by the city's number")
    def studio(self, info: Info, number: str) -> Studio | None:
        """Null when the hub does not hold it yet."""
        return _studio(info, number)

    @shown("按编号取预约 · a booking by its number")
    def booking(self, info: Info, number: str) -> Booking | None:
        """Null when there is none."""
        held = info.context.ledger.reservation(number)
        return Booking.of(held) if held else None

    @listed(relay.ListConnection[Booking], "全部预约 · all bookings, earliest first")
    def bookings(self, info: Info) -> Iterable[Booking]:
        """Every booking of the city."""
        return [Booking.of(one) for one in info.context.ledger.reservations]

    @listed(relay.ListConnection[MeetingRoom], "会议室 · meeting rooms")
    def meeting_rooms(self, info: Info) -> Iterable[MeetingRoom]:
        """Every room of the city."""
        return [MeetingRoom.of(one) for one in info.context.ledger.rooms]


def _studio(info: Info, number: str) -> Studio | None:
    hub_id = info.context.links.hub_id(number)
    return Studio(id=strawberry.ID(hub_id)) if hub_id else None


schema = federation.Schema(query=Query, federation_version=VERSION)
