"""A field whose value needs Python, planned: which resolvers run, what is shown of their values, which rows SQL shows.

The resolvers are those of the general path, so that a value has one meaning. Everything around them is settled once:
selections, arguments without variables, how each value is written. A row of which more is asked than its own columns
is shown by one statement for all such rows of an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from strawberry.types.field import StrawberryField

from hub.resolvers.collected import Collector, Fields, variables_in
from hub.resolvers.declined import Declined, Why
from hub.resolvers.given import converted, definition_of
from hub.schema.contracts import ContractSchema
from hub.schema.expose import Exposed, exposed
from hub.store.models.base import Base
from hub.store.read_plan import Shown, Wanted


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A scalar or a word of a closed set, and what JSON says for it."""

    said: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Several:
    """A list."""

    each: Expected


@dataclass(frozen=True, kw_only=True)
class Built:
    """An object: its fields by their response keys, each a step or a JSON text that is always the same."""

    fields: tuple[tuple[str, Step | str], ...]


@dataclass(frozen=True, kw_only=True)
class RowOf:
    """A row that the statement shows, by its number among the ways to show rows."""

    way: int


@dataclass(frozen=True, kw_only=True)
class AnyRow:
    """A row of one of several models."""

    shapes: Mapping[type[Base], Built | RowOf]


Shape = Leaf | Several | Built | RowOf | AnyRow


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a value looks like, and whether it may be missing."""

    shape: Shape
    optional: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One field: what resolves it, with which arguments, and what its value looks like."""

    field: GraphQLField
    parent: GraphQLObjectType
    nodes: list[FieldNode]
    arguments: Mapping[str, Any] | None  # by their Python names; None where they hold variables
    expected: Expected

    @property
    def definition(self) -> StrawberryField:
        """The declaration of the field."""
        return definition_of(self.field)


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A planned field that needs Python, at the root or on the rows of a model."""

    step: Step
    model: type[Base] | None


RowPlan = Callable[[list[FieldNode], Exposed], Shown]


class Computing:
    """Plans the fields of one operation that need Python; `row` plans what a statement shows of a row."""

    def __init__(self, schema: ContractSchema, collector: Collector, *, row: RowPlan) -> None:
        self._schema = schema
        self._collector = collector
        self._row = row
        self.computed: list[Computed] = []
        self.ways: list[Wanted] = []

    def number(self, nodes: list[FieldNode], parent: GraphQLObjectType, *, model: type[Base] | None = None) -> int:
        """The number of a field among those of the operation that need Python."""
        self.computed.append(Computed(step=self._step(nodes, parent), model=model))
        return len(self.computed) - 1

    def _step(self, nodes: list[FieldNode], parent: GraphQLObjectType) -> Step:
        first, shown = nodes[0], parent.fields[nodes[0].name.value]
        fixed = not variables_in(first.arguments)
        arguments = converted(self._schema, shown, first, self._collector.variables) if fixed else None
        expected = self._expected(shown.type, nodes)
        return Step(field=shown, parent=parent, nodes=nodes, arguments=arguments, expected=expected)

    def _expected(self, kind: GraphQLOutputType, nodes: list[FieldNode]) -> Expected:
        if is_non_null_type(kind):
            return Expected(shape=self._shape(kind.of_type, nodes), optional=False)
        return Expected(shape=self._shape(kind, nodes), optional=True)

    def _shape(self, kind: GraphQLOutputType, nodes: list[FieldNode]) -> Shape:
        if is_list_type(kind):
            return Several(each=self._expected(kind.of_type, nodes))
        if is_leaf_type(kind):
            leaf: GraphQLLeafType = kind
            return Leaf(said=leaf.serialize)
        if isinstance(kind, GraphQLInterfaceType):
            return self._any_row(kind, nodes)
        if not isinstance(kind, GraphQLObjectType):
            raise Declined(Why.FIELD)
        one = _by_name().get(kind.name)
        return self._built(self._below(nodes, kind), kind) if one is None else self._one_row(one, kind, nodes)

    def _below(self, nodes: list[FieldNode], kind: GraphQLObjectType) -> Fields:
        return self._collector.fields([node.selection_set for node in nodes], kind)

    def _built(self, fields: Fields, kind: GraphQLObjectType) -> Built:
        def told(nodes: list[FieldNode]) -> Step | str:
            return f'"{kind.name}"' if nodes[0].name.value == "__typename" else self._step(nodes, kind)

        return Built(fields=tuple((key, told(found)) for key, found in fields.items()))

    def _any_row(self, kind: GraphQLInterfaceType, nodes: list[FieldNode]) -> AnyRow:
        shapes: dict[type[Base], Built | RowOf] = {}
        for possible in self._schema._schema.get_possible_types(kind):
            one = _by_name().get(possible.name)
            if one is None:
                raise Declined(Why.FIELD)
            shapes[one.model] = self._one_row(one, possible, nodes)
        return AnyRow(shapes=shapes)

    def _one_row(self, one: Exposed, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Built | RowOf:
        """What has been read of the row already, or a statement's text where more is asked than its own columns."""
        fields = self._below(nodes, kind)
        if all(_is_read(found[0], kind, one) for found in fields.values()):
            return self._built(fields, kind)
        self.ways.append(Wanted(model=one.model, column="id", shown=self._row(nodes, one)))
        return RowOf(way=len(self.ways) - 1)


def _is_read(node: FieldNode, kind: GraphQLObjectType, one: Exposed) -> bool:
    if node.name.value == "__typename":
        return True
    definition = definition_of(kind.fields[node.name.value])
    return definition.base_resolver is None and definition.python_name in one.model.__mapper__.columns


def _by_name() -> dict[str, Exposed]:
    return {one.cls.__name__: one for one in exposed().values()}
