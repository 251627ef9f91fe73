"""A change of the map is rows of the reference files: a later release tells of it, and no history is rewritten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.domain.views import MapView
from hub.store.models.studio import Studio
from hub.store.session import Database
from tests.asking import PROVINCE, Asked
from tests.factories import World
from tests.registry.changed_map import ChangedFiles
from tests.registry.test_map import KNOWN, REPORTED, RESTATED, seen
from tests.store.chronicle import Chronicle

DAY, LEARNED = "2026-05-01", datetime(2026, 5, 10, 1, tzinfo=UTC)
IN_FORCE = date.fromisoformat(DAY)
BEFORE, BETWEEN, AFTER = date(2026, 4, 30), date(2026, 5, 5), date(2026, 5, 31)
NEW = {(BETWEEN, KNOWN), (AFTER, KNOWN), (AFTER, REPORTED), *((day, RESTATED) for day in (BEFORE, BETWEEN, AFTER))}
"""Where the change shows: from its day on, as far as it was known, and always when restated."""

Shown = dict[str, tuple[str, str | None, str | None, int]]
"""By code: the name, where it reports, the reporting unit, and its studios."""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChangedFiles:
    """The files of a later release."""
    return ChangedFiles(tmp_path, monkeypatch)


@pytest.fixture
async def chronicle(world: World) -> Chronicle:
    """Writes at chosen instants."""
    return Chronicle(world)


async def views(ask: Asked, *codes: str) -> dict[tuple[date, MapView], Shown]:
    """What each view of each day shows of some codes."""
    found: dict[tuple[date, MapView], Shown] = {}
    for day in (BEFORE, BETWEEN, AFTER):
        for view in MapView:
            entries = await seen(ask, day, view)
            found[day, view] = {
                code: (one["name"], one["reportsTo"], one["reportingUnit"], one["studios"])
                for code in codes
                if (one := entries.get(code)) is not None
            }
    return found


def expected(old: Shown, new: Shown) -> dict[tuple[date, MapView], Shown]:
    """The old map, and the new one where the change shows."""
    return {(day, view): new if (day, view) in NEW else old for day in (BEFORE, BETWEEN, AFTER) for view in MapView}


async def identity(ask: Asked, studio: str) -> dict[str, Any]:
    """What a studio keeps whatever becomes of the map, and whose it is."""
    query = "query ($id: ID!) { node(id: $id) { ... on Studio { id name filingNumber owner { code name } } } }"
    found: dict[str, Any] = (await ask(query, PROVINCE, id=studio))["node"]
    return found


async def founded(chronicle: Chronicle, body: str, number: str) -> str:
    """A studio with its filing number."""
    return await chronicle.studio(body, approved_on=date(2025, 4, 1), filing_number=number)


async def test_a_new_name_is_a_new_row_with_the_same_code(
    ask: Asked, database: Database, chronicle: Chronicle, files: ChangedFiles
) -> None:
    studio = await founded(chronicle, "611025", "测备-1")
    files.change("divisions.tsv", "611025", valid_to=DAY, successor="611025")
    files.add("divisions.tsv", code="611025", name="新镇安县", level="COUNTY", parent="611000", valid_from=DAY)
    files.add("aliases.tsv", name="镇安县", division="611025", kind="FORMER", valid_from=DAY)
    files.change("bodies.tsv", "611025", name="政协新镇安县委员会", short_name="新镇安县政协")

    first, second = [await files.loaded(database, at=LEARNED) for _ in range(2)]

    assert (first.written, second.written) == (True, False)
    assert await views(ask, "611025") == expected(
        {"611025": ("镇安县", "611000", "611000", 1)}, {"611025": ("新镇安县", "611000", "611000", 1)}
    )
    assert await identity(ask, studio) == {
        "id": studio, "name": "甲", "filingNumber": "测备-1",
        "owner": {"code": "611025", "name": "政协新镇安县委员会"},
    }  # fmt: skip


async def test_an_upgrade_gives_the_division_a_new_code_and_the_body_keeps_its_key(
    ask: Asked, database: Database, chronicle: Chronicle, files: ChangedFiles
) -> None:
    studio = await founded(chronicle, "611026", "测备-2")
    files.change("divisions.tsv", "611026", valid_to=DAY, successor="611082")
    files.add("divisions.tsv", code="611082", name="柞水市", level="COUNTY", parent="611000", valid_from=DAY)
    files.change("bodies.tsv", "611026", division="611082", name="政协柞水市委员会", short_name="柞水市政协")

    await files.loaded(database, at=LEARNED)

    assert await views(ask, "611026", "611082") == expected(
        {"611026": ("柞水县", "611000", "611000", 1)}, {"611082": ("柞水市", "611000", "611000", 1)}
    )
    assert (await identity(ask, studio))["filingNumber"] == "测备-2"
    assert (await identity(ask, studio))["owner"] == {"code": "611026", "name": "政协柞水市委员会"}


async def test_a_merger_ends_division_and_edge_and_its_studios_go_to_the_heir_as_they_are(
    ask: Asked, database: Database, chronicle: Chronicle, files: ChangedFiles
) -> None:
    gone, kept = await founded(chronicle, "611025", "测备-3"), await founded(chronicle, "611026", "测备-4")
    files.change("divisions.tsv", "611025", valid_to=DAY, successor="611026")
    files.change("edges.tsv", "611025", valid_to=DAY)

    await files.loaded(database, at=LEARNED)
    heir = await chronicle.world.body("611026")
    await chronicle.change(Studio, gone, LEARNED, valid_from=IN_FORCE, owner_body_id=heir)

    assert await views(ask, "611025", "611026") == expected(
        {"611025": ("镇安县", "611000", "611000", 1), "611026": ("柞水县", "611000", "611000", 1)},
        {"611026": ("柞水县", "611000", "611000", 2)},
    )
    assert [(one["id"], one["filingNumber"]) for one in (await identity(ask, gone), await identity(ask, kept))] == [
        (gone, "测备-3"), (kept, "测备-4"),
    ]  # fmt: skip
    assert (await identity(ask, gone))["owner"]["code"] == "611026"


async def test_a_split_brings_a_division_a_body_and_an_edge_and_people_say_whose_a_studio_is(
    ask: Asked, database: Database, chronicle: Chronicle, files: ChangedFiles
) -> None:
    stays, goes = await founded(chronicle, "611025", "测备-5"), await founded(chronicle, "611025", "测备-6")
    files.add("divisions.tsv", code="611027", name="新划县", level="COUNTY", parent="611000", valid_from=DAY)
    files.add("bodies.tsv", key="611027", name="政协新划县委员会", short_name="新划县政协", level="COUNTY",
              level_confirmed="true", division="611027", direct_to_province="false", rollup_unit="false")  # fmt: skip
    files.add("edges.tsv", child="611027", parent="611000", kind="REPORTING", valid_from=DAY)

    await files.loaded(database, at=LEARNED)
    between = await seen(ask, BETWEEN, KNOWN)
    other = await chronicle.world.body("611027")
    await chronicle.change(Studio, goes, LEARNED, valid_from=IN_FORCE, owner_body_id=other)

    assert (between["611025"]["studios"], between["611027"]["studios"]) == (2, 0)
    old: Shown = {"611025": ("镇安县", "611000", "611000", 2)}
    new: Shown = {"611025": ("镇安县", "611000", "611000", 1), "611027": ("新划县", "611000", "611000", 1)}
    # Before the split both were the old body's: it is still there, so they are restated under it.
    undivided: Shown = {"611025": ("镇安县", "611000", "611000", 2), "611027": ("新划县", "611000", "611000", 0)}
    assert await views(ask, "611025", "611027") == expected(old, new) | {(BEFORE, RESTATED): undivided}
    assert {(await identity(ask, one))["filingNumber"] for one in (stays, goes)} == {"测备-5", "测备-6"}


async def test_another_edge_moves_a_body_with_its_studios_to_another_reporting_unit(
    ask: Asked, database: Database, chronicle: Chronicle, files: ChangedFiles
) -> None:
    studio = await founded(chronicle, "611026", "测备-7")
    files.change("edges.tsv", "611026", valid_to=DAY)
    files.add("edges.tsv", child="611026", parent="610100", kind="REPORTING", valid_from=DAY)

    await files.loaded(database, at=LEARNED)

    assert await views(ask, "611026") == expected(
        {"611026": ("柞水县", "611000", "611000", 1)}, {"611026": ("柞水县", "610100", "610100", 1)}
    )
    totals = await ask("{ studioTotals(by: [CITY]) { cells { city { code } count } } }", PROVINCE)
    assert totals["studioTotals"]["cells"] == [{"city": {"code": "610100"}, "count": 1}]
    assert (await identity(ask, studio))["filingNumber"] == "测备-7"
