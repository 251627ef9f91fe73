"""Texts that are joined in SQL come out as Python would join them, however they were put together."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String, bindparam, literal, select

from hub.store.joined_text import Joined
from hub.store.session import Database
from tests.asking import Asked
from tests.factories import World

FIXED = st.text(alphabet="ab'%s\"\\{}:,é😀", max_size=6)
GIVEN = st.text(alphabet="ab'%s\"\\é😀", max_size=6)


def _given(text: str) -> Any:  # an expression that is a column of a query elsewhere
    return literal(text, String)


def _asked(text: str) -> Any:  # a subquery, which SQLite joins in another way
    return select(literal(text, String)).scalar_subquery()


PARTS: Any = st.recursive(
    st.one_of(FIXED.map(lambda text: (text, text)), GIVEN.map(lambda text: (text, _given(text)))),
    lambda inner: st.lists(inner, min_size=1, max_size=5).map(
        lambda parts: ("".join(text for text, _ in parts), Joined([part for _, part in parts] or [""]))
    ),
    max_leaves=30,
)


async def test_joined_texts_are_one_text(database: Database) -> None:
    drawn: list[tuple[str, Any]] = []

    @settings(max_examples=60)
    @given(st.lists(PARTS, min_size=1, max_size=6), GIVEN)
    def collect(parts: Any, last: str) -> None:
        wanted = "".join(text for text, _ in parts) + last
        drawn.append((wanted, Joined([*(part for _, part in parts), _asked(last)])))

    collect()
    async with database.read() as connection:
        for wanted, joined in drawn:
            assert (await connection.execute(select(joined))).scalar_one() == wanted


async def test_many_texts_are_joined_too(database: Database) -> None:
    texts = [f"<{number}>" for number in range(300)]
    many = Joined([bindparam(f"v{number}", text, String) for number, text in enumerate(texts)])

    async with database.read() as connection:
        assert (await connection.execute(select(many))).scalar_one() == "".join(texts)


async def test_a_list_of_which_no_row_is_shown(ask: Asked) -> None:
    query = "{ bodies(first: 1) { pageInfo { __typename } } all: bodies(first: 1) { pageInfo { hasNextPage } } }"

    data = await ask(query)

    assert data == {"bodies": {"pageInfo": {"__typename": "HubPageInfo"}}, "all": {"pageInfo": {"hasNextPage": True}}}


async def test_an_identifier_is_shown_as_it_is(ask: Asked, world: World) -> None:
    plain = ["stu_a", "stu_1", "select", "1", "_"]
    for one in plain:
        await world.studio("611026", id=one)

    data = await ask("{ studios { nodes { id } } }")

    assert [node["id"] for node in data["studios"]["nodes"]] == sorted(plain)
    assert ask.hub.fastpath is not None
    assert ask.hub.fastpath.counts["answered"] == 1
