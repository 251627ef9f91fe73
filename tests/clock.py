"""The time of a test that has its own."""

from __future__ import annotations

from datetime import datetime


class Clock:
    """The moment it is; it moves only when it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at
