"""What every test may ask for: a database of its own on either engine, and properties that repeat."""

from __future__ import annotations

import asyncio
import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import delete

from hub.store.migrate import upgrade
from hub.store.models.journal import AuditEntry, AuditHead
from hub.store.reference import load_reference
from hub.store.session import Database
from tests.asking import PATIENCE, Asked, hub_over, patient
from tests.factories import World
from tests.postgres import TEMPLATE, PostgresServer
from tests.prepared import Begin, Prepared, beginnings, copied
from tests.room import in_memory
from tests.statements import keep_compiled, share_compiled
from tests.store.settled import Ids, fill

ENGINES = ("sqlite", "postgresql")
REFERENCE_DAY = datetime(2026, 3, 1, tzinfo=UTC)

# Derandomised: a property that fails here fails everywhere, and the suite needs no luck.
hypothesis_settings.register_profile(
    "hub",
    derandomize=True,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.register_profile("agreement", hypothesis_settings.get_profile("hub"), max_examples=5_000)
hypothesis_settings.load_profile("hub")

NEVER = ("shadow_differences", "declined_field", "declined_absent", "declined_fault", "declined_depth")
"""What the compiled way of answering does not come to over the worlds of tests."""

_numbers = count(1)


def pytest_configure() -> None:
    """Choose the folder of temporary files before anybody asks for one."""
    in_memory()


def pytest_collection_finish() -> None:
    """Keep what was loaded out of the collector's way, which else takes a quarter of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server per test process; it starts when the first test asks for it."""
    with tempfile.TemporaryDirectory(prefix="hub-pg-") as folder:
        server = PostgresServer.start(Path(folder))
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine a test runs on; asking for it multiplies the test by both."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, empty database which nobody else sees."""
    if engine_name == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'hub.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh(f"hub_{next(_numbers)}") as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and the packaged reference; copied, never used itself."""
    path = tmp_path_factory.mktemp("template") / "hub.db"
    _fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a PostgreSQL database with all tables and the packaged reference."""
    postgres.create(TEMPLATE)
    _fill(postgres.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def migrated_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables and the packaged reference in it."""
    if engine_name == "sqlite":
        path = tmp_path / "hub.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    template: str = request.getfixturevalue("postgres_template")
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.fresh(f"hub_{next(_numbers)}", template=template) as url:
        yield url


def _fill(url: str) -> None:
    async def load() -> None:
        database = Database(url)
        try:
            await load_reference(database, now=REFERENCE_DAY)
            # Tests begin with an empty trail, so that what they find in it is their own doing.
            async with database.write() as connection:
                await connection.execute(delete(AuditEntry))
                await connection.execute(delete(AuditHead))
        finally:
            await database.close()

    upgrade(url)
    asyncio.run(load())


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """A migrated database with the packaged reference, opened."""
    opened = Database(migrated_url, statement_seconds=PATIENCE)
    share_compiled(opened)
    yield opened
    keep_compiled(opened)
    await opened.close()


@pytest.fixture
def world(database: Database) -> World:
    """Makes rows in the database."""
    return World(database)


@pytest.fixture
def compiled() -> bool:
    """Whether the hub compiles what it can plan; a test of the general path says no."""
    return True


@pytest.fixture
def shadow() -> float:
    """Which share of the compiled answers is compared with the general one: all, but where answers are counted."""
    return 1.0


@pytest.fixture
async def ask(database: Database, compiled: bool, shadow: float, tmp_path: Path) -> AsyncIterator[Asked]:
    """Asks a hub over the database, as anyone; each answer that is compiled is compared with the general one."""
    settings = patient(tmp_path, database_url=database.url, compiled=compiled, shadow=shadow)
    asked = Asked(hub_over(database, settings))
    yield asked
    await asked.client.aclose()
    if asked.hub.fastpath is not None:
        counts = asked.hub.fastpath.counts
        assert not {name: counts[name] for name in NEVER if counts[name]}


@pytest.fixture(scope="session")
def settled_begin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Begin[Ids]:
    """A random world with the cells of its totals, on either engine."""
    return beginnings(request, tmp_path_factory, fill)


@pytest.fixture
def settled_once(engine_name: str, settled_begin: Begin[Ids]) -> Prepared[Ids]:
    """That world, which nobody writes to."""
    return settled_begin(engine_name)


@pytest.fixture
def settled_url(settled_once: Prepared[Ids], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of it."""
    with copied(request, tmp_path, settled_once) as url:
        yield url
