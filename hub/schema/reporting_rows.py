"""Rows of the graph that answers about reports name by their identifiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from hub.schema.relations import asking
from hub.store.models.base import Base
from hub.store.models.body import Body as BodyModel
from hub.store.models.rollup import Obligation as ObligationModel
from hub.store.models.rollup import RollupVersion as VersionModel

if TYPE_CHECKING:
    from hub.schema.body import Body
    from hub.schema.rollup import Obligation, RollupVersion

BodyRef = Annotated["Body", strawberry.lazy("hub.schema.body")]
ObligationRef = Annotated["Obligation", strawberry.lazy("hub.schema.rollup")]
VersionRef = Annotated["RollupVersion", strawberry.lazy("hub.schema.rollup")]
Named = Callable[[Any], str | None]
"""Takes the identifier out of an answer."""


def body_of(named: Named, text: str) -> Any:  # a strawberry field
    """A body as far as the caller reads it."""
    return _row(BodyModel, BodyRef | None, named, text)


def obligation_of(named: Named, text: str) -> Any:  # a strawberry field
    """An obligation as far as the caller reads it."""
    return _row(ObligationModel, ObligationRef | None, named, text)


def version_of(named: Named, text: str) -> Any:  # a strawberry field
    """A version as far as the caller reads it."""
    return _row(VersionModel, VersionRef | None, named, text)


def _row(model: type[Base], shown: Any, named: Named, text: str) -> Any:  # a strawberry field
    async def resolve(root: Any, info: strawberry.Info) -> Any:  # records stand for the lazy type
        return await asking(info).one(model, named(root))

    resolve.__annotations__ = {"root": Any, "info": strawberry.Info, "return": shown}
    return strawberry.field(resolver=resolve, description=text)
