"""How complete and how punctual a period is, in exact fractions over the frozen obligations (behaviour.md §2d)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from fractions import Fraction
from functools import reduce
from typing import TypeVar

from hub.domain.due import Timing, business_day
from hub.domain.rollup_words import ObligationStatus
from hub.domain.term import Term

_DONE = frozenset({ObligationStatus.ACCEPTED, ObligationStatus.CLOSED})
_PERCENT = 100
_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of a whole, both counted; shares of children add up to that of their parent."""

    part: int = 0
    whole: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError("a part is never less than nothing or more than its whole")

    @property
    def rate(self) -> Fraction | None:
        """The rate, 0 to 1; None where there is nothing that it could be a part of."""
        return Fraction(self.part, self.whole) if self.whole else None

    def __add__(self, other: Share) -> Share:
        return Share(part=self.part + other.part, whole=self.whole + other.whole)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What became of one obligation; figures are those of its newest received version."""

    status: ObligationStatus
    timing: Timing
    returns: int = 0
    """Versions of it that were returned."""
    cells: Share = Share()
    """Required cells with a number or a justified `not applicable`, of all required cells."""
    studios: Share = Share()
    """Studios alive and on file with a fact or an explicit nil, of all that are alive and on file."""
    explained: Share = Share()
    """Lines with an explanation, of all lines."""
    backed: Share = Share()
    """Σ min(claimed, computed), of Σ claimed."""
    restated: Share = Share()
    """Lines that an amendment changed, of all accepted lines."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The rates of a set of obligations; `+` joins disjoint sets."""

    received: Share = Share()
    accepted: Share = Share()
    on_time: Share = Share()
    on_time_extended: Share = Share()
    first_pass: Share = Share()
    """Accepted without ever being returned, of all that were accepted."""
    content: Share = Share()
    studios: Share = Share()
    explained: Share = Share()
    evidence: Share = Share()
    restated: Share = Share()
    exempt: int = 0
    """How many are exempt; they stay in the denominators."""
    with_due_day: int = 0
    """How many have a due day; where none has, nothing is said of punctuality (A-43)."""
    returns: int = 0
    days_late: tuple[int, ...] = ()
    """Days after the original due day, of each that came late, in order."""

    @property
    def punctuality(self) -> Fraction | None:
        """The rate of what came by its original day; None where no document fixes one (A-43)."""
        return self.on_time.rate if self.with_due_day else None

    @property
    def returns_per_accepted(self) -> Fraction | None:
        """How often a report was returned for each that was accepted; this one may exceed 1."""
        return Fraction(self.returns, self.accepted.part) if self.accepted.part else None

    def late_by(self, percent: int) -> int | None:
        """The days late that so many percent of the late ones do not exceed (nearest rank)."""
        return nearest_rank(self.days_late, percent)

    def __add__(self, other: Rates) -> Rates:
        joined = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Rates)}
        return Rates(**{**joined, "days_late": tuple(sorted(self.days_late + other.days_late))})


class Answering(Term):
    """What the receiving side is waited for."""

    RECEIPT = "RECEIPT", "签收用时", "from submission to receipt"
    REVIEW = "REVIEW", "审核用时", "from receipt to acceptance or return"
    AMENDMENT = "AMENDMENT", "修订申请答复用时", "from asking for leave to amend to the answer"
    CORRECTION = "CORRECTION", "更正版本答复用时", "from the receipt of a correction to its acceptance or return"


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One time that a unit waited for the receiving side; `until` is None while it still waits."""

    kind: Answering
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Turnaround:
    """How long the receiving side takes: of what is answered, and of what still waits."""

    answered: tuple[timedelta, ...] = ()
    waiting: int = 0
    longest_waiting: timedelta | None = None

    def within(self, percent: int) -> timedelta | None:
        """The time in which so many percent were answered (nearest rank); None where nothing was."""
        return nearest_rank(self.answered, percent)


def rates(obligations: Iterable[Reported]) -> Rates:
    """The rates of obligations: the sum of what each of them comes to, so that it may be taken in any parts."""
    return reduce(Rates.__add__, (_of_one(one) for one in obligations), Rates())


def turnaround(waits: Iterable[Wait], kind: Answering, *, now: datetime) -> Turnaround:
    """How long waits of one kind took; those that last still are told apart, so that none is hidden."""
    mine = [one for one in waits if one.kind is kind]
    open_since = [one.since for one in mine if one.until is None]
    return Turnaround(
        answered=tuple(sorted(one.until - one.since for one in mine if one.until is not None)),
        waiting=len(open_since),
        longest_waiting=now - min(open_since) if open_since else None,
    )


def nearest_rank(ordered: Sequence[_Value], percent: int) -> _Value | None:
    """The smallest of the ordered values that so many percent do not exceed; None where there is none."""
    if not ordered:
        return None
    return ordered[max(-(-len(ordered) * percent // _PERCENT), 1) - 1]


def _of_one(one: Reported) -> Rates:
    timing = one.timing
    came = timing.first_received_at is not None
    accepted = came and one.status in _DONE
    in_time = came and timing.on_time is True
    late = _days_late(timing)
    return Rates(
        received=_one(came),
        accepted=_one(accepted),
        on_time=_one(in_time),
        on_time_extended=_one(in_time or (came and timing.on_time_extended is True)),
        first_pass=Share(part=int(accepted and not one.returns), whole=int(accepted)),
        content=one.cells,
        studios=one.studios,
        explained=one.explained,
        evidence=one.backed,
        restated=one.restated,
        exempt=int(one.status is ObligationStatus.EXEMPT),
        with_due_day=int(timing.due_original is not None),
        returns=one.returns,
        days_late=() if late is None else (late,),
    )


def _one(holds: bool) -> Share:
    return Share(part=int(holds), whole=1)


def _days_late(timing: Timing) -> int | None:
    if timing.first_received_at is None or timing.due_original is None:
        return None
    days = (business_day(timing.first_received_at) - timing.due_original).days
    return days if days > 0 else None
