"""How long a list may be, said once: printed in the schema as @listSize, and what a query's cost is reckoned by."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import GraphQLField
from strawberry.federation.schema_directives import ListSize
from strawberry.types.field import StrawberryField

from hub.schema.paging import DEFAULT_PAGE

SLICING = ("first", "last")
SIZED = ("nodes", "edges")
REPRESENTATIONS = "representations"


@dataclass(frozen=True, kw_only=True)
class Size:
    """The rule of one field: `assumed` rows unless an argument says otherwise, in itself or in the fields below."""

    assumed: int
    slicing: tuple[str, ...] = ()
    sized: tuple[str, ...] = ()


def paged() -> ListSize:
    """The rule of a connection."""
    return ListSize(
        assumed_size=DEFAULT_PAGE,
        slicing_arguments=list(SLICING),
        sized_fields=list(SIZED),
        require_one_slicing_argument=False,
    )


def at_most(size: int) -> ListSize:
    """The rule of a list that is never longer than this."""
    # Empty lists, not null, on which a composer breaks.
    return ListSize(assumed_size=size, slicing_arguments=[], sized_fields=[], require_one_slicing_argument=False)


def size_of(field: GraphQLField) -> Size | None:
    """The rule that a field declares."""
    declared = field.extensions.get("strawberry-definition")
    if not isinstance(declared, StrawberryField):
        return None
    for one in declared.directives:
        if isinstance(one, ListSize):
            return Size(
                assumed=one.assumed_size or 0,
                slicing=tuple(one.slicing_arguments or ()),
                sized=tuple(one.sized_fields or ()),
            )
    return None
