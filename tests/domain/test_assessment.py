"""The rules of the annual assessment: who, when, what a failure brings, and when the data do not allow one (W5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import Role
from hub.domain.assessment_rules import (
    Guided,
    Outcome,
    Past,
    Thresholds,
    Wish,
    failures_with,
    guides,
    last_assessable,
    may_assess,
    opens_on,
    outcome,
    supervises,
    unassessed,
)
from hub.domain.command import Actor, Refusal
from hub.domain.dossier_holds import Hold, held_up
from hub.domain.level import Level
from hub.domain.registry_words import AssessmentResult, MeasureKind
from hub.domain.term import Title
from hub.domain.words import StudioStatus

PASS, FAIL = AssessmentResult.PASS, AssessmentResult.FAIL
SHAANXI = Thresholds(warning=1, removal=2, warning_rule="R-113", removal_rule="R-114")
TODAY = date(2026, 12, 20)
STUDIO = Guided(name="某室", owner_body_id="bod_a", committee_id="com_a", status=StudioStatus.ACTIVE)
WISH = Wish(year=2026, result=FAIL, opinion="活动未达到要求", on=date(2026, 12, 15))
HOLD = Hold(body="某市政协", source="某系统", why=Title("隔离数据3条待处理", "rows in quarantine: 3"))
COMMITTEE = Actor(
    subject="某人",
    roles=frozenset({Role.SPECIAL_COMMITTEE}),
    is_machine=False,
    body_id="bod_a",
    level=Level.COUNTY,
    committees=frozenset({"com_a"}),
)
DEPARTMENT = replace(COMMITTEE, roles=frozenset({Role.MANAGING_DEPARTMENT}), committees=frozenset())
WARNING = Outcome(failures=1, measure=MeasureKind.WARNING, rule="R-113")
WORDS = {"zh": "年度考核", "en": "the annual assessment", "rule": "R-112"}


def test_the_guiding_committee_may_assess() -> None:
    assert guides(COMMITTEE, STUDIO, **WORDS) is None
    assert _asked(WISH) is None


@pytest.mark.parametrize(
    ("actor", "code", "rule"),
    [
        pytest.param(replace(COMMITTEE, is_machine=True), "PEOPLE_ONLY", "F6", id="a machine"),
        pytest.param(DEPARTMENT, "WRONG_ROLE", "R-112", id="the managing department"),
        pytest.param(replace(COMMITTEE, body_id="bod_b"), "WRONG_LEVEL", "R-72", id="a committee of a body above"),
        pytest.param(
            replace(COMMITTEE, committees=frozenset({"com_b"})), "NOT_GUIDING_COMMITTEE", "R-112", id="another one"
        ),
    ],
)
def test_nobody_else_may_assess(actor: Actor, code: str, rule: str) -> None:
    refusal = guides(actor, STUDIO, **WORDS)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == (code, rule)
    assert "年度考核" in refusal.zh
    assert "the annual assessment" in refusal.en


def test_a_violation_is_found_by_the_committee_or_the_department_of_the_same_body() -> None:
    assert supervises(COMMITTEE, STUDIO, **WORDS) is None
    assert supervises(DEPARTMENT, STUDIO, **WORDS) is None
    above = supervises(replace(DEPARTMENT, body_id="bod_b"), STUDIO, **WORDS)
    assert above is not None
    assert above.code == "WRONG_LEVEL"
    machine = supervises(replace(DEPARTMENT, is_machine=True), STUDIO, **WORDS)
    assert machine is not None
    assert machine.code == "PEOPLE_ONLY"


@pytest.mark.parametrize(
    ("wish", "studio", "past", "code", "rule", "at"),
    [
        pytest.param(
            WISH, replace(STUDIO, status=StudioStatus.TERMINATED), (), "WRONG_STATE", "R-112", "studioId", id="ended"
        ),
        pytest.param(
            replace(WISH, on=date(2026, 12, 21)), STUDIO, (), "DAY_AHEAD", "W5", "happenedOn", id="a day ahead"
        ),
        pytest.param(replace(WISH, year=2027), STUDIO, (), "YEAR_NOT_ENDED", "R-112", "year", id="a year ahead"),
        pytest.param(replace(WISH, year=0), STUDIO, (), "YEAR_NOT_ENDED", "R-112", "year", id="no year at all"),
        pytest.param(
            replace(WISH, on=date(2026, 11, 30)), STUDIO, (), "YEAR_NOT_ENDED", "R-112", "year", id="before its end"
        ),
        pytest.param(
            replace(WISH, year=2025),
            replace(STUDIO, started_on=date(2026, 1, 1)),
            (),
            "YEAR_BEFORE_STUDIO",
            "R-112",
            "year",
            id="before the studio",
        ),
        pytest.param(
            WISH, STUDIO, (Past(year=2026, result=PASS),), "ALREADY_ASSESSED", "R-112", "year", id="a second time"
        ),
        pytest.param(
            replace(WISH, year=2024),
            STUDIO,
            (Past(year=2025, result=PASS),),
            "LATER_YEAR_ASSESSED",
            "A-54",
            "year",
            id="behind a later year",
        ),
        pytest.param(replace(WISH, opinion=" "), STUDIO, (), "MISSING_FIELD", "R-112", "opinion", id="no opinion"),
    ],
)
def test_what_cannot_be_recorded(
    wish: Wish, studio: Guided, past: tuple[Past, ...], code: str, rule: str, at: str
) -> None:
    refusal = _asked(wish, studio=studio, past=past)

    assert refusal is not None
    assert (refusal.code, refusal.rule, refusal.at) == (code, rule, f"input.{at}")
    assert refusal.zh
    assert refusal.en


def test_a_failure_waits_for_data_that_are_held_up_and_a_pass_does_not() -> None:
    refusal = may_assess(WISH, STUDIO, (), (HOLD,), summary_due="11-30", today=TODAY)

    assert refusal is not None
    assert (refusal.code, refusal.rule) == ("DATA_HOLD", "behaviour §3.5")
    assert "某市政协（某系统）隔离数据3条待处理" in refusal.zh
    assert "某市政协 (某系统): rows in quarantine: 3" in refusal.en
    passed = replace(WISH, result=PASS, opinion=None)
    assert may_assess(passed, STUDIO, (), (HOLD,), summary_due="11-30", today=TODAY) is None
    assert held_up(()) is None


@pytest.mark.parametrize(
    ("due", "opens", "before", "after"),
    [
        ("11-30", date(2026, 12, 1), 2025, 2026),
        (None, date(2026, 12, 1), 2025, 2026),
        ("12-31", date(2027, 1, 1), 2025, 2026),
    ],
)
def test_the_end_of_a_year_begins_when_the_summaries_are_due(
    due: str | None, opens: date, before: int, after: int
) -> None:
    assert opens_on(2026, summary_due=due) == opens
    assert last_assessable(date.fromordinal(opens.toordinal() - 1), summary_due=due) == before
    assert last_assessable(opens, summary_due=due) == after


@pytest.mark.parametrize(
    ("failures", "status", "expected"),
    [
        (0, StudioStatus.WARNED, Outcome(failures=0, status=StudioStatus.UNFILED_ACTIVE)),
        (0, StudioStatus.ACTIVE, Outcome(failures=0)),
        (1, StudioStatus.ACTIVE, replace(WARNING, status=StudioStatus.WARNED)),
        (1, StudioStatus.SUSPENDED, WARNING),
        (2, StudioStatus.WARNED, Outcome(failures=2, measure=MeasureKind.REMOVAL_DUE, rule="R-114")),
        (3, StudioStatus.WARNED, Outcome(failures=3, measure=MeasureKind.REMOVAL_DUE, rule="R-114")),
    ],
)  # fmt: skip
def test_what_failures_bring_in_shaanxi(failures: int, status: StudioStatus, expected: Outcome) -> None:
    assert outcome(failures, SHAANXI, status=status, before_warning=StudioStatus.UNFILED_ACTIVE) == expected


@given(st.integers(1, 9))
def test_nothing_follows_where_no_standard_says_so(failures: int) -> None:
    came = outcome(failures, Thresholds(), status=StudioStatus.ACTIVE, before_warning=StudioStatus.ACTIVE)

    assert came == Outcome(failures=failures)


@given(st.lists(st.sampled_from([PASS, FAIL, None]), max_size=12))
def test_the_streak_is_that_of_a_person_reading_the_years_in_their_order(years: list[AssessmentResult | None]) -> None:
    past: list[Past] = []
    streak = 0
    for year, result in enumerate(years, start=2014):
        if result is None:
            continue
        streak = 0 if result is PASS else streak + 1
        assert failures_with(reversed(past), year=year, result=result) == streak
        past.append(Past(year=year, result=result))


@given(st.lists(st.sampled_from([PASS, FAIL, None]), max_size=12))
def test_a_missing_year_is_listed_and_neither_counts_nor_resets(years: list[AssessmentResult | None]) -> None:
    past = tuple(Past(year=2000 + n, result=one) for n, one in enumerate(years) if one is not None)
    closed_up = tuple(replace(one, year=2000 + n) for n, one in enumerate(past))
    year = 2000 + len(years)

    assert failures_with(past, year=year, result=FAIL) == failures_with(closed_up, year=year, result=FAIL)
    first = next((n for n, one in enumerate(years) if one is not None), len(years))
    assert list(unassessed(past, year=year)) == [2000 + n for n, one in enumerate(years) if n > first and one is None]


def _asked(wish: Wish, *, studio: Guided = STUDIO, past: tuple[Past, ...] = ()) -> Refusal | None:
    return may_assess(wish, studio, past, (), summary_due="11-30", today=TODAY)
