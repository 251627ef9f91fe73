"""What the fields of figures may ask of the operation they belong to, beside what every field may ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from hub.domain.rollup_words import FactKind
from hub.store.models.base import Base
from hub.store.plan import Record, Slice
from hub.store.rollup_diff import Differences
from hub.store.rollup_explain import Explained
from hub.store.rollup_lineage import Frame, LineageRead
from hub.store.rollup_where import Trace


class AskingFigures(Protocol):
    """Reads of lines that the caller was found to read; each read says what it leaves to the field to find out."""

    async def frames(self, lines: Sequence[str]) -> Mapping[str, Frame]:
        """Where lines stand, by their identifiers."""
        ...

    async def lineage(self, read: LineageRead) -> Slice:
        """A piece of the records behind a line; what of each is shown, each field finds out."""
        ...

    async def unseen(self, line: str, kind: FactKind) -> int:
        """How many of the records behind a line the caller is not shown."""
        ...

    async def is_withdrawn(self, model: type[Base], identifier: str) -> bool:
        """Whether a record that the caller would read otherwise was withdrawn by its source."""
        ...

    async def drift(self, line: str) -> Sequence[Mapping[str, Any]]:
        """What was found to differ in a line since it was accepted, the latest day first."""
        ...

    async def differences(self, before: Record, after: Record) -> Differences | None:
        """Where two versions differ; None where they are not of one obligation."""
        ...

    async def explained(self, line: Record) -> Explained:
        """What may explain a line whose claim and records differ."""
        ...

    async def trace(self, source: str, external_id: str) -> Trace | None:
        """What became of a source's key; None for who reads neither the source nor a record that came under it."""
        ...
