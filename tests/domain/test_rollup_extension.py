"""A later due day: who asks for it, who grants it, and that the first verdict stays (I7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub.domain import rollup_extension as extension
from hub.domain.command import Actor, Refusal
from hub.domain.due import Timing, received
from hub.domain.rollup_facts import Duty
from hub.domain.rollup_words import (
    ObligationStatus,
)
from tests.domain.rollups import (
    CLOSED,
    DUE,
    DUTY,
    EDITOR,
    NOW,
    OFFICE,
    OFFICE_MACHINE,
    SYSTEM,
    TERMS,
    refused,
    working_calendar,
)

LATER = date(2026, 10, 27)


@pytest.mark.parametrize(
    ("who", "given", "today", "expected"),
    [
        (EDITOR, DUTY, date(2026, 10, 19), None),
        (EDITOR, DUTY, DUE, ("ASKED_TOO_LATE", "behaviour §2a")),
        (SYSTEM, DUTY, date(2026, 10, 9), ("PEOPLE_ONLY", "F6")),
        (OFFICE, DUTY, date(2026, 10, 9), ("SUPERIOR_NEVER_EDITS", "I8")),
        (EDITOR, replace(DUTY, timing=received(DUTY.timing, at=NOW)), date(2026, 10, 9), ("WRONG_STATE", "I7")),
        (EDITOR, replace(DUTY, status=ObligationStatus.EXEMPT), date(2026, 10, 9), ("WRONG_STATE", "A5")),
        (EDITOR, CLOSED, date(2026, 10, 9), ("PERIOD_CLOSED", "A5")),
    ],
)
def test_who_asks_for_a_later_day(who: Actor, given: Duty, today: date, expected: tuple[str, str] | None) -> None:
    found = extension.asking_extension(
        who, given, TERMS, to=LATER, reason="系统改造", today=today, notice=1, calendar=working_calendar()
    )

    assert (found and refused(found)) == expected


def granted_day(who: Actor, given: Duty = DUTY) -> Timing | Refusal:
    return extension.granting_extension(
        who, given, TERMS, to=LATER, reason="系统改造", asked_on=date(2026, 10, 19), notice=1,
        calendar=working_calendar(),
    )  # fmt: skip


def test_a_later_day_is_granted_by_people_and_judged_by_the_day_it_was_asked() -> None:
    late = replace(DUTY, timing=received(DUTY.timing, at=NOW + timedelta(days=8)))

    assert granted_day(OFFICE) == Timing(due_original=DUE, due_effective=LATER)
    assert granted_day(OFFICE, late) == replace(late.timing, due_effective=LATER, on_time=False, on_time_extended=True)
    assert refused(granted_day(OFFICE_MACHINE)) == ("PEOPLE_ONLY", "F6")
    assert refused(granted_day(EDITOR)) == ("WRONG_ROLE", "R-103")
    assert refused(granted_day(OFFICE, CLOSED)) == ("WRONG_STATE", "A9")
