"""How sources stand: the newest run counts, and a source that never ran is listed too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from hub.domain.words import RunStatus, SourceKind, SourceStatus
from hub.store.models.source import SyncRun
from hub.store.runs import request_run
from hub.store.session import Database
from hub.store.sources import Registered, register
from hub.store.sync_status import standings

NOON = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    held = Database(migrated_url)
    yield held
    await held.close()


def source(code: str) -> Registered:
    return Registered(
        code=code,
        name="测试系统",
        name_en=None,
        body="611026",
        kind=SourceKind.FILES,
        schedule=None,
        zone="Asia/Shanghai",
        mapping_version="a:1",
    )


async def test_the_newest_run_counts_and_a_source_that_never_ran_is_listed(database: Database) -> None:
    async with database.write() as connection:
        await register(connection, [source("b-ran"), source("a-never")], now=NOON)
        await request_run(connection, "b-ran", trigger="COMMAND", requested_by=None, now=NOON)
        await connection.execute(update(SyncRun).values(status=RunStatus.FAILED, finished_at=NOON, new=9))
        later = NOON + timedelta(minutes=5)
        await request_run(connection, "b-ran", trigger="COMMAND", requested_by=None, now=later)

    never, ran = await standings(database)

    assert (never.code, never.last, never.status) == ("a-never", None, SourceStatus.ACTIVE)
    assert ran.code == "b-ran" and ran.last is not None
    assert (ran.last.status, ran.last.queued_at, ran.last.new) == (RunStatus.QUEUED, later, 0)
    assert (ran.waiting, never.waiting) == (0, 0)
