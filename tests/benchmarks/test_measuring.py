"""How variants take turns, what of it is counted, and when answers count as equal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from benchmarks.cpu import Meter
from benchmarks.load_client import Run
from benchmarks.measuring import Disagreement, Effort, measure, require_equal
from benchmarks.questions import Question

QUESTION = Question(name="Q", documents={}, statement="", variables=[{}, {}])
EFFORT = Effort(turn=1.0, rounds=6, warm=2.0, most=50)


@dataclass(frozen=True, kw_only=True)
class Paced:
    """A variant whose answers all take the same time."""

    name: str
    seconds: float
    turns: list[tuple[str, int]]
    answer: object = field(default_factory=lambda: {"data": {"n": 1}})
    meter: Meter = field(default_factory=Meter)

    def once(self, question: Question, number: int) -> bytes:
        """The answer."""
        return json.dumps(self.answer).encode()

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """As many answers as wished."""
        self.turns.append((self.name, count))
        return Run(latencies=[self.seconds] * count, seconds=self.seconds * count, errors=0)


def test_each_round_begins_with_another_variant() -> None:
    turns: list[tuple[str, int]] = []
    variants = [Paced(name=name, seconds=0.1, turns=turns) for name in ("a", "b", "c")]

    measure(QUESTION, variants, effort=EFFORT, connections=1, sizes={})

    rounds = [name for name, _ in turns[-18:]]
    assert ["".join(rounds[start : start + 3]) for start in range(0, 18, 3)] == ["abc", "bca", "cab"] * 2


def test_a_turn_holds_as_many_answers_as_fill_it_but_never_too_many() -> None:
    turns: list[tuple[str, int]] = []
    variants = [Paced(name="slow", seconds=0.1, turns=turns), Paced(name="fast", seconds=0.001, turns=turns)]

    measure(QUESTION, variants, effort=EFFORT, connections=1, sizes={})

    assert set(turns[-6:]) == {("slow", 10), ("fast", 50)}


def test_a_very_slow_variant_rests_once_it_has_had_more_than_its_share() -> None:
    turns: list[tuple[str, int]] = []
    variants = [Paced(name="quick", seconds=0.1, turns=turns), Paced(name="snail", seconds=30.0, turns=turns)]

    found = measure(QUESTION, variants, effort=EFFORT, connections=1, sizes={})

    assert (found["quick"].count, found["snail"].count) == (60, 3)


def test_times_are_milliseconds() -> None:
    found = measure(QUESTION, [Paced(name="a", seconds=0.1, turns=[])], effort=EFFORT, connections=1, sizes={"a": 7})

    assert (found["a"].p50, found["a"].p95, found["a"].quiet) == (100, 100, 100)
    assert (round(found["a"].per_second), found["a"].bytes) == (10, 7)


def test_variants_that_answer_otherwise_are_not_measured() -> None:
    variants = [Paced(name="a", seconds=1, turns=[]), Paced(name="b", seconds=1, turns=[], answer={"data": {"n": 2}})]

    with pytest.raises(Disagreement, match="b answers Q otherwise than a"):
        require_equal(QUESTION, variants)


def test_errors_are_no_answer_even_beside_data() -> None:
    broken = Paced(name="a", seconds=1, turns=[], answer={"data": {"n": 1}, "errors": [{"message": "no"}]})

    with pytest.raises(Disagreement, match="a answers Q with errors"):
        require_equal(QUESTION, [broken])
