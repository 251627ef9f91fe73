"""Runs prepared reads on connections of their own, with nothing between the driver and the answer's bytes."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import aiosqlite
import asyncpg
from sqlalchemy import make_url

from hub.errors import TooMuch
from hub.store.faults import too_slow

_STATEMENTS = 1_000  # prepared on each connection
_AS_IS = "binary"
_CLEAN_SECONDS = 5.0
_INTERRUPT_SECONDS = 0.05
_LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError)
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
        self.busy = 0  # connections at work
        self._settling: set[asyncio.Task[None]] = set()

    async def text(self, statement: str, parameters: Sequence[Any]) -> bytes:
        """The only value of a statement's only row, in UTF-8; a statement that is not waited for any more is ended."""
        await self._free.acquire()
        self.busy += 1
        connection = None
        try:
            connection = self._idle.pop() if self._idle else await self._connect()
            found = await self._run(connection, statement, parameters)
        except BaseException as problem:
            self._settle(connection, problem)
            raise
        self._idle.append(connection)
        self._leave()
        return found

    async def close(self) -> None:
        """Close the idle connections, once those that still settle have done so."""
        while self._settling:
            await asyncio.wait(self._settling)
        while self._idle:
            await self._drop(self._idle.pop())

    def _settle(self, connection: Any, problem: BaseException) -> None:
        """See to a connection whose statement did not end well; until then its place is taken."""
        if connection is None:
            self._leave()
            return
        work = asyncio.get_running_loop().create_task(self._settled(connection, problem))
        self._settling.add(work)
        work.add_done_callback(self._settling.discard)

    async def _settled(self, connection: Any, problem: BaseException) -> None:
        try:
            if await self._is_usable(connection, problem):
                self._idle.append(connection)
            else:
                await self._drop(connection)
        finally:
            self._leave()

    def _leave(self) -> None:
        self.busy -= 1
        self._free.release()

    @abstractmethod
    async def _connect(self) -> Any:
        """A new connection that cannot write."""

    @abstractmethod
    async def _run(self, connection: Any, statement: str, parameters: Sequence[Any]) -> bytes:
        """Run one statement."""

    async def _is_usable(self, connection: Any, problem: BaseException) -> bool:
        """Whether a connection may be used again; in doubt it is not, so that nobody meets what is left of another."""
        return False

    async def _drop(self, connection: Any) -> None:
        await connection.close()


class _Postgres(QuickReader):
    def __init__(self, url: str, *, size: int, settings: Mapping[str, str]) -> None:
        super().__init__(size=size)
        self._address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        # Compiling a statement of many expressions takes the server longer than running it, and so does planning it
        # for each caller's values: it is planned once, by indexes that serve all of them.
        self._settings = {
            **settings,
            "default_transaction_read_only": "on",
            "jit": "off",
            "plan_cache_mode": "force_generic_plan",
        }

    async def _connect(self) -> Any:
        # One statement is a snapshot by itself, so that no transaction has to be opened and closed around it.
        try:
            connection = await asyncpg.connect(
                self._address, server_settings=self._settings, statement_cache_size=_STATEMENTS
            )
        except _LOST as problem:
            raise ConnectionLost from problem
        try:
            # The answer goes out as the bytes it comes in.
            await connection.set_type_codec(
                "text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format=_AS_IS
            )
        except BaseException:
            connection.terminate()
            raise
        return connection

    async def _run(self, connection: Any, statement: str, parameters: Sequence[Any]) -> bytes:
        try:
            value: bytes = await connection.fetchval(statement, *parameters)
        except asyncpg.QueryCanceledError as slow:
            raise too_slow() from slow
        except _LOST as problem:
            raise (ConnectionLost if connection.is_closed() else StatementFailed) from problem
        return value

    async def _is_usable(self, connection: Any, problem: BaseException) -> bool:
        """The driver has the server cancel what nobody waits for; a connection that answers after that is clean."""
        if not isinstance(problem, (asyncio.CancelledError, TooMuch)):
            return False
        try:
            return bool(await connection.fetchval("select true", timeout=_CLEAN_SECONDS))
        except _LOST:
            return False

    async def _drop(self, connection: Any) -> None:
        try:
            await connection.close(timeout=_CLEAN_SECONDS)
        except _LOST:
            connection.terminate()


class _Sqlite(QuickReader):
    def __init__(self, url: str, *, size: int, busy_ms: int, seconds: float) -> None:
        super().__init__(size=size)
        self._path = make_url(url).database or ":memory:"
        self._busy_ms = busy_ms
        self._seconds = seconds

    async def _connect(self) -> aiosqlite.Connection:
        connection = await aiosqlite.connect(self._path, isolation_level=None)
        try:
            for pragma in (f"busy_timeout={self._busy_ms}", "query_only=ON"):
                await connection.execute(f"PRAGMA {pragma}")
            await connection.create_function("hub_cursor", 1, _cursor, deterministic=True)
        except BaseException:
            connection.stop()
            raise
        return connection

    async def _drop(self, connection: Any) -> None:
        closing = asyncio.ensure_future(connection.close())
        while not closing.done():
            # Nobody waits for what it may still be doing; an interruption that meets no statement has no effect.
            with suppress(ValueError):
                await connection.interrupt()
            await asyncio.wait({closing}, timeout=_INTERRUPT_SECONDS)
        await closing

    async def _run(self, connection: Any, statement: str, parameters: Sequence[Any]) -> bytes:
        work = asyncio.ensure_future(connection.execute_fetchall(statement, parameters))
        try:
            done, _ = await asyncio.wait({work}, timeout=self._seconds)
            if not done:
                raise too_slow()
            ((value,),) = work.result()
        except sqlite3.OperationalError as problem:
            if str(problem).startswith(_TOO_DEEP):
                raise TooDeep from problem
            raise StatementFailed from problem
        finally:
            work.cancel()
        text: str = value
        return text.encode()


def quick_reader(url: str, *, size: int, settings: Mapping[str, str], busy_ms: int, seconds: float) -> QuickReader:
    """The quick reader of a database; `settings` are PostgreSQL's for each connection, `seconds` SQLite's bound."""
    if make_url(url).get_backend_name() == "sqlite":
        return _Sqlite(url, size=size, busy_ms=busy_ms, seconds=seconds)
    return _Postgres(url, size=size, settings=settings)


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
