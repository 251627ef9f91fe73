"""Writing Dingbian's database, as a SQLite file or into a PostgreSQL database that is given."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Protocol

import psycopg

from examples.local_systems.dingbian_county.bad_rows import with_bad_rows
from examples.local_systems.dingbian_county.registry import registry
from examples.local_systems.dingbian_county.tables import TABLES, VIEWS
from examples.local_systems.dingbian_county.work import work
from examples.local_systems.folder import Streams

FILE_NAME = "zhihui_zhengxie.db"


class _Cursor(Protocol):
    def execute(self, statement: str, /) -> object: ...

    def executemany(self, statement: str, rows: list[tuple[Any, ...]], /) -> object: ...


def streams() -> Streams:
    """Everything the database holds when it is new, by table."""
    return with_bad_rows(registry() | work())


def create_file(folder: Path) -> Path:
    """Write the SQLite file if it is not there yet and say where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        link = sqlite3.connect(fresh)
        _fill(link.cursor(), mark="?")
        link.commit()
        link.close()
        fresh.replace(path)
    return path


def create_in(url: str) -> None:
    """Write the tables into a PostgreSQL database; the tables must not be there yet."""
    with psycopg.connect(url) as link, link.cursor() as cursor:
        _fill(_Postgres(cursor), mark="%s")


class _Postgres:
    """psycopg's cursor under the two calls used here, whose statements are all constants of this package."""

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def execute(self, statement: str, /) -> object:
        return self._cursor.execute(statement.encode())

    def executemany(self, statement: str, rows: list[tuple[Any, ...]], /) -> object:
        self._cursor.executemany(statement.encode(), rows)
        return None


def _fill(cursor: _Cursor, *, mark: str) -> None:
    rows_of = streams()
    for table, columns in TABLES.items():
        cursor.execute(f"CREATE TABLE {table} ({columns}, xh INTEGER)")
        names = [*(column.split()[0] for column in columns.split(",")), "xh"]
        places = ", ".join([mark] * len(names))
        rows = [
            tuple(({"xh": place} | row)[name] for name in names) for place, row in enumerate(rows_of[table], start=1)
        ]
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)
    for view, query in VIEWS.items():
        cursor.execute(f"CREATE VIEW {view} AS {query}")
