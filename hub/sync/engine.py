"""The durable engine: claims queued runs, executes each as a workflow that survives the death of its process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from traceback import extract_tb
from typing import Any, TypeVar

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from hub.auth.derived import derived
from hub.domain.body_setting import read_body_settings
from hub.domain.divisions import Gazetteer, read_aliases, read_divisions
from hub.domain.words import RunStatus
from hub.store.jobs import prepare_jobs
from hub.store.landing import FenceLost, Hold
from hub.store.runs import (
    LEASE,
    Claimed,
    begin,
    claim,
    forget_unbegun,
    heartbeat,
    let_go,
    read_run,
    request_run,
    set_run,
)
from hub.store.session import Database
from hub.sync.failpoints import Fuse
from hub.sync.http import Door
from hub.sync.report import RunReason, RunReport, report_of
from hub.sync.runner import Ground, Runner, carry_out
from hub.sync.schedule import Schedule
from hub.sync.secrets import Secrets
from hub.sync.source import Source
from hub.sync.wire import Wire

APPLICATION = "studio-hub"
VERSION = "sync-v1"
"""Names the order of the steps; it changes only when runs begun before could not go on."""

_POLL_SECONDS = 1.0
_WATCH_SECONDS = 0.05
_T = TypeVar("_T")
_log = structlog.get_logger(__name__)
_engines: list[Engine] = []  # the job engine knows one instance for a process; its workflows find it here


class Engine:
    """Executes the runs of the configured sources in this process; other processes may do the same beside it."""

    def __init__(
        self,
        *,
        database: Database,
        sources: Iterable[Source],
        jobs_url: str,
        executor: str,
        http: Door,
        secrets: Secrets,
        key: bytes,
        clock: Callable[[], datetime],
        failpoint: str | None = None,
        at_once: int = 4,
    ) -> None:
        """`key` is the deployment's own: digests in the audit trail and pseudonyms follow from it."""
        self._database = database
        self._sources: Mapping[str, Source] = {source.code: source for source in sources}
        self._jobs_url = jobs_url
        self._executor = executor
        self._http = http
        self._secrets = secrets
        self._clock = clock
        self._at_once = at_once
        self._ground = Ground(
            database=database,
            gazetteer=Gazetteer(read_divisions(), read_aliases()),
            settings=read_body_settings(),
            clock=clock,
            audit_key=derived(key, "audit"),
            redaction_key=derived(key, "redaction"),
            fuse=Fuse.from_text(failpoint),
        )
        self._running: dict[str, asyncio.Event] = {}
        self._stopping = asyncio.Event()
        self._beating: asyncio.Task[None] | None = None

    async def launch(self) -> None:
        """Start in the running event loop; runs that this executor left unfinished go on."""
        if _engines:
            raise RuntimeError("the job engine runs once in a process")
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": await asyncio.to_thread(prepare_jobs, self._jobs_url),
            "application_version": VERSION,
            "executor_id": self._executor,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }
        async with self._database.write() as connection:
            await forget_unbegun(connection, executor=self._executor)
        DBOS(config=config)
        _engines.append(self)
        DBOS.launch()
        self._beating = asyncio.create_task(self._beat())

    async def shutdown(self) -> None:
        """Finish the steps under way, give the runs up to other processes and stop."""
        self._stopping.set()
        for done in list(self._running.values()):
            await done.wait()
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        async with self._database.write() as connection:
            await let_go(connection, executor=self._executor, now=self._clock())
        # The job engine had made its own pool the loop's; it ends with it, and others still need threads.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))
        await asyncio.to_thread(DBOS.destroy)
        _engines.remove(self)

    async def run(self, code: str, *, trigger: str, requested_by: str | None = None) -> RunReport:
        """Ask for a run of a source and wait for its end, whichever process works on it."""
        async with self._database.write() as connection:
            run_id = await request_run(connection, code, trigger=trigger, requested_by=requested_by, now=self._clock())
        return await self.finished(run_id)

    async def finished(self, run_id: str) -> RunReport:
        """Wait for the end of a run and report it."""
        while not self._stopping.is_set():
            async with self._database.read() as connection:
                row = await read_run(connection, run_id)
            if row["finished_at"] is not None:
                break
            await self.work([row["source_code"]])
            await self._watch(run_id)
        return report_of(dict(row))

    async def poll(self) -> None:
        """Until shutdown: queue what schedules ask for, take up what is queued or was left behind."""
        schedule = Schedule(self._sources.values(), since=self._clock())
        while not self._stopping.is_set():
            try:
                await schedule.queue(self._database, now=self._clock())
                await self.work(list(self._sources))
            except Exception as error:  # the loop outlives a database that is away for a while
                _log.error("sync_poll_failed", kind=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _POLL_SECONDS)

    async def work(self, codes: list[str]) -> list[str]:
        """Take up runs of these sources as far as there is room and answer which."""
        room = self._at_once - len(self._running)
        mine = [code for code in codes if code in self._sources]
        if room <= 0 or not mine:
            return []
        async with self._database.write() as connection:
            claimed = await claim(connection, mine, executor=self._executor, now=self._clock(), most=room)
        for each in claimed:
            # A run is started once: its first workflow bears its id, later ones that and the attempt.
            suffix = "" if each.attempt == 1 else f"-{each.attempt}"
            with SetWorkflowID(f"{each.run_id}{suffix}"):
                await DBOS.start_workflow_async(_sync_run, each.run_id, each.attempt)
        return [each.run_id for each in claimed]

    async def execute(self, claimed: Claimed) -> str:
        """Execute a claimed run from wherever it stands; the answer is for the job engine's record only."""
        async with self._database.write() as connection:
            hold = await begin(connection, claimed, executor=self._executor, now=self._clock())
        if hold is None:
            return "NOT_OURS"
        done = self._running.setdefault(hold.run_id, asyncio.Event())
        try:
            return await carry_out(await self._runner(hold), step=_step, stopped=self._stopping.is_set)
        except FenceLost:
            _log.warning("sync_run_lost", run=hold.run_id, executor=self._executor)
            return "LOST"
        except Exception as error:
            _log.error("sync_run_failed", run=hold.run_id, kind=type(error).__name__, at=_place(error))
            await self._fail(hold)
            return "FAILED"
        finally:
            done.set()
            self._running.pop(hold.run_id, None)

    async def _runner(self, hold: Hold) -> Runner:
        async with self._database.read() as connection:
            code = str((await read_run(connection, hold.run_id))["source_code"])
        source = self._sources[code]
        wire = Wire(source, door=self._http, secrets=self._secrets, clock=self._clock)
        return Runner(self._ground, source, wire=wire, hold=hold)

    async def _fail(self, hold: Hold) -> None:
        reason = RunReason.INTERNAL
        told = {"reason_code": reason.value, "reason": reason.title_zh, "reason_en": reason.title_en}
        with suppress(FenceLost):
            async with self._database.write() as connection:
                await set_run(connection, hold, status=RunStatus.FAILED, finished_at=self._clock(), **told)

    async def _watch(self, run_id: str) -> None:
        """Wait for a sign that the run ended: at once when it runs here, by looking again when elsewhere."""
        done = self._running.get(run_id)
        waiting = done.wait() if done is not None else asyncio.sleep(_WATCH_SECONDS)
        await waiting

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            if not self._running:
                continue
            try:
                async with self._database.write() as connection:
                    runs = list(self._running)
                    await heartbeat(connection, runs, executor=self._executor, now=self._clock())
            except Exception as error:  # the lease is longer than two missed beats
                _log.warning("sync_heartbeat_failed", kind=type(error).__name__)


@DBOS.workflow(name="sync_run", max_recovery_attempts=None)
async def _sync_run(run_id: str, attempt: int) -> str:
    if not _engines:
        return "STOPPED"
    return await _engines[0].execute(Claimed(run_id=run_id, attempt=attempt))


async def _step(name: str, function: Callable[..., Awaitable[_T]], *arguments: Any) -> _T:
    async def called() -> _T:
        return await function(*arguments)

    return await DBOS.run_step_async({"name": name}, called)


def _place(error: Exception) -> str:
    """The innermost place of our own in a traceback: what the log may say of an error whose text may hold values."""
    frames = [frame for frame in extract_tb(error.__traceback__) if "/hub/" in frame.filename.replace(os.sep, "/")]
    return f"{frames[-1].name}:{frames[-1].lineno}" if frames else "-"
