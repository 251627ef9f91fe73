"""The fixed shapes below a field, planned: the parts of a connection and those of a guarded value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, get_named_type

from hub.resolvers.collected import Collector, Fields
from hub.resolvers.given import definition_of
from hub.store.read_plan import Bound, Bounds, Constant, Cursor, Edges, Part, Row, Rows, Shown, Total

RowPlan = Callable[[list[FieldNode]], Shown]


def connection_parts(
    fields: Fields, kind: GraphQLObjectType, collector: Collector, *, row: RowPlan
) -> tuple[tuple[str, Rows | Edges | Bounds | Total | Constant], ...]:
    """What is asked of a connection."""
    return tuple((key, _connection_part(nodes, kind, collector, row)) for key, nodes in fields.items())


def guarded_parts(
    nodes: list[FieldNode], shown: GraphQLField, collector: Collector
) -> tuple[tuple[str, Part | Constant], ...]:
    """What is asked of a guarded value."""
    kind = _object(shown)
    found = collector.fields([node.selection_set for node in nodes], kind)
    return tuple(
        (key, constant_name(kind) if _name(below) == "__typename" else Part(_python_name(below, kind)))
        for key, below in found.items()
    )


def constant_name(kind: GraphQLObjectType) -> Constant:
    """The name of an object's type."""
    return Constant(text=f'"{kind.name}"')


def _connection_part(
    nodes: list[FieldNode], kind: GraphQLObjectType, collector: Collector, row: RowPlan
) -> Rows | Edges | Bounds | Total | Constant:
    if _name(nodes) == "__typename":
        return constant_name(kind)
    below = [node.selection_set for node in nodes]
    match _python_name(nodes, kind):
        case "nodes":
            return Rows(shown=row(nodes))
        case "edges":
            edge = _object(kind.fields[_name(nodes)])
            fields = collector.fields(below, edge)
            return Edges(parts=tuple((key, _edge_part(found, edge, row)) for key, found in fields.items()))
        case "page_info":
            info = _object(kind.fields[_name(nodes)])
            fields = collector.fields(below, info)
            return Bounds(parts=tuple((key, _bound(found, info)) for key, found in fields.items()))
        case _:
            return Total()


def _edge_part(nodes: list[FieldNode], kind: GraphQLObjectType, row: RowPlan) -> Cursor | Row | Constant:
    if _name(nodes) == "__typename":
        return constant_name(kind)
    return Cursor() if _name(nodes) == "cursor" else Row(shown=row(nodes))


def _bound(nodes: list[FieldNode], kind: GraphQLObjectType) -> Bound | Constant:
    return constant_name(kind) if _name(nodes) == "__typename" else Bound(_python_name(nodes, kind))


def _name(nodes: list[FieldNode]) -> str:
    return nodes[0].name.value


def _python_name(nodes: list[FieldNode], kind: GraphQLObjectType) -> str:
    return definition_of(kind.fields[_name(nodes)]).python_name


def _object(shown: GraphQLField) -> GraphQLObjectType:
    kind: Any = get_named_type(shown.type)
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError(f"{kind} is no object")
    return kind
