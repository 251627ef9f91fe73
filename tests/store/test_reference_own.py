"""Reports of an office's own in the database: kept whole whatever folder a load or the doctor is given, and told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from examples.quarter.due import write_definition
from hub.store.dialect import table_of
from hub.store.doctor import examine
from hub.store.doctor_words import Finding, Verdict
from hub.store.models.report import ReportDefinition, ReportIndicator, ReportRule, WorkingDay
from hub.store.reference import Loaded, TableLoad, load_reference
from hub.store.session import Database

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 2, tzinfo=UTC)
OWN = "province-quarterly demonstration"
HOLIDAYS = "day\tworks\torigin\n2026-10-01\tfalse\t测试通知\n"
TABLES = ReportDefinition, ReportIndicator, ReportRule, WorkingDay


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    held = Database(migrated_url)
    yield held
    await held.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office's folder: a definition with a due day, and the working days of a year."""
    write_definition(tmp_path / "own", due=date(2026, 11, 7))
    (tmp_path / "own" / "calendar-2026.tsv").write_text(HOLIDAYS, encoding="utf-8")
    return tmp_path / "own"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another folder, which says nothing of what stands in the first."""
    (tmp_path / "other").mkdir()
    return tmp_path / "other"


async def held(database: Database) -> dict[str, list[Any]]:
    async with database.read() as connection:
        tables = [table_of(model) for model in TABLES]
        return {one.name: list(await connection.execute(select(one).order_by(one.c.id))) for one in tables}


def of(loaded: Loaded, table: str) -> TableLoad:
    return next(load for load in loaded.tables if load.table == table)


async def reference(database: Database, reports: Path | None) -> Finding:
    findings = await examine(database, now=LATER, reports=reports)
    return next(finding for finding in findings if finding.check.en == "reference")


@pytest.mark.parametrize("again", [False, True])
async def test_a_load_without_the_folder_leaves_the_office_s_own_as_it_was_and_names_it(
    database: Database, folder: Path, again: bool
) -> None:
    first = await load_reference(database, now=NOW, reports=folder)
    before = await held(database)

    second = await load_reference(database, now=NOW, again=again)

    assert (of(first, "report_definition").new, of(first, "working_day").new, first.kept) == (1, 1, ())
    assert second.written is again
    assert await held(database) == before
    assert second.kept == (OWN, "calendar-2026")
    if again:
        own = [row for row in before["report_indicator"] if row.definition_id == _own(before).id]
        assert of(second, "report_indicator").kept == len(own) > 0
        assert sum(load.removed for load in second.tables) == 0


async def test_a_load_with_another_folder_adds_its_own_and_takes_nothing(
    database: Database, folder: Path, other: Path
) -> None:
    await load_reference(database, now=NOW, reports=folder)
    before = await held(database)
    (other / "calendar-2027.tsv").write_text(HOLIDAYS.replace("2026", "2027"), encoding="utf-8")

    loaded = await load_reference(database, now=LATER, reports=other)

    after = await held(database)
    assert loaded.kept == (OWN, "calendar-2026")
    assert of(loaded, "working_day").new == 1
    assert {name: [row for row in after[name] if row in kept] for name, kept in before.items()} == before


async def test_what_leaves_a_file_that_is_there_goes(database: Database, folder: Path) -> None:
    await load_reference(database, now=NOW, reports=folder)
    (folder / "calendar-2026.tsv").write_text(HOLIDAYS.replace("10-01", "10-02"), encoding="utf-8")

    loaded = await load_reference(database, now=LATER, reports=folder)

    assert (of(loaded, "working_day").new, of(loaded, "working_day").removed, loaded.kept) == (1, 1, ())
    assert [row.day for row in (await held(database))["working_day"]] == [date(2026, 10, 2)]


async def test_the_doctor_compares_with_the_folder_it_is_given_and_names_it(database: Database, folder: Path) -> None:
    await load_reference(database, now=LATER, reports=folder)

    with_folder, without = await reference(database, folder), await reference(database, None)

    assert (with_folder.verdict, without.verdict) == (Verdict.WELL, Verdict.WELL)
    assert str(folder) in with_folder.found.en and str(folder) in with_folder.found.zh
    assert "HUB_REPORTS is not set" in without.found.en and OWN in without.found.en and OWN in without.found.zh


async def test_the_doctor_sees_a_folder_that_was_never_loaded_or_has_changed(
    database: Database, folder: Path, other: Path
) -> None:
    await load_reference(database, now=LATER)
    never = await reference(database, folder)
    await load_reference(database, now=LATER, reports=folder)
    (folder / "calendar-2026.tsv").unlink()
    changed = await reference(database, folder)
    await load_reference(database, now=LATER, reports=other)
    strange = await reference(database, other)

    assert [one.verdict for one in (never, changed, strange)] == [Verdict.ATTENTION] * 3
    assert all(one.advice is not None and "hub migrate" in one.advice.en for one in (never, changed))
    assert OWN in strange.found.en and strange.advice is not None and "HUB_REPORTS" in strange.advice.zh


async def test_a_faulty_folder_is_told_from_a_damaged_package(database: Database, folder: Path) -> None:
    await load_reference(database, now=LATER)
    (folder / "calendar-2026.tsv").write_text("day\tworks\torigin\n", encoding="utf-8")

    found = await reference(database, folder)

    assert found.verdict is Verdict.BROKEN
    assert found.advice is not None and str(folder) in found.advice.en


def _own(tables: dict[str, list[Any]]) -> Any:  # a row, as the database gives it
    (own,) = [row for row in tables["report_definition"] if f"{row.code} {row.version}" == OWN]
    return own
