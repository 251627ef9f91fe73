"""Runs prepared reads on connections of their own, with nothing between the driver and the answer's bytes."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import aiosqlite
import psycopg
from sqlalchemy import make_url

from hub.store.faults import too_slow

_TOO_DEEP = ("parser stack overflow", "Expression tree is too large")


class ConnectionLost(Exception):
    """The connection was gone before the statement ran; another way may still answer."""


class StatementFailed(Exception):
    """The database refused the statement; the general path may know what to tell."""


class TooDeep(Exception):
    """The statement nests more deeply than the database's parser goes."""


class QuickReader(ABC):
    """A few idle connections, the latest used first; each runs one statement at a time, in a snapshot of its own."""

    def __init__(self, *, size: int) -> None:
        self._idle: list[Any] = []
        self._free = asyncio.Semaphore(size)

    async def text(self, statement: str, parameters: Sequence[Any]) -> bytes:
        """The only value of a statement's only row, in UTF-8."""
        async with self._free:
            connection = self._idle.pop() if self._idle else await self._connect()
            try:
                found = await self._run(connection, statement, parameters)
            except BaseException:
                await self._drop(connection)  # whatever state it is in, nobody else meets it
                raise
            self._idle.append(connection)
            return found

    async def close(self) -> None:
        """Close the idle connections."""
        while self._idle:
            await self._drop(self._idle.pop())

    @abstractmethod
    async def _connect(self) -> Any:
        """A new connection that cannot write."""

    @abstractmethod
    async def _run(self, connection: Any, statement: str, parameters: Sequence[Any]) -> bytes:
        """Run one statement."""

    async def _drop(self, connection: Any) -> None:
        await connection.close()


class _Postgres(QuickReader):
    def __init__(self, url: str, *, size: int, options: str) -> None:
        super().__init__(size=size)
        address = make_url(url)
        self._settings = address.translate_connect_args(username="user", database="dbname") | dict(address.query)
        # Compiling a statement of many expressions takes the server longer than running it.
        self._settings["options"] = f"{options} -c default_transaction_read_only=on -c jit=off"

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        # One statement is a snapshot by itself, so that no transaction has to be opened and closed around it.
        return await psycopg.AsyncConnection.connect(
            **self._settings, autocommit=True, cursor_factory=psycopg.AsyncRawCursor
        )

    async def _run(self, connection: Any, statement: str, parameters: Sequence[Any]) -> bytes:
        try:
            cursor = await connection.execute(statement, parameters)
        except psycopg.errors.QueryCanceled as slow:
            raise too_slow() from slow
        except psycopg.Error as problem:
            raise (ConnectionLost if connection.closed else StatementFailed) from problem
        value: bytes = cursor.pgresult.get_value(0, 0)
        return value


class _Sqlite(QuickReader):
    def __init__(self, url: str, *, size: int, busy_ms: int) -> None:
        super().__init__(size=size)
        self._path = make_url(url).database or ":memory:"
        self._busy_ms = busy_ms

    async def _connect(self) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(self._path, isolation_level=None)
        for pragma in (f"busy_timeout={self._busy_ms}", "query_only=ON"):
            await connection.execute(f"PRAGMA {pragma}")
        await connection.create_function("hub_cursor", 1, _cursor, deterministic=True)
        return connection

    async def _drop(self, connection: Any) -> None:
        await connection.interrupt()  # nobody waits any more for what it may still be doing
        await super()._drop(connection)

    async def _run(self, connection: Any, statement: str, parameters: Sequence[Any]) -> bytes:
        try:
            ((value,),) = await connection.execute_fetchall(statement, parameters)
        except sqlite3.OperationalError as problem:
            if str(problem).startswith(_TOO_DEEP):
                raise TooDeep from problem
            raise StatementFailed from problem
        text: str = value
        return text.encode()


def quick_reader(url: str, *, size: int, options: str, busy_ms: int) -> QuickReader:
    """The quick reader of a database."""
    if make_url(url).get_backend_name() == "sqlite":
        return _Sqlite(url, size=size, busy_ms=busy_ms)
    return _Postgres(url, size=size, options=options)


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
