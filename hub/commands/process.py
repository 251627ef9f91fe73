"""A hub at work: database, the door to the network, the engine of the configured sources, and the server over them."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import structlog
import uvicorn
from starlette.types import ASGIApp

from hub.app import Hub, application
from hub.commands import room
from hub.commands.configured import read_folder
from hub.commands.key import deployment_key
from hub.errors import BadConfiguration
from hub.resolvers.answer import Clock
from hub.settings import Settings
from hub.store import migrate
from hub.store.session import Database
from hub.sync.engine import Engine
from hub.sync.http import Door
from hub.sync.registry import register_sources
from hub.sync.secrets import Secrets
from hub.sync.source import Source

_GRACE_SECONDS = 10
_ECHO_SECONDS = 1.0
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Process:
    """The parts that a command works with; there is no engine where no source is configured."""

    settings: Settings
    database: Database
    sources: tuple[Source, ...]
    door: Door
    engine: Engine | None


def require_migrated(settings: Settings) -> None:
    """Refuse to work on a database that lacks tables; blocks."""
    if migrate.current(settings.database_url) != migrate.head():
        raise BadConfiguration(
            "NOT_MIGRATED",
            "数据库的表结构不是本版本的，请先运行 hub migrate",
            "the database's tables are not those of this release: run hub migrate first",
        )


@asynccontextmanager
async def process(
    settings: Settings, *, executor: str | None = None, clock: Clock = room.now
) -> AsyncIterator[Process]:
    """The parts of one process for as long as the block runs; sources are registered, the engine is not launched."""
    await asyncio.to_thread(require_migrated, settings)
    sources = read_folder(settings.sources, environment=os.environ)
    database = Database(settings.database_url, statement_seconds=settings.statement_seconds)
    try:
        async with Door(clock=room.now, sleep=asyncio.sleep, chance=random.random) as door:
            engine = None
            if sources:
                await register_sources(database, sources, now=clock())
                engine = _engine(settings, sources, database=database, door=door, executor=executor, clock=clock)
            yield Process(settings=settings, database=database, sources=sources, door=door, engine=engine)
    finally:
        await database.close()


def starlette(parts: Process) -> ASGIApp:
    """The application over the parts; its lifespan launches the engine and shuts it down."""
    return application(hub_over(parts, engine=parts.engine))


def hub_over(parts: Process, *, engine: Engine | None, clock: Clock = room.now) -> Hub:
    """A hub over the parts, at the time of a clock."""
    return Hub(
        parts.settings,
        database=parts.database,
        fetch=parts.door.fetch_bytes,
        engine=engine,
        key=deployment_key(parts.settings),
        clock=clock,
    )


async def serve(app: ASGIApp, *, host: str, port: int, begun: Callable[[str], Awaitable[None]] | None = None) -> None:
    """Serve until the process is told to stop; `begun` gets the address once connections are accepted.

    A first signal lets requests finish, a second one does not wait for them.
    """
    listening = _listening(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    shown = f"[{host}]" if ":" in host else host
    server.begun = _once(begun, f"http://{shown}:{listening.getsockname()[1]}")
    try:
        await server.serve(sockets=[listening])
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _Server(uvicorn.Server):
    """A server that leaves signals to us, and so ends with exit code 0 when it is asked to end."""

    begun: Callable[[], Awaitable[None]]
    _beginning: asyncio.Task[None] | None = None
    _stopped_at: float | None = None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield

    def stop(self) -> None:
        """End; asked again, and not only by the echo of the same keystroke, end at once."""
        at = asyncio.get_running_loop().time()
        self.force_exit = self._stopped_at is not None and at - self._stopped_at > _ECHO_SECONDS
        self._stopped_at = self._stopped_at or at
        self.should_exit = True
        if self._beginning is not None:
            self._beginning.cancel()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then do what is to be done first while requests are already answered."""
        await super().startup(sockets=sockets)
        self._beginning = asyncio.create_task(self._begin())

    async def _begin(self) -> None:
        try:
            await self.begun()
        except Exception as fault:
            # A first sync that fails is no reason to take the graph away.
            _log.error("begin_failed", kind=type(fault).__name__)


def _once(begun: Callable[[str], Awaitable[None]] | None, address: str) -> Callable[[], Awaitable[None]]:
    async def call() -> None:
        if begun is not None:
            await begun(address)

    return call


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as problem:
        raise BadConfiguration(
            "NOT_LISTENING",
            f"无法在 {host}:{port} 监听：端口可能被占用，请更换 HUB_PORT 或 HUB_HOST",
            f"cannot listen on {host}:{port}: the port may be taken, change HUB_PORT or HUB_HOST",
        ) from problem


def _engine(
    settings: Settings,
    sources: tuple[Source, ...],
    *,
    database: Database,
    door: Door,
    executor: str | None,
    clock: Clock,
) -> Engine:
    return Engine(
        database=database,
        sources=sources,
        jobs_url=settings.jobs_url,
        executor=executor or settings.executor,
        http=door,
        secrets=Secrets(environment=os.environ, folder=settings.sources or settings.var),
        key=deployment_key(settings),
        clock=clock,
    )
