"""A second client, in a process of its own: on one connection it asks again as soon as it is answered, or leaves early.

`python -m benchmarks.neighbour PORT STAYS` takes a line of JSON with its requests, then the lines `go` and `rest`; at
each rest it says how many requests it has sent. STAYS is how many seconds it waits for an answer; 0 is for ever.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

from benchmarks.load_client import Line

_ROOT = Path(__file__).parent.parent
_BREATH = 0.01  # seconds between two tries to reach a server that refuses connections


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """The client as it is led from outside."""

    process: subprocess.Popen[str]

    @contextmanager
    def busy(self) -> Iterator[list[int]]:
        """Let it ask as long as the block runs; the list then holds how many requests it has sent."""
        sent: list[int] = []
        self._say("go")
        try:
            yield sent
        finally:
            self._say("rest")
            sent.append(int(self._heard()))

    def _say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def _heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def neighbour(port: int, requests: Sequence[bytes], *, stays: float = 0.0) -> Iterator[Neighbour]:
    """A client that is ready and rests; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.neighbour", str(port), str(stays)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    client = Neighbour(process=process)
    try:
        client._say(json.dumps([request.decode() for request in requests]))
        client._heard()
        yield client
    finally:
        process.communicate()  # it ends by itself when nothing more will be said


@dataclass(kw_only=True)
class _Client:
    port: int
    requests: Iterator[bytes]
    stays: float
    going: Event = field(default_factory=Event)
    held: socket.socket | None = None
    sent: int = 0

    def go(self) -> None:
        """Ask until told to rest."""
        while self.going.is_set():
            with suppress(OSError):  # what becomes of it is not measured: it begins anew
                self._talk()
            time.sleep(_BREATH if self.stays == 0 else 0)

    def rest(self) -> None:
        """Leave whatever is under way."""
        self.going.clear()
        if self.held is not None:
            with suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)

    def _talk(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.held = connection
            line = Line(socket=connection)
            while self.going.is_set():
                line.send(next(self.requests))
                self.sent += 1
                if self.stays:
                    time.sleep(self.stays)
                    return
                while not line.receive():
                    pass


def main(port: int, stays: float) -> None:
    """Follow the lines of standard input to their end."""
    requests = [text.encode() for text in json.loads(sys.stdin.readline())]
    client = _Client(port=port, requests=cycle(requests), stays=stays)
    thread: Thread | None = None
    print("ready", flush=True)
    for word in map(str.strip, sys.stdin):
        if word == "go":
            client.going.set()
            client.sent = 0
            thread = Thread(target=client.go, daemon=True)
            thread.start()
        elif thread is not None:
            client.rest()
            thread.join()
            print(client.sent, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
