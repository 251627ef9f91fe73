"""Batching: what a query costs in statements follows from its shape, never from the number of rows it meets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from hub.store.session import Database
from tests.asking import PROVINCE, Asked
from tests.factories import World

DEEP = """{ studios(first: 30) { totalCount nodes { name owner { name reportsTo { name } } committee { name }
  sectors { nodes { name } } residencies { totalCount nodes { role member { name memberships { totalCount nodes {
  body { shortName reportsTo { code } } } } } owner { code } } } activities { totalCount } } } }"""
COUNTS = (
    "{ bodies(first: 100) { nodes { code studios(includeBelow: true) { totalCount } memberships { totalCount } } } }"
)
BY_ID = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Body { name reportsTo { name } }
  ... on Studio { name residencies { nodes { member { name } } } } ... on Member { name } } }"""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database inside the block."""
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", see)


@pytest.fixture
def compiled() -> bool:
    """The general path batches; the compiled one has a single statement anyway."""
    return False


async def statements(ask: Asked, database: Database, query: str, **variables: Any) -> int:
    """How many statements a query takes, the tree and the keys already known."""
    await ask("{ viewer { contract } }", PROVINCE)
    with counted(database) as seen:
        await ask(query, PROVINCE, **variables)
    return len([one for one in seen if one.lstrip().upper().startswith(("SELECT", "WITH"))])


async def settled(world: World, code: str) -> tuple[str, str]:
    """A studio with two residents who hold two seats each."""
    studio = await world.studio(code, committee_id=await world.committee(code))
    member = ""
    for _ in range(2):
        member = await world.member(code)
        await world.seat(member, "610000")
        await world.residency(studio, member, code)
    return studio, member


async def test_a_deep_query_takes_the_same_statements_for_one_studio_and_for_many(
    ask: Asked, world: World, database: Database
) -> None:
    await settled(world, "611026")
    one = await statements(ask, database, DEEP)
    for code in ("611026", "610825", "611002", "610403", "611000") * 4:
        await settled(world, code)

    many = await statements(ask, database, DEEP)

    assert many <= one <= 20


async def test_counts_under_many_parents_take_one_statement_each(ask: Asked, database: Database) -> None:
    few = await statements(ask, database, COUNTS.replace("100", "1"))
    many = await statements(ask, database, COUNTS)

    assert few == many == 3


async def test_entities_take_one_statement_for_each_type_and_key(ask: Asked, world: World, database: Database) -> None:
    pairs = [await settled(world, "611026") for _ in range(10)]
    bodies = [{"__typename": "Body", "code": code} for code in ("611026", "611000", "610825")]
    bodies.append({"__typename": "Body", "id": await world.body("610000")})

    def asked(most: int) -> list[dict[str, str]]:
        studios = [{"__typename": "Studio", "id": studio} for studio, _ in pairs[:most]]
        return [*bodies, *studios, *({"__typename": "Member", "id": member} for _, member in pairs[:most])]

    few = await statements(ask, database, BY_ID, r=asked(1))
    many = await statements(ask, database, BY_ID, r=asked(10))

    assert few == many


async def test_what_nobody_selected_is_neither_read_nor_counted(ask: Asked, world: World, database: Database) -> None:
    await settled(world, "611026")

    counts = await statements(ask, database, "{ studios { totalCount } }")
    rows = await statements(ask, database, "{ studios { nodes { id } } }")
    neither = await statements(ask, database, "{ studios { __typename } }")
    both = await statements(
        ask, database, "{ studios { ...A } } fragment A on StudioConnection { totalCount edges { cursor } }"
    )

    assert (counts, rows, neither, both) == (1, 1, 0, 2)
