"""The reads of figures of one operation, in its snapshot and batched like all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiodataloader import DataLoader

from hub.auth.caller import Caller
from hub.domain.rollup_words import FactKind
from hub.store.models.base import Base
from hub.store.plan import Record, Slice
from hub.store.rollup_diff import Differences, differences
from hub.store.rollup_explain import Explained, explained
from hub.store.rollup_lineage import Frame, LineageRead, drift, frames, lineage, unseen, withdrawn
from hub.store.rollup_where import Trace, trace
from hub.store.session import Database, Reader


class FigureReads:
    """What `AskingFigures` promises."""

    def __init__(self, reader: Reader, caller: Caller, database: Database, *, now: datetime) -> None:
        self._reader = reader
        self._caller = caller
        self._database = database
        self._now = now
        self._withdrawn: dict[type[Base], DataLoader[str, bool]] = {}

    def forget(self) -> None:
        """Read anew what is asked from here on."""
        self._withdrawn.clear()

    async def frames(self, lines: Sequence[str]) -> Mapping[str, Frame]:
        """Where lines stand."""
        return await frames(self._reader, lines)

    async def lineage(self, read: LineageRead) -> Slice:
        """A piece of the records behind a line."""
        return await lineage(self._reader, read)

    async def unseen(self, line: str, kind: FactKind) -> int:
        """How many of the records behind a line the caller is not shown."""
        return await unseen(self._reader, self._caller, line, kind)

    async def is_withdrawn(self, model: type[Base], identifier: str) -> bool:
        """Whether a record within reach was withdrawn by its source."""
        loader = self._withdrawn.get(model)
        if loader is None:

            async def batch(ids: list[str]) -> list[bool]:
                gone = await withdrawn(self._reader, self._caller, model, ids)
                return [one in gone for one in ids]

            loader = self._withdrawn[model] = DataLoader(batch)
        return await loader.load(identifier)

    async def drift(self, line: str) -> Sequence[Mapping[str, Any]]:
        """What was found to differ in a line since it was accepted."""
        return await drift(self._reader, line)

    async def differences(self, before: Record, after: Record) -> Differences | None:
        """Where two versions differ."""
        return await differences(self._reader, before.id, after.id)

    async def explained(self, line: Record) -> Explained:
        """What may explain a line."""
        async with self._database.read() as connection:
            return await explained(connection, line.id, now=self._now)

    async def trace(self, source: str, external_id: str) -> Trace | None:
        """What became of a source's key."""
        return await trace(self._reader, self._caller, source=source, external_id=external_id)
