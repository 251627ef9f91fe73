"""Units beside each other in one figure: an interval each, and a rank only where nothing speaks against it (§3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hub.domain.rollup_reconcile import Interval, NoRank, Standing, ranks
from hub.domain.term import Term

_UNBOUNDED = 2**53
"""Beyond every figure; what is not known may lie anywhere up to it."""


class NotRanked(Term):
    """Why a unit of a comparison has no rank."""

    OVERLAP = "OVERLAP", "区间重叠，无法排序", "its interval overlaps another's"
    LOW_COVERAGE = "LOW_COVERAGE", "依据覆盖率不足，不予排序", "too little of what it claims rests on records"
    VALUE_UNKNOWN = "VALUE_UNKNOWN", "有未知数值，无法排序", "it states that a part of the figure is not known"
    NOT_RECEIVED = "NOT_RECEIVED", "尚未收到报送，仅有系统计算数", "nothing was received; only computed figures stand"
    NOT_ALL_SEEN = "NOT_ALL_SEEN", "权限内看不到全部单位，不予排序", "this caller does not see all units"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a unit comes to in a figure; `low` rests on records, `high` is claimed or recorded, whichever is more."""

    low: int
    high: int
    backed: int
    claimed: int
    """Both over lines with records alone."""
    unknown: int
    """Lines of which the unit says that it does not know."""
    is_received: bool
    """False where the figures are the hub's own and no claim of the unit (A12)."""

    @property
    def coverage(self) -> Fraction | None:
        """Which share of what it claims rests on records; None where it claims nothing that has records."""
        return Fraction(self.backed, self.claimed) if self.claimed else None


@dataclass(frozen=True, kw_only=True)
class Rank:
    """A rank, 1 for the largest figure, or why there is none."""

    rank: int | None = None
    why: NotRanked | None = None


def ranked(units: Mapping[str, Compared], *, floor: Fraction, all_seen: bool) -> Mapping[str, Rank]:
    """The rank of each unit, or why it has none; what was not received hinders nobody else's rank."""
    if not all_seen:
        return dict.fromkeys(units, Rank(why=NotRanked.NOT_ALL_SEEN))
    received = {key: one for key, one in units.items() if one.is_received}
    standings = {key: Standing(interval=_interval(one), coverage=one.coverage) for key, one in received.items()}
    places = ranks(standings, floor=floor)
    found: dict[str, Rank] = {}
    for key, one in units.items():
        if not one.is_received:
            found[key] = Rank(why=NotRanked.NOT_RECEIVED)
        elif one.unknown:
            found[key] = Rank(why=NotRanked.VALUE_UNKNOWN)
        else:
            place = places[key]
            found[key] = Rank(rank=place.rank, why=_WHY[place.suppressed] if place.suppressed else None)
    return found


def _interval(one: Compared) -> Interval:
    return Interval(low=one.low, high=_UNBOUNDED if one.unknown else one.high)


_WHY = {NoRank.OVERLAP: NotRanked.OVERLAP, NoRank.LOW_COVERAGE: NotRanked.LOW_COVERAGE}
