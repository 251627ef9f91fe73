"""What the city of Shangluo keeps for itself: meeting rooms, and the bookings of its studios' rooms, all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from examples.local_systems.invented import person_name, phone

STUDIOS = range(1, 14)
FIRST_DAY = date(2026, 10, 8)
_TOPICS = ("接待来访群众", "提案线索会商", "专题协商准备会", "委员学习交流")


class HalfDay(Enum):
    """The city lets its rooms by half days."""

    MORNING = "MORNING"
    AFTERNOON = "AFTERNOON"


@dataclass(frozen=True, kw_only=True)
class Room:
    """A meeting room; `studio` is the city's number of the studio it belongs to, None for the city's own rooms."""

    number: str
    name: str
    seats: int
    studio: str | None


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """A room taken for a studio for half a day."""

    number: str
    studio: str
    room: str
    day: date
    half: HalfDay
    topic: str
    attendees: int
    contact: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Half a day on which a room is free."""

    day: date
    half: HalfDay
    room: Room


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """All rooms and reservations of the city."""

    rooms: tuple[Room, ...]
    reservations: tuple[Reservation, ...]

    def of_studio(self, studio: str | None) -> list[Reservation]:
        """The reservations of a studio, earliest first."""
        return [one for one in self.reservations if one.studio == studio]

    def of_room(self, room: str) -> list[Reservation]:
        """The reservations of a room, earliest first."""
        return [one for one in self.reservations if one.room == room]

    def room(self, number: str) -> Room | None:
        """The room with that number."""
        return next((one for one in self.rooms if one.number == number), None)

    def reservation(self, number: str) -> Reservation | None:
        """The reservation with that number."""
        return next((one for one in self.reservations if one.number == number), None)

    def openings(self, studio: str | None, *, start: date, days: int) -> list[Opening]:
        """The half days of working days on which a room of the studio is free."""
        taken = {(one.room, one.day, one.half) for one in self.reservations}
        span = [start + timedelta(days=offset) for offset in range(days)]
        return [
            Opening(day=day, half=half, room=room)
            for day in span
            if day.weekday() < 5
            for half in HalfDay
            for room in self.rooms
            if studio is not None and room.studio == studio and (room.number, day, half) not in taken
        ]


def ledger() -> Ledger:
    """The city's own rooms as they stand in the demonstration."""
    shared = Room(number="HYS-00", name="市政协第一会议室", seats=40, studio=None)
    own = [Room(number=f"HYS-{n:02d}", name=f"议事室{n:02d}", seats=8 + n, studio=_studio(n)) for n in STUDIOS]
    found = [_reservation(studio, turn) for studio in STUDIOS for turn in range(studio % 3)]
    return Ledger(rooms=(shared, *own), reservations=tuple(sorted(found, key=lambda one: (one.day, one.number))))


def _studio(number: int) -> str:
    return f"SL-GZS-{number:03d}"


def _reservation(studio: int, turn: int) -> Reservation:
    number = studio * 10 + turn
    return Reservation(
        number=f"YY{number:04d}",
        studio=_studio(studio),
        room=f"HYS-{studio:02d}",
        day=FIRST_DAY + timedelta(days=7 * turn + studio % 2),
        half=HalfDay.MORNING if turn % 2 == 0 else HalfDay.AFTERNOON,
        topic=_TOPICS[number % len(_TOPICS)],
        attendees=4 + number % 5,
        contact=person_name(400 + studio),
        phone=phone(400 + studio),
    )
