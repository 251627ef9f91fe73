"""Asks a server over kept-alive sockets, as fast as it answers, and keeps how long each answer took."""

from __future__ import annotations

import json
import math
import selectors
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

_TIMEOUT = 120.0
_CHUNK = 1 << 18


@dataclass(frozen=True, kw_only=True)
class Run:
    """How one server took a number of requests; times in seconds."""

    latencies: Sequence[float]
    seconds: float
    errors: int

    @property
    def per_second(self) -> float:
        """Good answers per second."""
        return (len(self.latencies) - self.errors) / self.seconds


@dataclass(kw_only=True)
class Line:
    """A connection and the answer that is coming in on it."""

    socket: socket.socket
    sent_at: float = 0.0
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    wanted: int | None = None  # bytes of head and body, once the head says so
    is_good: bool = False

    def send(self, request: bytes) -> None:
        """Send a request and await its answer."""
        self.parts, self.size, self.wanted = [], 0, None
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)  # a request fits the socket's buffer

    def receive(self) -> bool:
        """Take what is there; whether the answer is complete."""
        part = self.socket.recv(_CHUNK)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.parts.append(part)
        self.size += len(part)
        if self.wanted is None:
            received = b"".join(self.parts)
            self.wanted, self.is_good = _wanted(received), received.startswith(b"HTTP/1.1 200")
        if self.wanted == -1:
            return b"".join(self.parts[-2:]).endswith(b"\r\n0\r\n\r\n")
        return self.wanted is not None and self.size >= self.wanted


def post(path: str, body: Mapping[str, Any], *, token: str | None = None) -> bytes:
    """A request that carries an operation."""
    content = json.dumps(body, ensure_ascii=False).encode()
    lines = [f"POST {path} HTTP/1.1", "host: localhost", "accept: application/json", "content-type: application/json"]
    lines += [f"authorization: Bearer {token}"] if token else []
    return "\r\n".join([*lines, f"content-length: {len(content)}", "", ""]).encode() + content


def get(path: str) -> bytes:
    """A request for a path."""
    return f"GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\r\n".encode()


def ask(port: int, request: bytes) -> tuple[int, bytes]:
    """The status and the body of one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT) as connection:
        line = Line(socket=connection)
        line.send(request)
        while not line.receive():
            pass
        head, _, body = b"".join(line.parts).partition(b"\r\n\r\n")
    return int(head[9:12]), _unchunked(body) if line.wanted == -1 else body


def run(
    port: int,
    requests: Sequence[bytes],
    *,
    count: int,
    connections: int,
    most: float = math.inf,
    patience: float = _TIMEOUT,
) -> Run:
    """Send `count` requests in a closed loop over some connections; an answer that is not 200 is an error.

    After `most` seconds no more are sent, and what is under way is waited for; `patience` is how many seconds may
    pass without any answer before TimeoutError is raised.
    """
    waiting = islice(cycle(requests), count)
    latencies: list[float] = []
    errors = 0
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        lines = [_opened(port, selector, stack) for _ in range(min(connections, count))]
        started = time.perf_counter()
        for line in lines:
            line.send(next(waiting))
        under_way = len(lines)
        while under_way:
            for line in _ready(selector, patience):
                if not line.receive():
                    continue
                now = time.perf_counter()
                latencies.append(now - line.sent_at)
                errors += not line.is_good
                if now - started > most or (following := next(waiting, None)) is None:
                    under_way -= 1
                else:
                    line.send(following)
        seconds = time.perf_counter() - started
    return Run(latencies=latencies, seconds=seconds, errors=errors)


def _ready(selector: selectors.BaseSelector, patience: float) -> list[Line]:
    """The connections on which something has come."""
    ready = selector.select(timeout=patience)
    if not ready:
        raise TimeoutError("the server did not answer")
    return [key.data for key, _ in ready]


def _opened(port: int, selector: selectors.BaseSelector, stack: ExitStack) -> Line:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line = Line(socket=connection)
    selector.register(connection, selectors.EVENT_READ, line)
    return line


def _wanted(received: bytes) -> int | None:
    """How long the answer will be: None while the head is not whole, -1 when only its last chunk will tell."""
    head, separator, _ = received.partition(b"\r\n\r\n")
    if not separator:
        return None
    for one in head.lower().split(b"\r\n")[1:]:
        name, _, value = one.partition(b":")
        if name == b"content-length":
            return len(head) + 4 + int(value)
        if name == b"transfer-encoding" and b"chunked" in value:
            return -1
    return len(head) + 4


def _unchunked(body: bytes) -> bytes:
    whole, rest = b"", body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        whole, rest = whole + rest[:length], rest[length + 2 :]
        if length == 0:
            break
    return whole
