"""How a claimed figure stands to the records, and how far two units can be compared (behaviour.md §2a, §2d)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from hub.domain.rollup_words import LineStatus, Severity, ValueKind
from hub.domain.term import Term, Title

AGREEING = frozenset({LineStatus.MATCH, LineStatus.SHARED, LineStatus.UNVERIFIABLE})
"""Statuses that ask nothing of anybody."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the hub knows of a line at its watermark; `computed` is None where it has no records of the kind."""

    computed: int | None = None
    pending: int = 0
    """Rows in quarantine that would match."""
    late: int = 0
    """Facts dated in the period that arrived after the watermark."""
    shared: bool = False
    """Whether a contributing activity is joint."""

    @property
    def covers(self) -> int:
        """What all records together would support."""
        return (self.computed or 0) + self.pending + self.late


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How large a difference may be: a number, or a share of what it is measured by, whichever allows more."""

    count: int = 0
    share: Fraction = Fraction(0)

    def allows(self, difference: int, *, of: int) -> bool:
        """Whether a difference lies within it, on either side."""
        gap = abs(difference)
        return gap <= self.count or gap <= abs(of) * self.share


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a line comes to; `severity` is None where nothing is to be said."""

    status: LineStatus
    severity: Severity | None
    difference: int
    """Claimed less computed; 0 where there is nothing to compare."""
    shared: bool = False
    todo: Title | None = None

    @property
    def agrees(self) -> bool:
        """Whether it asks nothing of anybody."""
        return self.status in AGREEING


def reconcile(kind: ValueKind, claimed: int | None, evidence: Evidence, tolerance: Tolerance | None) -> Outcome:
    """The status of a line; what does not apply is compared as nought, what is not known cannot be compared.

    Where no tolerance is set, a claim beyond all records is explained and never blocks.
    """
    if evidence.computed is None or kind is ValueKind.UNKNOWN or (kind is ValueKind.NUMBER and claimed is None):
        return Outcome(status=LineStatus.UNVERIFIABLE, severity=Severity.INFO, difference=0, shared=evidence.shared,
                       todo=_UNVERIFIABLE)  # fmt: skip
    stated = claimed if kind is ValueKind.NUMBER and claimed is not None else 0
    status = _status(stated, evidence.computed, evidence)
    severity, todo = _ASKS[status]
    if (
        status is LineStatus.UNSUPPORTED
        and tolerance is not None
        and not tolerance.allows(stated - evidence.covers, of=evidence.covers)
    ):
        severity, todo = Severity.BLOCK, _BEYOND
    return Outcome(
        status=status,
        severity=severity,
        difference=stated - evidence.computed,
        shared=evidence.shared,
        todo=todo,
    )


def evidence_coverage(lines: Iterable[tuple[int, Evidence]]) -> Fraction | None:
    """Σ min(claimed, computed) ÷ Σ claimed over lines that have records; None where nothing is claimed in them."""
    backed, claimed = 0, 0
    for stated, evidence in lines:
        if evidence.computed is not None:
            backed += min(stated, evidence.computed)
            claimed += stated
    return Fraction(backed, claimed) if claimed else None


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Between what is proved and what is claimed, both ends included."""

    low: int
    high: int

    def overlaps(self, other: Interval) -> bool:
        """Whether a figure could lie in both; two that are one and the same number are a tie, not an overlap."""
        if self == other and self.low == self.high:
            return False
        return self.low <= other.high and other.low <= self.high


def interval(claimed: int, evidence: Evidence) -> Interval:
    """The interval [evidence only, claimed]; where records show more than is claimed, they are its upper end."""
    proved = evidence.computed or 0
    return Interval(low=min(proved, claimed), high=max(proved, claimed))


class NoRank(Term):
    """Why a unit is given no rank."""

    OVERLAP = "OVERLAP", "区间重叠，无法排序", "its interval overlaps another's"
    LOW_COVERAGE = "LOW_COVERAGE", "依据覆盖率不足，不予排序", "too little of what it claims rests on records"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A unit's figure in a comparison."""

    interval: Interval
    coverage: Fraction | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit's rank, 1 for the largest figure, or why it has none."""

    rank: int | None = None
    suppressed: NoRank | None = None


def ranks(standings: Mapping[str, Standing], *, floor: Fraction) -> Mapping[str, Place]:
    """The rank of each unit that can be told from all others; `floor` is the least coverage, as data."""
    return {unit: _place(unit, standings, floor) for unit in standings}


def _status(stated: int, computed: int, evidence: Evidence) -> LineStatus:
    if stated < computed:
        return LineStatus.UNDERCLAIMED
    if stated > evidence.covers:
        return LineStatus.UNSUPPORTED
    if stated > computed:
        return LineStatus.PENDING_COVERS
    return LineStatus.SHARED if evidence.shared else LineStatus.MATCH


def _place(unit: str, standings: Mapping[str, Standing], floor: Fraction) -> Place:
    own = standings[unit]
    if own.coverage is not None and own.coverage < floor:
        return Place(suppressed=NoRank.LOW_COVERAGE)
    others = [one.interval for name, one in standings.items() if name != unit]
    if any(own.interval.overlaps(other) for other in others):
        return Place(suppressed=NoRank.OVERLAP)
    return Place(rank=1 + sum(other.low > own.interval.high for other in others))


_UNVERIFIABLE = Title("系统没有可供核对的记录，不计入依据覆盖率", "there are no records to compare with")
_BEYOND = Title(
    "填报数超出全部记录且超过容许范围，请改正数字，或补录人工事实后重新校验",
    "more is claimed than all records support, beyond what is tolerated; correct it or add the facts by hand",
)
_ASKS: Mapping[LineStatus, tuple[Severity | None, Title | None]] = {
    LineStatus.MATCH: (None, None),
    LineStatus.SHARED: (
        Severity.INFO,
        Title("含联合活动，请查看与哪些单位共同计数", "a joint activity is in it; see with whom it is shared"),
    ),
    LineStatus.PENDING_COVERS: (
        Severity.EXPLAIN,
        Title("请按清单处理隔离或迟到的数据，或说明差异原因", "settle the listed rows, or explain the difference"),
    ),
    LineStatus.UNSUPPORTED: (
        Severity.EXPLAIN,
        Title("填报数超出全部记录，请说明原因或补录人工事实", "explain why more is claimed, or add the facts by hand"),
    ),
    LineStatus.UNDERCLAIMED: (
        Severity.EXPLAIN,
        Title("有活动未计入，请核对清单后更正或说明原因", "records were left out; correct the figure or explain it"),
    ),
}
