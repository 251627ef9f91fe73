"""A valid operation, with what either way of answering it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode

from hub.resolvers.context import Operation
from hub.schema.contracts import ContractSchema
from hub.schema.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A valid operation with the schema it is valid in."""

    schema: ContractSchema
    text: str
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    viewer: Callable[[], Viewer]  # what the caller is told about itself
    context: Callable[[], Operation]  # opens its snapshot and its loaders
    now: datetime
