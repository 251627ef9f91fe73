"""The arithmetic on the documents (domain.md §6.3), asked through the door: D-01, D-09, D-10; D-02 is compliance's."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from hub.domain.access import Role
from hub.domain.words import RunStatus
from hub.store.session import Database
from hub.sync.source import Source
from hub.sync.source_reader import read_source
from tests.asking import PROVINCE, Asked, Person
from tests.factories import World
from tests.registry.arrangement_cases import joint_studio
from tests.registry.linking import GUANGZHOU, PANYU, Linking
from tests.store.chronicle import Chronicle
from tests.sync.county import registered, synced

HERE = Path(__file__).parent
FUPING = Person(role=Role.MANAGING_DEPARTMENT, body="610528")
HAICANG = Person(role=Role.MANAGING_DEPARTMENT, body="350205")
MEMBERS, STUDIOS = 237, 10

_TABLES = """
CREATE TABLE wy (xh INTEGER PRIMARY KEY, id TEXT, xm TEXT);
CREATE TABLE gzs (xh INTEGER PRIMARY KEY, id TEXT, mc TEXT);
CREATE TABLE zs (xh INTEGER PRIMARY KEY, id TEXT, gzs TEXT, wy TEXT);
"""
_SOURCE = """
code = "test-fuping"
zh = "测试县政协系统"
en = "A county's system for tests"
body = "610528"
kind = "sql"
zone = "Asia/Shanghai"
[connection]
database = "sqlite:///{path}"
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
type = {{ constant = "SECTOR" }}
platform_kind = {{ constant = "STUDIO" }}
mode = {{ constant = "OFFLINE" }}
status = {{ constant = "ACTIVE" }}
owner = {{ constant = "610528" }}
[[streams]]
name = "zs"
entity = "residency"
id = "id"
[streams.request]
sql = "SELECT * FROM zs"
key = ["xh"]
[streams.deletes]
style = "snapshot"
[streams.fields]
studio = "gzs"
member = "wy"
role = {{ constant = "RESIDENT" }}
"""


def question(name: str) -> tuple[str, Any]:
    """A kept query and the answer that is right."""
    path = HERE / f"{name}.graphql"
    return path.read_text("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


def _fuping(path: Path) -> Source:
    """The county's own system: every member placed, one studio each, spread as evenly as it goes (S1:29)."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        for number in range(STUDIOS):
            connection.execute("INSERT INTO gzs (id, mc) VALUES (?, ?)", (f"G{number}", f"富平测试室{number}"))
        for number in range(MEMBERS):
            connection.execute("INSERT INTO wy (id, xm) VALUES (?, ?)", (f"W{number}", f"测试委员{number}"))
            place = (f"Z{number}", f"G{number % STUDIOS}", f"W{number}")
            connection.execute("INSERT INTO zs (id, gzs, wy) VALUES (?, ?, ?)", place)
    return read_source(_SOURCE.format(path=path), file="test-fuping.toml", environment={}, folder=path.parent)


async def test_d_01_fuping_is_imported_whole_and_each_roster_above_twenty_is_listed(
    ask: Asked, database: Database, tmp_path: Path
) -> None:
    source = _fuping(tmp_path / "fuping.db")
    await registered(database, source)

    report = await synced(database, source)

    assert (report.status, report.quarantined) == (RunStatus.SUCCEEDED, 0)
    query, expected = question("d-01")
    for person in (FUPING, PROVINCE):
        assert await ask(query, person) == expected


async def test_d_09_haicang_has_three_studios_at_the_end_of_2022_and_seven_at_the_end_of_2023(
    ask: Asked, world: World
) -> None:
    chronicle = Chronicle(world)
    for number, opened in enumerate([date(2022, 1, 10)] * 3 + [date(2023, 6, 1)] * 4):
        await chronicle.studio("350205", name=f"海沧测试室{number}", approved_on=opened, opened_on=opened)
    query, expected = question("d-09")

    assert await ask(query, HAICANG) == expected


async def test_d_10_panyu_owns_forty_studios_and_the_cloud_studio_and_not_what_merely_stands_there(
    ask: Asked, world: World
) -> None:
    await joint_studio(Linking(ask=ask), world)
    query, expected = question("d-10")

    for person in (PANYU, GUANGZHOU):
        assert await ask(query, person) == expected
