"""The job engine's own database: its address as the engine wants it, and what SQLite needs before the first use."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from typing import Any

from sqlalchemy import Engine, event, make_url

from hub.store.session import sync_url


def prepare_jobs(url: str) -> str:
    """The address for the job engine; a SQLite file is switched to write-ahead logging once."""
    address = sync_url(url)
    parsed = make_url(address)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        with closing(sqlite3.connect(parsed.database)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        if (
            sys.version_info >= (3, 12)
            and sqlite3.sqlite_version_info < (3, 42)
            and not event.contains(Engine, "connect", _add_unixepoch)
        ):
            event.listen(Engine, "connect", _add_unixepoch)
    return address


def default_jobs_url(database_url: str) -> str:
    """Beside the hub's SQLite file, or in the same PostgreSQL database."""
    parsed = make_url(sync_url(database_url))
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return parsed.render_as_string(hide_password=False)
    folder, slash, _ = parsed.database.rpartition("/")
    return parsed.set(database=f"{folder}{slash}hub-jobs.db").render_as_string(hide_password=False)


def _add_unixepoch(connection: Any, _record: object) -> None:  # a driver's connection
    # The job engine chooses unixepoch('subsec') by Python's version; SQLite knows it from 3.42 on.
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("unixepoch", -1, _unixepoch)


def _unixepoch(*arguments: str) -> float:
    if arguments in (("subsec",), ("now", "subsec")):
        return time.time()
    raise ValueError("unixepoch() is known here for the present moment only")
