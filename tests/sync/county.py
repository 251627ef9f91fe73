"""A small local system for sync tests: a SQLite file with members, studios and activities, and its configuration."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text

from hub.domain.body_setting import read_body_settings
from hub.domain.divisions import Gazetteer, read_aliases, read_divisions
from hub.store.landing import Hold
from hub.store.runs import begin, claim, read_run, request_run
from hub.store.session import Database
from hub.store.shapes import shapes
from hub.sync.engine import Engine
from hub.sync.failpoints import Fuse
from hub.sync.http import Door
from hub.sync.registry import register_sources
from hub.sync.report import RunReport, report_of
from hub.sync.runner import Ground, Runner, carry_out
from hub.sync.secrets import Secrets
from hub.sync.source import Source
from hub.sync.source_reader import read_source
from hub.sync.wire import Wire

_T = TypeVar("_T")
_GAZETTEER = Gazetteer(read_divisions(), read_aliases())
_SETTINGS = read_body_settings()

CODE = "test-county"
NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)  # by then every lease has ended
KEY = b"a key for tests only"

_TABLES = """
CREATE TABLE wy (xh INTEGER PRIMARY KEY, id TEXT, xm TEXT, sj TEXT, gxsj TEXT);
CREATE TABLE gzs (xh INTEGER PRIMARY KEY, id TEXT, mc TEXT, ssqh TEXT, jb TEXT, gxsj TEXT);
CREATE TABLE hd (xh INTEGER PRIMARY KEY, id TEXT, gzs TEXT, zt TEXT, rq TEXT, rs TEXT, gxsj TEXT, sc INTEGER DEFAULT 0);
"""

_CONFIG = """
code = "{code}"
zh = "测试县政协系统"
en = "A county's system for tests"
body = "611026"
kind = "sql"
zone = "Asia/Shanghai"
schedule = "*/15 * * * *"

[connection]
database = "sqlite:///{path}"

[limits]
page_size = {page_size}

[[streams]]
name = "hd"
entity = "activity"
id = "id"
mapping_version = {version}
[streams.request]
sql = "SELECT * FROM hd{since}"
key = ["xh"]
{changed}
[streams.deletes]
{deletes}
[streams.fields]
studio = "gzs"
kind = {{ constant = "STUDY" }}
mode = {{ constant = "OFFLINE" }}
topic = "zt"
held_on = "rq"
public_count = "rs"{more}

[[streams]]
name = "gzs"
entity = "studio"
id = "id"
[streams.request]
sql = "SELECT * FROM gzs"
key = ["xh"]
[streams.deletes]
style = "snapshot"
[streams.fields]
name = "mc"
type = {{ constant = "REGIONAL" }}
platform_kind = {{ constant = "STUDIO" }}
mode = {{ constant = "OFFLINE" }}
status = {{ constant = "ACTIVE" }}
owner = "ssqh"
sectors = {{ path = "jb", split = "、" }}

[[streams]]
name = "wy"
entity = "member"
id = "id"
[streams.request]
sql = "SELECT * FROM wy"
key = ["xh"]
[streams.deletes]
style = "snapshot"
[streams.fields]
name = "xm"
phone = {{ path = "sj", text = ["strip", "phone"] }}
"""

_TIMED = """
[streams.changed]
path = "gxsj"
param = "since"
trust_zone = false
"""


@dataclass(frozen=True, kw_only=True)
class County:
    """The file of a county's system and the ways to change what stands in it."""

    path: Path

    @classmethod
    def founded(cls, path: Path, *, studios: int = 2, members: int = 3, activities: int = 7) -> County:
        """A system with sound rows in each table."""
        county = cls(path=path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript(_TABLES)
        for number in range(1, members + 1):
            county.add(
                "wy", id=f"W{number}", xm=f"测试委员{number}", sj=f"1390000{number:04d}", gxsj="2026-01-05 10:00:00"
            )
        for number in range(1, studios + 1):
            county.add(
                "gzs",
                id=f"G{number}",
                mc=f"测试委员工作室{number}",
                ssqh="611026",
                jb="经济界",
                gxsj="2026-01-05 10:00:00",
            )
        for number in range(1, activities + 1):
            county.add("hd", **activity(number, studio=f"G{(number - 1) % max(studios, 1) + 1}"))
        return county

    def add(self, table: str, **row: Any) -> None:
        """Insert a row."""
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        self.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))

    def change(self, table: str, key: str, **values: Any) -> None:
        """Change the row with an identifier."""
        assigned = ", ".join(f"{name} = ?" for name in values)
        self.execute(f"UPDATE {table} SET {assigned} WHERE id = ?", (*values.values(), key))

    def remove(self, table: str, keys: Iterable[str]) -> None:
        """Delete rows outright."""
        for key in keys:
            self.execute(f"DELETE FROM {table} WHERE id = ?", (key,))

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        """Run one statement."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)

    def source(
        self,
        *,
        page_size: int = 3,
        version: int = 1,
        deletes: str = 'style = "snapshot"',
        timed: bool = False,
        since: bool = False,
        code: str = CODE,
        more: str = "",
    ) -> Source:
        """Its configuration as the hub reads it; `timed` when rows tell their time of change, `more` of activities."""
        written = _CONFIG.format(
            code=code,
            path=self.path,
            page_size=page_size,
            version=version,
            deletes=deletes,
            changed=_TIMED if timed else "",
            more=more,
            since=" WHERE gxsj >= :since" if since else "",
        )
        return read_source(written, file="county.toml", environment={}, folder=self.path.parent, shapes=shapes())


def activity(number: int, *, studio: str = "G1", **values: Any) -> Mapping[str, Any]:
    """A sound activity row."""
    row = {
        "id": f"H{number}",
        "gzs": studio,
        "zt": f"第{number}次学习",
        "rq": f"2026-02-{number % 28 + 1:02d}",
        "rs": str(number),
        "gxsj": f"2026-03-{number % 28 + 1:02d} 10:00:00",
    }
    return row | values


def engine_over(
    database: Database,
    sources: Iterable[Source],
    folder: Path,
    *,
    executor: str = "tests-1",
    clock: Callable[[], datetime] = lambda: NOW,
    jobs_url: str | None = None,
    failpoint: str | None = None,
) -> Engine:
    """An engine as the hub makes it, with a clock that stands still."""

    async def no_pause(_seconds: float) -> None:
        return None

    return Engine(
        database=database,
        sources=sources,
        jobs_url=jobs_url or f"sqlite:///{folder / 'hub-jobs.db'}",
        executor=executor,
        http=Door(clock=clock, sleep=no_pause, chance=lambda: 0.0),
        secrets=Secrets(environment={}, folder=folder),
        key=KEY,
        clock=clock,
        failpoint=failpoint,
    )


async def registered(database: Database, *sources: Source) -> None:
    """Make the sources known to the database."""
    await register_sources(database, sources, now=NOW)


@asynccontextmanager
async def held(database: Database, source: Source, *, at: datetime = NOW) -> AsyncIterator[tuple[Hold, Runner]]:
    """A run of the source under its fence, with the steps that can be taken in it."""
    async with database.write() as connection:
        run_id = await request_run(connection, source.code, trigger="COMMAND", requested_by=None, now=at)
        claimed = await claim(connection, [source.code], executor="tests-1", now=at + timedelta(hours=1), most=1)
        hold = await begin(connection, claimed[0], executor="tests-1", now=at)
    assert hold is not None and hold.run_id == run_id
    yield hold, runner_over(database, source, hold, at=at)


def runner_over(database: Database, source: Source, hold: Hold, *, at: datetime = NOW) -> Runner:
    """The steps of a run under a fence."""

    async def no_pause(_seconds: float) -> None:
        return None

    ground = Ground(
        database=database,
        gazetteer=_GAZETTEER,
        settings=_SETTINGS,
        clock=lambda: at,
        audit_key=KEY,
        redaction_key=KEY,
        fuse=Fuse(),
    )
    door = Door(clock=lambda: at, sleep=no_pause, chance=lambda: 0.0)
    secrets = Secrets(environment={}, folder=Path())
    return Runner(ground, source, wire=Wire(source, door=door, secrets=secrets, clock=lambda: at), hold=hold)


async def synced(database: Database, source: Source, *, at: datetime = NOW, deletes_allowed: bool = False) -> RunReport:
    """A whole run in this process, without the job engine."""
    async with database.write() as connection:
        await request_run(
            connection, source.code, trigger="COMMAND", requested_by=None, now=at, deletes_allowed=deletes_allowed
        )
    async with held(database, source, at=at) as (_, runner):
        await carry_out(runner, step=at_once)
    return await read_report(database, source)


async def read_report(database: Database, source: Source) -> RunReport:
    """The report of the source's run that was begun last."""
    last = "SELECT r.id FROM sync_run r JOIN source s ON s.id = r.source_id WHERE s.code = '{}' ORDER BY r.fence DESC"
    run_id = (await rows(database, last.format(source.code)))[0][0]
    async with database.read() as connection:
        return report_of(dict(await read_run(connection, run_id)))


async def at_once(_name: str, function: Callable[..., Awaitable[_T]], *arguments: Any) -> _T:
    """A step that nobody records."""
    return await function(*arguments)


async def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, as plain tuples."""
    async with database.read() as connection:
        return [tuple(row) for row in (await connection.execute(text(statement))).all()]
