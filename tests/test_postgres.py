"""The test server keeps its word: it starts, answers, copies, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import ROLE, PostgresMissing, PostgresServer

KILLED = """
import os, pathlib, signal, sys
from tests.postgres import PostgresServer

PostgresServer.start(pathlib.Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder every account can reach, as pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="hub-pg-") as name:
        yield Path(name)


def _ask(server: PostgresServer, question: str, *, database: str = "postgres") -> object:
    with psycopg.connect(host=str(server.folder), user=ROLE, dbname=database) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def test_a_server_starts_answers_and_stops_without_a_trace(folder: Path) -> None:
    server = PostgresServer.start(folder)

    version = _ask(server, "show server_version")
    server.stop()

    assert str(version).startswith("18.")
    assert not (folder / "cluster").exists()
    with pytest.raises(psycopg.OperationalError):
        _ask(server, "select 1")


def test_a_server_stops_when_its_test_process_is_killed(folder: Path) -> None:
    # The guard holds the error stream open until the server is down, so reading it to the end is the wait.
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], stderr=subprocess.PIPE, check=False)

    assert done.returncode == -9, done.stderr.decode()
    assert (folder / "log").exists()
    assert not (folder / "cluster").exists()


def test_a_server_listens_on_its_socket_only(postgres: PostgresServer) -> None:
    assert _ask(postgres, "show listen_addresses") == ""


def test_text_sorts_by_code_point_on_every_machine(postgres: PostgresServer) -> None:
    sorted_names = _ask(postgres, "select string_agg(n, '' order by n) from unnest(array['b', '陕', 'B', 'a']) as n")

    assert sorted_names == "Bab陕"


def test_a_copy_of_a_template_carries_its_rows(postgres: PostgresServer) -> None:
    with postgres.fresh("origin"):
        with psycopg.connect(host=str(postgres.folder), user=ROLE, dbname="origin") as connection:
            connection.execute("create table studio as select '陕西省政协委员工作室' as name")
        with postgres.fresh("copy", template="origin"):
            assert _ask(postgres, "select name from studio", database="copy") == "陕西省政协委员工作室"


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    (folder / "cluster").mkdir()
    (folder / "cluster" / "leftover").touch()

    with pytest.raises(PostgresMissing, match="initdb failed"):
        PostgresServer.start(folder)


async def test_each_test_gets_an_empty_database_of_its_own(database_url: str) -> None:
    engine = create_async_engine(database_url)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("create table plaque (name text)"))
            rows = await connection.scalar(text("select count(*) from plaque"))
    finally:
        await engine.dispose()

    assert rows == 0
