"""The values of an operation's variables; texts, identifiers and switches are taken as they came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values

_KINDS = {GraphQLID.name: str, GraphQLString.name: str, GraphQLBoolean.name: bool}


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A variable whose value needs no conversion where it is of its kind."""

    signature: GraphQLVariableSignature
    kind: type
    required: bool


def plain_variables(schema: GraphQLSchema, operation: OperationDefinitionNode) -> tuple[Plain, ...] | None:
    """The variables of an operation if all of them are plain and have no default."""
    found = []
    for definition in operation.variable_definitions or ():
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError) or definition.default_value is not None:
            return None
        required = isinstance(signature.type, GraphQLNonNull)
        kind = _KINDS.get(str(signature.type).removesuffix("!"))
        if kind is None:
            return None
        found.append(Plain(signature=signature, kind=kind, required=required))
    return tuple(found)


def coerced(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    given: Mapping[str, Any],
    plain: tuple[Plain, ...] | None,
) -> VariableValues | None:
    """The values as the general path would have them, or None where it would refuse one."""
    taken = None if plain is None else _taken(plain, given)
    if taken is not None:
        return taken
    found = get_variable_values(schema, operation.variable_definitions or (), dict(given))
    return found if isinstance(found, VariableValues) else None


def _taken(plain: tuple[Plain, ...], given: Mapping[str, Any]) -> VariableValues | None:
    sources: dict[str, VariableValueSource] = {}
    values: dict[str, Any] = {}
    for one in plain:
        name = one.signature.name
        if name in given:
            value = given[name]
            if type(value) is not one.kind:
                return None
            sources[name], values[name] = VariableValueSource(one.signature, value), value
        elif one.required:
            return None
        else:
            sources[name] = VariableValueSource(one.signature)
    return VariableValues(sources, values)
