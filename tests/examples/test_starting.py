"""The stand-ins never outlive the process that started them, however it ends."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 20_000

STARTER = """
import json, os, pathlib, sys
from examples.local_systems.start import start_all
running = start_all(pathlib.Path(sys.argv[1]))
print(json.dumps([one.process.pid for one in running if one.process]), flush=True)
os.kill(os.getpid(), 9)
"""


def test_servers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", STARTER, str(tmp_path)], capture_output=True, text=True, cwd=ROOT)

    servers = json.loads(died.stdout)

    assert len(servers) == 2
    assert all(_has_ended(server) for server in servers)


def _has_ended(process: int) -> bool:
    """Wait for the end of a process that is not a child of ours."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    ended = bool(poll.poll(PATIENCE_MS))
    os.close(handle)
    return ended
