"""Databases that many tests begin with: filled once, and copied for each of them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Generic, TypeVar

import pytest

from hub.store.session import Database
from tests.asking import PATIENCE
from tests.postgres import PostgresServer

T = TypeVar("T")
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Prepared(Generic[T]):
    """A database that nobody works in, and what whoever filled it tells of it."""

    place: str
    """The path of a SQLite file, or the name of a PostgreSQL database."""
    told: T


@contextmanager
def prepared(
    request: pytest.FixtureRequest, engine: str, folder: Path, fill: Callable[[Database], Awaitable[T]]
) -> Iterator[Prepared[T]]:
    """Fill a copy of the migrated database of an engine; it is there as long as the block runs."""
    if engine == "sqlite":
        path = folder / "prepared.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield Prepared(place=str(path), told=_filled(f"sqlite+aiosqlite:///{path}", fill))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"prepared_{next(_numbers)}"
    with server.fresh(name, template=request.getfixturevalue("postgres_template")) as url:
        yield Prepared(place=name, told=_filled(url, fill))


@contextmanager
def copied(request: pytest.FixtureRequest, engine: str, folder: Path, source: Prepared[T]) -> Iterator[str]:
    """The address of a copy, which is there as long as the block runs."""
    if engine == "sqlite":
        path = folder / "copied.db"
        shutil.copyfile(source.place, path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh(f"{source.place}_{next(_numbers)}", template=source.place) as url:
        yield url


def _filled(url: str, fill: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(url, statement_seconds=PATIENCE)
        try:
            return await fill(database)
        finally:
            await database.close()

    return asyncio.run(run())
