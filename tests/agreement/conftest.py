"""A filled world on each engine, made once, and the two ways of asking over it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.store.models.base import Base
from hub.store.models.body import Committee
from hub.store.models.member import Member
from hub.store.models.studio import Studio
from hub.store.session import Database
from tests.agreement.both_ways import BothWays, everyone
from tests.agreement.random_world import RandomWorld
from tests.asking import Person
from tests.postgres import PostgresServer

SEED = 20261121
FILLED = "hub_filled"
Ids = dict[type[Base], list[str]]


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A filled database, who may ask it, and what it holds."""

    ways: BothWays
    people: dict[str, Person | None]
    ids: Ids
    database: Database


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A SQLite file with the random world in it, and the identifiers that it holds."""
    path = tmp_path_factory.mktemp("filled") / "hub.db"
    shutil.copyfile(sqlite_template, path)
    return path, asyncio.run(_fill(f"sqlite+aiosqlite:///{path}"))


@pytest.fixture(scope="session")
def filled_postgres(postgres: PostgresServer, postgres_template: str) -> tuple[str, Ids]:
    """The name of a PostgreSQL database with the random world in it, and the identifiers that it holds."""
    postgres.create(FILLED, postgres_template)
    return FILLED, asyncio.run(_fill(postgres.url(FILLED)))


@pytest.fixture
def filled_url(engine_name: str, request: pytest.FixtureRequest) -> tuple[str, Ids]:
    """The address of the random world on an engine; nobody writes to it, so all tests share it."""
    if engine_name == "sqlite":
        path, ids = request.getfixturevalue("filled_sqlite")
        return f"sqlite+aiosqlite:///{path}", ids
    name, ids = request.getfixturevalue("filled_postgres")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.url(name), ids


@pytest.fixture
async def filled(filled_url: tuple[str, Ids], tmp_path: Path) -> AsyncIterator[Filled]:
    """The random world and both ways of asking."""
    url, ids = filled_url
    opened = Database(url)
    ways = BothWays(opened, tmp_path)
    people = everyone(ids, studio=Studio, committee=Committee, member=Member)
    yield Filled(ways=ways, people=people, ids=ids, database=opened)
    await ways.close()
    await opened.close()


async def _fill(url: str) -> Ids:
    opened = Database(url)
    try:
        world = RandomWorld(opened, seed=SEED)
        await world.fill()
    finally:
        await opened.close()
    return world.ids
