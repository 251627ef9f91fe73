"""The servers that are measured: started as processes on a socket of ours, listened to, and ended by their number."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.names import GENERAL, HUB, LIMIT, SWIFT
from benchmarks.peers_install import Peers
from benchmarks.world import PROVINCE
from hub.auth.development import DevelopmentIssuer, Wish
from hub.domain.access import Role
from hub.settings import Settings, read_settings

ROOT = Path(__file__).parent.parent
ROLE = "hub"
_BACKLOG = 128
_PATIENCE = 20.0
_TAIL = 2_000
CALLERS = 16
_LIFE = timedelta(hours=12)
_DRIVERS = {LIMIT: "psycopg", SWIFT: "asyncpg"}


class ServerFailed(RuntimeError):
    """A server ended before it was told to; says what it said last."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs: what it is called, where it listens, and its process."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def peak_megabytes(self) -> int | None:
        """The most memory that the process has held, where the system tells."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return None
        line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), None)
        return int(line.split()[1]) // 1024 if line else None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What servers stand on: a folder for what they write, and the database in two forms of address.

    `host` is the folder of PostgreSQL's socket; it is empty when the database is a SQLite file. To the branches of
    `narrow`, codes of bodies, the callers' tokens are narrowed.
    """

    folder: Path
    url: str
    host: str = ""
    database: str = ""
    postmaster: int = 0
    narrow: tuple[str, ...] = ()

    @property
    def conninfo(self) -> str:
        """The address as libpq reads it."""
        return f"host={self.host} user={ROLE} dbname={self.database}"


@contextmanager
def hub(ground: Ground, *, compiled: bool) -> Iterator[Server]:
    """The whole hub, with the compiled path or without it."""
    environment = {
        "HUB_DATABASE_URL": ground.url,
        "HUB_VAR": str(ground.folder),
        "HUB_DEVELOPMENT": "true",
        "HUB_LOG_FORMAT": "json",
        "HUB_COMPILED": "true" if compiled else "false",
        # It is kept and charged as ever; these few callers ask as much in a minute as a province does in a day.
        "HUB_BUDGET": "2000000000",
    }
    command = [sys.executable, "-m", "benchmarks.serving", "hub"]
    with _started(HUB if compiled else GENERAL, command, environment, folder=ground.folder) as server:
        yield server


@contextmanager
def limit(ground: Ground, name: str = LIMIT) -> Iterator[Server]:
    """The bare limit, by the driver that its name stands for."""
    command = [sys.executable, "-m", "benchmarks.serving", _DRIVERS[name]]
    with _started(name, command, {"BENCH_CONNINFO": ground.conninfo}, folder=ground.folder) as server:
        yield server


@contextmanager
def peer(ground: Ground, peers: Peers, name: str) -> Iterator[Server]:
    """PostGraphile or Mercurius."""
    environment = {
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
        "BENCH_HOST": ground.host,
        "BENCH_ROLE": ROLE,
        "BENCH_DATABASE": ground.database,
    }
    command = [str(peers.node), str(peers.folder / f"{name}.mjs")]
    with _started(name, command, environment, folder=ground.folder) as server:
        yield server


def has_compiled() -> bool:
    """Whether this hub can be told to answer with its general path only."""
    return "compiled" in Settings.model_fields


def tokens(ground: Ground) -> list[str]:
    """Tokens of some people of the province office, which the hub verifies like any others."""
    settings = read_settings(var=ground.folder, development=True, _env_file=None)
    issuer = DevelopmentIssuer(ground.folder / "development.key", audience=settings.audience)
    wishes = [
        Wish(roles=(Role.PROVINCE_OFFICE,), body=PROVINCE, subject=f"bench-{number}", narrow=ground.narrow)
        for number in range(CALLERS)
    ]
    return [issuer.mint(wish, now=datetime.now(UTC), ttl=_LIFE) for wish in wishes]


@contextmanager
def _started(name: str, command: Sequence[str], environment: Mapping[str, str], *, folder: Path) -> Iterator[Server]:
    with (
        socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG) as listening,
        (folder / f"{name}.log").open("wb") as log,
    ):
        port = listening.getsockname()[1]
        inherited = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**inherited, **environment, "BENCH_FD": str(listening.fileno())},
            pass_fds=(listening.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    # Only the child holds the socket now: if it dies, asking it fails at once.
    try:
        yield Server(name=name, port=port, process=process)
    except OSError as broken:
        if _has_ended(process):
            said = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-_TAIL:]
            raise ServerFailed(f"{name} has ended by itself; it said last:\n{said}") from broken
        raise
    finally:
        _end(process)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=1.0)  # its socket closes a moment before it is gone
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
