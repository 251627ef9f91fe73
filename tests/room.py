"""Where tests keep their files: in memory if there is room, since thousands of databases come and go."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30


def in_memory() -> None:
    """Have temporary files made in memory; a TMPDIR that is set stays, and so it is where memory is scarce."""
    if "TMPDIR" not in os.environ and _fits(_MEMORY):
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # what was found before is forgotten


def _fits(folder: Path) -> bool:
    """Whether a folder holds what tests need beside each other, the programs of a server among it."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    found = os.statvfs(folder)
    may_run = not found.f_flag & os.ST_NOEXEC
    return may_run and min(found.f_bavail * found.f_frsize, _available()) >= _ROOM


def _available() -> int:
    """Bytes of memory that nothing needs."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    found = dict(line.split(":", 1) for line in lines)
    return int(found.get("MemAvailable", "0 kB").split()[0]) * 1024
