"""The budget of a caller: exact, never below nothing, never above its fill, and nobody else's business."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.auth.caller import Caller
from hub.errors import Exhausted, TooMuch
from hub.resolvers.budget import WINDOW_SECONDS, Budget, Charge, who

SECOND = 1_000_000_000
A, B = ("i", "a", None), ("i", "b", None)


class Clock:
    """Nanoseconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


def test_what_was_not_used_comes_back_exactly_and_settling_twice_gives_nothing_more() -> None:
    budget = Budget(100, clock=Clock())

    charge = budget.charge(A, 80)

    assert budget.left(A) == 20
    assert charge.settle(7) == 93
    assert charge.settle(7) == 93
    assert charge.settle(0) == 100


def test_an_empty_budget_says_how_much_is_missing_and_when_it_will_be_there() -> None:
    clock = Clock()
    budget = Budget(60, clock=clock)
    budget.charge(A, 50)

    with pytest.raises(Exhausted) as refused:
        budget.charge(A, 25)

    assert (refused.value.code, refused.value.status, refused.value.after) == ("BUDGET_EXCEEDED", 429, 15)
    assert refused.value.numbers == {"estimated": 25, "left": 10, "budget": 60, "retryAfter": 15}
    clock.now = 15 * SECOND - 1
    with pytest.raises(Exhausted):
        budget.charge(A, 25)
    clock.now = 15 * SECOND
    assert budget.charge(A, 25).settle(25) == 0


def test_what_no_window_can_hold_is_refused_for_good() -> None:
    budget = Budget(60, clock=Clock())

    with pytest.raises(TooMuch) as refused:
        budget.charge(A, 61)

    assert (refused.value.code, refused.value.numbers) == ("TOO_MUCH_COST", {"estimated": 61, "budget": 60})
    assert budget.left(A) == 60


def test_without_a_bound_nothing_is_counted_or_kept() -> None:
    budget = Budget(0, clock=Clock())

    assert budget.charge(A, 10**12).settle(1) is None
    assert (budget.left(A), len(budget)) == (None, 0)


def test_the_budgets_of_callers_not_seen_for_longest_are_forgotten() -> None:
    budget = Budget(60, clock=Clock(), callers=2)
    first = budget.charge(A, 60)
    for name in ("b", "c"):
        budget.charge(("i", name, None), 1)

    assert len(budget) == 2
    assert first.settle(0) == 60


def test_a_caller_is_its_issuer_subject_and_client_and_the_public_is_one() -> None:
    told = Caller.nobody(kind=Caller.anonymous().kind, subject="s", issuer="i", client_id="c", token_id="t")

    assert who(told) == ("i", "s", "c")
    assert who(Caller.anonymous()) == who(Caller.anonymous()) == (None, None, None)


Step = tuple[tuple[str, str, None], int, int, int, bool]
_STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from((A, B)),
        st.integers(min_value=0, max_value=120),
        st.integers(min_value=0, max_value=120),
        st.integers(min_value=0, max_value=30 * SECOND),
        st.booleans(),
    ),
    max_size=40,
)


@given(full=st.integers(min_value=1, max_value=100), steps=_STEPS)
def test_a_budget_stays_between_nothing_and_its_fill_and_each_caller_has_its_own(full: int, steps: list[Step]) -> None:
    clock = Clock()
    together = _Day(Budget(full, clock=clock))
    alone = {name: _Day(Budget(full, clock=clock)) for name in (A, B)}
    for name, estimated, used, passed, settles in steps:
        clock.now += passed
        told = together.step(name, estimated, used, settles)
        assert told == alone[name].step(name, estimated, used, settles)
        assert isinstance(told, str) or 0 <= told <= full
        for each in (A, B):
            assert 0 <= (together.budget.left(each) or 0) <= full


class _Day:
    """Operations that are charged now and settled when a test says so."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self._open: dict[tuple[str, str, None], list[tuple[Charge, int]]] = {A: [], B: []}

    def step(self, name: tuple[str, str, None], estimated: int, used: int, settles: bool) -> int | str:
        """Settle the caller's oldest operation, or charge another: what it has left, or its refusal's code."""
        if settles and self._open[name]:
            charge, actual = self._open[name].pop(0)
            return charge.settle(actual) or 0
        try:
            self._open[name].append((self.budget.charge(name, estimated), min(used, estimated)))
        except (Exhausted, TooMuch) as refused:
            return refused.code
        return self.budget.left(name) or 0


@given(taken=st.integers(min_value=1, max_value=1_000), passed=st.integers(min_value=0, max_value=2 * WINDOW_SECONDS))
def test_a_budget_fills_evenly_over_its_window(taken: int, passed: int) -> None:
    clock = Clock()
    budget = Budget(1_000, clock=clock)
    budget.charge(A, taken)

    clock.now = passed * SECOND

    assert budget.left(A) == min(1_000, 1_000 - taken + 1_000 * passed // WINDOW_SECONDS)
