"""What the doctor finds: a healthy database is well, and each ailment is named with what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from hub.store import audit
from hub.store.doctor import examine
from hub.store.doctor_words import Finding, Verdict
from hub.store.migrate import upgrade
from hub.store.models.body import Body
from hub.store.models.journal import AuditEntry, ReferenceRelease
from hub.store.models.places import Division
from hub.store.session import Database


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    held = Database(migrated_url)
    yield held
    await held.close()


def ailing(findings: list[Finding]) -> list[str]:
    return [finding.check.en for finding in findings if finding.verdict is not Verdict.WELL]


async def examined(database: Database) -> list[Finding]:
    # Today's reference may differ in what is in force from the day of the template, so that is not asked here.
    return [finding for finding in await examine(database, now=now()) if finding.check.en != "reference"]


async def test_a_healthy_database_is_well(database: Database) -> None:
    findings = await examined(database)

    assert ailing(findings) == []
    assert [finding.check.en for finding in findings] == [
        "database reachable",
        "tables",
        "reporting tree",
        "tree of divisions",
        "linked systems",
        "totals agree with the facts",
        "findings by the standards agree with the records",
        "parties of joint activities agree with the activities",
        "audit chains",
        "clock",
    ]


async def test_a_database_out_of_reach_is_all_there_is_to_say(tmp_path: Path) -> None:
    database = Database(f"postgresql://hub@/hub?host={tmp_path}")

    findings = await examine(database, now=now())
    await database.close()

    assert [finding.verdict for finding in findings] == [Verdict.BROKEN]
    assert findings[0].advice is not None and "HUB_DATABASE_URL" in findings[0].advice.zh


async def test_an_empty_database_asks_for_migration(database_url: str) -> None:
    database = Database(database_url)

    findings = await examine(database, now=now())
    await database.close()

    assert ailing(findings) == ["tables"]
    assert findings[-1].advice is not None and "hub migrate" in findings[-1].advice.en


async def test_a_database_without_the_reference_asks_for_it(database_url: str) -> None:
    upgrade(database_url)
    database = Database(database_url)

    findings = await examine(database, now=now())
    await database.close()

    assert ailing(findings) == ["reference"]


async def test_the_reference_of_another_release_is_noticed(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(update(ReferenceRelease).values(digest="old"))

    assert "reference" in ailing(await examine(database, now=now()))


async def test_a_wrong_position_in_either_tree_is_noticed(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(update(Body).where(Body.code == "611026").values(last=Body.last + 1))
        await connection.execute(update(Division).where(Division.code == "611026").values(position=1))

    assert ailing(await examined(database)) == ["reporting tree", "tree of divisions"]


async def test_an_altered_audit_entry_is_noticed(database: Database) -> None:
    entry = audit.Entry(actor="测试甲", action="studio.changed", object_id="stu_1")
    async with database.write() as connection:
        await audit.append(connection, [entry, entry], stream="test", at=now())
        await connection.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(actor="测试乙"))

    findings = await examined(database)

    assert ailing(findings) == ["audit chains"]
    assert "2" in next(finding.found.en for finding in findings if finding.check.en == "audit chains")


async def test_a_clock_far_from_the_databases_is_noticed(database: Database) -> None:
    findings = await examine(database, now=now() - timedelta(hours=2))

    assert ("clock" in ailing(findings)) is not database.is_sqlite
