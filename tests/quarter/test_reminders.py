"""Reminders of due days, and what the hub itself does about reports that do not come (§2a Deadlines, A12, A-43)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from hub.domain.reporting_settings import reporting_settings
from hub.store.dialect import table_of
from hub.store.models.journal import AuditEntry, OutboxNotice
from hub.store.rollup_reminders import TOPIC, Reminded
from hub.store.rollup_reminders import remind as reminding
from hub.store.rollup_settling import Settled
from hub.store.rollup_settling import settle as settling
from hub.store.session import Database
from tests.asking import KEY, Asked, Person
from tests.factories import World
from tests.quarter.due import changed, with_calendar, with_due_day
from tests.quarter.steps import EXEMPT, LINES, OFFICE, SIGNER, SYSTEM, YULIN, done, draft_of, opened, submitted, told

# The quarter ends on Tuesday, 31 March 2026; its tenth working day is Tuesday, 14 April.
DUE = date(2026, 4, 14)
STATES = """query ($period: ID!) { node(id: $period) { ... on ReportPeriod {
  obligations(first: 20) { nodes { status missingSince body { code } } } } } }"""
SHADOW = """query ($id: ID!) { shadowFigures(obligation: $id) { notice noticeEn computedAt obligation { status }
  figures { unit { code } indicator firstKey secondKey computed } } }"""


def at(day: date) -> datetime:
    """Mid-morning in the province."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


async def remind(database: Database, day: date) -> Reminded:
    return await reminding(database, rungs=reporting_settings().rungs, now=at(day))


async def settle(database: Database, day: date) -> Settled:
    return await settling(database, now=at(day), key=KEY)


async def notices(database: Database, obligation: str) -> list[tuple[str, int, str]]:
    """What was posted about an obligation, as kind, working days after the due day, and that day."""
    table = table_of(OutboxNotice)
    chosen = select(table.c.detail).where(table.c.topic == TOPIC, table.c.object_id == obligation)
    async with database.read() as connection:
        found = (await connection.execute(chosen.order_by(table.c.occurred_at, table.c.id))).scalars()
        return [(one["kind"], one["days"], one["due"]) for one in found]


async def states(ask: Asked, period: str) -> dict[str, str]:
    found = (await ask(STATES, OFFICE, period=period))["node"]["obligations"]["nodes"]
    return {one["body"]["code"]: one["status"] for one in found}


@pytest.fixture
async def dated(database: Database) -> Database:
    """A database in which a document has given the quarter a due day and days of grace."""
    await with_calendar(database, 2025, 2026)
    await with_due_day(database, working_day=10, grace=5)
    return database


async def test_each_step_of_the_ladder_is_posted_once_on_its_day(ask: Asked, dated: Database) -> None:
    _, owed = await opened(ask)
    one = owed["611000"]
    days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 7), date(2026, 4, 13), DUE]
    days += [date(2026, 4, 15), date(2026, 4, 16), date(2026, 4, 21), date(2026, 5, 20)]

    for day in days:
        await remind(dated, day)
        assert not (await remind(dated, day)).posted

    assert await notices(dated, one) == [
        ("REMINDER", -10, "2026-04-14"),
        ("REMINDER", -5, "2026-04-14"),
        ("REMINDER", -1, "2026-04-14"),
        ("URGING", 1, "2026-04-14"),
        ("CIRCULAR", 5, "2026-04-14"),
    ]
    assert len(await notices(dated, owed["610403"])) == 5


async def test_who_has_sent_or_is_exempt_is_not_reminded_and_a_later_day_begins_anew(
    ask: Asked, dated: Database, world: World
) -> None:
    assert await world.studio("611000")
    _, owed = await opened(ask)
    await submitted(ask, owed["611000"], editor=SYSTEM, signer=SIGNER, code="611000")
    await done(ask, EXEMPT, OFFICE, id=owed["610403"], reason="测试：本期无工作室")
    first = await remind(dated, date(2026, 4, 13))
    assert dict(first.posted) == {"REMINDER": 10}
    await changed(dated, owed["610800"], due_effective=date(2026, 4, 21))

    second = await remind(dated, date(2026, 4, 20))

    assert dict(second.posted) == {"REMINDER": 1, "URGING": 9}
    assert await notices(dated, owed["611000"]) == await notices(dated, owed["610403"]) == []
    assert await notices(dated, owed["610800"]) == [("REMINDER", -1, "2026-04-14"), ("REMINDER", -1, "2026-04-21")]


async def test_without_a_due_day_nobody_is_reminded_overdue_or_missing(ask: Asked, database: Database) -> None:
    await with_calendar(database, 2025, 2026)
    period, _ = await opened(ask)

    assert not (await remind(database, date(2026, 12, 1))).posted
    assert await settle(database, date(2026, 12, 1)) == Settled()
    assert set((await states(ask, period)).values()) == {"EXPECTED"}


async def test_a_year_without_a_calendar_is_told_and_nothing_is_guessed(ask: Asked, database: Database) -> None:
    await with_calendar(database, 2026)
    await with_due_day(database, working_day=10)
    _, owed = await opened(ask)
    await changed(database, owed["611000"], due_effective=date(2027, 1, 8))

    found = await remind(database, date(2026, 12, 30))

    (refused,) = found.refused
    assert refused.code == "CALENDAR_YEAR_MISSING"
    assert "2027" in refused.zh
    assert await notices(database, owed["611000"]) == []


async def test_what_nobody_sent_is_overdue_and_after_grace_missing(ask: Asked, dated: Database, world: World) -> None:
    assert await world.studio("611000")
    period, owed = await opened(ask)
    await told(ask, owed["610800"], YULIN, "610800")
    await submitted(ask, owed["611000"], editor=SYSTEM, signer=SIGNER, code="611000")
    await done(ask, EXEMPT, OFFICE, id=owed["610403"], reason="测试：本期无工作室")

    assert await settle(dated, DUE) == Settled()
    assert await settle(dated, date(2026, 4, 15)) == Settled(overdue=10)
    assert await settle(dated, date(2026, 4, 16)) == Settled()
    overdue = await states(ask, period)
    assert Counter(overdue.values()) == {"OVERDUE": 10, "RECEIVED": 1, "EXEMPT": 1}
    assert await settle(dated, date(2026, 4, 21)) == Settled()
    assert await settle(dated, date(2026, 4, 22)) == Settled(missing=10)
    assert await settle(dated, date(2026, 4, 23)) == Settled()
    assert Counter((await states(ask, period)).values()) == {"MISSING": 10, "RECEIVED": 1, "EXEMPT": 1}
    table = table_of(AuditEntry)
    counted = select(func.count()).where(table.c.actor == "SYSTEM", table.c.action == "obligation.changed")
    async with dated.read() as connection:
        assert (await connection.execute(counted)).scalar_one() == 20


async def test_what_is_missing_shows_what_the_hub_computes_and_never_as_a_claim(
    ask: Asked, dated: Database, world: World
) -> None:
    """A12: the figures are those of the moment it was found missing, and what the unit had begun to state stays."""
    studio = await world.studio("610800")
    period, owed = await opened(ask)
    await told(ask, owed["610800"], YULIN, "610800")
    for _ in range(3):
        await world.activity(studio, "610800")
    await settle(dated, date(2026, 4, 15))
    assert (await ask(SHADOW, OFFICE, id=owed["610800"]))["shadowFigures"] is None
    await settle(dated, date(2026, 4, 22))

    shadow = (await ask(SHADOW, OFFICE, id=owed["610800"]))["shadowFigures"]

    assert "不是该单位的上报数" in shadow["notice"]
    assert "no claim of the unit" in shadow["noticeEn"]
    assert shadow["obligation"] == {"status": "MISSING"}
    assert counted(shadow) == 3
    assert (await ask(SHADOW, SIGNER, id=owed["610800"]))["shadowFigures"] is None
    assert (await ask(SHADOW, YULIN, id=owed["610800"]))["shadowFigures"] == shadow
    draft = await draft_of(ask, owed["610800"], YULIN)
    assert draft["status"] == "DRAFT"
    texts = (await ask(LINES, YULIN, version=draft["id"]))["node"]["narratives"]["nodes"]
    assert len(texts) == 2
    # A missing report may still come; then there are no shadow figures any more.
    await submitted(ask, owed["610800"], editor=YULIN, signer=_second(YULIN), code="610800")
    assert (await states(ask, period))["610800"] == "RECEIVED"
    assert (await ask(SHADOW, OFFICE, id=owed["610800"]))["shadowFigures"] is None


def counted(shadow: dict[str, Any]) -> int:
    return sum(int(one["computed"]) for one in shadow["figures"] if one["indicator"] == "activities")


def _second(person: Person) -> Person:
    return Person(role=person.role, body=person.body, subject="another-signer")
