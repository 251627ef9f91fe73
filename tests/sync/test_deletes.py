"""Deletions rest on evidence: a mark of the source, or absence from two complete lists in a row."""

from __future__ import annotations

from hub.domain.words import RunStatus
from hub.store.session import Database
from tests.sync.county import County, activity, registered, rows, synced

_LIVE = "SELECT count(*) FROM activity WHERE deleted_at IS NULL"


async def test_a_marked_row_is_withdrawn_and_comes_back_unmarked(database: Database, county: County) -> None:
    source = county.source(deletes='style = "tombstone"\npath = "sc"\nvalues = ["1"]')
    await registered(database, source)
    await synced(database, source)

    county.change("hd", "H1", sc=1)
    withdrawn = await synced(database, source)
    after = await rows(database, _LIVE)
    county.change("hd", "H1", sc=0)
    restored = await synced(database, source)

    assert (withdrawn.tombstoned, after, restored.changed) == (1, [(6,)], 1)
    assert await rows(database, _LIVE) == [(7,)]


async def test_a_row_is_withdrawn_when_two_complete_lists_lack_it(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.remove("hd", ["H1"])

    counts = []
    for _ in range(3):
        await synced(database, county.source())
        counts += await rows(database, _LIVE)

    assert counts == [(7,), (6,), (6,)]
    topics = "SELECT count(*) FROM audit_entry WHERE action = 'activity.withdrawn'"
    assert await rows(database, topics) == [(1,)]


async def test_a_row_that_shows_again_is_restored(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.remove("hd", ["H1"])
    for _ in range(2):
        await synced(database, county.source())
    county.add("hd", xh=1, **activity(1, studio="G1"))

    report = await synced(database, county.source())

    assert report.status is RunStatus.SUCCEEDED
    assert await rows(database, _LIVE) == [(7,)]


async def test_a_list_that_lacks_a_row_once_withdraws_nothing(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.remove("hd", ["H1"])
    await synced(database, county.source())
    county.add("hd", **activity(1, studio="G1"))
    await synced(database, county.source())
    county.remove("hd", ["H1"])

    await synced(database, county.source())

    assert await rows(database, _LIVE) == [(7,)]


async def test_an_empty_answer_withdraws_nothing_and_is_noted(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.execute("DELETE FROM hd")

    reports = [await synced(database, county.source()) for _ in range(3)]

    assert await rows(database, _LIVE) == [(7,)]
    assert all("hd: EMPTY_SUSPICIOUS" in report.notes for report in reports)


async def test_a_row_in_quarantine_counts_as_present(database: Database, county: County) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.change("hd", "H1", rq="不详")

    for _ in range(3):
        await synced(database, county.source())

    assert await rows(database, _LIVE) == [(7,)]


async def test_a_row_that_loses_its_identifier_is_set_aside_and_its_fact_lives(
    database: Database, county: County
) -> None:
    await registered(database, county.source())
    await synced(database, county.source())
    county.change("hd", "H1", id=None)

    for _ in range(3):
        await synced(database, county.source())

    assert await rows(database, _LIVE) == [(7,)]
    assert await rows(database, "SELECT code, status FROM quarantined_row") == [("ID_MISSING", "OPEN")]


async def test_too_many_deletions_are_held_until_a_person_confirms_them(database: Database, county: County) -> None:
    for number in range(20, 60):
        county.add("hd", **activity(number))
    await registered(database, county.source())
    await synced(database, county.source())
    county.remove("hd", [f"H{number}" for number in range(20, 45)])
    await synced(database, county.source())

    held = await synced(database, county.source())
    before = await rows(database, _LIVE)
    confirmed = await synced(database, county.source(), deletes_allowed=True)

    assert (held.status, held.reason_code, before) == (RunStatus.HELD, "DELETES_HELD", [(47,)])
    assert confirmed.status is RunStatus.SUCCEEDED
    assert await rows(database, _LIVE) == [(22,)]


async def test_a_source_without_declared_deletes_never_deletes(database: Database, county: County) -> None:
    source = county.source(deletes='style = "never"')
    await registered(database, source)
    await synced(database, source)
    county.remove("hd", ["H1", "H2"])

    for _ in range(3):
        await synced(database, source)

    assert await rows(database, _LIVE) == [(7,)]
