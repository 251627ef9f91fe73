"""Root fields that are told without reading a row: who asks, and what the schema says of itself."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
)

from hub.resolvers.collected import variables_in
from hub.schema.contracts import ContractSchema
from hub.schema.viewer import Viewer

OF_THE_CALLER = frozenset({"viewer"})
OF_THE_SCHEMA = frozenset({"__schema", "__type", "_service"})
TOLD = OF_THE_CALLER | OF_THE_SCHEMA

_MOST_KEPT = 16_000_000  # characters: some thirty whole introspections


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a field that is told may ask of its operation."""

    viewer: Viewer


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """A root field as a document of its own, and the slot that takes the JSON text of its value."""

    schema: ContractSchema
    document: DocumentNode
    key: str
    slot: str
    lasting: bool  # the same for everybody, whatever the variables

    def text(self, variables: Mapping[str, Any], telling: Telling | None) -> str:
        """The JSON text, as the general path writes it; raises GraphQLError where that path has an error to tell."""
        result: ExecutionResult = execute_sync(
            self.schema._schema, self.document, context_value=telling, variable_values=dict(variables)
        )
        if result.errors or result.data is None:
            raise (result.errors or [GraphQLError("nothing was told")])[0]
        return orjson.dumps(result.data[self.key]).decode()


@dataclass(kw_only=True)
class Texts:
    """What has been told of schemas, kept while there is room."""

    most: int = _MOST_KEPT
    _held: OrderedDict[Told, str] = field(default_factory=OrderedDict)
    _size: int = 0

    async def values(
        self, told: Sequence[Told], variables: Mapping[str, Any], viewer: Callable[[], Viewer]
    ) -> dict[str, str]:
        """The texts by their slots."""
        return {one.slot: await self._text(one, variables, viewer) for one in told}

    async def _text(self, told: Told, variables: Mapping[str, Any], viewer: Callable[[], Viewer]) -> str:
        held = self._held.get(told)
        if held is not None:
            self._held.move_to_end(told)
            return held
        if not told.lasting:
            return told.text(variables, Telling(viewer=viewer()))
        # A schema tells of itself for tenths of a second; other requests go on meanwhile.
        return self._kept(told, await asyncio.to_thread(told.text, variables, None))

    def _kept(self, told: Told, text: str) -> str:
        if len(text) > self.most:
            return text
        self._size -= len(self._held.pop(told, ""))  # another request may have been faster
        self._held[told] = text
        self._size += len(text)
        while self._size > self.most:
            _, dropped = self._held.popitem(last=False)
            self._size -= len(dropped)
        return text


def told(
    nodes: Sequence[FieldNode],
    *,
    schema: ContractSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    slot: str,
) -> Told:
    """A root field of an operation, to be told."""
    first = nodes[0]
    alone = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        variable_definitions=operation.variable_definitions,
        directives=(),
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    definitions = (alone, *fragments.values())
    return Told(
        schema=schema,
        document=DocumentNode(definitions=definitions),
        key=(first.alias or first.name).value,
        slot=slot,
        lasting=first.name.value in OF_THE_SCHEMA and not variables_in((*nodes, *fragments.values())),
    )
