"""`hub report remind` and `hub report settle`: what they did is told, and what could not be reckoned ends with 1."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from hub.domain.ids import new_id
from hub.domain.rollup_words import ObligationStatus, PeriodStatus
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportDefinition, ReportPeriod
from hub.store.models.rollup import Obligation
from hub.store.session import Database
from tests.commands.conftest import Run
from tests.quarter.due import with_calendar

AT = datetime(2024, 4, 1, tzinfo=UTC)
DUE = date(2024, 4, 15)


async def _owe(folder: Path, *years: int) -> None:
    """A quarter that has long been due, of which one unit sent nothing."""
    database = Database(f"sqlite:///{folder / 'var' / 'hub.db'}")
    period, obligation = (new_id(model.prefix, AT, seed=b"1") for model in (ReportPeriod, Obligation))
    try:
        async with database.write() as connection:
            body = (await connection.execute(select(Body.id).where(Body.code == "611000"))).scalar_one()
            chosen = select(ReportDefinition.id).where(ReportDefinition.code == "province-quarterly")
            definition = (await connection.execute(chosen)).scalar_one()
            await connection.execute(
                insert(table_of(ReportPeriod)).values(
                    id=period,
                    definition_id=definition,
                    definition_code="province-quarterly",
                    body_id=body,
                    label="2024-Q1",
                    starts_on=date(2024, 1, 1),
                    ends_on=date(2024, 3, 31),
                    status=PeriodStatus.OPEN,
                    opened_at=AT,
                    opened_by="tester",
                )
            )
            await connection.execute(
                insert(table_of(Obligation)).values(
                    id=obligation,
                    period_id=period,
                    body_id=body,
                    due_original=DUE,
                    due_effective=DUE,
                    status=ObligationStatus.EXPECTED,
                    revision=1,
                )
            )
        await with_calendar(database, *years)
    finally:
        await database.close()


@pytest.fixture
def owed(filled: Path) -> Path:
    """The working directory with a report that is overdue and the calendar of its year."""
    asyncio.run(_owe(filled, 2024))
    return filled


def test_the_latest_step_is_posted_once_and_what_is_overdue_is_marked_once(hub: Run, owed: Path) -> None:
    assert owed.exists()
    first, again = hub("report", "remind"), hub("report", "remind")
    marked, settled = hub("report", "settle"), hub("report", "settle")

    assert (first.exit_code, again.exit_code, marked.exit_code, settled.exit_code) == (0, 0, 0, 0)
    assert first.stdout == "新投递：提醒 0，催办 0，通报 1 / posted: 0 reminder, 0 urging, 1 circular\n"
    assert "通报 0" in again.stdout
    assert marked.stdout == "新标记：逾期 1，缺报 0 / marked: 1 overdue, 0 missing\n"
    assert "逾期 0" in settled.stdout


def test_a_year_without_a_calendar_ends_with_one_and_says_which(hub: Run, filled: Path) -> None:
    asyncio.run(_owe(filled, 2025))

    found = hub("report", "remind")

    assert found.exit_code == 1
    assert "2024年工作日历尚未导入" in found.stderr
    assert "calendar-2024.tsv" in found.stderr


def test_where_nothing_is_owed_nothing_is_done(hub: Run, filled: Path) -> None:
    assert filled.exists()
    found = hub("report", "remind"), hub("report", "settle")

    assert [one.exit_code for one in found] == [0, 0]
    assert "通报 0" in found[0].stdout
    assert "缺报 0" in found[1].stdout
