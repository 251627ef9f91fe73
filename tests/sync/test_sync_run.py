"""A run from the county's rows to facts: what is made, what stays, what is set aside and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.domain.words import RunStatus
from hub.store.digest import digest
from hub.store.session import Database
from hub.sync.report import RunReport
from tests.sync.county import NOW, County, activity, registered, rows, synced


def _ends(report: RunReport) -> tuple[int, ...]:
    return (report.new, report.changed, report.unchanged, report.stale, report.quarantined, report.tombstoned)


async def test_a_first_run_records_every_sound_row_with_where_it_came_from(database: Database, county: County) -> None:
    await registered(database, county.source())

    report = await synced(database, county.source())

    assert report.status is RunStatus.SUCCEEDED
    assert (report.fetched, _ends(report)) == (12, (12, 0, 0, 0, 0, 0))
    found = await rows(
        database,
        "SELECT a.topic, a.external_id, a.run_id, a.mapping_version, b.code FROM activity a"
        " JOIN body b ON b.id = a.owner_body_id ORDER BY a.external_id LIMIT 1",
    )
    assert found == [("第1次学习", "H1", report.run_id, "1", "611026")]


async def test_the_same_run_again_changes_nothing(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    before = await digest(database), await rows(database, "SELECT max(seq) FROM audit_entry")

    report = await synced(database, county.source())

    assert _ends(report) == (0, 0, 12, 0, 0, 0)
    assert (await digest(database), await rows(database, "SELECT max(seq) FROM audit_entry")) == before


async def test_a_changed_row_changes_its_fact_and_keeps_its_identifier(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    made = await rows(database, "SELECT id FROM activity WHERE external_id = 'H3'")
    county.change("hd", "H3", zt="改过的主题")

    report = await synced(database, county.source())

    assert _ends(report) == (0, 1, 11, 0, 0, 0)
    found = await rows(database, "SELECT id, topic FROM activity WHERE external_id = 'H3'")
    assert found == [(made[0][0], "改过的主题")]


async def test_bad_rows_are_set_aside_once_with_reason_and_place(database: Database, county: County) -> None:
    county.add("hd", **activity(50, rq="2026-02-31"))
    county.add("hd", **activity(51, studio="G99"))
    county.add("hd", **activity(52, id=None))
    county.add("gzs", id="G9", mc="外市工作室", ssqh="610100", jb="经济界")
    await registered(database, county.source())

    reports = [await synced(database, county.source()) for _ in range(2)]

    assert [report.quarantined for report in reports] == [4, 4]
    assert reports[1].status is RunStatus.SUCCEEDED_WITH_QUARANTINE
    found = await rows(database, "SELECT code, stage, pointer, seen, status FROM quarantined_row ORDER BY code")
    assert found == [
        ("ID_MISSING", "PARSE", "/id", 2, "OPEN"),
        ("NOT_A_DATE", "SCHEMA", "/rq", 2, "OPEN"),
        ("OUTSIDE_BRANCH", "AUTHORITY", "/ssqh", 2, "OPEN"),
        ("REFERENCE_UNKNOWN", "REFERENCE", "/gzs", 2, "OPEN"),
    ]


async def test_a_row_that_is_mended_closes_its_quarantine(database: Database, county: County) -> None:
    county.add("hd", **activity(50, rq="2026-02-31"))
    await registered(database, county.source())
    await synced(database, county.source())
    county.change("hd", "H50", rq="2026-02-28")

    await synced(database, county.source())

    assert await rows(database, "SELECT status FROM quarantined_row") == [("FIXED_AT_SOURCE",)]
    assert await rows(database, "SELECT count(*) FROM activity WHERE external_id = 'H50'") == [(1,)]


async def test_a_row_waits_for_the_one_it_points_to(database: Database, county: County) -> None:
    county.add("hd", **activity(51, studio="G3"))
    await registered(database, county.source())
    await synced(database, county.source())
    county.add("gzs", id="G3", mc="测试委员工作室3", ssqh="611026", jb="经济界")

    await synced(database, county.source())

    assert await rows(database, "SELECT status FROM quarantined_row") == [("REPLAYED",)]
    assert await rows(database, "SELECT count(*) FROM activity WHERE external_id = 'H51'") == [(1,)]


async def test_a_bad_new_version_leaves_the_fact_as_it_was(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.change("hd", "H2", rs="约30人")

    await synced(database, county.source())

    assert await rows(database, "SELECT public_count FROM activity WHERE external_id = 'H2'") == [(2,)]
    assert await rows(database, "SELECT code, status FROM quarantined_row") == [("NOT_A_NUMBER", "OPEN")]


async def test_a_row_that_returns_to_an_earlier_content_is_applied_again(database: Database, county: County) -> None:
    await registered(database, county.source())
    for topic in ("甲", "乙", "甲"):
        county.change("hd", "H1", zt=topic)
        report = await synced(database, county.source())

    assert report.changed == 1
    assert await rows(database, "SELECT topic FROM activity WHERE external_id = 'H1'") == [("甲",)]


async def test_an_identifier_that_comes_twice_keeps_its_first_row(database: Database, county: County) -> None:
    county.add("hd", **activity(1, zt="同号另一场"))
    await registered(database, county.source())

    reports = [await synced(database, county.source()) for _ in range(2)]

    assert [report.quarantined for report in reports] == [1, 1]
    assert await rows(database, "SELECT topic FROM activity WHERE external_id = 'H1'") == [("第1次学习",)]
    assert await rows(database, "SELECT code, status FROM quarantined_row") == [("DUPLICATE_ID", "OPEN")]


async def test_an_older_row_is_stale_and_a_future_one_is_set_aside(database: Database, county: County) -> None:
    source = county.source(timed=True)
    await registered(database, source)
    await synced(database, source)
    county.change("hd", "H1", zt="旧", gxsj="2025-01-01 00:00:00")
    county.change("hd", "H2", zt="未来", gxsj="2099-01-01 00:00:00")

    report = await synced(database, source)

    assert (report.stale, report.quarantined) == (1, 1)
    found = await rows(database, "SELECT topic FROM activity WHERE external_id IN ('H1', 'H2') ORDER BY external_id")
    assert found == [("第1次学习",), ("第2次学习",)]


async def test_a_pass_over_changes_asks_only_for_what_is_newer(database: Database, county: County) -> None:
    source = county.source(timed=True, since=True, deletes='style = "never"')
    await registered(database, source)
    await synced(database, source)
    county.change("hd", "H4", zt="新主题", gxsj="2026-05-31 10:00:00")

    report = await synced(database, source, at=NOW + timedelta(hours=1))

    assert report.changed == 1
    assert report.fetched < 12


async def test_a_new_mapping_version_replays_what_was_landed(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    made = await digest(database)

    report = await synced(database, county.source(version=2))

    assert report.status is RunStatus.SUCCEEDED
    versions = "SELECT DISTINCT applied_version FROM raw_record WHERE stream = 'hd'"
    assert await rows(database, versions) == [("2",)]
    assert (await digest(database) == made) is True


async def test_most_rows_bad_degrades_the_source_which_then_only_lands(database: Database, county: County) -> None:
    for number in range(60, 90):
        county.add("hd", **activity(number, rq="不详"))
    await registered(database, county.source())
    first = await synced(database, county.source())
    county.change("hd", "H1", zt="降级期间的主题")

    second = await synced(database, county.source())

    assert (first.reason_code, second.status, second.reason_code) == (
        "QUARANTINE_RATIO",
        RunStatus.HELD,
        "SOURCE_DEGRADED",
    )
    assert await rows(database, "SELECT topic FROM activity WHERE external_id = 'H1'") == [("第1次学习",)]
    assert await rows(database, "SELECT count(*) FROM raw_record WHERE applied_version IS NULL") == [(1,)]


@pytest.mark.parametrize("column", ["zt", "rs"])
async def test_a_dropped_column_clears_nothing(database: Database, county: County, column: str) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    before = await rows(database, "SELECT external_id, topic, public_count FROM activity ORDER BY external_id")
    county.execute(f"ALTER TABLE hd DROP COLUMN {column}")

    await synced(database, county.source())

    assert await rows(database, "SELECT external_id, topic, public_count FROM activity ORDER BY external_id") == before


async def test_a_source_that_fails_midway_loses_nothing_and_deletes_nothing(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.execute("ALTER TABLE gzs RENAME TO gone")

    reports = [await synced(database, county.source()) for _ in range(3)]

    assert {(report.status, report.reason_code) for report in reports} == {(RunStatus.FAILED, "QUERY_FAILED")}
    assert all(report.reason_zh and report.reason_en for report in reports)
    assert await rows(database, "SELECT count(*) FROM studio WHERE deleted_at IS NULL") == [(2,)]
