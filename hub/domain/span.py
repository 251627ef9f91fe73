"""The spans of time by which totals are kept and asked for: months, quarters and years of the business calendar."""

from __future__ import annotations

from datetime import date

from hub.domain.term import Term


class Span(Term):
    """A span of the calendar; it is named by its first day (Asia/Shanghai)."""

    MONTH = "MONTH", "月", "month"
    QUARTER = "QUARTER", "季度", "quarter"
    YEAR = "YEAR", "年", "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return _MONTHS[self]

    def first_day(self, day: date) -> date:
        """The first day of the span in which a day lies."""
        return day.replace(month=day.month - (day.month - 1) % self.months, day=1)


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
