"""Working days: holidays and shifted working days count as their year's notice says, and no year is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.calendar import CalendarDay, WorkingCalendar, calendar_of
from hub.domain.command import Refusal
from tests.domain.rollups import ROWS, refused, working_calendar

FRIDAY = date(2026, 9, 25)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 25), True),
        (date(2026, 9, 26), False),
        (date(2026, 9, 27), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2026, 1, 4), True),
    ],
)
def test_a_day_is_worked_as_its_year_says(day: date, works: bool) -> None:
    assert working_calendar().works(day) is works


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 9, 28)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),
        (date(2026, 10, 3), -1, date(2026, 9, 30)),
        (date(2026, 10, 12), -1, date(2026, 10, 10)),
        (date(2026, 10, 12), -4, date(2026, 9, 30)),
    ],
)
def test_working_days_are_counted_forth_and_back(day: date, by: int, expected: date) -> None:
    assert working_calendar().shift(day, by) == expected


@pytest.mark.parametrize(("day", "by", "year"), [(date(2026, 12, 31), 1, 2027), (date(2026, 1, 3), -1, 2025)])
def test_a_year_that_is_not_loaded_is_named_and_never_guessed(day: date, by: int, year: int) -> None:
    found = working_calendar().shift(day, by)

    assert refused(found) == ("CALENDAR_YEAR_MISSING", "A-43")
    assert isinstance(found, Refusal)
    assert f"{year}年工作日历尚未导入" in found.zh and "请先导入" in found.zh
    assert f"{year} is not loaded" in found.en
    assert working_calendar().works(date(year, 6, 1)) == found
    assert working_calendar().count(min(day, date(year, 6, 1)), max(day, date(year, 6, 1))) == found


def test_the_ends_of_time_are_years_that_are_not_loaded() -> None:
    ends = WorkingCalendar(years=frozenset({1, 9999}), differs={})

    assert refused(ends.shift(date.max, 1)) == refused(ends.shift(date.min, -1)) == ("CALENDAR_YEAR_MISSING", "A-43")


@pytest.mark.parametrize(
    "rows",
    [
        (CalendarDay(year=2026, day=date(2027, 1, 1), works=False),),
        (CalendarDay(year=2026, day=date(2025, 11, 30), works=True),),
        (*ROWS, CalendarDay(year=2026, day=date(2026, 10, 1), works=True)),
    ],
)
def test_rows_that_contradict_each_other_or_their_year_are_refused(rows: tuple[CalendarDay, ...]) -> None:
    assert refused(calendar_of(rows)) == ("CALENDAR_ROWS_WRONG", None)


def test_a_notice_may_speak_of_the_december_before_without_loading_that_year() -> None:
    found = calendar_of([CalendarDay(year=2027, day=date(2026, 12, 31), works=False)])

    assert isinstance(found, WorkingCalendar)
    assert found.years == {2027}
    assert refused(found.works(date(2026, 12, 31))) == ("CALENDAR_YEAR_MISSING", "A-43")
    both = calendar_of([*ROWS, CalendarDay(year=2027, day=date(2026, 12, 31), works=False)])
    assert isinstance(both, WorkingCalendar)
    assert both.works(date(2026, 12, 31)) is False


DAYS = st.dates(min_value=date(2026, 2, 1), max_value=date(2026, 11, 30))


@given(day=DAYS, by=st.integers(1, 12))
def test_going_forth_lands_on_a_working_day_that_so_many_lie_up_to(day: date, by: int) -> None:
    calendar = working_calendar()

    reached = calendar.shift(day, by)

    assert isinstance(reached, date)
    assert calendar.works(reached) is True
    assert calendar.count(day, reached) == by
    assert calendar.count(day, reached - timedelta(days=1)) == by - 1


@given(day=DAYS, by=st.integers(-12, 12))
def test_going_there_and_back_ends_where_it_began(day: date, by: int) -> None:
    calendar = working_calendar()
    reached = calendar.shift(day, by)

    assert isinstance(reached, date)
    if calendar.works(day):
        assert calendar.shift(reached, -by) == day
