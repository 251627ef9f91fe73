"""What a running hub counts of its answers: plain numbers, so that counting costs next to nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from hub.domain.term import Term

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of durations, in seconds; the last class has none."""


class Way(Term):
    """How a request ended."""

    COMPILED = "compiled", "编译作答", "answered by one statement"
    GENERAL = "general", "通用作答", "answered field by field"
    REFUSED = "refused", "拒绝", "refused before it ran"
    LEFT = "left", "客户端离开", "nobody waited for the answer"


class Durations:
    """How many took how long."""

    __slots__ = ("classes", "total")

    def __init__(self) -> None:
        self.classes = [0] * (len(BOUNDS) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self.classes[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


class Figures:
    """The numbers since the process began."""

    def __init__(self) -> None:
        self.durations = {way: Durations() for way in Way}
        self.refusals: Counter[str] = Counter()
        self.estimated = 0
        self.actual = 0

    def ended(self, way: Way, seconds: float) -> None:
        """Count a request."""
        self.durations[way].add(seconds)

    def refused(self, errors: Iterable[Mapping[str, Any]]) -> None:
        """Count an answer's errors, each code once."""
        for code in {error["extensions"]["code"] for error in errors}:
            self.refusals[code] += 1

    def cost(self, *, estimated: int, actual: int) -> None:
        """Count what an operation cost, in fields."""
        self.estimated += estimated
        self.actual += actual
