"""What a run ran on: versions and sizes, and nothing that names a machine or a place on it."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import date
from importlib.metadata import version

import psycopg

from benchmarks.world import Size

_PACKAGES = ("strawberry-graphql", "graphql-core", "sqlalchemy", "psycopg", "asyncpg", "starlette", "uvicorn", "uvloop")


def facts(size: Size, *, postgres: str, peers: dict[str, str], today: date, load: float) -> dict[str, str]:
    """The facts in the order in which they are shown; `load` is what the machine had to do before."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "date": today.isoformat(),
        "machine": f"{cores} cores {platform.machine()}, {platform.system()}; client, servers and database share them",
        "load": f"{load:.1f} processes wished to run when the run began; above 0.5 the machine had other work too",
        "size": (
            f"{size.name}: {size.provinces * size.studios} studios, {size.provinces * size.members} members,"
            f" {size.provinces * size.activities} activities, {size.provinces * size.opinions} opinions"
        ),
        "databases": f"PostgreSQL {postgres}, SQLite {sqlite3.sqlite_version}",
        "python": f"{platform.python_version()}; " + ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        "peers": ", ".join(f"{name} {found}" for name, found in peers.items()) or "not measured",
    }


def postgres_version(conninfo: str) -> str:
    """The version of a running PostgreSQL."""
    with psycopg.connect(conninfo) as connection:
        row = connection.execute("show server_version").fetchone()
    return str(row[0]).split()[0] if row else "unknown"
