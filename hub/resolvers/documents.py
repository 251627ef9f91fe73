"""Documents parsed and validated once for each contract, in a small cache that no caller can flush with large texts."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from hub.errors import BadRequest, HubFault
from hub.resolvers.form import check_form, check_size, too_deep
from hub.schema.contracts import ContractSchema

_CACHED = 500
LONGEST_KEPT = 20_000
_SHORT = 1_000


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A document that fits its contract, or the reasons why it does not."""

    document: DocumentNode | None
    syntax: GraphQLError | None = None
    errors: Sequence[GraphQLError] = ()
    refused: HubFault | None = None


class Documents:
    """The documents of one schema."""

    def __init__(self, contract: ContractSchema, *, tokens: int) -> None:
        self.contract = contract
        self.schema = contract._schema
        self._tokens = tokens
        self._held: OrderedDict[str | bytes, Checked] = OrderedDict()

    async def checked(self, text: str) -> Checked:
        """Parse and validate a text, or recall what came of it; raises where it is refused before that."""
        is_long = len(text) > LONGEST_KEPT
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() if is_long else text
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        else:
            # Checking a large text takes some hundredths of a second; other requests go on meanwhile.
            held = await asyncio.to_thread(self._check, text) if len(text) > _SHORT else self._check(text)
            if not is_long or held.refused is not None:
                self._keep(key, held)
        if held.refused is not None:
            raise held.refused.with_traceback(None)
        return held

    def _keep(self, key: str | bytes, checked: Checked) -> None:
        self._held[key] = checked
        if len(self._held) > _CACHED:
            self._held.popitem(last=False)

    def _check(self, text: str) -> Checked:
        try:
            check_size(text, tokens=self._tokens)
            document = parse(text, max_tokens=self._tokens)
            check_form(document)
            return Checked(document=document, errors=validate(self.schema, document, max_errors=20))
        except GraphQLSyntaxError as error:
            return Checked(document=None, syntax=error)
        except RecursionError:
            return Checked(document=None, refused=too_deep("query"))
        except HubFault as refused:
            return Checked(document=None, refused=refused)


def changes(document: DocumentNode, name: str | None) -> bool:
    """Whether an operation that may be meant does more than read."""
    operations = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    meant = (one for one in operations if name is None or (one.name is not None and one.name.value == name))
    return any(one.operation is not OperationType.QUERY for one in meant)


def chosen_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The operation to run, or BadRequest when the name does not decide it."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if name is not None:
        operations = [one for one in operations if one.name is not None and one.name.value == name]
    if len(operations) != 1:
        raise BadRequest(
            "OPERATION_NAME",
            "operationName 须指明文档中唯一的一个操作",
            "operationName must name exactly one operation of the document",
            at="operationName",
        )
    return operations[0]
