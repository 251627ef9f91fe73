"""The arguments of a field as a read takes them: fixed ones are read once, the others for each request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from graphql import FieldNode, GraphQLField
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from hub.resolvers.collected import variables_in
from hub.schema.as_of import past_of
from hub.schema.contracts import ContractSchema
from hub.schema.entities import keys_of
from hub.schema.relations import read_of
from hub.store.models.base import Base
from hub.store.plan import ListRead
from hub.store.slots import opened, opened_past


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the arguments of one field come to: a structure that decides the statement, and values for its slots."""

    structure: Any  # hashable: a ListRead without values and whether the branch counts, or nothing
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ListArguments:
    """The arguments of a list."""

    schema: ContractSchema
    field: GraphQLField
    node: FieldNode
    model: type[Base]
    names: frozenset[str]
    prefix: str

    def taken(self, variables: VariableValues) -> Taken:
        """The read they describe; raises as the general path does where they describe none."""
        given = converted(self.schema, self.field, self.node, variables)
        found = opened(read_of(self.model, given, names=self.names), prefix=self.prefix)
        return Taken(structure=(found.read, bool(given.get("include_below", False))), values=found.values)


@dataclass(frozen=True, kw_only=True)
class KeyArgument:
    """The argument of a field that finds a row by its key, and where there are any, those of a past state."""

    field: GraphQLField
    node: FieldNode
    name: str
    prefix: str

    def taken(self, variables: VariableValues) -> Taken:
        """The key as a text; the structure is the past state that is asked for, without its day and its instant."""
        given = get_argument_values(self.field, self.node, variables)
        past, state = opened_past(past_of(given.get("asOf"), given.get("asKnownAt")), prefix=self.prefix)
        return Taken(structure=past, values={self.prefix: str(given[self.name]), **state})


@dataclass(frozen=True, kw_only=True)
class EntityArguments:
    """The representations that a gateway sends; a way is the name of a type and the column of one of its keys."""

    schema: ContractSchema
    field: GraphQLField
    node: FieldNode
    ways: tuple[tuple[str, str], ...]
    prefix: str

    def taken(self, variables: VariableValues) -> Taken:
        """The ways and keys as a JSON text, so that one statement finds any number of any types."""
        given = converted(self.schema, self.field, self.node, variables)["representations"]
        wanted = keys_of(given)
        pairs = [(self.ways.index((one.cls.__name__, column)), value) for one, column, value in wanted]
        return Taken(structure=None, values={self.prefix: orjson.dumps(pairs).decode()})


class Arguments(Protocol):
    """The arguments of any field; the slots of its values begin with its prefix."""

    @property
    def node(self) -> FieldNode:
        """Where they stand."""
        ...

    @property
    def prefix(self) -> str:
        """What the names of their slots begin with."""
        ...

    def taken(self, variables: VariableValues) -> Taken:
        """What they come to; raises as the general path does where they are to be refused."""
        ...


def converted(
    schema: ContractSchema, field: GraphQLField, node: FieldNode, variables: VariableValues
) -> dict[str, Any]:
    """The arguments of a field by their Python names, as its resolver would get them."""
    shown = definition_of(field)
    given = get_argument_values(field, node, variables)
    return convert_arguments(
        given, shown.arguments, scalar_registry=schema.schema_converter.scalar_registry, config=schema.config
    )


def definition_of(field: GraphQLField) -> StrawberryField:
    """The declaration behind a field of the schema."""
    found = field.extensions["strawberry-definition"]
    if not isinstance(found, StrawberryField):
        raise TypeError("a field of another kind")
    return found


def varies(arguments: Arguments) -> bool:
    """Whether the arguments hold variables."""
    return bool(variables_in(arguments.node.arguments))


def list_of(taken: Taken) -> tuple[ListRead, bool]:
    """The read of a list's arguments, and whether the branch counts."""
    read, branch = taken.structure
    return read, branch
