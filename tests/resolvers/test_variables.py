"""Variables that are taken as they came are what converting them would have made of them."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse
from graphql.execution.values import VariableValues, get_variable_values

from hub.resolvers.variables import coerced, plain_variables

SCHEMA = build_schema("type Query { a(id: ID, text: String, on: Boolean, n: Int): Int }")
PLAIN = "query ($id: ID!, $text: String, $on: Boolean) { a(id: $id, text: $text, on: $on) }"


def operation_of(text: str) -> OperationDefinitionNode:
    first = parse(text).definitions[0]
    assert isinstance(first, OperationDefinitionNode)
    return first


def told(found: Any) -> Any:  # values, or what stands for their refusal
    if not isinstance(found, VariableValues):
        return None
    return found.coerced, {name: (source.signature.name, source.value) for name, source in found.sources.items()}


@pytest.mark.parametrize(
    "given",
    [
        {"id": "x"},
        {"id": "x", "text": "文", "on": False},
        {"id": "x", "text": None},
        {"id": "x", "more": 1},
        {"id": 7},
        {"id": None},
        {"id": ["x"]},
        {"text": "x"},
        {"id": "x", "on": "true"},
        {"id": "x", "on": 1},
        {"id": True},
        {},
    ],
)
def test_plain_variables_have_the_values_that_converting_gives(given: dict[str, Any]) -> None:
    operation = operation_of(PLAIN)
    plain = plain_variables(SCHEMA, operation)
    converted = get_variable_values(SCHEMA, operation.variable_definitions or (), given)

    found = coerced(SCHEMA, operation, given, plain)

    assert plain is not None
    assert told(found) == told(converted)


@pytest.mark.parametrize("text", ["query ($n: Int) { a(n: $n) }", 'query ($t: String = "x") { a(text: $t) }'])
def test_other_variables_are_converted(text: str) -> None:
    operation = operation_of(text)

    assert plain_variables(SCHEMA, operation) is None
    converted = get_variable_values(SCHEMA, operation.variable_definitions or (), {})
    assert told(coerced(SCHEMA, operation, {}, None)) == told(converted)
