"""Runs prepared reads on connections of their own, with nothing between the driver and the answer's bytes."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiosqlite
import asyncpg
import structlog
from sqlalchemy import make_url

from hub.errors import TooMuch
from hub.store.faults import too_slow

log = structlog.get_logger()

_STATEMENTS = 1_000  # prepared on each connection
_AS_IS = "binary"
_CLOSE_SECONDS = 5.0
_CANCELS = 10
_CANCEL_SECONDS = 0.05
_INTERRUPT_SECONDS = 0.05
_LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError)
TOO_DEEP = ("parser stack overflow", "Expression tree is too large")
"""How SQLite begins when a statement nests more deeply than its parser goes."""


class ConnectionLost(Exception):
    """The connection was gone before the statement ran; another way may still answer."""


class StatementFailed(Exception):
    """The database refused the statement; the general path may know what to tell."""


class TooDeep(Exception):
    """The statement nests more deeply than the database's parser goes."""


@dataclass(frozen=True, kw_only=True)
class _Session:
    """A connection and the number under which the server knows it, for when the connection does not answer."""

    connection: Any
    number: int


class QuickReader(ABC):
    """A few idle connections, the latest used first; each runs one statement at a time, in a snapshot of its own."""

    def __init__(self, *, size: int) -> None:
        self._idle: list[Any] = []
        self._free = asyncio.Semaphore(size)
        self.busy = 0  # connections at work
        self._settling: dict[asyncio.Task[None], Hashable] = {}

    async def text(self, statement: str, parameters: Sequence[Any], *, who: Hashable = None) -> bytes:
        """The only value of a statement's only row, in UTF-8; a statement that is not waited for any more is ended.

        Whoever left a statement behind waits until it has ended: leaving early must not get anybody two at a time.
        """
        while left := [task for task, name in self._settling.items() if name is not None and name == who]:
            await asyncio.wait(left)
        await self._free.acquire()
        self.busy += 1
        connection = None
        try:
            connection = self._idle.pop() if self._idle else await self._connect()
            found = await self._run(connection, statement, parameters)
        except BaseException as problem:
            self._settle(connection, problem, who)
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

    def _settle(self, connection: Any, problem: BaseException, who: Hashable) -> None:
        """See to a connection whose statement did not end well; until then its place is taken."""
        if connection is None:
            self._leave()
            return
        work = asyncio.get_running_loop().create_task(self._settled(connection, problem))
        self._settling[work] = who
        work.add_done_callback(self._settling.pop)

    async def _settled(self, connection: Any, problem: BaseException) -> None:
        try:
            if await self._is_usable(connection, problem):
                self._idle.append(connection)
            else:
                await self._abandon(connection)
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

    async def _abandon(self, connection: Any) -> None:
        """Be rid of a connection on which something may still be at work."""
        await self._drop(connection)

    async def _drop(self, connection: Any) -> None:
        await connection.close()


class _Postgres(QuickReader):
    def __init__(self, url: str, *, size: int, settings: Mapping[str, str]) -> None:
        super().__init__(size=size)
        self._address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._attendant: _Session | None = None  # opened when it is first needed
        self._turn = asyncio.Lock()
        # Planning a statement of many expressions for each caller's values takes the server longer than running it:
        # it is planned once, by indexes that serve all of them.
        self._settings = {
            **settings,
            "default_transaction_read_only": "on",
            "plan_cache_mode": "force_generic_plan",
        }

    async def _connect(self) -> _Session:
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
        return _Session(connection=connection, number=connection.get_server_pid())

    async def _run(self, connection: _Session, statement: str, parameters: Sequence[Any]) -> bytes:
        try:
            value: bytes = await connection.connection.fetchval(statement, *parameters)
        except asyncpg.QueryCanceledError as slow:
            raise too_slow() from slow
        except _LOST as problem:
            raise (ConnectionLost if connection.connection.is_closed() else StatementFailed) from problem
        return value

    async def _is_usable(self, connection: _Session, problem: BaseException) -> bool:
        """Whether a connection answers again, once the server has cancelled what nobody waits for.

        The server forgets a request to cancel that overtakes its statement; so it is told until it has heard.
        """
        if not isinstance(problem, (asyncio.CancelledError, TooMuch)):
            return False
        answer = asyncio.ensure_future(connection.connection.fetchval("select true"))
        try:
            for _ in range(_CANCELS):
                done, _ = await asyncio.wait({answer}, timeout=_CANCEL_SECONDS)
                if done:
                    return _is_clean(answer)
                await self._tell("pg_cancel_backend", connection)
        finally:
            answer.cancel()
        return False

    async def _abandon(self, connection: _Session) -> None:
        """A session that does not listen is ended on the server, and with it what it is at work on.

        One that is closed is left alone: the server may have given its number to another.
        """
        if connection.connection.is_closed():
            return
        try:
            await self._tell("pg_terminate_backend", connection)
        finally:
            connection.connection.terminate()

    async def _tell(self, what: str, connection: _Session) -> None:
        """Have the server do something to a session, from another one."""
        async with self._turn:
            try:
                if self._attendant is None or self._attendant.connection.is_closed():
                    self._attendant = await self._connect()
                order = f"select {what}({connection.number:d})"
                await self._attendant.connection.execute(order, timeout=_CLOSE_SECONDS)
            except (ConnectionLost, *_LOST) as problem:
                log.warning("statement_left_behind", reason=type(problem).__name__)

    async def close(self) -> None:
        """Close the connection that attends to the others too."""
        await super().close()
        if self._attendant is not None:
            await self._drop(self._attendant)
            self._attendant = None

    async def _drop(self, connection: _Session) -> None:
        try:
            await connection.connection.close(timeout=_CLOSE_SECONDS)
        except _LOST:
            connection.connection.terminate()


def _is_clean(answer: asyncio.Future[Any]) -> bool:
    problem = answer.exception()
    # A request that came late has cancelled the question itself: what was at work before has ended all the same.
    return problem is None or isinstance(problem, asyncpg.QueryCanceledError)


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
            await connection.create_function("hub_cursor", 1, cursor_text, deterministic=True)
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
            if str(problem).startswith(TOO_DEEP):
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


def cursor_text(text: str) -> str:
    """A JSON text as an opaque cursor, as the database's own words say it elsewhere."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
