"""Reading a local system's own database: pages by key, nothing but one SELECT, nothing written."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from hub.store.foreign import ForeignDatabase, ForeignPage, QueryFault, cell, is_one_select
from hub.sync.connectors.exchange import Position, QueryRequest, QueryResponse
from hub.sync.connectors.sql import key_from_text, key_to_text
from tests.sync.worlds import NOW, connector


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "city.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE studio (id INTEGER, part TEXT, name TEXT, changed TEXT)")
        rows = [
            (number // 2, "ab"[number % 2], f"工作室{number}", f"2024-03-0{number + 1} 08:00:00") for number in range(7)
        ]
        database.executemany("INSERT INTO studio VALUES (?, ?, ?, ?)", rows)
    database.close()
    return path


async def page(
    path: Path, statement: str, *, after: tuple[int, str] | None = None, limit: int = 3, seconds: float = 5.0
) -> ForeignPage | QueryFault:
    database = ForeignDatabase(f"sqlite:///{path}", password=None, timeout=seconds)
    return await database.page(statement, key=("id", "part"), after=after, limit=limit, params={})


async def test_pages_follow_a_key_of_several_columns(city: Path) -> None:
    found: list[object] = []
    after: tuple[int, str] | None = None
    while True:
        here = await page(city, "SELECT * FROM studio", after=after)
        assert isinstance(here, ForeignPage)
        found += [row["name"] for row in here.rows]
        if not here.more:
            break
        assert here.last_key is not None
        after = (int(str(here.last_key[0])), str(here.last_key[1]))

    assert found == [f"工作室{number}" for number in range(7)]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM studio",
        "SELECT 1; DROP TABLE studio",
        "WITH x AS (DELETE FROM studio RETURNING *) SELECT * FROM x",
        "SELECT * INTO copy FROM studio",
        "SELECT 1 /* ; */ ; SELECT 2",
        "PRAGMA writable_schema = 1",
        "ATTACH DATABASE 'x' AS y",
        "",
    ],
)
async def test_anything_but_one_select_is_refused(city: Path, statement: str) -> None:
    assert await page(city, statement) is QueryFault.REFUSED


def test_words_inside_texts_names_and_comments_do_not_matter() -> None:
    assert is_one_select("SELECT 'drop; it' AS \"update\" -- delete;\nFROM studio /* set */")


async def test_a_missing_database_does_not_come_into_being(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"

    assert await page(missing, "SELECT 1 AS id, 'a' AS part") is QueryFault.UNREACHABLE
    assert not missing.exists()


async def test_a_wrong_column_is_a_coded_fault(city: Path) -> None:
    assert await page(city, "SELECT nothing FROM studio") is QueryFault.FAILED


async def test_a_statement_without_end_is_stopped(city: Path) -> None:
    endless = (
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT max(id) AS id, 'a' AS part FROM n"
    )

    assert await page(city, endless, seconds=0.2) is QueryFault.TOO_SLOW


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (Decimal("1.50"), "1.50"),
        (datetime(2024, 3, 5, 10, tzinfo=UTC), "2024-03-05T10:00:00+00:00"),
        (date(2024, 3, 5), "2024-03-05"),
        (b"\x01\xff", "01ff"),
        (float("nan"), None),
        (["a", None], ["a", None]),
        (True, True),
    ],
)
def test_cells_become_what_json_can_hold(value: object, json: object) -> None:
    assert cell(value) == json


def test_a_key_keeps_its_types_over_a_restart() -> None:
    key = (7, "a", datetime(2024, 3, 5, tzinfo=UTC), date(2024, 3, 5), Decimal("1.5"))

    assert key_from_text(key_to_text(key)) == key


SQL = {
    "kind": "sql",
    "request": 'sql = "SELECT id, name, changed FROM studio WHERE changed >= :since"\nkey = ["id"]',
    "tables": '[streams.changed]\npath = "changed"\nstyle = "iso"\ntrust_zone = false',
}


def test_the_connector_asks_for_the_page_behind_its_key_and_for_changes_in_local_time() -> None:
    talk = connector(**SQL)
    request = talk.start(Position())
    answered = QueryResponse(
        rows=({"id": 5, "name": "甲", "changed": "2024-03-05 10:00:00"},), last_key=(5,), more=True, received_at=NOW
    )

    first = talk.read(answered, request)
    assert isinstance(first.next, QueryRequest)
    last = talk.read(QueryResponse(rows=(), last_key=None, more=False, received_at=NOW), first.next)
    again = talk.start(last.position)

    assert first.next.after == (5,) and first.next == talk.start(Position.from_text(first.position.to_text()))
    assert last.complete and isinstance(again, QueryRequest) and again.params == {"since": "2024-03-05 09:58:00"}
