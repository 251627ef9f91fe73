"""Opening a figure costs what its page costs, however many records and figures there are, on either database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import event, text

from hub.store.session import Database
from tests.asking import Asked
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, FIGURE, Quarter
from tests.quarter.steps import COUNTY, OFFICE
from tests.store.crowd import crowd

# The whole crowd stands behind one line, and a part of it behind every other one.
_MANY = """insert into contribution (id, line_id, version_id, fact_kind, fact_id, studio_id, owner_body_id, weight,
  whole, owned, shared_with) select 'ctb_' || l.id || a.id, l.id, l.version_id, 'ACTIVITY', a.id, a.studio_id,
  a.owner_body_id, '1', '1', true, '[]' from rollup_line l join activity a on l.id = :line or a.id like '%00'
  where l.indicator = 'activities' and a.id not in (select fact_id from contribution)"""
_GROWING = frozenset({"contribution", "rollup_line", "rollup_version", "activity", "drift_item", "obligation"})
_LARGE = frozenset({"contribution", "activity", "rollup_line"})  # what PostgreSQL would not read whole for its size
_INDEX = "ix_contribution_line_id_id"
Sent = tuple[str, Any]  # a statement and its parameters, as they went to the driver


@pytest.fixture
def shadow() -> float:
    """Statements are counted as one way of answering sends them."""
    return 0.0


async def test_a_page_of_a_figure_is_read_along_the_index_of_its_line(
    ask: Asked, world: World, database: Database
) -> None:
    here = Quarter(ask, world)
    await world.activity(await world.studio(COUNTY_CODE), COUNTY_CODE)
    await here.open()
    line = await here.line(CITY, COUNTY_CODE)
    await crowd(database)
    async with database.write() as connection:
        made = await connection.execute(text(_MANY), {"line": line})
        assert made.rowcount > 10_000
        await connection.execute(text("analyze"))
    for person in (OFFICE, COUNTY):
        statements = await _sent(here, line, person)
        assert sum("contribution" in statement for statement, _ in statements) == 1
        wrong = [one async for one in _wrong(database, statements)]
        assert wrong == []

    async with database.write() as connection:
        await connection.execute(text("drop index ix_contribution_line_id_id"))
    await database.engine.dispose()  # a driver may keep what it explained once
    assert "contribution" in {one async for one in _wrong(database, await _sent(here, line, OFFICE))}


async def _sent(here: Quarter, line: str, person: Any) -> list[Sent]:
    """The statements by which a figure and the middle of its records are read."""
    first = await here.figure(line, person, first=20)
    assert first is not None
    found: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.lstrip().lower().startswith(("select", "with")):
            found.append((statement, parameters))

    engine = here.world.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        asked = FIGURE.replace("notShown", "").replace("totalCount", "")
        after = first["lineage"]["pageInfo"]["endCursor"]
        answer = await here.ask(asked, person, id=line, first=20, after=after)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(answer["figure"]["lineage"]["nodes"]) == 20
    return found


async def _wrong(database: Database, statements: list[Sent]) -> Any:  # an async generator of names
    """The growing tables that are read whole, and the records of a line where another index than theirs is used."""
    async with database.read() as connection:
        for statement, parameters in statements:
            if database.is_sqlite:
                plan = await connection.exec_driver_sql(f"explain query plan {statement}", parameters)
                details = [str(row["detail"]) for row in plan.mappings()]
                for one in _of_sqlite(details):
                    yield one
            else:
                plan = await connection.exec_driver_sql(f"explain (format json) {statement}", parameters)
                found = plan.scalar_one()
                for one in _of_postgres((found if isinstance(found, list) else json.loads(found))[0]["Plan"]):
                    yield one


def _of_sqlite(details: list[str]) -> Iterator[str]:
    for detail in details:
        words = detail.split()
        if words[0] == "SCAN" and words[1] in _GROWING:
            yield words[1]
        if words[0] == "SEARCH" and words[1] == "contribution" and f"{_INDEX} (line_id=?" not in detail:
            yield words[1]


def _of_postgres(plan: Mapping[str, Any]) -> Iterator[str]:
    for node in _below(plan):
        name = str(node.get("Relation Name"))
        if node["Node Type"] == "Seq Scan" and name in _LARGE:
            yield name
        if name == "contribution" and node.get("Index Name") != _INDEX:
            yield name


def _below(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for one in node.get("Plans", ()):
        yield from _below(one)
