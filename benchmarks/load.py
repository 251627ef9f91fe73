"""How the data set comes into a database: migrations, the packaged reference, then the rows by the fastest way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Table

from benchmarks.multiply import SCHEMA, multiply, multiply_bodies, stage, unstage
from benchmarks.world import MOMENT, PROVINCE, Ground, Row, Rows, Size, World
from hub.store.dialect import table_of
from hub.store.migrate import upgrade
from hub.store.models.catalogue import models
from hub.store.models.totals import CELLS
from hub.store.reference import load_reference
from hub.store.session import Database
from hub.store.totals_check import rebuild_all

_BRANCH = f"""
select below.id from body top join body below on below.position between top.position and top.last
where top.code = '{PROVINCE}' order by below.code
"""
_KINDS = "select id from activity_kind order by code"
_LARGEST = ("opinion", "activity")
# An index that is not ready is not grown row by row, and REINDEX makes it whole and ready.
_ASLEEP = "update pg_index set indisready = false where indrelid = %s::regclass"
_SQLITE_INDEXES = """
select name, sql from sqlite_schema where type = 'index' and tbl_name = ? and sql like 'create index%'
"""


async def prepare(url: str) -> bool:
    """Bring a database to the newest tables and load the packaged reference; whether anything was to be done."""
    migrated = upgrade(url)
    database = Database(url)
    try:
        loaded = await load_reference(database, now=MOMENT)
        return migrated.changed or loaded.written
    finally:
        await database.close()


def fill_postgres(conninfo: str, size: Size) -> World:
    """Fill a prepared PostgreSQL database: COPY for one province, the others from it; totals come after."""
    world = world_of(conninfo, size)
    with loading(conninfo) as connection:
        parts = [_completed(part) for part in world.tables()]
        tables = [table_named(part.table) for part in parts]
        if size.provinces == 1:
            for part in parts:
                with indexes_asleep(connection, part.table):
                    _copy(connection, part, schema="public")
        else:
            stage(connection, tables, provinces=size.provinces)
            for part in parts:
                _copy(connection, part, schema=SCHEMA)
            multiply_bodies(connection, table_named("body"))
            _fill_all(conninfo, tables)
            unstage(connection)
    return world


async def count_totals(url: str) -> None:
    """Count the totals that are maintained from the facts, as `hub doctor` does."""
    database = Database(url)
    try:
        await rebuild_all(database)
        if database.is_sqlite:
            async with database.write() as connection:
                await connection.exec_driver_sql("analyze")
    finally:
        await database.close()


@contextmanager
def totals_asleep(conninfo: str) -> Iterator[None]:
    """Grow the indexes of the totals at once, after the block has made the rows."""
    names = [cell.__tablename__ for cell in CELLS]
    with loading(conninfo) as connection:
        for name in names:
            connection.execute(_ASLEEP, [name])

    def wake(table: str) -> None:
        with loading(conninfo) as connection:
            _wake(connection, table)

    yield
    by_two(wake, names)


def settle(conninfo: str) -> None:
    """What autovacuum would do sooner or later: here it must not fall into a measurement."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
        connection.execute("checkpoint")


def rename(conninfo: str, before: str, after: str) -> None:
    """Give a database to which nobody is connected another name."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        names = sql.Identifier(before), sql.Identifier(after)
        connection.execute(sql.SQL("alter database {} rename to {}").format(*names))


def is_filled(conninfo: str, database: str) -> bool:
    """Whether a server has a database of this name."""
    with psycopg.connect(conninfo) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
    return found is not None


def world_of(conninfo: str, size: Size) -> World:
    """The data set over what a database holds already."""
    with psycopg.connect(conninfo) as connection:
        found = [[row[0] for row in connection.execute(sql.SQL(text))] for text in (_BRANCH, _KINDS)]
    return World(size, Ground(bodies=found[0], kinds=found[1]))


@contextmanager
def loading(conninfo: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that checks no references: that would take most of the time."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set maintenance_work_mem = '256MB'")
        yield connection


@contextmanager
def indexes_asleep(connection: psycopg.Connection[Any], table: str) -> Iterator[None]:
    """Grow the indexes of a table at once, after the block has filled it."""
    connection.execute(_ASLEEP, [table])
    yield
    _wake(connection, table)


def _wake(connection: psycopg.Connection[Any], table: str) -> None:
    connection.execute(sql.SQL("reindex table {}").format(sql.Identifier(table)))


def _fill_all(conninfo: str, tables: Sequence[Table]) -> None:
    def fill(table: str) -> None:
        with loading(conninfo) as connection, indexes_asleep(connection, table):
            multiply(connection, table_named(table))

    by_two(fill, sorted((table.name for table in tables), key=lambda name: name not in _LARGEST))


def by_two(work: Callable[[str], None], tables: Sequence[str]) -> None:
    """Do the same for each table, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, tables))


def _copy(connection: psycopg.Connection[Any], part: Rows, *, schema: str) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, part.columns))
    into = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(schema, part.table), columns)
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in part.rows:
            copy.write_row(row)


def fill_sqlite(path: str, size: Size) -> World:
    """Fill a prepared SQLite file in one transaction; totals and statistics come after."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        found = [[row[0] for row in connection.execute(text)] for text in (_BRANCH, _KINDS)]
        world = World(size, Ground(bodies=found[0], kinds=found[1]))
        connection.execute("pragma synchronous = off")
        connection.execute("pragma cache_size = -131072")
        connection.execute("begin immediate")
        for part in map(_completed, world.tables()):
            indexes = connection.execute(_SQLITE_INDEXES, [part.table]).fetchall()
            for name, _ in indexes:
                connection.execute(f'drop index "{name}"')
            places = ", ".join("?" * len(part.columns))
            into = f'insert into "{part.table}" ({", ".join(part.columns)}) values ({places})'
            connection.executemany(into, part.rows)
            for _, text in indexes:
                connection.execute(text)
        connection.execute("commit")
    finally:
        connection.close()
    return world


def table_named(name: str) -> Table:
    """A table of the hub."""
    return next(table_of(model) for model in models() if model.__tablename__ == name)


def _completed(part: Rows) -> Rows:
    """The same rows with the columns whose default only the models know."""
    table = table_named(part.table)
    more: list[tuple[str, Any]] = []  # a column and what every row holds in it
    for column in table.columns:
        if column.name in part.columns or column.nullable:
            continue
        more.append((column.name, _default(column.name, column.default)))
    values = tuple(value for _, value in more)
    return Rows(
        table=part.table,
        columns=(*part.columns, *(name for name, _ in more)),
        rows=_lengthened(part.rows, values),
    )


def _default(name: str, default: Any) -> Any:  # what SQLAlchemy keeps of a column's default
    if name == "recorded_at":
        return MOMENT.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    if default is None:
        raise ValueError(f"the data set says nothing about {name}")
    return "[]" if default.is_callable else default.arg


def _lengthened(rows: Iterator[Row], values: Sequence[Any]) -> Iterator[Row]:
    tail = tuple(values)
    return (row + tail for row in rows)
