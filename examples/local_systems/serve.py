"""Running a stand-in's web application on the local machine until it is told to stop."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp


class _QuietServer(uvicorn.Server):
    """A server that ends with exit code 0 when it is asked to end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `run`, which does not raise them again after the end."""
        yield

    def ready_line(self, line: str) -> None:
        """Remember what to print once connections are accepted."""
        self._line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where."""
        await super().startup(sockets=sockets)
        print(self._line, flush=True)


def arguments(description: str) -> argparse.Namespace:
    """Read `--port` and `--folder`, as all stand-ins with a server take them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--folder", type=Path, required=True, help="folder of the JSON files it serves")
    parser.add_argument(
        "--tied", action="store_true", help="end when standard input closes, as it does with the parent"
    )
    return parser.parse_args()


def run(app: ASGIApp, *, code: str, port: int, path: str, tied: bool = False) -> None:
    """Serve on 127.0.0.1 and print one JSON line with the address once connections are accepted."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}{path}"
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    server = _QuietServer(config)
    server.ready_line(json.dumps({"code": code, "url": address, "pid": os.getpid()}))

    def end(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if tied:
        threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    server.run(sockets=[listening])
    sys.stdout.flush()


def _end_with_input(server: uvicorn.Server) -> None:
    sys.stdin.read()
    server.should_exit = True
