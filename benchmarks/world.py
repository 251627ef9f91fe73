"""The data set as plain rows: Shaanxi's packaged bodies with invented studios, members and work, always the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.text import Wording
from hub.domain.ids import new_id
from hub.domain.term import Term
from hub.domain.words import Mode, OpinionChannel, OpinionClass, OpinionStatus, StudioStatus, StudioType

Row = tuple[Any, ...]  # the values of the columns of a table, as the database's driver takes them

PROVINCE = "610000"
PER_STUDIO = 12
MOMENT = datetime(2026, 6, 30, tzinfo=UTC)
_FIRST_DAY = date(2024, 1, 1)
_DAYS = [(_FIRST_DAY + timedelta(days=day)).isoformat() for day in range(912)]  # to the middle of 2026
_LATER = 30  # days within which an opinion is answered
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many rows of each kind a province has, and how many provinces there are."""

    name: str
    studios: int
    members: int
    activities: int
    opinions: int
    provinces: int = 1


PROVINCE_SIZE = Size(name="province", studios=1_500, members=20_000, activities=150_000, opinions=300_000)
SIZES: Mapping[str, Size] = {
    "tiny": Size(name="tiny", studios=150, members=2_000, activities=1_500, opinions=3_000),
    "province": PROVINCE_SIZE,
    "national": replace(PROVINCE_SIZE, name="national", provinces=30),
}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What is in the database already and the rows point to: identifiers of bodies and of activity kinds."""

    bodies: Sequence[str]
    kinds: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of one table; columns that are not named take their default."""

    table: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


class World:
    """The rows of one size over one ground; every table has its own stream of chance, so that tables stay alike."""

    def __init__(self, size: Size, ground: Ground) -> None:
        self.size = size
        self._bodies = ground.bodies
        self.kinds = ground.kinds

    def tables(self) -> Iterator[Rows]:
        """The tables in the order in which they can be filled."""
        yield self._studios()
        yield self._members()
        yield self._memberships()
        yield self._residencies()
        yield self._activities()
        yield self._opinions()

    def studio_id(self, number: int) -> str:
        """The identifier of a studio by its number."""
        return _identifier("stu", number)

    def activity_id(self, number: int) -> str:
        """The identifier of an activity by its number."""
        return _identifier("act", number)

    def owner(self, studio: int) -> str:
        """The body that owns a studio, by the studio's number."""
        # Evenly over the bodies: the operations ask for the first ten studios of every county.
        return self._bodies[studio % len(self._bodies)]

    def _studios(self) -> Rows:
        columns = (
            "id name type platform_kind counts_as_studio mode status owner_body_id area is_demonstration filing_number"
            " opened_on published"
        ).split()
        return Rows(table="studio", columns=tuple(columns), rows=self._studio_rows())

    def _studio_rows(self) -> Iterator[Row]:
        chance = Random("studio")
        wording = Wording(chance)
        for number in range(self.size.studios):
            yield (
                self.studio_id(number),
                wording.studio(number),
                _one(chance, _STUDIO_TYPES),
                "STUDIO",
                True,
                _one(chance, _MODES),
                _one(chance, _STUDIO_STATES),
                self.owner(number),
                wording.area(),
                chance.random() < 0.1,
                f"备{number:06d}" if chance.random() < 0.8 else None,
                _one(chance, _DAYS),
                chance.random() < 0.9,
            )

    def _members(self) -> Rows:
        columns = ("id", "name", "post", "photo", "home_body_id", "phone", "unit", "published")
        return Rows(table="member", columns=columns, rows=self._member_rows())

    def _member_rows(self) -> Iterator[Row]:
        chance = Random("member")
        wording = Wording(chance)
        for number in range(self.size.members):
            yield (
                _identifier("mem", number),
                wording.member(number),
                wording.post() if chance.random() < 0.9 else None,
                f"photo/{number:06d}.jpg" if chance.random() < 0.5 else None,
                self._home(number),
                f"139{number % 100_000_000:08d}",
                "测试单位",
                chance.random() < 0.95,
            )

    def _home(self, member: int) -> str:
        studio = member // PER_STUDIO
        return self.owner(studio if studio < self.size.studios else member)

    def _memberships(self) -> Rows:
        columns = ("id", "member_id", "body_id", "term", "seat_status", "published")
        rows = (
            (_identifier("msp", number), _identifier("mem", number), self._home(number), "第十三届", "SERVING", True)
            for number in range(self.size.members)
        )
        return Rows(table="membership", columns=columns, rows=rows)

    def _residencies(self) -> Rows:
        columns = ("id", "owner_body_id", "studio_id", "member_id", "role", "starts_on", "published")
        return Rows(table="residency", columns=columns, rows=self._residency_rows())

    def _residency_rows(self) -> Iterator[Row]:
        chance = Random("residency")
        for number in range(min(PER_STUDIO * self.size.studios, self.size.members)):
            studio, place = divmod(number, PER_STUDIO)
            role = "CONVENER" if place == 0 else "RESIDENT"
            seat = (_identifier("res", number), self.owner(studio), self.studio_id(studio))
            yield (*seat, _identifier("mem", number), role, _one(chance, _DAYS), True)

    def _activities(self) -> Rows:
        columns = (
            "id owner_body_id studio_id kind_id mode topic held_on place members_count public_count published".split()
        )
        return Rows(table="activity", columns=tuple(columns), rows=self._activity_rows())

    def _activity_rows(self) -> Iterator[Row]:
        chance = Random("activity")
        wording = Wording(chance)
        for number in range(self.size.activities):
            studio = number % self.size.studios
            yield (
                self.activity_id(number),
                self.owner(studio),
                self.studio_id(studio),
                _one(chance, self.kinds),
                _one(chance, _MODES),
                wording.topic(),
                _one(chance, _DAYS),
                wording.area(),
                int(chance.random() * 12) + 1,
                int(chance.random() * 200),
                chance.random() < 0.7,
            )

    def _opinions(self) -> Rows:
        columns = (
            "id owner_body_id studio_id received_on channel opinion_class topic status answered_on in_scope".split()
        )
        return Rows(table="opinion", columns=tuple(columns), rows=self._opinion_rows())

    def _opinion_rows(self) -> Iterator[Row]:
        chance = Random("opinion")
        wording = Wording(chance)
        for number in range(self.size.opinions):
            studio = number % self.size.studios
            day = int(chance.random() * (len(_DAYS) - _LATER))
            yield (
                _identifier("opn", number),
                self.owner(studio),
                self.studio_id(studio),
                _DAYS[day],
                _one(chance, _CHANNELS),
                _one(chance, _CLASSES),
                wording.topic(),
                _one(chance, _OPINION_STATES),
                _DAYS[day + int(chance.random() * _LATER)] if chance.random() < 0.6 else None,
                chance.random() < 0.9,
            )


def _words(term: type[Term]) -> list[str]:
    return [word.value for word in term]


_MODES = _words(Mode)
_STUDIO_TYPES = _words(StudioType)
_STUDIO_STATES = [StudioStatus.ACTIVE.value] * 9 + [StudioStatus.SUSPENDED.value]
_CHANNELS = _words(OpinionChannel)
_CLASSES = _words(OpinionClass)
_OPINION_STATES = _words(OpinionStatus)


def _one(chance: Random, words: Sequence[str]) -> str:
    return words[int(chance.random() * len(words))]


def _identifier(prefix: str, number: int) -> str:
    """An identifier of the hub's form; hashing each of half a million, as new_id does, would take as long as loading.

    Ten letters of time, then letters scattered by a multiplicative step, as identifiers made in no order are.
    """
    scattered = (number * 0x9E3779B97F4A7C15 + 0x5851F42D4C957F2D) % (1 << 64)
    letters = [_PAIRS[(scattered >> (10 * place)) & 1023] for place in range(6)]
    return f"{prefix}_{_TIME}{''.join(letters)}{_PAIRS[number & 1023]}{_PAIRS[(number >> 10) & 1023]}"


_TIME = new_id("stu", MOMENT, seed=b"")[4:14]
