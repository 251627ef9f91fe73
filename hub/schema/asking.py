"""What a field may ask of the operation it belongs to; the resolvers' context answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from hub.auth.caller import Caller
from hub.store.fetch import Link
from hub.store.models.base import Base
from hub.store.plan import ListRead, Record, Slice
from hub.store.totals_read import TotalsRead


class Asking(Protocol):
    """One operation of one caller; everything asked within it is batched and sees one state of the database."""

    @property
    def caller(self) -> Caller:
        """Who asks."""
        ...

    async def one(self, model: type[Base], identifier: str | None) -> Record | None:
        """The row with an identifier, when the caller may see it."""
        ...

    async def by(self, model: type[Base], column: str, value: str) -> Record | None:
        """The row with a value in a unique column, when the caller may see it."""
        ...

    async def listed(self, read: ListRead) -> Slice:
        """A piece of a list."""
        ...

    async def under(self, link: Link, parent: str, read: ListRead) -> Slice:
        """A piece of the list under one parent."""
        ...

    async def totals(self, read: TotalsRead) -> Sequence[Mapping[str, Any]]:
        """The cells of totals in their order, by the columns of `totals_statement`."""
        ...

    async def request_run(self, code: str) -> Mapping[str, Any]:
        """Ask for a sync of a source: the queued run's identifier, or why not."""
        ...
