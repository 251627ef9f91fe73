"""The excesses of the benchmarks: what each asks for."""

from __future__ import annotations

import pytest
from graphql import parse, validate
from graphql.language import FieldNode, SelectionSetNode

from benchmarks.hostile import attacks
from hub.schema.contracts import WHOLE, schema_of


def depth(selections: SelectionSetNode | None) -> int:
    """How many fields stand one in another."""
    fields = [one for one in selections.selections if isinstance(one, FieldNode)] if selections else []
    return 1 + max(depth(field.selection_set) for field in fields) if fields else 0


@pytest.mark.parametrize("name", attacks())
def test_every_excess_is_valid_so_that_only_its_size_can_be_refused(name: str) -> None:
    document = parse(attacks()[name], max_tokens=None)

    assert validate(schema_of(WHOLE)._schema, document) == []


def test_the_cycle_is_more_than_twenty_levels_deep() -> None:
    document = parse(attacks()["a cycle of 20 levels"])

    (operation,) = document.definitions
    assert depth(getattr(operation, "selection_set", None)) > 20
