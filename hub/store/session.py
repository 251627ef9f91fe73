"""The database: one engine for a URL, read and write transactions, and what each database needs for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeVar

import aiosqlite
import psycopg
from sqlalchemy import Executable, QueuePool, RowMapping, event, literal, make_url, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from hub.store.quick import TOO_DEEP, TooDeep, cursor_text, quick_reader

STATEMENT_SECONDS = 15.0
"""How long a statement may run where nobody says otherwise."""

_BUSY_MS = 10_000
_CANCEL_SECONDS = 0.2  # a request to cancel that meets no statement has no effect, so it is sent again
_CANCELS = 10

T = TypeVar("T")


class Database:
    """One database by its URL; hands out transactions and nothing else."""

    def __init__(self, url: str, *, pool_size: int = 8, statement_seconds: float = STATEMENT_SECONDS) -> None:
        self.url = async_url(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.connections = pool_size
        self.statement_seconds = statement_seconds
        # Compiling a statement of many expressions takes the server longer than running it.
        bound = str(max(1, round(statement_seconds * 1000)))
        settings = {"statement_timeout": bound, "timezone": "UTC", "jit": "off"}
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url, pool_size, settings)
        self.quick = quick_reader(
            self.url, size=pool_size, settings=settings, busy_ms=_BUSY_MS, seconds=statement_seconds
        )

    @property
    def in_use(self) -> int:
        """Connections at work for the general path and for writing."""
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database from its first statement to its last."""
        async with self.engine.connect() as connection:
            if not self.is_sqlite:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits as a whole when the block ends, and not at all when it raises."""
        async with self.engine.connect() as connection:
            await connection.execution_options(write=True)
            async with connection.begin():
                yield connection

    async def answers(self) -> bool:
        """Whether the database can be asked just now."""
        try:
            async with self.engine.connect() as connection:
                await connection.execute(select(literal(1)))
        except SQLAlchemyError:
            return False
        return True

    async def close(self) -> None:
        """Give all connections back."""
        await self.quick.close()
        await self.engine.dispose()


class ReadingOver(RuntimeError):
    """The operation has been answered; nothing more is read for it."""


class Reader:
    """The statements of one operation: one connection, one snapshot, one statement at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()
        self._opened: Any = None  # the context manager of the read transaction, opened by the first statement
        self._connection: AsyncConnection | None = None
        self._done = False
        self._work: asyncio.Task[Any] | None = None  # whose turn it is
        self.statements = 0

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite; it is PostgreSQL otherwise."""
        return self._database.is_sqlite

    async def all(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[RowMapping]:
        """All rows of a statement, as mappings.

        A statement that has begun is let finish even when nobody waits for it any more: cancelled half-way it would
        take the connection with it. `close` waits for it, `stop` has the database end it.
        """
        return await self._finished(self._all(statement, parameters))

    async def texts(self, statement: str, parameters: tuple[Any, ...]) -> Sequence[str]:
        """The only column of a statement that was compiled for this connection's driver."""

        async def run(connection: AsyncConnection) -> Sequence[str]:
            try:
                result = await connection.exec_driver_sql(statement, parameters)
            except OperationalError as problem:
                if str(problem.orig).startswith(TOO_DEEP):
                    raise TooDeep from problem
                raise
            return result.scalars().all()

        return await self._finished(self._in_turn(run))

    async def _finished(self, asked: Coroutine[Any, Any, Sequence[T]]) -> Sequence[T]:
        work = asyncio.ensure_future(asked)
        work.add_done_callback(_looked_at)
        return await asyncio.shield(work)

    async def _all(self, statement: Executable, parameters: Mapping[str, Any] | None) -> Sequence[RowMapping]:
        async def run(connection: AsyncConnection) -> Sequence[RowMapping]:
            return (await connection.execute(statement, parameters)).mappings().all()

        return await self._in_turn(run)

    async def _in_turn(self, run: Callable[[AsyncConnection], Awaitable[Sequence[T]]]) -> Sequence[T]:
        async with self._turn:
            if self._done:
                raise ReadingOver
            self._work = asyncio.current_task()
            if self._connection is None:
                self._opened = self._database.read()
                self._connection = await self._opened.__aenter__()
            self.statements += 1
            with _bounded(self._connection, self._database):
                return await run(self._connection)

    async def stop(self) -> None:
        """End at once: the database is told to cancel the statement that is under way, and no other begins."""
        self._done = True
        work = self._work
        for _ in range(_CANCELS):
            if work is None or work.done():
                break
            if self._connection is None:
                work.cancel()
            else:
                await _cancel(self._connection)
            await asyncio.wait({work}, timeout=_CANCEL_SECONDS)
        else:
            if work is not None:
                work.cancel()  # the server does not listen: the connection goes with the statement
        await self.renew()

    async def close(self) -> None:
        """End the transaction for good: a field still at work when the answer is decided opens no other."""
        self._done = True
        await self.renew()

    async def renew(self) -> None:
        """End the transaction, if one was opened; what is read next sees what was committed meanwhile."""
        async with self._turn:
            if self._opened is not None:
                opened, self._opened, self._connection = self._opened, None, None
                await opened.__aexit__(None, None, None)


@contextmanager
def _bounded(connection: AsyncConnection, database: Database) -> Iterator[None]:
    """Interrupt a statement that runs too long, where the server does not do so itself."""
    if not database.is_sqlite:
        yield
        return
    loop = asyncio.get_running_loop()
    timer = loop.call_later(database.statement_seconds, lambda: loop.create_task(_cancel(connection)))
    try:
        yield
    finally:
        timer.cancel()


async def _cancel(connection: AsyncConnection) -> None:
    """Have the database stop what a connection is at work on; where that is nothing, nothing happens."""
    held = connection.sync_connection
    driver = held.connection.driver_connection if held is not None else None
    with suppress(psycopg.Error):
        if isinstance(driver, psycopg.AsyncConnection):
            await driver.cancel_safe(timeout=_CANCEL_SECONDS)
        elif isinstance(driver, aiosqlite.Connection):
            await driver.interrupt()


def _looked_at(work: asyncio.Future[Sequence[Any]]) -> None:
    """Take note of an error for which nobody waits any more; whoever waits is told all the same."""
    if not work.cancelled():
        work.exception()


def async_url(url: str) -> str:
    """The same database through the driver the hub uses."""
    parsed = make_url(url)
    driver = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    name = parsed.drivername.split("+")[0]
    if name not in driver:
        raise ValueError(
            "数据库地址须以 sqlite:/// 或 postgresql:// 开头 / the database URL starts with sqlite:/// or postgresql://"
        )
    return parsed.set(drivername=driver[name]).render_as_string(hide_password=False)


def sync_url(url: str) -> str:
    """The same database for tools that know no async driver, such as migrations."""
    parsed = make_url(async_url(url))
    name = "sqlite" if parsed.drivername.startswith("sqlite") else "postgresql+psycopg"
    return parsed.set(drivername=name).render_as_string(hide_password=False)


def _postgres_engine(url: str, pool_size: int, settings: Mapping[str, str]) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": " ".join(f"-c {name}={value}" for name, value in settings.items())},
    )


def _sqlite_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling starts none on SELECT and so loses updates between processes.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("hub_cursor", 1, cursor_text, deterministic=True)


def _begin_sqlite(connection: Any) -> None:  # SQLAlchemy's Connection; writers take the lock at once
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
