"""The end state follows from the rows alone: not from page cuts, repeats or the size of batches."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.store.digest import digest
from hub.store.landing import Hold, LandPage, LandRow, land_page, open_cursor
from hub.store.session import Database
from hub.sync.report import RunReport
from hub.sync.rows import content_hash
from hub.sync.runner import Runner
from hub.sync.source import Source
from tests.sync.county import NOW, County, held, read_report, registered

Event = tuple[int, str, int]

_EVENTS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["甲", "乙", "", "坏"]), st.integers(1, 5)), min_size=1, max_size=12
)
_CUTS = st.lists(st.integers(1, 4), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def base(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the studios to which the events point."""
    folder = tmp_path_factory.mktemp("base")
    path = folder / "hub.db"
    shutil.copyfile(sqlite_template, path)
    county = County.founded(folder / "county.db", activities=0)

    async def prepared() -> None:
        database = Database(f"sqlite:///{path}")
        source = county.source(timed=True)
        await registered(database, source)
        async with held(database, source) as (_, runner):
            for name in ("gzs", "wy"):
                await runner.open(name)
                while await runner.page(name) == "MORE":
                    pass
                while await runner.apply(name):
                    pass
            await runner.open("hd")
            await runner.page("hd")
            await runner.close()
        await database.close()

    asyncio.run(prepared())
    return folder


@settings(max_examples=15)
@given(events=_EVENTS, cuts=_CUTS, repeats=st.booleans())
def test_page_cuts_and_repeats_change_nothing(base: Path, events: list[Event], cuts: list[int], repeats: bool) -> None:
    whole, whole_report = asyncio.run(_applied(base, [events]))
    pages = _cut(events, cuts)
    pages = [page for page in pages for _ in range(1 + repeats)]

    cut, report = asyncio.run(_applied(base, pages))

    assert cut == whole
    for each in (report, whole_report):
        ends = (each.new, each.changed, each.unchanged, each.stale, each.quarantined, each.tombstoned)
        assert each.fetched == sum(ends)
    assert report.fetched == sum(len(page) for page in pages)


def _cut(events: list[Event], cuts: list[int]) -> list[list[Event]]:
    pages, place, turn = [], 0, 0
    while place < len(events):
        size = cuts[turn % len(cuts)]
        pages.append(events[place : place + size])
        place, turn = place + size, turn + 1
    return pages


async def _applied(base: Path, pages: list[list[Event]]) -> tuple[str, RunReport]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hub.db"
        shutil.copyfile(base / "hub.db", path)
        database = Database(f"sqlite:///{path}")
        source = County(path=base / "county.db").source(timed=True)
        async with held(database, source) as (hold, runner):
            await _landed(database, hold, pages)
            report = await _closed(database, runner, source)
        state = await digest(database)
        await database.close()
    return state, report


async def _landed(database: Database, hold: Hold, pages: list[list[Event]]) -> None:
    async with database.write() as connection:
        await open_cursor(connection, hold, stream="hd", position={}, whole=True)
    for number, events in enumerate(pages):
        page = LandPage(
            stream="hd",
            number=number,
            rows=[_row(event, place) for place, event in enumerate(events)],
            fingerprint="",
            structure=(),
            position={},
            over=number == len(pages) - 1,
            ended=False,
            snapshot=False,
            everything=True,
        )
        async with database.write() as connection:
            await land_page(connection, hold, page, at=NOW)


async def _closed(database: Database, runner: Runner, source: Source) -> RunReport:
    while await runner.apply("hd", limit=3):
        pass
    await runner.close()
    return await read_report(database, source)


def _row(event: Event, place: int) -> LandRow:
    key, topic, day = event
    content = {
        "id": f"H{key}",
        "gzs": "G1",
        "zt": topic,
        "rq": "不详" if topic == "坏" else "2026-02-01",
        "rs": "1",
        "gxsj": f"2026-03-0{day} 10:00:00",
    }
    return LandRow(
        key=f"H{key}",
        has_key=True,
        content=content,
        content_hash=content_hash(dict(content)),
        pointer="",
        deleted=False,
        index=place,
    )
