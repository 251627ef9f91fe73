"""Completeness and timeliness: exact fractions that keep their laws on any history (behaviour.md §2d)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.due import Timing, extended, received
from hub.domain.rollup_rates import Answering, Rates, Reported, Share, Turnaround, Wait, nearest_rank, rates, turnaround
from hub.domain.rollup_words import ObligationStatus
from tests.domain.rollups import DUE, NOW

SHARES = [one.name for one in fields(Rates) if isinstance(getattr(Rates(), one.name), Share)]
LATE = datetime(2026, 10, 23, 2, 0, tzinfo=UTC)
DUE_THEN = Timing(due_original=DUE, due_effective=DUE)


def one(status: ObligationStatus, at: datetime | None, *, returns: int = 0, timing: Timing = DUE_THEN) -> Reported:
    come = timing if at is None else received(timing, at=at)
    return Reported(status=status, timing=come, returns=returns)


QUARTER = [
    one(ObligationStatus.ACCEPTED, NOW),
    one(ObligationStatus.CLOSED, NOW, returns=2),
    one(ObligationStatus.RECEIVED, LATE),
    one(ObligationStatus.RECEIVED, LATE, timing=extended(DUE_THEN, to=date(2026, 10, 25))),
    one(ObligationStatus.MISSING, None),
    one(ObligationStatus.EXEMPT, None),
]


def test_the_rates_of_a_quarter() -> None:
    found = rates(QUARTER)

    assert (found.received.part, found.received.whole) == (4, 6)
    assert found.accepted.rate == Fraction(1, 3)
    assert found.on_time.rate == found.punctuality == Fraction(2, 6)
    assert found.on_time_extended.rate == Fraction(3, 6)
    assert found.first_pass.rate == Fraction(1, 2)
    assert found.returns_per_accepted == 1
    assert (found.exempt, found.with_due_day) == (1, 6)
    assert (found.days_late, found.late_by(50), found.late_by(90)) == ((3, 3), 3, 3)


def test_without_a_due_day_nothing_is_said_of_punctuality() -> None:
    found = rates([one(ObligationStatus.RECEIVED, LATE, timing=Timing())])

    assert found.received.rate == 1
    assert found.punctuality is None
    assert not found.days_late


def test_nothing_owed_is_no_rate() -> None:
    found = rates([])

    assert {getattr(found, name).rate for name in SHARES} == {None}
    assert (found.punctuality, found.returns_per_accepted, found.late_by(50)) == (None, None, None)


@pytest.mark.parametrize(("part", "whole"), [(-1, 2), (3, 2), (1, 0)])
def test_a_part_is_never_more_than_its_whole(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="part"):
        Share(part=part, whole=whole)


@pytest.mark.parametrize(
    ("ordered", "percent", "expected"),
    [([], 50, None), ([7], 0, 7), ([7], 90, 7), ([1, 2, 3, 4], 50, 2), ([1, 2, 3], 50, 2), (list(range(1, 11)), 90, 9)],
)
def test_the_nearest_rank(ordered: list[int], percent: int, expected: int | None) -> None:
    assert nearest_rank(ordered, percent) == expected


MOMENTS = st.integers(-10 * 24, 40 * 24).map(lambda hours: NOW + timedelta(hours=hours))
PARTS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: Share(part=min(pair), whole=max(pair)))


@st.composite
def histories(draw: st.DrawFn) -> Reported:
    """An obligation with any status and any course, also one that the rules would never let come about."""
    timing = draw(st.sampled_from([DUE_THEN, Timing()]))
    for step in draw(st.lists(st.none() | MOMENTS, max_size=4)):
        if step is not None:
            timing = received(timing, at=step)
        elif timing.due_effective is not None:
            timing = extended(timing, to=timing.due_effective + timedelta(days=7))
    shares = {name: draw(PARTS) for name in ("cells", "studios", "explained", "backed", "restated")}
    return Reported(
        status=draw(st.sampled_from(ObligationStatus)), timing=timing, returns=draw(st.integers(0, 3)), **shares
    )


MANY = st.lists(histories(), max_size=8)


@given(MANY)
def test_every_rate_lies_between_nought_and_one_and_is_within_what_was_received(history: list[Reported]) -> None:
    found = rates(history)

    for name in SHARES:
        rate = getattr(found, name).rate
        assert rate is None or 0 <= rate <= 1
    assert found.on_time.part <= found.on_time_extended.part <= found.received.part
    assert found.accepted.part <= found.received.part
    assert found.first_pass.part <= found.accepted.part
    wholes = {getattr(found, name).whole for name in ("received", "accepted", "on_time", "on_time_extended")}
    assert wholes == {len(history)}
    assert len(found.days_late) <= found.received.part - found.on_time.part


@given(MANY, MANY, MANY)
def test_children_rolled_up_are_the_parent_recomputed(
    first: list[Reported], second: list[Reported], third: list[Reported]
) -> None:
    parent = rates(first + second + third)

    assert rates(first) + rates(second) + rates(third) == parent
    assert rates(third) + (rates(second) + rates(first)) == parent
    assert rates(third + first + second) == parent


@given(history=st.lists(histories(), min_size=1, max_size=8), pick=st.integers(0, 7), at=MOMENTS)
def test_what_comes_in_never_lowers_what_was_received(history: list[Reported], pick: int, at: datetime) -> None:
    before = rates(history)
    chosen = pick % len(history)
    more = replace(history[chosen], timing=received(history[chosen].timing, at=at))

    after = rates([*history[:chosen], more, *history[chosen + 1 :]])

    assert after.received.part >= before.received.part
    assert after.on_time.part >= before.on_time.part
    assert after.received.whole == before.received.whole


@given(history=st.lists(histories(), min_size=1, max_size=8), pick=st.integers(0, 7), days=st.integers(1, 60))
def test_a_later_extension_never_changes_who_was_on_time(history: list[Reported], pick: int, days: int) -> None:
    chosen = pick % len(history)
    timing = history[chosen].timing
    to = (timing.due_effective or DUE) + timedelta(days=days)
    moved = replace(history[chosen], timing=extended(timing, to=to))

    before, after = rates(history), rates([*history[:chosen], moved, *history[chosen + 1 :]])

    assert (after.on_time, after.days_late) == (before.on_time, before.days_late)
    assert after.received == before.received
    assert after.on_time_extended.part >= before.on_time_extended.part


def test_how_long_the_receiving_side_takes_and_who_still_waits() -> None:
    hours = [1, 5, 2, 9]
    waits = [Wait(kind=Answering.REVIEW, since=NOW, until=NOW + timedelta(hours=hour)) for hour in hours]
    waits += [Wait(kind=Answering.REVIEW, since=NOW + timedelta(hours=hour)) for hour in (1, 3)]
    waits += [Wait(kind=Answering.AMENDMENT, since=NOW, until=NOW + timedelta(days=9))]

    found = turnaround(waits, Answering.REVIEW, now=NOW + timedelta(hours=10))

    assert (found.within(50), found.within(90)) == (timedelta(hours=2), timedelta(hours=9))
    assert (found.waiting, found.longest_waiting) == (2, timedelta(hours=9))
    assert turnaround(waits, Answering.RECEIPT, now=NOW) == Turnaround()
    assert Turnaround().within(50) is None
