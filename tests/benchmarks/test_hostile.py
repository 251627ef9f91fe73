"""The excesses of the benchmarks: what each asks for, and how the lookups beside it are counted."""

from __future__ import annotations

import math

import pytest
from graphql import parse, validate
from graphql.language import FieldNode, SelectionSetNode

from benchmarks.hostile import Endured, attacks
from benchmarks.outcome import Outcome, goals
from benchmarks.report import text_of
from hub.resolvers.documents import LONGEST_KEPT
from hub.schema.contracts import WHOLE, schema_of


def depth(selections: SelectionSetNode | None) -> int:
    """How many fields stand one in another."""
    fields = [one for one in selections.selections if isinstance(one, FieldNode)] if selections else []
    return 1 + max(depth(field.selection_set) for field in fields) if fields else 0


def endured(*, quiet: float = 1.0, harmless: float = 1.5, beside: float = 2.0, ended: float = 0.0) -> Endured:
    """Lookups beside an excess, of which only these matter."""
    return Endured(
        told="200 NO", quiet=quiet, harmless=harmless, beside=beside, errors=0, sent=9, alone=5.0, ended=ended
    )


@pytest.mark.parametrize("name", attacks())
def test_every_excess_is_valid_so_that_only_its_size_can_be_refused(name: str) -> None:
    document = parse(attacks()[name], max_tokens=None)

    assert validate(schema_of(WHOLE)._schema, document) == []


def test_the_cycle_is_more_than_twenty_levels_deep() -> None:
    document = parse(attacks()["a cycle of 20 levels"])

    (operation,) = document.definitions
    assert depth(getattr(operation, "selection_set", None)) > 20


def test_the_slow_query_is_small_enough_to_be_begun() -> None:
    text = attacks()["a slow query"]

    assert len(text) <= LONGEST_KEPT
    assert parse(text, max_tokens=4_000)


def test_what_one_caller_does_is_held_against_the_quiet_and_shown_beside_a_harmless_client() -> None:
    outcome = Outcome(facts={}, hostile={"a slow query": endured(quiet=1.0, harmless=2.0, beside=4.0)})

    assert [goal.reached for goal in goals(outcome)] == [False]
    assert "| a slow query | 1.00 | 2.00 | 4.00 | 4.00 | 2.00 | 0 |" in text_of(outcome)


def test_lookups_that_are_not_answered_miss_the_goal_whatever_was_measured_before() -> None:
    outcome = Outcome(facts={}, hostile={"a slow query": endured(beside=math.inf)})

    assert [goal.reached for goal in goals(outcome)] == [False]
    assert "no answer in 10 s" in text_of(outcome)


def test_a_statement_that_runs_on_after_its_client_has_left_misses_the_goal() -> None:
    named = "a client that leaves early"

    assert [goal.reached for goal in goals(Outcome(facts={}, hostile={named: endured(ended=400.0)}))] == [True, True]
    assert [goal.reached for goal in goals(Outcome(facts={}, hostile={named: endured(ended=9_000.0)}))] == [True, False]
