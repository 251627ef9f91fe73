"""What a selection comes to: its fields by response key, fragments spread, switched-off parts left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    Node,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)
from graphql.execution.values import VariableValues, get_directive_values

Fields = dict[str, list[FieldNode]]
"""The nodes of each response key, in the order of the response."""


@dataclass(frozen=True, kw_only=True)
class Collector:
    """Collects the fields of one operation with the values of its variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    def fields(self, selections: Iterable[SelectionSetNode | None], kind: GraphQLObjectType) -> Fields:
        """The fields that an object of this type answers; selections of one key are merged."""
        found: Fields = {}
        spread: set[str] = set()
        for selection in selections:
            self._gather(selection, kind, found, spread)
        return found

    def _gather(
        self, selections: SelectionSetNode | None, kind: GraphQLObjectType, found: Fields, spread: set[str]
    ) -> None:
        for one in selections.selections if selections else ():
            if not self._is_on(one):
                continue
            if isinstance(one, FieldNode):
                found.setdefault((one.alias or one.name).value, []).append(one)
            elif isinstance(one, InlineFragmentNode):
                if one.type_condition is None or self._applies(one.type_condition.name.value, kind):
                    self._gather(one.selection_set, kind, found, spread)
            elif isinstance(one, FragmentSpreadNode) and one.name.value not in spread:
                spread.add(one.name.value)
                fragment = self.fragments[one.name.value]
                if self._applies(fragment.type_condition.name.value, kind):
                    self._gather(fragment.selection_set, kind, found, spread)

    def _is_on(self, node: SelectionNode) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        if skip and skip["if"] is True:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (include and include["if"] is False)

    def _applies(self, name: str, kind: GraphQLObjectType) -> bool:
        if name == kind.name:
            return True
        condition = self.schema.get_type(name)
        if not isinstance(condition, GraphQLInterfaceType | GraphQLUnionType):
            return False
        return self.schema.is_sub_type(condition, kind)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a document by name."""
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def nodes_below(node: Any) -> Iterator[Node]:  # a node, or a tuple of nodes
    """A node and all nodes below it."""
    if isinstance(node, tuple):
        for one in node:
            yield from nodes_below(one)
    elif isinstance(node, Node):
        yield node
        for key in node.keys:
            if key != "loc":
                yield from nodes_below(getattr(node, key))


def variables_in(node: Any) -> set[str]:  # a node, or a tuple of nodes
    """The names of the variables that stand anywhere below a node."""
    return {one.name.value for one in nodes_below(node) if isinstance(one, VariableNode)}
