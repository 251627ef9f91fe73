"""Places in the reporting tree, as pre-order intervals: the only thing that says who stands below whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hub.domain.level import Level

LAST_POSITION = 2**31 - 1
"""The highest position a tree may have; both databases compare it as a plain integer."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A stretch of pre-order positions, both ends included."""

    position: int
    last: int

    def holds(self, position: int) -> bool:
        """Whether a position lies inside."""
        return self.position <= position <= self.last


WHOLE_TREE = Interval(position=0, last=LAST_POSITION)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a body stands today: `position` to `last` are the body itself and all that report to it."""

    body_id: str
    code: str
    level: Level
    position: int
    last: int
    rollup_unit: bool

    @property
    def branch(self) -> Interval:
        """The body and all that report to it, at whatever depth."""
        return Interval(position=self.position, last=self.last)


class Tree(Protocol):
    """What the room asks of the reporting tree; the store answers."""

    def place(self, code: str) -> Place | None:
        """The place of the body with this code, or None when no such body stands in the tree."""

    @property
    def reading(self) -> object:
        """What the places come from: another object whenever any of them may have changed."""
