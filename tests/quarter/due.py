"""A due day for the quarter, with the calendar of its year, as a document would give them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, update

from hub.domain.ids import new_id
from hub.store.dialect import table_of
from hub.store.models.report import ReportDefinition, WorkingDay
from hub.store.models.rollup import Obligation
from hub.store.session import Database
from tests.factories import MOMENT
from tests.quarter.steps import REPORT


async def with_calendar(database: Database, *years: int) -> None:
    """Load years of which New Year's Day is the one that differs."""
    rows = [
        {
            "id": new_id(WorkingDay.prefix, MOMENT, seed=str(year).encode()),
            "year": year,
            "day": date(year, 1, 1),
            "works": False,
            "origin": "测试安排",
        }
        for year in years
    ]
    async with database.write() as connection:
        await connection.execute(insert(table_of(WorkingDay)), rows)


async def with_due_day(database: Database, *, working_day: int, grace: int | None = None) -> None:
    """The quarter is due so many working days after its end, and missing after so many more."""
    await with_setting(database, due_working_day=working_day, grace_days=grace)


async def with_setting(database: Database, **values: Any) -> None:
    """The definition of the quarter says otherwise than the packaged one."""
    table = table_of(ReportDefinition)
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.code == REPORT).values(values))


async def changed(database: Database, obligation: str, **values: Any) -> None:
    """An obligation whose days lie otherwise than the test's clock can have them."""
    table = table_of(Obligation)
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.id == obligation).values(values))
