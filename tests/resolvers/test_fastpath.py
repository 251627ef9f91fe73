"""The compiled way to answer: one statement for callers of one kind, counted, comparable, and never in the way."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hub.app import now
from hub.auth.refusal import TokenRefused
from hub.resolvers.answer import Answer, Answering, Question
from hub.resolvers.fastpath import Fastpath
from hub.store.quick import ConnectionLost
from hub.store.recent import Recent
from hub.store.session import Database
from hub.store.versions import business_day
from tests.asking import DINGBIAN, PATIENCE, PROVINCE, ZHASHUI, Asked, Person, hub_over, patient, plain
from tests.factories import World
from tests.registry.filing_steps import unfiled

BY_ID = (
    "query ($id: ID!, $n: Int) { node(id: $id) { id ... on Studio { name residencies(first: $n) { totalCount } } } }"
)


AGE = "query ($id: ID!) { node(id: $id) { ... on Studio { unfiledDays allowedActions { action } } } }"


class Compiled:
    """A hub answering the compiled way, with its counts at hand."""

    def __init__(self, database: Database, folder: Path, **more: Any) -> None:
        self.hub = hub_over(database, patient(folder))
        self.fastpath = Fastpath(database)
        self._tokens = Asked(self.hub)
        given: dict[str, Any] = {"clock": now, "limits": self.hub.bounds, "seconds": PATIENCE} | more
        self._answering = Answering(database, fastpath=self.fastpath, **given)

    async def ask(self, query: str, person: Person | None = None, **variables: Any) -> Answer:
        """The answer, as bytes."""
        token = self._tokens.token(person)
        caller = await self.hub.authenticate(None if token is None else f"Bearer {token}")
        assert not isinstance(caller, TokenRefused)
        question = Question(query=query, variables=variables, operation_name=None, may_mutate=True)
        return await self._answering.answer(question, caller=caller, request_id="r")


async def test_one_statement_serves_every_caller_of_a_kind_with_its_own_reach(
    database: Database, world: World, tmp_path: Path
) -> None:
    hub = Compiled(database, tmp_path)
    own = await world.studio("611026", name="柞水", published=False)
    other = await world.studio("610825", name="定边", published=False)

    seen = [await hub.ask(BY_ID, person, id=studio, n=1) for person in (ZHASHUI, DINGBIAN) for studio in (own, other)]

    assert [b"null" in plain(one.body) for one in seen] == [False, True, True, False]
    assert hub.fastpath.counts == {"planned": 1, "cache_hits": 3, "answered": 4}


async def test_another_size_of_page_is_another_statement_of_the_same_plan(
    database: Database, world: World, tmp_path: Path
) -> None:
    hub = Compiled(database, tmp_path)
    query = "query ($n: Int, $name: String) { studios(first: $n, where: { name: { eq: $name } }) { nodes { name } } }"
    for name in "ab":
        await world.studio("611026", name=name)

    answers = [await hub.ask(query, PROVINCE, n=n, name=name) for n in (1, 2) for name in "ab"]

    assert [plain(one.body) for one in answers] == [
        b'{"data":{"studios":{"nodes":[{"name":"%s"}]}}}' % name for name in (b"a", b"b", b"a", b"b")
    ]
    assert hub.fastpath.counts == {"planned": 2, "cache_hits": 2, "answered": 4}


async def test_what_is_left_to_the_general_path_is_counted_by_reason(
    database: Database, world: World, tmp_path: Path
) -> None:
    hub = Compiled(database, tmp_path)

    refused = await hub.ask('{ studios(after: "x") { nodes { id } } }')
    unfit = await hub.ask("query ($n: Int!) { studios(first: $n) { nodes { id } } }", n="x")

    assert (b"BAD_CURSOR" in refused.body, b"BAD_USER_INPUT" in unfit.body) == (True, True)
    assert hub.fastpath.counts == {"declined_arguments": 1, "declined_variables": 1}


async def test_a_lost_connection_is_no_fault_of_the_caller(
    database: Database, world: World, tmp_path: Path, monkeypatch: Any
) -> None:
    hub = Compiled(database, tmp_path)

    async def lost(statement: str, parameters: Any, *, who: Any) -> bytes:
        raise ConnectionLost

    monkeypatch.setattr(database.quick, "text", lost)
    answer = await hub.ask("{ studios { totalCount } }")

    assert plain(answer.body) == b'{"data":{"studios":{"totalCount":0}}}'
    assert hub.fastpath.counts["declined_connection"] == 1


async def test_in_shadow_the_general_answer_counts_and_a_difference_is_noticed(
    database: Database, world: World, tmp_path: Path, monkeypatch: Any
) -> None:
    hub = Compiled(database, tmp_path, shadow=0.5, chance=iter((0.4, 0.6, 0.4)).__next__)
    query = "{ studios { totalCount } }"

    first = await hub.ask(query)
    second = await hub.ask(query)

    async def wrong(statement: str, parameters: Any, *, who: Any) -> bytes:
        return b'{"studios":{"totalCount":7}}'

    monkeypatch.setattr(database.quick, "text", wrong)
    third = await hub.ask(query)

    assert {plain(one.body) for one in (first, second, third)} == {b'{"data":{"studios":{"totalCount":0}}}'}
    assert (hub.fastpath.counts["shadow_compared"], hub.fastpath.counts["shadow_differences"]) == (2, 1)


async def test_both_ways_answer_for_one_moment(database: Database, world: World, tmp_path: Path) -> None:
    """What is told of an age, or of a wait in seconds, must not hang on how long answering takes."""
    days = count()
    hub = Compiled(database, tmp_path, shadow=1, clock=lambda: now() + timedelta(days=next(days)))
    studio = await unfiled(world, "611026", plaqued_on=business_day(now()) - timedelta(days=12))

    for person in (PROVINCE, ZHASHUI):
        answer = await hub.ask(AGE, person, id=studio)
        assert b'"unfiledDays":' in answer.body

    assert (hub.fastpath.counts["shadow_compared"], hub.fastpath.counts["shadow_differences"]) == (2, 0)


def test_only_the_latest_entries_are_kept() -> None:
    recent: Recent[int, str] = Recent(2)
    for number in (1, 2):
        recent.keep(number, str(number))

    recent.recall(1)
    recent.keep(3, "3")

    assert list(recent) == [1, 3]
