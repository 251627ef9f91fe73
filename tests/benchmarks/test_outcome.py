"""How figures are held against the goals, and shown."""

from __future__ import annotations

from benchmarks.measuring import Figures
from benchmarks.outcome import Growth, Outcome, goals
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


def opened(size: str, *, few: float = 2.0, wide: float = 2.0) -> dict[str, Figures]:
    """Figures that were opened at a size, beside rows that take a millisecond."""
    times = {"a figure": few, "a wide figure": wide, "a studio": 1.0, "a studio and its activities": 1.0}
    return {name + size: figures(taken) for name, taken in times.items()}


def grown(*, asked: float = 1.0, page: float = 1.0, memory: int = 150, figure: float = 2.0) -> Outcome:
    """A run over two sizes of which the larger one has these figures."""
    table = {"QT": {"hub, province": figures(1.0), "hub, national": figures(asked)}}
    paging = {"page": {"page 1, national": figures(1.0), "page 10 000, national": figures(page)}}
    found = Growth(
        postgres="18",
        sizes=["province", "national"],
        asked=table,
        paging=paging,
        figures={"F1": opened(", province") | opened(", national", few=figure)},
        memory={"province": 150, "national": memory},
        disk=9_000,
        loaded={"province": 20.0, "national": 200.0},
    )
    return Outcome(facts={}, growth=found)


def test_totals_may_take_three_times_as_long_as_one_row() -> None:
    def reached(totals: float) -> list[bool]:
        return [
            goal.reached
            for goal in goals(Outcome(facts={}, alone={"Q5": {"hub": figures(1.0)}, "QT": {"hub": figures(totals)}}))
        ]

    assert (reached(3.0), reached(3.1)) == ([True], [False])


def test_maintained_totals_are_held_against_the_limit() -> None:
    near = {"Q4R": {"hub": figures(6.0), "limit": figures(5.0)}}
    far = {"Q4R": {"hub": figures(8.0), "limit": figures(5.0)}}

    assert [goal.reached for goal in goals(Outcome(facts={}, alone=near))] == [True]
    assert [goal.reached for goal in goals(Outcome(facts={}, alone=far))] == [False]


def test_what_grows_with_the_tables_misses_its_goal() -> None:
    def missed(outcome: Outcome) -> list[str]:
        return [goal.text for goal in goals(outcome) if not goal.reached]

    assert missed(grown()) == []
    assert missed(grown(asked=1.6)) == ["QT: national / province, the hub, p50"]
    assert missed(grown(page=1.4)) == ["page 10 000 / page 1, national, p50"]
    assert missed(grown(memory=180)) == ["peak memory of the hub: national / province"]
    assert missed(grown(figure=2.5)) == ["F1: a figure, national / province, p50"]


def test_a_wide_figure_is_held_against_a_narrow_one() -> None:
    def missed(**times: float) -> list[str]:
        found = goals(Outcome(facts={}, figures={"F1": opened("", **times)}))
        return [goal.text for goal in found if not goal.reached]

    assert missed() == []
    assert missed(few=1.2) == ["F1: a wide figure / a figure, p50"]
    assert missed(few=5.0, wide=5.5) == []


def test_a_run_over_sizes_shows_them_side_by_side() -> None:
    text = text_of(grown(memory=155))

    assert "| **the hub, whole**, national | 1.00 |" in text
    assert "| a wide figure, national | 2.00 | 4.00 | 0.00 + 0.00 | 2.00 | 2.00 |" in text
    assert "| peak memory of the hub after the same operations, MB | 150 | 155 |" in text
    assert "## PostgreSQL" not in text
