"""The period that a label names, within the cadence of a report: 2026-Q3, 2026-09 or 2026 (A-45)."""

from __future__ import annotations

import re
from datetime import date

from hub.domain.command import Refusal
from hub.domain.period import Period
from hub.domain.rollup_words import Cadence
from hub.domain.span import Span

_FORMS: dict[Cadence, tuple[re.Pattern[str], Span, str]] = {
    Cadence.MONTH: (re.compile(r"(\d{4})-(0[1-9]|1[0-2])"), Span.MONTH, "2026-09"),
    Cadence.QUARTER: (re.compile(r"(\d{4})-Q([1-4])"), Span.QUARTER, "2026-Q3"),
    Cadence.YEAR: (re.compile(r"(\d{4})()"), Span.YEAR, "2026"),
}


def period_of(label: str, cadence: Cadence) -> Period | Refusal:
    """The period of a label, or what is wrong with it."""
    pattern, span, example = _FORMS[cadence]
    found = pattern.fullmatch(label)
    if found is None or found[1] == "0000":
        return Refusal(
            code="PERIOD_WRONG",
            zh=f"期次应写作 {example}",
            en=f"the period reads like {example}",
            at="input.period",
            rule="A-45",
        )
    number = int(found[2] or 1)
    month = 3 * number - 2 if span is Span.QUARTER else number
    return Period(span=span, first_day=date(int(found[1]), month, 1))
