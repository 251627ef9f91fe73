"""The calendar periods of a year, and whether a quota can be judged over one of them (A-26, A-27, A-33)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hub.domain.dossier_facts import Book, Quota, Stay, StudioYear
from hub.domain.period import Period
from hub.domain.span import Span
from hub.domain.standard_words import QuotaMode, QuotaPeriod
from hub.domain.term import Term

_SPANS = {QuotaPeriod.MONTH: Span.MONTH, QuotaPeriod.QUARTER: Span.QUARTER, QuotaPeriod.YEAR: Span.YEAR}
_WEEK = timedelta(days=7)


class Standing(Term):
    """Whether a quota can be judged over a period, and if not, why."""

    FULL = "FULL", "完整", "a full period"
    RUNNING = "RUNNING", "期间未结束", "not over yet"
    BEFORE = "BEFORE", "早于起算日，不评", "before the first period that is judged"
    PART = "PART", "非完整期间，不评", "a part period: shown, not judged"
    OFFLINE_ONLY = "OFFLINE_ONLY", "未入驻线上平台，不适用", "offline only: no platform has been entered"
    SEAT_UNDATED = "SEAT_UNDATED", "入驻日期未登记", "on a platform since an unknown day"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """One period: its days, both inclusive, and its name within the year, which is empty for the year itself."""

    first_day: date
    last_day: date
    label: str

    def holds(self, day: date) -> bool:
        """Whether a day belongs to it."""
        return self.first_day <= day <= self.last_day

    def covered_by(self, stay: Stay) -> bool:
        """Whether somebody was there from its first day to its last; open ends are taken to reach over it."""
        begun = stay.since is None or stay.since <= self.first_day
        return begun and (stay.ended is None or stay.ended > self.last_day)

    def touched_by(self, stay: Stay) -> bool:
        """Whether somebody was there on any day of it."""
        begun = stay.since is None or stay.since <= self.last_day
        return begun and (stay.ended is None or stay.ended > self.first_day)


def stretches(period: QuotaPeriod, year: int) -> tuple[Stretch, ...]:
    """The periods of a year in their order; a week belongs to the year in which its Monday lies."""
    if period is QuotaPeriod.WEEK:
        return tuple(_weeks(year))
    span = _SPANS[period]
    firsts = (date(year, month, 1) for month in range(1, 13, span.months))
    periods = (Period(span=span, first_day=first) for first in firsts)
    return tuple(
        Stretch(first_day=one.first_day, last_day=one.last_day, label=one.label.removeprefix(f"{year:04d}年"))
        for one in periods
    )


def standing(stretch: Stretch, quota: Quota, book: Book, year: StudioYear) -> Standing:
    """Whether a quota can be judged over a period."""
    begins = [one for one in (book.quotas_from, quota.effective_from) if one is not None]
    if begins and stretch.first_day < max(begins):
        return Standing.BEFORE
    if not stretch.covered_by(Stay(who=year.name, since=year.started_on, ended=year.ended_on)):
        return Standing.PART
    if quota.mode is QuotaMode.ONLINE and (seated := _seated(stretch, book, year)) is not Standing.FULL:
        return seated
    return Standing.FULL if stretch.last_day <= year.as_of else Standing.RUNNING


def _seated(stretch: Stretch, book: Book, year: StudioYear) -> Standing:
    """Whether the studio was on a platform that counts for all of the period (A-26)."""
    seats = [one for one in year.seats if book.platforms is None or one.who in book.platforms]
    there = [one for one in seats if stretch.touched_by(one)]
    if any(one.since is not None and stretch.covered_by(one) for one in there):
        return Standing.FULL
    if any(one.since is None and stretch.covered_by(one) for one in there):
        return Standing.SEAT_UNDATED
    return Standing.PART if there else Standing.OFFLINE_ONLY


def _weeks(year: int) -> Iterator[Stretch]:
    first = date(year, 1, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    number = 1
    while monday.year == year:
        yield Stretch(first_day=monday, last_day=monday + _WEEK - timedelta(days=1), label=f"第{number}周")
        monday, number = monday + _WEEK, number + 1
