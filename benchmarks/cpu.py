"""How much processor time processes have had: unlike the clock, it says the same on a machine that others use too."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Processor time in seconds, of a server and of the database's processes."""

    server: float = 0.0
    database: float = 0.0

    def since(self, earlier: Spent) -> Spent:
        """What has been spent between two readings."""
        return Spent(server=self.server - earlier.server, database=self.database - earlier.database)


@dataclass(frozen=True, kw_only=True)
class Meter:
    """Reads the time of a server's process and of the database, whose first process it is told; zero for neither."""

    server: int = 0
    database: int = 0

    def read(self) -> Spent:
        """What both have had so far; nothing where the system does not tell."""
        return Spent(server=_of(self.server), database=sum(map(_of, _children(self.database))))


def _of(process: int) -> float:
    """The time of all threads of a process."""
    spent = 0
    for path in Path(f"/proc/{process}/task").glob("*/schedstat") if process else ():
        with suppress(OSError, ValueError):  # a thread may end while it is being read
            spent += int(path.read_text().split()[0])
    return spent / 1e9


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []
