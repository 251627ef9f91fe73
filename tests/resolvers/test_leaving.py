"""A client that hangs up on the real server: its statement ends in the database, and the server goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from hub.store.session import Database
from tests.asking import PROVINCE, Asked
from tests.resolvers.leaving import BOUND, locked

OPINIONS = "{ opinions { nodes { id } } }"


@asynccontextmanager
async def served(ask: Asked) -> AsyncIterator[int]:
    """The port of a real server over the hub."""
    server = uvicorn.Server(uvicorn.Config(ask.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    began = asyncio.Event()
    startup = server.startup

    async def started(sockets: list[object] | None = None) -> None:
        await startup()
        began.set()

    setattr(server, "startup", started)
    serving = asyncio.create_task(server.serve())
    await asyncio.wait_for(began.wait(), BOUND)
    yield int(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    await asyncio.wait_for(serving, BOUND)


def request(query: str, token: str | None) -> bytes:
    """A request as it goes over the wire."""
    body = json.dumps({"query": query}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: hub.test\r\ncontent-type: application/json\r\naccept-encoding: gzip\r\n"
        f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
async def test_a_client_that_hangs_up_leaves_no_statement_behind(ask: Asked, database: Database) -> None:
    async with served(ask) as port, locked(database, "opinion") as table:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(OPINIONS, ask.token(PROVINCE)))
        await table.until(waiting=1)

        writer.transport.abort()

        await table.until(waiting=0)
    assert await ask(OPINIONS, PROVINCE) == {"opinions": {"nodes": []}}
    assert (ask.hub.shares.at_work, database.in_use) == (0, 0)
