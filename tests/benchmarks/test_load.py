"""How the data set comes into databases: whole, with its totals, and for several provinces at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import func, select

from benchmarks.load import count_totals, fill_postgres, fill_sqlite
from benchmarks.questions import statements
from benchmarks.world import PROVINCE, Size, World
from hub.domain.ids import prefix_of
from hub.store.models.body import Body
from hub.store.models.facts import Activity, Opinion
from hub.store.models.member import Member, Residency
from hub.store.models.studio import Studio
from hub.store.models.totals import ActivityQuarter
from hub.store.session import Database
from tests.postgres import ROLE, PostgresServer

SMALL = Size(name="small", studios=236, members=3_000, activities=472, opinions=472)
THREE = replace(SMALL, name="three", provinces=3)
TABLES = ("studio", "member", "membership", "residency", "activity", "opinion")
_BRANCH = "select below.id from body top join body below on below.position between top.position and top.last"


@pytest.fixture
def several(postgres: PostgresServer, postgres_template: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A database of three provinces."""
    with postgres.fresh("bench_several", template=postgres_template):
        conninfo = f"host={postgres.folder} user={ROLE} dbname=bench_several"
        fill_postgres(conninfo, THREE)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            yield connection


def value(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> object:
    """The first value of the first row."""
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return row[0]


def fill(database: Database) -> World:
    """Fill either database."""
    url = database.engine.url
    if database.is_sqlite:
        return fill_sqlite(str(url.database), SMALL)
    return fill_postgres(f"host={url.query['host']} user={url.username} dbname={url.database}", SMALL)


async def test_the_rows_fit_the_tables_of_both_databases(database: Database) -> None:
    world = fill(database)

    async with database.read() as connection:
        counted = [
            await connection.scalar(select(func.count()).select_from(one)) for one in (Studio, Member, Residency)
        ]
        facts = [await connection.scalar(select(func.count()).select_from(one)) for one in (Activity, Opinion)]
        owners = await connection.scalar(select(func.count(Studio.owner_body_id.distinct())))
        moment = await connection.scalar(select(Activity.recorded_at).limit(1))
        lost = await connection.scalar(
            select(func.count()).select_from(Studio).where(Studio.owner_body_id.not_in(select(Body.id)))
        )
    assert (counted, facts, lost) == ([236, 3_000, 2_832], [472, 472], 0)
    assert owners == 118
    assert moment is not None and moment.tzinfo is not None
    assert world.studio_id(0).startswith("stu_")


async def test_totals_are_counted_after_the_rows_have_come(database: Database, migrated_url: str) -> None:
    fill(database)

    await count_totals(migrated_url)

    async with database.read() as connection:
        assert await connection.scalar(select(func.sum(ActivityQuarter.rows))) == SMALL.activities


def test_every_hand_written_statement_runs_and_gives_data(several: psycopg.Connection[tuple[object, ...]]) -> None:
    for name, text in statements().items():
        row = several.execute(text.encode(), {"id": "stu_"}).fetchone()
        assert row is not None, name
        assert set(json.loads(str(row[0]))) == {"data"}, name


def test_each_further_province_has_the_rows_of_the_first_under_identifiers_of_its_own(
    several: psycopg.Connection[tuple[object, ...]],
) -> None:
    for table in TABLES:
        ids = [str(row[0]) for row in several.execute(f"select id from {table}".encode())]
        assert len(set(ids)) == len(ids)
        assert all(prefix_of(one) for one in ids)
    studios = value(several, "select count(*) from studio")
    activities = value(several, "select count(*) from activity")
    assert (studios, activities) == (3 * SMALL.studios, 3 * SMALL.activities)


def test_the_caller_s_own_province_stays_as_large_as_it_was(several: psycopg.Connection[tuple[object, ...]]) -> None:
    for table in ("studio", "activity", "opinion"):
        own = f"select count(*) from {table} where owner_body_id in ({_BRANCH} where top.code = '{PROVINCE}')"
        assert value(several, own) == value(several, f"select count(*) / 3 from {table}")


def test_the_others_stand_beside_it_in_the_tree(several: psycopg.Connection[tuple[object, ...]]) -> None:
    widths = several.execute(
        b"select code, last - position from body where code like '%610000' order by code"
    ).fetchall()
    inside = value(
        several, f"select count(*) from ({_BRANCH} where top.code = '{PROVINCE}') own where own.id is not null"
    )
    places = several.execute(b"select count(*), count(distinct position) from body").fetchone()
    crossed = "select count(*) from body b join body u on u.id = b.reports_to_id"
    crossed += " where not b.position between u.position and u.last"

    assert [code for code, _ in widths] == ["610000", "p1-610000", "p2-610000"]
    assert len({width for _, width in widths}) == 1
    assert places is not None and places[0] == places[1]
    assert (inside, value(several, crossed)) == (118, 0)


def test_rows_of_a_province_point_to_each_other_and_no_index_is_left_out(
    several: psycopg.Connection[tuple[object, ...]],
) -> None:
    apart = (
        "select count(*) from opinion o left join studio s on s.id = o.studio_id where s.owner_body_id is distinct from"
    )

    assert value(several, f"{apart} o.owner_body_id") == 0
    assert value(several, "select count(*) from pg_index where not indisready or not indisvalid") == 0
    assert value(several, "select count(*) from pg_namespace where nspname = 'bench'") == 0
