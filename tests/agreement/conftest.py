"""A filled world on each engine, made once, and the two ways of asking over it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from hub.store.session import Database
from tests.agreement.both_ways import BothWays
from tests.agreement.material import Material, cursors
from tests.agreement.people import OFTEN, Asker, everyone
from tests.agreement.random_world import RandomWorld
from tests.asking import PATIENCE
from tests.postgres import PostgresServer

AT_LENGTH = settings().max_examples >= 1_000  # with the profile `agreement`
SEED = 20261122
FILLED = "hub_filled"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A filled database, who may ask it, and what can be asked of it."""

    ways: BothWays
    people: dict[str, Asker]
    material: Material
    database: Database

    @property
    def askers(self) -> dict[str, Asker]:
        """Who asks each written operation: some of every kind, and everybody when there is time."""
        return self.people if AT_LENGTH else {name: self.people[name] for name in OFTEN}


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Material]:
    """A SQLite file with the random world in it, and what it holds."""
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "hub.db"
    shutil.copyfile(sqlite_template, path)
    return path, asyncio.run(_fill(f"sqlite+aiosqlite:///{path}", folder))


@pytest.fixture(scope="session")
def filled_postgres(
    postgres: PostgresServer, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Material]:
    """The name of a PostgreSQL database with the random world in it, and what it holds."""
    postgres.create(FILLED, postgres_template)
    return FILLED, asyncio.run(_fill(postgres.url(FILLED), tmp_path_factory.mktemp("filled")))


@pytest.fixture
def filled_url(engine_name: str, request: pytest.FixtureRequest) -> tuple[str, Material]:
    """The address of the random world on an engine; nobody writes to it, so all tests share it."""
    if engine_name == "sqlite":
        path, material = request.getfixturevalue("filled_sqlite")
        return f"sqlite+aiosqlite:///{path}", material
    name, material = request.getfixturevalue("filled_postgres")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.url(name), material


@pytest.fixture
def copied_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Material]]:
    """The address of a copy of the random world, to be damaged."""
    if engine_name == "sqlite":
        path, material = request.getfixturevalue("filled_sqlite")
        copy = tmp_path / "copy.db"
        shutil.copyfile(path, copy)
        yield f"sqlite+aiosqlite:///{copy}", material
        return
    name, material = request.getfixturevalue("filled_postgres")
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh("hub_damaged", template=name) as url:
        yield url, material


@pytest.fixture
async def filled(filled_url: tuple[str, Material], tmp_path: Path) -> AsyncIterator[Filled]:
    """The random world and both ways of asking."""
    opened = open_filled(*filled_url, folder=tmp_path)
    yield opened
    await opened.database.close()


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """A loop for tests that Hypothesis runs, which know nothing of loops."""
    with asyncio.Runner() as made:
        yield made


@pytest.fixture
def explored(runner: asyncio.Runner, filled_url: tuple[str, Material], tmp_path: Path) -> Iterator[Filled]:
    """The random world and both ways of asking, on the runner's loop."""
    opened = open_filled(*filled_url, folder=tmp_path)
    yield opened
    runner.run(opened.database.close())


def open_filled(url: str, material: Material, *, folder: Path) -> Filled:
    """Open a random world."""
    database = Database(url, statement_seconds=PATIENCE)
    ways = BothWays(database, folder)
    return Filled(ways=ways, people=everyone(material.ids), material=material, database=database)


async def _fill(url: str, folder: Path) -> Material:
    opened = Database(url, statement_seconds=PATIENCE)
    try:
        world = RandomWorld(opened, seed=SEED)
        await world.fill()
        ways = BothWays(opened, folder)
        return Material(ids=world.ids, told=await cursors(ways, everyone(world.ids)["province"]))
    finally:
        await opened.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in a line for each contract and database how many operations were asked and how they went."""
    reports = [one for held in terminalreporter.stats.values() for one in held]
    for report in reports:
        for name, text in getattr(report, "user_properties", ()):
            if name == "agreement" and getattr(report, "when", "") == "call":
                terminalreporter.write_line(text)
