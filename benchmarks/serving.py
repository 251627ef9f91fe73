"""The Python servers that are measured, each in a process of its own: the hub, and the bare limit.

`python -m benchmarks.serving hub|limit` serves on the listening socket whose number BENCH_FD gives.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from typing import Any
from urllib.parse import parse_qsl

import psycopg
import uvicorn
from psycopg.adapt import Buffer, Loader

from benchmarks.questions import FOLDER
from hub import logs
from hub.app import Hub, application
from hub.settings import LogFormat, read_settings
from hub.store.session import Database

CONNECTIONS = 16


class Untouched(Loader):
    """Takes a text as the bytes it came in: they go out again as they are."""

    def load(self, data: Buffer) -> bytes:
        """The bytes themselves."""
        return bytes(data)


class Limit:
    """The least a Python server can do: a path names a statement, its one value is the whole body."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._statements = {path.parent.name: path.read_bytes() for path in FOLDER.glob("*/limit.sql")}
        self._free: asyncio.LifoQueue[psycopg.AsyncConnection[Any]] = asyncio.LifoQueue()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or open the connections before the first."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        values = dict(parse_qsl(scope["query_string"].decode())) or None
        body = await self._answer(self._statements[scope["path"][1:]], values)
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, statement: bytes, values: dict[str, str] | None) -> bytes:
        connection = await self._free.get()
        try:
            cursor = await connection.execute(statement, values, prepare=True)
            row = await cursor.fetchone()
        finally:
            self._free.put_nowait(connection)
        return row[0] if row is not None else b"null"

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        for _ in range(CONNECTIONS):
            connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
            connection.adapters.register_loader("text", Untouched)
            self._free.put_nowait(connection)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        while not self._free.empty():
            await self._free.get_nowait().close()
        await send({"type": "lifespan.shutdown.complete"})


async def no_fetch(url: str) -> bytes:
    """The only issuer's keys lie in a file."""
    raise LookupError(url)


def hub() -> Any:  # an ASGI application
    """The whole hub, as its own command starts it, without linked systems."""
    settings = read_settings()
    logs.configure(as_json=settings.log_format is LogFormat.JSON, level=settings.log_level.value)
    parts = Hub(settings, database=Database(settings.database_url), fetch=no_fetch, engine=None)
    return application(parts)


def main(which: str) -> None:
    """Serve until the process is told to stop."""
    app = hub() if which == "hub" else Limit(os.environ["BENCH_CONNINFO"])
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=2,
    )
    listening = socket.socket(fileno=int(os.environ["BENCH_FD"]))
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
