"""The database: one engine for a URL, read and write transactions, and what each database needs for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Executable, RowMapping, event, literal, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from hub.store.quick import quick_reader

_BUSY_MS = 10_000
_READ_TIMEOUT_MS = 15_000
_OPTIONS = f"-c statement_timeout={_READ_TIMEOUT_MS} -c timezone=UTC"


class Database:
    """One database by its URL; hands out transactions and nothing else."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = async_url(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url, pool_size)
        self.quick = quick_reader(self.url, size=pool_size, options=_OPTIONS, busy_ms=_BUSY_MS)

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
        self.statements = 0

    async def all(self, statement: Executable) -> Sequence[RowMapping]:
        """All rows of a statement, as mappings.

        A statement that has begun is let finish even when nobody waits for it any more: cancelled half-way it would
        take the connection with it. `close` waits for it.
        """
        work = asyncio.ensure_future(self._all(statement))
        work.add_done_callback(_looked_at)
        return await asyncio.shield(work)

    async def _all(self, statement: Executable) -> Sequence[RowMapping]:
        async with self._turn:
            if self._done:
                raise ReadingOver
            if self._connection is None:
                self._opened = self._database.read()
                self._connection = await self._opened.__aenter__()
            self.statements += 1
            result = await self._connection.execute(statement)
            return result.mappings().all()

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


def _looked_at(work: asyncio.Future[Sequence[RowMapping]]) -> None:
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


def _postgres_engine(url: str, pool_size: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": _OPTIONS},
    )


def _sqlite_engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own transaction handling starts none on SELECT and so loses updates between processes.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:  # SQLAlchemy's Connection; writers take the lock at once
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
