"""How figures are held against the goals, and shown."""

from __future__ import annotations

from benchmarks.measuring import Figures
from benchmarks.outcome import Outcome, goals
from benchmarks.report import text_of


def figures(p50: float, *, per_second: float = 1.0, errors: int = 0) -> Figures:
    """Figures of which only these matter."""
    return Figures(p50=p50, quiet=p50, p95=2 * p50, per_second=per_second, errors=errors, count=10, bytes=100)


def test_a_nested_list_within_a_fifth_of_the_limit_reaches_its_goal() -> None:
    near = {"Q2": {"hub": figures(1.2), "limit": figures(1.0)}}
    far = {"Q2": {"hub": figures(1.3), "limit": figures(1.0)}}

    assert [goal.reached for goal in goals(Outcome(facts={}, alone=near))] == [True]
    assert [goal.reached for goal in goals(Outcome(facts={}, alone=far))] == [False]


def test_a_short_question_may_take_half_as_long_again_as_the_limit() -> None:
    table = {"Q5": {"hub": figures(1.5), "limit": figures(1.0)}}

    assert [goal.reached for goal in goals(Outcome(facts={}, alone=table))] == [True]


def test_one_error_among_many_connections_misses_the_goal() -> None:
    table = {"Q1": {"hub": figures(1.0, per_second=9.0, errors=1), "mercurius": figures(1.0, per_second=3.0)}}

    found = {goal.text: goal.reached for goal in goals(Outcome(facts={}, crowded=table))}

    assert found["errors of the hub, 16 connections"] is False
    assert found["Q1: hub / Mercurius, answers per second, 16 connections"] is True


def test_what_was_not_measured_is_neither_judged_nor_shown() -> None:
    outcome = Outcome(facts={"date": "2026-01-01"}, alone={"Q1": {"general": figures(3.0)}})

    assert goals(outcome) == []
    assert "SQLite, one connection" not in text_of(outcome)
    assert "| the hub's general path | 3.00 |" in text_of(outcome)
