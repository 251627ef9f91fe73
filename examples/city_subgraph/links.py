"""The city's table of which of its studios is which studio of the hub."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Links:
    """The city's number of a studio and the hub's identifier, both ways."""

    hub_of: Mapping[str, str]

    def hub_id(self, number: str) -> str | None:
        """The hub's identifier of a studio the city knows by number."""
        return self.hub_of.get(number)

    def number(self, hub_id: str) -> str | None:
        """The city's number of a studio the hub knows by identifier."""
        return next((number for number, known in self.hub_of.items() if known == hub_id), None)


def read(path: Path) -> Links:
    """The table from a file: a line for each studio, the city's number and the hub's identifier with a tab between."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return Links(hub_of=dict(lines))


def write(path: Path, links: Links) -> None:
    """Keep the table in a file that `read` reads."""
    path.write_text("".join(f"{number}\t{hub_id}\n" for number, hub_id in links.hub_of.items()), encoding="utf-8")
