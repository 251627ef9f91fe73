"""Protection before work: what asks for too much is refused with a number, what takes too long ends where it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.auth.caller import Caller
from hub.resolvers.budget import who
from hub.settings import read_settings
from hub.store.session import Database
from tests.asking import PROVINCE, ZHASHUI, Asked, hub_over
from tests.factories import World
from tests.resolvers.door import PLAIN, PRECISE, code_of
from tests.resolvers.leaving import BOUND, Client, locked

OPINIONS = "{ opinions { nodes { id } } }"
BODY = '{ body(code: "611026") { name } }'
NEIGHBOUR = replace(ZHASHUI, subject="neighbour")
both_ways = pytest.mark.parametrize("compiled", [True, False])
on_postgresql = pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

Bounded = Callable[..., Any]


@pytest.fixture
def bounded(database: Database, compiled: bool, tmp_path: Path) -> Bounded:
    """Makes a hub with bounds of its own."""

    @asynccontextmanager
    async def make(**given: Any) -> AsyncIterator[Asked]:
        settings = read_settings(var=tmp_path, development=True, compiled=compiled, **given)
        asked = Asked(hub_over(database, settings))
        yield asked
        await asked.client.aclose()

    return make


@on_sqlite
async def test_a_budget_is_each_callers_own_and_its_end_is_a_429_with_the_numbers(bounded: Bounded) -> None:
    async with bounded(budget=40) as ask:
        first = await ask.post({"query": "{ studios { nodes { id } } }"})
        second = await ask.post({"query": "{ studios(first: 38) { nodes { id } } }"})
        third = await ask.post({"query": "{ studios(first: 38) { nodes { id } } }"}, accept=PRECISE)
        other = await ask.post({"query": "{ studios(first: 38) { nodes { id } } }"}, token=ask.token(PROVINCE))

    said = first.json()["extensions"]["cost"]
    assert (said["estimated"], said["actual"], said["budget"]) == (22, 2, 38)
    assert (second.status_code, third.status_code, other.status_code) == (429, 429, 200)
    assert code_of(second) == code_of(third) == "BUDGET_EXCEEDED"
    extensions = second.json()["errors"][0]["extensions"]
    assert (extensions["estimated"], extensions["left"], extensions["budget"]) == (40, 38, 40)
    assert second.headers["retry-after"] == str(extensions["retryAfter"]) == "3"


@on_sqlite
async def test_what_no_budget_could_hold_is_refused_as_too_much(bounded: Bounded) -> None:
    async with bounded(budget=40) as ask:
        response = await ask.post({"query": "{ studios(first: 39) { nodes { id } } }"}, accept=PRECISE)

    assert (response.status_code, code_of(response)) == (400, "TOO_MUCH_COST")


@both_ways
async def test_every_answer_says_what_it_cost_and_up_to_when_it_knows(ask: Asked, world: World) -> None:
    await world.studio("611026", name='甲":乙')
    before = await ask.post({"query": "{ studios { nodes { name } } }"}, token=ask.token(PROVINCE))
    failed = await ask.post({"query": "{ __typename studios(first: -1) { totalCount } }"}, token=ask.token(PROVINCE))

    extensions = before.json()["extensions"]
    assert (extensions["cost"]["estimated"], extensions["cost"]["actual"]) == (22, 3)
    assert extensions["freshness"]["asOf"].endswith("+00:00")
    assert failed.json()["extensions"]["cost"]["actual"] == 0


@on_sqlite
async def test_a_refusal_before_work_costs_nothing_and_says_no_cost(bounded: Bounded) -> None:
    async with bounded(budget=1_000) as ask:
        for query in ("{", "{ nothing }", "query ($id: ID!) { node(id: $id) { id } }"):
            assert "extensions" not in (await ask.post({"query": query})).json()
        await ask("{ __typename }")

    assert ask.extensions["cost"] == {"estimated": 1, "actual": 1, "budget": 999}


@on_sqlite
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("{ %s }" % " ".join(f"a{n}: studios(first: 100) {{ nodes {{ id }} }}" for n in range(1_000)),
         {"TOO_MUCH_TOKENS", "TOO_MUCH_ALIASES"}),
        ("{ bodies { nodes { %s name %s } } }" % ("reportsTo { " * 20, "} " * 20), {"TOO_MUCH_DEPTH"}),
        ("{ studios { nodes { %s id %s } } }" % ("residencies { nodes { studio { " * 6, "} } } " * 6),
         {"TOO_MUCH_DEPTH"}),
        ("{ studios(first: 1000000) { nodes { id } } }", {"PAGE_SIZE"}),
        ("{ studios(first: 1000) { nodes { residencies(first: 1000) { nodes { id } } } } }", {"TOO_MUCH_ROWS"}),
    ],
    ids=["a thousand aliases", "twenty levels", "a cycle", "a page of a million", "a page of pages"],
)  # fmt: skip
async def test_what_asks_for_too_much_is_refused_with_a_code(ask: Asked, query: str, codes: set[str]) -> None:
    answer = await ask.raw(query, PROVINCE)

    assert {error["extensions"]["code"] for error in answer["errors"]} <= codes
    assert answer.get("data") is None


@on_sqlite
async def test_the_bounds_of_cost_and_time_stand_in_the_schema(bounded: Bounded) -> None:
    async with bounded(budget=5_000, share=2, statement_seconds=3, request_seconds=4.5) as ask:
        found = await ask("{ viewer { limits { budget budgetSeconds share queue statementSeconds requestSeconds } } }")

    assert found["viewer"]["limits"] == {
        "budget": 5_000,
        "budgetSeconds": 60,
        "share": 2,
        "queue": 32,
        "statementSeconds": 3.0,
        "requestSeconds": 4.5,
    }


@both_ways
@on_postgresql
async def test_a_search_for_anything_is_allowed_and_bounded_by_the_time_of_a_statement(
    migrated_url: str, compiled: bool, tmp_path: Path
) -> None:
    database = Database(migrated_url, statement_seconds=0.2)
    ask = Asked(hub_over(database, read_settings(var=tmp_path, development=True, compiled=compiled)))
    query = '{ opinions(where: { topic: { contains: "%" } }) { nodes { id } } }'

    assert await ask(query, PROVINCE) == {"opinions": {"nodes": []}}
    async with locked(database, "opinion") as table:
        answer = await ask.raw(query, PROVINCE)
        await table.until(waiting=0)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"QUERY_TOO_SLOW"}
    await ask.client.aclose()
    await database.close()


@both_ways
@on_postgresql
async def test_when_the_client_leaves_its_statement_is_cancelled_on_the_server(ask: Asked, database: Database) -> None:
    async with locked(database, "opinion") as table:
        client = Client(ask, OPINIONS, PROVINCE)
        await table.until(waiting=1)
        with capture_logs() as lines:
            client.leave()
            await asyncio.wait_for(client.ended, BOUND)
        async with asyncio.timeout(BOUND):
            while database.quick.busy:
                await table.until(waiting=0)
        await table.until(waiting=0)

    assert client.sent == []
    assert [line["event"] for line in lines] == ["client_left", "request_finished"]
    assert lines[-1]["status"] == 499
    assert database.in_use == 0
    assert await ask(OPINIONS, PROVINCE) == {"opinions": {"nodes": []}}


@both_ways
@on_postgresql
async def test_when_the_time_of_a_request_is_over_its_statement_is_cancelled_on_the_server(
    bounded: Bounded, database: Database
) -> None:
    async with bounded(request_seconds=0.3) as ask, locked(database, "opinion") as table:
        client = Client(ask, OPINIONS, PROVINCE)
        await asyncio.wait_for(client.ended, BOUND)
        await table.until(waiting=0)

    assert client.code == "QUERY_TOO_SLOW"
    assert database.in_use == 0


@both_ways
@on_postgresql
async def test_a_caller_whose_operations_are_all_stuck_does_not_stop_another(
    ask: Asked, database: Database, world: World
) -> None:
    share = ask.hub.settings.share
    await ask(BODY, NEIGHBOUR)
    async with locked(database, "opinion") as table:
        stuck = [Client(ask, OPINIONS, PROVINCE) for _ in range(3 * share)]
        await table.until(waiting=share)

        found = await asyncio.wait_for(ask(BODY, NEIGHBOUR), BOUND)

        assert found["body"] is not None
        await table.until(waiting=share)
    await asyncio.wait_for(asyncio.gather(*(one.ended for one in stuck)), BOUND)
    assert [one.answer["data"] for one in stuck] == [{"opinions": {"nodes": []}}] * len(stuck)


@on_postgresql
async def test_more_than_may_wait_are_told_so_at_once(bounded: Bounded, database: Database) -> None:
    async with bounded(share=1) as ask, locked(database, "opinion") as table:
        stuck = [Client(ask, OPINIONS, PROVINCE) for _ in range(1 + 16)]
        async with asyncio.timeout(BOUND):
            while ask.hub.shares.waiting < 16:
                await table.until(waiting=1)
        response = await ask.post({"query": OPINIONS}, token=ask.token(PROVINCE), accept=PLAIN)
        for one in stuck:
            one.leave()
        await asyncio.wait_for(asyncio.gather(*(one.ended for one in stuck)), BOUND)
        await table.until(waiting=0)

    assert (response.status_code, code_of(response)) == (429, "TOO_MANY_AT_ONCE")
    assert response.headers["retry-after"] == "1"


@on_sqlite
async def test_who_waited_in_vain_is_told_that_there_was_no_place(bounded: Bounded) -> None:
    async with bounded(share=1, request_seconds=0.1) as ask:
        assert ask.hub.shares.take(who(Caller.anonymous()))

        response = await ask.post({"query": BODY})

    assert (response.status_code, code_of(response)) == (429, "TOO_MANY_AT_ONCE")
    assert ask.hub.shares.waiting == 0
