"""Which fields of a fact may be pushed, read off the shapes of what local systems deliver."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hub.domain.facts_push import PushedKind
from hub.domain.shape import FieldShape
from hub.store.shapes import shapes

EXTERNAL_ID, WITHDRAWN = "externalId", "withdrawn"
"""What a row says beside its fields: the key of the system that pushes, and that the row is gone."""

_FOLLOWS = frozenset({"owner"})  # the studio's, or that of the body which pushes


@cache
def pushed_fields(kind: PushedKind) -> Sequence[FieldShape]:
    """The fields of a kind in their order; whose row it is follows from its studio."""
    return tuple(one for one in shapes()[kind.value].fields if one.name not in _FOLLOWS)


def spelled(name: str) -> str:
    """A field's name as the graph and a pushed row spell it."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
