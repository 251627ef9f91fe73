"""Kill -9 at any instant: after a restart the state is the one an uninterrupted run would have left."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from asyncio.subprocess import PIPE, Process
from datetime import datetime
from pathlib import Path

import pytest

import tests.sync.killed
from hub.store.digest import digest
from hub.store.jobs import default_jobs_url
from hub.store.runs import request_run
from hub.store.session import Database
from hub.sync.failpoints import Failpoint
from tests.sync.county import CODE, LATER, NOW, County, activity, engine_over, registered, rows, synced

_HOME = Path(tests.sync.killed.__file__).parents[2]
_ATTEMPTS = "SELECT status, attempt, fence FROM sync_run"


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A system with rows of every fate: sound, without identifier, without studio, twice."""
    county = County.founded(tmp_path / "county.db")
    county.add("hd", **activity(50, rq="2026-02-31"))
    county.add("hd", **activity(51, studio="G99"))
    county.add("hd", **activity(52, id=None))
    county.add("hd", **activity(1, zt="同号另一场"))
    return county


@pytest.fixture
async def untroubled(sqlite_template: Path, county: County, tmp_path: Path) -> str:
    """The digest that a run without any trouble leaves."""
    path = tmp_path / "untroubled.db"
    await asyncio.to_thread(shutil.copyfile, sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    await registered(database, county.source(timed=True))
    await synced(database, county.source(timed=True))
    state = await digest(database)
    await database.close()
    return state


@pytest.mark.parametrize("failpoint", [*(point.value for point in Failpoint), "F3:4"])
async def test_a_killed_run_goes_on_after_a_restart(
    database: Database, county: County, tmp_path: Path, untroubled: str, failpoint: str
) -> None:
    run_id = await _queued(database, county)

    killed = await _process(database, county, run_id, failpoint=failpoint)
    await killed.communicate()
    engine = engine_over(database, [county.source(timed=True)], tmp_path, jobs_url=_jobs(database))
    await engine.launch()
    report = await engine.finished(run_id)
    await engine.shutdown()

    assert killed.returncode == -9
    assert report.fetched == 16
    assert await digest(database) == untroubled
    assert await rows(database, _ATTEMPTS) == [("SUCCEEDED_WITH_QUARANTINE", 1, 2)]


async def test_another_process_takes_the_run_of_a_dead_one_over(
    database: Database, county: County, tmp_path: Path, untroubled: str
) -> None:
    run_id = await _queued(database, county)

    killed = await _process(database, county, run_id, failpoint="F3:2")
    await killed.communicate()
    heir = await _process(database, county, run_id, executor="tests-2", now=LATER)
    said, _ = await heir.communicate()

    assert (killed.returncode, said) == (-9, b"SUCCEEDED_WITH_QUARANTINE")
    assert await digest(database) == untroubled
    assert await rows(database, _ATTEMPTS) == [("SUCCEEDED_WITH_QUARANTINE", 2, 2)]


async def test_two_processes_on_one_database_share_one_run(database: Database, county: County, untroubled: str) -> None:
    run_id = await _queued(database, county)

    pair = [await _process(database, county, run_id, executor=f"tests-{number}") for number in (1, 2)]
    said = [(await process.communicate())[0] for process in pair]

    assert said == [b"SUCCEEDED_WITH_QUARANTINE"] * 2
    assert await digest(database) == untroubled
    assert await rows(database, _ATTEMPTS) == [("SUCCEEDED_WITH_QUARANTINE", 1, 1)]


async def _queued(database: Database, county: County) -> str:
    await registered(database, county.source(timed=True))
    async with database.write() as connection:
        return await request_run(connection, CODE, trigger="COMMAND", requested_by=None, now=NOW)


def _jobs(database: Database) -> str:
    return default_jobs_url(database.url)


async def _process(
    database: Database,
    county: County,
    run_id: str,
    *,
    executor: str = "tests-1",
    now: datetime = NOW,
    failpoint: str = "",
) -> Process:
    order = {
        "database": database.url,
        "county": str(county.path),
        "jobs": _jobs(database),
        "run": run_id,
        "executor": executor,
        "now": now.isoformat(),
        "failpoint": failpoint,
    }
    command = (sys.executable, "-m", "tests.sync.killed", json.dumps(order))
    return await asyncio.create_subprocess_exec(*command, cwd=_HOME, stdout=PIPE, stderr=PIPE)
