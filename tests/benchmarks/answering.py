"""A server for tests of clients: it answers every request with the next of some prepared answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

PLAIN = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"


@contextmanager
def answering(answers: Sequence[bytes]) -> Iterator[int]:
    """A server that gives these answers over and over on every connection, in small pieces; its port."""

    def converse(connection: socket.socket) -> None:
        number = 0
        with connection:
            while connection.recv(65_536):
                answer = answers[number % len(answers)]
                number += 1
                for start in range(0, len(answer), 7):
                    connection.sendall(answer[start : start + 7])

    def listen() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            Thread(target=converse, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=listen, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
