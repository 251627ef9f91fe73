"""The locked quarter of the benchmarks: made by the hub's own steps, whole in every province, and made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg
import pytest

from benchmarks.load import fill_postgres, table_named
from benchmarks.locked import LOCKED, WIDE, lock_quarter
from benchmarks.multiply import QUARTER
from benchmarks.world import Size
from tests.postgres import ROLE, PostgresServer

UNITS = 12
SMALL = Size(name="small", studios=236, members=3_000, activities=4_720, opinions=472)
THREE = replace(SMALL, name="three", provinces=3)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A database with facts, and how it is reached."""

    url: str
    conninfo: str
    connection: psycopg.Connection[tuple[object, ...]]

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What a statement gives."""
        return self.connection.execute(statement.encode()).fetchall()


@pytest.fixture
def place(postgres: PostgresServer, postgres_template: str) -> Iterator[Place]:
    """A database of three provinces, without any quarter."""
    with postgres.fresh("bench_locked", template=postgres_template) as url:
        conninfo = f"host={postgres.folder} user={ROLE} dbname=bench_locked"
        fill_postgres(conninfo, THREE)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            yield Place(url=url, conninfo=conninfo, connection=connection)


def test_every_province_has_the_quarter_that_the_hub_has_locked_in_one(place: Place) -> None:
    assert lock_quarter(place.conninfo, place.url, THREE) is True

    periods = place.rows(f"select status, count(*) from report_period where label = '{LOCKED}' group by 1")
    versions = place.rows(
        "select substring(b.code from '^p[12]'), v.status, count(*) from rollup_version v"
        " join body b on b.id = v.body_id group by 1, 2 order by 1"
    )
    assert periods == [("CLOSED", 3)]
    assert versions == [(one, "LOCKED", UNITS) for one in ("p1", "p2", None)]
    assert [one for table in QUARTER for one in _dangling(place, table)] == []
    lost = "select count(*) from contribution c where c.fact_kind = 'ACTIVITY' and not exists"
    strange = "select count(*) from contribution c join rollup_line l on l.id = c.line_id"
    strange += " where c.version_id <> l.version_id"
    assert place.rows(f"{lost} (select from activity a where a.id = c.fact_id and a.studio_id = c.studio_id)") == [(0,)]
    assert place.rows(strange) == [(0,)]
    assert place.rows("select count(*) from pg_index where not indisready or not indisvalid") == [(0,)]


def test_wide_figures_rest_on_the_whole_quarter_and_say_so(place: Place) -> None:
    lock_quarter(place.conninfo, place.url, SMALL)

    quarter = place.rows(
        "select count(*) from activity a join body b on b.id = a.owner_body_id join body top on top.code = '610000'"
        " and b.position between top.position and top.last where a.held_on between '2025-07-01' and '2025-09-30'"
    )
    wide = place.rows(
        "select l.computed, l.gross, counted.records from rollup_line l cross join lateral"
        " (select count(*) as records from contribution c where c.line_id = l.id) counted"
        " where l.indicator = 'activities' order by counted.records desc limit 5"
    )
    whole = quarter[0][0]
    assert wide[:WIDE] == [(str(whole), str(whole), whole)] * WIDE
    assert int(str(wide[WIDE][2])) < 100 < int(str(whole))


def test_a_quarter_is_made_once_and_one_that_was_left_half_made_is_made_anew(place: Place) -> None:
    lock_quarter(place.conninfo, place.url, SMALL)
    first = place.rows("select id from report_period")

    assert lock_quarter(place.conninfo, place.url, SMALL) is False
    assert place.rows("select id from report_period") == first

    place.connection.execute("comment on database bench_locked is null")
    assert lock_quarter(place.conninfo, place.url, SMALL) is True
    again = place.rows("select id from report_period")
    assert len(again) == 1 and again != first


def _dangling(place: Place, name: str) -> Iterator[str]:
    """The references of a table that lead nowhere."""
    for column in table_named(name).columns:
        for key in column.foreign_keys:
            other = key.column.table.name
            lost = f"select count(*) from {name} one left join {other} o on o.id = one.{column.name}"
            if place.rows(f"{lost} where one.{column.name} is not null and o.id is null") != [(0,)]:
                yield f"{name}.{column.name}"
