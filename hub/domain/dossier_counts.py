"""Counting a studio's work against one quota: what counts, what cannot be told, and what is not credited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hub.domain.dossier_facts import Quota, StudioYear
from hub.domain.dossier_periods import Stretch
from hub.domain.standard_words import QuotaMetric, QuotaMode, QuotaSubject
from hub.domain.words import Mode, OutputKind

ACTIVITY_KINDS: Mapping[QuotaMetric, frozenset[str]] = {
    QuotaMetric.READING: frozenset({"READING"}),
    QuotaMetric.POLICY_TALK: frozenset({"POLICY_TALK"}),
    QuotaMetric.MICRO_CONSULTATION: frozenset({"MICRO_CONSULTATION"}),
    QuotaMetric.MICRO_SUPERVISION: frozenset({"MICRO_SUPERVISION"}),
    QuotaMetric.CONVENIENCE_SERVICE: frozenset({"CONVENIENCE_SERVICE", "CHARITY"}),
    QuotaMetric.RECEPTION: frozenset({"RECEPTION"}),
    QuotaMetric.RESEARCH: frozenset({"RESEARCH"}),
}
"""Codes of activity_kind that a metric counts; the texts of R-55 name 便民服务和公益活动 in one breath."""

_OUTPUTS = frozenset({QuotaMetric.PROPOSAL, QuotaMetric.SOCIAL_INFO})


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What counts for sure, what may count once the record is completed, and what is recorded but not credited."""

    sure: int = 0
    open: int = 0
    aside: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(sure=self.sure + other.sure, open=self.open + other.open, aside=self.aside + other.aside)


def is_counted(quota: Quota) -> bool:
    """Whether the hub holds records of what a quota counts."""
    if quota.subject is QuotaSubject.MEMBER:
        return quota.metric is QuotaMetric.DUTY
    known = quota.metric in ACTIVITY_KINDS or quota.metric in _OUTPUTS or quota.metric is QuotaMetric.ACTIVITY
    return quota.subject is QuotaSubject.STUDIO and known


def tally(
    quota: Quota, year: StudioYear, stretch: Stretch, *, platforms: frozenset[str] | None, member: str | None = None
) -> Tally:
    """The work of a period; of one member where the quota is each member's."""
    return sum(_pieces(quota, year, stretch, platforms, member), Tally())


def _pieces(
    quota: Quota, year: StudioYear, stretch: Stretch, platforms: frozenset[str] | None, member: str | None
) -> Iterator[Tally]:
    if quota.metric is QuotaMetric.DUTY:
        for shift in year.shifts:
            if shift.member == member and shift.attended is not False and stretch.holds(shift.on):
                found = credited(quota.mode, shift.mode, shift.platform, platforms, count=shift.count)
                yield _unsure(found) if shift.attended is None else found
    elif quota.metric in _OUTPUTS:
        kinds = _output_kinds(quota)
        yield Tally(sure=_total(one.count for one in year.outputs if one.kind in kinds and stretch.holds(one.on)))
    else:
        codes = ACTIVITY_KINDS.get(quota.metric)
        for held in year.activities:
            if (codes is None or held.kind in codes) and stretch.holds(held.on):
                yield credited(quota.mode, held.mode, held.platform, platforms, count=held.count)


def credited(
    wanted: QuotaMode, mode: Mode, platform: str | None, platforms: frozenset[str] | None, *, count: int
) -> Tally:
    """How work in a mode counts; what took place in both modes counts in each, online only on a listed platform (A-28).

    Without a list every platform counts; online work whose platform is not recorded is told as open.
    """
    if wanted is not QuotaMode.ONLINE and mode is not Mode.ONLINE:
        return Tally(sure=count)
    if wanted is QuotaMode.OFFLINE or mode is Mode.OFFLINE:
        return Tally()
    if platforms is None or platform in platforms:
        return Tally(sure=count)
    return Tally(open=count) if platform is None else Tally(aside=count)


def _unsure(found: Tally) -> Tally:
    return Tally(open=found.sure + found.open, aside=found.aside)


def _output_kinds(quota: Quota) -> frozenset[OutputKind]:
    if quota.metric is QuotaMetric.SOCIAL_INFO:
        return frozenset({OutputKind.SOCIAL_INFO})
    citizens = {OutputKind.CITIZEN_PROPOSAL} if quota.includes_citizen_proposals else set()
    return frozenset({OutputKind.PROPOSAL} | citizens)


def _total(counts: Iterable[int]) -> int:
    return sum(counts)
