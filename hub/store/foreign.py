"""Pages of a local system's own SQL database: one SELECT, read-only, in the order of a key, bounded in time."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock_time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

Cell: TypeAlias = "bool | int | float | str | list[Cell] | dict[str, Cell] | None"
KeyValue: TypeAlias = "str | int | float | bool | Decimal | datetime | date | None"

_NOT_CODE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(
    r"\b(?:insert|update|delete|merge|drop|alter|create|grant|revoke|truncate|attach|detach|pragma|vacuum"
    r"|copy|call|do|set|lock|into)\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"[^\W\d]\w*")
_KEY_KINDS = (str, int, float, Decimal, datetime, date)
_STEPS_BETWEEN_LOOKS = 10_000


class QueryFault(Enum):
    """Why a page could not be read."""

    REFUSED = "QUERY_REFUSED"
    FAILED = "QUERY_FAILED"
    TOO_SLOW = "TOO_SLOW"
    UNREACHABLE = "UNREACHABLE"


@dataclass(frozen=True, kw_only=True)
class ForeignPage:
    """Rows ready for JSON, in the key's order, and the key of the last as the database holds it."""

    rows: tuple[dict[str, Cell], ...] = field(repr=False)
    last_key: tuple[KeyValue, ...] | None
    more: bool


class ForeignDatabase:
    """A database the hub may read and nothing else (SQLite or PostgreSQL)."""

    def __init__(self, url: str, *, password: str | None, timeout: float) -> None:
        parsed = make_url(url)
        self._url = parsed.set(password=password) if password is not None else parsed
        self._timeout = timeout

    async def page(
        self,
        statement: str,
        *,
        key: Sequence[str],
        after: Sequence[KeyValue] | None,
        limit: int,
        params: Mapping[str, KeyValue],
    ) -> ForeignPage | QueryFault:
        """At most `limit` rows behind the key `after`; the statement runs in a thread of its own."""
        if not is_one_select(statement) or not all(_COLUMN.fullmatch(name) for name in key):
            return QueryFault.REFUSED
        paged = _keyset(statement, key=key, has_after=after is not None)
        bound = dict(params) | {f"after_{place}": value for place, value in enumerate(after or ())}
        return await asyncio.to_thread(self._read, paged, bound | {"page_limit": limit + 1}, tuple(key), limit)

    def _read(
        self, statement: str, bound: Mapping[str, KeyValue], key: tuple[str, ...], limit: int
    ) -> ForeignPage | QueryFault:
        engine = _engine(self._url, timeout=self._timeout)
        try:
            with engine.connect() as connection, _bounded(connection, self._timeout):
                found = [dict(row) for row in connection.execute(text(statement), dict(bound)).mappings()]
        except DBAPIError as error:
            return _fault_of(error)
        except SQLAlchemyError:
            return QueryFault.FAILED
        finally:
            engine.dispose()
        kept = found[:limit]
        if kept and not all(isinstance(kept[-1].get(name), _KEY_KINDS) for name in key):
            return QueryFault.FAILED
        return ForeignPage(
            rows=tuple({str(name): cell(value) for name, value in row.items()} for row in kept),
            last_key=tuple(kept[-1][name] for name in key) if kept else None,
            more=len(found) > limit,
        )


def is_one_select(statement: str) -> bool:
    """Whether the text is a single SELECT without a writing word; the connection is read-only besides."""
    code = _NOT_CODE.sub(" ", statement).strip()
    starts = re.match(r"(?:select|with)\b", code, re.IGNORECASE) is not None
    return starts and ";" not in code and _WRITES.search(code) is None


def cell(value: Any) -> Cell:  # whatever the driver returns
    """A database value as JSON holds it: exact numbers and times as text, bytes as hexadecimal."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if value == value and abs(value) != float("inf") else None
        case Decimal():
            return format(value, "f")
        case datetime() | date() | clock_time():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case list() | tuple():
            return [cell(item) for item in value]
        case dict():
            return {str(name): cell(item) for name, item in value.items()}
        case _:
            return str(value)


def _keyset(statement: str, *, key: Sequence[str], has_after: bool) -> str:
    """Wrap the statement so that a page begins behind a key; the key's names were checked before."""
    columns = ", ".join(f'"{name}"' for name in key)
    marks = ", ".join(f":after_{place}" for place in range(len(key)))
    behind = f" WHERE ({columns}) > ({marks})" if has_after else ""
    return f"SELECT * FROM (\n{statement}\n) AS linked_rows{behind} ORDER BY {columns} LIMIT :page_limit"


def _engine(url: URL, *, timeout: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        # A file opened as read-only; a missing one must not come into being.
        address = f"file:{url.database or ''}?mode=ro"
        return create_engine(
            URL.create("sqlite", database=address, query={"uri": "true"}),
            poolclass=NullPool,
            connect_args={"timeout": timeout},
        )
    options = f"-c default_transaction_read_only=on -c statement_timeout={int(timeout * 1000)}"
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={"connect_timeout": max(2, int(timeout)), "options": options},
    )


@contextmanager
def _bounded(connection: Connection, timeout: float) -> Iterator[None]:
    """Stop a SQLite statement that runs too long; PostgreSQL does so by itself."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection  # sqlite3's own connection
    deadline = time.monotonic() + timeout
    raw.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def _fault_of(error: DBAPIError) -> QueryFault:
    told = str(error.orig).lower()
    if "interrupted" in told or "timeout" in told:
        return QueryFault.TOO_SLOW
    if error.connection_invalidated or "unable to open" in told or "connection" in told or "locked" in told:
        return QueryFault.UNREACHABLE
    return QueryFault.FAILED
