"""Migrations: bring a database to the tables this release needs, find out whether it has them, write the next one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection

from hub.store.migration_kinds import ours, tables
from hub.store.session import sync_url

_SCRIPTS = "hub.store:migrations"
_LOCK = 0x4855424D  # any number of our own: two processes that migrate at once wait for each other
_WAIT_MS = 60_000


@dataclass(frozen=True, kw_only=True)
class Migrated:
    """From which version to which a database went; equal when there was nothing to do."""

    before: str | None
    after: str

    @property
    def changed(self) -> bool:
        """Whether any migration ran."""
        return self.before != self.after


def upgrade(url: str) -> Migrated:
    """Run what is missing in one transaction; blocks, and waits for another process that does the same."""
    with _writing(url) as connection:
        before = _version(connection)
        command.upgrade(_config(connection), "head")
        return Migrated(before=before, after=_version(connection) or head())


def head() -> str:
    """The newest version this release knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if newest is None:
        raise RuntimeError("the package holds no migration")
    return newest


def current(url: str) -> str | None:
    """The version a database is at, or None when it is empty; blocks."""
    with _connected(url) as connection:
        return _version(connection)


def differences(url: str) -> list[str]:
    """What a migrated database and the models disagree about; empty when all is well; blocks."""
    with _connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        return [str(difference) for difference in compare_metadata(context, tables())]


def write(message: str, *, url: str, name: str) -> Path:
    """Write the migration from the tables of a database at the newest version to the models, for a developer.

    `name` begins with expand_ or contract_ and four digits, and becomes the version and the file's name.
    """
    with _writing(url) as connection:
        config = _config(connection)
        command.upgrade(config, "head")
        made = command.revision(config, message=message, autogenerate=True, rev_id=name)
    script = made[0] if isinstance(made, list) else made
    if script is None:
        raise RuntimeError("no migration was written")
    path = Path(script.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")), encoding="utf-8")
    return path


def _config(connection: Connection | None = None) -> Config:
    config = Config(stdout=StringIO())
    config.set_main_option("script_location", _SCRIPTS)
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _writing(url: str) -> Iterator[Connection]:
    """A connection in one transaction that nobody else migrates in."""
    with _connected(url, writes=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        yield connection


@contextmanager
def _connected(url: str, *, writes: bool = False) -> Iterator[Connection]:
    engine = create_engine(make_url(sync_url(url)), poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate if writes else _begin)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    # A table that is rebuilt is dropped in between; with foreign keys on, its rows would go from other tables too.
    for pragma in (f"busy_timeout={_WAIT_MS}", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:  # SQLAlchemy's Connection; the writer's lock is taken at once
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Any) -> None:  # SQLAlchemy's Connection
    connection.exec_driver_sql("BEGIN")
