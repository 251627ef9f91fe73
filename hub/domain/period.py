"""A month, a quarter or a year of the business calendar (Asia/Shanghai), with the name that reports give it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from hub.domain.span import Span

QUARTERS = "一二三四"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period by its first day."""

    span: Span
    first_day: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        month = self.first_day.month + self.span.months - 1
        return self.first_day.replace(month=month, day=monthrange(self.first_day.year, month)[1])

    @property
    def label(self) -> str:
        """Its name, such as 2026年第三季度."""
        year = f"{self.first_day.year:04d}年"
        match self.span:
            case Span.MONTH:
                return f"{year}{self.first_day.month}月"
            case Span.QUARTER:
                return f"{year}第{QUARTERS[self.first_day.month // 3]}季度"
            case Span.YEAR:
                return year
