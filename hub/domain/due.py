"""Until when a report is due, when its unit is reminded, and whether it came in time (behaviour.md §2a, I7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Refusal, needed
from hub.domain.receipt import OnTime
from hub.domain.term import Term

ZONE = ZoneInfo("Asia/Shanghai")
_COMMON_YEAR = 2001
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")


class DueKind(Term):
    """How the day is fixed on which a report is due (A-43, A-44)."""

    MONTH_DAY = "MONTH_DAY", "固定日期", "a fixed day of the year"
    WORKING_DAY = "WORKING_DAY", "期末后第几个工作日", "a number of working days after the period"


class NoticeKind(Term):
    """What a step of the ladder of reminders is."""

    REMINDER = "REMINDER", "提醒", "reminder"
    URGING = "URGING", "催办", "urging"
    CIRCULAR = "CIRCULAR", "通报", "circular"


@dataclass(frozen=True, kw_only=True)
class DueRule:
    """When a report is due as its definition says, all null where no document says; exactly one of both is given."""

    kind: DueKind | None = None
    month_day: str | None = None
    """MM-DD, inclusive."""
    working_day: int | None = None
    """Counted from 1 after the last day of the period."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A step of the ladder: so many working days after the due day, before it when negative."""

    offset: int
    kind: NoticeKind


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A step of the ladder on its day; `due` tells the ladder of an extended day from the first one."""

    due: date
    on: date
    offset: int
    kind: NoticeKind


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The days of an obligation and the verdicts on it; both days are null where no document fixes one."""

    due_original: date | None = None
    due_effective: date | None = None
    first_received_at: datetime | None = None
    on_time: bool | None = None
    """Against the original day; null until something was received and where there is no day."""
    on_time_extended: bool | None = None
    """Against the extended day, beside the first verdict; null where nothing was extended."""

    @property
    def is_extended(self) -> bool:
        """Whether its day was moved."""
        return self.due_effective != self.due_original

    @property
    def verdict(self) -> OnTime | None:
        """Both verdicts in one word, as the receipt has it; None until something was received."""
        if self.first_received_at is None:
            return None
        if self.on_time is None:
            return OnTime.NO_DUE_DAY
        if self.on_time:
            return OnTime.ON_TIME
        return OnTime.WITHIN_EXTENSION if self.on_time_extended else OnTime.LATE


def due_day(rule: DueRule, *, starts_on: date, ends_on: date, calendar: WorkingCalendar) -> date | Refusal | None:
    """The day on which a report on a period is due; None where nothing fixes one (A-43).

    A fixed day is the one within the period, or the first after it where the period has none.
    """
    match rule:
        case DueRule(kind=None, month_day=None, working_day=None):
            return None
        case DueRule(kind=DueKind.WORKING_DAY, month_day=None, working_day=int(number)) if number > 0:
            return calendar.shift(ends_on, number)
        case DueRule(kind=DueKind.MONTH_DAY, month_day=str(text), working_day=None):
            return _fixed(text, starts_on)
    return _misfit()


def closes_at(due: date) -> datetime:
    """The first moment that is no longer in time: 24:00 of the due day in Asia/Shanghai (A-44)."""
    return datetime.combine(due + timedelta(days=1), time.min, tzinfo=ZONE)


def business_day(moment: datetime) -> date:
    """The day on which a moment falls, Asia/Shanghai; ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(ZONE).date()


def in_time(received_at: datetime, due: date | None) -> bool | None:
    """Whether the hub's moment of receipt lies within the due day; None without a due day."""
    return None if due is None else business_day(received_at) <= due


def received(timing: Timing, *, at: datetime) -> Timing:
    """The timing after a receipt: the first one decides both verdicts, and no later one changes them (I7)."""
    if timing.first_received_at is not None:
        return timing
    return replace(
        timing,
        first_received_at=at,
        on_time=in_time(at, timing.due_original),
        on_time_extended=in_time(at, timing.due_effective) if timing.is_extended else None,
    )


def may_extend(
    timing: Timing, *, to: date, reason: str, asked_on: date, notice: int, calendar: WorkingCalendar
) -> Refusal | None:
    """Why the due day cannot be moved: it must be asked with a reason, `notice` working days ahead or earlier."""
    if timing.due_effective is None:
        return Refusal(
            code="NO_DUE_DAY",
            zh="该报送没有规定期限，无须申请延期",
            en="this report has no due day; there is nothing to extend",
            rule="A-43",
        )
    if not reason.strip():
        return needed("延期理由", "the reason of the extension", at="input.reason")
    if to <= timing.due_effective:
        return Refusal(
            code="NOT_LATER",
            zh=f"延期后的日期须晚于现期限 {timing.due_effective.isoformat()}，请重新填写",
            en=f"the new day must lie after the present one, {timing.due_effective.isoformat()}",
            at="input.to",
        )
    last = calendar.shift(timing.due_effective, -notice)
    if isinstance(last, Refusal):
        return last
    return _too_late_to_ask(notice, last) if asked_on > last else None


def extended(timing: Timing, *, to: date) -> Timing:
    """The timing with its day moved: the original day and the verdict on it stay, a second verdict comes beside it."""
    at = timing.first_received_at
    return replace(timing, due_effective=to, on_time_extended=None if at is None else in_time(at, to))


def ladder(due: date, rungs: Sequence[Rung], calendar: WorkingCalendar) -> tuple[Notice, ...] | Refusal:
    """Every notice of a due day in the order of its days."""
    found: list[Notice] = []
    for rung in sorted(rungs, key=lambda one: one.offset):
        on = calendar.shift(due, rung.offset)
        if isinstance(on, Refusal):
            return on
        found.append(Notice(due=due, on=on, offset=rung.offset, kind=rung.kind))
    return tuple(found)


def to_send(notices: Sequence[Notice], *, today: date, sent: Collection[int], has_come: bool) -> Notice | None:
    """The notice to send now: the latest whose day has come, once, and none for what was received.

    `sent` are offsets already sent for this due day; those missed before the latest are not made up for.
    """
    come = [one for one in notices if one.on <= today]
    if has_come or not come:
        return None
    latest = max(come, key=lambda one: one.offset)
    return None if latest.offset in sent else latest


def is_overdue(timing: Timing, *, today: date) -> bool:
    """Whether the due day has passed and nothing has ever been received; never without a due day."""
    due = timing.due_effective
    return due is not None and timing.first_received_at is None and today > due


def missing_after(timing: Timing, *, grace: int | None, calendar: WorkingCalendar) -> date | Refusal | None:
    """The last day of grace, in working days after the due day; None where nothing ever makes a report missing."""
    if timing.due_effective is None or grace is None:
        return None
    return calendar.shift(timing.due_effective, grace)


def _fixed(text: str, starts_on: date) -> date | Refusal:
    """Looked for in two years, so that a day before the period's first comes up in the year after."""
    found = [_day(year, text) for year in (_COMMON_YEAR, starts_on.year, starts_on.year + 1)]
    if None in found:
        return _misfit()
    return next(one for one in found[1:] if one is not None and one >= starts_on)


def _day(year: int, text: str) -> date | None:
    try:
        return date.fromisoformat(f"{year:04d}-{text}") if _MONTH_DAY.fullmatch(text) else None
    except ValueError:
        return None


def _too_late_to_ask(notice: int, last: date) -> Refusal:
    return Refusal(
        code="ASKED_TOO_LATE",
        zh=f"延期须至少提前{notice}个工作日申请，最晚为 {last.isoformat()}，现已超过，请尽快报送",
        en=f"an extension is asked for {notice} working days ahead, by {last.isoformat()}; please report soon",
        rule="behaviour §2a",
    )


def _misfit() -> Refusal:
    return Refusal(
        code="DUE_RULE_WRONG",
        zh="期限设置有误：须为每年都有的固定日期（MM-DD）、期末后第几个工作日，或者不设",
        en="the due day is set wrongly: a day that every year has (MM-DD), a number of working days, or nothing",
        rule="A-43",
    )
