"""Studios that work without being on file: their age, and what of their work counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hub.domain.filing_rules import StudioFacts
from hub.domain.unfiled import counts_officially, unfiled_days
from hub.domain.words import StudioStatus
from tests.domain.test_filing import FILED, STUDIO, TODAY


@pytest.mark.parametrize(
    ("studio", "held_on", "credit", "counts"),
    [
        (STUDIO, date(2026, 5, 5), True, False),
        (STUDIO, date(2026, 5, 5), False, False),
        (FILED, date(2026, 5, 1), True, True),
        (FILED, date(2026, 5, 1), False, False),
        (FILED, date(2026, 5, 2), False, True),
        (replace(FILED, filed_on=None), date(2026, 5, 1), False, True),
    ],
)
def test_what_an_unfiled_studio_did_counts_once_it_is_filed(
    studio: StudioFacts, held_on: date, credit: bool, counts: bool
) -> None:
    assert counts_officially(studio, held_on=held_on, credit_when_filed=credit) is counts


@pytest.mark.parametrize(
    ("studio", "counts", "days"),
    [
        (STUDIO, False, 30),
        (replace(STUDIO, plaqued_on=None), False, 10),
        (replace(STUDIO, plaqued_on=TODAY + timedelta(days=1)), False, 0),
        (FILED, True, None),
        (replace(FILED, filed_on=None), True, None),
        (replace(STUDIO, filed_on=TODAY), True, None),
        (replace(STUDIO, status=StudioStatus.DRAFT), True, None),
        (replace(STUDIO, status=StudioStatus.ACTIVE), True, None),
        (replace(STUDIO, status=StudioStatus.ACTIVE, was_unfiled=True), True, None),
        (replace(STUDIO, status=StudioStatus.WARNED), True, None),
        (replace(STUDIO, status=StudioStatus.WARNED, was_unfiled=True), False, 30),
        (replace(STUDIO, status=StudioStatus.SUSPENDED, was_unfiled=True), False, 30),
        (replace(STUDIO, status=StudioStatus.TERMINATED, was_unfiled=True), False, None),
        (replace(FILED, status=StudioStatus.WARNED, was_unfiled=True), True, None),
    ],
)
def test_what_is_still_to_be_filed_has_an_age_and_does_not_count(
    studio: StudioFacts, counts: bool, days: int | None
) -> None:
    one = studio if studio.plaqued_on != date(2026, 4, 20) else replace(studio, plaqued_on=TODAY - timedelta(days=30))

    assert counts_officially(one, held_on=TODAY, credit_when_filed=True) is counts
    assert unfiled_days(one, recorded_on=TODAY - timedelta(days=10), today=TODAY) == days


def test_work_without_a_day_is_not_said_to_be_older_than_the_filing() -> None:
    assert counts_officially(FILED, held_on=None, credit_when_filed=False)
