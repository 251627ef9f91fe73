"""How the data set comes into a database: migrations, the packaged reference, then the rows by the fastest way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.world import MOMENT, PROVINCE, Ground, Row, Rows, Size, World
from hub.store.migrate import upgrade
from hub.store.models.catalogue import models
from hub.store.reference import load_reference
from hub.store.session import Database

_BRANCH = f"""
select below.id from body top join body below on below.position between top.position and top.last
where top.code = '{PROVINCE}' order by below.code
"""
_KINDS = "select id from activity_kind order by code"
# Those that enforce nothing; they are dropped before the rows come and made again after.
_POSTGRES_INDEXES = """
select c.relname, pg_get_indexdef(c.oid) from pg_index i join pg_class c on c.oid = i.indexrelid
where i.indrelid = %s::regclass and not i.indisunique
"""
_SQLITE_INDEXES = """
select name, sql from sqlite_schema where type = 'index' and tbl_name = ? and sql like 'create index%'
"""


async def prepare(url: str) -> None:
    """Bring a database to the newest tables and load the packaged reference."""
    upgrade(url)
    database = Database(url)
    try:
        await load_reference(database, now=MOMENT)
    finally:
        await database.close()


def fill_postgres(conninfo: str, size: Size) -> World:
    """Fill a prepared PostgreSQL database with COPY, and tell the planner about it."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        found = [[row[0] for row in connection.execute(sql.SQL(text))] for text in (_BRANCH, _KINDS)]
        world = World(size, Ground(bodies=found[0], kinds=found[1]))
        # Checking every reference and growing every index row by row would take most of the time.
        connection.execute("set session_replication_role = replica")
        connection.execute("set maintenance_work_mem = '256MB'")
        for part in map(_completed, world.tables()):
            given = connection.execute(_POSTGRES_INDEXES, [part.table])
            indexes = [(sql.Identifier(name), sql.SQL(text)) for name, text in given]
            for name, _ in indexes:
                connection.execute(sql.SQL("drop index {}").format(name))
            _copy(connection, part)
            for _, text in indexes:
                connection.execute(text)
        # Autovacuum would do it sooner or later; here it must not fall into a measurement.
        connection.execute("vacuum (analyze)")
        connection.execute("checkpoint")
    return world


def _copy(connection: psycopg.Connection[Any], part: Rows) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, part.columns))
    into = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(part.table), columns)
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in part.rows:
            copy.write_row(row)


def fill_sqlite(path: str, size: Size) -> World:
    """Fill a prepared SQLite file in one transaction, and tell the planner about it."""
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
        connection.execute("analyze")
    finally:
        connection.close()
    return world


def _completed(part: Rows) -> Rows:
    """The same rows with the columns whose default only the models know."""
    table = next(model.__table__ for model in models() if model.__tablename__ == part.table)
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
