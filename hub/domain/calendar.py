"""Working days: Monday to Friday, except where a year's notice of holidays and shifted working days says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hub.domain.command import Refusal

_SATURDAY = 5
_DECEMBER = 12
_ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """A day that differs from Monday to Friday, as the notice for a year has it."""

    year: int
    """The year of the notice, which may also speak of the last days of the December before."""
    day: date
    works: bool


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """The years that are loaded, and every day in them that differs from Monday to Friday."""

    years: frozenset[int]
    differs: Mapping[date, bool]

    def works(self, day: date) -> bool | Refusal:
        """Whether people work on a day; a year that is not loaded is never guessed at."""
        if day.year not in self.years:
            return not_loaded(day.year)
        return self.differs.get(day, day.weekday() < _SATURDAY)

    def shift(self, day: date, by: int) -> date | Refusal:
        """The `by`-th working day after a day, before it when negative, the day itself for 0."""
        step = _ONE if by > 0 else -_ONE
        left, reached = abs(by), day
        while left:
            if reached == (date.max if by > 0 else date.min):
                return not_loaded(reached.year + (1 if by > 0 else -1))
            reached += step
            found = self.works(reached)
            if isinstance(found, Refusal):
                return found
            left -= found
        return reached

    def count(self, first: date, last: date) -> int | Refusal:
        """How many working days lie after the first day, up to and with the last; 0 when it is not later."""
        total = 0
        for number in range(first.toordinal() + 1, last.toordinal() + 1):
            found = self.works(date.fromordinal(number))
            if isinstance(found, Refusal):
                return found
            total += found
        return total


def calendar_of(rows: Iterable[CalendarDay]) -> WorkingCalendar | Refusal:
    """The calendar that rows make; a row is refused where it contradicts another or lies outside its year."""
    differs: dict[date, bool] = {}
    years: set[int] = set()
    for row in rows:
        in_december_before = (row.day.year, row.day.month) == (row.year - 1, _DECEMBER)
        if row.day.year != row.year and not in_december_before:
            return _refused(
                row,
                zh=f"日期不在{row.year}年的安排之内",
                en=f"it does not belong to the notice for {row.year}",
            )
        if differs.setdefault(row.day, row.works) is not row.works:
            return _refused(
                row, zh="同一天既为工作日又为休息日", en="one row says that it is worked, another that it is not"
            )
        years.add(row.year)
    return WorkingCalendar(years=frozenset(years), differs=differs)


def not_loaded(year: int) -> Refusal:
    """What is answered where a year of the calendar is missing."""
    return Refusal(
        code="CALENDAR_YEAR_MISSING",
        zh=f"{year}年工作日历尚未导入，无法推算工作日，请先导入该年节假日安排 calendar-{year:04d}.tsv",
        en=f"the working calendar of {year} is not loaded; add that year's holidays as calendar-{year:04d}.tsv first",
        rule="A-43",
    )


def _refused(row: CalendarDay, *, zh: str, en: str) -> Refusal:
    return Refusal(
        code="CALENDAR_ROWS_WRONG",
        zh=f"工作日历有误：{row.day.isoformat()} {zh}，请核对后重新导入",
        en=f"the working calendar is wrong at {row.day.isoformat()}: {en}; correct it and load it again",
    )
