"""The short Chinese texts of a dossier: what is asked, what was found, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.domain.dossier_counts import Tally
from hub.domain.dossier_facts import Quota
from hub.domain.dossier_periods import Standing
from hub.domain.standard_words import QuotaMetric, QuotaMode, QuotaSubject

_UNITS = {
    QuotaMetric.PROPOSAL: "件",
    QuotaMetric.SOCIAL_INFO: "份",
    QuotaMetric.PRACTICAL_MATTER: "件",
    QuotaMetric.DUTY_MEMBERS: "人",
    QuotaMetric.OUTSTANDING_MEMBER: "人",
}
_OTHER_UNIT = "次"


def asked(rules: Sequence[Quota]) -> str:
    """What a quota asks for, or a group of which one suffices."""
    first = rules[0]
    period = "" if first.period is None else first.period.title_zh
    subject = "每名委员" if first.subject is QuotaSubject.MEMBER else ""
    if len(rules) == 1:
        return f"{subject}{_what(first)}{period}不少于{first.minimum}{_unit(first)}"
    return period + "或".join(f"{_what(one)}不少于{one.minimum}{_unit(one)}" for one in rules)


def counted_text(rules: Sequence[Quota], tallies: Sequence[Tally], state: Standing) -> str:
    """What was found of a studio's work in a period."""
    if len(rules) == 1:
        counts = f"{tallies[0].sure}{_unit(rules[0])}"
    else:
        parts = zip(rules, tallies, strict=True)
        counts = "、".join(f"{one.metric.title_zh}{found.sure}{_unit(one)}" for one, found in parts)
    return counts + _remarks(sum(tallies, Tally()), state)


def members_text(whole: int, reached: int, partly: int, total: Tally, state: Standing) -> str:
    """How many of the residents did their part in a period."""
    beside = f"，另有{partly}人非完整期间" if partly else ""
    return f"应到{whole}人，达到{reached}人{beside}" + _remarks(total, state)


def short_of(rules: Sequence[Quota], tallies: Sequence[Tally]) -> str:
    """How much is missing: of the alternatives, what is least."""
    together = sum(one.sure for one in tallies)
    least, unit = min((max(one.minimum - together, 0), _unit(one)) for one in rules)
    return f"差{least}{unit}"


def short_people(people: int) -> str:
    """How many residents did not do their part."""
    return f"差{people}人"


def joined(parts: Iterable[tuple[str, str | None]]) -> str:
    """The texts of a year's periods, each after the name of its period."""
    return "；".join(f"{label}{text}" for label, text in parts if text is not None)


def _what(quota: Quota) -> str:
    mode = "" if quota.mode is QuotaMode.ANY else f"（{quota.mode.title_zh}）"
    citizens = "（含百姓提案）" if quota.includes_citizen_proposals else ""
    return f"{quota.metric.title_zh}{mode}{citizens}"


def _unit(quota: Quota) -> str:
    return _UNITS.get(quota.metric, _OTHER_UNIT)


def _remarks(total: Tally, state: Standing) -> str:
    remarks = [] if state is Standing.FULL else [state.title_zh]
    if total.open:
        remarks.append(f"另有{total.open}次平台或到岗情况未登记")
    if total.aside:
        remarks.append(f"另有{total.aside}次不在计入平台")
    return f"（{'；'.join(remarks)}）" if remarks else ""
