"""The steps of one run, each of which may be done again without harm: open, fetch and land, apply, close."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from hub.auth.caller import Caller
from hub.domain.body_setting import BodySetting
from hub.domain.divisions import Gazetteer
from hub.domain.words import RunStatus, SourceStatus
from hub.store.landing import Hold, read_cursor
from hub.store.lookup import read_lookup
from hub.store.runs import set_run
from hub.store.session import Database
from hub.store.shapes import MODELS, shapes
from hub.store.sources import SourceRow, read_source
from hub.sync.apply import BATCH, apply_batch, reopen_stream
from hub.sync.batch import Setting
from hub.sync.close import close_run
from hub.sync.failpoints import Failpoint, Fuse
from hub.sync.faults import SourceFault
from hub.sync.landing import Fetcher
from hub.sync.resolve import World
from hub.sync.source import Source, Stream
from hub.sync.wire import Wire

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all runs of a process stand on; the keys make digests unguessable and pseudonyms stable."""

    database: Database
    gazetteer: Gazetteer = field(repr=False)
    settings: tuple[BodySetting, ...] = field(repr=False)
    clock: Callable[[], datetime]
    audit_key: bytes = field(repr=False)
    redaction_key: bytes = field(repr=False)
    fuse: Fuse
    full_after: timedelta = timedelta(days=1)


class Step(Protocol):
    """Executes a step by its name, or answers what is on record of it."""

    async def __call__(self, name: str, function: Callable[..., Awaitable[_T]], /, *arguments: Any) -> _T:
        """The answer of the step."""
        ...


async def carry_out(runner: Runner, *, step: Step, stopped: Callable[[], bool] = lambda: False) -> str:
    """Take the steps of a run in their order and answer its last state, or `STOPPED` when the process is to end."""
    names = [stream.name for stream in runner.streams]
    for name in names:
        await step("open", runner.open, name)
        said = "MORE"
        while said == "MORE":
            if stopped():
                return "STOPPED"
            said = await step("page", runner.page, name)
        if said == "FAULT":
            break
    if await step("begin_applying", runner.begin_applying):
        for name in names:
            await step("reopen", runner.reopen, name)
            while await step("apply", runner.apply, name):
                if stopped():
                    return "STOPPED"
    return await step("close", runner.close)


class Runner:
    """One execution of one run under its fence."""

    def __init__(self, ground: Ground, source: Source, *, wire: Wire, hold: Hold) -> None:
        self._ground = ground
        self._source = source
        self._hold = hold
        self._row: SourceRow | None = None
        self._world: World | None = None
        self._fetcher = Fetcher(
            source,
            database=ground.database,
            wire=wire,
            hold=hold,
            redaction_key=ground.redaction_key,
            fuse=ground.fuse,
        )

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams in the order in which they can be applied."""
        order = list(MODELS)
        return tuple(sorted(self._source.streams, key=lambda stream: order.index(stream.entity)))

    async def open(self, name: str) -> None:
        """Begin a stream."""
        ground = self._ground
        await self._fetcher.open(self._source.stream(name), now=ground.clock(), full_after=ground.full_after)

    async def page(self, name: str) -> str:
        """Fetch and land the next page: `MORE`, `OVER`, or `FAULT` when the source gave no usable answer."""
        stream = self._source.stream(name)
        try:
            return "OVER" if await self._fetcher.page(stream, now=self._ground.clock()) else "MORE"
        except SourceFault as fault:
            if not fault.retryable:
                await self._fetcher.restart(stream)
            async with self._ground.database.write() as connection:
                await set_run(connection, self._hold, reason_code=str(fault.code), reason=fault.zh, reason_en=fault.en)
            return "FAULT"

    async def begin_applying(self) -> bool:
        """Turn to applying; answers no while the source is degraded and only lands."""
        async with self._ground.database.write() as connection:
            await set_run(connection, self._hold, status=RunStatus.APPLYING)
        return (await self._source_row()).status is not SourceStatus.DEGRADED

    async def reopen(self, name: str) -> None:
        """Let rows of a stream wait again that may be read differently now."""
        await reopen_stream(self._ground.database, await self._setting(name))

    async def apply(self, name: str, *, limit: int = BATCH) -> int:
        """Apply the next batch of a stream; zero when none is left."""
        row = await self._source_row()
        return await apply_batch(
            self._ground.database,
            await self._setting(name),
            place=row.place,
            audit_key=self._ground.audit_key,
            fuse=self._ground.fuse,
            limit=limit,
        )

    async def close(self) -> str:
        """Close the run and answer its last state."""
        self._ground.fuse.passing(Failpoint.F5)
        row = await self._source_row()
        status = await close_run(
            self._ground.database,
            self._source,
            self._hold,
            place=row.place,
            now=self._ground.clock(),
            audit_key=self._ground.audit_key,
        )
        return str(status)

    async def _source_row(self) -> SourceRow:
        if self._row is None:
            async with self._ground.database.read() as connection:
                self._row = await read_source(connection, self._source.code)
        if self._row is None:
            raise LookupError(self._source.code)
        return self._row

    async def _setting(self, name: str) -> Setting:
        row = await self._source_row()
        stream = self._source.stream(name)
        if self._world is None:
            async with self._ground.database.read() as connection:
                lookup = await read_lookup(connection)
            self._world = World(
                lookup=lookup,
                gazetteer=self._ground.gazetteer,
                settings=self._ground.settings,
                home=lookup.bodies[row.place.code],
            )
        async with self._ground.database.read() as connection:
            cursor = await read_cursor(connection, source_id=self._hold.source_id, stream=name)
        return Setting(
            whole=cursor is not None and cursor.run_id == self._hold.run_id and cursor.whole,
            hold=self._hold,
            source=self._source.code,
            stream=stream,
            shape=shapes()[stream.entity],
            world=self._world,
            caller=Caller.for_source(row.place, subject=f"source:{self._source.code}"),
            now=self._ground.clock(),
        )
