"""What the end of a seat comes to is told when a run has read everything, not by the page that told of the end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.domain.words import RunStatus
from hub.store.runs import begin, claim
from hub.store.session import Database
from hub.store.shapes import shapes
from hub.sync.runner import Runner, carry_out
from hub.sync.source import Source
from hub.sync.source_reader import read_source
from tests.sync.county import LATER, NOW, at_once, held, registered, rows, runner_over, synced

_TABLES = """
CREATE TABLE wy (xh INTEGER PRIMARY KEY, id TEXT, xm TEXT);
CREATE TABLE gzs (xh INTEGER PRIMARY KEY, id TEXT, mc TEXT);
CREATE TABLE xw (xh INTEGER PRIMARY KEY, id TEXT, wy TEXT, jc TEXT, zt TEXT, kssj TEXT, jssj TEXT);
CREATE VIEW ended_term AS SELECT * FROM xw WHERE jc = '十届';
CREATE VIEW next_term AS SELECT * FROM xw WHERE jc <> '十届';
INSERT INTO wy (id, xm) VALUES ('W1', '测试冠名人');
INSERT INTO gzs (id, mc) VALUES ('G1', '测试个人工作室');
"""
_SEATS = """
[[streams]]
name = "{name}"
entity = "membership"
id = "id"
[streams.request]
sql = "SELECT * FROM {name}"
key = ["xh"]
[streams.fields]
member = "wy"
body = {{ constant = "611026" }}
term = "jc"
seat_status = "zt"
starts_on = "kssj"
ends_on = "jssj"
"""
_CONFIG = """
code = "seats"
zh = "测试县政协委员名册"
en = "A county's roll of members for tests"
body = "611026"
kind = "sql"
zone = "Asia/Shanghai"

[connection]
database = "sqlite:///{path}"

[limits]
page_size = 1

[[streams]]
name = "gzs"
entity = "studio"
id = "id"
[streams.request]
sql = "SELECT * FROM gzs"
key = ["xh"]
[streams.fields]
name = "mc"
type = {{ constant = "PERSONAL" }}
platform_kind = {{ constant = "STUDIO" }}
mode = {{ constant = "OFFLINE" }}
status = {{ constant = "ACTIVE" }}
owner = {{ constant = "611026" }}

[[streams]]
name = "wy"
entity = "member"
id = "id"
[streams.request]
sql = "SELECT * FROM wy"
key = ["xh"]
[streams.fields]
name = "xm"
"""
_STUDIO = "SELECT status, end_reason FROM studio"
LIVES, ENDED = [("ACTIVE", None)], [("TERMINATED", "NAMESAKE_LEFT")]
_STEPS = "SELECT count(*) FROM studio_event WHERE kind = 'TERMINATED'"
_WAITING = "SELECT count(*) FROM ended_seat"
OLD_TERM, NEXT_TERM = {"jc": "十届", "kssj": "2021-11-01"}, {"jc": "十一届", "kssj": "2026-05-31"}


@dataclass(frozen=True, kw_only=True)
class Roll:
    """The file of a county's roll, and the ways to change what stands in it."""

    path: Path

    def seat(self, key: str, **values: Any) -> None:
        """A seat of the namesake."""
        row = {"id": key, "wy": "W1", "zt": "SERVING", **values}
        marks = ", ".join("?" for _ in row)
        self.execute(f"INSERT INTO xw ({', '.join(row)}) VALUES ({marks})", *row.values())

    def ended(self, key: str, *, on: str = "2026-05-31") -> None:
        """The term of a seat is over."""
        self.execute("UPDATE xw SET zt = 'TERM_ENDED', jssj = ? WHERE id = ?", on, key)

    def execute(self, statement: str, *values: Any) -> None:
        """Run one statement."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)

    def source(self, *, streams: int = 1) -> Source:
        """Its configuration; each term may have a stream of its own."""
        names = ["xw"] if streams == 1 else ["ended_term", "next_term"]
        seats = "".join(_SEATS.format(name=name) for name in names)
        text = _CONFIG.format(path=self.path) + seats
        return read_source(text, file="seats.toml", environment={}, folder=self.path.parent, shapes=shapes())


@pytest.fixture
def roll(tmp_path: Path) -> Roll:
    """A roll with one member who serves, and a studio."""
    roll = Roll(path=tmp_path / "roll.db")
    with closing(sqlite3.connect(roll.path)) as connection, connection:
        connection.executescript(_TABLES)
    roll.seat("X1", **OLD_TERM)
    return roll


async def named(database: Database, roll: Roll, **given: Any) -> None:
    """A first run, after which the studio bears the member's name."""
    await registered(database, roll.source(**given))
    await synced(database, roll.source(**given))
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE studio SET named_after_id = (SELECT id FROM member)")


async def read_whole(runner: Runner, source: Source) -> None:
    """Fetch and land everything."""
    for stream in source.streams:
        await runner.open(stream.name)
        while await runner.page(stream.name) == "MORE":
            continue
    await runner.begin_applying()


@pytest.mark.parametrize("streams", [1, 2])
@pytest.mark.parametrize("starts_on", ["2026-05-31", "2026-05-01", "2026-06-10"])
async def test_a_renewed_seat_that_comes_with_a_later_batch_ends_nothing(
    database: Database, roll: Roll, streams: int, starts_on: str
) -> None:
    source = roll.source(streams=streams)
    await named(database, roll, streams=streams)
    roll.ended("X1")
    roll.seat("X2", **(NEXT_TERM | {"kssj": starts_on}))

    seen = []
    async with held(database, source) as (_, runner):
        await read_whole(runner, source)
        for stream in runner.streams:
            await runner.reopen(stream.name)
            while await runner.apply(stream.name, limit=1):
                seen.append((await rows(database, _STUDIO), await rows(database, _WAITING)))
        closed = await runner.close()

    assert (LIVES, [(1,)]) in seen
    assert {state[0][0] for state, _ in seen} == {"ACTIVE"}
    assert closed == RunStatus.SUCCEEDED
    assert (await rows(database, _STUDIO), await rows(database, _WAITING)) == (LIVES, [(0,)])
    assert await rows(database, "SELECT count(*) FROM studio_event") == [(0,)]
    assert await rows(database, "SELECT count(*) FROM task") == [(0,)]


async def test_a_seat_without_a_next_one_ends_the_namesakes_studio_at_the_close(database: Database, roll: Roll) -> None:
    await named(database, roll)
    roll.ended("X1")

    await synced(database, roll.source())
    await synced(database, roll.source())

    assert await rows(database, _STUDIO) == ENDED
    assert (await rows(database, _STEPS), await rows(database, _WAITING)) == ([(1,)], [(0,)])
    (ended,) = await rows(database, "SELECT rule, role, happened_on FROM studio_event")
    assert (*ended[:2], str(ended[2])) == ("R-116", None, "2026-05-31")
    kinds = "SELECT kind FROM task WHERE status = 'OPEN' ORDER BY kind"
    assert ("ARCHIVE",) in await rows(database, kinds)


async def test_a_run_that_dies_before_its_close_loses_no_ending_and_draws_it_once(
    database: Database, roll: Roll
) -> None:
    source = roll.source()
    await named(database, roll)
    roll.ended("X1")
    async with held(database, source) as (_, runner):
        await read_whole(runner, source)
        while await runner.apply("xw"):
            continue
    waiting = await rows(database, _STUDIO), await rows(database, _WAITING)

    async with database.write() as connection:
        (claimed,) = await claim(connection, [source.code], executor="tests-2", now=LATER, most=1)
        again = await begin(connection, claimed, executor="tests-2", now=LATER)
    assert again is not None
    await carry_out(runner_over(database, source, again, at=LATER), step=at_once)

    assert waiting == (LIVES, [(1,)])
    assert (await rows(database, _STUDIO), await rows(database, _STEPS)) == (ENDED, [(1,)])


async def test_a_run_that_fails_leaves_the_ending_to_the_next_complete_one(database: Database, roll: Roll) -> None:
    """The old term's stream is read, then the source breaks off before it told of the next term."""
    source = roll.source(streams=2)
    await named(database, roll, streams=2)
    roll.ended("X1")
    roll.seat("X2", **NEXT_TERM)
    roll.execute("DROP VIEW next_term")

    failed = await synced(database, source)
    then = await rows(database, _STUDIO), await rows(database, _WAITING)
    roll.execute("CREATE VIEW next_term AS SELECT * FROM xw WHERE jc <> '十届'")
    whole = await synced(database, source, at=NOW + timedelta(hours=1))

    assert (failed.status, then) == (RunStatus.FAILED, (LIVES, [(1,)]))
    assert (whole.status, await rows(database, _STUDIO)) == (RunStatus.SUCCEEDED, LIVES)


async def test_while_a_seat_is_in_quarantine_nothing_ends_by_itself(database: Database, roll: Roll) -> None:
    """The row that was not understood may be the seat of the next term."""
    await named(database, roll)
    roll.ended("X1")
    roll.seat("X2", **(NEXT_TERM | {"zt": "认不出的状态"}))

    aside = await synced(database, roll.source())
    then = await rows(database, _STUDIO), await rows(database, _WAITING)
    roll.execute("UPDATE xw SET zt = 'RESIGNED' WHERE id = 'X2'")
    mended = await synced(database, roll.source())

    assert (aside.status, then) == (RunStatus.SUCCEEDED_WITH_QUARANTINE, (LIVES, [(1,)]))
    assert (mended.status, await rows(database, _STUDIO)) == (RunStatus.SUCCEEDED, ENDED)


async def test_a_seat_that_holds_again_before_the_close_ends_nothing(database: Database, roll: Roll) -> None:
    await named(database, roll)
    roll.ended("X1")
    roll.seat("X2", **(NEXT_TERM | {"zt": "认不出的状态"}))
    await synced(database, roll.source())

    roll.execute("UPDATE xw SET zt = 'SERVING', jssj = NULL WHERE id = 'X1'")
    roll.execute("DELETE FROM xw WHERE id = 'X2'")
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE quarantined_row SET status = 'DISCARDED'")
    await synced(database, roll.source())

    assert (await rows(database, _STUDIO), await rows(database, _WAITING)) == (LIVES, [(0,)])
