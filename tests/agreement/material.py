"""What operations are made of besides a schema: identifiers that exist, and cursors that earlier answers gave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type

from hub.schema.contracts import WHOLE, schema_of
from hub.store.models.base import Base
from tests.agreement.both_ways import BothWays, Case
from tests.agreement.people import Asker
from tests.agreement.words import Word, literal

Steps = list[dict[str, Word]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Cursors that a list gave under an order."""

    order: Steps
    cursors: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Material:
    """Identifiers by model, and cursors by the name of the type they point at."""

    ids: Mapping[type[Base], list[str]]
    told: Mapping[str, Sequence[Told]]


async def cursors(ways: BothWays, asker: Asker) -> dict[str, list[Told]]:
    """Ask the general path for a page of every root list, in several orders, and keep the cursors."""
    found: dict[str, list[Told]] = {}
    for root, row, order in _pages(schema_of(WHOLE)._schema):
        case = Case(query=f"{{ {root}(first: 4, orderBy: {literal(order)}) {{ edges {{ cursor }} }} }}", variables={})
        answer = json.loads((await ways.general(case, asker)).body)
        edges = (answer.get("data") or {root: {"edges": []}})[root]["edges"]
        if edges:
            told = Told(order=order, cursors=[edge["cursor"] for edge in edges])
            found.setdefault(row, []).append(told)
    return found


def _pages(schema: GraphQLSchema) -> Iterator[tuple[str, str, Steps]]:
    query = schema.query_type
    assert query is not None
    for root, shown in query.fields.items():
        connection = get_named_type(shown.type)
        if isinstance(connection, GraphQLObjectType) and "edges" in connection.fields:
            row = get_named_type(connection.fields["nodes"].type).name
            names = list(getattr(get_named_type(shown.args["orderBy"].type), "fields"))
            yield root, row, []
            yield root, row, [{names[0]: Word("DESC")}]
            yield root, row, [{names[len(names) // 2]: Word("ASC")}, {names[-1]: Word("DESC")}]


def kind_of(schema: GraphQLSchema, cls: Any) -> GraphQLObjectType | None:
    """The type that shows a class in a schema."""
    kind = schema.get_type(cls.__name__)
    return kind if isinstance(kind, GraphQLObjectType) else None
