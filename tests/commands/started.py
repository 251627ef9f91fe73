"""Runs `hub` as a process of its own, as a person at a terminal would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`hub` as a process of its own, in a folder, ended at the latest after the patience."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "hub", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        with process:
            try:
                yield process
            finally:
                process.kill()
    finally:
        watchdog.cancel()


def until(process: subprocess.Popen[str], words: str) -> str:
    """What the process prints up to the line with the words."""
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if words in line:
            return "".join(seen)
    raise AssertionError("".join(seen))


def asked(address: str, query: str, token: str | None = None) -> dict[str, Any]:
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(f"{address}/graphql", json.dumps({"query": query}).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def ended(process: subprocess.Popen[str], number: signal.Signals) -> int:
    assert process.stdout is not None
    process.send_signal(number)
    process.stdout.read()
    return process.wait()
