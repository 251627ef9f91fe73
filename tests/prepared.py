"""Databases that many tests begin with: filled once, and copied for each of them that writes."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
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
    """A database that nobody writes to, and what whoever filled it tells of it."""

    engine: str
    place: str
    """The path of a SQLite file, or the name of a PostgreSQL database."""
    url: str
    told: T


Fill = Callable[[Database, Path], Awaitable[T]]
"""Fills a migrated database, with a folder at hand, and tells what the tests need to know of it."""

Begin = Callable[[str], Prepared[T]]
"""The database of an engine, which is filled when it is asked for first."""


def beginnings(request: pytest.FixtureRequest, folders: pytest.TempPathFactory, fill: Fill[T]) -> Begin[T]:
    """A database of each engine; they are there as long as the server and the folders of the tests are."""

    @cache
    def begin(engine: str) -> Prepared[T]:
        folder = folders.mktemp("begun")
        if engine == "sqlite":
            place = str(folder / "hub.db")
            shutil.copyfile(request.getfixturevalue("sqlite_template"), place)
            url = f"sqlite+aiosqlite:///{place}"
        else:
            server: PostgresServer = request.getfixturevalue("postgres")
            place = f"prepared_{next(_numbers)}"
            server.create(place, request.getfixturevalue("postgres_template"))
            url = server.url(place)
        return Prepared(engine=engine, place=place, url=url, told=_filled(url, folder, fill))

    return begin


@contextmanager
def copied(request: pytest.FixtureRequest, folder: Path, source: Prepared[T]) -> Iterator[str]:
    """The address of a copy, which is there as long as the block runs."""
    if source.engine == "sqlite":
        path = folder / "copied.db"
        shutil.copyfile(source.place, path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh(f"{source.place}_{next(_numbers)}", template=source.place) as url:
        yield url


def _filled(url: str, folder: Path, fill: Fill[T]) -> T:
    async def run() -> T:
        database = Database(url, statement_seconds=PATIENCE)
        try:
            return await fill(database, folder)
        finally:
            await database.close()

    return asyncio.run(run())
