"""Schedules: when a cron text is due in its source's zone, and that a minute counts once whoever sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.domain.words import SourceStatus
from hub.store.session import Database
from hub.store.sources import set_status
from hub.sync.cron import NotCron, last_tick, parse_cron
from hub.sync.schedule import Schedule
from tests.sync.county import CODE, NOW, County, registered, rows, synced

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "due", "not_due"),
    [
        ("*/15 * * * *", "2026-06-01 12:45", "2026-06-01 12:46"),
        ("30 6 * * *", "2026-06-01 06:30", "2026-06-01 07:30"),
        ("0 9-17/4 * * MON-FRI", "2026-06-01 13:00", "2026-06-06 13:00"),
        ("0 0 1 1,7 *", "2026-07-01 00:00", "2026-06-01 00:00"),
        ("0 0 * * 7", "2026-06-07 00:00", "2026-06-08 00:00"),
        ("0 0 13 * FRI", "2026-06-13 00:00", "2026-06-14 00:00"),
    ],
)
def test_a_schedule_is_due_on_its_minutes(text: str, due: str, not_due: str) -> None:
    cron = parse_cron(text)

    assert cron.matches(datetime.fromisoformat(due).replace(tzinfo=_SHANGHAI))
    assert not cron.matches(datetime.fromisoformat(not_due).replace(tzinfo=_SHANGHAI))


@pytest.mark.parametrize(
    "text", ["", "* * * *", "60 * * * *", "*/0 * * * *", "5-1 * * * *", "a * * * *", "1,,2 * * * *"]
)
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(NotCron):
        parse_cron(text)


def test_the_zone_of_the_source_decides_and_missed_minutes_count_as_one() -> None:
    cron = parse_cron("30 6 * * *")
    after = datetime(2026, 5, 31, 0, 0, tzinfo=UTC)

    tick = last_tick(cron, zone=_SHANGHAI, after=after, now=datetime(2026, 6, 1, 3, 0, 30, tzinfo=UTC))

    assert tick == datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert last_tick(cron, zone=_SHANGHAI, after=tick, now=tick + timedelta(hours=1)) is None


async def test_two_processes_queue_a_due_minute_once(database: Database, county: County) -> None:
    source = county.source()
    await registered(database, source)
    pair = [Schedule([source], since=NOW - timedelta(minutes=5)) for _ in range(2)]

    queued = [await schedule.queue(database, now=NOW) for schedule in pair]
    await synced(database, source)
    late = Schedule([source], since=NOW - timedelta(minutes=5))
    again = await late.queue(database, now=NOW)

    assert (queued, again) == ([[CODE], []], [])
    assert await rows(database, "SELECT trigger FROM sync_run") == [("SCHEDULE",)]


async def test_a_paused_source_is_not_queued(database: Database, county: County) -> None:
    await registered(database, county.source())
    async with database.write() as connection:
        await set_status(connection, CODE, status=SourceStatus.PAUSED)

    queued = await Schedule([county.source()], since=NOW - timedelta(minutes=5)).queue(database, now=NOW)

    assert queued == []
