"""The Python servers that are measured, each in a process of its own: the hub, and the bare limit by two drivers.

`python -m benchmarks.serving hub|psycopg|asyncpg` serves on the listening socket whose number BENCH_FD gives.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import asyncpg
import psycopg
import uvicorn
from psycopg.adapt import Buffer, Loader
from psycopg.conninfo import conninfo_to_dict

from benchmarks.questions import statements
from hub import logs
from hub.app import Hub, application
from hub.settings import LogFormat, read_settings
from hub.store.session import Database

CONNECTIONS = 16
PLAIN = "-c jit=off"  # as the hub has it: compiling expressions takes longer than running them
_NAMED = re.compile(r"%\((\w+)\)s")


class Untouched(Loader):
    """Takes a text as the bytes it came in: they go out again as they are."""

    def load(self, data: Buffer) -> bytes:
        """The bytes themselves."""
        return bytes(data)


class Limit(ABC):
    """The least a Python server can do: a path names a statement, its one value is the whole body."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._free: asyncio.LifoQueue[Any] = asyncio.LifoQueue()  # connections of either driver

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request, or open the connections before the first."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body = await self._answer(scope["path"][1:], dict(parse_qsl(scope["query_string"].decode())))
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, name: str, values: Mapping[str, str]) -> bytes:
        connection = await self._free.get()
        try:
            return await self._value(connection, name, values)
        finally:
            self._free.put_nowait(connection)

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        for _ in range(CONNECTIONS):
            self._free.put_nowait(await self._connect())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        while not self._free.empty():
            await self._free.get_nowait().close()
        await send({"type": "lifespan.shutdown.complete"})

    @abstractmethod
    async def _connect(self) -> Any:
        """A connection of the driver."""

    @abstractmethod
    async def _value(self, connection: Any, name: str, values: Mapping[str, str]) -> bytes:
        """The only value that a statement gives."""


class ByPsycopg(Limit):
    """The limit over psycopg 3, which the goals are set against."""

    def __init__(self, conninfo: str) -> None:
        super().__init__(conninfo)
        self._statements = {name: text.encode() for name, text in statements().items()}

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True, options=PLAIN)
        connection.adapters.register_loader("text", Untouched)
        return connection

    async def _value(self, connection: Any, name: str, values: Mapping[str, str]) -> bytes:
        cursor = await connection.execute(self._statements[name], values or None, prepare=True)
        (value,) = await cursor.fetchone()
        return bytes(value)


class ByAsyncpg(Limit):
    """The limit over asyncpg, which has less to do for a short answer."""

    def __init__(self, conninfo: str) -> None:
        super().__init__(conninfo)
        self._statements = {name: _numbered(text) for name, text in statements().items()}

    async def _connect(self) -> Any:
        host, user, database = (conninfo_to_dict(self._conninfo)[name] for name in ("host", "user", "dbname"))
        connection = await asyncpg.connect(host=host, user=user, database=database, server_settings={"jit": "off"})
        await connection.set_type_codec("text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary")
        return connection

    async def _value(self, connection: Any, name: str, values: Mapping[str, str]) -> bytes:
        text, names = self._statements[name]
        value: bytes = await connection.fetchval(text, *(values[one] for one in names))
        return value


def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """A statement with numbered parameters in place of named ones, and their names in that order."""
    names = tuple(dict.fromkeys(_NAMED.findall(text)))
    if not names:
        return text, ()
    return _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", text).replace("%%", "%"), names


async def no_fetch(url: str) -> bytes:
    """The only issuer's keys lie in a file."""
    raise LookupError(url)


def hub() -> Any:  # an ASGI application
    """The whole hub, as its own command starts it, without linked systems."""
    settings = read_settings()
    logs.configure(as_json=settings.log_format is LogFormat.JSON, level=settings.log_level.value)
    parts = Hub(settings, database=Database(settings.database_url), fetch=no_fetch, engine=None, key=bytes(32))
    return application(parts)


def main(which: str) -> None:
    """Serve until the process is told to stop."""
    limits: dict[str, type[Limit]] = {"psycopg": ByPsycopg, "asyncpg": ByAsyncpg}
    app = hub() if which == "hub" else limits[which](os.environ["BENCH_CONNINFO"])
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
