"""Opening a period costs statements by its indicators and units, never by its records; the rows go in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, update

from hub.domain.words import Mode
from hub.store.models.activity_party import ActivityParty
from hub.store.session import Database
from tests.asking import Asked
from tests.factories import World
from tests.quarter.opening import Quarter
from tests.quarter.steps import OFFICE, OPEN, QUARTER, RECOMPUTE, REPORT, SIGNER, done

EMPTY = "2025-Q4"  # the quarter before that of the factories
CITY, COUNTY, OTHER = "611000", "611026", "610800"
UNITS = 12
_OF_COMMITTEES = """select o.committee_id, l.indicator, l.computed from rollup_line l
  join rollup_version v on v.id = l.version_id join obligation o on o.id = v.obligation_id
  where l.computed <> '0' order by l.indicator"""
_RECORDS = re.compile(r"\bFROM (activity|opinion|output|duty_shift|studio|activity_party|quarantined_row)\b")


@contextmanager
def noted(database: Database) -> Iterator[list[str]]:
    """The statements that reach the driver while the block runs."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(" ".join(statement.split()))

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def cost(ask: Asked, database: Database, period: str) -> tuple[int, int, int]:
    """How many statements an opening takes to read records, to write lines, and to write what is behind them."""
    with noted(database) as sent:
        found = await done(ask, OPEN, OFFICE, definition=REPORT, period=period)
    assert found["obligations"]["totalCount"] == UNITS
    written = [sum(one.startswith(f"INSERT INTO {table} ") for one in sent) for table in _WRITTEN]
    return sum(_reads(one) for one in sent), written[0], written[1]


_WRITTEN = ("rollup_line", "contribution")


def _reads(statement: str) -> bool:
    return _RECORDS.search(statement) is not None


async def test_statements_of_an_opening_do_not_grow_with_records_and_lines(
    ask: Asked, world: World, database: Database
) -> None:
    for body in (CITY, COUNTY, OTHER):
        studio = await world.studio(body)
        for mode in Mode:
            for _ in range(4):
                await world.activity(studio, body, mode=mode)
                await world.opinion(studio, body)

    reads, lines, behind = await cost(ask, database, QUARTER)
    reads_of_empty, lines_of_empty, _ = await cost(ask, database, EMPTY)

    assert reads == reads_of_empty
    assert lines == lines_of_empty == UNITS
    assert 0 < behind <= UNITS
    async with database.read() as connection:
        count = "select count(*) from contribution c where c.fact_kind in ('ACTIVITY', 'OPINION')"
        assert (await connection.exec_driver_sql(count)).scalar_one() == 3 * 4 * len(Mode) * 3


async def test_the_records_of_all_units_are_read_by_as_many_statements_as_those_of_one(
    ask: Asked, world: World, database: Database
) -> None:
    await world.activity(await world.studio(CITY), CITY)
    with noted(database) as sent:
        found = await done(ask, OPEN, OFFICE, definition=REPORT, period=QUARTER)
    of_all = sum(_reads(one) for one in sent)
    city = next(one["id"] for one in found["obligations"]["nodes"] if one["body"]["code"] == CITY)

    with noted(database) as sent:
        again = await done(ask, RECOMPUTE, SIGNER, id=city)

    assert again["revision"] == 2
    assert sum(_reads(one) for one in sent) == of_all > 0


async def test_reports_that_are_computed_together_hold_each_its_own_records_alone(
    ask: Asked, world: World, database: Database
) -> None:
    first, second, third = await world.committee(CITY), await world.committee(CITY), await world.committee(OTHER)
    studios: dict[str, str] = {}
    for committee, body, activities in ((first, CITY, 2), (second, CITY, 1), (third, OTHER, 3)):
        studios[committee] = await world.studio(body, committee_id=committee)
        for _ in range(activities):
            await world.activity(studios[committee], body)
    await Quarter(ask, world).joint(CITY, studios[first], (OTHER, studios[third]))
    async with database.write() as connection:
        party = update(ActivityParty).where(ActivityParty.studio_id == studios[third])
        await connection.execute(party.values(committee_id=third))

    found = await done(ask, OPEN, OFFICE, definition="committee-annual", period="2026")

    assert found["obligations"]["totalCount"] == 3, found
    async with database.read() as connection:
        rows = (await connection.exec_driver_sql(_OF_COMMITTEES)).all()
    computed = {(row.committee_id, row.indicator): int(row.computed) for row in rows}
    assert computed == {
        **{(committee, "studios"): 1 for committee in studios},
        (first, "activities"): 3,
        (second, "activities"): 1,
        (third, "activities"): 4,
    }
