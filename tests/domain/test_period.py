"""Months, quarters and years of the business calendar: their days and the names that reports give them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.period import Period
from hub.domain.span import Span


@pytest.mark.parametrize(
    ("span", "first", "last", "label"),
    [
        (Span.MONTH, date(2026, 7, 1), date(2026, 7, 31), "2026年7月"),
        (Span.MONTH, date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        (Span.MONTH, date(1900, 2, 1), date(1900, 2, 28), "1900年2月"),
        (Span.QUARTER, date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
        (Span.QUARTER, date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度"),
        (Span.QUARTER, date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        (Span.YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_a_period_has_its_days_and_its_name(span: Span, first: date, last: date, label: str) -> None:
    period = Period(span=span, first_day=first)

    assert (period.last_day, period.label) == (last, label)


@given(st.dates(max_value=date(9999, 12, 30)), st.sampled_from(Span))
def test_a_day_lies_in_one_period_and_the_next_begins_where_it_ends(day: date, span: Span) -> None:
    period = Period(span=span, first_day=span.first_day(day))

    assert period.first_day <= day <= period.last_day
    if period.last_day < date.max:
        after = period.last_day + timedelta(days=1)
        assert span.first_day(after) == after
