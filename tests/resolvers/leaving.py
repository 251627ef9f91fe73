"""Clients that stay or leave while a hub is at work, and a table that nobody can read for a while."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url
from starlette.types import Message

from hub.store.session import Database
from tests.asking import Asked, Person

BOUND = 10.0  # seconds after which a test that waits fails; less than what a statement may take


class Client:
    """One request straight to the application; the client may leave before it is answered."""

    def __init__(self, ask: Asked, query: str, person: Person | None = None) -> None:
        token = ask.token(person)
        self._body = json.dumps({"query": query}).encode()
        self._headers = [(b"content-type", b"application/json"), (b"host", b"hub.test")]
        if token is not None:
            self._headers.append((b"authorization", f"Bearer {token}".encode()))
        self._left = asyncio.Event()
        self._asked = False
        self.sent: list[Message] = []
        self.ended = asyncio.create_task(self._run(ask))

    def leave(self) -> None:
        """Close the connection."""
        self._left.set()

    @property
    def answer(self) -> dict[str, Any]:
        """What came back."""
        answer: dict[str, Any] = json.loads(b"".join(one.get("body", b"") for one in self.sent))
        return answer

    @property
    def code(self) -> str:
        """The code of the first error."""
        return str(self.answer["errors"][0]["extensions"]["code"])

    async def _run(self, ask: Asked) -> None:
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/graphql",
            "query_string": b"",
            "headers": self._headers,
            "client": ("127.0.0.1", 1),
        }
        await ask.app(scope, self._receive, self._send)

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


class Locked:
    """A table under a lock that keeps readers waiting, and how many wait for it."""

    def __init__(self, watching: psycopg.AsyncConnection[Any]) -> None:
        self._watching = watching

    async def until(self, waiting: int) -> None:
        """Return when exactly so many statements wait; fail when that does not come about."""
        async with asyncio.timeout(BOUND):
            while await self._count() != waiting:
                pass

    async def _count(self) -> int:
        cursor = await self._watching.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        row = await cursor.fetchone()
        assert row is not None
        return int(row[0])


@asynccontextmanager
async def locked(database: Database, table: str) -> AsyncIterator[Locked]:
    """Nobody reads a table while the block runs."""
    address = make_url(database.url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with (
        await psycopg.AsyncConnection.connect(address) as holding,
        await psycopg.AsyncConnection.connect(address, autocommit=True) as watching,
    ):
        await holding.execute(
            psycopg.sql.SQL("lock table {} in access exclusive mode").format(psycopg.sql.Identifier(table))
        )
        yield Locked(watching)
        await holding.rollback()
