"""The engine in its process: what is queued is worked on, what is open is not doubled."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from hub.domain.words import RunStatus, SourceStatus
from hub.errors import BadConfiguration, BadRequest
from hub.store.runs import request_run
from hub.store.session import Database
from hub.store.sources import set_status
from hub.sync.registry import register_sources
from tests.sync.county import CODE, NOW, County, engine_over, registered, rows


async def _asked(database: Database, code: str = CODE) -> str:
    async with database.write() as connection:
        return await request_run(connection, code, trigger="MUTATION", requested_by="tester", now=NOW)


async def test_queued_runs_are_worked_on_in_the_background(database: Database, county: County, tmp_path: Path) -> None:
    await registered(database, county.source())
    run_id = await _asked(database)
    engine = engine_over(database, [county.source()], tmp_path)

    await engine.launch()
    polling = asyncio.create_task(engine.poll())
    report = await engine.finished(run_id)
    again = await engine.run(CODE, trigger="COMMAND")
    await engine.shutdown()
    await polling

    assert (report.status, report.new) == (RunStatus.SUCCEEDED, 12)
    assert (again.run_id != run_id, again.unchanged) == (True, 12)
    assert await asyncio.to_thread(int, "1") == 1


async def test_asking_again_answers_the_open_run(database: Database, county: County) -> None:
    await registered(database, county.source())

    first, second = await _asked(database), await _asked(database)

    assert first == second
    assert await rows(database, "SELECT status, requested_by FROM sync_run") == [("QUEUED", "tester")]


async def test_unknown_and_paused_sources_are_refused_with_a_code(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with database.write() as connection:
        await set_status(connection, CODE, status=SourceStatus.PAUSED)

    with pytest.raises(BadRequest) as paused:
        await _asked(database)
    with pytest.raises(BadRequest) as unknown:
        await _asked(database, "nobody")

    assert (paused.value.code, unknown.value.code) == ("SOURCE_CLOSED", "SOURCE_UNKNOWN")


async def test_a_source_without_configuration_is_retired(database: Database, county: County) -> None:
    await registered(database, county.source())

    await register_sources(database, [], now=NOW)
    retired = await rows(database, "SELECT status FROM source")
    await registered(database, county.source())

    assert (retired, await rows(database, "SELECT status FROM source")) == ([("RETIRED",)], [("ACTIVE",)])


async def test_a_new_mapping_ends_the_degradation(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with database.write() as connection:
        await set_status(connection, CODE, status=SourceStatus.DEGRADED)

    await registered(database, county.source())
    same = await rows(database, "SELECT status FROM source")
    await registered(database, county.source(version=2))

    assert (same, await rows(database, "SELECT status FROM source")) == ([("DEGRADED",)], [("ACTIVE",)])


async def test_a_source_for_an_unknown_body_stops_the_start(database: Database, county: County) -> None:
    async with database.write() as connection:
        await connection.execute(text("UPDATE body SET code = 'elsewhere' WHERE code = '611026'"))

    with pytest.raises(BadConfiguration):
        await registered(database, county.source())
