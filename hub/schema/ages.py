"""Ages in days in the graph."""

from __future__ import annotations

from typing import Any

import strawberry

from hub.domain.access import Noun
from hub.schema.relations import asking
from hub.store.models.base import Base


def age_field(model: type[Base], name: str, description: str, *, noun: Noun | None = None) -> Any:  # strawberry's field
    """An age of a row, today; a past state of a row has none. `noun` is whose readers alone are told of it."""

    async def resolve(root: Any, info: strawberry.Info) -> int | None:
        return None if root.past is not None else await asking(info).age(model, name, root.id)

    return strawberry.field(resolver=resolve, description=description, metadata={"noun": noun})
