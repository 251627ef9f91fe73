"""Answers in which no row stands: they are put together without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.store.plan import Slot
from hub.store.read_plan import Constant, Given, ReadPlan


@dataclass(frozen=True, kw_only=True)
class Rowless:
    """The text of an answer, with slots where the caller's own values go."""

    parts: tuple[str | Slot, ...]

    def text(self, values: Mapping[str, Any]) -> bytes:
        """The JSON text of `data`; `values` are JSON texts by slot."""
        texts = (part if isinstance(part, str) else values[part.name] for part in self.parts)
        return "".join(texts).encode()


def rowless(plan: ReadPlan) -> Rowless | None:
    """The text of a plan that reads no row, or None."""
    parts: list[str | Slot] = []
    for key, field in plan.fields:
        if not isinstance(field, Constant | Given):
            return None
        parts += [f'{"," if parts else "{"}"{key}":', field.text if isinstance(field, Constant) else field.value]
    return Rowless(parts=(*parts, "}") if parts else ("{}",))
