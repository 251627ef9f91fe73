"""Migrations and models say the same on both databases, and two processes may migrate at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from hub.store import migrate
from hub.store.migration_kinds import tables
from hub.store.session import sync_url
from tests.postgres import PostgresServer

MIGRATE = "import sys; from hub.store.migrate import upgrade; print(upgrade(sys.argv[1]).after)"


def described(url: str) -> dict[str, dict[str, Any]]:
    """Columns, keys and indexes of every table of a database, in the database's own words."""
    engine = create_engine(sync_url(url))
    try:
        seen = inspect(engine)
        return {
            table: {
                "columns": {
                    c["name"]: (str(c["type"]), getattr(c["type"], "collation", None), c["nullable"])
                    for c in seen.get_columns(table)
                },
                "primary": seen.get_pk_constraint(table)["constrained_columns"],
                "foreign": sorted((f["name"] or "", f["referred_table"]) for f in seen.get_foreign_keys(table)),
                "unique": sorted(
                    (u["name"] or "", tuple(u["column_names"])) for u in seen.get_unique_constraints(table)
                ),
                "indexes": sorted((i["name"] or "", tuple(i["column_names"])) for i in seen.get_indexes(table)),
            }
            for table in seen.get_table_names()
            if table != "alembic_version"
        }
    finally:
        engine.dispose()


def test_a_migrated_database_and_the_models_agree(database_url: str) -> None:
    migrate.upgrade(database_url)

    assert migrate.differences(database_url) == []


def test_a_difference_is_found(database_url: str) -> None:
    migrate.upgrade(database_url)
    engine = create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("alter table sector drop column cite"))
    engine.dispose()

    assert len(migrate.differences(database_url)) == 1


def test_migrations_make_the_very_tables_the_models_describe(tmp_path: Path) -> None:
    by_models = f"sqlite:///{tmp_path / 'models.db'}"
    by_migrations = f"sqlite:///{tmp_path / 'migrations.db'}"
    engine = create_engine(by_models)
    tables().create_all(engine)
    engine.dispose()

    migrate.upgrade(by_migrations)

    assert described(by_migrations) == described(by_models)


def test_migrations_make_the_very_tables_on_postgresql_too(postgres: PostgresServer) -> None:
    with postgres.fresh("by_models") as by_models, postgres.fresh("by_migrations") as by_migrations:
        engine = create_engine(by_models)
        tables().create_all(engine)
        engine.dispose()

        migrate.upgrade(by_migrations)

        assert described(by_migrations) == described(by_models)


def test_a_second_upgrade_finds_nothing_to_do(database_url: str) -> None:
    first = migrate.upgrade(database_url)

    second = migrate.upgrade(database_url)

    assert (first.before, first.after, first.changed) == (None, migrate.head(), True)
    assert (second.before, second.changed) == (migrate.head(), False)


def test_two_processes_may_migrate_one_database_at_once(database_url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, database_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in started]

    assert [out.decode().strip() for out, _ in answers] == [migrate.head()] * 2, answers
    assert migrate.current(database_url) == migrate.head()


def test_an_empty_database_is_at_no_version(database_url: str) -> None:
    assert migrate.current(database_url) is None


def test_tables_of_the_job_engine_are_left_alone(database_url: str) -> None:
    migrate.upgrade(database_url)
    engine = create_engine(sync_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("create table datasource_outputs (id text)"))
    engine.dispose()

    assert migrate.differences(database_url) == []


def test_a_failed_migration_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hub.db"

    def break_off(connection: object) -> str | None:
        raise RuntimeError("the power is gone")

    versions = iter([migrate._version])
    monkeypatch.setattr(migrate, "_version", lambda found: next(versions, break_off)(found))
    with pytest.raises(RuntimeError, match="power"):
        migrate.upgrade(f"sqlite:///{path}")

    with sqlite3.connect(path) as held:
        tables = held.execute("select name from sqlite_master").fetchall()
    held.close()
    assert tables == []
