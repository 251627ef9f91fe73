"""Choices read off a tape that Hypothesis draws: zero is the plainest, so that a failure shrinks to it.

The tape is drawn as a whole. Drawn one by one, choices take longer, and Hypothesis copies parts of one example
into the next, so that most operations would be nearly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

TAPES = st.binary(min_size=128, max_size=512)  # whatever comes after its end is plain


class Drawing:
    """The choices of one example."""

    def __init__(self, tape: bytes) -> None:
        self._tape = iter(tape)

    def below(self, bound: int) -> int:
        """A number from 0, below a bound of at most 256."""
        return next(self._tape, 0) * bound >> 8 if bound > 1 else 0

    def happens(self, percent: int) -> bool:
        """Whether something comes about that need not."""
        return self.below(100) >= 100 - percent

    def one(self, items: Sequence[T]) -> T:
        """One of several."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], *, most: int) -> list[T]:
        """A few of several, none twice."""
        left = list(items)
        number = min(len(left), 1 + self.below(most))
        return [left.pop(self.below(len(left))) for _ in range(number)]
