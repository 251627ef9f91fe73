"""What a run can measure, by the names that `--only` takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from benchmarks.questions import TITLES

MEASURES: Mapping[str, str] = {
    "M1": "a batch through the write door",
    "M2": "1 000 activities pushed",
    "M3": "the quarter of a city submitted",
    "F1": "a figure of a locked quarter opened",
    "P": "pages far down a list",
    "H": "one caller's lookups beside another's excesses",
}
SERVED = ("F1", "P", "H")
"""The measures that are taken of a server."""

NAMES = (*TITLES, *MEASURES)


class Wanted:
    """Which operations and measures a run is asked for; nothing named is everything."""

    def __init__(self, only: Collection[str] = ()) -> None:
        self.only = tuple(name for name in NAMES if name in only)

    def __contains__(self, name: object) -> bool:
        """Whether it is asked for."""
        return not self.only or name in self.only

    @property
    def operations(self) -> bool:
        """Whether any operation is asked for."""
        return any(name in self for name in TITLES)
