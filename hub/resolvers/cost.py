"""What an operation costs, in fields of its answer: estimated before any work, and counted exactly afterwards."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, VariableNode

from hub.errors import HubFault
from hub.resolvers.collected import nodes_below, variables_in
from hub.resolvers.limits import Worst, check_document
from hub.schema.sizes import REPRESENTATIONS, SLICING
from hub.schema.viewer import Limits
from hub.store.recent import Recent

_OPERATIONS = 500
_KEPT = 64  # sizes of one operation whose estimate is remembered
_OTHER = bytes(one for one in range(256) if one not in b'":,\\')
_SIZES = frozenset({*SLICING, REPRESENTATIONS})


class Costs:
    """The estimates of the latest used operations."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held: Recent[int, tuple[OperationDefinitionNode, Estimates]] = Recent(_OPERATIONS)

    def of(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        *,
        lasting: bool,
    ) -> Worst:
        """The most an operation may cost, or a fault; a document that is not `lasting` comes once and is forgotten."""
        held = self._held.recall(id(operation))
        if held is not None:  # it is held with its node, so that no other one has its number
            return held[1].of(variables)
        estimates = Estimates(schema, document, operation, limits=self._limits)
        if lasting:
            self._held.keep(id(operation), (operation, estimates))
        return estimates.of(variables)


class Estimates:
    """What one operation may cost; its document is walked once for each set of sizes and switches."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, *, limits: Limits
    ) -> None:
        self._schema = schema
        self._document = document
        self._operation = operation
        self._limits = limits
        self._names = _deciding(document)
        self._held: dict[Hashable, Worst | HubFault] = {}

    def of(self, variables: Mapping[str, Any]) -> Worst:
        """The estimate for these values, or the fault that names the bound they exceed."""
        key = tuple(_decisive(variables.get(name, _decisive)) for name in self._names)
        found = self._held.get(key)
        if found is None:
            if len(self._held) >= _KEPT:
                self._held.pop(next(iter(self._held)))
            found = self._held[key] = self._walked(variables)
        if isinstance(found, HubFault):
            raise _again(found)
        return found

    def _walked(self, variables: Mapping[str, Any]) -> Worst | HubFault:
        try:
            return check_document(
                self._schema, self._document, self._operation, limits=self._limits, variables=variables
            )
        except HubFault as refused:
            return _again(refused)


def actual(text: bytes, estimated: Worst) -> int:
    """The fields in the JSON text of an answer's `data`; looks at the schema count for no more than they cost."""
    # What is left of a key is `"":`. In a text value a quote has a backslash before it, and between the end of one text
    # and the beginning of the next stands a comma.
    fields = text.translate(None, _OTHER).count(b'"":')
    return min(fields, estimated.fields) if estimated.looks else fields


def _again(refused: HubFault) -> HubFault:
    """The same refusal without the trace of where it was first met."""
    return type(refused)(refused.code, refused.zh, refused.en, at=refused.at)


def _deciding(document: DocumentNode) -> tuple[str, ...]:
    """The variables that sizes and switches hang on."""
    names: set[str] = set()
    for node in nodes_below(document.definitions):
        names |= variables_in(getattr(node, "directives", None) or ())
        if isinstance(node, FieldNode):
            sizes = [one.value for one in node.arguments or () if one.name.value in _SIZES]
            names |= {one.name.value for one in sizes if isinstance(one, VariableNode)}
    return tuple(sorted(names))


def _decisive(value: Any) -> Hashable:  # whatever JSON holds, or nothing given
    """What of a value an estimate can hang on: a number, a switch, the length of a list."""
    if value is _decisive:
        return "absent"
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, list):
        return ("list", len(value))
    return value if isinstance(value, (int, float)) else "other"
