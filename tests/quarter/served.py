"""A hub as a process of its own over a test's database, with the keys of the test's folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.commands.started import PATIENCE, ROOT, until


@contextmanager
def serving(url: str, folder: Path, place: str = "") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a hub over a database, and its process; with a place it dies there."""
    module = ("tests.quarter.killed", place) if place else ("hub",)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    own = {"HUB_DATABASE_URL": url, "HUB_VAR": str(folder), "HUB_DEVELOPMENT": "true", "HUB_LOG_LEVEL": "warning"}
    process = subprocess.Popen(
        [sys.executable, "-m", *module, "serve", "--port", "0"],
        cwd=folder,
        env={**kept, **own, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
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
                yield re.findall(r"http://127\.0\.0\.1:\d+", until(process, "serving: http"))[0], process
            finally:
                process.kill()
    finally:
        watchdog.cancel()


def sent(address: str, token: str, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """What a hub answers over its socket."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        answer: dict[str, Any] = json.load(response)
    return answer
