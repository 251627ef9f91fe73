"""The databases that servers stand on: one PostgreSQL server, in it a database of each size, filled or kept filled."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import (
    count_totals,
    fill_postgres,
    fill_sqlite,
    is_filled,
    prepare,
    rename,
    settle,
    totals_asleep,
    world_of,
)
from benchmarks.locked import lock_quarter
from benchmarks.processes import ROLE, Ground
from benchmarks.world import Size, World
from tests.postgres import PostgresServer


@contextmanager
def cluster(kept: Path | None = None) -> Iterator[PostgresServer]:
    """A PostgreSQL server; with a folder, its databases are those that lie there, and lie there again afterwards.

    While it runs they have been moved out of the folder: a run that is killed loses them, and the next one loads anew.
    """
    with tempfile.TemporaryDirectory(prefix="hub-pg-") as folder:
        server = PostgresServer.start(Path(folder))
        try:
            if kept is not None and (kept / "PG_VERSION").exists():
                _exchange(server, kept)
            try:
                yield server
            finally:
                if kept is not None:
                    _leave(server, kept)
        finally:
            server.stop()


@contextmanager
def ground(server: PostgresServer, size: Size) -> Iterator[tuple[Ground, World]]:
    """The database of a size, which is loaded unless the server has kept it, and a folder for what servers write."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        name = f"bench_{size.name}"
        url = server.url(name)
        found = Ground(
            folder=Path(folder), url=url, host=str(server.folder), database=name, postmaster=_postmaster(server)
        )
        if not is_filled(f"host={server.folder} user={ROLE} dbname=postgres", name):
            _load(server, name, size)
        is_newer = asyncio.run(prepare(url))  # a kept one may stand at earlier tables and an earlier reference
        if lock_quarter(found.conninfo, url, size) or is_newer:
            settle(found.conninfo)
        yield found, world_of(found.conninfo, size)


def _load(server: PostgresServer, name: str, size: Size) -> None:
    """Load under another name, so that what has the name is whole."""
    url = server.url(f"{name}_loading")
    conninfo = f"host={server.folder} user={ROLE} dbname="
    server.drop(f"{name}_loading")
    server.create(f"{name}_loading")
    asyncio.run(prepare(url))
    fill_postgres(f"{conninfo}{name}_loading", size)
    with totals_asleep(f"{conninfo}{name}_loading"):
        asyncio.run(count_totals(url))
    settle(f"{conninfo}{name}_loading")
    rename(f"{conninfo}postgres", f"{name}_loading", name)


@contextmanager
def sqlite_ground(size: Size) -> Iterator[tuple[Ground, World]]:
    """A filled SQLite file."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        path = Path(folder) / "hub.db"
        found = Ground(folder=Path(folder), url=f"sqlite+aiosqlite:///{path}")
        asyncio.run(prepare(found.url))
        world = fill_sqlite(str(path), size)
        asyncio.run(count_totals(found.url))
        yield found, world


def megabytes(server: PostgresServer) -> int:
    """How much the databases of a server take on disk."""
    home = server.folder / "cluster"
    return sum(path.lstat().st_size for path in home.rglob("*") if path.is_file()) >> 20


def _exchange(server: PostgresServer, kept: Path) -> None:
    """Put the kept databases in the place of the empty ones."""
    home = server.folder / "cluster"
    owner = home.stat()
    _control(server, "-m", "fast", "stop")
    shutil.rmtree(home)
    shutil.move(kept, home)
    for path in (home, *home.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    _control(server, "-o", f"-k {server.folder}", "-l", str(server.folder / "log"), "start")


def _leave(server: PostgresServer, kept: Path) -> None:
    """Stop the server and put its databases into the folder; its guard finds nothing to remove then."""
    _control(server, "-m", "fast", "stop")
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.move(server.folder / "cluster", kept)


def _control(server: PostgresServer, *what: str) -> None:
    """Lead the server with the program, and as the account, that its guard ends it with."""
    home = server.folder / "cluster"
    guard = server.guard.args
    assert isinstance(guard, list)
    owner = server.folder.stat()
    subprocess.run(
        [str(guard[-2]), "-D", str(home), "-s", "-w", *what],
        cwd=server.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        user=owner.st_uid if os.geteuid() == 0 else None,
        group=owner.st_gid if os.geteuid() == 0 else None,
        extra_groups=[] if os.geteuid() == 0 else None,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
    )


def _postmaster(server: PostgresServer) -> int:
    return int((server.folder / "cluster" / "postmaster.pid").read_text().split()[0])
