"""The file of seals: appended once and whole, and evidence against a database that was forged."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.domain.seal import Seal
from hub.store.seal_file import SealKeeper, against_file, appended
from hub.store.session import Database
from tests.store.sealing import grown, seal, tampered, two_chains, written_anew


@pytest.fixture
async def trail(database: Database) -> Seal:
    """Two chains under one seal."""
    return await two_chains(database)


async def test_the_file_holds_every_seal_once(database: Database, trail: Seal, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "seals.txt"
    assert await appended(database, path) is None
    await grown(database, 1)
    second = await seal(database)

    assert await asyncio.gather(*(appended(database, path) for _ in range(4))) == [None] * 4

    assert path.read_text() == f"{trail.line()}\n{second.line()}\n"
    async with database.read() as connection:
        assert await against_file(connection, path) == []


async def test_a_line_that_a_crash_broke_off_is_written_whole_behind_it(
    database: Database, trail: Seal, tmp_path: Path
) -> None:
    path = tmp_path / "seals.txt"
    path.write_text(trail.line()[:40])
    async with database.read() as connection:
        assert await against_file(connection, path) == []

    assert await appended(database, path) is None

    assert path.read_text() == f"{trail.line()[:40]}\n{trail.line()}\n"
    async with database.read() as connection:
        assert await against_file(connection, path) == []


async def test_a_forged_history_contradicts_the_file_and_is_not_appended(
    database: Database, trail: Seal, tmp_path: Path
) -> None:
    path = tmp_path / "seals.txt"
    await appended(database, path)
    kept = path.read_text()

    await written_anew(database, actor="somebody else")
    await grown(database, 1)
    await seal(database)

    found = await appended(database, path)
    async with database.read() as connection:
        listed = await against_file(connection, path)
    assert found is not None and found.number == 1
    assert [one.number for one in listed] == [1]
    assert path.read_text() == kept


async def test_seals_that_only_the_file_still_has_are_missed(database: Database, trail: Seal, tmp_path: Path) -> None:
    path = tmp_path / "seals.txt"
    await grown(database, 1)
    await seal(database)
    await appended(database, path)

    await tampered(database, "DELETE FROM audit_seal WHERE number = 2")

    async with database.read() as connection:
        assert [one.number for one in await against_file(connection, path)] == [2]
    assert await appended(database, path) is not None


@pytest.mark.parametrize(
    ("before", "after", "number"), [(" sha256-1 ", " sha256-2 ", 2), ("2 ", "3 ", 2), ("sha", "", 2)]
)
async def test_a_line_that_was_altered_is_named(
    database: Database, trail: Seal, tmp_path: Path, before: str, after: str, number: int
) -> None:
    path = tmp_path / "seals.txt"
    await grown(database, 1)
    await seal(database)
    await appended(database, path)
    first, second = path.read_text().splitlines()
    path.write_text(f"{first}\n{second.replace(before, after, 1)}\n")

    async with database.read() as connection:
        assert [one.number for one in await against_file(connection, path)] == [number]
    assert await appended(database, path) is not None


async def test_the_keeper_outlives_what_is_in_the_way_and_tells_it_once(
    database: Database, trail: Seal, tmp_path: Path
) -> None:
    path = tmp_path / "seals.txt"
    path.mkdir()  # a folder in the place of the file
    waits = 0

    async def wait(_seconds: float) -> None:
        nonlocal waits
        waits += 1
        if waits == 3:
            path.rmdir()
        if waits == 5:
            raise asyncio.CancelledError

    with capture_logs() as log, pytest.raises(asyncio.CancelledError):
        await SealKeeper(database, path, wait=wait).keep()

    assert path.read_text() == f"{trail.line()}\n"
    assert [(line["event"], line["reason"]) for line in log] == [("seals_not_appended", "IsADirectoryError")]
