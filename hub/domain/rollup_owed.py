"""A report that somebody owes or receives, as it is told to who does: by when, how far, and what does it next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.domain.access import Role
from hub.domain.calendar import WorkingCalendar
from hub.domain.command import Allowed, Refusal
from hub.domain.rollup_words import ObligationStatus
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class Left:
    """The working days left until the due day, below zero once it has passed; or why they are not told."""

    days: int | None = None
    why: Title | None = None


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A report that is owed, or that waits for its receiver."""

    obligation: str
    version: str | None
    definition: str
    name: str
    name_en: str
    period: str
    goes_to: Role
    due_on: date | None
    left: Left
    status: ObligationStatus
    step: Allowed | None
    """The next mutation, and why it is not open to this caller; None while the other side is awaited."""


@dataclass(frozen=True, kw_only=True)
class Obligations:
    """What a caller owes and what waits for it."""

    owed: Sequence[Owed]
    more_owed: bool
    waiting: Sequence[Owed]
    more_waiting: bool


def days_left(due: date | None, calendar: WorkingCalendar | Refusal, *, today: date) -> Left:
    """How many working days are left; the due day itself is one of them until it has passed."""
    if due is None:
        return Left(why=_NO_DAY)
    if isinstance(calendar, Refusal):
        return Left(why=Title(calendar.zh, calendar.en))
    counted = calendar.count(today, due) if today <= due else calendar.count(due, today)
    if isinstance(counted, Refusal):
        return Left(why=Title(counted.zh, counted.en))
    return Left(days=counted if today <= due else -counted)


_NO_DAY = Title("没有文件规定期限（A-43），请及时报送", "no document gives a due day (A-43); report in good time")
