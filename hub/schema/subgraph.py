"""The schema as a gateway composes it: without what many a city's own graph has under the same name."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldDefinitionNode,
    NamedTypeNode,
    Node,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    parse,
    print_ast,
)

# Relay's node and a graph's viewer are each graph's own; a gateway could not tell whose is meant.
LEFT_OUT = frozenset({"node", "viewer"})
_INTERFACE = "Node"


def subgraph_sdl(sdl: str) -> str:
    """The same schema without those root fields, Relay's interface, fields of it and the types that only they use."""
    document = parse(sdl, no_location=True)
    kept = [_plain(one) for one in document.definitions if _name(one) != _INTERFACE]
    types = {one.name.value: one for one in kept if isinstance(one, TypeDefinitionNode)}
    reached = _reached(types)
    definitions = tuple(one for one in kept if not isinstance(one, TypeDefinitionNode) or one.name.value in reached)
    return print_ast(DocumentNode(definitions=definitions))


def _plain(definition: DefinitionNode) -> DefinitionNode:
    if not isinstance(definition, ObjectTypeDefinitionNode):
        return definition
    fields = tuple(field for field in definition.fields or () if _INTERFACE not in _mentioned(field.type))
    if definition.name.value == "Query":
        fields = tuple(field for field in fields if _stays(field))
    return ObjectTypeDefinitionNode(
        description=definition.description,
        name=definition.name,
        directives=definition.directives,
        interfaces=tuple(one for one in definition.interfaces or () if one.name.value != _INTERFACE),
        fields=fields,
    )


def _stays(field: FieldDefinitionNode) -> bool:
    return field.name.value not in LEFT_OUT


def _reached(types: dict[str, TypeDefinitionNode]) -> set[str]:
    """The types that the roots lead to; unions lead to their members, scalars nowhere."""
    reached: set[str] = set()
    waiting = ["Query", "Mutation", "_Any", "_Entity", "_Service"]
    while waiting:
        name = waiting.pop()
        if name in types and name not in reached:
            reached.add(name)
            waiting.extend(_mentioned(types[name]))
    return reached


def _mentioned(node: Node) -> Iterator[str]:
    if isinstance(node, NamedTypeNode):
        yield node.name.value
    for key in node.keys:
        value = getattr(node, key, None)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Node):
                yield from _mentioned(one)


def _name(definition: DefinitionNode) -> str | None:
    return definition.name.value if isinstance(definition, TypeDefinitionNode) else None
