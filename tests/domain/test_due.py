"""Due days, reminders and verdicts: none is made up, and what was decided at the first receipt stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain import due
from hub.domain.due import DueKind, DueRule, NoticeKind, Rung, Timing
from hub.domain.receipt import OnTime
from tests.domain.rollups import DUE, refused, working_calendar

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
QUARTER = (date(2026, 7, 1), date(2026, 9, 30))
TIMING = Timing(due_original=DUE, due_effective=DUE)
RUNGS = (
    Rung(offset=-10, kind=NoticeKind.REMINDER),
    Rung(offset=-5, kind=NoticeKind.REMINDER),
    Rung(offset=-1, kind=NoticeKind.REMINDER),
    Rung(offset=1, kind=NoticeKind.URGING),
    Rung(offset=5, kind=NoticeKind.CIRCULAR),
)
LAST_MOMENT = datetime(2026, 10, 20, 15, 59, 59, 999_999, tzinfo=UTC)
TOO_LATE = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "period", "expected"),
    [
        (DueRule(), QUARTER, None),
        (DueRule(kind=DueKind.MONTH_DAY, month_day="11-30"), YEAR, date(2026, 11, 30)),
        (DueRule(kind=DueKind.MONTH_DAY, month_day="12-31"), YEAR, date(2026, 12, 31)),
        (DueRule(kind=DueKind.MONTH_DAY, month_day="10-20"), QUARTER, date(2026, 10, 20)),
        (DueRule(kind=DueKind.MONTH_DAY, month_day="01-10"), QUARTER, date(2027, 1, 10)),
        (DueRule(kind=DueKind.WORKING_DAY, working_day=1), QUARTER, date(2026, 10, 8)),
        (DueRule(kind=DueKind.WORKING_DAY, working_day=10), QUARTER, date(2026, 10, 20)),
    ],
)
def test_the_due_day_follows_from_what_is_configured(
    rule: DueRule, period: tuple[date, date], expected: date | None
) -> None:
    starts, ends = period

    assert due.due_day(rule, starts_on=starts, ends_on=ends, calendar=working_calendar()) == expected


@pytest.mark.parametrize(
    "rule",
    [
        DueRule(kind=DueKind.MONTH_DAY),
        DueRule(kind=DueKind.MONTH_DAY, month_day="02-29"),
        DueRule(kind=DueKind.MONTH_DAY, month_day="13-01"),
        DueRule(kind=DueKind.MONTH_DAY, month_day="W01-1"),
        DueRule(kind=DueKind.MONTH_DAY, month_day="11-30", working_day=3),
        DueRule(kind=DueKind.WORKING_DAY, working_day=0),
        DueRule(month_day="11-30"),
    ],
)
def test_a_due_rule_that_says_nothing_clear_is_refused(rule: DueRule) -> None:
    starts, ends = QUARTER

    found = due.due_day(rule, starts_on=starts, ends_on=ends, calendar=working_calendar())

    assert refused(found) == ("DUE_RULE_WRONG", "A-43")


def test_a_working_day_in_a_year_that_is_not_loaded_is_an_error() -> None:
    rule = DueRule(kind=DueKind.WORKING_DAY, working_day=5)

    found = due.due_day(rule, starts_on=date(2026, 10, 1), ends_on=YEAR[1], calendar=working_calendar())

    assert refused(found)[0] == "CALENDAR_YEAR_MISSING"


@pytest.mark.parametrize(("at", "expected"), [(LAST_MOMENT, True), (TOO_LATE, False)])
def test_a_day_is_in_time_until_midnight_in_shanghai(at: datetime, expected: bool) -> None:
    assert due.in_time(at, DUE) is expected
    assert (at < due.closes_at(DUE)) is expected
    assert due.in_time(at, None) is None


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="zone"):
        due.business_day(TOO_LATE.replace(tzinfo=None))


def test_the_ladder_stands_on_working_days() -> None:
    found = due.ladder(DUE, RUNGS, working_calendar())

    assert isinstance(found, tuple)
    assert [(one.on, one.kind) for one in found] == [
        (date(2026, 9, 30), NoticeKind.REMINDER),
        (date(2026, 10, 13), NoticeKind.REMINDER),
        (date(2026, 10, 19), NoticeKind.REMINDER),
        (date(2026, 10, 21), NoticeKind.URGING),
        (date(2026, 10, 27), NoticeKind.CIRCULAR),
    ]
    assert refused(due.ladder(date(2026, 12, 30), RUNGS, working_calendar()))[0] == "CALENDAR_YEAR_MISSING"


@pytest.mark.parametrize(
    ("today", "sent", "has_come", "expected"),
    [
        (date(2026, 9, 29), set(), False, None),
        (date(2026, 9, 30), set(), False, -10),
        (date(2026, 10, 1), {-10}, False, None),
        (date(2026, 10, 19), {-10}, False, -1),
        (date(2026, 10, 22), {-10, -5, -1}, False, 1),
        (date(2026, 10, 22), {-10, -5, -1}, True, None),
        (date(2026, 11, 22), {1}, False, 5),
        (date(2026, 11, 22), {5}, False, None),
    ],
)
def test_each_notice_is_sent_once_and_none_for_what_has_come(
    today: date, sent: set[int], has_come: bool, expected: int | None
) -> None:
    notices = due.ladder(DUE, RUNGS, working_calendar())
    assert isinstance(notices, tuple)

    found = due.to_send(notices, today=today, sent=sent, has_come=has_come)

    assert (found.offset if found else None) == expected


@pytest.mark.parametrize(
    ("timing", "to", "reason", "asked_on", "expected"),
    [
        (TIMING, date(2026, 10, 27), "系统改造", date(2026, 10, 19), None),
        (TIMING, date(2026, 10, 27), "系统改造", date(2026, 10, 20), ("ASKED_TOO_LATE", "behaviour §2a")),
        (TIMING, date(2026, 10, 27), " ", date(2026, 10, 1), ("MISSING_FIELD", None)),
        (TIMING, DUE, "系统改造", date(2026, 10, 1), ("NOT_LATER", None)),
        (Timing(), date(2026, 10, 27), "系统改造", date(2026, 10, 1), ("NO_DUE_DAY", "A-43")),
    ],
)
def test_an_extension_is_asked_in_time_and_with_a_reason(
    timing: Timing, to: date, reason: str, asked_on: date, expected: tuple[str, str | None] | None
) -> None:
    found = due.may_extend(timing, to=to, reason=reason, asked_on=asked_on, notice=1, calendar=working_calendar())

    assert (found and refused(found)) == expected


def test_an_extension_moves_the_day_and_leaves_the_first_one_standing() -> None:
    moved = due.extended(TIMING, to=date(2026, 10, 27))

    assert (moved.due_original, moved.due_effective) == (DUE, date(2026, 10, 27))
    come = due.received(moved, at=TOO_LATE)
    assert (come.on_time, come.on_time_extended, come.verdict) == (False, True, OnTime.WITHIN_EXTENSION)


@pytest.mark.parametrize(
    ("timing", "at", "verdict"),
    [
        (TIMING, LAST_MOMENT, OnTime.ON_TIME),
        (TIMING, TOO_LATE, OnTime.LATE),
        (Timing(), TOO_LATE, OnTime.NO_DUE_DAY),
        (replace(TIMING, due_effective=date(2026, 10, 27)), datetime(2026, 10, 28, tzinfo=UTC), OnTime.LATE),
    ],
)
def test_the_verdict_in_one_word(timing: Timing, at: datetime, verdict: OnTime) -> None:
    assert timing.verdict is None
    assert due.received(timing, at=at).verdict is verdict


@pytest.mark.parametrize(
    ("timing", "today", "overdue"),
    [
        (TIMING, DUE, False),
        (TIMING, DUE + timedelta(days=1), True),
        (due.received(TIMING, at=TOO_LATE), DUE + timedelta(days=9), False),
        (due.extended(TIMING, to=date(2026, 10, 27)), date(2026, 10, 27), False),
        (Timing(), date(2030, 1, 1), False),
    ],
)
def test_what_is_overdue(timing: Timing, today: date, overdue: bool) -> None:
    assert due.is_overdue(timing, today=today) is overdue


def test_grace_is_counted_in_working_days_and_never_made_up() -> None:
    calendar = working_calendar()

    assert due.missing_after(TIMING, grace=5, calendar=calendar) == date(2026, 10, 27)
    assert due.missing_after(TIMING, grace=None, calendar=calendar) is None
    assert due.missing_after(Timing(), grace=5, calendar=calendar) is None


MOMENTS = st.integers(-40 * 24, 40 * 24).map(lambda hours: TOO_LATE + timedelta(hours=hours))
STEPS = st.lists(st.one_of(MOMENTS, st.integers(1, 30)), max_size=8)


@given(STEPS)
def test_no_later_receipt_or_extension_ever_changes_the_first_verdict(steps: list[datetime | int]) -> None:
    """I7."""
    timing = TIMING
    for step in steps:
        before = timing
        if isinstance(step, datetime):
            timing = due.received(timing, at=step)
        else:
            assert timing.due_effective is not None
            timing = due.extended(timing, to=timing.due_effective + timedelta(days=step))
        assert timing.due_original == DUE
        if before.first_received_at is not None:
            assert timing.first_received_at == before.first_received_at
            assert timing.on_time is before.on_time
            assert not before.on_time_extended or timing.on_time_extended
