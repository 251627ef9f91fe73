"""When a schedule of five cron fields is due, in the zone of its source; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAYS = "SUN MON TUE WED THU FRI SAT".split()
_SPANS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_NAMES: tuple[dict[str, int], ...] = (
    {},
    {},
    {},
    {name: n for n, name in enumerate(_MONTHS, 1)},
    {name: n for n, name in enumerate(_DAYS)},
)
_LOOK_BACK = timedelta(days=1)


class NotCron(ValueError):
    """The text is not a schedule of five fields."""


@dataclass(frozen=True, kw_only=True)
class Cron:
    """The minutes on which a schedule is due; days match by day of month or by weekday where both are given."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def matches(self, local: datetime) -> bool:
        """Whether the schedule is due in this minute of local time."""
        by_day = local.day in self.days
        by_weekday = local.isoweekday() % 7 in self.weekdays
        day = (by_day or by_weekday) if self.either_day else (by_day and by_weekday)
        return day and local.minute in self.minutes and local.hour in self.hours and local.month in self.months


def parse_cron(text: str) -> Cron:
    """Read `minute hour day month weekday` with `*`, lists, ranges, steps and English names; raises NotCron."""
    fields = text.split()
    if len(fields) != len(_SPANS):
        raise NotCron(text)
    sets = [_field(field, place) for place, field in enumerate(fields)]
    return Cron(
        minutes=sets[0],
        hours=sets[1],
        days=sets[2],
        months=sets[3],
        weekdays=frozenset(day % 7 for day in sets[4]),
        either_day=not fields[2].startswith("*") and not fields[4].startswith("*"),
    )


def last_tick(cron: Cron, *, zone: ZoneInfo, after: datetime, now: datetime) -> datetime | None:
    """The latest due minute after one moment and up to another, in UTC; None when there is none.

    Minutes that were missed together count as one, and none older than a day is looked for.
    """
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    oldest = max(after, now - _LOOK_BACK)
    while minute > oldest:
        if cron.matches(minute.astimezone(zone)):
            return minute
        minute -= timedelta(minutes=1)
    return None


def _field(text: str, place: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, last = _span(span, place, stepped=bool(step))
        width = _number(step, place) if step else 1
        if width < 1 or not _SPANS[place][0] <= first <= last <= _SPANS[place][1]:
            raise NotCron(text)
        found.update(range(first, last + 1, width))
    return frozenset(found)


def _span(text: str, place: int, *, stepped: bool) -> tuple[int, int]:
    if text == "*":
        return _SPANS[place]
    first, dash, last = text.partition("-")
    start = _number(first, place)
    if dash:
        return start, _number(last, place)
    return start, _SPANS[place][1] if stepped else start


def _number(text: str, place: int) -> int:
    named = _NAMES[place].get(text.upper())
    if named is not None:
        return named
    if not (text.isascii() and text.isdigit()):
        raise NotCron(text)
    return int(text)
